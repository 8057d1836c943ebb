// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli.Result;
import io.github.rnn4j.files.OwnFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run writes into the folder of its text, and wrote before, is never its text. */
class OwnFilesTest {
  @TempDir private Path folder;

  @BeforeEach
  void text() throws IOException {
    Files.writeString(folder.resolve("t.txt"), "to be or not to be\n".repeat(30));
  }

  @ParameterizedTest
  @ValueSource(strings = {"char", "byte", "word"})
  void runTwice_readsTheSameTextAndMakesTheSameModel(String unit) throws IOException {
    byte[] first = train(unit);
    assertThat(OwnFile.of(folder.resolve("run.jsonl"))).contains(OwnFile.METRICS);
    assertThat(OwnFile.of(folder.resolve("m.step-20.safetensors"))).contains(OwnFile.MODEL);
    assertThat(OwnFile.of(folder.resolve("m.best.safetensors"))).contains(OwnFile.MODEL);
    assertThat(OwnFile.of(folder.resolve("x.rnncache"))).contains(OwnFile.CACHE);
    assertThat(train(unit)).isEqualTo(first);
    Result globbed =
        rnn(
            "train",
            folder.resolve("run.jsonl"),
            folder.resolve("t.txt"),
            "--steps",
            1,
            "--out",
            folder.resolve("n.safetensors"));
    assertThat(globbed.err()).contains("570 characters", "run.jsonl is the metrics of a run");
  }

  @Test
  void resumedRun_readsTheTextThatItBeganWith() throws IOException {
    byte[] whole = train("byte");
    for (int step : new int[] {10, 20, 30}) {
      Result resumed =
          rnn(
              "train",
              "--resume",
              folder.resolve("m.step-" + step + ".safetensors"),
              "--progress",
              "none");
      assertThat(resumed.code()).as(resumed.err()).isZero();
      assertThat(Files.readAllBytes(folder.resolve("m.safetensors"))).isEqualTo(whole);
    }
  }

  private byte[] train(String unit) throws IOException {
    List<Object> arguments =
        new ArrayList<>(
            Arrays.asList(
                "train",
                folder,
                "--unit",
                unit,
                "--model",
                "rnn",
                "--hidden",
                8,
                "--layers",
                1,
                "--steps",
                30,
                "--seq-length",
                5,
                "--batch-size",
                4,
                "--validation",
                0.2,
                "--validate-every",
                10,
                "--checkpoint-every",
                10,
                "--keep",
                9,
                "--metrics",
                folder.resolve("run.jsonl"),
                "--cache",
                folder.resolve("x.rnncache"),
                "--out",
                folder.resolve("m.safetensors")));
    Result result = rnn(arguments.toArray());
    assertThat(result.code()).as(result.err()).isZero();
    return Files.readAllBytes(folder.resolve("m.safetensors"));
  }

  @Test
  void encoding_isThatOfTheTextAndTheHeldOutTextAndOfAResumedRun() throws IOException {
    java.nio.charset.Charset utf16 = java.nio.charset.StandardCharsets.UTF_16LE;
    Path text = Files.write(folder.resolve("u"), "Müßiggang\n".repeat(60).getBytes(utf16));
    Path held = Files.write(folder.resolve("h"), "gangMüßig\n".repeat(9).getBytes(utf16));
    Path out = folder.resolve("u.safetensors");
    Object[] command = {
      "train",
      text,
      "--validation-file",
      held,
      "--encoding",
      "utf-16le",
      "--steps",
      20,
      "--checkpoint-every",
      10,
      "--seq-length",
      5,
      "--hidden",
      8,
      "--layers",
      1,
      "--out",
      out
    };
    Result trained = rnn(command);
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.err()).contains("600 characters", "u: read as UTF-16LE");
    byte[] whole = Files.readAllBytes(out);
    Result resumed = rnn("train", "--resume", folder.resolve("u.step-10.safetensors"));
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(Files.readAllBytes(out)).isEqualTo(whole);
    assertThat(rnn("train", text, "--out", out).err())
        .contains("it looks like UTF-16LE without a byte order mark", "--encoding UTF-16LE");
    assertThat(rnn("train", text, "--unit", "byte", "--encoding", "UTF-8", "--out", out).code())
        .isEqualTo(2);
  }
}
