// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;

import io.github.rnn4j.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Models that were exported, each with what it writes where nothing is left to chance. */
final class OnnxModels {
  private static final String VERSE =
      "Die Rose ist ohne Warum; sie bl\u00FChet, weil sie bl\u00FChet, \uD83C\uDF39\n";

  /**
   * An exported model.
   *
   * @param file the ONNX file
   * @param prime what to go on from
   * @param written what rnn sample writes after it
   */
  record Exported(Path file, String prime, String written) {
    @Override
    public String toString() {
      return String.valueOf(file.getFileName());
    }
  }

  private OnnxModels() {}

  /**
   * One of each cell, of one or more layers and members, of texts and records, with all kinds of
   * input.
   */
  static Stream<Exported> in(Path folder) throws IOException {
    Path verse = Files.writeString(folder.resolve("verse.txt"), VERSE.repeat(30));
    Path names =
        Files.writeString(folder.resolve("names.txt"), "anna\nbert\nc\u00E4cilie\n".repeat(40));
    return Stream.of(
        exported(folder, "lstm", verse, "Die R", "--layers", "2"),
        exported(folder, "lstm", verse, "Die R", "--layers", "2", "--members", "2"),
        exported(folder, "gru", verse, "sie ", "--embedding", "24", "--tie-weights"),
        exported(folder, "rnn", verse, "sie", "--min-count", "31", "--embedding", "7"),
        exported(folder, "lstm", names, "b", "--records", "lines"),
        exported(folder, "gru", names, "c\u00E4", "--records", "lines", "--layers", "3"));
  }

  private static Exported exported(
      Path folder, String cell, Path text, String prime, String... options) {
    String name = String.join("", cell, text.getFileName().toString(), String.join("", options));
    Path model = folder.resolve(name + ".safetensors");
    Path onnx = folder.resolve(name + ".onnx");
    List<Object> train = new ArrayList<>(List.of("train", text, "--model", cell));
    train.addAll(List.of("--hidden", 24, "--steps", 120, "--seed", 3, "--out", model));
    train.addAll(Arrays.asList(options));
    ok(rnn(train.toArray()));
    ok(rnn("export", model, "--to", "onnx", "--out", onnx));
    return new Exported(
        onnx,
        prime,
        ok(rnn("sample", model, "--prime", prime, "--length", 60, "--temperature", 0)));
  }

  private static String ok(Result result) {
    if (result.code() != 0) {
      throw new AssertionError(result.err());
    }
    return result.out();
  }
}
