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
