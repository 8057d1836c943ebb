// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The arguments of a {@code rnn train} that another command runs. */
final class TrainArguments {
  private final List<String> given;
  private final List<String> arguments = new ArrayList<>();

  /**
   * What was given for it.
   *
   * @param given the options of {@code rnn train}, as they stand on the command line
   */
  TrainArguments(List<String> given) {
    this.given = given;
  }

  /** Adds arguments. */
  TrainArguments add(List<String> more) {
    arguments.addAll(more);
    return this;
  }

  /** Adds an option, unless it or one of the others is given. */
  TrainArguments usually(String option, String value, String... others) {
    if (!isGiven(option) && List.of(others).stream().noneMatch(this::isGiven)) {
      arguments.addAll(List.of(option, value));
    }
    return this;
  }

  private boolean isGiven(String option) {
    return given.stream().anyMatch(one -> one.equals(option) || one.startsWith(option + "="));
  }

  /**
   * Trains.
   *
   * @param command a command beside {@code rnn train}
   * @return the exit code
   */
  int run(CommandSpec command) {
    arguments.addAll(given);
    CommandLine train = command.commandLine().getParent().getSubcommands().get("train");
    return Objects.requireNonNull(train, "train").execute(arguments.toArray(String[]::new));
  }
}
