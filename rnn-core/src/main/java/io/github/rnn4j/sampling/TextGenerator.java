// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.Predictor;
import io.github.rnn4j.network.State;
import io.github.rnn4j.text.CharacterVocabulary;
import io.github.rnn4j.text.CodePoints;
import io.github.rnn4j.text.TextDecoder;
import io.github.rnn4j.text.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.apache.commons.rng.UniformRandomProvider;
import org.jspecify.annotations.Nullable;

/**
 * Writes text: reads a prime, then draws a character, reads it, draws the next, and so on.
 *
 * <pre>
 *   RandomStreams seeds = new RandomStreams(42);
 *   String text =
 *       new TextGenerator(model, temperature(0.8).then(topK(40)).draw(), seeds.stream("sample", 0))
 *           .read("Once upon")
 *           .generate(300);
 * </pre>
 *
 * <p>What is drawn are whole code points, never half of a surrogate pair: whatever the model, the
 * text is valid UTF-8 when encoded. The bytes of a model of bytes, which need be no text, give
 * {@link #generateBytes(int)} and its like.
 *
 * <p>With a model of records it reads and writes one record after the other: each starts from a
 * state of zero with the border's last token, and depends on itself alone. {@link RecordGenerator}
 * draws records by themselves.
 *
 * <p>Not thread-safe. Threads share a {@link Model}, each with its own generator; several texts
 * from one seed take stream 0, 1, 2 and so on.
 */
public final class TextGenerator {
  private final Model model;
  private final TokenSampler sampler;
  private UniformRandomProvider random;
  private final Predictor predictor;
  private final TokenHistory history = new TokenHistory();
  private final Optional<RecordForm> form;

  /** Where in a record the next token stands; null in continuous text. */
  private RecordForm.@Nullable Place place;

  /** What the text, or each record, must match; null for anything. */
  private @Nullable Matching matching;

  /** Where the next token stands in what must match; null for anything. */
  private @Nullable Match match;

  /** Of the next token; null until they are needed. */
  private double @Nullable [] logits;

  /** Those and that of the end, where a text is to match. */
  private double[] withEnd = {};

  /**
   * A generator that has read nothing.
   *
   * @param model the model, shared
   * @param sampler chooses each character
   * @param random where chance comes from
   */
  public TextGenerator(Model model, TokenSampler sampler, UniformRandomProvider random) {
    this(model, new Predictor(model.network()), sampler, random);
  }

  /**
   * A generator that reads through a predictor of the caller's, such as one of {@link
   * io.github.rnn4j.network.Predictors}.
   *
   * @param model the model, shared
   * @param predictor a predictor of the model's network, which has read nothing and nobody else
   *     uses
   * @param sampler chooses each character
   * @param random where chance comes from
   * @throws IllegalArgumentException if it is one of another network
   */
  public TextGenerator(
      Model model, Predictor predictor, TokenSampler sampler, UniformRandomProvider random) {
    if (!predictor.isOf(model.network())) {
      throw new IllegalArgumentException("the predictor is one of another network");
    }
    this.model = model;
    this.sampler = sampler;
    this.random = random;
    this.predictor = predictor;
    this.form = RecordForm.of(model);
  }

  /**
   * Has each record match an expression, or the text: all that is read from now on, and what is
   * drawn.
   *
   * @param matching what it must match
   * @return this generator
   * @throws IllegalArgumentException if it is for a model of other tokens
   */
  public TextGenerator matching(Matching matching) {
    return matching(matching, matching.start());
  }

  /**
   * The same, with the steps that the places of other generators of this thread know.
   *
   * @param known a place of this expression, which is not changed
   */
  TextGenerator matching(Matching matching, Match known) {
    matching.requireFits(model);
    this.matching = matching;
    this.match = known.start();
    return this;
  }

  /** So many more tokens may be drawn before what must match has ended. */
  TextGenerator within(long most) {
    if (match != null) {
      match = match.within(most).requirePossible();
    }
    return this;
  }

  /**
   * Reads a text, from which the generator goes on.
   *
   * @param text the text
   * @return this generator
   * @throws io.github.rnn4j.text.UnknownTokensException if it has characters that the model does
   *     not know, all of which it lists; nothing was read. {@link
   *     io.github.rnn4j.text.UnknownTokens} can skip or replace them
   */
  public TextGenerator read(String text) {
    return read(model.vocabulary().encode(text));
  }

  /**
   * Reads tokens, from which the generator goes on.
   *
   * @param tokens ids of the model's vocabulary; not modified
   * @return this generator
   * @throws IndexOutOfBoundsException if one is not in the vocabulary; those before were read
   */
  public TextGenerator read(int... tokens) {
    for (int token : tokens) {
      readOne(token);
    }
    return this;
  }

  /** Reads a token, from which the generator goes on. */
  void readOne(int token) {
    if (form.isEmpty()) {
      feed(token);
      history.add(token);
      advanceMatch(token);
    } else {
      readOfRecord(token);
    }
  }

