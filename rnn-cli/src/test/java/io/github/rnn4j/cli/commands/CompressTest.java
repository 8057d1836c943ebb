// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Child;
import io.github.rnn4j.cli.Cli;
import io.github.rnn4j.cli.console.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressTest {
  @TempDir static Path models;
  private static Path model;

  @TempDir Path directory;
  private Path text;

  @BeforeAll
  static void train() {
    model = Cli.helloWorld(models.resolve("hello.safetensors"));
  }

  @BeforeEach
  void write() throws IOException {
    text = Files.writeString(directory.resolve("a.txt"), "hello world\nhello wörld\n".repeat(40));
  }

  private static Cli.Result ok(Object... arguments) {
    Cli.Result result = rnn(arguments);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.OK);
    return result;
  }

  private static void refused(int code, String message, Object... arguments) {
    Cli.Result result = rnn(arguments);
    assertThat(result.err()).contains(message);
    assertThat(result.err().lines().filter(line -> line.startsWith("rnn: "))).hasSize(1);
    assertThat(result.code()).isEqualTo(code);
  }

  @Test
  void file_becomesSmallerAndComesBack() throws IOException {
    byte[] original = Files.readAllBytes(text);
    Cli.Result told = ok("compress", model, text);
    Path small = directory.resolve("a.txt.rnn");
    assertThat(told.err()).contains(small + ": 1,000 bytes in " + Files.size(small) + ", ");
    assertThat(text).hasBinaryContent(original);
    assertThat(Files.size(small)).isLessThan(original.length);

    ok("decompress", "--test", model, small);
    Path back = directory.resolve("back");
    ok("decompress", model, small, "--out", back);
    assertThat(back).hasBinaryContent(original);
    Files.delete(text);
    ok("decompress", model, small);
    assertThat(text).hasBinaryContent(original);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5000})
  void anyBytes_goThroughPipes(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(3).nextBytes(bytes);
    Cli.Raw small = Cli.raw(false, bytes, "compress", model);
    assertThat(small.code()).as(small.err()).isEqualTo(ExitCode.OK);
    Cli.Raw back = Cli.raw(false, small.out(), "decompress", model, "-");
    assertThat(back.code()).as(back.err()).isEqualTo(ExitCode.OK);
    assertThat(back.out()).isEqualTo(bytes);
  }

  @Test
  void severalFiles_areEachCompressed() throws IOException {
    Path other = Files.writeString(directory.resolve("b"), "hello");
    ok("compress", model, text, other, "--with-model");
    Path a = directory.resolve("a.txt.rnn");
    Path b = directory.resolve("b.rnn");
    refused(ExitCode.ERROR, "is there already", "decompress", a, b);
    ok("decompress", "--force", a, b);
    assertThat(other).hasContent("hello");
  }

  @Test
  void record_isReadByItself() {
    Path small = directory.resolve("records.rnn");
    assertThat(ok("compress", model, text, "--by-record", "--out", small).err())
        .contains("1,000 bytes, 80 records in ");
    assertThat(ok("decompress", model, small, "--record", 2).out()).isEqualTo("hello wörld\n");
    refused(
        ExitCode.ERROR,
        "has 80 records, and none of number 81",
        "decompress",
        model,
        small,
        "--record",
        81);
  }

  @Test
  void modelThatGoesOnLearning_makesItSmaller() throws IOException {
    Path text =
        Files.writeString(directory.resolve("b.txt"), "hold doer wheel hello\n".repeat(300));
    byte[] before = Files.readAllBytes(model);
    Path still = directory.resolve("still.rnn");
    Path small = directory.resolve("small.rnn");
    ok("compress", model, text, "--out", still);
    ok("compress", model, text, "--dynamic", "--out", small);
    assertThat(Files.size(small)).isLessThan(Files.size(still) / 2);
    assertThat(ok("decompress", model, small, "-c").out()).isEqualTo(Files.readString(text));
    ok("compress", model, text, "--dynamic", "--dynamic-rate=0.1", "--force", "--out", small);
    assertThat(Files.size(small)).isNotEqualTo(Files.size(still)).isLessThan(Files.size(still));
    assertThat(ok("decompress", model, small, "-c").out()).isEqualTo(Files.readString(text));
    assertThat(model).hasBinaryContent(before);
    refused(ExitCode.USAGE, "give one", "compress", model, text, "--dynamic", "--by-record");
    refused(ExitCode.USAGE, "is for --dynamic", "compress", model, text, "--dynamic-rate", 0.1);
    refused(
        ExitCode.USAGE,
        "at most 10.0: 11.0",
        "compress",
        model,
        text,
        "--dynamic",
        "--dynamic-rate",
        11);
  }

  @Test
  void weightsInBfloat16_areRoundedAgain() throws IOException {
    Path small = directory.resolve("small.rnn");
    ok("compress", model, text, "--weights", "bf16", "--out", small);
    assertThat(ok("decompress", model, small, "-c").out()).isEqualTo(Files.readString(text));
    Path inside = directory.resolve("inside.rnn");
    ok("compress", model, text, "--weights", "bf16", "--with-model", "--out", inside);
    assertThat(ok("decompress", inside, "-c").out()).isEqualTo(Files.readString(text));
  }

  @Test
  void fileThatIsLearned_isReadWithoutAModel() throws IOException {
    byte[] original = Files.readAllBytes(text);
    Path small = directory.resolve("small.rnn");
    ok("compress", "--train", text, "--model", "rnn", "--hidden", 8, "--steps", 20, "--out", small);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactlyInAnyOrder(text, small);
    }
    assertThat(ok("decompress", small, "-c").out().getBytes(StandardCharsets.UTF_8))
        .isEqualTo(original);

    byte[] bytes = new byte[300];
    new SplittableRandom(4).nextBytes(bytes);
    Path noise = Files.write(directory.resolve("noise"), bytes);
    assertThat(
            ok("compress", "--train", noise, "--hidden=8", "--steps=2", "--out=" + small + "2")
                .err())
        .contains("small.rnn2: that is no smaller, as the model is in it");
    ok("decompress", small + "2", "--out", directory.resolve("again"));
    assertThat(directory.resolve("again")).hasBinaryContent(bytes);
  }

  /** More of them would be larger than what they save, and there is time for four. */
  @Test
  void modelThatGoesIntoTheResult_hasOneMember() throws IOException {
    Path text = Files.writeString(directory.resolve("text"), "to be or not to be\n".repeat(40));
    List<Object> rest = List.of("--dry-run", "--time-budget", "1m", "--hidden", 4);
    List<Object> command = new ArrayList<>(List.of("compress", "--train", text));
    command.addAll(rest);
    assertThat(ok(command.toArray()).err()).doesNotContain("members of").contains("--members 1");
    command = new ArrayList<>(List.of("train", text));
    command.addAll(rest);
    assertThat(ok(command.toArray()).err()).contains("4 members of lstm");
  }

  @Test
  void nothingOfOthers_isReplaced() throws IOException {
    Path small = directory.resolve("a.txt.rnn");
    Files.writeString(small, "mine");
    refused(ExitCode.ERROR, "is there already", "compress", model, text);
    refused(ExitCode.ERROR, "has another part", "compress", model, text, "-f", "--out", text);
    refused(ExitCode.ERROR, "has another part", "compress", model, text, "-f", "--out", model);
    assertThat(small).hasContent("mine");
    ok("compress", model, text, "--force");
    refused(ExitCode.ERROR, "is there already", "decompress", model, small);
    refused(ExitCode.ERROR, "has another part", "decompress", model, small, "-f", "-o", small);
    refused(ExitCode.ERROR, "has another part", "decompress", model, small, "-f", "-o", model);

    Path learned = Files.writeString(directory.resolve("l.rnn.safetensors"), "mine");
    refused(
        ExitCode.ERROR,
        "is there already",
        "compress",
        "--train",
        text,
        "--out",
        directory.resolve("l.rnn"));
    assertThat(learned).hasContent("mine");
  }

  @Test
  void whatIsWrong_isToldInOneLineAndLeavesNoFile() throws IOException {
    Path small = directory.resolve("a.txt.rnn");
    ok("compress", model, text, "--backend", "ejml");
    Path out = directory.resolve("out");
    Path other = directory.resolve("other.safetensors");
    ok("train", "--text", "other", "--hidden", 4, "--steps", 2, "--out", other);
    refused(ExitCode.ERROR, "another model", "decompress", other, small, "--out", out);
    refused(ExitCode.ERROR, "is not inside: give it first", "decompress", small, "--out", out);
    refused(
        ExitCode.ERROR,
        "--backend java cannot read",
        "decompress",
        model,
        small,
        "--out",
        out,
        "--backend",
        "java");
    refused(
        ExitCode.ERROR,
        "is no file that 'rnn compress' wrote",
        "decompress",
        model,
        text,
        "--out",
        out);
    byte[] bytes = Files.readAllBytes(small);
    bytes[bytes.length / 2] ^= 4;
    Files.write(small, bytes);
    refused(ExitCode.ERROR, "is damaged", "decompress", model, small, "--out", out);
    refused(ExitCode.ERROR, "is damaged", "decompress", "-t", model, small);
    Files.write(small, Arrays.copyOf(bytes, bytes.length / 2));
    refused(ExitCode.ERROR, "is damaged", "decompress", model, small, "--out", out);
    assertThat(out).doesNotExist();

    refused(ExitCode.USAGE, "give a MODEL", "compress");
    refused(ExitCode.USAGE, "does not end in .rnn", "decompress", model, text);
    refused(ExitCode.USAGE, "one file, and there are 2", "compress", model, text, small, "-o", out);
    refused(ExitCode.USAGE, "one standard output", "compress", model, text, small, "-c");
    refused(ExitCode.USAGE, "two places", "compress", model, text, "-c", "-o", out);
    refused(ExitCode.USAGE, "give one", "decompress", model, small, "-c", "--record", 1);
    refused(ExitCode.USAGE, "go with --train", "compress", model, text, "--hidden", 3);
    refused(
        ExitCode.USAGE,
        "learns the file that stands right after it, --steps,",
        "compress",
        "--train",
        "--steps",
        3,
        text);
  }

  @Test
  void interrupted_leavesNothing() throws Exception {
    Process process =
        Child.startInForeground("compress", model, "-", "--out", directory.resolve("small.rnn"));
    try (OutputStream in = process.getOutputStream()) {
      in.write(new byte[1 << 20]);
      in.flush();
      while (files() == 1) {
        assertThat(process.isAlive()).isTrue();
        Thread.onSpinWait();
      }
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      assertThat(process.waitFor()).isEqualTo(ExitCode.INTERRUPTED);
    }
    assertThat(files()).isEqualTo(1);
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }

  @Test
  void terminal_getsNoBytes() {
    Cli.Raw refused = Cli.raw(true, new byte[] {'h'}, "compress", model);
    assertThat(refused.code()).isEqualTo(ExitCode.ERROR);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains("standard output is a terminal");
  }

  @Test
  void compressedFile_isNoText() {
    Path small = directory.resolve("a.txt.rnn");
    ok("compress", model, text);
    refused(ExitCode.ERROR, "a file that rnn4j compressed", "train", small, "--unit", "byte");
  }
}
