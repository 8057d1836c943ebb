// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli;
import io.github.rnn4j.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTest {
  @TempDir private static Path folder;

  private static Path model;

  @BeforeAll
  static void train() {
    model = Cli.helloWorld(folder.resolve("m.safetensors"));
  }

  @Test
  void sample_goesOnFromThePrime() {
    Result result = rnn("sample", model, "--prime", "h", "--length", 10, "--temperature", 0);
    assertThat(result.code()).isZero();
    assertThat(result.out()).isEqualTo("hello world" + System.lineSeparator());
    assertThat(result.err()).isEmpty();
  }

  @Test
  void sameSeed_drawsTheSameText() {
    String first = rnn("sample", model, "--seed", 5, "--temperature", 2).out();
    assertThat(rnn("sample", model, "--seed", 5, "--temperature", 2).out()).isEqualTo(first);
    assertThat(rnn("sample", model, "--seed", 6, "--temperature", 2).out()).isNotEqualTo(first);
  }

  @Test
  void randomSeed_isToldAndDrawsTheTextAgain() {
    Result first = rnn("sample", model, "--temperature", 2);
    assertThat(first.err()).matches("rnn: --seed \\d+ draws this text again\\R");
    String seed = first.err().replaceAll("\\D", "");
    assertThat(rnn("sample", model, "--temperature", 2, "--seed", seed).out())
        .isEqualTo(first.out());
  }

  @Test
  void length_countsWholeCharacters() {
    Path emoji = folder.resolve("emoji.safetensors");
    rnn("train", "--text", "😀é😀ü😁", "--steps", 1, "--out", emoji);
    Result result =
        rnn("sample", emoji, "--prime", "😁", "--length", 40, "--temperature", 5, "--seed", 1);
    String text = result.out().stripTrailing();
    assertThat(text.codePointCount(0, text.length())).isEqualTo(41);
    assertThat(text.codePoints()).startsWith(0x1F601).doesNotContain((int) '\uFFFD');
  }

  @Test
  void matching_endsWhereTheExpressionDoes() {
    Object[] all = {
      "sample", model, "--matching", "h[el]+o( w.*d)?", "--prime", "he", "--seed", 5, "--count", 40
    };
    Result result = rnn(all);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out().lines().filter(line -> !line.equals("----")))
        .hasSize(40)
        .allMatch(line -> line.matches("he[el]*o( w.*d)?"));
    assertThat(rnn(all).out()).isEqualTo(result.out());
    Result best = rnn("sample", model, "--matching", "w.{3}d", "--beam", 5, "--length", 5);
    assertThat(best.out().lines()).hasSize(1).allMatch(line -> line.matches("w.{3}d"));
    Result tight = rnn("sample", model, "--matching", "w.{3}d", "--length", 4, "--seed", 1);
    assertThat(tight.code()).isEqualTo(1);
    assertThat(tight.out()).isEmpty();
    assertThat(tight.err()).hasLineCount(1).contains("takes 5 more tokens");
  }

  @Test
  void lengthZero_printsThePrimeAlone() {
    assertThat(rnn("sample", model, "--prime", "wor", "--length", 0).out())
        .isEqualTo("wor" + System.lineSeparator());
  }

  @Test
  void unseenCharacters_areListed() {
    Result result = rnn("sample", model, "--prime", "h\né€e");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .hasLineCount(1)
        .contains("3 characters that the model has never seen")
        .contains("'\\n' U+000A, 'é' U+00E9, '€' U+20AC")
        .contains("rnn inspect");
  }

  @Test
  void stop_endsTheTextBeforeIt() {
    assertThat(
            rnn(
                    "sample",
                    model,
                    "--prime",
                    "h",
                    "--temperature",
                    0,
                    "--stop",
                    "orl",
                    "--length",
                    20)
                .out())
        .isEqualTo("hello w" + System.lineSeparator());
    assertThat(rnn("sample", model, "--temperature", 0, "--stop", "é", "--length", 1).err())
        .contains("never occurs");
    assertThat(rnn("sample", model, "--stop", "").code()).isEqualTo(2);
  }

  @Test
  void count_drawsDifferentTextsOfWhichTheFirstIsTheOneOfTheSeed() {
    String one = rnn("sample", model, "--seed", 5, "--temperature", 2).out();
    String three = rnn("sample", model, "--seed", 5, "--temperature", 2, "--count", 3).out();
    assertThat(three).startsWith(one + "----");
    assertThat(three.split("----\\R")).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void primeFile_isReadWhole() throws IOException {
    Path file = Files.writeString(folder.resolve("prime"), "\uFEFFwor");
    assertThat(rnn("sample", model, "--prime-file", file, "--length", 2, "--temperature", 0).out())
        .isEqualTo("world" + System.lineSeparator());
    assertThat(rnn("sample", model, "--prime-file", file, "--prime", "x").code()).isEqualTo(2);
  }

  @Test
  void unknownCharacters_canBeSkippedOrReplaced() {
    Result skipped = rnn("sample", model, "--prime", "hé€", "--length", 0, "--unknown", "skip");
    assertThat(skipped.out()).isEqualTo("h" + System.lineSeparator());
    assertThat(skipped.err()).contains("2 characters of --prime", "left out");
    Result replaced =
        rnn("sample", model, "--prime", "hé€", "--length", 0, "--unknown", "replace", "--seed", 1);
    assertThat(replaced.out()).isEqualTo("h  " + System.lineSeparator());
    assertThat(rnn("sample", model, "--unknown", "maybe").code()).isEqualTo(2);
  }

  @Test
  void filters_narrowTheChoice() {
    String greedy = rnn("sample", model, "--prime", "h", "--length", 10, "--temperature", 0).out();
    for (String[] filter : new String[][] {{"--top-k", "1"}, {"--top-p", "0"}, {"--min-p", "1"}}) {
      assertThat(
              rnn(
                      "sample",
                      model,
                      "--prime",
                      "h",
                      "--length",
                      10,
                      "--seed",
                      3,
                      filter[0],
                      filter[1])
                  .out())
          .isEqualTo(greedy);
    }
    assertThat(
            rnn(
                    "sample",
                    model,
                    "--prime",
                    "h",
                    "--length",
                    10,
                    "--temperature",
                    0,
                    "--repetition-penalty",
                    100)
                .out())
        .isNotEqualTo(greedy);
    assertThat(rnn("sample", model, "--top-p", "1.5").err()).contains("from 0 to 1");
  }

  @Test
  void beam_searchesForTheMostProbable() {
    assertThat(rnn("sample", model, "--prime", "h", "--length", 10, "--beam", 1).out())
        .isEqualTo("hello world" + System.lineSeparator());
    assertThat(
            rnn("sample", model, "--prime", "h", "--length", 10, "--beam", 3, "--count", 2).out())
        .hasLineCount(3)
        .contains("----");
    assertThat(rnn("sample", model, "--beam", 2, "--temperature", 1).code()).isEqualTo(2);
    assertThat(rnn("sample", model, "--beam", 2, "--count", 3).code()).isEqualTo(2);
  }

  @Test
  void count_drawsTheTextsThatAreDrawnOneByOne() {
    Object[] how = {"sample", model, "--seed", 5, "--temperature", 2, "--prime", "he"};
    String all = rnn(and(how, "--stop", "l", "--keep-stop", "--count", 66)).out();
    StringBuilder each = new StringBuilder();
    for (int i = 0; i < 66; i++) {
      each.append(i > 0 ? "----" + System.lineSeparator() : "");
      each.append(rnn(and(how, "--stop", "l", "--keep-stop", "--stream", i)).out());
    }
    assertThat(all).isEqualTo(each.toString());
  }

  private static Object[] and(Object[] some, Object... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray();
  }

  @Test
  void bfloat16_isTheSameRoundedOnReadingAndOnWriting() throws IOException {
    Path small = folder.resolve("small.safetensors");
    Result export = rnn("export", model, "--to", "rnn", "--dtype", "bf16", "--out", small);
    assertThat(export.code()).as(export.err()).isZero();
    assertThat(Files.size(small)).isLessThan(Files.size(model));
    Object[] how = {"--seed", 5, "--temperature", 1, "--length", 200};
    String text = rnn(and(new Object[] {"sample", small}, how)).out();
    Object[] rounding = {"sample", model, "--weights", "bf16"};
    assertThat(rnn(and(rounding, how)).out()).isEqualTo(text);
    Path read = Files.writeString(folder.resolve("read.txt"), "hello world");
    String cost = rnn("evaluate", small, read).out();
    assertThat(rnn("evaluate", model, read, "--weights", "bf16").out()).isEqualTo(cost);
    assertThat(rnn("evaluate", model, read).out()).isNotEqualTo(cost);
    Path again = folder.resolve("again.safetensors");
    rnn("export", small, "--to", "rnn", "--dtype", "bf16", "--out", again);
    assertThat(again).hasSameBinaryContentAs(small);
    Result onto = rnn("export", small, "--to", "rnn", "--out", small, "--force");
    assertThat(onto.code()).isEqualTo(1);
    assertThat(onto.err()).contains("this is the model that is exported");
  }
}
