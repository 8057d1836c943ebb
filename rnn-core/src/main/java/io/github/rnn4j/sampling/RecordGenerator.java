// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.Predictor;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.records.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Draws records from a model of records, each with a random stream of its own: one after the other,
 * or several side by side, which gives the same. {@link RecordSampling} makes one.
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

  /** So many records, for each that is under way, may wait for one that takes longer. */
  private static final int AHEAD = 4;

  private final Model model;
  private final RandomStreams random;
  private final List<RecordDraft> drafts = new ArrayList<>();
  private final int[] symbols;
  private final int label;
  private final boolean novel;

  /** What was drawn before; null if it may be drawn again. */
  private final @Nullable Set<String> drawn;

  /** Logits of the symbols of labels after border and prime, −∞ for all else; null without. */
  private final double @Nullable [] labelLogits;

  /** Those that are drawn and not asked for yet, by the number of their stream. */
  private final Map<Long, WrittenRecord> ahead = new HashMap<>();

  private long next;

  /** The stream of the record that begins next, {@code next} or one after it. */
  private long beginning;

  /** So many are still expected to be asked for. */
  private long expected;

  private long given;
  private long repeated;
  private long known;

  /**
   * Nothing is drawn yet.
   *
   * @param predictors at least one; as many records are drawn side by side
   * @param expected how many will be asked for, more or less: no more are drawn ahead
   */
  RecordGenerator(
      Model model,
      List<Predictor> predictors,
      long expected,
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
    this.expected = expected;
    RecordForm form = RecordForm.of(model).orElseThrow();
    int[] begin = requireInside(form, prime);
    Optional<Match> start = matching.map(Matching::start);
    for (Predictor predictor : predictors) {
      TextGenerator generator =
          new TextGenerator(model, predictor, sampler, random.stream("sample", 0));
      matching.ifPresent(what -> generator.matching(what, start.orElseThrow()));
      drafts.add(new RecordDraft(model, form, generator, begin, most));
    }
    matching.ifPresent(what -> what.requirePossible(most, prime));
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
    beginning = stream;
    ahead.clear();
    drafts.forEach(RecordDraft::abandon);
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
        given++;
        expected = Math.max(0, expected - 1);
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

  /** Draws a record, and goes on with others that come after it. */
  private WrittenRecord draw(long stream) {
    WrittenRecord record = ahead.remove(stream);
    while (record == null) {
      long end = stream + lookAhead();
      for (RecordDraft draft : drafts) {
        if (!draft.isUnderWay() && beginning < end) {
          begin(draft, beginning++);
        }
        if (draft.isUnderWay() && draft.next()) {
          ahead.put(draft.stream(), draft.record());
          if (beginning < end) {
            begin(draft, beginning++);
          }
        }
      }
      record = ahead.remove(stream);
    }
    return record;
  }

  /** How many records, from the next on, are likely to be needed for those that are expected. */
  private long lookAhead() {
    long likely = (long) (expected * (given + repeated + known + 1.0) / (given + 1));
    return Math.max(1, Math.min(likely, AHEAD * (long) drafts.size()));
  }

  private void begin(RecordDraft draft, long stream) {
    draft.begin(stream, random.stream("sample", stream));
    int which = labelLogits == null ? label : labelOf(draft.draw(labelLogits.clone()));
    if (which != WrittenRecord.NO_LABEL) {
      draft.label(which, symbols[which]);
    }
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
