// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.metadata.Entries;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How far a run of training is: all that it needs to go on but for matrices.
 *
 * @param step the steps done, from 0
 * @param rateFactor the factor on every learning rate, above 0, at most 1
 * @param retries how often the run went back, from 0
 * @param reportLoss the sum of the losses since the last report, in nats
 * @param reportCharacters the characters since the last report, from 0
 * @param validationLoss the last loss on the held-out text, in nats a character; NaN before the
 *     first
 * @param bestLoss the lowest loss on the held-out text; NaN before the first
 * @param bestStep the step of the lowest loss; 0 before the first. A run that went back may be
 *     before it
 * @param bestDigest the SHA-256 of the file of the model that had the lowest loss; empty before the
 *     first, and in files of earlier versions
 * @param firstLoss the loss of the first window; NaN before it
 * @param hopeless the windows in a row that were hopeless, from 0
 * @param schedule the state of the schedule, by name; empty for a schedule that is a formula
 * @param average the state of the weights' average, by name; empty if it is a formula
 * @param stopping the state of waiting for an improvement, by name; empty if nothing waits
 */
record RunProgress(
    long step,
    double rateFactor,
    int retries,
    double reportLoss,
    long reportCharacters,
    double validationLoss,
    double bestLoss,
    long bestStep,
    String bestDigest,
    double firstLoss,
    int hopeless,
    Map<String, Double> schedule,
    Map<String, Double> average,
    Map<String, Double> stopping) {

  private static final String STEP = "step";
  private static final String RATE_FACTOR = "rate_factor";
  private static final String RETRIES = "retries";
  private static final String REPORT_LOSS = "report_loss";
  private static final String REPORT_CHARACTERS = "report_characters";
  private static final String VALIDATION_LOSS = "validation_loss";
  private static final String BEST_LOSS = "best_loss";
  private static final String BEST_STEP = "best_step";
  private static final String BEST_DIGEST = "best_sha256";
  private static final String FIRST_LOSS = "first_loss";
  private static final String HOPELESS = "hopeless";
  private static final String SCHEDULE = "schedule.";
  private static final String AVERAGE = "average.";
  private static final String STOPPING = "stopping.";

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  RunProgress {
    schedule = Map.copyOf(schedule);
    average = Map.copyOf(average);
    stopping = Map.copyOf(stopping);
  }

  /** As text, for a file; {@link #read} gives back an equal record. */
  Map<String, String> toMap() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put(STEP, Long.toString(step));
    map.put(RATE_FACTOR, Double.toString(rateFactor));
    map.put(RETRIES, Integer.toString(retries));
    map.put(REPORT_LOSS, Double.toString(reportLoss));
    map.put(REPORT_CHARACTERS, Long.toString(reportCharacters));
    map.put(VALIDATION_LOSS, Double.toString(validationLoss));
    map.put(BEST_LOSS, Double.toString(bestLoss));
    map.put(BEST_STEP, Long.toString(bestStep));
    map.put(BEST_DIGEST, bestDigest);
    map.put(FIRST_LOSS, Double.toString(firstLoss));
    map.put(HOPELESS, Integer.toString(hopeless));
    schedule.forEach((name, value) -> map.put(SCHEDULE + name, Double.toString(value)));
    average.forEach((name, value) -> map.put(AVERAGE + name, Double.toString(value)));
    stopping.forEach((name, value) -> map.put(STOPPING + name, Double.toString(value)));
    return map;
  }

  /**
   * What a run allows its progress to be.
   *
   * @param totalSteps the steps of the whole run
   * @param stepsPerEpoch the steps of one pass through the text
   * @param charactersPerStep the most that a step can predict
   * @param heldOut whether there is a held-out text
   * @param config what the run does around its steps
   * @param schedule its schedule, to be tried with a state
   * @param average the average of its weights
   */
  record Frame(
      long totalSteps,
      long stepsPerEpoch,
      long charactersPerStep,
      boolean heldOut,
      RunConfig config,
      Schedule schedule,
      AverageConfig average) {}

  /**
   * Reads what {@link #toMap} wrote.
   *
   * @param entries the text
   * @param frame what the run allows
   * @throws IllegalArgumentException if an entry is missing, out of range or contradicts another;
   *     the message names it
   */
  static RunProgress read(Entries entries, Frame frame) {
    RunProgress read =
        new RunProgress(
            entries.whole(STEP, 0, frame.totalSteps()),
            entries.number(RATE_FACTOR, Double.MIN_VALUE, 1),
            (int) entries.whole(RETRIES, 0, frame.config().retries()),
            entries.number(REPORT_LOSS, 0, Double.MAX_VALUE),
            entries.whole(REPORT_CHARACTERS, 0, Long.MAX_VALUE),
            entries.numberOrNone(VALIDATION_LOSS, 0),
            entries.numberOrNone(BEST_LOSS, 0),
            entries.whole(BEST_STEP, 0, frame.totalSteps()),
            // Files of earlier versions lack these three.
            entries.has(BEST_DIGEST) ? entries.text(BEST_DIGEST) : "",
            entries.has(FIRST_LOSS) ? entries.numberOrNone(FIRST_LOSS, 0) : Double.NaN,
            entries.has(HOPELESS) ? entries.whole(HOPELESS, 0) : 0,
            entries.under(SCHEDULE).numbers(),
            entries.under(AVERAGE).numbers(),
            entries.under(STOPPING).numbers());
    read.requireRate(entries);
    read.requireReport(entries, frame);
    read.requireFirst(entries);
    read.requireValidation(entries, frame);
    read.requireSchedule(entries, frame);
    read.requireAverage(entries, frame);
    read.requireStopping(entries, frame);
    entries.requireKnown(read.toMap().keySet());
    return read;
  }

  /** Each time that a run goes back halves the rate. */
  private void requireRate(Entries entries) {
    double most = Math.scalb(1.0, -retries);
    if (rateFactor > most) {
      throw entries.bad(
          RATE_FACTOR, "a run that went back " + retries + " times has at most " + most);
    }
  }

  private void requireReport(Entries entries, Frame frame) {
    long since = step % frame.config().reportEvery();
    // Not a product, which could overflow.
    if (reportCharacters > 0 && (reportCharacters - 1) / frame.charactersPerStep() >= since) {
      throw entries.bad(
          REPORT_CHARACTERS,
          "since the report before step "
              + step
              + " there were "
              + since
              + " steps of at most "
              + frame.charactersPerStep());
    }
    if (reportCharacters == 0 && reportLoss != 0) {
      throw entries.bad(REPORT_LOSS, "there is no loss without characters");
    }
  }

  /** There is no loss before the first window, and that is never worse than itself. */
  private void requireFirst(Entries entries) {
    if (!Double.isNaN(firstLoss) && step == 0 && retries == 0) {
      throw entries.bad(FIRST_LOSS, "the run is at step " + step);
    }
    if (hopeless > Math.max(0, step - 1)) {
      throw entries.bad(HOPELESS, "the run is at step " + step);
    }
  }

  private void requireValidation(Entries entries, Frame frame) {
    boolean read = !Double.isNaN(bestLoss);
    if (read && !frame.heldOut()) {
      throw entries.bad(BEST_LOSS, "the run has no held-out text");
    }
    long every = frame.config().validateEvery();
    long first = every == 0 ? frame.stepsPerEpoch() : every;
    if (!read && frame.heldOut() && step >= first) {
      throw entries.bad(BEST_LOSS, "the held-out text was read after step " + first);
    }
    boolean last = !Double.isNaN(validationLoss);
    // A run that went back keeps its best model, not the losses after where it is.
    if (last != read && !(read && retries > 0)) {
      throw entries.bad(VALIDATION_LOSS, "'" + BEST_LOSS + "' is " + bestLoss);
    }
    if (read && validationLoss < bestLoss) {
      throw entries.bad(BEST_LOSS, "the last loss on the held-out text was " + validationLoss);
    }
    if (read != bestStep > 0) {
      throw entries.bad(BEST_STEP, "'" + BEST_LOSS + "' is " + bestLoss);
    }
    if (!bestDigest.isEmpty() && (!read || !SHA256.matcher(bestDigest).matches())) {
      throw entries.bad(BEST_DIGEST, "it must be 64 hexadecimal digits, of step " + bestStep);
    }
    if (bestStep > step && retries == 0) {
      throw entries.bad(BEST_STEP, "the run is at step " + step);
    }
  }

  private void requireSchedule(Entries entries, Frame frame) {
    try {
      frame.schedule().restore(schedule);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the entries under '" + entries.prefix() + SCHEDULE + "': " + e.getMessage(), e);
    }
    requireWaiting(entries, SCHEDULE, schedule);
  }

  private void requireAverage(Entries entries, Frame frame) {
    try {
      WeightAverage.requireState(frame.average(), average, step);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the entries under '"
              + entries.prefix()
              + AVERAGE
              + "' do not fit 'training.config.average', which is "
              + frame.average()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private void requireStopping(Entries entries, Frame frame) {
    int patience = frame.config().patience();
    try {
      if (patience > 0) {
        new EarlyStopping(patience, 0).restore(stopping);
        Double since = stopping.get(Patience.SINCE);
        if (since != null && since > patience) {
          throw new IllegalArgumentException(
              "'" + Patience.SINCE + "' is " + since + ": the patience is " + patience);
        }
      } else if (!stopping.isEmpty()) {
        throw new IllegalArgumentException("the run has no patience, but " + stopping);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the entries under '" + entries.prefix() + STOPPING + "': " + e.getMessage(), e);
    }
    requireWaiting(entries, STOPPING, stopping);
    Double best = stopping.get(Patience.BEST);
    if (best != null && retries == 0 && best != bestLoss) {
      throw entries.bad(STOPPING + Patience.BEST, "'" + BEST_LOSS + "' is " + bestLoss);
    }
  }

  /** Whoever waits for a better loss has seen every one there was. */
  private void requireWaiting(Entries entries, String prefix, Map<String, Double> state) {
    Double since = state.get(Patience.SINCE);
    if (since == null) {
      return;
    }
    boolean read = !Double.isNaN(bestLoss);
    String best = prefix + Patience.BEST;
    if (retries == 0 && read != state.containsKey(Patience.BEST)) {
      throw entries.bad(best, "'" + BEST_LOSS + "' is " + bestLoss);
    }
    if (state.containsKey(Patience.BEST) && state.get(Patience.BEST) < bestLoss) {
      throw entries.bad(best, "'" + BEST_LOSS + "' is " + bestLoss);
    }
    if (since > step) {
      throw entries.bad(prefix + Patience.SINCE, "the run is at step " + step);
    }
  }
}
