// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli;
import io.github.rnn4j.cli.console.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopiesTest {
  @TempDir Path directory;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static String ok(Cli.Result result) {
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.OK);
    return result.out();
  }

  @Test
  void runsAndNgrams_areToldOfCharacters() throws IOException {
    Path text = file("text", "the cat sat on the mat\n");
    assertThat(
            ok(
                rnn(
                    "the cat on the hat".getBytes(StandardCharsets.UTF_8),
                    "copies",
                    "-",
                    text,
                    "--runs",
                    3,
                    "--ngrams",
                    3)))
        .isEqualTo(
            """
            18 characters

            the longest that is copied: characters, number of the first one, run
            10\t6\tat on the\s
            8\t1\tthe cat\s
            2\t17\tat

               n      n-grams      new    different      new
               1           18   0.0000            8   0.0000
               2           17   0.1176           13   0.1538
               3           16   0.1875           14   0.2143
            """);
  }

  @Test
  void wordsAndBytes_areCountedAsSuch() throws IOException {
    Path text = file("text", "the cat sat on the mat\n");
    Path sample = file("sample", "a cat sat on mats");
    assertThat(ok(rnn("copies", sample, text, "--unit", "word", "--runs", 1, "--ngrams", 0)))
        .contains("9 words")
        .contains("7\t2\t cat sat on \n");
    assertThat(ok(rnn("copies", sample, text, "--unit", "byte", "--json")))
        .startsWith(
            "{\"unit\":\"byte\",\"length\":17,\"runs\":[{\"length\":12,\"start\":1,\"origin\":3,")
        .contains("{\"n\":1,\"count\":17,\"new\":0,\"different\":8,\"new_different\":0}");
  }

  @Test
  void records_areComparedAsAWholeToo() throws IOException {
    Path text = file("text", "anna\nbob\r\ncarla");
    Path sample = file("sample", "bob\nannac\n\nanna\nbobo\n");
    assertThat(ok(rnn("copies", sample, text, "--records", "lines", "--runs", 1, "--ngrams", 1)))
        .contains("16 characters in 4 records, of which 2 stand in the text")
        .contains("4\t4\tanna\n");
    assertThat(ok(rnn("copies", sample, text, "--records", "lines", "--json")))
        .contains("\"records\":4,\"copied_records\":2,");
  }

  @Test
  void whatAModelLearnedByHeart_isCopied() throws IOException {
    Path model = Cli.helloWorld(directory.resolve("m.safetensors"));
    Path text = file("text", "hello world");
    byte[] written =
        ok(rnn("sample", model, "--prime", "h", "--length", 10, "--temperature", 0))
            .strip()
            .getBytes(StandardCharsets.UTF_8);
    assertThat(ok(rnn(written, "copies", "-", text))).contains("11\t1\thello world\n");
  }

  @Test
  void whatCannotBeRead_isTold() throws IOException {
    Path text = file("text", "abc");
    assertThat(rnn("copies", directory.resolve("none"), text).err()).contains("no such file");
    assertThat(rnn("copies", text, directory.resolve("none")).err()).contains("no such file");
    assertThat(rnn("copies", text).code()).isEqualTo(ExitCode.USAGE);
    assertThat(rnn("copies", text, directory, "--records", "lines").err())
        .contains("is a directory");
  }
}
