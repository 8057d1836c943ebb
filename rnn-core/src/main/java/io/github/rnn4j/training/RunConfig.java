// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.metadata.Entries;
import io.github.rnn4j.records.KnownRecords;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a run does around its steps of training, and when. Counted in steps, so that a resumed run
 * does it at the same places.
 *
 * <pre>
 *   RunConfig.builder().reportEvery(50).patience(3).build()
 * </pre>
 */
public final class RunConfig {
  /** A report every 100 steps, evaluation and checkpoint at the end of each epoch, 5 retries. */
  public static final RunConfig DEFAULT = new RunConfig(100, 0, 0, 0, 5, KnownRecords.USUAL_MOST);

  private final long reportEvery;
  private final long validateEvery;
  private final long checkpointEvery;
  private final int patience;
  private final int retries;
  private final int remember;

  private RunConfig(
      long reportEvery,
      long validateEvery,
      long checkpointEvery,
      int patience,
      int retries,
      int remember) {
    if (reportEvery < 1) {
      throw new IllegalArgumentException(
          "there must be at least 1 step between reports: " + reportEvery);
    }
    notNegative("steps between evaluations", validateEvery);
    notNegative("steps between checkpoints", checkpointEvery);
    notNegative("patience", patience);
    notNegative("number of retries", retries);
    notNegative("number of records to remember", remember);
    this.reportEvery = reportEvery;
    this.validateEvery = validateEvery;
    this.checkpointEvery = checkpointEvery;
    this.patience = patience;
    this.retries = retries;
    this.remember = remember;
  }

  private static void notNegative(String what, long value) {
    if (value < 0) {
      throw new IllegalArgumentException("the " + what + " must not be negative: " + value);
    }
  }

  /**
   * A builder of which nothing is set: what is not set is that of {@link #DEFAULT}.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder(DEFAULT);
  }

  /**
   * A builder for a run like this one: what is not set is as it is here.
   *
   * @return a new builder
   */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * The steps between reports.
   *
   * @return at least 1
   */
  public long reportEvery() {
    return reportEvery;
  }

  /**
   * The steps between evaluations on the held-out text.
   *
   * @return 0 for the end of each epoch
   */
  public long validateEvery() {
    return validateEvery;
  }

  /**
   * The steps between checkpoints.
   *
   * @return 0 for the end of each epoch
   */
  public long checkpointEvery() {
    return checkpointEvery;
  }

  /**
   * The evaluations without improvement after which the run ends.
   *
   * @return 0 for never
   */
  public int patience() {
    return patience;
  }

  /**
   * How often a run that diverged goes back to its last good state, with half the learning rate,
   * before it gives up.
   *
   * @return from 0
   */
  public int retries() {
    return retries;
  }

  /**
   * The most records of the training that the finished model remembers, to tell what is new; of
   * more it remembers none.
   *
   * @return from 0
   */
  public int remember() {
    return remember;
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
    map.put("remember", Integer.toString(remember));
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
    return parse(new Entries(map));
  }

  static RunConfig parse(Entries entries) {
    RunConfig config =
        new RunConfig(
            entries.whole("report_every", 1, Long.MAX_VALUE),
            entries.whole("validate_every", 0, Long.MAX_VALUE),
            entries.whole("checkpoint_every", 0, Long.MAX_VALUE),
            entries.whole("patience", 0),
            entries.whole("retries", 0),
            entries.has("remember") ? entries.whole("remember", 0) : DEFAULT.remember);
    entries.requireKnown(config.toMap().keySet());
    return config;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RunConfig that && toMap().equals(that.toMap());
  }

  @Override
  public int hashCode() {
    return toMap().hashCode();
  }

  /** Every setting by name, as {@link #toMap} has it. */
  @Override
  public String toString() {
    return "RunConfig" + toMap();
  }

  /** Gathers the settings of a run, in any order; they are checked together by {@link #build}. */
  public static final class Builder {
    private RunConfig usual;
    private Optional<Long> reportEvery = Optional.empty();
    private Optional<Long> validateEvery = Optional.empty();
    private Optional<Long> checkpointEvery = Optional.empty();
    private Optional<Integer> patience = Optional.empty();
    private Optional<Integer> retries = Optional.empty();
    private Optional<Integer> remember = Optional.empty();

    private Builder(RunConfig usual) {
      this.usual = usual;
    }

    /**
     * Takes from another run what is not set here, neither before nor after this call.
     *
     * @param usual another run
     * @return this builder
     */
    public Builder orElse(RunConfig usual) {
      this.usual = usual;
      return this;
    }

    /**
     * Sets the steps between reports.
     *
     * @param reportEvery at least 1
     * @return this builder
     */
    public Builder reportEvery(long reportEvery) {
      this.reportEvery = Optional.of(reportEvery);
      return this;
    }

    /**
     * Sets the steps between evaluations on the held-out text.
     *
     * @param validateEvery 0 for the end of each epoch
     * @return this builder
     */
    public Builder validateEvery(long validateEvery) {
      this.validateEvery = Optional.of(validateEvery);
      return this;
    }

    /**
     * Sets the steps between checkpoints.
     *
     * @param checkpointEvery 0 for the end of each epoch
     * @return this builder
     */
    public Builder checkpointEvery(long checkpointEvery) {
      this.checkpointEvery = Optional.of(checkpointEvery);
      return this;
    }

    /**
     * Sets the evaluations without improvement after which the run ends.
     *
     * @param patience 0 for never
     * @return this builder
     */
    public Builder patience(int patience) {
      this.patience = Optional.of(patience);
      return this;
    }

    /**
     * Sets how often a run that diverged goes back to its last good state, with half the learning
     * rate, before it gives up.
     *
     * @param retries from 0
     * @return this builder
     */
    public Builder retries(int retries) {
      this.retries = Optional.of(retries);
      return this;
    }

    /**
     * Sets the most records of the training that the finished model remembers.
     *
     * @param remember 0 for none; {@value KnownRecords#USUAL_MOST} if it is not set
     * @return this builder
     */
    public Builder remember(int remember) {
      this.remember = Optional.of(remember);
      return this;
    }

    /**
     * Builds the configuration. The builder can be used further.
     *
     * @return a new configuration
     * @throws IllegalArgumentException if a number is out of range; the message names it
     */
    public RunConfig build() {
      return new RunConfig(
          reportEvery.orElse(usual.reportEvery),
          validateEvery.orElse(usual.validateEvery),
          checkpointEvery.orElse(usual.checkpointEvery),
          patience.orElse(usual.patience),
          retries.orElse(usual.retries),
          remember.orElse(usual.remember));
    }
  }
}