  private void advanceMatch(int token) {
    if (match != null) {
      match.advance(token);
    }
  }

  private void feed(int token) {
    predictor.feed(token);
    logits = null;
  }

  private void readOfRecord(int token) {
    if (predictor.tokensRead() == 0) {
      beginRecord();
    }
    RecordForm.Place next = place().after(token);
    if (next.ended()) {
      beginRecord();
    } else {
      feed(token);
      history.add(token);
      place = next;
      advanceMatch(token);
    }
  }

  /**
   * Forgets what was read, and begins a record: the state is zero, and the border's last token is
   * read.
   *
   * @return this generator
   * @throws IllegalArgumentException if the model is one of continuous text
   */
  public TextGenerator beginRecord() {
    model.requireRecords();
    predictor.reset();
    history.clear();
    feed(form.orElseThrow().first());
    place = form.get().start();
    restartMatch();
    return this;
  }

  private void restartMatch() {
    if (match != null) {
      match.restart();
    }
  }

  /** Begins a record with chance of its own. */
  void beginRecord(UniformRandomProvider random) {
    this.random = random;
    beginRecord();
  }

  private RecordForm.Place place() {
    return Objects.requireNonNull(place, "there are no records, or none has begun");
  }

  /** Whether a record has just begun: what was read before was the border of another one. */
  boolean atRecordStart() {
    return place().isStart();
  }

  /** How many tokens of a border were read last. */
  int matched() {
    return place().matched();
  }

  /**
   * Draws the next token. If nothing was read yet, the text begins: with a record, if the model is
   * one of records; with what follows a line feed, if the model knows that character; else with any
   * token, all being equally likely. The unknown symbol is never drawn, the symbol of a label only
   * where a record begins, and a border not where the record would be empty.
   *
   * @return its id; {@link Vocabulary#NONE} where a continuous text ends, because it matches what
   *     it must
   * @throws ArithmeticException if the model's weights are so damaged that nothing can be drawn
   */
  public int nextToken() {
    Vocabulary vocabulary = model.vocabulary();
    if (predictor.tokensRead() == 0 && form.isPresent()) {
      beginRecord();
    } else if (predictor.tokensRead() == 0 && vocabulary.idOf('\n') >= 0) {
      // The line end is no part of what must match.
      feed(vocabulary.idOf('\n'));
      history.add(vocabulary.idOf('\n'));
    }
    if (logits == null && predictor.tokensRead() > 0) {
      logits = predictor.logits();
    }
    if (logits == null && match != null) {
      logits = new double[vocabulary.size()];
    }
    int token = logits == null ? anyToken() : drawAfter(logits);
    if (token == vocabulary.size()) {
      return Vocabulary.NONE;
    }
    readOne(token);
    return token;
  }

  private int anyToken() {
    int unknown = model.vocabulary().unknownId();
    int size = model.vocabulary().size();
    if (unknown == Vocabulary.NONE) {
      return random.nextInt(size);
    }
    int token = random.nextInt(size - 1);
    return token < unknown ? token : token + 1;
  }

  /** Draws from the logits of what the network has read, which are modified. */
  private int drawAfter(double[] logits) {
    int unknown = model.vocabulary().unknownId();
    if (place != null) {
      place.restrict(logits);
    } else if (unknown != Vocabulary.NONE) {
      logits[unknown] = Double.NEGATIVE_INFINITY;
    }
    if (match != null && place == null) {
      return drawOrEnd(match, logits);
    }
    if (match != null) {
      match.restrict(logits);
    }
    return draw(logits);
  }

  /** Draws a token, or V for the end. */
  private int drawOrEnd(Match match, double[] logits) {
    int end = logits.length;
    if (withEnd.length != end + 1) {
      withEnd = new double[end + 1];
    }
    System.arraycopy(logits, 0, withEnd, 0, end);
    match.addEnd(withEnd);
    for (double z : withEnd) {
      if (z > Double.NEGATIVE_INFINITY) {
        return draw(withEnd);
      }
    }
    if (match.isEnd()) {
      return end;
    }
    match.requirePossible();
    return draw(logits);
  }

  /** Draws from a distribution of the caller's, which is modified. */
  int draw(double[] some) {
    return sampler.sample(some, history, random);
  }

  /**
   * Draws the next character, of a model of characters.
   *
   * @return its Unicode code point
   * @throws IllegalStateException if the model's tokens are not characters: {@link #nextToken}
   *     draws any
   * @throws ArithmeticException if the model's weights are so damaged that nothing can be drawn
   * @see #nextToken
   */
  public int next() {
    if (model.vocabulary() instanceof CharacterVocabulary characters) {
      return characters.codePointOf(nextToken());
    }
    throw new IllegalStateException(
        "the tokens of this model are " + model.vocabulary().unit().noun() + "s, not characters");
  }

