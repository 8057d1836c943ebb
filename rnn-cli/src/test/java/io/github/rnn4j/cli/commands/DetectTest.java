// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.cli.Cli.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectTest {
  @TempDir private static Path folder;

  private static Path model;
  private static Result trained;

  private static String line(int i) {
    return "sshd[" + (100 + i % 7) + "]: session " + (i % 3 == 0 ? "opened" : "closed");
  }

  @BeforeAll
  static void train() throws IOException {
    Path log = folder.resolve("normal.log");
    Files.writeString(
        log, IntStream.range(0, 600).mapToObj(i -> line(i) + "\n").collect(Collectors.joining()));
    model = folder.resolve("log.safetensors");
    trained =
        rnn("detect", "--train", log, "--out", model, "--hidden", 24, "--epochs", 6, "--layers", 1);
    assertThat(trained.code()).as(trained.err()).isZero();
  }

  @Test
  void train_holdsOutATenthOfTheLines() {
    assertThat(trained.err())
        .contains("540 records to train on", "60 records from all over the text");
    assertThat(rnn("inspect", model).out())
        .contains("records.calibration", "record_border", "novelty");
  }

  @Test
  void strangeRecords_areFoundAndMarked() {
    byte[] text =
        (line(1) + "\n" + line(2) + "\nkernel: PANIC!\n\n" + line(3) + "\n")
            .getBytes(StandardCharsets.UTF_8);

    Result result = rnn(text, "detect", model, "-", "--false-alarms", 0.02);

    assertThat(result.code()).isEqualTo(3);
    List<String> rows = result.out().lines().toList();
    assertThat(rows).hasSize(1);
    String[] columns = rows.get(0).split("\t");
    assertThat(columns[0]).isEqualTo("3");
    assertThat(Double.parseDouble(columns[1])).isCloseTo(1.0 / 61, within(1e-4));
    assertThat(columns[4].replace("⟦", "").replace("⟧", "")).isEqualTo("kernel: PANIC!");
    assertThat(columns[4]).contains("⟦", "⟧");
    assertThat(result.err()).contains("1 of 4 records strange", "never seen before");
  }

  @Test
  void packedLogs_andOtherEncodings_areRead() throws IOException {
    byte[] text = (line(1) + "\nkernel: PANIC!\n").getBytes(StandardCharsets.UTF_16LE);
    Path wide = Files.write(folder.resolve("wide.log"), text);
    Path packed = folder.resolve("plain.log.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write((line(1) + "\nkernel: PANIC!\n").getBytes(StandardCharsets.UTF_8));
    }

    Result result = rnn("detect", model, packed, "--false-alarms", 0.02);

    assertThat(result.out().lines()).hasSize(1);
    assertThat(rnn("detect", model, wide, "--encoding", "UTF-16LE", "--false-alarms", 0.02).out())
        .isEqualTo(result.out());
  }

  @Test
  void ordinaryRecords_areSilent() throws IOException {
    Path fine = Files.writeString(folder.resolve("fine.log"), line(4) + "\r\n" + line(5) + "\r\n");

    Result result = rnn("detect", model, fine, "--false-alarms", 0.02);

    assertThat(result.code()).isZero();
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("0 of 2 records strange");
  }

  @Test
  void json_saysItAll_andCostsAreThoseOfScore() throws IOException {
    Path text = Files.writeString(folder.resolve("two.log"), line(1) + "\nwhat? \"" + "\n");

    List<String> json =
        rnn("detect", model, text, "--json", "--all", "--by", "mean", "--false-alarms", 0.02)
            .out()
            .lines()
            .toList();
    List<String> score = rnn("score", model, text).out().lines().toList();

    assertThat(json).hasSize(2);
    for (int i = 0; i < 2; i++) {
      assertThat(json.get(i))
          .startsWith("{\"number\":" + (i + 1) + ",\"text\":\"")
          .contains("\"nats\":" + score.get(i).split("\t")[2] + ",")
          .contains("\"strange\":" + (i == 1));
    }
    assertThat(json.get(1)).contains("\"text\":\"what? \\\"\"").contains("\"unseen\":");
  }

  @Test
  void unusableRates_andModels_areRefusedWithTheRemedy() throws IOException {
    Path text = Files.writeString(folder.resolve("t.log"), line(1) + "\n");

    assertThat(rnn("detect", model, text, "--false-alarms", 0.001).err())
        .contains("0.001", "60 held-out records", "0.016");
    Path plain = folder.resolve("plain.safetensors");
    rnn("train", "--text", "hello world", "--hidden", 4, "--steps", 2, "--out", plain);
    assertThat(rnn("detect", plain, text).err()).contains("continuous text", "--records");
    Path all = folder.resolve("all.safetensors");
    rnn("train", text, text, "--records", "lines", "--hidden", 4, "--steps", 2, "--out", all);
    assertThat(rnn("detect", all, text).err()).contains("not calibrated", "--validation");
    assertThat(rnn("detect", model).code()).isEqualTo(2);
    assertThat(rnn("detect", model, text, "--hidden", 3).err()).contains("unknown option --hidden");
    assertThat(rnn("detect", model, folder.resolve("none"), "--false-alarms", 0.02).err())
        .contains("no such file");
  }
}
