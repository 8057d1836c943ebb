// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.scoring;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.Parameters;
import io.github.rnn4j.text.Tokens;
import io.github.rnn4j.text.Vocabulary;
import java.util.Arrays;
import java.util.Optional;

/**
 * Scores a text with a model that goes on learning from what it has read. The text is cut into
 * segments; each is scored first, as {@link Scorer} does it, and then learned from, so that no
 * token is predicted by weights that have seen it. With θ0 the model's weights, θ what they are by
 * now, and ∇ the gradient of the mean loss of the segment at θ:
 *
 * <pre>
 *   without statistics   θ = θ − η ∇             + λ (θ0 − θ)
 *   with statistics      θ = θ − η ∇ / (√MS + ε) + min(λ R, 1) ⊙ (θ0 − θ)
 *                        R = √MS / mean(√MS),  ε = {@value #EPSILON}
 * </pre>
 *
 * <p>where MS are {@link GradientStatistics} of the text that the model was trained on. What it
 * tells is another number than that of {@link Scorer}, and to be told apart from it: it adapts to
 * the text, and depends on the order of what is read. With η = 0 the two are the same to the last
 * digit.
 *
 * <p>The weights are a copy; the model stays as it is. Records are read one by one: each starts
 * from a state of zero, is cut into segments by itself, and what was learned from it stays.
 *
 * <p>Not thread-safe. Threads share a {@link Model}, each with its own scorer.
 *
 * @see <a href="https://proceedings.mlr.press/v80/krause18a.html">Krause, Kahembwe, Murray and
 *     Renals, Dynamic evaluation of neural sequence models, 2018</a>
 */
public final class DynamicScorer {
  /** ε, what is added to the roots by which steps are divided. */
  static final double EPSILON = 1e-3;

  /** A token that costs more does so because of what was learned. */
  private static final double MOST_NATS = 1e6;

  private final Model model;
  private final DynamicEvaluation how;
  private final LinearAlgebra la;
  private final Network network;
  private final Segments segments;
  private final int[] border;
  private final Parameters step;

  /** 1 / (√MS + ε) and min(λ R, 1); empty without statistics. */
  private final Optional<Parameters> slowness;

  private final Optional<Parameters> pull;
  private long[] costs = new long[64];
  private int costed;
  private long tokens;
  private int last = Vocabulary.NONE;
  private Score total = Score.NONE;

  /**
   * A scorer that learns by gradient descent.
   *
   * @param model the model, shared; not modified
   * @param how rate, segment and decay
   */
  public DynamicScorer(Model model, DynamicEvaluation how) {
    this(model, how, Optional.empty());
  }

  /**
   * A scorer whose steps are divided by the root of the gradient's mean square.
   *
   * @param model the model, shared; not modified
   * @param how rate, segment and decay
   * @param statistics of the same model, with at least one segment; not modified
   * @throws IllegalArgumentException if they are of another model
   * @throws IllegalStateException if they are of no segment
   */
  public DynamicScorer(Model model, DynamicEvaluation how, GradientStatistics statistics) {
    this(model, how, Optional.of(statistics));
  }

  private DynamicScorer(
      Model model, DynamicEvaluation how, Optional<GradientStatistics> statistics) {
    if (statistics.isPresent() && !statistics.get().areOf(model)) {
      throw new IllegalArgumentException("the statistics are those of another model");
    }
    this.model = model;
    this.how = how;
    this.la = model.network().la();
    this.network = model.network().copy(la);
    this.segments = new Segments(network, how.segment(), this::cost, this::learn);
    this.border = model.borderTokens();
    this.step = new Parameters(la, network.config());
    Optional<double[][]> roots = statistics.map(GradientStatistics::roots);
    this.slowness = roots.map(r -> parameters(r, 0));
    this.pull = roots.map(r -> parameters(r, mean(r)));
  }

  /** 1 / (root + ε), or with a mean min(λ root/mean, 1). */
  private Parameters parameters(double[][] roots, double mean) {
    Parameters made = new Parameters(la, network.config());
    for (int i = 0; i < roots.length; i++) {
      double[] values = new double[roots[i].length];
      for (int j = 0; j < values.length; j++) {
        values[j] =
            mean > 0 ? Math.min(how.decay() * roots[i][j] / mean, 1) : 1 / (roots[i][j] + EPSILON);
      }
      made.get(i).value().copyFrom(values, 0);
    }
    return made;
  }

  private static double mean(double[][] roots) {
    double sum = 0;
    long count = 0;
    for (double[] some : roots) {
      sum += Arrays.stream(some).sum();
      count += some.length;
    }
    return sum > 0 ? sum / count : 1;
  }

  static void requireToken(Model model, int token) {
    if (token < 0 || token >= model.vocabulary().size()) {
      throw new IndexOutOfBoundsException(
          "token " + token + " is not in a vocabulary of " + model.vocabulary().size());
    }
  }

  // ------------------------------------------------------------------------------------- texts

