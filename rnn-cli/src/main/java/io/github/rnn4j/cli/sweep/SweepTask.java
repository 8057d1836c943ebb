// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of a sweep that is to be done.
 *
 * @param run what it has that others have not
 * @param arguments all that the model depends on, as it stands after {@code rnn train}
 * @param silent other options of {@code rnn train}, which do not change the model
 * @param inputs the files and directories that it reads; each stands in {@code arguments}, by
 *     itself or after the = of an option
 * @param text tells whether these files are still the same
 * @param model where the model goes
 * @param checkpointed whether a checkpoint of this very run lies there
 */
public record SweepTask(
    SweepRun run,
    List<String> arguments,
    List<String> silent,
    List<Path> inputs,
    String text,
    Path model,
    boolean checkpointed) {
  static final String MODEL = ".safetensors";
  static final String BEST = ".best.safetensors";
  static final String METRICS = ".jsonl";

  /** Where the metrics go. */
  public Path metrics() {
    return model.resolveSibling(run.name() + METRICS);
  }

  /** Where the model goes that does best on a held-out text. */
  public Path best() {
    return model.resolveSibling(run.name() + BEST);
  }

  /** What stands after {@code rnn} to begin the run, with its files in their places. */
  public List<String> begin() {
    List<String> command = new ArrayList<>(List.of("train"));
    command.addAll(arguments);
    command.addAll(silent);
    command.add("--out=" + model);
    command.add("--metrics=" + metrics());
    return command;
  }

  /** What stands after {@code rnn} to go on with the run from its checkpoint. */
  public List<String> resume() {
    List<String> command = new ArrayList<>(List.of("train", "--resume=" + model));
    command.addAll(silent);
    command.add("--metrics=" + metrics());
    return command;
  }
}
