// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark.training;

import java.util.Optional;

/** What Spark's exceptions say, on one line. */
final class SparkFailure {
  private SparkFailure() {}

  /** The cause, and what to do. */
  static String describe(Throwable e) {
    String all = String.valueOf(e.getMessage());
    if (all.contains("ClassNotFoundException: io.github.rnn4j")
        || all.contains("NoClassDefFoundError: io/github/rnn4j")) {
      return "the executors do not have rnn4j: submit the jar that holds all of it, or name it with"
          + " --jars ("
          + firstLine(all)
          + ")";
    }
    if (all.contains("SparkContext was shut down") || all.contains("Master removed our")) {
      return "the cluster gave the application up: executors that end at once have another Java"
          + " than 17 or later, or too little memory; their logs tell ("
          + firstLine(all)
          + ")";
    }
    return "Spark gave the step up: " + cause(all).orElse(firstLine(all));
  }

  /** The exception of the task, behind the stack traces' first lines. */
  private static Optional<String> cause(String all) {
    int lost = all.indexOf("most recent failure:");
    return lost < 0 ? Optional.empty() : Optional.of(firstLine(all.substring(lost)));
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").strip();
  }
}
