package io.github.rnn4j.training;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run does around its steps of training, and when. Counted in steps, so that a resumed run
 * does it at the same places.
 *
 * @param reportEvery steps between reports, at least 1
 * @param validateEvery steps between evaluations on the held-out text; 0 for the end of each epoch
 * @param checkpointEvery steps between checkpoints; 0 for the end of each epoch
 * @param patience evaluations without improvement after which the run ends; 0 for never
 * @param retries how often a run that diverged goes back to its last good state, with half the
 *     learning rate, before it gives up; from 0
 */
public record RunConfig(
    long reportEvery, long validateEvery, long checkpointEvery, int patience, int retries) {

  /** A report every 100 steps, evaluation and checkpoint at the end of each epoch, 5 retries. */
  public static final RunConfig DEFAULT = new RunConfig(100, 0, 0, 0, 5);

  /**
   * Checks the numbers.
   *
   * @param reportEvery steps between reports
   * @param validateEvery steps between evaluations
   * @param checkpointEvery steps between checkpoints
   * @param patience evaluations without improvement
   * @param retries how often to go back
   * @throws IllegalArgumentException if a number is out of range
   */
  public RunConfig {
    if (reportEvery < 1) {
      throw new IllegalArgumentException(
          "there must be at least 1 step between reports: " + reportEvery);
    }
    notNegative("steps between evaluations", validateEvery);
    notNegative("steps between checkpoints", checkpointEvery);
    notNegative("patience", patience);
    notNegative("number of retries", retries);
  }

  private static void notNegative(String what, long value) {
    if (value < 0) {
      throw new IllegalArgumentException("the " + what + " must not be negative: " + value);
    }
  }

  /**
   * The configuration as text, for a file.
   *
   * @return every setting by name; {@link #parse} gives back an equal configuration
   */
  public Map<String, String> toMap() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("report_every", Long.toString(reportEvery));
    map.put("validate_every", Long.toString(validateEvery));
    map.put("checkpoint_every", Long.toString(checkpointEvery));
    map.put("patience", Integer.toString(patience));
    map.put("retries", Integer.toString(retries));
    return map;
  }

  /**
   * Reads what {@link #toMap} wrote.
   *
   * @param map every setting by name
   * @return the configuration
   * @throws IllegalArgumentException if a setting is missing or out of range
   */
  public static RunConfig parse(Map<String, String> map) {
    return new RunConfig(
        Long.parseLong(TrainingConfig.get(map, "report_every")),
        Long.parseLong(TrainingConfig.get(map, "validate_every")),
        Long.parseLong(TrainingConfig.get(map, "checkpoint_every")),
        Integer.parseInt(TrainingConfig.get(map, "patience")),
        Integer.parseInt(TrainingConfig.get(map, "retries")));
  }
}
