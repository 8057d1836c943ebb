// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.Predictor;
import io.github.rnn4j.random.RandomStreams;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a text is written: from what, how long, and how each token is drawn. What is not set leaves
 * the model's own distribution as it is.
 *
 * <pre>
 *   Sampling how = Sampling.length(300).prime("Once upon").temperature(0.8).topP(0.95).seed(42);
 *   String text = how.from(model);
 * </pre>
 *
 * <p>Each setting gives back a new value, and none depends on the order in which they are made: the
 * filters are applied as {@link LogitFilter}s in the order repetition penalty, temperature, top-k,
 * top-p, min-p. The same model, seed and settings give the same text. Immutable, and may be shared
 * by threads.
 */
public final class Sampling {
  /** How many of the last tokens a repetition penalty looks at, unless it is told. */
  public static final int REPETITION_WINDOW = 64;

  private final Settings settings;

  private Sampling(Settings settings) {
    this.settings = settings;
  }

  /** What is set. Changed only while it is made. */
  private static final class Settings implements Cloneable {
    private long length;
    private String prime = "";
    private Optional<String> stop = Optional.empty();
    private Optional<Matching> matching = Optional.empty();
    private LogitFilter repetitionPenalty = LogitFilter.none();
    private double temperature = 1;
    private LogitFilter topK = LogitFilter.none();
    private LogitFilter topP = LogitFilter.none();
    private LogitFilter minP = LogitFilter.none();
    private long seed = 1;

