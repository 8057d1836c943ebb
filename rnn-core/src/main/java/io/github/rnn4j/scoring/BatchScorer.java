// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.scoring;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Unrolled;
import io.github.rnn4j.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scores continuous texts side by side, each by itself: from a state of zero, its first token read
 * and predicted by nothing. What a text costs is what a {@link Scorer} says of it, to the last
 * digit, whatever the others are, since rows of a batch do not meet.
 *
 * <p>Not thread-safe. Threads share a {@link Model}, each with its own scorer.
 */
public final class BatchScorer {
  private static final int MOST_STREAMS = 64;
  private static final int STEPS = 16;
  private static final int MOST_NUMBERS = 1 << 21;
  private static final int NOBODY = -1;

  private final Model model;
  private final int batch;

  /** By stream: which text it reads, and the place of the token that it reads next. */
  private final int[] text;

  private final int[] place;

  /** By row, time-major: what is read, what is predicted, and of which text that is. */
  private final int[] inputs;

  private final int[] targets;
  private final int[] owners;
  private final int[] resets;
  private final double[] nats;
  private int resetCount;
  private int next;
  private @Nullable Unrolled unrolled;
  private @Nullable Scorer single;

  /**
   * A scorer; storage is made when it is first needed.
   *
   * @param model the model, shared
   */
  public BatchScorer(Model model) {
    this.model = model;
    NetworkConfig config = model.network().config();
    long widest =
        Math.max(config.vocabularySize(), (long) config.cell().gates() * config.hiddenSize());
    this.batch = (int) Math.max(1, Math.min(MOST_STREAMS, MOST_NUMBERS / (STEPS * widest)));
    int rows = STEPS * batch;
    this.text = new int[batch];
    this.place = new int[batch];
    this.inputs = new int[rows];
    this.targets = new int[rows];
    this.owners = new int[rows];
    this.resets = new int[rows];
    this.nats = new double[rows];
  }

  /**
   * Scores texts.
   *
   * @param texts for each its tokens; {@link Vocabulary#NONE} for an unseen one
   * @return the cost of each, in the same order
   * @throws IllegalArgumentException if there is an unseen token, and the model keeps no
   *     probability of it
   * @throws ArithmeticException if the model's weights are so damaged that they give no
   *     probabilities
   */
  public List<Score> score(List<int[]> texts) {
    if (texts.size() == 1 || batch == 1) {
      List<Score> scores = new ArrayList<>();
      texts.forEach(one -> scores.add(alone(one)));
      return scores;
    }
    int[][] seen = new int[texts.size()][];
    Score[] scores = new Score[seen.length];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = Arrays.stream(texts.get(i)).filter(token -> token != Vocabulary.NONE).toArray();
      scores[i] = unseen(texts.get(i));
    }
    long[] sums = new long[seen.length];
    read(seen, sums);
    for (int i = 0; i < seen.length; i++) {
      scores[i] = scores[i].plus(new Score(Math.max(0, seen[i].length - 1), sums[i]));
    }
    return List.of(scores);
  }

  private Score alone(int... tokens) {
    if (single == null) {
      single = new Scorer(model);
    }
    for (int token : tokens) {
      single.read(token);
    }
    return single.finish();
  }

  /** What the unseen tokens cost before which a seen one stands. */
  private Score unseen(int... tokens) {
    int from = 0;
    while (from < tokens.length && tokens[from] == Vocabulary.NONE) {
      from++;
    }
    long count =
        Arrays.stream(tokens, from, tokens.length).filter(t -> t == Vocabulary.NONE).count();
    return count == 0 ? Score.NONE : Score.ofCharacter(model.novelty().unseen()).times(count);
  }

  private void read(int[][] texts, long[] sums) {
    if (unrolled == null) {
      unrolled = new Unrolled(model.network(), STEPS, batch, Unrolled.Gradients.NONE);
    }
    unrolled.resetState();
    Arrays.fill(text, NOBODY);
    next = 0;
    while (fill(texts)) {
      unrolled.forward(inputs, STEPS, batch, resets, resetCount);
      unrolled.losses(targets, nats);
      unrolled.carryState();
      for (int row = 0; row < owners.length; row++) {
        if (owners[row] != NOBODY) {
          long cost = Score.ofCharacter(model.novelty().seen(nats[row])).nanonats();
          sums[owners[row]] = Math.addExact(sums[owners[row]], cost);
        }
      }
    }
  }

  /** The next window: a stream that is done with a text takes the next one in the same step. */
  private boolean fill(int[][] texts) {
    boolean any = false;
    resetCount = 0;
    for (int row = 0; row < owners.length; row++) {
      int b = row % batch;
      if (text[b] == NOBODY || place[b] + 1 >= texts[text[b]].length) {
        take(b, texts);
        resets[resetCount++] = row;
      }
      owners[row] = text[b];
      boolean idle = text[b] == NOBODY;
      inputs[row] = idle ? 0 : texts[text[b]][place[b]];
      targets[row] = idle ? 0 : texts[text[b]][++place[b]];
      any |= !idle;
    }
    return any;
  }

  private void take(int b, int[][] texts) {
    while (next < texts.length && texts[next].length < 2) {
      next++;
    }
    text[b] = next < texts.length ? next++ : NOBODY;
    place[b] = 0;
  }
}
