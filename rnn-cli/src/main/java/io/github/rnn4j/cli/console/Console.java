// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.console;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What a command sees of the program that runs it: its streams, and a way to tell the user. */
public interface Console {

  /**
   * Where the command reads and writes.
   *
   * @return the streams of this run
   */
  Streams streams();

  /**
   * When the program began, of which its user counts the time: with its process, unless another
   * program runs it.
   *
   * @return a moment as {@link System#nanoTime} tells it
   */
  long began();

  /**
   * Tells the user something that is no error, on a line of standard error.
   *
   * @param message the line, without the program's name
   */
  void note(String message);

  /**
   * Other machines that compute.
   *
   * @return nothing where this process does
   */
  Optional<Cluster> cluster();

  /**
   * Runs another command of the program.
   *
   * @param streams where it reads and writes
   * @param error hears what went wrong, besides standard error
   * @param arguments the command, its options and operands
   * @return its exit code
   */
  int run(Streams streams, Consumer<String> error, List<String> arguments);
}
