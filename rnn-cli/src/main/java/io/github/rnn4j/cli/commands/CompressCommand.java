// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.cli.console.Version;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.cli.files.OutputFile;
import io.github.rnn4j.cli.options.BackendOption;
import io.github.rnn4j.cli.options.Numbers;
import io.github.rnn4j.cli.options.WeightsOption;
import io.github.rnn4j.compression.CompressedWriter;
import io.github.rnn4j.files.NamedInput;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.StateDict;
import io.github.rnn4j.safetensors.Dtype;
import io.github.rnn4j.text.MalformedTextException;
import io.github.rnn4j.text.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
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
import picocli.CommandLine.Unmatched;

/** {@code rnn compress}. */
@Command(
    name = "compress",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Makes files smaller with what a model knows of their kind. Any file comes back as it was, to"
          + " the bit, with 'rnn decompress' and the same model.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn compress book.safetensors chapter.txt             writes chapter.txt.rnn",
      "  rnn compress book.safetensors < chapter.txt > small",
      "  rnn compress book.safetensors chapter.txt --dynamic   smaller, in twice the time",
      "  rnn compress urls.safetensors urls.txt --by-record    each line can be read by itself",
      "  rnn compress --train big.log --out big.log.rnn --time-budget 5m",
      "  rnn decompress big.log.rnn",
      "",
      "What a text costs in 'rnn evaluate' is what it takes, and some bytes more. The best is a"
          + " model of such texts: of bytes for files of any kind ('rnn train --unit byte'), of"
          + " records for lines. What a model has never seen costs what it keeps for such, and its"
          + " bytes.",
      "",
      "With --train the file is learned first, by 'rnn train', whose options follow, and the model"
          + " goes into the result; while it learns it is in OUT.safetensors, which 'rnn train"
          + " --resume' goes on with after Ctrl-C. That pays for large files only: a model takes"
          + " 100 kB and more.",
      "",
      "The result is read by the backend that made it; 'rnn decompress' chooses it. On what"
          + " machine, Java and with how many threads makes no difference (docs/COMPRESSION.md)."
          + " Files are kept, and none is replaced without --force."
    })
public final class CompressCommand implements Callable<Integer> {
  @ParentCommand private Console console;

  @Spec private CommandSpec spec;

  @Unmatched private List<String> ofTrain = new ArrayList<>();

  @Option(
      names = "--train",
      paramLabel = "FILE",
      description =
          "Learn this file, which stands right after --train, compress it, and put the model into"
              + " the result: that pays for files far larger than a model. The options of this"
              + " command come first, then those of 'rnn train'.")
  private @Nullable Path train;

