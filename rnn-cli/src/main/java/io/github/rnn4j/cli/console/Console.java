// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.console;

/** What a command sees of the program that runs it: its streams, and a way to tell the user. */
public interface Console {

  /**
   * Where the command reads and writes.
   *
   * @return the streams of this run
   */
  Streams streams();

  /**
   * Tells the user something that is no error, on a line of standard error.
   *
   * @param message the line, without the program's name
   */
  void note(String message);
}