    Settings copy() {
      try {
        return (Settings) clone();
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * Writes so many tokens, with the seed 1 unless another one is set.
   *
   * @param length the most tokens to draw, from 0
   * @return a new value
   * @throws IllegalArgumentException if the length is negative
   */
  public static Sampling length(long length) {
    if (length < 0) {
      throw new IllegalArgumentException("the length must be at least 0: " + length);
    }
    Settings settings = new Settings();
    settings.length = length;
    return new Sampling(settings);
  }

  /**
   * Goes on from a text, which is no part of what is written.
   *
   * @param prime the text; empty for none: the sample then begins as after a line end
   * @return a new value
   */
  public Sampling prime(String prime) {
    Settings changed = settings.copy();
    changed.prime = prime;
    return new Sampling(changed);
  }

  /**
   * Ends where a string occurs in what is drawn. It is no part of what is written.
   *
   * @param stop the string, at least one character
   * @return a new value
   * @throws IllegalArgumentException if it is empty or holds half of a surrogate pair
   */
  public Sampling stop(String stop) {
    TextGenerator.requireStop(stop);
    Settings changed = settings.copy();
    changed.stop = Optional.of(stop);
    return new Sampling(changed);
  }

  /**
   * Writes only what matches an expression, the prime included. The text ends by itself, so that it
   * goes without a stop string, and before the length is reached.
   *
   * @param matching the expression, for the model that writes
   * @return a new value
   */
  public Sampling matching(Matching matching) {
    Settings changed = settings.copy();
    changed.matching = Optional.of(matching);
    return new Sampling(changed);
  }

  /**
   * Sets the temperature.
   *
   * @param temperature τ, from 0; 1 if it is not set, 0 for the most probable token
   * @return a new value
   * @throws IllegalArgumentException if τ is negative, NaN or infinite
   * @see LogitFilter#temperature
   */
  public Sampling temperature(double temperature) {
    LogitFilter.temperature(temperature);
    Settings changed = settings.copy();
    changed.temperature = temperature;
    return new Sampling(changed);
  }

  /**
   * Draws from the k most probable tokens.
   *
   * @param k at least 1
   * @return a new value
   * @throws IllegalArgumentException if k is below 1
   * @see LogitFilter#topK
   */
  public Sampling topK(int k) {
    Settings changed = settings.copy();
    changed.topK = LogitFilter.topK(k);
    return new Sampling(changed);
  }

  /**
   * Draws from the fewest most probable tokens that have the probability p together.
   *
   * @param p 0 to 1
   * @return a new value
   * @throws IllegalArgumentException if p is not in that range
   * @see LogitFilter#topP
   */
  public Sampling topP(double p) {
    Settings changed = settings.copy();
    changed.topP = LogitFilter.topP(p);
    return new Sampling(changed);
  }

  /**
   * Draws from the tokens that are at least m times as probable as the most probable one.
   *
   * @param m 0 to 1
   * @return a new value
   * @throws IllegalArgumentException if m is not in that range
   * @see LogitFilter#minP
   */
  public Sampling minP(double m) {
    Settings changed = settings.copy();
    changed.minP = LogitFilter.minP(m);
    return new Sampling(changed);
  }

  /**
   * Makes the last {@value #REPETITION_WINDOW} tokens less probable.
   *
   * @param penalty θ, a positive number; 1 changes nothing
   * @return a new value
   * @throws IllegalArgumentException if θ is no positive number
   * @see LogitFilter#repetitionPenalty
   */
  public Sampling repetitionPenalty(double penalty) {
    return repetitionPenalty(penalty, REPETITION_WINDOW);
  }

  /**
   * Makes the last tokens less probable.
   *
   * @param penalty θ, a positive number; 1 changes nothing
   * @param window how many of the last tokens count, 1 to {@value TokenHistory#LONGEST}
   * @return a new value
   * @throws IllegalArgumentException if a value is outside its range
   * @see LogitFilter#repetitionPenalty
   */
  public Sampling repetitionPenalty(double penalty, int window) {
    LogitFilter filter = LogitFilter.repetitionPenalty(penalty, window);
    Settings changed = settings.copy();
    changed.repetitionPenalty = penalty == 1 ? LogitFilter.none() : filter;
    return new Sampling(changed);
  }

  /**
   * Sets where chance starts.
   *
   * @param seed any number; 1 if it is not set
   * @return a new value
   */
  public Sampling seed(long seed) {
    Settings changed = settings.copy();
    changed.seed = seed;
    return new Sampling(changed);
  }

  /**
   * Draws records by themselves, instead of a text. The length is then the most tokens that each
   * has beyond the prime, and the prime is part of the record; the stop string is of no matter.
   *
   * @return how they are drawn
   */
  public RecordSampling records() {
    return new RecordSampling(this);
  }

  long mostTokens() {
    return settings.length;
  }

  String primeText() {
    return settings.prime;
  }

  Optional<Matching> matched() {
    return settings.matching;
  }

  long seedNumber() {
    return settings.seed;
  }

  /**
   * What draws each token.
   *
   * @return a sampler without a state, which may be shared by threads
   */
  public TokenSampler sampler() {
    return settings
        .repetitionPenalty
        .then(LogitFilter.temperature(settings.temperature))
        .then(settings.topK)
        .then(settings.topP)
        .then(settings.minP)
        .draw();
  }

  /**
   * A generator that has read nothing yet, not even the prime.
   *
   * @param model the model, shared
   * @param number which of the texts of this seed is drawn, from 0; each has chance of its own
   * @return a new generator
   * @throws IllegalArgumentException if what it must match is for a model of other tokens
   */
  public TextGenerator generator(Model model, long number) {
    return generator(model, new Predictor(model.network()), number);
  }

  /**
   * A generator that has read nothing yet, not even the prime, and reads through a predictor of the
   * caller's.
   *
   * @param model the model, shared
   * @param predictor a predictor of the model's network, which has read nothing and nobody else
   *     uses, such as one of {@link io.github.rnn4j.network.Predictors}
   * @param number which of the texts of this seed is drawn, from 0; each has chance of its own
   * @return a new generator
   * @throws IllegalArgumentException if what it must match is for a model of other tokens, or the
   *     predictor for another network
   */
  public TextGenerator generator(Model model, Predictor predictor, long number) {
    return generator(model, predictor, number, settings.matching.map(Matching::start));
  }

  /** The same, with a place of what is to match whose steps are those of other generators, too. */
  TextGenerator generator(Model model, Predictor predictor, long number, Optional<Match> start) {
    TextGenerator generator =
        new TextGenerator(
            model, predictor, sampler(), new RandomStreams(settings.seed).stream("sample", number));
    return settings
        .matching
        .map(what -> generator.matching(what, start.orElseGet(what::start)))
        .orElse(generator);
  }

  /**
   * Generators of some texts of this seed, which have read nothing yet, not even the prime, and go
   * on side by side: several times as fast as one after the other.
   *
   * @param model the model, shared
   * @param first the number of the first text, from 0
   * @param count how many, 1 to {@value TextGroup#MOST}
   * @return a new group
   * @throws IllegalArgumentException if the count is not in that range, or what the texts must
   *     match is for a model of other tokens
   */
  public TextGroup group(Model model, long first, int count) {
    return new TextGroup(model, this, first, count);
  }

  /**
   * Writes a text.
   *
   * @param model the model, shared
   * @return what was drawn, without prime and stop string
   * @throws io.github.rnn4j.text.UnknownTokensException if the prime has tokens that the model does
   *     not know
   * @throws ArithmeticException if the model's weights are so damaged that nothing can be drawn
   */
  public String from(Model model) {
    return write(model, 0);
  }

  /**
   * Writes one of several texts.
   *
   * @param model the model, shared
   * @param number which, from 0
   * @return what was drawn, without prime and stop string
   * @throws io.github.rnn4j.text.UnknownTokensException if the prime has tokens that the model does
   *     not know
   * @throws ArithmeticException if the model's weights are so damaged that nothing can be drawn
   */
  public String numbered(Model model, long number) {
    return write(model, number);
  }

  /**
   * Writes several texts, each with chance of its own, up to {@value TextGroup#MOST} at a time.
   *
   * @param model the model, shared
   * @param count how many, from 0
   * @return the texts; the first is that of {@link #from(Model)}
   * @throws io.github.rnn4j.text.UnknownTokensException if the prime has tokens that the model does
   *     not know
   * @throws ArithmeticException if the model's weights are so damaged that nothing can be drawn
   */
  public List<String> from(Model model, int count) {
    List<String> texts = new ArrayList<>();
    int[] prime = count > 0 ? model.vocabulary().encode(settings.prime) : new int[0];
    while (texts.size() < count) {
      int size = Math.min(TextGroup.MOST, count - texts.size());
      texts.addAll(group(model, texts.size(), size).read(prime).generate(this::draft));
    }
    return texts;
  }

  private Draft draft(TextGroup.TextWriter to) {
    return settings
        .stop
        .map(stop -> to.generator().textDraft(settings.length, stop, to.sink()))
        .orElseGet(() -> to.generator().textDraft(settings.length, to.sink()));
  }

  /**
   * Writes one of several texts, as bytes: of a model of bytes, which need be no text, the very
   * bytes; of others the UTF-8 of {@link #numbered}.
   *
   * @param model the model, shared
   * @param number which, from 0
   * @return what was drawn, without prime and stop string
   * @throws io.github.rnn4j.text.UnknownTokensException if the prime has tokens that the model does
   *     not know
   * @throws ArithmeticException if the model's weights are so damaged that nothing can be drawn
   */
  public byte[] bytes(Model model, long number) {
    TextGenerator generator = generator(model, number).read(settings.prime);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (settings.stop.isPresent()) {
      byte[] stop = settings.stop.get().getBytes(StandardCharsets.UTF_8);
      generator.generateBytes(settings.length, stop, bytes::write);
    } else {
      generator.generateBytes(settings.length, bytes::write);
    }
    return bytes.toByteArray();
  }

  private String write(Model model, long number) {
    TextGenerator generator = generator(model, number).read(settings.prime);
    StringBuilder text = new StringBuilder();
    if (settings.stop.isPresent()) {
      generator.generate(settings.length, settings.stop.get(), text::appendCodePoint);
    } else {
      generator.generate(settings.length, text::appendCodePoint);
    }
    return text.toString();
  }
}
