// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.cli.console.Version;
import io.github.rnn4j.cli.files.OutputFile;
import io.github.rnn4j.cli.options.BackendOption;
import io.github.rnn4j.files.AtomicFile;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.OnnxExport;
import io.github.rnn4j.model.StateDict;
import io.github.rnn4j.model.TorchExport;
import io.github.rnn4j.safetensors.Dtype;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code rnn export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Writes a model in the form that another program reads: PyTorch, or any with ONNX; or for"
          + " this one, with weights in another format.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn export book.safetensors --to torch --out twin.safetensors",
      "  rnn export book.safetensors --to onnx --out book.onnx",
      "  rnn export book.safetensors --to rnn --dtype bf16 --out small.safetensors",
      "",
      "For PyTorch two files are written: the weights, which load_state_dict(strict=True) takes"
          + " after safetensors.torch.load_file, and beside them twin.vocabulary.json, an array of"
          + " the characters in the order of their ids. A pipe gets the weights alone.",
      "",
      "For ONNX it is one file: opset 14, in float32, with the states as inputs and outputs; vocabulary,"
          + " border, novelty and labels are in its metadata. docs/INTERCHANGE.md has programs that"
          + " read it in Python, JavaScript and Java."
    })
public final class ExportCommand implements Callable<Integer> {

  /** The programs that are written for. */
  enum Target {
    TORCH,
    ONNX,
    RNN
  }

  /** Formats of numbers. */
  enum Format {
    BF16(Dtype.BF16),
    F32(Dtype.F32),
    F64(Dtype.F64);

    private final Dtype dtype;

    Format(Dtype dtype) {
      this.dtype = dtype;
    }
  }

  @ParentCommand private Console console;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "A file that 'rnn train' wrote.")
  private Path path;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "PROGRAM",
      description = "The program to write for: torch, onnx or rnn.")
  @SuppressWarnings("NullAway.Init") // required
  private Target target;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where it goes; a new file.")
  @SuppressWarnings("NullAway.Init") // required
  private Path out;

  @Option(
      names = "--dtype",
      paramLabel = "NAME",
      description =
          "f32, f64, or bf16 for weights in half the memory, biases as they are; for onnx always f32."
              + " (default: that of the backend, which loses nothing)")
  private @Nullable Format format;

  @Option(names = "--force", description = "Replace files that are there.")
  private boolean force;

  @Mixin private BackendOption backendOption;

  @Override
  public Integer call() throws IOException {
    if (target == Target.ONNX && format != null && format != Format.F32) {
      throw new ParameterException(
          spec.commandLine(),
          "--dtype "
              + format.name().toLowerCase(Locale.ROOT)
              + " is not for ONNX, whose runtime has recurrent layers in float32 only: leave it"
              + " out, and each weight is rounded to the nearest float");
    }
    boolean stream = OutputFile.isStream(out);
    if (!stream) {
      requirePlace(out);
    }
    if (target == Target.ONNX) {
      toOnnx();
    } else if (target == Target.RNN) {
      toRnn();
    } else {
      toTorch(stream);
    }
    return ExitCode.OK;
  }

  private void toOnnx() throws IOException {
    Model model = Model.load(path, backendOption.choose(console));
    OnnxExport.write(model, out);
    boolean lstm = model.network().config().cell().stateParts() > 1;
    console.note(
        out
            + ": weights in F32"
            + (StateDict.dtypeOf(model.network()) == Dtype.F32 ? "" : ", each rounded to it")
            + (lstm
                ? "; tokens, h_0 and c_0 go in, logits, h_n and c_n come out"
                : "; tokens and h_0 go in, logits and h_n come out"));
  }

  private void toRnn() throws IOException {
    Model model = Model.load(path, backendOption.choose(console));
    Dtype dtype = format == null ? StateDict.dtypeOf(model.network()) : format.dtype;
    model.writer(dtype).write(out);
    console.note(out + ": a model with weights in " + dtype);
  }

  private void toTorch(boolean stream) throws IOException {
    Path vocabulary = TorchExport.vocabularyFile(out);
    if (!stream) {
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
      return;
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
  }

  private void requirePlace(Path place) throws IOException {
    if (Files.exists(place) && Files.exists(path) && Files.isSameFile(place, path)) {
      throw new FileAlreadyExistsException(
          place.toString(), null, "this is the model that is exported: name another file");
    }
    if (Files.exists(place) && !force) {
      throw new FileAlreadyExistsException(
          place.toString(), null, "this file is there already: name another one, or say --force");
    }
    AtomicFile.requireWritable(place);
  }
}
