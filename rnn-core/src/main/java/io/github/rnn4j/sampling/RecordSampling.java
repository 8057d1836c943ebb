// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.Lockstep;
import io.github.rnn4j.network.Predictor;
import io.github.rnn4j.random.RandomStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How records are drawn: as a {@link Sampling} says, and which of those that come up count.
 *
 * <pre>
 *   List&lt;String&gt; names =
 *       Sampling.length(1000).prime("Jo").temperature(0.8).seed(42).records().novel().from(model, 20);
 * </pre>
 *
 * <p>Each record starts from a state of zero, reads the border's last token, then its label and the
 * prime, if there are any, and ends where its border is complete. The unknown symbol is never
 * drawn, and the border not before there is something in the record. Record i of a seed has a
 * random stream of its own, so that each can be drawn again by itself.
 *
 * <p>Each setting gives back a new value. Immutable, and may be shared by threads.
 */
public final class RecordSampling {
  /** The most tokens of a record, unless another number is given. */
  public static final int USUAL_LENGTH = 1000;

  /** Longer records are drawn one after the other: side by side they would wait in memory. */
  private static final long LONG_RECORD = 1 << 20;

  private final Sampling how;
  private final Optional<String> label;
  private final boolean unique;
  private final boolean novel;

  private RecordSampling(Sampling how, Optional<String> label, boolean unique, boolean novel) {
    this.how = how;
    this.label = label;
    this.unique = unique;
    this.novel = novel;
  }

  /** Records as a sampling says, of any label, whether they are new or not. */
  RecordSampling(Sampling how) {
    this(how, Optional.empty(), false, false);
  }

  /**
   * Draws records of one label.
   *
   * @param name one of the model's labels; if none is set, the label is drawn first, as often as it
   *     goes with the prime
   * @return a new value
   */
  public RecordSampling label(String name) {
    return new RecordSampling(how, Optional.of(name), unique, novel);
  }

  /**
   * Passes over records that were drawn before.
   *
   * @return a new value
   */
  public RecordSampling unique() {
    return new RecordSampling(how, label, true, novel);
  }

  /**
   * Passes over the records of the model's training, those that were held out included.
   *
   * @return a new value
   */
  public RecordSampling novel() {
    return new RecordSampling(how, label, unique, true);
  }

  /**
   * What draws records, one after the other, from the first of the seed on.
   *
   * @param model a model of records, shared
   * @return a new generator, which has read the prime
   * @throws IllegalArgumentException if it is no model of records; has no such label; does not
   *     remember its training, which {@link #novel} needs; the prime has a border or a label; or
   *     nothing that matches what it must begins with it, or ends within the length
   * @throws io.github.rnn4j.text.UnknownTokensException if the prime has tokens that the model does
   *     not know
   */
  public RecordGenerator generator(Model model) {
    return generator(model, model.vocabulary().encode(how.primeText()));
  }

  /**
   * What draws records, one after the other, from the first of the seed on.
   *
   * @param model a model of records, shared
   * @param prime the tokens that each record begins with, instead of the text that is set; copied
   * @return a new generator, which has read the prime
   * @throws IllegalArgumentException if it is no model of records; has no such label; does not
   *     remember its training, which {@link #novel} needs; the prime has a border or a label; or
   *     nothing that matches what it must begins with it, or ends within the length
   */
  public RecordGenerator generator(Model model, int... prime) {
    return generator(model, new Predictor(model.network()), prime);
  }

  /**
   * What draws records, one after the other, from the first of the seed on, through a predictor of
   * the caller's.
   *
   * @param model a model of records, shared
   * @param predictor a predictor of the model's network that nobody else uses, such as one of
   *     {@link io.github.rnn4j.network.Predictors}
   * @param prime the tokens that each record begins with, instead of the text that is set; copied
   * @return a new generator, which has read the prime
   * @throws IllegalArgumentException if it is no model of records; has no such label; does not
   *     remember its training, which {@link #novel} needs; the prime has a border or a label;
   *     nothing that matches what it must begins with it, or ends within the length; or the
   *     predictor is one of another network
   */
  public RecordGenerator generator(Model model, Predictor predictor, int... prime) {
    return generator(model, List.of(predictor), 1, prime);
  }

  /**
   * What draws records side by side, from the first of the seed on: several times as fast as one
   * after the other, and the same ones.
   *
   * @param model a model of records, shared
   * @param count how many will be asked for, at least 1; there may be more, or fewer
   * @param prime the tokens that each record begins with, instead of the text that is set; copied
   * @return a new generator, which draws up to {@value TextGroup#MOST} at a time
   * @throws IllegalArgumentException if the count is below 1; it is no model of records; has no
   *     such label; does not remember its training, which {@link #novel} needs; the prime has a
   *     border or a label; or nothing that matches what it must begins with it, or ends within the
   *     length
   */
  public RecordGenerator group(Model model, long count, int... prime) {
    if (count < 1) {
      throw new IllegalArgumentException("at least 1 record, not " + count);
    }
    int streams = how.mostTokens() > LONG_RECORD ? 1 : (int) Math.min(TextGroup.MOST, count);
    return generator(model, Lockstep.predictors(model.network(), streams), count, prime);
  }

  private RecordGenerator generator(
      Model model, List<Predictor> predictors, long expected, int... prime) {
    return new RecordGenerator(
        model,
        predictors,
        expected,
        how.sampler(),
        new RandomStreams(how.seedNumber()),
        how.mostTokens(),
        prime,
        how.matched(),
        label,
        unique,
        novel);
  }

  /**
   * Draws records.
   *
   * @param model a model of records, shared
   * @param count how many, from 0
   * @return the texts of the records, the prime included; fewer, if {@value RecordGenerator#TRIES}
   *     in a row were passed over
   * @throws IllegalArgumentException if it is no model of records; has no such label; does not
   *     remember its training, which {@link #novel} needs; the prime has a border or a label; or
   *     nothing that matches what it must begins with it, or ends within the length
   * @throws io.github.rnn4j.text.UnknownTokensException if the prime has tokens that the model does
   *     not know
   * @throws ArithmeticException if the model's weights are so damaged that nothing can be drawn
   */
  public List<String> from(Model model, int count) {
    List<String> texts = new ArrayList<>();
    RecordGenerator generator =
        group(model, Math.max(1, count), model.vocabulary().encode(how.primeText()));
    Optional<WrittenRecord> record = Optional.empty();
    do {
      record = texts.size() < count ? generator.next() : Optional.empty();
      record.ifPresent(one -> texts.add(one.text()));
    } while (record.isPresent());
    return texts;
  }
}