  @Parameters(
      arity = "0..*",
      paramLabel = "MODEL FILE|-",
      description =
          "A file that 'rnn train' wrote, and what to compress; - or nothing for standard input.")
  private List<String> operands = new ArrayList<>();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE|-",
      description =
          "Where the result goes; - for standard output. (default: the file's name and .rnn; of"
              + " standard input standard output)")
  private @Nullable String out;

  @Option(
      names = {"-c", "--stdout"},
      description = "The same as --out -.")
  private boolean toStandardOutput;

  @Option(
      names = {"-f", "--force"},
      description = "Replace files that are there, and write to a terminal.")
  private boolean force;

  @Option(
      names = "--by-record",
      description =
          "Each record by itself, up to the border of a model of records, else a line: 'rnn"
              + " decompress --record N' reads one without the others.")
  private boolean byRecord;

  @Option(
      names = "--dynamic",
      description =
          "Have the model go on learning from what it has compressed; 'rnn decompress' does the"
              + " same. Takes twice the time, and the model file stays as it is.")
  private boolean dynamic;

  @Option(
      names = "--dynamic-rate",
      paramLabel = "X",
      converter = Numbers.PositiveReal.class,
      description =
          "The learning rate of --dynamic, at most "
              + CompressedWriter.MOST_RATE
              + ". (default: "
              + CompressedWriter.DYNAMIC_RATE
              + ")")
  private @Nullable Double dynamicRate;

  @Option(
      names = "--with-model",
      description = "Put the model into the result, which is then read without it.")
  private boolean withModel;

  @Mixin private WeightsOption weights;

  @Mixin private BackendOption backendOption;

  @Override
  public Integer call() throws IOException {
    requireWays();
    if (train != null) {
      return learn(train);
    }
    if (!ofTrain.isEmpty()) {
      throw usage("unknown option " + ofTrain.get(0) + "; those of 'rnn train' go with --train");
    }
    if (operands.isEmpty()) {
      throw usage("give a MODEL, and at least one FILE, or - for standard input");
    }
    List<String> sources =
        operands.size() == 1 ? List.of(PackedFile.STANDARD) : operands.subList(1, operands.size());
    compress(Path.of(operands.get(0)), sources, withModel);
    return ExitCode.OK;
  }

  private void requireWays() {
    if (dynamic && byRecord) {
      throw usage(
          "--dynamic learns from what stands before, and with --by-record nothing does: give one");
    }
    if (dynamicRate != null && !dynamic) {
      throw usage("--dynamic-rate is for --dynamic");
    }
    if (dynamicRate != null && dynamicRate > CompressedWriter.MOST_RATE) {
      throw usage("--dynamic-rate is at most " + CompressedWriter.MOST_RATE + ": " + dynamicRate);
    }
  }

  private void compress(Path path, List<String> sources, boolean inside) throws IOException {
    List<PackedFile> files = new ArrayList<>();
    for (String source : sources) {
      files.add(file(source, sources.size()));
    }
    for (PackedFile file : files) {
      file.requirePlace(List.of(path), force);
      if (file.toStandardOutput() && console.streams().outIsTerminal() && !force) {
        throw new IOException(
            "standard output is a terminal, and what is compressed no text: name a file with"
                + " --out");
      }
    }
    LinearAlgebra la = backendOption.choose(console, 0).withThreads(1);
    Model model = weights.of(Model.load(path, la));
    CompressedWriter writer = new CompressedWriter(model).threads(backendOption.threads());
    if (weights.given()) {
      writer = writer.rounded();
    }
    if (inside) {
      writer = writer.withModel(weights.given() ? Dtype.BF16 : StateDict.dtypeOf(model.network()));
    }
    if (byRecord) {
      writer = writer.byRecord();
    }
    if (dynamic) {
      writer =
          writer.dynamic(Objects.requireNonNullElse(dynamicRate, CompressedWriter.DYNAMIC_RATE));
    }
    for (PackedFile file : files) {
      compress(writer, file, inside);
    }
  }

  private void compress(CompressedWriter writer, PackedFile file, boolean inside)
      throws IOException {
    Duration[] time = {Duration.ZERO};
    CompressedWriter.Summary summary;
    try (InputStream in = file.open()) {
      summary =
          file.make(
              "compressing",
              file.length(),
              (result, progress) -> {
                CompressedWriter.Summary done =
                    writer.progress(progress).write(in, file.name(), result);
                time[0] = progress.elapsed();
                return done;
              });
    }
    long bytes = summary.originalBytes();
    console.note(
        file.outName()
            + ": "
            + Words.number(bytes)
            + (summary.records() > 0
                ? " bytes, " + Words.count(summary.records(), "record")
                : " bytes")
            + " in "
            + Words.number(summary.compressedBytes())
            + (bytes == 0
                ? ""
                : String.format(
                    Locale.ROOT,
                    ", %.1f %%, %.3f bits a byte",
                    100.0 * summary.compressedBytes() / bytes,
                    8.0 * summary.compressedBytes() / bytes))
            + ", in "
            + Words.time(time[0]));
    if (inside && summary.compressedBytes() >= bytes) {
      console.note(
          file.outName()
              + ": that is no smaller, as the model is in it: a model inside pays only for files far"
              + " larger than a model; --weights bf16 halves it, a smaller --hidden makes it less");
    }
  }

  private PackedFile file(String source, int count) {
    if (out != null && (count > 1 || toStandardOutput)) {
      throw usage(
          toStandardOutput
              ? "--out and --stdout say two places: give one"
              : "--out is one file, and there are " + count + " to compress");
    }
    boolean standard =
        toStandardOutput
            || PackedFile.STANDARD.equals(out)
            || out == null && source.equals(PackedFile.STANDARD);
    if (standard && count > 1) {
      throw usage("there are " + count + " files to compress, and one standard output");
    }
    return new PackedFile(
        console,
        source,
        standard
            ? Optional.empty()
            : Optional.of(Path.of(out == null ? source + PackedFile.ENDING : out)));
  }

  // -------------------------------------------------------------------------------- --train

  private int learn(Path file) throws IOException {
    if (!operands.isEmpty()) {
      throw usage(
          "--train learns the file that stands right after it, "
              + Words.quoted(file)
              + ", and a model of its own: leave out "
              + operands.get(0));
    }
    takeOut();
    if (out == null) {
      out = file + PackedFile.ENDING;
    }
    PackedFile packed = file(file.toString(), 1);
    Path result = Path.of(out);
    if (packed.toStandardOutput() || OutputFile.isStream(result)) {
      throw usage("--train needs a file for its result: name it with --out");
    }
    Path model = Path.of(out + ".safetensors");
    packed.requirePlace(List.of(), force);
    OutputFile.requireFree(model, List.of(file, result), false);
    int code =
        new TrainArguments(ofTrain)
            .add(List.of(file.toString(), "--out", model.toString()))
            .usually("--unit", isText(file) ? "char" : "byte")
            // Every member's weights go into the result.
            .usually("--members", "1", "--init-from", "--init", "--resume")
            .add(backendOption.arguments())
            .run(spec);
    if (code != ExitCode.OK) {
      if (Files.exists(model)) {
        console.note(
            "when the training is done, 'rnn compress --with-model "
                + Words.quoted(model)
                + " "
                + Words.quoted(file)
                + "' makes the result");
      }
      return code;
    }
    if (!Files.exists(model)) {
      return code; // nothing was to be trained: --dry-run
    }
    compress(model, List.of(file.toString()), true);
    Files.delete(model);
    return ExitCode.OK;
  }

  /** Takes the place of the result from among the options of {@code rnn train}. */
  private void takeOut() {
    for (int i = 0; i < ofTrain.size(); i++) {
      boolean joined = ofTrain.get(i).startsWith("--out=");
      if (joined || ofTrain.get(i).equals("--out") && i + 1 < ofTrain.size()) {
        if (out != null) {
          throw usage("--out is given twice");
        }
        out = joined ? ofTrain.remove(i).substring("--out=".length()) : ofTrain.remove(i + 1);
        if (!joined) {
          ofTrain.remove(i);
        }
        return;
      }
    }
  }

  /** Whether a model of characters can learn it. */
  private static boolean isText(Path file) throws IOException {
    boolean[] nul = new boolean[1];
    try (InputStream in = NamedInput.open(file)) {
      Utf8.decode(in, file.toString(), codePoint -> nul[0] |= codePoint == 0);
      return !nul[0];
    } catch (MalformedTextException e) {
      return false;
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
