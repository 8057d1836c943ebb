// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.rnn4j.cli.Cli;
import io.github.rnn4j.cli.Cli.Result;
import io.github.rnn4j.cli.GoldenHello;
import io.github.rnn4j.safetensors.Dtype;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.SafetensorsWriter;
import io.github.rnn4j.safetensors.Tensor;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainTest {
  @TempDir private Path folder;

  @Test
  void training_savesAModelAndTellsTheLossOnStandardOutput() throws IOException {
    Path out = folder.resolve("m.safetensors");
    Result result =
        rnn("train", "--model", "rnn", "--text", "hello world", "--hidden", "32", "--out", out);
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .hasLineCount(1)
        .matches("\\Q" + out + "\\E: loss 0\\.00\\d\\d nats, 0\\.\\d{4} bits .* 2,000 steps .*\\R");
    assertThat(result.err())
        .contains("11 characters from --text, vocabulary of 8")
        .contains("rnn, 1 layer of 32, 1,576 parameters")
        .contains("2,000 steps of 1 × 10 characters")
        .contains("step 2,000 of 2,000, epoch 2000.00: loss 0.00");
    assertThat(SafetensorsFile.read(out).metadata()).containsEntry("hidden_size", "32");
  }

  @Test
  void sameSeed_givesTheSameBytesAndAnotherSeedOthers() throws IOException {
    Path a = folder.resolve("a.safetensors");
    Path b = folder.resolve("b.safetensors");
    Path c = folder.resolve("c.safetensors");
    for (Path out : List.of(a, b)) {
      rnn("train", "--text", "to be or not", "--steps", "20", "--seed", "7", "--out", out);
    }
    rnn("train", "--text", "to be or not", "--steps", "20", "--seed", "8", "--out", c);
    assertThat(Files.readAllBytes(a)).isEqualTo(Files.readAllBytes(b));
    assertThat(Files.readAllBytes(a)).isNotEqualTo(Files.readAllBytes(c));
  }

  @Test
  void sources_areJoinedInTheOrderGiven() throws IOException {
    Path one = Files.writeString(folder.resolve("1.txt"), "abc");
    Path directory = Files.createDirectories(folder.resolve("dir/sub")).getParent();
    Files.writeString(directory.resolve("z.txt"), "ghi");
    Files.writeString(directory.resolve("sub/a.txt"), "def");
    Path joined = folder.resolve("joined.safetensors");
    Path whole = folder.resolve("whole.safetensors");
    Result result =
        rnn(
            "jkl".getBytes(UTF_8),
            "train",
            one,
            directory,
            "-",
            "--text",
            "mno",
            "--steps",
            5,
            "--out",
            joined);
    assertThat(result.err()).contains("15 characters from 5 sources");
    rnn("train", "--text", "abcdefghijklmno", "--steps", 5, "--out", whole);
    assertThat(Files.readAllBytes(joined)).isEqualTo(Files.readAllBytes(whole));
  }

  @Test
  void whatIsLeftOutOrTakenOff_isTold() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("dir"));
    Files.write(directory.resolve("picture.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    Files.writeString(directory.resolve("text.txt"), "\uFEFFsome text");
    Result result = rnn("train", directory, "--steps", 1, "--out", folder.resolve("m.safetensors"));
    assertThat(result.code()).isZero();
    assertThat(result.err())
        .contains("picture.png is not UTF-8 (at byte offset 0)")
        .contains("text.txt: the byte order mark at its start was taken off");
  }

  @Test
  void vocabulary_consistsOfWholeCharacters() throws IOException {
    Path out = folder.resolve("m.safetensors");
    rnn("train", "--text", "a😀é", "--steps", 1, "--out", out);
    String json = SafetensorsFile.read(out).metadata().get("vocabulary");
    assertThat(Vocabulary.fromJson(json)).isEqualTo(Vocabulary.ofCodePoints('a', 'é', 0x1F600));
  }

  @Test
  void metrics_areALineOfJsonForEachReport() throws IOException {
    Path metrics = folder.resolve("run.jsonl");
    Result result =
        rnn(
            "train",
            "--text",
            "abcdefghijklmnopqrstuvwxyz",
            "--seq-length",
            5,
            "--batch-size",
            1,
            "--epochs",
            3,
            "--report-every",
            4,
            "--metrics",
            metrics,
            "--out",
            folder.resolve("m.safetensors"));
    assertThat(result.code()).isZero();
    List<Map<String, Double>> reports = new ArrayList<>();
    for (String line : Files.readAllLines(metrics)) {
      reports.add(numbers(line));
    }
    assertThat(reports).extracting(r -> r.get("step")).containsExactly(4.0, 8.0, 12.0, 15.0);
    assertThat(reports).extracting(r -> r.get("epoch")).containsExactly(0.8, 1.6, 2.4, 3.0);
    for (Map<String, Double> report : reports) {
      assertThat(report.get("loss")).isBetween(0.5, 4.0);
      assertThat(report.get("bits_per_character"))
          .isCloseTo(report.get("loss") / Math.log(2), within(1e-12));
      assertThat(report.get("chars_per_second")).isPositive();
      assertThat(report).containsKeys("learning_rate", "seconds");
    }
    assertThat(result.err().lines().filter(l -> l.startsWith("step "))).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ejml", "commons-math"})
  void goldenRun_isReproducedOnEachBackend(String backend) throws IOException {
    GoldenHello golden = GoldenHello.read();
    Path out = folder.resolve("golden.safetensors");
    Path metrics = folder.resolve("golden.jsonl");
    Result result =
        rnn(
            "train",
            "--text",
            golden.text(),
            "--hidden",
            32,
            "--seq-length",
            10,
            "--batch-size",
            1,
            "--epochs",
            2000,
            "--learning-rate",
            0.05,
            "--reduction",
            "sum",
            "--init",
            golden.start(folder.resolve("start.safetensors")),
            "--backend",
            backend,
            "--metrics",
            metrics,
            "--report-every",
            1,
            "--progress",
            "none",
            "--out",
            out);
    assertThat(result.err()).doesNotContain("step 1 ");
    assertThat(result.code()).isZero();
    golden.requireFinal(SafetensorsFile.read(out));
    List<Double> losses = new ArrayList<>();
    for (String line : Files.readAllLines(metrics)) {
      losses.add(numbers(line).get("loss"));
    }
    golden.requireLosses(losses);
  }

  @Test
  void init_passesOverWhatIsNoWeightAndRefusesOtherSizes() throws IOException {
    Path start = GoldenHello.read().start(folder.resolve("start.safetensors"));
    Path out = folder.resolve("m.safetensors");
    Result result =
        rnn("train", "--hidden", 128, "--text", "hello world", "--init", start, "--out", out);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).hasLineCount(1).contains("start.safetensors", "[32", "[128");
    assertThat(out).doesNotExist();
  }

  @Test
  void earlierModel_isReplacedWithANotice() {
    Path out = Cli.helloWorld(folder.resolve("m.safetensors"));
    Result result = rnn("train", "--text", "other text", "--steps", 1, "--out", out);
    assertThat(result.code()).isZero();
    assertThat(result.err()).contains(out + ", which replaces an earlier model");
  }

  @Test
  void divergence_isBorneFiveTimesThenEndsWithTheLastGoodModel() throws IOException {
    Path out = folder.resolve("m.safetensors");
    Result result =
        rnn("train", "--text", "hello world", "--learning-rate", Double.MAX_VALUE, "--out", out);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines().reduce((a, b) -> b).orElseThrow())
        .startsWith("rnn: the training diverged at step ")
        .contains(": the loss is ", ": try a lower one", "gave up after 5 attempts")
        .endsWith("the model is kept as it was at step 0; it is in " + out);
    assertThat(result.err().lines().filter(line -> line.contains("; going on from step 0 at")))
        .hasSize(5);
    for (Tensor tensor : SafetensorsFile.read(out).tensors().values()) {
      assertThat(Arrays.stream(tensor.toDoubles())).allMatch(Double::isFinite);
    }
  }

  @Test
  void divergenceBeforeAnythingWasLearned_replacesNoModel() throws IOException {
    Path out = Cli.helloWorld(folder.resolve("m.safetensors"));
    byte[] before = Files.readAllBytes(out);
    Result result =
        rnn("train", "--text", "hello world", "--learning-rate", Double.MAX_VALUE, "--out", out);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("nothing was learned, and " + out + " is left as it was");
    assertThat(Files.readAllBytes(out)).isEqualTo(before);
  }

  @Test
  void divergenceAtTheLastStep_isFoundToo() throws IOException {
    Path out = folder.resolve("m.safetensors");
    Result result =
        rnn(
            "train",
            "--text",
            "hello world",
            "--learning-rate",
            Double.MAX_VALUE,
            "--reduction",
            "sum",
            "--steps",
            1,
            "--out",
            out);
    assertThat(result.err()).contains("diverged at step 2: ", "; going on from step 0 at");
    assertThat(result.code()).isZero();
    for (Tensor tensor : SafetensorsFile.read(out).tensors().values()) {
      assertThat(Arrays.stream(tensor.toDoubles())).allMatch(Double::isFinite);
    }
  }

  @Test
  void startWeightsThatAreNotFinite_areRefused() throws IOException {
    Path start = folder.resolve("nan.safetensors");
    SafetensorsFile good = SafetensorsFile.read(Cli.helloWorld(folder.resolve("m.safetensors")));
    SafetensorsWriter writer = new SafetensorsWriter();
    for (Tensor tensor : good.tensors().values()) {
      double[] values = tensor.toDoubles();
      values[0] = Double.NaN;
      writer.add(tensor.name(), Dtype.F64, tensor.shape(), () -> values);
    }
    writer.write(start);
    Path out = folder.resolve("out.safetensors");
    Result result =
        rnn("train", "--text", "hello world", "--hidden", 16, "--init", start, "--out", out);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("rnn: " + start + ": ").contains("NaN");
    assertThat(out).doesNotExist();
  }

  private static Map<String, Double> numbers(String line) throws IOException {
    Map<String, Double> numbers = new LinkedHashMap<>();
    try (JsonParser json = new JsonFactory().createParser(line)) {
      assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        json.nextToken();
        numbers.put(name, json.getDoubleValue());
      }
      assertThat(json.nextToken()).isNull();
    }
    return numbers;
  }
}
