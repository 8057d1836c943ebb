// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Child;
import io.github.rnn4j.cli.Cli.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose text is in its cache goes on from there, whatever became of the text's source. */
class CacheResumeTest {
  private static final String TEXT = "pack my box with five dozen liquor jugs. ".repeat(20);

  @TempDir private Path folder;

  private Result child(String input, Object... arguments) throws Exception {
    Process process = Child.start(arguments);
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It reads nothing.
    }
    return Child.result(process);
  }

  private void trainFromStandardInput(Path cache) throws Exception {
    Result result =
        child(
            TEXT,
            "train",
            "-",
            "--cache",
            cache,
            "--model",
            "rnn",
            "--hidden",
            5,
            "--steps",
            20,
            "--checkpoint-every",
            10,
            "--out",
            folder.resolve("m"));
    assertThat(result.code()).as(result.err()).isZero();
  }

  @Test
  void standardInputThatHasEnded_isNotMissed() throws Exception {
    Path cache = folder.resolve("c");
    trainFromStandardInput(cache);
    byte[] encoded = Files.readAllBytes(cache);
    byte[] model = Files.readAllBytes(folder.resolve("m"));
    for (String input : new String[] {"", "another text altogether. "}) {
      Result again = child(input, "train", "--resume", folder.resolve("m.step-10"));
      assertThat(again.code()).as(again.err()).isZero();
      assertThat(again.err()).contains("its text is that of " + cache);
      assertThat(cache).hasBinaryContent(encoded);
      assertThat(folder.resolve("m")).hasBinaryContent(model);
    }
  }

  @Test
  void cacheOfAnotherText_staysAsItIs() throws Exception {
    Path cache = folder.resolve("c");
    trainFromStandardInput(cache);
    Path other = Files.writeString(folder.resolve("o.txt"), TEXT.replace("box", "bix"));
    assertThat(
            rnn(
                    "train",
                    other,
                    "--cache",
                    cache,
                    "--hidden",
                    5,
                    "--steps",
                    2,
                    "--out",
                    folder.resolve("o"))
                .code())
        .isZero();
    byte[] encoded = Files.readAllBytes(cache);
    Result again = child(TEXT, "train", "--resume", folder.resolve("m.step-10"));
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err())
        .hasLineCount(1)
        .contains(cache + " holds another text", "--cache with another FILE reads the text anew");
    assertThat(cache).hasBinaryContent(encoded);

    Result anew =
        child(
            TEXT, "train", "--resume", folder.resolve("m.step-10"), "--cache", folder.resolve("d"));
    assertThat(anew.code()).as(anew.err()).isZero();
  }
}
