// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.cli.console.Version;
import io.github.rnn4j.cli.files.OutputFile;
import io.github.rnn4j.cli.options.BackendOption;
import io.github.rnn4j.files.AtomicFile;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.StateDict;
import io.github.rnn4j.model.TorchExport;
import io.github.rnn4j.safetensors.Dtype;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rnn export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {"Writes a model in the form that another program reads.", ""},
    footer = {
      "",
      "Example:",
      "  rnn export book.safetensors --to torch --out twin.safetensors",
      "",
      "For PyTorch two files are written: the weights, which load_state_dict(strict=True) takes"
          + " after safetensors.torch.load_file, and beside them twin.vocabulary.json, an array of"
          + " the characters in the order of their ids. A pipe gets the weights alone."
    })
public final class ExportCommand implements Callable<Integer> {

  /** The programs that are written for. */
  enum Target {
    TORCH
  }

  /** Formats of numbers. */
  enum Format {
    F32(Dtype.F32),
    F64(Dtype.F64);

    private final Dtype dtype;

    Format(Dtype dtype) {
      this.dtype = dtype;
    }
  }

  @ParentCommand private Console console;

  @Parameters(paramLabel = "MODEL", description = "A file that 'rnn train' wrote.")
  private Path path;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "PROGRAM",
      description = "The program to write for: torch.")
  private Target target;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where the weights go; a new file.")
  private Path out;

  @Option(
      names = "--dtype",
      paramLabel = "NAME",
      description = "f32 or f64. (default: that of the backend, which loses nothing)")
  private Format format;

  @Option(names = "--force", description = "Replace files that are there.")
  private boolean force;

  @Mixin private BackendOption backendOption;

  @Override
  public Integer call() throws IOException {
    boolean stream = OutputFile.isStream(out);
    Path vocabulary = TorchExport.vocabularyFile(out);
    if (!stream) {
      requirePlace(out);
      requirePlace(vocabulary);
    }
    Model model = Model.load(path, backendOption.choose(console));
    Dtype dtype = format == null ? StateDict.dtypeOf(model.network()) : format.dtype;
    if (stream) {
      TorchExport.writer(model, dtype).write(out);
      console.note(
          out
              + ": weights in "
              + dtype
              + "; no file beside it can hold the characters, which"
              + " 'rnn inspect' lists");
      return ExitCode.OK;
    }
    TorchExport.write(model, out, dtype);
    console.note(
        out
            + ": weights in "
            + dtype
            + "; "
            + vocabulary
            + ": the "
            + model.vocabulary().unit().noun()
            + "s");
    return ExitCode.OK;
  }

  private void requirePlace(Path place) throws IOException {
    if (Files.exists(place) && (!force || Files.isSameFile(place, path))) {
      throw new FileAlreadyExistsException(
          place.toString(), null, "this file is there already: name another one, or say --force");
    }
    AtomicFile.requireWritable(place);
  }
}
