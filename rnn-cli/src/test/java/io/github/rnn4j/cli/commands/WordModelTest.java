// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of words speaks of words. */
class WordModelTest {
  @TempDir private static Path folder;

  private static Path model;

  @BeforeAll
  static void train() throws IOException {
    Path text = Files.writeString(folder.resolve("t"), "she is going home\n".repeat(100));
    model = folder.resolve("w.safetensors");
    Result result =
        rnn(
            "train",
            text,
            "--unit",
            "word",
            "--model",
            "gru",
            "--hidden",
            16,
            "--layers",
            1,
            "--steps",
            300,
            "--learning-rate",
            0.01,
            "--out",
            model);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains(" words, ", "words/s").doesNotContain("character");
    assertThat(result.out()).contains("bits per word after 300 steps");
  }

  @Test
  void unknownWords_areNamedAndCountedOverAllFiles() throws IOException {
    Path one = Files.writeString(folder.resolve("1"), "she is zebra zebra\n");
    Path two = Files.writeString(folder.resolve("2"), "quux is zebra\n");
    for (String command : new String[] {"score", "evaluate"}) {
      Result refused = rnn(command, model, one, two, "--unknown", "error");
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err())
          .contains("the text has 2 words that the model has never seen: 'zebra', 'quux'; ");
      assertThat(rnn(command, model, one, two).err())
          .contains(
              "4 words of the text that the model has never seen, at the cost", "'zebra', 'quux'");
      Result skipped = rnn(command, model, one, two, "--unknown", "skip");
      assertThat(skipped.code()).isZero();
      assertThat(skipped.err())
          .isEqualToIgnoringNewLines(
              "rnn: 4 words of the text that the model has never seen left out: 'zebra', 'quux'");
    }
    assertThat(rnn("evaluate", model, one, two, "--unknown", "skip", "--json").out())
        .startsWith("{\"unit\":\"word\",\"characters\":9,")
        .contains("\"unknown_characters\":4}");
  }

  @Test
  void unknownBlanksOfThePrime_areShownAsTheWordTheyAre() {
    Result result = rnn("sample", model, "--prime", "she is  ");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("--prime has a word that the model has never seen: '  '; ");
  }

  @Test
  void stopInsideAWord_stopsThereAndIsNotCalledImpossible() {
    for (Object[] how : new Object[][] {{"--temperature", 0}, {"--beam", 1}}) {
      Result result =
          rnn("sample", model, "--prime", "she", "--stop", "ing", "--length", 9, how[0], how[1]);
      assertThat(result.err()).isEmpty();
      assertThat(result.out()).isEqualToIgnoringNewLines("she is go");
    }
    assertThat(rnn("sample", model, "--stop", "qi", "--length", 1, "--temperature", 0).err())
        .contains("--stop never occurs: the model has never seen 'q' U+0071");
  }

  @Test
  void directory_isEvaluatedAsItsFilesInOrder() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("d"));
    Files.writeString(directory.resolve("b"), "is going");
    Files.writeString(directory.resolve("a"), "she ");
    Files.write(directory.resolve("c"), new byte[] {(byte) 0xFF});
    Files.copy(model, directory.resolve("e"));
    Result result = rnn("evaluate", model, directory);
    Path joined = Files.writeString(folder.resolve("joined"), "she is going");
    assertThat(result.out()).isEqualTo(rnn("evaluate", model, joined).out());
    assertThat(result.err())
        .contains("left out: " + directory.resolve("c") + " is not UTF-8 (at byte offset 0)")
        .contains("left out: " + directory.resolve("e") + " is a model of rnn4j");
    assertThat(rnn("score", model, directory).out()).isEqualTo(rnn("score", model, joined).out());
  }

  @Test
  void encoding_isTakenFromTheOptionOrTheMark() throws IOException {
    Path plain = Files.writeString(folder.resolve("plain"), "she is going home\n");
    String expected = rnn("evaluate", model, plain).out();
    Path marked =
        Files.write(
            folder.resolve("marked"),
            "\uFEFFshe is going home\n".getBytes(java.nio.charset.StandardCharsets.UTF_16LE));
    Path bare =
        Files.write(
            folder.resolve("bare"),
            "she is going home\n".getBytes(java.nio.charset.StandardCharsets.UTF_16BE));
    Result byMark = rnn("evaluate", model, marked);
    assertThat(byMark.out()).isEqualTo(expected);
    assertThat(byMark.err()).contains("marked: read as UTF-16LE, as its byte order mark says");
    assertThat(rnn("evaluate", model, bare, "--encoding", "utf-16be").out()).isEqualTo(expected);
    assertThat(rnn("evaluate", model, bare).err())
        .contains("it looks like UTF-16BE without a byte order mark")
        .contains("--encoding UTF-16BE");
    assertThat(rnn("evaluate", model, bare, "--encoding", "utf-99").err())
        .contains("there is no encoding 'utf-99' in this Java");
    assertThat(
            rnn("sample", model, "--prime-file", bare, "--encoding", "UTF-16BE", "--length", 0)
                .out())
        .startsWith("she is going home\n");
  }
}
