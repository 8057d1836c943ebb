package io.github.rnn4j.cli;

/** What the program's exit codes mean. */
final class ExitCode {
  static final int OK = 0;

  /** Something could not be done. */
  static final int ERROR = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** Ctrl-C: 128 + SIGINT. */
  static final int INTERRUPTED = 130;

  /** The reader of standard output went away: 128 + SIGPIPE. */
  static final int BROKEN_PIPE = 141;

  private ExitCode() {}
}
