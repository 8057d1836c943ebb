// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.scoring;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.records.LabelEvidence;
import io.github.rnn4j.records.Labels;
import io.github.rnn4j.records.RecordNgrams;
import io.github.rnn4j.records.RecordTokens;
import io.github.rnn4j.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Tells what kind a record is of: by Bayes' rule from what it costs with each label before it.
 *
 * <pre>
 *   P(label k | record) ∝ π_k · P(record | label k)^a · Q(record | label k)^b
 * </pre>
 *
 * <p>π are the priors: those of the training, which the model predicts from the border alone, or
 * others. P is the network's, Q that of counts of n-grams ({@link LabelEvidence}), which know
 * better what few records are made of. a and b make probabilities true on held-out records: a
 * network is too sure of itself, since its mistakes along a record are not independent. A model
 * without counts has b = 0 and a = 1/τ, with the temperature τ that makes them true.
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
  private final Optional<RecordNgrams> ngrams;
  private final int[] border;

  /** What the network and the counts are worth. */
  private final double[] weights;

  private double[] logPriors;

  /**
   * A classifier with the priors of the training.
   *
   * @param model a model of labelled records, shared
   * @throws IllegalArgumentException if its records have no labels
   */
  public RecordClassifier(Model model) {
    this(
        model,
        model.labelEvidence().map(LabelEvidence::ngrams),
        model
            .labelEvidence()
            .map(some -> new double[] {some.networkWeight(), some.ngramWeight()})
            .orElseGet(() -> new double[] {1 / model.labelTemperature(), 0}));
  }

  private RecordClassifier(Model model, Optional<RecordNgrams> ngrams, double... weights) {
    this.model = model;
    this.labels = model.requireLabels();
    this.symbols = labels.tokens(model.vocabulary());
    this.scorer = new RecordScorer(model);
    this.ngrams = ngrams;
    this.border = model.requireRecords().tokens(model.vocabulary());
    this.weights = weights;
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
    List<Classification> all = new ArrayList<>();
    for (double[][] logs : logLikelihoods(records)) {
      all.add(new Classification(posterior(logPriors, logs, weights)));
    }
    return all;
  }

  /** P(label | record), by what each witness says and what it is worth. */
  static double[] posterior(double[] logPriors, double[][] logLikelihoods, double... weights) {
    double[] logs = logPriors.clone();
    for (int m = 0; m < weights.length; m++) {
      for (int k = 0; weights[m] != 0 && k < logs.length; k++) {
        logs[k] += weights[m] * logLikelihoods[m][k];
      }
    }
    double all = logSumExp(logs);
    for (int k = 0; k < logs.length; k++) {
      logs[k] = StrictMath.exp(logs[k] - all);
    }
    return logs;
  }

  /** log P(record | label) for each record, by the network and by the counts, and label. */
  private double[][][] logLikelihoods(List<int[]> records) {
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
    double[][][] logs = new double[records.size()][2][symbols.length];
    for (int i = 0; i < logs.length; i++) {
      for (int k = 0; k < symbols.length; k++) {
        RecordScore score = scores.get(i * symbols.length + k);
        logs[i][0][k] = score.token(0).nats() - score.total().nats();
        if (ngrams.isPresent()) {
          logs[i][1][k] = ngrams.get().logProbability(k, records.get(i), border);
        }
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
    RecordClassifier classifier = new RecordClassifier(model, Optional.empty(), 1, 0);
    return classifier.temperature(classifier.heldOut(heldOut));
  }

  private double temperature(HeldOut held) {
    double low = LOWEST_LOG_TEMPERATURE;
    double high = HIGHEST_LOG_TEMPERATURE;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (slope(held, StrictMath.exp(middle)) < 0) {
        high = middle; // sharper is better
      } else {
        low = middle;
      }
    }
    return StrictMath.exp((low + high) / 2);
  }

  /**
   * A model whose probabilities of labels are true on held-out records: with the {@link
   * #temperature} of its network, and counts as evidence beside it, with the weights that make the
   * held-out labels most probable. Reads the records once.
   *
   * @param model a model of labelled records
   * @param ngrams counts of the records that it was trained on; empty for a model without
   * @param heldOut labelled records that it was not trained on, at least one
   * @return a model that shares this one's network
   * @throws IllegalArgumentException if a record does not begin with a label
   */
  public static Model calibrate(Model model, Optional<RecordNgrams> ngrams, RecordTokens heldOut) {
    RecordClassifier classifier = new RecordClassifier(model, ngrams, 1, 1);
    HeldOut held = classifier.heldOut(heldOut);
    Model alone = model.withLabels(model.requireLabels(), classifier.temperature(held));
    return ngrams
        .map(
            counts -> {
              double[] weights =
                  new LabelWeights(classifier.logPriors, held.logs, held.truth).fit();
              return alone.withLabelEvidence(new LabelEvidence(counts, weights[0], weights[1]));
            })
        .orElse(alone);
  }

  /** What is said of held-out records, and what is true of them. */
  private record HeldOut(double[][][] logs, int[] truth) {}

  private HeldOut heldOut(RecordTokens heldOut) {
    List<int[]> records = new ArrayList<>();
    int[] truth = new int[heldOut.size()];
    for (int i = 0; i < truth.length; i++) {
      int[] record = new int[heldOut.length(i)];
      heldOut.record(i).copy(0, record, 0, record.length);
      truth[i] = label(record[0]);
      records.add(Arrays.copyOfRange(record, 1, record.length));
    }
    return new HeldOut(logLikelihoods(records), truth);
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
  private double slope(HeldOut held, double temperature) {
    double rest = 1.0 / (held.truth.length + 2);
    double slope = 0;
    for (int i = 0; i < held.truth.length; i++) {
      double[] logs = held.logs[i][0];
      double[] p = posterior(logPriors, held.logs[i], 1 / temperature, 0);
      for (int k = 0; k < p.length; k++) {
        double y = k == held.truth[i] ? 1 - rest : rest / (p.length - 1);
        slope += (p[k] - y) * logs[k];
      }
    }
    return slope;
  }
}
