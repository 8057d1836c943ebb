// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli;

import io.github.rnn4j.cli.bench.BenchCommand;
import io.github.rnn4j.cli.commands.BackendsCommand;
import io.github.rnn4j.cli.commands.ClassifyCommand;
import io.github.rnn4j.cli.commands.DemoCommand;
import io.github.rnn4j.cli.commands.DetectCommand;
import io.github.rnn4j.cli.commands.EvaluateCommand;
import io.github.rnn4j.cli.commands.ExportCommand;
import io.github.rnn4j.cli.commands.ImportCommand;
import io.github.rnn4j.cli.commands.InspectCommand;
import io.github.rnn4j.cli.commands.SampleCommand;
import io.github.rnn4j.cli.commands.ScoreCommand;
import io.github.rnn4j.cli.commands.ServeCommand;
import io.github.rnn4j.cli.commands.TrainCommand;
import io.github.rnn4j.cli.commands.ViewCommand;
import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.Printable;
import io.github.rnn4j.cli.console.Streams;
import io.github.rnn4j.cli.console.Version;
import java.util.concurrent.Callable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
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
    subcommands = {
      DemoCommand.class,
      TrainCommand.class,
      SampleCommand.class,
      EvaluateCommand.class,
      ScoreCommand.class,
      DetectCommand.class,
      ClassifyCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      InspectCommand.class,
      ViewCommand.class,
      ServeCommand.class,
      BenchCommand.class,
      BackendsCommand.class,
      GenerateCompletion.class,
      HelpCommand.class
    },
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

  @Spec private CommandSpec spec;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "After an error, show where in the program it arose.")
  private boolean stacktrace;

  Rnn(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Streams streams() {
    return streams;
  }

  @Override
  public void note(String message) {
    streams.err().println("rnn: " + message);
  }

  /** Tells the user what went wrong. */
  void error(String message, Throwable cause) {
    streams.out().flush();
    streams.err().println("rnn: " + Printable.line(message));
    if (stacktrace) {
      cause.printStackTrace(streams.err());
    }
  }

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing: demo, train, sample, evaluate, score, detect, classify, import,"
            + " export, inspect, view, serve, bench or backends");
  }
}
