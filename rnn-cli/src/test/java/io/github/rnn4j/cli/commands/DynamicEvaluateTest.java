// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code rnn evaluate --dynamic}: another number, and told apart. */
class DynamicEvaluateTest {
  private static final String TRAINED = "hello world\nhello\n";

  @TempDir private static Path folder;

  private static Path model;
  private static Path records;
  private static Path text;
  private static Path trained;

  @BeforeAll
  static void train() throws IOException {
    model = folder.resolve("m.safetensors");
    ok("train", "--text", TRAINED, "--hidden", 16, "--steps", 60, "--out", model);
    records = folder.resolve("r.safetensors");
    trained = Files.writeString(folder.resolve("trained"), TRAINED.repeat(5));
    ok("train", trained, "--records", "lines", "--hidden", 8, "--steps", 40, "--out", records);
    text = Files.writeString(folder.resolve("text"), "oh hello dell\nwell well\n".repeat(30));
  }

  private static Result ok(Object... command) {
    Result result = rnn(command);
    assertThat(result.code()).as(result.err()).isZero();
    return result;
  }

  @Test
  void number_isAnotherOneAndSaysSo_andTheModelStays() throws IOException {
    byte[] before = Files.readAllBytes(model);
    Result result = ok("evaluate", model, text, "--dynamic", "--dynamic-rate", 0.5);
    assertThat(result.out())
        .matches(
            "719 characters predicted while learning \\(sgd, rate 0.5, segments of 20\\):"
                + " \\S+ nats, \\S+ bits per character, perplexity \\S+\\R"
                + "in total \\d+\\.\\d{9} nats\\R");
    Result still = ok("evaluate", model, text);
    assertThat(still.out()).startsWith("719 characters predicted: ");
    assertThat(nats(result)).isLessThan(nats(still));
    assertThat(Files.readAllBytes(model)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rateZero_isTheStaticFigure(boolean ofRecords) {
    Path which = ofRecords ? records : model;
    String still = ok("evaluate", which, text, "--json").out();
    Result zero = ok("evaluate", which, text, "--json", "--dynamic", "--dynamic-rate", 0);
    assertThat(zero.out())
        .isEqualTo(
            still.replace(
                "}\n",
                ",\"dynamic\":{\"rule\":\"sgd\",\"rate\":0.0,\"segment\":20,\"decay\":0.0}}\n"));
    Result learning =
        ok(
            "evaluate",
            which,
            text,
            "--json",
            "--dynamic",
            "--dynamic-statistics",
            trained,
            "--dynamic-segment",
            5,
            "--dynamic-decay",
            0.01);
    assertThat(learning.out())
        .contains("\"dynamic\":{\"rule\":\"rms\",\"rate\":", "\"segment\":5,\"decay\":0.01}}");
    assertThat(learning.out().replaceAll("\"bits\".*", ""))
        .isNotEqualTo(still.replaceAll("\"bits\".*", ""));
  }

  /** However a pipe cuts the text, the segments are the same. */
  @Test
  void standardInput_hasTheNumberOfTheFile() throws IOException {
    String all = Files.readString(text);
    Path first = Files.writeString(folder.resolve("first"), all.substring(0, 33));
    byte[] rest = all.substring(33).getBytes(StandardCharsets.UTF_8);
    assertThat(rnn(rest, "evaluate", model, first, "-", "--dynamic").out())
        .isEqualTo(ok("evaluate", model, text, "--dynamic").out());
  }

  @Test
  void optionsThatMakeNoSense_areRefused() {
    for (String option : new String[] {"rate", "segment", "decay", "statistics"}) {
      Result alone = rnn("evaluate", model, text, "--dynamic-" + option, 1);
      assertThat(alone.code()).isEqualTo(2);
      assertThat(alone.err()).contains("--dynamic-" + option + " is for an evaluation with");
    }
    Result far = rnn("evaluate", model, text, "--dynamic", "--dynamic-decay", 2);
    assertThat(far.code()).isEqualTo(2);
    assertThat(far.err()).contains("--dynamic-decay is from 0 to 1: 2.0");
    Result high = rnn("evaluate", model, text, "--dynamic", "--dynamic-rate", 1e30);
    assertThat(high.code()).isEqualTo(1);
    assertThat(high.err()).hasLineCount(1).contains("lower the rate");
    Result none = rnn("evaluate", model, text, "--dynamic", "--dynamic-statistics", "no-such-file");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("no-such-file");
  }

  private static double nats(Result result) {
    return Double.parseDouble(result.out().replaceAll("(?s).*in total (\\S+) nats.*", "$1"));
  }
}
