// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.scoring;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.records.Labels;
import io.github.rnn4j.records.RecordTokens;
import io.github.rnn4j.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tells what kind a record is of: by Bayes' rule from what it costs with each label before it.
 *
 * <pre>
 *   P(label k | record) = π_k · P(record | label k)^(1/τ) / Σ_j π_j · P(record | label j)^(1/τ)
 * </pre>
 *
 * <p>π are the priors: those of the training, which the model predicts from the border alone, or
 * others. τ is the temperature that makes probabilities true on held-out records: a network is too
 * sure of itself, since its mistakes along a record are not independent.
 *
 * <p>Not thread-safe. Threads share a {@link Model}, each with its own classifier.
 *
 * @see <a href="https://arxiv.org/abs/1706.04599">Guo, Pleiss, Sun and Weinberger, On calibration
 *     of modern neural networks, 2017: temperature scaling</a>
 */
public final class RecordClassifier {
  private static final double LOWEST_LOG_TEMPERATURE = -3;
  private static final double HIGHEST_LOG_TEMPERATURE = 5;
  private static final int HALVINGS = 60;

  private final Model model;
  private final Labels labels;
  private final int[] symbols;
  private final RecordScorer scorer;
  private final double temperature;
  private double[] logPriors;

  /**
   * A classifier with the priors of the training.
   *
   * @param model a model of labelled records, shared
   * @throws IllegalArgumentException if its records have no labels
   */
  public RecordClassifier(Model model) {
    this(model, model.labelTemperature());
  }

  private RecordClassifier(Model model, double temperature) {
    this.model = model;
    this.labels = model.requireLabels();
    this.symbols = labels.tokens(model.vocabulary());
    this.scorer = new RecordScorer(model);
    this.temperature = temperature;
    this.logPriors = trainingPriors();
  }

  /** log P(label | border), of the labels among themselves. */
  private double[] trainingPriors() {
    double[] logs = new double[symbols.length];
    for (int k = 0; k < logs.length; k++) {
      logs[k] = -scorer.score(symbols[k]).token(0).nats();
    }
    double all = logSumExp(logs);
    for (int k = 0; k < logs.length; k++) {
      logs[k] -= all;
    }
    return logs;
  }

  /**
   * Sets how often each label occurs where the records come from.
   *
   * @param priors π, a positive number for each label; they need not sum to 1
   * @return this classifier
   * @throws IllegalArgumentException if there are not as many as labels, or one is not positive and
   *     finite
   */
  public RecordClassifier priors(double... priors) {
    if (priors.length != labels.size()) {
      throw new IllegalArgumentException(
          priors.length + " priors for " + labels.size() + " labels");
    }
    double sum = 0;
    for (double prior : priors) {
      if (!(prior > 0 && prior < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("a prior must be a positive number: " + prior);
      }
      sum += prior;
    }
    double[] logs = new double[priors.length];
    for (int k = 0; k < logs.length; k++) {
      logs[k] = StrictMath.log(priors[k] / sum);
    }
    this.logPriors = logs;
    return this;
  }

  /**
   * The priors that are used.
   *
   * @return π, summing to 1, a fresh array
   */
  public double[] priors() {
    double[] priors = new double[logPriors.length];
    for (int k = 0; k < priors.length; k++) {
      priors[k] = StrictMath.exp(logPriors[k]);
    }
    return priors;
  }

  /**
   * What kind a record is of.
   *
   * @param probabilities P(label | record) for each label, summing to 1
   */
  public record Classification(double[] probabilities) {
    /**
     * The most probable label, the first of equals.
     *
     * @return from 0
     */
    public int best() {
      return best(-1);
    }

    /**
     * The label that is most probable after the best.
     *
     * @return from 0
     */
    public int runnerUp() {
      return best(best());
    }

    private int best(int but) {
      int best = -1;
      for (int k = 0; k < probabilities.length; k++) {
        if (k != but && (best < 0 || probabilities[k] > probabilities[best])) {
          best = k;
        }
      }
      return best;
    }
  }

  /**
   * Classifies a record.
   *
   * @param text the record, without border and label
   * @return its probabilities
   * @throws IllegalArgumentException if it has characters that the model has never seen, and no
   *     probability of such
   */
  public Classification classify(String text) {
    return classify(List.of(model.vocabulary().encodeMarking(text))).get(0);
  }

  /**
   * Classifies records, side by side.
   *
   * @param records for each its tokens, without border and label; {@link Vocabulary#NONE} for an
   *     unseen one
   * @return the probabilities of each, in the same order
   * @throws IllegalArgumentException if there is an unseen token, and the model knows of no
   *     probability of it
   */
  public List<Classification> classify(List<int[]> records) {
    double[][] logLikelihoods = logLikelihoods(records);
    List<Classification> all = new ArrayList<>();
    for (double[] logs : logLikelihoods) {
      all.add(new Classification(posterior(logs, temperature)));
    }
    return all;
  }

  private double[] posterior(double[] logLikelihoods, double temperature) {
    double[] logs = new double[logLikelihoods.length];
    for (int k = 0; k < logs.length; k++) {
      logs[k] = logPriors[k] + logLikelihoods[k] / temperature;
    }
    double all = logSumExp(logs);
    for (int k = 0; k < logs.length; k++) {
      logs[k] = StrictMath.exp(logs[k] - all);
    }
    return logs;
  }

  /** log P(record | label) for each record and label. */
  private double[][] logLikelihoods(List<int[]> records) {
    List<int[]> labelled = new ArrayList<>(records.size() * symbols.length);
    for (int[] record : records) {
      for (int symbol : symbols) {
        int[] one = new int[record.length + 1];
        one[0] = symbol;
        System.arraycopy(record, 0, one, 1, record.length);
        labelled.add(one);
      }
    }
    List<RecordScore> scores = scorer.score(labelled);
    double[][] logs = new double[records.size()][symbols.length];
    for (int i = 0; i < logs.length; i++) {
      for (int k = 0; k < symbols.length; k++) {
        RecordScore score = scores.get(i * symbols.length + k);
        logs[i][k] = score.token(0).nats() - score.total().nats();
      }
    }
    return logs;
  }

  private static double logSumExp(double[] logs) {
    double max = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      max = Math.max(max, log);
    }
    double sum = 0;
    for (double log : logs) {
      sum += StrictMath.exp(log - max);
    }
    return max + StrictMath.log(sum);
  }

