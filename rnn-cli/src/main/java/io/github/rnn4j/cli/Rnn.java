// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli;

import io.github.rnn4j.cli.console.Cluster;
import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.Printable;
import io.github.rnn4j.cli.console.Streams;
import io.github.rnn4j.cli.console.Version;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code rnn}, which holds the others. */
@Command(
    name = "rnn",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Trains character-level recurrent networks on text, and writes text with them.",
      ""
    },
    commandListHeading = "%nCommands:%n",
    optionListHeading = "Options:%n",
    footer = {
      "",
      "Examples:",
      "  rnn demo                            see it work, in under two minutes",
      "  rnn train book.txt --out book.safetensors",
      "  rnn sample book.safetensors --prime \"Once upon\" --length 300",
      "  rnn train --help                    all options of a command",
      "",
      "Results go to standard output, progress and messages to standard error.",
      "Exit codes: 0 done, 1 error, 2 wrong command line, 3 something strange detected, 130"
          + " Ctrl-C.",
      "Completion in bash and zsh: source <(rnn generate-completion)"
    })
final class Rnn implements Console, Callable<Integer> {
  private final Streams streams;

  private final long began;

  @Spec private CommandSpec spec;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "After an error, show where in the program it arose.")
  private boolean stacktrace;

  /** Hears of each error. */
  private final Consumer<String> listener;

  private final Optional<Cluster> cluster;

  Rnn(Streams streams) {
    this(streams, message -> {}, Optional.empty());
  }

  Rnn(Streams streams, Consumer<String> listener, Optional<Cluster> cluster) {
    this(streams, System.nanoTime(), listener, cluster);
  }

  Rnn(Streams streams, long began, Consumer<String> listener, Optional<Cluster> cluster) {
    this.streams = streams;
    this.began = began;
    this.listener = listener;
    this.cluster = cluster;
  }

  @Override
  public Streams streams() {
    return streams;
  }

  @Override
  public long began() {
    return began;
  }

  @Override
  public void note(String message) {
    streams.err().println("rnn: " + message);
  }

  @Override
  public Optional<Cluster> cluster() {
    return cluster;
  }

  @Override
  public int run(Streams streams, Consumer<String> error, List<String> arguments) {
    return Main.run(new Rnn(streams, error, cluster), arguments.toArray(String[]::new));
  }

  /** Tells the user what went wrong. */
  void error(String message, Throwable cause) {
    listener.accept(message);
    streams.out().flush();
    streams.err().println("rnn: " + Printable.line(message));
    if (stacktrace) {
      cause.printStackTrace(streams.err());
    }
  }

  @Override
  public Integer call() {
    // The last two are no work of the program's own.
    List<String> names = Commands.NAMES.subList(0, Commands.NAMES.size() - 2);
    int last = names.size() - 1;
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing: "
            + String.join(", ", names.subList(0, last))
            + " or "
            + names.get(last));
  }
}
