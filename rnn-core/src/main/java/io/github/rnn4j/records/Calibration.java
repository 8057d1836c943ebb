// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.records;

import java.util.Arrays;

/**
 * What records cost that a model was not trained on: against them a new record is judged.
 * Immutable.
 *
 * <p>If a new record is one of the same kind, its rank among those held out is as likely to be one
 * as another. With n of them the p-value
 *
 * <pre>
 *   p = (1 + the number of held-out records that cost as much or more) / (n + 1)
 * </pre>
 *
 * is then at most α with a probability of at most α, whatever the model is worth: of ordinary
 * records at most that part is called strange. p is never below 1/(n + 1), so that α has to be at
 * least that.
 *
 * @see <a href="https://doi.org/10.1109/TPAMI.2013.172">Laxhammar and Falkman, Online learning and
 *     sequential anomaly detection in trajectories, 2014</a>, and Vovk, Gammerman and Shafer,
 *     Algorithmic learning in a random world, 2005: conformal prediction
 */
public final class Calibration {
  /** The most records that are kept: p-values are then as fine as 10⁻⁴. */
  public static final int MOST = 10_000;

  /** How the cost of a record is measured. */
  public enum Measure {
    /** Nats of the whole record, its border's too: a long record is stranger than a short one. */
    TOTAL,
    /** Nats a prediction: long and short records are alike. */
    MEAN;

    /**
     * The cost of a record.
     *
     * @param nanonats of all its predictions
     * @param predictions how many, at least 1
     * @return nats, or nats a prediction
     */
    public double of(long nanonats, long predictions) {
      double nats = nanonats / 1e9;
      return this == TOTAL ? nats : nats / predictions;
    }
  }

  private final long[] nanonats;
  private final long[] predictions;
  private final double[] totals;
  private final double[] means;

  /**
   * The costs of held-out records.
   *
   * @param nanonats the cost of each; copied
   * @param predictions how many predictions each has; copied
   * @throws IllegalArgumentException if there is none, the two differ in length, or a cost is
   *     negative or a number of predictions not positive
   */
  public Calibration(long[] nanonats, long[] predictions) {
    if (nanonats.length == 0 || nanonats.length != predictions.length) {
      throw new IllegalArgumentException(
          "a calibration needs a cost and a number of predictions for each of at least 1 record: "
              + nanonats.length
              + " and "
              + predictions.length);
    }
    int n = Math.min(MOST, nanonats.length);
    this.nanonats = new long[n];
    this.predictions = new long[n];
    for (int i = 0; i < n; i++) {
      int from = (int) ((long) i * nanonats.length / n);
      if (nanonats[from] < 0 || predictions[from] < 1) {
        throw new IllegalArgumentException(
            "held-out record "
                + from
                + " costs "
                + nanonats[from]
                + " nano-nats in "
                + predictions[from]
                + " predictions");
      }
      this.nanonats[i] = nanonats[from];
      this.predictions[i] = predictions[from];
    }
    this.totals = sorted(Measure.TOTAL);
    this.means = sorted(Measure.MEAN);
  }

  private double[] sorted(Measure measure) {
    double[] costs = new double[nanonats.length];
    for (int i = 0; i < costs.length; i++) {
      costs[i] = measure.of(nanonats[i], predictions[i]);
    }
    Arrays.sort(costs);
    return costs;
  }

  /**
   * n, the held-out records that count.
   *
   * @return 1 to {@value #MOST}
   */
  public int size() {
    return nanonats.length;
  }

  /**
   * The probability that an ordinary record costs as much or more.
   *
   * @param measure how costs are measured
   * @param nanonats the record's cost
   * @param predictions its predictions
   * @return p, from 1/(n + 1) to 1
   */
  public double pValue(Measure measure, long nanonats, long predictions) {
    double[] costs = measure == Measure.TOTAL ? totals : means;
    double cost = measure.of(nanonats, predictions);
    int low = 0;
    int high = costs.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (costs[middle] < cost) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return (1.0 + costs.length - low) / (costs.length + 1);
  }

  /**
   * The cost above which records are strange.
   *
   * @param measure how costs are measured
   * @param falseAlarms α, the part of ordinary records that may be called strange
   * @return the highest cost of a held-out record whose p-value is over α; a record is strange if
   *     it costs more
   * @throws IllegalArgumentException if α is below 1/(n + 1) or not below 1; the message has both
   */
  public double threshold(Measure measure, double falseAlarms) {
    requireReachable(falseAlarms);
    double[] costs = measure == Measure.TOTAL ? totals : means;
    int above = (int) Math.floor(falseAlarms * (costs.length + 1)) - 1;
    return costs[costs.length - 1 - Math.min(above, costs.length - 1)];
  }

  /**
   * Checks that so few false alarms can be told from none.
   *
   * @param falseAlarms α
   * @throws IllegalArgumentException if α is below 1/(n + 1) or not below 1; the message has both
   */
  public void requireReachable(double falseAlarms) {
    if (!(falseAlarms < 1 && falseAlarms * (size() + 1) >= 1)) {
      throw new IllegalArgumentException(
          "a rate of false alarms of "
              + falseAlarms
              + " cannot be kept: the model was calibrated on "
              + size()
              + " held-out records, with which it is at least "
              + 1.0 / (size() + 1)
              + ", and below 1");
    }
  }

  /**
   * The costs as they are kept.
   *
   * @return a fresh array, in nano-nats
   */
  public long[] nanonats() {
    return nanonats.clone();
  }

  /**
   * The numbers of predictions as they are kept.
   *
   * @return a fresh array
   */
  public long[] predictions() {
    return predictions.clone();
  }
}
