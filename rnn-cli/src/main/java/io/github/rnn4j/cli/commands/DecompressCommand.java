// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.cli.console.Version;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.cli.options.BackendOption;
import io.github.rnn4j.cli.options.Numbers;
import io.github.rnn4j.compression.CompressedReader;
import io.github.rnn4j.compression.CompressedWriter;
import io.github.rnn4j.compression.CompressionException;
import io.github.rnn4j.files.OwnFile;
import io.github.rnn4j.model.Model;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/** {@code rnn decompress}. */
@Command(
    name = "decompress",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Reads what 'rnn compress' wrote: the original, to the bit, with the model that it was"
          + " compressed with.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn decompress book.safetensors chapter.txt.rnn       writes chapter.txt",
      "  rnn decompress big.log.rnn                            the model is inside",
      "  rnn decompress book.safetensors - < small > chapter.txt",
      "  rnn decompress urls.safetensors urls.txt.rnn --record 17",
      "  rnn decompress --test book.safetensors *.rnn",
      "",
      "Another model, another backend, and a file that is damaged or cut off are told, and leave no"
          + " file. What goes to standard output is checked block by block before it is written;"
          + " where something is wrong at the end, the exit code tells."
    })
public final class DecompressCommand implements Callable<Integer> {
  @ParentCommand private Console console;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "[MODEL] FILE|-",
      description =
          "The model that the files were compressed with, unless it is inside, and files; - for"
              + " standard input.")
  private List<String> operands = new ArrayList<>();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE|-",
      description =
          "Where the original goes; - for standard output. (default: the file's name without .rnn;"
              + " of standard input standard output)")
  private @Nullable String out;

  @Option(
      names = {"-c", "--stdout"},
      description = "The same as --out -.")
  private boolean toStandardOutput;

  @Option(
      names = {"-f", "--force"},
      description = "Replace files that are there.")
  private boolean force;

  @Option(
      names = {"-t", "--test"},
      description = "Write nothing; only tell whether all is in order.")
  private boolean test;

  @Option(
      names = "--record",
      paramLabel = "N",
      converter = Numbers.Count.class,
      description =
          "Write only the record of that number, from 1, and a line end, to standard output; of"
              + " files that were compressed with --by-record.")
  private @Nullable Long record;

  @Mixin private BackendOption backendOption;

  @Override
  public Integer call() throws IOException {
    boolean modelFirst = operands.size() > 1 && !isCompressed(operands.get(0));
    Optional<Path> path = modelFirst ? Optional.of(Path.of(operands.get(0))) : Optional.empty();
    List<String> sources = operands.subList(modelFirst ? 1 : 0, operands.size());
    requireOneWay(sources.size());
    List<PackedFile> files = new ArrayList<>();
    for (String source : sources) {
      PackedFile file = file(source);
      if (!test && record == null) {
        file.requirePlace(path.map(List::of).orElse(List.of()), force);
      }
      files.add(file);
    }
    for (PackedFile file : files) {
      try (InputStream in = file.open()) {
        read(file, CompressedReader.open(in, file.name()), path);
      }
    }
    console.streams().flush();
    return ExitCode.OK;
  }

  private static boolean isCompressed(String source) throws IOException {
    return source.equals(PackedFile.STANDARD)
        || OwnFile.of(Path.of(source)).equals(Optional.of(OwnFile.COMPRESSED));
  }

  private void requireOneWay(int files) {
    int places = (out == null ? 0 : 1) + (toStandardOutput ? 1 : 0) + (test ? 1 : 0);
    places += record == null ? 0 : 1;
    if (places > 1) {
      throw usage("--out, --stdout, --test and --record say what becomes of it: give one");
    }
    if (files > 1 && (places == 1 && !test)) {
      throw usage(
          (out != null ? "--out" : record != null ? "--record" : "--stdout")
              + " is for one file, and there are "
              + files);
    }
  }

  private PackedFile file(String source) {
    boolean standard =
        toStandardOutput
            || record != null
            || PackedFile.STANDARD.equals(out)
            || out == null && source.equals(PackedFile.STANDARD);
    if (standard || test) {
      return new PackedFile(console, source, Optional.empty());
    }
    if (out != null) {
      return new PackedFile(console, source, Optional.of(Path.of(out)));
    }
    if (!source.endsWith(PackedFile.ENDING) || source.length() == PackedFile.ENDING.length()) {
      throw usage(
          source + " does not end in " + PackedFile.ENDING + ": name the original with --out");
    }
    String original = source.substring(0, source.length() - PackedFile.ENDING.length());
    return new PackedFile(console, source, Optional.of(Path.of(original)));
  }

  private void read(PackedFile file, CompressedReader reader, Optional<Path> path)
      throws IOException {
    LinearAlgebra la =
        backendOption.choose(
            reader.backend(),
            " cannot read " + file.name() + ", which " + reader.backend() + " made");
    Model model;
    if (path.isPresent()) {
      model = reader.asWritten(Model.load(path.get(), la));
    } else if (reader.hasModel()) {
      model = reader.model(la);
    } else {
      throw new CompressionException(
          file.name(),
          "the model it was compressed with is not inside: give it first, 'rnn decompress MODEL "
              + Words.quoted(file.isStandardInput() ? "-" : file.name())
              + "'");
    }
    if (record != null) {
      console.streams().out().writeBytes(reader.record(record, model));
      console.streams().out().println();
      return;
    }
    int threads = backendOption.threads();
    if (test) {
      CompressedWriter.Summary done =
          reader.readTo(OutputStream.nullOutputStream(), model, threads, bytes -> {});
      console.note(
          file.name() + ": " + Words.count(done.originalBytes(), "byte") + ", all in order");
      return;
    }
    file.make(
        "decompressing", -1, (result, progress) -> reader.readTo(result, model, threads, progress));
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
