package io.github.rnn4j.cli;

import io.github.rnn4j.api.Backends;
import io.github.rnn4j.api.LinearAlgebra;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The options that name a backend and its threads. */
final class BackendOption {
  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = {
        "What computes: a name that 'rnn backends' lists.",
        "(default: the property rnn.backend, else the environment's RNN_BACKEND, else the best one)"
      })
  private String name;

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = Numbers.PositiveInt.class,
      description = {
        "Threads to compute with; the results do not depend on it. (default: all cores)",
        "A backend that cannot divide its work takes one."
      })
  private Integer threads;

  /**
   * The backend to compute with, and its threads.
   *
   * @throws io.github.rnn4j.api.BackendException if there is none to choose
   */
  LinearAlgebra choose() {
    int count = threads != null ? threads : Runtime.getRuntime().availableProcessors();
    return Backends.onClassPath().choose(name).withThreads(count);
  }

  /** For example {@code ejml (float64)}, {@code vector (float32), 2 threads}. */
  static String describe(LinearAlgebra la) {
    String backend = la.name() + " (" + la.precision().name().toLowerCase(Locale.ROOT) + ")";
    return la.parallelism() == 1
        ? backend
        : backend + ", " + Words.count(la.parallelism(), "thread");
  }
}
