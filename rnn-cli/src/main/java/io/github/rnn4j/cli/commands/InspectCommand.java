// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.api.BackendException;
import io.github.rnn4j.api.Backends;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.cli.console.Printable;
import io.github.rnn4j.cli.console.Table;
import io.github.rnn4j.cli.console.Version;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.cli.files.ModelFormat;
import io.github.rnn4j.cli.options.NetworkOptions;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.safetensors.SafetensorsException;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.Tensor;
import io.github.rnn4j.text.Unit;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rnn inspect}. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Tells what is in a model: its configuration, its vocabulary and its weights. Any other"
          + " safetensors file can be looked at, too.",
      ""
    },
    footer = {"", "Example:", "  rnn inspect book.safetensors"})
public final class InspectCommand implements Callable<Integer> {
  private static final String VOCABULARY = "vocabulary";
  private static final int LONGEST_ENTRY = 200;

  @ParentCommand private Console console;

  @Parameters(paramLabel = "MODEL", description = "A safetensors file.")
  private Path path;

  @Override
  public Integer call() throws IOException {
    SafetensorsFile file = SafetensorsFile.read(path);
    PrintStream out = console.streams().out();
    boolean ours = ModelFormat.isOurs(file);
    out.println(
        Printable.escape(path.toString())
            + ": "
            + (ours ? "an rnn4j model" : "safetensors, but not an rnn4j model")
            + (Files.isRegularFile(path) ? ", " + Words.count(Files.size(path), "byte") : ""));
    metadata(file, ours);
    tensors(file);
    if (ours) {
      requireUsable(file);
    }
    return ExitCode.OK;
  }

  /** The model can be loaded, if there is a backend to load it with. */
  private void requireUsable(SafetensorsFile file) throws IOException {
    LinearAlgebra la;
    try {
      la = Backends.onClassPath().choose();
    } catch (BackendException e) {
      return;
    }
    Model model = Model.of(file, la);
    PrintStream out = console.streams().out();
    records(model).forEach(out::println);
    out.println(NetworkOptions.describe(model.network().config()));
  }

  /** What a model of records has beside its network. */
  private static List<String> records(Model model) {
    List<String> lines = new ArrayList<>();
    model
        .records()
        .ifPresent(
            border ->
                lines.add(
                    border.isLine()
                        ? "records are lines"
                        : "records end with " + Printable.escape(border.text())));
    model
        .labels()
        .ifPresent(
            labels ->
                lines.add(
                    Words.count(labels.size(), "label")
                        + ": "
                        + labels.names().stream()
                            .map(Printable::escape)
                            .collect(Collectors.joining(", "))
                        + model
                            .labelEvidence()
                            .map(
                                some ->
                                    String.format(
                                        Locale.ROOT,
                                        "; told by the network, weight %.4g, and %s, weight %.4g",
                                        some.networkWeight(),
                                        Words.count(some.ngrams().size(), "n-gram"),
                                        some.ngramWeight()))
                            .orElseGet(
                                () ->
                                    String.format(
                                        Locale.ROOT,
                                        "; temperature %.4g",
                                        model.labelTemperature()))));
    if (model.records().isPresent()) {
      lines.add(
          model
              .known()
              .map(
                  known ->
                      Words.count(known.size(), "record")
                          + " of the training remembered, in "
                          + Words.count((long) Long.BYTES * known.size(), "byte")
                          + String.format(
                              Locale.ROOT,
                              "; a new one is taken for one of them with a probability of %.1e",
                              known.errorRate()))
              .orElse("no records of the training remembered"));
      lines.add(
          model
              .calibration()
              .map(some -> "calibrated on " + Words.count(some.size(), "held-out record"))
              .orElse("not calibrated: no records were held out"));
    }
    double novelty = model.novelty().probability();
    if (novelty > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "probability of a %s never seen: %.3g",
              model.vocabulary().unit().noun(),
              novelty));
    }
    return lines;
  }

  private void metadata(SafetensorsFile file, boolean ours) {
    PrintStream out = console.streams().out();
    out.println();
    Map<String, String> metadata = new TreeMap<>(file.metadata());
    String vocabulary = ours ? metadata.remove(VOCABULARY) : null;
    if (metadata.isEmpty()) {
      out.println("no metadata");
    }
    List<List<String>> rows = new ArrayList<>();
    metadata.forEach((key, value) -> rows.add(List.of(shortened(key), shortened(value))));
    Table.print(out, rows, 2);
    if (vocabulary != null) {
      out.println();
      out.println(describeVocabulary(vocabulary));
    }
  }

  private static String shortened(String text) {
    String escaped = Printable.escape(text);
    return escaped.length() <= LONGEST_ENTRY
        ? escaped
        : escaped.substring(0, LONGEST_ENTRY) + "… (" + text.length() + " characters)";
  }

  private static String describeVocabulary(String json) {
    try {
      Vocabulary vocabulary = Vocabulary.fromJson(json);
      if (vocabulary.unit() == Unit.BYTE) {
        return "vocabulary of the 256 bytes";
      }
      return "vocabulary of "
          + vocabulary.size()
          + (vocabulary.unit() == Unit.WORD ? " words" : "")
          + ": "
          + IntStream.range(0, vocabulary.size())
              .filter(id -> id != vocabulary.unknownId())
              .mapToObj(id -> Printable.escape(vocabulary.textOf(id)))
              .collect(Collectors.joining(" "))
          + (vocabulary.unknownId() == Vocabulary.NONE ? "" : " and the unknown symbol");
    } catch (IllegalArgumentException e) {
      return "vocabulary damaged: " + Printable.line(String.valueOf(e.getMessage()));
    }
  }

  private void tensors(SafetensorsFile file) {
    PrintStream out = console.streams().out();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("tensor", "type", "shape", "min", "max", "mean", "std"));
    long elements = 0;
    for (Tensor tensor : file.tensors().values()) {
      rows.add(row(tensor));
      elements += tensor.elements();
    }
    out.println();
    if (!file.tensors().isEmpty()) {
      Table.print(out, rows, 3);
    }
    out.println(
        Words.count(file.tensors().size(), "tensor") + ", " + Words.count(elements, "element"));
  }

  private static List<String> row(Tensor tensor) {
    List<String> row = new ArrayList<>();
    row.add(shortened(tensor.name()));
    row.add(tensor.dtype().name());
    row.add(
        Arrays.stream(tensor.shape())
            .mapToObj(Long::toString)
            .collect(Collectors.joining("×", "(", ")")));
    if (tensor.elements() == 0) {
      return row;
    }
    TensorStatistics statistics;
    try {
      statistics = TensorStatistics.of(tensor.toDoubles());
    } catch (SafetensorsException e) {
      return row; // Not real numbers: their spread says nothing.
    }
    row.add(number(statistics.least()));
    row.add(number(statistics.most()));
    row.add(number(statistics.mean()));
    row.add(number(statistics.deviation()));
    if (statistics.notFinite() > 0) {
      row.add(Words.number(statistics.notFinite()) + " not finite");
    }
    return row;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
