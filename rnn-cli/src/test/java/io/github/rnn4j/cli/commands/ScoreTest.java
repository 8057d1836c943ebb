// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Child;
import io.github.rnn4j.cli.Cli.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreTest {
  @TempDir private static Path folder;

  private static Path model;
  private static Path text;

  @BeforeAll
  static void train() throws IOException {
    model = folder.resolve("m.safetensors");
    rnn("train", "--text", "hello world\nhello\n", "--hidden", 16, "--steps", 100, "--out", model);
    text = Files.writeString(folder.resolve("text"), "world hello\n\nhello\nwow low");
  }

  @Test
  void evaluate_tellsCostAndPerplexity() {
    Result result = rnn("evaluate", model, text);
    assertThat(result.code()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .matches(
            "25 characters predicted: \\S+ nats, \\S+ bits per character, perplexity \\S+\\R"
                + "in total \\d+\\.\\d{9} nats\\R");
  }

  @ParameterizedTest
  @ValueSource(strings = {"line", "char"})
  void scores_sumUpToWhatEvaluateTells(String part) {
    String json = rnn("evaluate", model, text, "--json").out();
    String total = json.replaceAll("(?s).*\"nats\":([0-9.]+),.*", "$1");
    List<String> rows = rnn("score", model, text, "--by", part).out().lines().toList();
    BigDecimal sum =
        rows.stream()
            .map(row -> row.split("\t", -1)[2])
            .filter(nats -> !nats.isEmpty())
            .map(BigDecimal::new)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(sum).isEqualTo(new BigDecimal(total));
    assertThat(rows).hasSize(part.equals("line") ? 4 : 26);
    assertThat(json).contains("\"characters\":25,").contains("\"unknown_characters\":0");
  }

  @Test
  void files_areOneText() throws IOException {
    String all = Files.readString(text);
    Path first = Files.writeString(folder.resolve("first"), "\uFEFF" + all.substring(0, 7));
    byte[] rest = all.substring(7).getBytes(StandardCharsets.UTF_8);
    assertThat(rnn(rest, "evaluate", model, first, "-").out())
        .isEqualTo(rnn("evaluate", model, text).out());
  }

  @Test
  void unknownCharacters_costWhatTheModelKeeps_orAreRefusedOrLeftOutAndTold() throws IOException {
    Path strange = Files.writeString(folder.resolve("strange"), "hel😀lo é😀");
    Result cost = rnn("evaluate", model, strange, "--json");
    assertThat(cost.out()).contains("\"characters\":8,").contains("\"unknown_characters\":3");
    assertThat(cost.err()).hasLineCount(1).contains("3 characters", "at the cost it keeps");
    Result refused = rnn("evaluate", model, strange, "--unknown", "error");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .hasLineCount(1)
        .contains("2 characters that the model has never seen", "U+1F600", "--unknown skip");
    Result skipped = rnn("evaluate", model, strange, "--unknown", "skip", "--json");
    assertThat(skipped.out()).contains("\"characters\":5,").contains("\"unknown_characters\":3");
    assertThat(skipped.err()).hasLineCount(1).contains("3 characters", "left out");
    assertThat(rnn("evaluate", model, strange, "--unknown", "replace").err())
        .contains("replaced by ' ' U+0020");
  }

  @Test
  void unusableTexts_areRefused() throws IOException {
    Path one = Files.writeString(folder.resolve("one"), "h");
    assertThat(rnn("evaluate", model, one).err()).contains("1 character", "it takes two");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(rnn("evaluate", model, empty).err())
        .contains("left out: " + empty + " holds no text file", "0 characters", "it takes two");
    assertThat(rnn("score", model, folder.resolve("none")).err()).contains("no such file");
    assertThat(rnn("evaluate", model).code()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"byte", "word"})
  void bytesAndWords_sumUpToo(String unit) throws IOException {
    Path other = folder.resolve(unit + ".safetensors");
    Result trained =
        rnn(
            "train",
            "--text",
            "é one two\none 😀 two",
            "--unit",
            unit,
            "--hidden",
            4,
            "--steps",
            2,
            "--out",
            other);
    assertThat(trained.code()).as(trained.err()).isZero();
    Path scored = Files.writeString(folder.resolve(unit), "two é\none");
    String evaluated = rnn("evaluate", other, scored).out();
    assertThat(evaluated).contains(unit + "s predicted").contains("bits per " + unit);
    BigDecimal sum =
        rnn("score", other, scored, "--by", "char")
            .out()
            .lines()
            .map(row -> row.substring(row.lastIndexOf('\t') + 1))
            .filter(nats -> !nats.isEmpty())
            .map(BigDecimal::new)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(evaluated).contains("in total " + sum + " nats");
    assertThat(rnn("sample", other, "--prime", "two é", "--length", 3, "--seed", 1).out())
        .startsWith("two é");
  }

  /** Lines written to a process that reads on, and the rows that it has answered with. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pipe_isScoredLineByLineAsItComes(boolean named) throws Exception {
    Path pipe = folder.resolve("pipe");
    if (named) {
      assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    }
    Process process = Child.start("score", model, named ? pipe : "-");
    try (OutputStream to = named ? Files.newOutputStream(pipe) : process.getOutputStream();
        BufferedReader rows = process.inputReader(StandardCharsets.UTF_8)) {
      for (int line = 1; line <= 3; line++) {
        to.write("hello world\n".getBytes(StandardCharsets.UTF_8));
        to.flush();
        assertThat(rows.readLine()).startsWith(line + "\t" + (line == 1 ? 11 : 12) + "\t");
      }
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"line", "char"})
  void closedOutput_endsTheReading(String part) throws Exception {
    Process process = Child.start("score", model, "-", "--by", part);
    boolean refused = false;
    try (OutputStream to = process.getOutputStream()) {
      to.write("hello world\n".getBytes(StandardCharsets.UTF_8));
      to.flush();
      assertThat(process.getInputStream().read()).isEqualTo('1');
      process.getInputStream().close();
      while (!refused) {
        to.write("hello world\n".repeat(100).getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      refused = true;
    }
    assertThat(refused).isTrue();
    assertThat(process.waitFor()).isEqualTo(141);
    assertThat(process.getErrorStream().readAllBytes()).isEmpty();
  }
}
