// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.options;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names on the command line may be written in small letters or large. */
class ChoiceTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "--model, gru, GRU",
    "--optimizer, adam:beta1=0.8, Adam:beta1=0.8",
    "--schedule, cosine, COSINE",
    "--reduction, sum, Sum",
    "--clip, norm:5, NORM:5",
    "--init-scheme, pytorch, PyTorch",
    "--unit, byte, Byte",
    "--progress, none, NONE"
  })
  void name_isReadInAnyCase(String option, String small, String other) throws IOException {
    assertThat(train(option, other)).isEqualTo(train(option, small));
  }

  @Test
  void unknownName_isAnsweredWithThoseThereAre() {
    Result result = rnn("train", "--text", "abc", "--model", "lstn");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).hasLineCount(1).contains("--model", "lstn", "rnn, lstm, gru");
  }

  @Test
  void backend_isToldWhereOnlyItsLettersAreRight() {
    for (String name : List.of("EJML", "CommonsMath", "commons_math")) {
      Result result = rnn("train", "--text", "abc", "--backend", name);
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err())
          .hasLineCount(1)
          .contains("did you mean " + (name.equals("EJML") ? "ejml" : "commons-math") + "?");
    }
    assertThat(rnn("train", "--text", "abc", "--backend", "blas").err())
        .contains("not among those found")
        .doesNotContain("did you mean");
  }

  private byte[] train(String option, String name) throws IOException {
    Path out = folder.resolve("m.safetensors");
    List<Object> command = new ArrayList<>();
    command.addAll(List.of("train", "--text", "hello world", "--hidden", 4, "--steps", 2));
    command.addAll(List.of(option, name, "--out", out));
    Result result = rnn(command.toArray());
    assertThat(result.code()).as(result.err()).isZero();
    return Files.readAllBytes(out);
  }
}
