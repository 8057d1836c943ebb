package io.github.rnn4j.cli;

import io.github.rnn4j.api.Backends;
import io.github.rnn4j.api.LinearAlgebra;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The option that names a backend. */
final class BackendOption {
  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = {
        "What computes: a name that 'rnn backends' lists.",
        "(default: the property rnn.backend, else the environment's RNN_BACKEND, else the best one)"
      })
  private String name;

  /**
   * The backend to compute with.
   *
   * @throws io.github.rnn4j.api.BackendException if there is none to choose
   */
  LinearAlgebra choose() {
    return Backends.onClassPath().choose(name);
  }

  /** For example {@code ejml (float64)}. */
  static String describe(LinearAlgebra la) {
    return la.name() + " (" + la.precision().name().toLowerCase(Locale.ROOT) + ")";
  }
}
