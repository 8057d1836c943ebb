// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli;

import io.github.rnn4j.cli.console.ClosedOutputException;
import io.github.rnn4j.cli.console.Cluster;
import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.cli.console.Streams;
import io.github.rnn4j.cli.options.RemotePath;
import io.github.rnn4j.view.http.JdkServerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The program. */
public final class Main {
  private Main() {}

  /**
   * Runs a command and ends the JVM with its exit code.
   *
   * @param arguments the command, its options and operands
   */
  public static void main(String[] arguments) {
    prepare();
    Rnn rnn = new Rnn(Streams.standard(), processBegan(), message -> {}, Optional.empty());
    System.exit(run(rnn, arguments));
  }

  /** When Java was started, as {@link System#nanoTime} tells it; now, where that is not told. */
  static long processBegan() {
    long now = System.nanoTime();
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> now - Math.max(0, Duration.between(start, Instant.now()).toNanos()))
        .orElse(now);
  }

  private static void prepare() {
    // What libraries draw and count is told as the program's own numbers are.
    Locale.setDefault(Locale.ROOT);
    JdkServerSettings.apply();
  }

  /**
   * Runs a command on a cluster.
   *
   * @param streams where it reads and writes
   * @param cluster what computes the shards of a training, and where texts may lie
   * @param arguments the command, its options and operands
   * @return the exit code, see {@link ExitCode}
   */
  public static int run(Streams streams, Cluster cluster, String... arguments) {
    prepare();
    return run(new Rnn(streams, message -> {}, Optional.of(cluster)), arguments);
  }

  /**
   * Runs a command.
   *
   * @param streams where it reads and writes
   * @param arguments the command, its options and operands
   * @return the exit code, see {@link ExitCode}
   */
  static int run(Streams streams, String... arguments) {
    return run(new Rnn(streams), arguments);
  }

  /**
   * Runs a command.
   *
   * @param streams where it reads and writes
   * @param error hears what went wrong, besides standard error
   * @param arguments the command, its options and operands
   * @return the exit code, see {@link ExitCode}
   */
  public static int run(Streams streams, Consumer<String> error, String... arguments) {
    return run(new Rnn(streams, error, Optional.empty()), arguments);
  }

  /** Runs a command. */
  static int run(Rnn rnn, String... arguments) {
    CommandLine commandLine = commandLine(rnn, arguments);
    int code;
    try {
      code = commandLine.execute(arguments);
    } catch (OutOfMemoryError | InternalError e) {
      code = error(rnn, e);
    }
    return code == ExitCode.OK ? rnn.streams().finish() : code;
  }

  /**
   * The command {@code rnn} with what stands below it: all commands, or those that a command line
   * needs.
   *
   * @param streams where its commands read and write
   * @param arguments the command, its options and operands; nothing for all commands
   * @return the command, to be run or described
   */
  public static CommandLine commandLine(Streams streams, String... arguments) {
    return commandLine(new Rnn(streams), arguments);
  }

  private static CommandLine commandLine(Rnn rnn, String... arguments) {
    CommandLine commandLine = new CommandLine(rnn);
    Commands.add(commandLine, arguments);
    return commandLine
        .setOut(rnn.streams().outWriter())
        .setErr(rnn.streams().errWriter())
        .setExpandAtFiles(false)
        .registerConverter(Path.class, new RemotePath.Local())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpLongOptionsMaxWidth(26)
        .setParameterExceptionHandler((e, given) -> usageError(rnn, e))
        .setExecutionExceptionHandler((e, command, given) -> error(rnn, e));
  }

  private static int usageError(Rnn rnn, ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    rnn.error(UsageErrors.message(e) + " (" + command + " --help tells more)", e);
    return ExitCode.USAGE;
  }

  private static int error(Rnn rnn, Throwable e) {
    if (e instanceof ClosedOutputException || e.getCause() instanceof ClosedOutputException) {
      return ExitCode.BROKEN_PIPE;
    }
    rnn.error(Errors.message(e), e);
    return ExitCode.ERROR;
  }
}
