// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.training.AverageConfig;
import io.github.rnn4j.training.ScheduleConfig;
import io.github.rnn4j.training.ScheduleType;
import io.github.rnn4j.training.TrainingConfig;
import io.github.rnn4j.training.TrainingRun;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.ParseResult;

/** What {@code --time-budget} chose, as options: the same model comes of them at any speed. */
final class TimedChoice {
  private static final String BUDGET = "--time-budget";

  private final ParseResult given;

  /**
   * The choice of a command.
   *
   * @param given the options of the command
   */
  TimedChoice(ParseResult given) {
    this.given = given;
  }

  /**
   * The command without the time.
   *
   * @param arguments the command's
   * @param run the run that it began
   * @param steps those that the run does
   * @return the arguments as a shell reads them
   */
  String without(List<String> arguments, TrainingRun run, long steps) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).equals(BUDGET)) {
        i++;
      } else if (!arguments.get(i).startsWith(BUDGET + "=")) {
        words.add(arguments.get(i));
      }
    }
    NetworkConfig network = run.model().network().config();
    TrainingConfig training = run.trainer().config();
    boolean drawn = !given.hasMatchedOption("--init-from") && !given.hasMatchedOption("--init");
    if (drawn) {
      add(words, "--hidden", network.hiddenSize());
      if (network.members() > 1) {
        add(words, "--members", network.members());
      }
      if (network.layerNorm() && !given.hasMatchedOption("--layer-norm")) {
        words.add("--layer-norm");
      }
      if (network.cell() != CellType.RNN) {
        add(words, "--init-scheme", "orthogonal");
      }
      if (network.cell() == CellType.LSTM) {
        add(words, "--forget-bias", 1);
      }
    }
    add(words, "--learning-rate", training.learningRate());
    add(words, "--dropout", training.dropout());
    if (training.dropoutRates().input() > 0) {
      add(words, "--input-dropout", training.dropoutRates().input());
    }
    if (!training.average().equals(AverageConfig.NONE)) {
      add(words, "--average", training.average());
    }
    words.add("--steps");
    words.add(Long.toString(steps));
    ScheduleConfig schedule = training.schedule();
    if (schedule.type() == ScheduleType.CONSTANT && network.cell() != CellType.RNN) {
      add(words, "--schedule", schedule);
    }
    boolean shorter = steps < run.trainer().totalSteps();
    if (shorter && schedule.type() == ScheduleType.COSINE && schedule.get("length") == 0) {
      words.add("--schedule");
      words.add(schedule.with("length", run.trainer().totalSteps()).toString());
    }
    return words.stream().map(Words::quoted).collect(Collectors.joining(" "));
  }

  private void add(List<String> words, String option, Object value) {
    if (!given.hasMatchedOption(option)) {
      words.add(option);
      words.add(value.toString());
    }
  }
}