  // ------------------------------------------------------------------------------ calibration

  /**
   * The temperature that makes held-out labels most probable, by bisection of the derivative of
   * their mean cost, which is convex in 1/τ. Each of the n labels counts as true with (n + 1)/(n +
   * 2) and the others with the rest, as Platt does it, so that a few right answers do not make it
   * sure of everything.
   *
   * @param model a model of labelled records
   * @param heldOut labelled records that it was not trained on, at least one
   * @return τ, from e⁻³ to e⁵
   * @throws IllegalArgumentException if a record does not begin with a label
   */
  public static double temperature(Model model, RecordTokens heldOut) {
    RecordClassifier classifier = new RecordClassifier(model, 1);
    List<int[]> records = new ArrayList<>();
    int[] truth = new int[heldOut.size()];
    for (int i = 0; i < truth.length; i++) {
      int[] record = new int[heldOut.length(i)];
      heldOut.record(i).copy(0, record, 0, record.length);
      truth[i] = classifier.label(record[0]);
      records.add(Arrays.copyOfRange(record, 1, record.length));
    }
    double[][] logs = classifier.logLikelihoods(records);
    double low = LOWEST_LOG_TEMPERATURE;
    double high = HIGHEST_LOG_TEMPERATURE;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (classifier.slope(logs, truth, StrictMath.exp(middle)) < 0) {
        high = middle; // sharper is better
      } else {
        low = middle;
      }
    }
    return StrictMath.exp((low + high) / 2);
  }

  private int label(int symbol) {
    for (int k = 0; k < symbols.length; k++) {
      if (symbols[k] == symbol) {
        return k;
      }
    }
    throw new IllegalArgumentException("a held-out record does not begin with a label");
  }

  /** The derivative of the cost of the labels with respect to 1/τ: Σ_i Σ_k (p_k − y_k)·l_k. */
  private double slope(double[][] logs, int[] truth, double temperature) {
    double rest = 1.0 / (logs.length + 2);
    double slope = 0;
    for (int i = 0; i < logs.length; i++) {
      double[] p = posterior(logs[i], temperature);
      for (int k = 0; k < p.length; k++) {
        double y = k == truth[i] ? 1 - rest : rest / (p.length - 1);
        slope += (p[k] - y) * logs[i][k];
      }
    }
    return slope;
  }
}
