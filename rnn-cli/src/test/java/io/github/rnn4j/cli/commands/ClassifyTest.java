// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifyTest {
  @TempDir private static Path folder;

  private static Path model;

  private static String words(String letters, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return random
        .ints(count, 3, 9)
        .mapToObj(
            length ->
                random
                    .ints(length, 0, letters.length())
                    .mapToObj(i -> letters.substring(i, i + 1))
                    .collect(Collectors.joining()))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  @BeforeAll
  static void train() throws IOException {
    Path front = Files.writeString(folder.resolve("front.txt"), words("abcdefgh", 300, 1));
    Path back = Files.writeString(folder.resolve("back.txt"), words("fghijklm", 300, 2));
    model = folder.resolve("m.safetensors");
    Result trained =
        rnn(
            "classify",
            "--train",
            "front=" + front,
            "back=" + back,
            "--out",
            model,
            "--hidden",
            16,
            "--layers",
            1,
            "--epochs",
            8);
    assertThat(trained.code()).as(trained.err()).isZero();
  }

  @Test
  void records_getLabelProbabilityAndRunnerUp() throws IOException {
    Path text = Files.writeString(folder.resolve("new.txt"), "abcab\n\nklmkl\n");

    List<String> rows = rnn("classify", model, text).out().lines().toList();

    assertThat(rows).hasSize(2);
    assertThat(rows.get(0)).matches("front\t0\\.\\d{4}\tback\t0\\.\\d{4}\tabcab");
    assertThat(rows.get(1)).matches("back\t(0\\.\\d{4}|1\\.0000)\tfront\t0\\.\\d{4}\tklmkl");
  }

  @Test
  void confusion_countsWhoIsTakenForWhom() throws IOException {
    Path text = folder.resolve("test.txt");
    Path truth = folder.resolve("truth.txt");
    Files.writeString(text, words("abcdefgh", 60, 3) + words("fghijklm", 40, 4));
    Files.writeString(truth, "front\n".repeat(60) + "back\n".repeat(40));

    List<String> rows = rnn("classify", model, text, "--labels", truth).out().lines().toList();

    assertThat(rows).hasSize(4);
    assertThat(rows.get(0)).contains("front", "back", "recall", "precision");
    String[] front = rows.get(1).trim().split("\\s+");
    assertThat(Integer.parseInt(front[1]) + Integer.parseInt(front[2])).isEqualTo(60);
    assertThat(rows.get(3))
        .matches("accuracy (0\\.\\d{4}|1\\.0000) of 100, .* nats a label, AUC .*");
    assertThat(Double.parseDouble(rows.get(3).split(" ")[1])).isGreaterThan(0.8);
    assertThat(Double.parseDouble(rows.get(3).replaceAll(".*AUC ", ""))).isGreaterThan(0.9);
  }

  @Test
  void priors_moveTheProbability() throws IOException {
    Path text = Files.writeString(folder.resolve("middle.txt"), "fgh\n");
    double even =
        probability(rnn("classify", model, text, "--prior", "front=1", "--prior", "back=1"));
    double biased =
        probability(rnn("classify", model, text, "--prior", "front=99", "--prior", "back=1"));

    assertThat(biased).isGreaterThan(even);
    assertThat(rnn("classify", model, text, "--prior", "front=1").err())
        .contains("--prior back=P is missing");
    assertThat(rnn("classify", model, text, "--prior", "side=1").err())
        .contains("no label 'side'", "front, back");
  }

  private static double probability(Result result) {
    String[] columns = result.out().strip().split("\t");
    return Double.parseDouble(columns[columns[0].equals("front") ? 1 : 3]);
  }

  @Test
  void json_hasEveryLabel() throws IOException {
    Path text = Files.writeString(folder.resolve("one.txt"), "abab\n");

    assertThat(rnn("classify", model, text, "--json").out())
        .startsWith(
            "{\"number\":1,\"text\":\"abab\",\"label\":\"front\",\"probabilities\":{\"front\":")
        .contains(",\"back\":");
  }

  @Test
  void misuse_isRefusedWithTheRemedy() throws IOException {
    Path text = Files.writeString(folder.resolve("x.txt"), "ab\n");
    Path plain = folder.resolve("plain.safetensors");
    rnn("train", "--text", "hello world", "--hidden", 4, "--steps", 2, "--out", plain);

    assertThat(rnn("classify", plain, text).err()).contains("no labels", "classify --train");
    assertThat(rnn("classify", "--train", "only=" + text, "--out", folder.resolve("o")).err())
        .contains("two labels or more");
    assertThat(
            rnn("train", text, "--label", "a=" + text, "--label", "b=" + text, "--out", plain)
                .err())
        .contains("leave out FILE");
    assertThat(rnn("classify", model).code()).isEqualTo(2);
  }
}
