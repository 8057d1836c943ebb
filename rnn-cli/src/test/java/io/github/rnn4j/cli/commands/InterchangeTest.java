// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli;
import io.github.rnn4j.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterchangeTest {
  @TempDir private static Path folder;

  private static Path model;

  @BeforeAll
  static void train() {
    model = Cli.helloWorld(folder.resolve("m.safetensors"));
  }

  @Test
  void exportAndImport_giveTheSameModelAgain() throws IOException {
    Path twin = folder.resolve("twin.safetensors");
    Path json = folder.resolve("twin.vocabulary.json");
    Path again = folder.resolve("again.safetensors");
    Result export = rnn("export", model, "--to", "torch", "--out", twin);
    assertThat(export.err()).contains("F64", "twin.vocabulary.json");
    assertThat(export.code()).isZero();
    Result back = rnn("import", twin, "--vocab", json, "--out", again, "--one-bias");
    assertThat(back.code()).as(back.err()).isZero();
    assertThat(back.err()).contains("1 layer of 16").contains("8 characters");
    assertThat(again).hasSameBinaryContentAs(model);

    Path text = Files.writeString(folder.resolve("corpus.txt"), "hello world");
    rnn("import", twin, "--vocab", text, "--out", again);
    assertThat(rnn("sample", again, "--prime", "h", "--length", 10, "--temperature", 0).out())
        .startsWith("hello world");
  }

  @Test
  void otherFiles_areNotReplaced() throws IOException {
    Path there = Files.writeString(folder.resolve("there.safetensors"), "mine");
    assertThat(rnn("export", model, "--to", "torch", "--out", there).err())
        .contains("already")
        .contains("--force");
    assertThat(rnn("export", model, "--to", "torch", "--out", model, "--force").code())
        .isEqualTo(1);
    assertThat(there).hasContent("mine");
    assertThat(
            rnn("export", model, "--to", "TORCH", "--out", there, "--force", "--dtype", "f32")
                .code())
        .isZero();
  }

  @Test
  void modelOfOurs_isNoStateDictOfOtherSizes() throws IOException {
    Path text = Files.writeString(folder.resolve("other.txt"), "abc");
    Path out = folder.resolve("none.safetensors");
    Result result = rnn("import", model, "--vocab", text, "--out", out);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).hasLineCount(1).contains("8 tokens").contains("has 3");
    assertThat(out).doesNotExist();
    assertThat(rnn("import", model, "--vocab", text, "--out", out, "--cell", "elman").err())
        .contains("there is no cell 'elman'");
  }

  @Test
  void recordsBorder_goesToPyTorchAndBack() throws IOException {
    Path names = Files.writeString(folder.resolve("names.txt"), "ann\nbo\ncy\n".repeat(40));
    Path model = folder.resolve("names.safetensors");
    rnn("train", names, "--records", "lines", "--hidden", 8, "--steps", 20, "--out", model);
    Path twin = folder.resolve("names-twin.safetensors");
    Path json = folder.resolve("names-twin.vocabulary.json");
    Path back = folder.resolve("names-back.safetensors");
    assertThat(rnn("export", model, "--to", "torch", "--out", twin).code()).isZero();
    assertThat(rnn("import", twin, "--vocab", json, "--out", back).code()).isZero();

    String costs = rnn("score", model, names).out();
    assertThat(costs.lines()).hasSize(120);
    assertThat(rnn("score", back, names).out()).isEqualTo(costs);

    Path other = folder.resolve("other.safetensors");
    rnn("import", twin, "--vocab", json, "--records", "y", "--out", other);
    assertThat(rnn("score", other, names).out()).isNotEqualTo(costs);
    assertThat(rnn("import", twin, "--vocab", json, "--records", "#", "--out", other).err())
        .contains("'#'");
  }
}
