// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What layers may have beside their cells, on its way through the commands. */
class LayerOptionsCliTest {
  private static final String TEXT = "the quick brown fox\njumps over\nthe lazy dog\n".repeat(8);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"lstm", "gru", "rnn"})
  void residual_goesThroughEveryCommand(String cell) throws IOException {
    Path model = train("m", 80, "--model", cell, "--layers", 3, "--residual");
    assertThat(ok("inspect", model).out()).contains("residual");
    Path text = Files.writeString(folder.resolve("text"), "the lazy fox\nover the dog");
    String score = ok("evaluate", model, text).out();
    Path twin = folder.resolve("twin.safetensors");
    ok("export", model, "--to", "torch", "--out", twin);
    ok("export", model, "--to", "onnx", "--out", folder.resolve("m.onnx"));
    Path back = folder.resolve("back.safetensors");
    Result imported =
        ok("import", twin, "--vocab", folder.resolve("twin.vocabulary.json"), "--out", back);
    assertThat(imported.err()).contains(cell + ", 3 layers of 8, residual, ");
    assertThat(ok("evaluate", back, text, "--unknown", "error").out()).isEqualTo(score);
    Result drawn = ok("sample", model, "--prime", "the ", "--length", 30, "--temperature", 0);
    assertThat(ok("sample", back, "--prime", "the ", "--length", 30, "--temperature", 0).out())
        .isEqualTo(drawn.out());
  }

  @Test
  void residual_isResumedAsOneRun() throws IOException {
    Path straight = train("straight", 90, "--residual");
    Path twice = train("twice", 40, "--residual", "--keep-optimizer");
    ok("train", "--resume", twice, "--steps", 90);
    assertThat(exported(twice)).isEqualTo(exported(straight));
    Path plain = train("plain", 40, "--keep-optimizer");
    Result other = rnn("train", "--text", TEXT, "--init-from", plain, "--residual");
    assertThat(other.code()).isNotZero();
    assertThat(other.err()).contains("--residual true, the model has false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lstm", "gru", "rnn"})
  void layerNorm_goesThroughTheCommands_butNoTwinHasIt(String cell) throws IOException {
    Path straight = train("straight", 60, "--model", cell, "--layer-norm", "--layers", 2);
    Path twice =
        train("twice", 30, "--model", cell, "--layer-norm", "--layers", 2, "--keep-optimizer");
    ok("train", "--resume", twice, "--steps", 60);
    Path bare = folder.resolve("bare.safetensors");
    ok("export", twice, "--to", "rnn", "--out", bare);
    assertThat(Files.readAllBytes(bare)).isEqualTo(Files.readAllBytes(straight));
    assertThat(ok("inspect", bare).out()).contains("layer norm");
    Path text = Files.writeString(folder.resolve("text"), "the lazy fox\nover the dog");
    assertThat(ok("evaluate", bare, text, "--weights", "bf16").out()).contains("perplexity");
    ok("evaluate", bare, text, "--dynamic");
    assertThat(ok("sample", bare, "--length", 30, "--temperature", 0).out()).isNotEmpty();
    for (String program : List.of("torch", "onnx")) {
      Result refused = rnn("export", bare, "--to", program, "--out", folder.resolve("x"));
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err())
          .hasLineCount(1)
          .contains("has no layer normalization within a step");
      assertThat(folder.resolve("x")).doesNotExist();
    }
    Path plain = train("plain", 10, "--model", cell, "--layers", 2);
    assertThat(rnn("train", "--text", TEXT, "--init-from", plain, "--layer-norm").err())
        .contains("--layer-norm true, the model has false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lstm", "gru", "rnn"})
  void members_goThroughEveryCommand(String cell) throws IOException {
    Path straight = train("straight", 60, "--model", cell, "--members", 3, "--dropout", 0.2);
    Path model =
        train("m", 30, "--model", cell, "--members", 3, "--dropout", 0.2, "--keep-optimizer");
    ok("train", "--resume", model, "--steps", 60);
    Path bare = folder.resolve("bare.safetensors");
    ok("export", model, "--to", "rnn", "--out", bare);
    assertThat(Files.readAllBytes(bare)).isEqualTo(Files.readAllBytes(straight));
    assertThat(ok("inspect", bare).out()).contains("3 members of " + cell);
    Path text = Files.writeString(folder.resolve("text"), "the lazy fox\nover the dog");
    String score = ok("evaluate", bare, text).out();
    assertThat(score).contains("perplexity");
    assertThat(ok("evaluate", bare, text, "--dynamic").out()).isNotEqualTo(score);
    assertThat(ok("evaluate", bare, text, "--weights", "bf16").out()).isNotEqualTo(score);
    assertThat(ok("score", bare, text).out()).hasLineCount(2);
    Object[] sample = {"sample", bare, "--prime", "the ", "--length", 30, "--temperature", 0};
    String drawn = ok(sample).out();
    for (String more : List.of("--beam", "--count")) {
      assertThat(ok("sample", bare, "--prime", "the ", "--length", 30, more, 2).out()).isNotEmpty();
    }
    Path packed = folder.resolve("text.rnnz");
    Path unpacked = folder.resolve("unpacked");
    ok("compress", bare, text, "--out", packed);
    ok("decompress", bare, packed, "--out", unpacked);
    assertThat(unpacked).hasSameBinaryContentAs(text);
    Path page = folder.resolve("page.html");
    ok("view", bare, text, "--color", "3:h:7", "--html", page);
    assertThat(page).content().contains("3 members of " + cell);
    assertThat(rnn("view", bare, text, "--color", "7:h:0", "--html", page).err())
        .contains(cell.equals("rnn") ? "layers 1 to 3" : "layers 1 to 6");
    ok("export", bare, "--to", "onnx", "--out", folder.resolve("m.onnx"));
    Path twin = folder.resolve("twin.safetensors");
    ok("export", bare, "--to", "torch", "--out", twin);
    Path back = folder.resolve("back.safetensors");
    Path vocabulary = folder.resolve("twin.vocabulary.json");
    Result imported = ok("import", twin, "--vocab", vocabulary, "--out", back);
    assertThat(imported.err()).contains("3 members of " + cell).hasLineCount(1);
    assertThat(ok("evaluate", back, text, "--unknown", "error").out()).isEqualTo(score);
    sample[1] = back;
    assertThat(ok(sample).out()).isEqualTo(drawn);
    Path one = folder.resolve("one.safetensors");
    ok(
        "import",
        twin,
        "--vocab",
        vocabulary,
        "--out",
        one,
        "--rnn",
        "members.1.rnn",
        "--decoder",
        "members.1.decoder");
    assertThat(ok("evaluate", one, text, "--unknown", "error").out()).isNotEqualTo(score);
    Path onwards = folder.resolve("onwards.safetensors");
    ok("train", "--text", TEXT, "--init-from", bare, "--steps", 5, "--out", onwards);
    assertThat(ok("inspect", onwards).out()).contains("3 members of " + cell);
    Path started = folder.resolve("started.safetensors");
    ok("train", "--text", TEXT, "--init", twin, "--steps", 5, "--out", started);
    assertThat(ok("inspect", started).out()).contains("3 members of " + cell);
    assertThat(rnn("train", "--text", TEXT, "--init-from", one, "--members", 3).err())
        .contains("--members 3, the model has 1");
    assertThat(rnn("train", "--text", TEXT, "--members", 0).err()).contains("--members");
  }

  @Test
  void modelsTrainedApart_becomeMembersOfOne() throws IOException {
    Path one = train("one", 60, "--seed", 1);
    Path two = train("two", 60, "--seed", 2);
    Path both = folder.resolve("both.safetensors");
    assertThat(ok("ensemble", one, two, "--out", both).err())
        .contains("both.safetensors: 2 members of lstm, 2 layers of 8, ")
        .hasLineCount(1);
    Path text = Files.writeString(folder.resolve("text"), "the lazy fox\nover the dog");
    assertThat(total(both, text)).isLessThan((total(one, text) + total(two, text)) / 2);
    Path three = folder.resolve("three.safetensors");
    ok("ensemble", both, one, "--out", three);
    assertThat(ok("inspect", three).out()).contains("3 members of lstm");

    byte[] before = Files.readAllBytes(both);
    assertThat(rnn("ensemble", one, two, "--out", both).err()).contains("or say --force");
    Result overItself = rnn("ensemble", both, two, "--out", both, "--force");
    assertThat(overItself.code()).isNotZero();
    assertThat(both).hasBinaryContent(before);
    Path wide = train("wide", 5, "--hidden", 9);
    Result differs = rnn("ensemble", one, wide, "--out", folder.resolve("no"));
    assertThat(differs.code()).isNotZero();
    assertThat(differs.err()).contains("model 2 has the network").hasLineCount(1);
    assertThat(folder.resolve("no")).doesNotExist();
    assertThat(rnn("ensemble", one, "--out", folder.resolve("no")).code()).isEqualTo(2);
    Path names = folder.resolve("names.safetensors");
    ok(
        "detect",
        "--train",
        Files.writeString(folder.resolve("log"), TEXT),
        "--out",
        names,
        "--hidden",
        8,
        "--steps",
        20,
        "--validation",
        0.2,
        "--backend",
        "ejml");
    assertThat(ok("ensemble", names, names, "--out", folder.resolve("pair.safetensors")).err())
        .contains("without the calibration that 'rnn detect' needs");
  }

  private static double total(Path model, Path text) {
    String out = ok("evaluate", model, text).out();
    return Double.parseDouble(out.replaceAll("(?s).*in total ([0-9.]+) nats.*", "$1"));
  }

  @Test
  void residual_needsTwoLayers() {
    Result result =
        rnn("train", "--text", TEXT, "--layers", 1, "--residual", "--out", folder.resolve("x"));
    assertThat(result.code()).isNotZero();
    assertThat(result.err())
        .contains("residual connections go from layer to layer, and there is 1")
        .hasLineCount(1);
  }

  private Path train(String name, int steps, Object... rest) {
    Path out = folder.resolve(name + ".safetensors");
    List<Object> command = new ArrayList<>(List.of("train", "--text", TEXT, "--hidden", 8));
    command.addAll(List.of("--steps", steps, "--schedule", "constant"));
    command.addAll(List.of("--backend", "ejml", "--out", out));
    command.addAll(Arrays.asList(rest));
    ok(command.toArray());
    return out;
  }

  private byte[] exported(Path model) throws IOException {
    Path out = folder.resolve("exported.safetensors");
    ok("export", model, "--to", "torch", "--out", out, "--force");
    return Files.readAllBytes(out);
  }

  private static Result ok(Object... command) {
    Result result = rnn(command);
    assertThat(result.code()).as(result.err()).isZero();
    return result;
  }
}
