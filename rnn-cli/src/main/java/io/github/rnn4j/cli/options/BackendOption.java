// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.options;

import io.github.rnn4j.api.Backends;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name a backend and its threads. */
public final class BackendOption {
  /** A processor does so many in a tenth of a second or less. */
  private static final double LITTLE = 5e7;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = {
        "What computes: a name that 'rnn backends' lists.",
        "(default: the property rnn.backend, else the environment's RNN_BACKEND, else the best one)"
      })
  private @Nullable String name;

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = Numbers.PositiveInt.class,
      description = {
        "Threads to compute with, at most one for each processor; the results do not depend on it."
            + " (default: all processors)",
        "A backend that cannot divide its work takes one."
      })
  private @Nullable Integer threads;

  /**
   * The backend to compute with, and its threads.
   *
   * @param console is told if there are fewer processors than threads asked for
   * @return the backend
   * @throws io.github.rnn4j.api.BackendException if there is none to choose
   */
  public LinearAlgebra choose(Console console) {
    return withThreads(console, Backends.onClassPath().choose(name));
  }

  /**
   * The backend to compute a little with: threads are not asked for, unless they were on the
   * command line, since it takes longer to get them ready.
   *
   * @param console is told if there are fewer processors than threads asked for
   * @param multiplications how many there are to be done, about
   * @return the backend
   * @throws io.github.rnn4j.api.BackendException if there is none to choose
   */
  public LinearAlgebra choose(Console console, double multiplications) {
    return threads == null && multiplications < LITTLE
        ? Backends.onClassPath().choose(name)
        : choose(console);
  }

  /**
   * The name of the backend to compute with.
   *
   * @throws io.github.rnn4j.api.BackendException if there is none to choose
   */
  public String chosen() {
    return Backends.onClassPath().choose(name).name();
  }

  /** Whether a backend was named. */
  public boolean named() {
    return name != null;
  }

  /**
   * The one backend that will do.
   *
   * @param required its name
   * @param why follows the name of another one that was asked for: what it would do wrong
   * @return the backend, of one thread
   * @throws IOException if another one is asked for
   * @throws io.github.rnn4j.api.BackendException if there is none of that name
   */
  public LinearAlgebra choose(String required, String why) throws IOException {
    if (name != null && !name.equals(required)) {
      throw new IOException("--backend " + name + why + ": leave it out");
    }
    return Backends.onClassPath().choose(required).withThreads(1);
  }

  /** How many threads may compute at a time, each by itself: at most one for each processor. */
  public int threads() {
    int processors = Runtime.getRuntime().availableProcessors();
    return threads == null ? processors : Math.min(threads, processors);
  }

  /** The options as they were given, for another command. */
  public List<String> arguments() {
    List<String> given = new ArrayList<>();
    if (name != null) {
      given.addAll(List.of("--backend", name));
    }
    if (threads != null) {
      given.addAll(List.of("--threads", threads.toString()));
    }
    return given;
  }

  private LinearAlgebra withThreads(Console console, LinearAlgebra la) {
    int processors = Runtime.getRuntime().availableProcessors();
    if (threads != null && threads > processors) {
      console.note(
          "--threads "
              + threads
              + ": there "
              + (processors == 1 ? "is " : "are ")
              + Words.count(processors, "processor")
              + ", and no more threads are used");
    }
    return la.withThreads(threads == null ? processors : Math.min(threads, processors));
  }

  /**
   * The backend that a run began with.
   *
   * @param console is told if there are fewer processors than threads asked for
   * @param began its name
   * @return the backend
   * @throws IOException if another one is asked for
   */
  public LinearAlgebra chooseAgain(Console console, String began) throws IOException {
    if (name != null && !name.equals(began)) {
      throw new IOException(
          "the run began with the backend "
              + began
              + ", and another one rounds otherwise: leave --backend "
              + name
              + " out, or begin a new run with --init-from");
    }
    return withThreads(console, Backends.onClassPath().choose(began));
  }

  /** For example {@code ejml (float64)}, {@code vector (float32), 2 threads}. */
  public static String describe(LinearAlgebra la) {
    String backend = la.name() + " (" + la.precision().name().toLowerCase(Locale.ROOT) + ")";
    return la.parallelism() == 1
        ? backend
        : backend + ", " + Words.count(la.parallelism(), "thread");
  }
}
