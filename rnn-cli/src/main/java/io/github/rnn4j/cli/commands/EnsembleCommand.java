// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.cli.console.Version;
import io.github.rnn4j.cli.files.OutputFile;
import io.github.rnn4j.cli.options.BackendOption;
import io.github.rnn4j.cli.options.NetworkOptions;
import io.github.rnn4j.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rnn ensemble}. */
@Command(
    name = "ensemble",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Makes one model of several that were trained apart: their probabilities are averaged. It"
          + " knows more of other texts than each of them, and takes the time and memory of all.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn train book.txt --seed 1 --out one.safetensors",
      "  rnn train book.txt --seed 2 --out two.safetensors",
      "  rnn ensemble one.safetensors two.safetensors --out both.safetensors",
      "",
      "Models have the same sizes and tokens, and may be ensembles themselves. What 'rnn train"
          + " --members 2' makes is such a model, too. Calibration and remembered records stay"
          + " behind, since they are of one model.",
    })
public final class EnsembleCommand implements Callable<Integer> {
  @ParentCommand private Console console;

  @Parameters(
      arity = "2..*",
      paramLabel = "MODEL",
      description = "Files that 'rnn train' wrote, at least two.")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where it goes; a new file.")
  @SuppressWarnings("NullAway.Init") // required
  private Path out;

  @Option(names = "--force", description = "Replace a file that is there.")
  private boolean force;

  @Mixin private BackendOption backendOption;

  @Override
  public Integer call() throws IOException {
    if (!OutputFile.isStream(out)) {
      OutputFile.requireFree(out, paths, force);
    }
    LinearAlgebra la = backendOption.choose(console);
    List<Model> models = new ArrayList<>();
    for (Path path : paths) {
      models.add(Model.load(path, la));
    }
    Model ensemble = Model.ensemble(models);
    ensemble.save(out);
    console.note(out + ": " + NetworkOptions.describe(ensemble.network().config()));
    if (models.stream().anyMatch(model -> model.calibration().isPresent())) {
      console.note(
          out
              + ": without the calibration that 'rnn detect' needs, which is of one model:"
              + " 'rnn detect --train … --members N' makes an ensemble that has it");
    }
    return ExitCode.OK;
  }
}
