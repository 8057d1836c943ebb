// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.Predictor;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.records.Labels;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Draws records from a model of records, one after the other, each with a random stream of its own.
 * {@link RecordSampling} makes one.
 *
 * <p>With labels, and none given, the label is drawn first. P(label | border) is what the model
 * says; after a prime it is
 *
 * <pre>
 *   P(label k | prime) ∝ P(label k)·P(prime | label k)
 * </pre>
 *
 * <p>Not thread-safe. Threads share a {@link Model}, each with its own generator.
 */
public final class RecordGenerator {
  /** So many records are passed over in a row before the search for a new one is given up. */
  public static final int TRIES = 10_000;

  private final Model model;
  private final RandomStreams random;
  private final RecordForm form;
  private final TextGenerator generator;
  private final long most;
  private final int[] prime;
  private final int[] symbols;
  private final int label;
  private final boolean novel;

  /** What was drawn before; null if it may be drawn again. */
  private final @Nullable Set<String> drawn;

  /** Logits of the symbols of labels after border and prime, −∞ for all else; null without. */
  private final double @Nullable [] labelLogits;

  private long next;
  private long repeated;
  private long known;

  RecordGenerator(
      Model model,
      Predictor predictor,
      TokenSampler sampler,
      RandomStreams random,
      long most,
      int[] prime,
      Optional<Matching> matching,
      Optional<String> label,
      boolean unique,
      boolean novel) {
    model.requireRecords();
    this.model = model;
    this.random = random;
    this.form = RecordForm.of(model).orElseThrow();
    this.generator = new TextGenerator(model, predictor, sampler, random.stream("sample", 0));
    this.most = most;
    this.prime = requireInside(form, prime);
    matching.ifPresent(
        what -> {
          generator.matching(what);
          what.after(most, prime);
        });
    Optional<Labels> labels =
        label.isPresent() ? Optional.of(model.requireLabels()) : model.labels();
    this.symbols = labels.map(some -> some.tokens(model.vocabulary())).orElse(new int[0]);
    this.label =
        label.map(name -> model.requireLabels().indexOf(name)).orElse(WrittenRecord.NO_LABEL);
    this.labelLogits =
        symbols.length > 0 && label.isEmpty() ? labelLogits(model, symbols, prime) : null;
    this.novel = novel;
    if (novel) {
      WrittenRecord.requireKnown(model);
    }
    this.drawn = unique ? new HashSet<>() : null;
  }

  /** The prime, if it has no border and no label in it. */
  static int[] requireInside(RecordForm form, int[] prime) {
    RecordForm.Place place = form.inside();
    for (int token : prime) {
      place = place.after(token);
      if (place.ended()) {
        throw new IllegalArgumentException(
            "the prime has the border of records in it: each record ends there; give what stands"
                + " before it, or after it");
      }
      if (form.isLabel(token)) {
        throw new IllegalArgumentException(
            "the prime has the symbol of a label in it: labels are given by their name");
      }
    }
    return prime.clone();
  }

  private static double[] labelLogits(Model model, int[] symbols, int[] prime) {
    double[] logits = new double[model.vocabulary().size()];
    Arrays.fill(logits, Double.NEGATIVE_INFINITY);
    for (int symbol : symbols) {
      logits[symbol] = logProbability(model, prime, symbol);
    }
    return logits;
  }

  /**
   * log P(label) + log P(prime | label), that a record begins so; without the former if the symbol
   * is {@link WrittenRecord#NO_LABEL}.
   */
  static double logProbability(Model model, int[] prime, int symbol) {
    Predictor predictor = new Predictor(model.network());
    int last = RecordForm.of(model).orElseThrow().first();
    double sum = 0;
    if (symbol != WrittenRecord.NO_LABEL) {
      sum = Distribution.logProbabilities(predictor.read(last))[symbol];
      last = symbol;
    }
    for (int token : prime) {
      sum += Distribution.logProbabilities(predictor.read(last))[token];
      last = token;
    }
    return sum;
  }

  /**
   * Goes on with another record of the seed.
   *
   * @param stream the number of its random stream, from 0
   * @return this generator
   * @throws IllegalArgumentException if it is negative
   */
  public RecordGenerator from(long stream) {
    if (stream < 0) {
      throw new IllegalArgumentException("the streams of a seed are numbered from 0: " + stream);
    }
    next = stream;
    return this;
  }

  /**
   * Draws the next record that is not passed over.
   *
   * @return the record; empty if {@value #TRIES} in a row were passed over
   * @throws ArithmeticException if the model's weights are so damaged that nothing can be drawn
   */
  public Optional<WrittenRecord> next() {
    for (int i = 0; i < TRIES; i++) {
      WrittenRecord record = draw(next++);
      if (drawn != null && drawn.contains(record.text())) {
        repeated++;
      } else if (novel && record.isKnownTo(model)) {
        known++;
      } else {
        if (drawn != null) {
          drawn.add(record.text());
        }
        return Optional.of(record);
      }
    }
    return Optional.empty();
  }

  /**
   * The number of the random stream of the record that came last: {@link #from} and {@link #next}
   * draw it again.
   *
   * @return from 0; −1 if there was none
   */
  public long stream() {
    return next - 1;
  }

  /**
   * How many records were passed over because they had been drawn before.
   *
   * @return from 0
   */
  public long repeated() {
    return repeated;
  }

  /**
   * How many records were passed over because the model was trained on them.
   *
   * @return from 0
   */
  public long known() {
    return known;
  }

  private WrittenRecord draw(long stream) {
    generator.beginRecord(random.stream("sample", stream));
    int which = label;
    if (labelLogits != null) {
      which = labelOf(generator.draw(labelLogits.clone()));
    }
    if (which != WrittenRecord.NO_LABEL) {
      generator.read(symbols[which]);
    }
    generator.read(prime).within(most);
    int[] tokens = Arrays.copyOf(prime, prime.length + 16);
    int length = prime.length;
    boolean whole = false;
    while (!whole && length - prime.length < most) {
      if (length == tokens.length) {
        tokens = Arrays.copyOf(tokens, Math.addExact(length, length >> 1));
      }
      tokens[length++] = generator.nextToken();
      whole = generator.atRecordStart();
    }
    // What is cut inside a border ends before it.
    int end = whole ? form.borderLength() : Math.min(generator.matched(), length - prime.length);
    int[] own = Arrays.copyOf(tokens, length - end);
    return new WrittenRecord(which, own, model.vocabulary().decode(own), whole);
  }

  private int labelOf(int symbol) {
    for (int k = 0; k < symbols.length; k++) {
      if (symbols[k] == symbol) {
        return k;
      }
    }
    throw new IllegalStateException("token " + symbol + " is the symbol of no label");
  }
}
