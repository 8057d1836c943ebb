// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.scoring;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Unrolled;
import io.github.rnn4j.text.Tokens;
import io.github.rnn4j.text.Vocabulary;

/**
 * Scores a text of any length in a fixed amount of memory. The text is one stream: the state is
 * zero before its first character, and carried from character to character to its end. The first
 * character is read, but nothing predicts it: a text of N characters has N − 1 scores.
 *
 * <pre>
 *   Score score = new Scorer(model).read("To be, or not to be").finish();
 *   score.bitsPerCharacter();
 * </pre>
 *
 * <p>The characters are worked on in windows of fixed length, which is much faster than one by one;
 * into what pieces the text was cut to be read makes no difference.
 *
 * <p>Not thread-safe. Threads share a {@link Model}, each with its own scorer.
 */
public final class Scorer {
  private static final int MOST_STEPS = 128;
  private static final int MOST_NUMBERS = 1 << 20;

  private final Model model;
  private final ScoreSink sink;
  private final Unrolled unrolled;

  /** The last token read before the window, then the tokens of the window. */
  private final int[] tokens;

  private final int[] targets;
  private final double[] nats;
  private int filled;
  private boolean carrying;
  private Score total = Score.NONE;

  /**
   * A scorer for the whole of a text.
   *
   * @param model the model, shared
   */
  public Scorer(Model model) {
    this(model, (token, score) -> {});
  }

  /**
   * A scorer that also tells the score of each character.
   *
   * @param model the model, shared
   * @param sink receives the scores of the characters, in order, a window at a time
   */
  public Scorer(Model model, ScoreSink sink) {
    this.model = model;
    this.sink = sink;
    NetworkConfig config = model.network().config();
    long widest =
        Math.max(config.vocabularySize(), (long) config.cell().gates() * config.hiddenSize());
    int steps = (int) Math.max(1, Math.min(MOST_STEPS, MOST_NUMBERS / widest));
    this.unrolled = new Unrolled(model.network(), steps, 1, Unrolled.Gradients.NONE);
    this.tokens = new int[steps + 1];
    this.targets = new int[steps];
    this.nats = new double[steps];
  }

  /**
   * Reads the next character. One that the model has never seen costs what it keeps for such
   * ({@link Model#novelty}), unless nothing stands before it; the network does not read it, and
   * goes on from where it was.
   *
   * @param token its id; {@link Vocabulary#NONE} for one that the model has never seen
   * @return this scorer
   * @throws IndexOutOfBoundsException if the vocabulary has no such id; nothing was read
   * @throws IllegalArgumentException if it was never seen, and the model keeps no probability for
   *     such; nothing was read
   * @throws ArithmeticException if the model's weights are so damaged that they give no
   *     probabilities
   */
  public Scorer read(int token) {
    if (token == Vocabulary.NONE) {
      return readUnseen();
    }
    if (token < 0 || token >= model.vocabulary().size()) {
      throw new IndexOutOfBoundsException(
          "token " + token + " is not in a vocabulary of " + model.vocabulary().size());
    }
    if (filled == 0) {
      sink.accept(token, Score.NONE);
    }
    tokens[filled++] = token;
    if (filled == tokens.length) {
      work();
    }
    return this;
  }

  private Scorer readUnseen() {
    Score score = Score.ofCharacter(model.novelty().unseen());
    catchUp();
    if (filled == 0) {
      score = Score.NONE;
    }
    total = total.plus(score);
    sink.accept(Vocabulary.NONE, score);
    return this;
  }

  /**
   * Reads the next characters.
   *
   * @param text the text
   * @return this scorer
   * @throws io.github.rnn4j.text.UnknownTokensException if it has characters that the model has
   *     never seen, all of which it lists, and it keeps no probability for such; nothing was read
   * @throws ArithmeticException if the model's weights are so damaged that they give no
   *     probabilities
   */
  public Scorer read(String text) {
    boolean open = model.novelty().probability() > 0;
    for (int token :
        open ? model.vocabulary().encodeMarking(text) : model.vocabulary().encode(text)) {
      read(token);
    }
    return this;
  }

  /**
   * Reads the next characters.
   *
   * @param text the ids of the characters
   * @return this scorer
   * @throws IndexOutOfBoundsException if the vocabulary has no such id; those before were read
   * @throws ArithmeticException if the model's weights are so damaged that they give no
   *     probabilities
   */
  public Scorer read(Tokens text) {
    for (long i = 0; i < text.length(); i++) {
      read(text.get(i));
    }
    return this;
  }

  /**
   * Scores what was read so far without waiting for a full window, for a text that comes slowly. No
   * score changes by it.
   *
   * @return this scorer
   * @throws ArithmeticException if the model's weights are so damaged that they give no
   *     probabilities
   */
  public Scorer catchUp() {
    if (filled > 1) {
      work();
    }
    return this;
  }

  /**
   * Ends the text. The scorer is then as new, for another one.
   *
   * @return the sum of the scores of all characters but the first
   * @throws ArithmeticException if the model's weights are so damaged that they give no
   *     probabilities
   */
  public Score finish() {
    catchUp();
    Score score = total;
    total = Score.NONE;
    filled = 0;
    carrying = false;
    unrolled.resetState();
    return score;
  }

  /** Scores tokens 1 … n of the window from the token before each; the last one is kept. */
  private void work() {
    int steps = filled - 1;
    System.arraycopy(tokens, 1, targets, 0, steps);
    if (carrying) {
      unrolled.carryState();
    }
    unrolled.forward(tokens, steps, 1);
    unrolled.losses(targets, nats);
    carrying = true;
    for (int i = 0; i < steps; i++) {
      Score score = Score.ofCharacter(model.novelty().seen(nats[i]));
      total = total.plus(score);
      sink.accept(targets[i], score);
    }
    tokens[0] = tokens[steps];
    filled = 1;
  }
}
