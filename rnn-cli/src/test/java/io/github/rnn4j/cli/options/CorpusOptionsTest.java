// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.options;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli.Result;
import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --unit}, {@code --min-count} and {@code --cache}. */
class CorpusOptionsTest {
  @TempDir Path folder;

  private Path text;
  private Path out;

  @BeforeEach
  void files() throws IOException {
    text = Files.writeString(folder.resolve("text.txt"), "to be or not to be: é\n".repeat(9) + "ß");
    out = folder.resolve("m.safetensors");
  }

  @ParameterizedTest
  @ValueSource(strings = {"char", "byte", "word"})
  void cachedTraining_writesTheSameModel(String unit) throws IOException {
    Path cached = folder.resolve("cached.safetensors");
    Path again = folder.resolve("again.safetensors");
    Path alone = folder.resolve("alone.safetensors");
    Path cache = folder.resolve("text.txt.rnncache");
    assertThat(train(out, text, "--unit", unit).code()).isZero();
    assertThat(train(cached, text, "--unit", unit, "--cache", "auto").err())
        .contains("text.txt.rnn");
    assertThat(train(again, text, "--unit", unit, "--cache", cache).code()).isZero();
    Files.delete(text);
    assertThat(train(alone, "--cache", cache).code()).isZero();
    for (Path model : new Path[] {cached, again, alone}) {
      assertThat(Files.readAllBytes(model)).isEqualTo(Files.readAllBytes(out));
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void pipe_isReadAndToldSinceItMayWait() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    byte[] content = Files.readAllBytes(text);
    Thread writer =
        new Thread(
            () -> {
              try (OutputStream to = Files.newOutputStream(pipe)) {
                to.write(content);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    writer.start();
    Result result = train(out, pipe);
    writer.join();
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err())
        .startsWith("rnn: reading " + pipe + ", a pipe or device, to its end")
        .contains("199 characters from " + pipe);
  }

  @Test
  void bytesOfAnyFile_areTrainedOn() throws IOException {
    byte[] bytes = {0, (byte) 0xFF, 1, (byte) 0xFE, 0};
    Path binary = Files.write(folder.resolve("binary"), bytes);
    assertThat(train(out, binary, "--unit", "byte").err()).contains("5 bytes from");
    assertThat(vocabulary()).isEqualTo(Vocabulary.ofBytes());
    assertThat(rnn("inspect", out).out()).contains("vocabulary of the 256 bytes");
  }

  @Test
  void whatIsReplaced_isTold() throws IOException {
    assertThat(train(out, text, "--min-count", 2).err())
        .contains("1 character by the unknown symbol, 1 different: 'ß' U+00DF");
    assertThat(vocabulary().unknownId()).isEqualTo(vocabulary().size() - 1);
    assertThat(rnn("inspect", out).out()).contains("é and the unknown symbol");
  }

  @Test
  void standardInput_isCached() throws IOException {
    byte[] in = "from standard input".getBytes(StandardCharsets.UTF_8);
    Path cache = folder.resolve("cache");
    assertThat(rnn(in, "train", "-", "--steps", 1, "--cache", cache, "--out", out).code()).isZero();
    assertThat(train(out, "--cache", cache).err()).contains("19 characters from standard input");
  }

  @Test
  void fileThatIsNoCache_isKept() throws IOException {
    Result result = train(out, text, "--cache", text);
    assertThat(result.code()).isEqualTo(ExitCode.ERROR);
    assertThat(result.err()).contains("is not a cache of a corpus");
    assertThat(Files.readString(text)).startsWith("to be");
  }

  @Test
  void optionsThatDoNotGoTogether_areAWrongCommandLine() {
    assertWrong("--cache auto lies beside", "-", "--cache", "auto");
    assertWrong("all 256 bytes", text, "--unit", "byte", "--min-count", 3);
    assertWrong("leave them out", "--cache", folder.resolve("c"), "--unit", "byte");
    assertWrong("choose one of char, byte, word", text, "--unit", "line");
    assertWrong("there is no text", "--cache", "auto");
  }

  private void assertWrong(String message, Object... options) {
    Result result = train(out, options);
    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains(message);
  }

  private static Result train(Path out, Object... options) {
    Object[] fixed = {"train", "--hidden", 8, "--steps", 3, "--out", out};
    Object[] all = Arrays.copyOf(fixed, fixed.length + options.length);
    System.arraycopy(options, 0, all, fixed.length, options.length);
    return rnn(all);
  }

  private Vocabulary vocabulary() throws IOException {
    return Vocabulary.fromJson(SafetensorsFile.read(out).metadata().get("vocabulary"));
  }
}