  /**
   * Draws tokens, handing on their text as it is drawn: only ever whole characters, even where the
   * tokens are bytes.
   *
   * @param length how many tokens; the most, if the text must match an expression
   * @param sink receives the Unicode code points of the text
   * @see io.github.rnn4j.text.TextDecoder
   */
  public void generate(long length, IntConsumer sink) {
    textDraft(length, sink).finish();
  }

  /**
   * Draws tokens until a string occurs in what is drawn, handing each on as soon as it is certain
   * that it does not belong to the string. The string itself is not handed on; the prime does not
   * count for it.
   *
   * @param length the most tokens to draw
   * @param stop the string, at least one character
   * @param sink receives the Unicode code points before the string
   * @return true if the string occurred; false if {@code length} tokens were drawn without it
   * @throws IllegalArgumentException if {@code stop} is empty or holds half of a surrogate pair, or
   *     the text must match an expression
   */
  public boolean generate(long length, String stop, IntConsumer sink) {
    return textDraft(length, stop, sink).finish();
  }

  /**
   * Draws tokens, handing on their bytes as they are drawn: of a model of bytes the very bytes, of
   * others their UTF-8.
   *
   * @param length how many tokens
   * @param sink receives the bytes, 0 to 255 each
   */
  public void generateBytes(long length, IntConsumer sink) {
    bytesDraft(length, sink).finish();
  }

  /**
   * Draws tokens until some bytes occur in those that are drawn, handing each on as soon as it is
   * certain that it does not belong to them. They themselves are not handed on; the prime does not
   * count for them.
   *
   * @param length the most tokens to draw
   * @param stop the bytes, at least one; not modified
   * @param sink receives the bytes before them, 0 to 255 each
   * @return true if they occurred; false if {@code length} tokens were drawn without them
   * @throws IllegalArgumentException if {@code stop} is empty, or the text must match an expression
   */
  public boolean generateBytes(long length, byte[] stop, IntConsumer sink) {
    return bytesDraft(length, stop, sink).finish();
  }

  /** Of {@link #generate(long, IntConsumer)}, a token at a time. */
  Draft textDraft(long length, IntConsumer sink) {
    return draft(length, new TextDecoder(model.vocabulary()), null, sink);
  }

  /** Of {@link #generate(long, String, IntConsumer)}, a token at a time. */
  Draft textDraft(long length, String stop, IntConsumer sink) {
    requireStop(stop);
    requireNoMatching();
    return draft(length, new TextDecoder(model.vocabulary()), new StopString(stop), sink);
  }

  /** Of {@link #generateBytes(long, IntConsumer)}, a token at a time. */
  Draft bytesDraft(long length, IntConsumer sink) {
    return draft(length, null, null, sink);
  }

  /** Of {@link #generateBytes(long, byte[], IntConsumer)}, a token at a time. */
  Draft bytesDraft(long length, byte[] stop, IntConsumer sink) {
    if (stop.length == 0) {
      throw new IllegalArgumentException("the bytes to stop at must be at least one");
    }
    requireNoMatching();
    int[] bytes = new int[stop.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = stop[i] & 0xFF;
    }
    return draft(length, null, new StopString(bytes), sink);
  }

  private Draft draft(
      long length, @Nullable TextDecoder decoder, @Nullable StopString ending, IntConsumer sink) {
    if (ending == null && form.isEmpty()) {
      within(length);
    }
    return new Draft(this, model.vocabulary(), length, decoder, ending, sink);
  }

  /**
   * Draws tokens.
   *
   * @param length how many tokens
   * @return their bytes: of a model of bytes the very bytes, of others their UTF-8
   */
  public byte[] generateBytes(int length) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(length);
    generateBytes(length, bytes::write);
    return bytes.toByteArray();
  }

  /**
   * Draws tokens.
   *
   * @param length how many tokens
   * @return their text
   */
  public String generate(int length) {
    StringBuilder text = new StringBuilder(length);
    generate(length, text::appendCodePoint);
    return text.toString();
  }

  /**
   * The memory of what was read and drawn so far. The position of the random numbers is no part of
   * it, nor are the last tokens, which a repetition penalty looks at, and what matches an
   * expression.
   *
   * @return a value of its own
   */
  public State state() {
    return predictor.state();
  }

  /**
   * Goes on from a state instead of what was read.
   *
   * @param state a state that the same model made
   * @return this generator
   * @throws IllegalArgumentException if it is one of a model of other sizes; this generator is then
   *     as it was
   */
  public TextGenerator restore(State state) {
    predictor.restore(state);
    logits = null;
    history.clear();
    restartMatch();
    if (form.isPresent()) {
      // At its start a record has read the border alone.
      place = state.tokensRead() <= 1 ? form.get().start() : form.get().inside();
    }
    return this;
  }

  private void requireNoMatching() {
    if (matching != null) {
      throw new IllegalArgumentException(
          "a text that matches an expression ends by itself: leave out the string to stop at");
    }
  }

  static void requireStop(String stop) {
    if (stop.isEmpty()) {
      throw new IllegalArgumentException("the stop string must have at least one character");
    }
    CodePoints.requireWhole(stop, "the stop string");
  }
}