  /**
   * Reads the next token of a continuous text.
   *
   * @param token its id; {@link Vocabulary#NONE} for one that the model has never seen, which costs
   *     what the model keeps for such ({@link Model#novelty}) unless nothing stands before it, and
   *     is passed over by the network
   * @return this scorer
   * @throws IndexOutOfBoundsException if the vocabulary has no such id; nothing was read
   * @throws IllegalArgumentException if it was never seen, and the model keeps no probability for
   *     such; nothing was read
   * @throws ArithmeticException if what was learned gives no probabilities: the rate is too high
   */
  public DynamicScorer read(int token) {
    if (token == Vocabulary.NONE) {
      Score unseen = Score.ofCharacter(model.novelty().unseen());
      total = last == Vocabulary.NONE ? total : total.plus(unseen);
      return this;
    }
    requireToken(model, token);
    if (last != Vocabulary.NONE) {
      segments.add(last, token);
    }
    last = token;
    return this;
  }

  /**
   * Reads the next characters of a continuous text.
   *
   * @param text the text
   * @return this scorer
   * @throws io.github.rnn4j.text.UnknownTokensException if it has characters that the model has
   *     never seen, and it keeps no probability for such; nothing was read
   * @throws ArithmeticException if what was learned gives no probabilities: the rate is too high
   */
  public DynamicScorer read(String text) {
    boolean open = model.novelty().probability() > 0;
    for (int token :
        open ? model.vocabulary().encodeMarking(text) : model.vocabulary().encode(text)) {
      read(token);
    }
    return this;
  }

  /**
   * Reads the next tokens of a continuous text.
   *
   * @param text their ids
   * @return this scorer
   * @throws IndexOutOfBoundsException if the vocabulary has no such id; those before were read
   * @throws ArithmeticException if what was learned gives no probabilities: the rate is too high
   */
  public DynamicScorer read(Tokens text) {
    for (long i = 0; i < text.length(); i++) {
      read(text.get(i));
    }
    return this;
  }

  /**
   * Ends the text. The scorer is then as new: what was learned is forgotten.
   *
   * @return the sum of the costs of all tokens but the first of a continuous text, or of all
   *     records
   * @throws ArithmeticException if what was learned gives no probabilities: the rate is too high
   */
  public Score finish() {
    segments.end();
    Score score = total;
    total = Score.NONE;
    tokens = 0;
    costed = 0;
    last = Vocabulary.NONE;
    network.parameters().copyFrom(model.network().parameters());
    network.parametersChanged();
    return score;
  }

  // ------------------------------------------------------------------------------------- records

  /**
   * Scores a record, and then learns from it.
   *
   * @param record its tokens without the border; {@link Vocabulary#NONE} for an unseen one
   * @return its costs
   * @throws IllegalArgumentException if the model is no model of records, or there is an unseen
   *     token, and the model knows of no probability of it
   * @throws ArithmeticException if what was learned gives no probabilities: the rate is too high
   */
  public RecordScore score(int... record) {
    model.requireRecords();
    costed = 0;
    int before = border[border.length - 1];
    for (int token : record) {
      if (token != Vocabulary.NONE) {
        requireToken(model, token);
        segments.add(before, token);
        before = token;
      }
    }
    for (int token : border) {
      segments.add(before, token);
      before = token;
    }
    segments.end();
    RecordScore score =
        new RecordScore(
            record.length,
            RecordScorer.withUnseen(
                record, Arrays.copyOf(costs, costed), model.novelty(), border.length));
    long unseen = Arrays.stream(record).filter(token -> token == Vocabulary.NONE).count();
    if (unseen > 0) {
      total = total.plus(Score.ofCharacter(model.novelty().unseen()).times(unseen));
    }
    return score;
  }

  // ------------------------------------------------------------------------------------- learning

  private void cost(double nats) {
    double cost = model.novelty().seen(nats);
    if (tokens >= how.segment() && !(cost < MOST_NATS)) {
      throw new ArithmeticException(
          "after "
              + tokens
              + " tokens of dynamic evaluation the cost of one is "
              + cost
              + " nats: the weights were driven too far; lower the rate, which is "
              + how.rate());
    }
    Score score = Score.ofCharacter(cost);
    tokens++;
    total = total.plus(score);
    if (model.records().isPresent()) {
      if (costed == costs.length) {
        costs = Arrays.copyOf(costs, 2 * costed);
      }
      costs[costed++] = score.nanonats();
    }
  }

  private void learn(Parameters gradients) {
    Parameters start = model.network().parameters();
    Parameters now = network.parameters();
    for (int i = 0; i < gradients.size(); i++) {
      Matrix p = now.get(i).value();
      Matrix g = gradients.get(i).value();
      Matrix move = step.get(i).value();
      if (how.decay() > 0) {
        la.copy(start.get(i).value(), move);
        la.axpy(-1, p, move);
        if (pull.isPresent()) {
          la.hadamard(move, pull.get().get(i).value(), move);
        } else {
          la.scale(how.decay(), move);
        }
      } else {
        la.fill(0, move);
      }
      if (slowness.isPresent()) {
        la.hadamard(g, slowness.get().get(i).value(), g);
      }
      la.axpy(-how.rate(), g, move);
      la.axpy(1, move, p);
    }
    network.parametersChanged();
  }
}
