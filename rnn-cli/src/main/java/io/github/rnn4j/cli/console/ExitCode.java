// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.console;

/** What the program's exit codes mean. */
public final class ExitCode {
  public static final int OK = 0;

  /** Something could not be done. */
  public static final int ERROR = 1;

  /** The command line is wrong. */
  public static final int USAGE = 2;

  /** {@code rnn detect} found something strange. */
  public static final int FOUND = 3;

  /** Ctrl-C: 128 + SIGINT. */
  public static final int INTERRUPTED = 130;

  /** The reader of standard output went away: 128 + SIGPIPE. */
  public static final int BROKEN_PIPE = 141;

  private ExitCode() {}
}
