// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli.Result;
import io.github.rnn4j.cli.reports.MetricsFile;
import io.github.rnn4j.cli.reports.Pace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Going on from a checkpoint, and beginning from a model. */
class ResumeTest {
  private static final String TEXT = "pack my box with five dozen liquor jugs. ".repeat(20);

  @TempDir private Path folder;
  private Path text;
  private Path out;
  private Path checkpoint;

  @BeforeEach
  void train() throws IOException {
    text = Files.writeString(folder.resolve("text.txt"), TEXT);
    out = folder.resolve("m.safetensors");
    checkpoint = folder.resolve("m.step-40.safetensors");
    Result result =
        rnn(
            "train",
            text,
            "--model",
            "gru",
            "--layers",
            1,
            "--hidden",
            12,
            "--optimizer",
            "adam",
            "--dropout",
            0.1,
            "--steps",
            60,
            "--checkpoint-every",
            20,
            "--keep",
            2,
            "--validation",
            0.1,
            "--backend",
            "ejml",
            "--out",
            out);
    assertThat(result.code()).as(result.err()).isZero();
  }

  @Test
  void checkpoints_areTheLastOnesAndTheBest() throws IOException {
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "text.txt",
              "m.safetensors",
              "m.best.safetensors",
              "m.step-40.safetensors",
              "m.step-60.safetensors");
    }
    assertThat(rnn("sample", checkpoint, "--length", 5).code()).isZero();
  }

  @Test
  void resumedRun_maySwitchItsFilesAndItsLength() throws IOException {
    Path other = folder.resolve("other.safetensors");
    Result result = rnn("train", "--resume", checkpoint, "--out", other);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(Files.readAllBytes(other)).isEqualTo(Files.readAllBytes(out));

    Result longer = rnn("train", "--resume", checkpoint, "--out", other, "--steps", 80);
    assertThat(longer.out()).contains("after 80 steps");
    Result shorter = rnn("train", "--resume", checkpoint, "--out", other, "--steps", 30);
    assertThat(shorter.code()).isEqualTo(1);
    assertThat(shorter.err())
        .contains("the checkpoint has done 40 steps, the run is to have 30: give more steps");
  }

  @Test
  void otherOptions_areNotTaken() {
    Result result = rnn("train", "--resume", checkpoint, "--hidden", 24);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .hasLineCount(1)
        .contains("--hidden comes from the checkpoint that --resume names: only --backend, ");
    Result backend = rnn("train", "--resume", checkpoint, "--backend", "commons-math");
    assertThat(backend.code()).isEqualTo(1);
    assertThat(backend.err()).contains("the run began with the backend ejml");
  }

  @Test
  void changedText_isRefused() throws IOException {
    Files.writeString(text, TEXT.replaceFirst("box", "bix"));
    Result other = rnn("train", "--resume", checkpoint);
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err())
        .hasLineCount(1)
        .contains("the text has changed", "SHA-256", "--init-from");
    Files.writeString(text, TEXT + "é");
    assertThat(rnn("train", "--resume", checkpoint).err()).contains("it has other tokens");
    Path moved = Files.writeString(folder.resolve("moved.txt"), TEXT);
    assertThat(rnn("train", moved, "--resume", checkpoint).code()).isZero();
  }

  @Test
  void plot_isAnImageOfBothCurves() throws IOException {
    for (String kind : List.of("png", "svg")) {
      Path plot = folder.resolve("loss." + kind);
      Path other = folder.resolve("other.safetensors");
      Result result = rnn("train", "--resume", checkpoint, "--out", other, "--plot", plot);
      assertThat(result.code()).as(result.err()).isZero();
      if (kind.equals("png")) {
        assertThat(javax.imageio.ImageIO.read(plot.toFile()).getWidth()).isGreaterThan(500);
      } else {
        assertThat(plot).content().contains("<svg", "rgb(31,119,180)", "rgb(255,127,14)");
      }
    }
    Result text = rnn("train", "--resume", checkpoint, "--plot", "loss.txt");
    assertThat(text.code()).isEqualTo(2);
    assertThat(text.err()).contains("loss.txt is no image: the name ends in .png or .svg");
  }

  @Test
  void finishedModel_isRefused() {
    Result result = rnn("train", "--resume", out);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("holds no training to resume");
  }

  @Test
  void initFrom_addsNewCharactersWithANotice() {
    Path fine = folder.resolve("fine.safetensors");
    Result result =
        rnn(
            "train",
            "--text",
            "pack éü jugs. ".repeat(9),
            "--init-from",
            out,
            "--steps",
            5,
            "--out",
            fine);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err())
        .contains("started from " + out)
        .contains("2 new characters, each like the mean of the old ones: 'é' 'ü'")
        .contains("gru, 1 layer of 12");
  }

  @Test
  void initFrom_hasANetworkOfItsOwn() {
    Path fine = folder.resolve("fine.safetensors");
    Result result =
        rnn("train", text, "--init-from", out, "--hidden", 24, "--model", "lstm", "--out", fine);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .contains("--model lstm, the model has gru; --hidden 24, the model has 12");
    Result scheme =
        rnn("train", text, "--init-from", out, "--init-scheme", "xavier", "--out", fine);
    assertThat(scheme.code()).isEqualTo(2);
  }

  @Test
  void metrics_areCutWhereTheRunGoesBack() throws IOException {
    Path file = folder.resolve("m.jsonl");
    Files.writeString(file, "{\"step\":1,\"seconds\":2.5}\n{\"step\":2}\n{\"step\":3}\n{\"st");
    try (MetricsFile metrics = MetricsFile.goOn(file, 3)) {
      assertThat(Files.readAllLines(file)).hasSize(3);
      metrics.validated(4, 0.5, 1, true);
      metrics.wentBack(2);
      metrics.validated(3, 0.5, 1, true);
      metrics.report(
          new io.github.rnn4j.training.Report(4, 9, 0.5, 1, 7, Double.NaN, 1, 0.1),
          new Pace(1, Duration.ofSeconds(1), Duration.ZERO));
    }
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(4);
    assertThat(lines.get(2)).startsWith("{\"step\":3,\"epoch\":0.5,\"validation_loss\":1.0");
    assertThat(lines.get(3)).contains("\"step\":4", "\"seconds\":3.5");
  }
}
