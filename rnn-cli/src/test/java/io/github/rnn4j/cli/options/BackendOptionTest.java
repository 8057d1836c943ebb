// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.options;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendOptionTest {
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  @TempDir Path folder;

  @Test
  void threads_areAtMostOneForEachProcessor() {
    Path one = folder.resolve("one");
    Path many = folder.resolve("many");
    assertThat(train(one, 1).err()).doesNotContain("processor");
    assertThat(train(folder.resolve("all"), PROCESSORS).err()).doesNotContain("processor");
    Result result = train(many, 100_000);
    assertThat(result.err())
        .startsWith("rnn: --threads 100000: there ")
        .contains(PROCESSORS + " processor", "no more threads are used")
        .containsPattern(
            PROCESSORS == 1
                ? "\\(float..\\)\\R"
                : "\\(float..\\)(, " + PROCESSORS + " threads)?\\R");
    assertThat(many).hasSameBinaryContentAs(one);
  }

  private static Result train(Path out, int threads) {
    Result result =
        rnn("train", "--text", "hello world", "--steps", 20, "--threads", threads, "--out", out);
    assertThat(result.code()).as(result.err()).isZero();
    return result;
  }
}
