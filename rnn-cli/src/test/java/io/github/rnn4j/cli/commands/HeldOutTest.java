// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The held-out loss that training tells is the number that {@code rnn evaluate} tells. */
class HeldOutTest {
  private static final String TEXT = "to be or not to be, that is the question; ".repeat(60);
  private static final String OTHER = "that is not the question: to be, or not. ".repeat(9);

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"lstm, ejml", "gru, commons-math", "rnn, ejml"})
  void lossInTraining_isThatOfEvaluateToTheLastDigit(String cell, String backend)
      throws IOException {
    Path text = Files.writeString(folder.resolve("t.txt"), TEXT + ":.");
    Path other = Files.writeString(folder.resolve("v.txt"), OTHER);
    Path metrics = folder.resolve("m.jsonl");
    Path out = folder.resolve("m.safetensors");
    Result result =
        rnn(
            "train",
            text,
            "--validation-file",
            other,
            "--validate-every",
            10,
            "--model",
            cell,
            "--hidden",
            9,
            "--steps",
            40,
            "--backend",
            backend,
            "--metrics",
            metrics,
            "--out",
            out);
    assertThat(result.code()).as(result.err()).isZero();

    List<Double> told = new ArrayList<>();
    for (String line : Files.readAllLines(metrics)) {
      if (line.contains("\"validation_loss\"")) {
        told.add(number("validation_loss", line));
      }
    }
    assertThat(told).hasSize(4);
    assertThat(evaluated(out, other, backend)).isEqualTo(told.get(3));
    double best = told.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    assertThat(evaluated(folder.resolve("m.best.safetensors"), other, backend)).isEqualTo(best);
    assertThat(result.out())
        .contains("m.best.safetensors: " + String.format("%.4f", best) + " nats");
  }

  @Test
  void bestModelOfAnotherBranch_isNotTakenForTheRunsOwn() throws IOException {
    Path out = folder.resolve("m");
    Path text = Files.writeString(folder.resolve("t.txt"), TEXT);
    Result straight =
        rnn(
            "train",
            text,
            "--model",
            "rnn",
            "--hidden",
            9,
            "--steps",
            60,
            "--validation",
            0.1,
            "--validate-every",
            20,
            "--checkpoint-every",
            20,
            "--keep",
            9,
            "--out",
            out);
    assertThat(straight.code()).as(straight.err()).isZero();

    Path other = folder.resolve("other");
    Result last = rnn("train", "--resume", folder.resolve("m.step-60"), "--out", other);
    assertThat(last.code()).as(last.err()).isZero();
    assertThat(last.out())
        .contains("other: all 60 steps were done before")
        .contains("the best was", "its model is not in " + folder.resolve("other.best"))
        .doesNotContain("NaN");
    assertThat(folder.resolve("other.best")).doesNotExist();

    Result own = rnn("train", "--resume", folder.resolve("m.step-60"));
    assertThat(own.out()).contains(folder.resolve("m.best") + ": ");
    Files.copy(
        folder.resolve("m.step-20"), folder.resolve("m.best"), StandardCopyOption.REPLACE_EXISTING);
    Result replaced = rnn("train", "--resume", folder.resolve("m.step-60"));
    assertThat(replaced.out()).contains("its model is not in " + folder.resolve("m.best"));
  }

  private static double evaluated(Path model, Path text, String backend) {
    Result result = rnn("evaluate", model, text, "--json", "--backend", backend);
    assertThat(result.code()).as(result.err()).isZero();
    return number("nats_per_character", result.out());
  }

  private static double number(String name, String json) {
    Matcher found = Pattern.compile("\"" + name + "\":([-+.\\dE]+)").matcher(json);
    assertThat(found.find()).as(json).isTrue();
    return Double.parseDouble(found.group(1));
  }
}
