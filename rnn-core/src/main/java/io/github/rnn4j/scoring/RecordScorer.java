// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.scoring;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.Novelty;
import io.github.rnn4j.network.Unrolled;
import io.github.rnn4j.records.Calibration;
import io.github.rnn4j.records.RecordDealer;
import io.github.rnn4j.records.RecordTokens;
import io.github.rnn4j.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scores records: each by itself, from a state of zero, its first token predicted from the border
 * alone. What a record costs does not depend on the others, on their order, or on how many are
 * scored at once, since rows of a batch do not meet: the sum over held-out records is the same
 * number in training and here, to the last digit.
 *
 * <p>Not thread-safe. Threads share a {@link Model}, each with its own scorer.
 *
 * @see io.github.rnn4j.records
 */
public final class RecordScorer {
  private static final int MOST_STREAMS = 64;
  private static final int STEPS = 16;

  /** Logits of a window, at the most: large vocabularies get fewer streams. */
  private static final int MOST_LOGITS = 1 << 21;

  private final Model model;
  private final int[] border;
  private final Novelty novelty;
  private final Passes wide;
  private final Passes narrow;

  /**
   * A scorer.
   *
   * @param model a model of records, shared
   * @throws IllegalArgumentException if it is no model of records
   */
  public RecordScorer(Model model) {
    this.model = model;
    this.border = model.requireRecords().tokens(model.vocabulary());
    this.novelty = model.novelty();
    long logits = (long) STEPS * model.vocabulary().size();
    this.wide = new Passes((int) Math.max(1, Math.min(MOST_STREAMS, MOST_LOGITS / logits)));
    this.narrow = wide.batch == 1 ? wide : new Passes(1);
  }

  /**
   * Scores one record.
   *
   * @param tokens its tokens without the border; {@link Vocabulary#NONE} for an unseen one
   * @return its costs
   * @throws IllegalArgumentException if there is an unseen token, and the model knows of no
   *     probability of it
   * @throws ArithmeticException if the model's weights are so damaged that they give no
   *     probabilities
   */
  public RecordScore score(int... tokens) {
    return score(List.of(tokens)).get(0);
  }

  /**
   * Scores records side by side, which is faster than one by one, and gives the same numbers.
   *
   * @param records for each its tokens without the border; {@link Vocabulary#NONE} for an unseen
   *     one
   * @return the costs of each, in the same order
   * @throws IllegalArgumentException if there is an unseen token, and the model knows of no
   *     probability of it
   * @throws ArithmeticException if the model's weights are so damaged that they give no
   *     probabilities
   */
  public List<RecordScore> score(List<int[]> records) {
    if (records.isEmpty()) {
      return List.of();
    }
    int[][] seen = new int[records.size()][];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = Arrays.stream(records.get(i)).filter(token -> token != Vocabulary.NONE).toArray();
    }
    RecordTokens tokens = RecordTokens.of(model.vocabulary().size(), seen, border);
    long[][] costs = new long[seen.length][];
    for (int i = 0; i < costs.length; i++) {
      costs[i] = new long[seen[i].length + border.length];
    }
    (seen.length == 1 ? narrow : wide)
        .read(tokens, (record, at, nanonats) -> costs[record][at] = nanonats);
    List<RecordScore> scores = new ArrayList<>(seen.length);
    for (int i = 0; i < costs.length; i++) {
      scores.add(
          new RecordScore(
              records.get(i).length, withUnseen(records.get(i), costs[i], novelty, border.length)));
    }
    return scores;
  }

  /** The costs of what was seen, and those of the unseen in their places. */
  static long[] withUnseen(int[] tokens, long[] seen, Novelty novelty, int border) {
    if (seen.length == tokens.length + border) {
      return seen;
    }
    long[] all = new long[tokens.length + border];
    int next = 0;
    for (int i = 0; i < all.length; i++) {
      boolean unseen = i < tokens.length && tokens[i] == Vocabulary.NONE;
      all[i] = unseen ? Score.ofCharacter(novelty.unseen()).nanonats() : seen[next++];
    }
    return all;
  }

  /**
   * What records cost together.
   *
   * @param records records in the model's vocabulary, with this scorer's border
   * @return the sum over all their tokens and borders
   * @throws ArithmeticException if the model's weights are so damaged that they give no
   *     probabilities
   */
  public Score total(RecordTokens records) {
    long[] sum = new long[1];
    wide.read(records, (record, at, nanonats) -> sum[0] = Math.addExact(sum[0], nanonats));
    return new Score(records.predictions(), sum[0]);
  }

  /**
   * What each of many records costs.
   *
   * @param records records in the model's vocabulary, with this scorer's border
   * @return the total of each, in their order
   * @throws ArithmeticException if the model's weights are so damaged that they give no
   *     probabilities
   */
  public Score[] totals(RecordTokens records) {
    long[] sums = new long[records.size()];
    wide.read(
        records, (record, at, nanonats) -> sums[record] = Math.addExact(sums[record], nanonats));
    Score[] totals = new Score[sums.length];
    for (int i = 0; i < totals.length; i++) {
      totals[i] = new Score((long) records.length(i) + records.borderLength(), sums[i]);
    }
    return totals;
  }

  /**
   * Calibrates the model on records that it was not trained on.
   *
   * @param heldOut the records, at least one
   * @return what they cost
   * @throws ArithmeticException if the model's weights are so damaged that they give no
   *     probabilities
   */
  public Calibration calibrate(RecordTokens heldOut) {
    Score[] totals = totals(heldOut);
    return new Calibration(
        Arrays.stream(totals).mapToLong(Score::nanonats).toArray(),
        Arrays.stream(totals).mapToLong(Score::characters).toArray());
  }

  /** Receives the cost of a token. */
  @FunctionalInterface
  private interface Costs {
    void accept(int record, int at, long nanonats);
  }

  /** Passes over records in so many streams; storage is made when it is first needed. */
  private final class Passes {
    private final int batch;
    private @Nullable Unrolled unrolled;
    private int[] inputs = {};
    private int[] targets = {};
    private long[] places = {};
    private double[] nats = {};

    Passes(int batch) {
      this.batch = batch;
    }

    void read(RecordTokens records, Costs costs) {
      if (unrolled == null) {
        unrolled = new Unrolled(model.network(), STEPS, batch, Unrolled.Gradients.NONE);
        inputs = new int[STEPS * batch];
        targets = new int[STEPS * batch];
        places = new long[STEPS * batch];
        nats = new double[STEPS * batch];
      }
      RecordDealer dealer = new RecordDealer(records, batch, STEPS);
      int[] next = {0};
      RecordDealer.Order order =
          () -> next[0] < records.size() ? next[0]++ : RecordDealer.Order.NONE;
      unrolled.resetState();
      for (long done = 0; done < records.predictions(); ) {
        done += dealer.fill(order, inputs, targets, places);
        unrolled.forward(inputs, STEPS, batch, dealer.startRows(), dealer.starts());
        unrolled.losses(targets, nats);
        unrolled.carryState();
        for (int row = 0; row < places.length; row++) {
          if (places[row] != RecordDealer.NOWHERE) {
            Score score = Score.ofCharacter(novelty.seen(nats[row]));
            costs.accept((int) (places[row] >> 32), (int) places[row], score.nanonats());
          }
        }
      }
    }
  }
}
