// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli;

import io.github.rnn4j.cli.bench.BenchCommand;
import io.github.rnn4j.cli.commands.BackendsCommand;
import io.github.rnn4j.cli.commands.ClassifyCommand;
import io.github.rnn4j.cli.commands.CompressCommand;
import io.github.rnn4j.cli.commands.CopiesCommand;
import io.github.rnn4j.cli.commands.DecompressCommand;
import io.github.rnn4j.cli.commands.DemoCommand;
import io.github.rnn4j.cli.commands.DetectCommand;
import io.github.rnn4j.cli.commands.EnsembleCommand;
import io.github.rnn4j.cli.commands.EvaluateCommand;
import io.github.rnn4j.cli.commands.ExportCommand;
import io.github.rnn4j.cli.commands.ImportCommand;
import io.github.rnn4j.cli.commands.InspectCommand;
import io.github.rnn4j.cli.commands.SampleCommand;
import io.github.rnn4j.cli.commands.ScoreCommand;
import io.github.rnn4j.cli.commands.ServeCommand;
import io.github.rnn4j.cli.commands.TrainCommand;
import io.github.rnn4j.cli.commands.ViewCommand;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

/**
 * The commands of the program. To read what a command says of its options takes longer than to
 * write a short text, so only the one that is asked for is read, unless all are to be known.
 */
final class Commands {
  /** In the order in which the help lists them. */
  static final List<String> NAMES =
      List.of(
          "demo",
          "train",
          "ensemble",
          "sample",
          "evaluate",
          "score",
          "detect",
          "classify",
          "copies",
          "compress",
          "decompress",
          "import",
          "export",
          "inspect",
          "view",
          "serve",
          "bench",
          "backends",
          "generate-completion",
          "help");

  /** These tell of all commands. */
  private static final List<String> OF_ALL = List.of("generate-completion", "help");

  /** Behind their --train stand the options of another command. */
  private static final List<String> THAT_TRAIN = List.of("detect", "classify", "compress");

  private Commands() {}

  /** The class of a command; it is not loaded before it is asked for. */
  static Class<?> of(String name) {
    return switch (name) {
      case "demo" -> DemoCommand.class;
      case "train" -> TrainCommand.class;
      case "ensemble" -> EnsembleCommand.class;
      case "sample" -> SampleCommand.class;
      case "evaluate" -> EvaluateCommand.class;
      case "score" -> ScoreCommand.class;
      case "detect" -> DetectCommand.class;
      case "classify" -> ClassifyCommand.class;
      case "copies" -> CopiesCommand.class;
      case "compress" -> CompressCommand.class;
      case "decompress" -> DecompressCommand.class;
      case "import" -> ImportCommand.class;
      case "export" -> ExportCommand.class;
      case "inspect" -> InspectCommand.class;
      case "view" -> ViewCommand.class;
      case "serve" -> ServeCommand.class;
      case "bench" -> BenchCommand.class;
      case "backends" -> BackendsCommand.class;
      case "generate-completion" -> GenerateCompletion.class;
      case "help" -> HelpCommand.class;
      default -> throw new IllegalArgumentException("no command is named " + name);
    };
  }

  /**
   * Adds the commands that a command line needs.
   *
   * @param rnn the program, modified
   * @param arguments what was given to it; its own options take no values
   */
  static void add(CommandLine rnn, String... arguments) {
    Optional<String> asked =
        Arrays.stream(arguments)
            .filter(argument -> !argument.startsWith("-"))
            .findFirst()
            .filter(NAMES::contains)
            .filter(name -> !OF_ALL.contains(name));
    if (asked.isEmpty()) {
      NAMES.forEach(name -> add(rnn, name));
      return;
    }
    add(rnn, asked.get());
    if (THAT_TRAIN.contains(asked.get())
        && Arrays.stream(arguments).anyMatch(argument -> argument.startsWith("--train"))) {
      add(rnn, "train");
    }
  }

  private static void add(CommandLine rnn, String name) {
    CommandLine command = new CommandLine(of(name));
    command.setStopAtUnmatched(THAT_TRAIN.contains(name));
    rnn.addSubcommand(name, command);
  }
}
