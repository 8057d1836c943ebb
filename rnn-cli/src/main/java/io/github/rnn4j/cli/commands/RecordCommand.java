// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.options.BackendOption;
import io.github.rnn4j.cli.options.EncodingOption;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.records.RecordReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * A command that judges the records of a text by a model, or, with {@code --train}, learns one by
 * {@code rnn train}.
 */
abstract class RecordCommand implements Callable<Integer> {
  @ParentCommand private Console console;

  @Spec private CommandSpec spec;

  @Unmatched private List<String> ofTrain = new ArrayList<>();

  /** What {@code --train} was given, as arguments of {@code rnn train}; empty without it. */
  abstract List<String> trainingText();

  /** A model and what it is to judge. */
  abstract List<String> operands();

  abstract EncodingOption encoding();

  abstract BackendOption backendOption();

  /**
   * Judges records.
   *
   * @param model the model
   * @param path its file, for messages
   * @param sources files, or - for standard input
   * @return the exit code
   */
  abstract int judge(Model model, Path path, List<String> sources) throws IOException;

  @Override
  public final Integer call() throws IOException {
    if (!trainingText().isEmpty()) {
      return learn();
    }
    if (ofTrain.contains("--train")) {
      throw usage("give --train and its files first, then the options of 'rnn train'");
    }
    if (!ofTrain.isEmpty()) {
      throw usage("unknown option " + ofTrain.get(0) + "; those of 'rnn train' go with --train");
    }
    if (operands().size() < 2) {
      throw usage("give a MODEL and at least one FILE, or - for standard input");
    }
    Path path = Path.of(operands().get(0));
    Model model = Model.load(path, backendOption().choose(console));
    return judge(model, path, operands().subList(1, operands().size()));
  }

  private int learn() {
    if (!operands().isEmpty()) {
      throw usage("--train learns a model, and judges nothing: leave out " + operands().get(0));
    }
    return new TrainArguments(ofTrain)
        .add(trainingText())
        .usually("--records", "lines")
        .usually("--validation", "0.1", "--validation-file")
        .add(encoding().arguments())
        .add(backendOption().arguments())
        .run(spec);
  }

  /** Reads records one after the other, and deals with many side by side. */
  final void read(Model model, List<String> sources, WaitingRecords.Sink judge) throws IOException {
    WaitingRecords records =
        new WaitingRecords(judge) {
          @Override
          public void idle() throws IOException {
            super.idle();
            console.streams().flush();
          }
        };
    RecordFiles.read(
        sources,
        encoding().encoding(),
        console,
        new RecordReader(model.vocabulary(), model.requireRecords(), records));
  }

  /** What is asked of the model of a file, which may not have it. */
  static <T> T of(Path path, Supplier<T> asked) throws IOException {
    try {
      return asked.get();
    } catch (IllegalArgumentException e) {
      throw new IOException(path + ": " + e.getMessage(), e);
    }
  }

  final Console console() {
    return console;
  }

  final ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
