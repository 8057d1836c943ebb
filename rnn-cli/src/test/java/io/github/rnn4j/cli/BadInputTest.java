// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli.Result;
import io.github.rnn4j.safetensors.Dtype;
import io.github.rnn4j.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each is told in one line, and nothing is lost. */
class BadInputTest {
  @TempDir private Path folder;

  private Path out;

  @BeforeEach
  void nameOut() {
    out = folder.resolve("out.safetensors");
  }

  // ------------------------------------------------------------------------------------ texts

  @Test
  void missingText() {
    requireError(train(folder.resolve("no.txt")), "no.txt: there is no such file or directory");
  }

  @Test
  void unreadableText() {
    // Whoever runs the tests may read everything; below a file there is nothing to read.
    Path file = write("file", "text");
    requireError(train(file.resolve("below.txt")), "below.txt: ");
  }

  @Test
  void noText() {
    Result result = rnn("train", "--out", out);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).hasLineCount(1).contains("there is no text: name a file");
  }

  @Test
  void emptyText() {
    requireError(train(write("empty.txt", "")), "there is no text: ", "empty.txt is empty");
    requireError(train("-"), "there is no text: standard input is empty");
    requireError(train("--text", ""), "there is no text: --text is empty");
  }

  @Test
  void textOfOneCharacter() {
    requireError(train("--text", "😀"), "has a single character", "U+1F600");
  }

  @Test
  void malformedUtf8() throws IOException {
    Path file = folder.resolve("latin1.txt");
    Files.write(file, new byte[] {'c', 'a', 'f', (byte) 0xE9, '\n'});
    requireError(train(file), "latin1.txt: not UTF-8 at byte offset 3", "iconv");
  }

  @Test
  void textShorterThanAWindow() {
    requireError(
        train("--text", "hello world", "--seq-length", 11),
        "shorter than one window",
        "11 tokens make 10 steps",
        "the sequence length is 11",
        "at most 10");
    requireError(
        train("--text", "hello world", "--seq-length", 5, "--batch-size", 11),
        "batch size is 11",
        "at most 10");
  }

  // ------------------------------------------------------------------------------------ numbers

  @ParameterizedTest
  @CsvSource({
    "--hidden, 0",
    "--hidden, -3",
    "--hidden, 1.5",
    "--hidden, 99999999999",
    "--layers, 0",
    "--seq-length, 0",
    "--seq-length, -1",
    "--batch-size, 0",
    "--epochs, 0",
    "--steps, -1",
    "--report-every, 0",
    "--learning-rate, 0",
    "--learning-rate, -0.1",
    "--learning-rate, NaN",
    "--learning-rate, Infinity",
    "--learning-rate, 1e999",
    "--learning-rate, fast",
    "--seed, x",
    "--model, transformer",
    "--reduction, median",
    "--average, swa",
    "--dropout-kind, locked",
    "--weight-drop, 1",
    "--progress, loud"
  })
  void valueOutOfRange(String option, String value) {
    Result result = train("--text", "hello world", option, value);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .hasLineCount(1)
        .startsWith("rnn: Invalid value for option '" + option + "'")
        .contains(value);
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"--temperature, -1", "--temperature, NaN", "--length, -1", "--seed, 1.5"})
  void valueOutOfRangeInSampling(String option, String value) {
    Result result = rnn("sample", Cli.helloWorld(out), option, value);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).hasLineCount(1).contains(option, value);
  }

  @Test
  void epochsAndSteps() {
    Result result = train("--text", "hello world", "--epochs", 1, "--steps", 1);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .hasLineCount(1)
        .contains("--epochs, --steps and --time-budget exclude each other");
  }

  @Test
  void averageThatWaitsForNothing() {
    Result result = train("--text", "hello world", "--average", "asgd");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .hasLineCount(1)
        .contains("--average asgd", "--validation", "--average ema");
    assertThat(out).doesNotExist();
  }

  @Test
  void hugeNetwork() {
    requireError(
        train("--text", "hello world", "--hidden", Integer.MAX_VALUE), "hidden size", "2^31");
  }

  // ------------------------------------------------------------------------------------ backends

  @Test
  void unknownBackend() {
    requireError(
        train("--text", "hello world", "--backend", "cuda"),
        "backend \"cuda\" (asked for by name) is not among those found: vector, ejml, commons-math,"
            + " java");
  }

  // ------------------------------------------------------------------------------------ models

  @ParameterizedTest
  @ValueSource(strings = {"sample", "inspect"})
  void missingModel(String command) {
    requireError(rnn(command, folder.resolve("no.safetensors")), "no.safetensors", "no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sample", "inspect"})
  void truncatedModel(String command) throws IOException {
    byte[] whole = Files.readAllBytes(Cli.helloWorld(folder.resolve("whole.safetensors")));
    for (int length : new int[] {0, 7, 8, 100, whole.length - 1}) {
      Path cut = folder.resolve("cut.safetensors");
      Files.write(cut, Arrays.copyOf(whole, length));
      requireError(rnn(command, cut), "cut.safetensors: ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sample", "inspect"})
  void noModelAtAll(String command) {
    requireError(rnn(command, write("notes.txt", "just some notes, no model")), "notes.txt: ");
    requireError(rnn(command, folder), "is a directory");
  }

  @Test
  void damagedModel() throws IOException {
    Path model = Cli.helloWorld(folder.resolve("m.safetensors"));
    String content = Files.readString(model, java.nio.charset.StandardCharsets.ISO_8859_1);
    Path damaged = folder.resolve("damaged.safetensors");
    Files.writeString(
        damaged,
        content.replace("\"hidden_size\":\"16\"", "\"hidden_size\":\"17\""),
        java.nio.charset.StandardCharsets.ISO_8859_1);
    requireError(rnn("sample", damaged), "damaged.safetensors: ", "shape", "17");
  }

  @Test
  void foreignModel() throws IOException {
    Path foreign = folder.resolve("foreign.safetensors");
    new SafetensorsWriter()
        .add("x", Dtype.F32, new long[] {1}, () -> new double[] {1})
        .write(foreign);
    requireError(rnn("sample", foreign), "foreign.safetensors: not an rnn4j model");
  }

  // ------------------------------------------------------------------------------------ output

  @Test
  void outputInAMissingDirectory() {
    out = folder.resolve("no/such/out.safetensors");
    requireFoundBeforeTraining(train("--text", "hello world"), "does not exist");
  }

  @Test
  void outputThatIsADirectory() {
    out = folder;
    requireFoundBeforeTraining(train("--text", "hello world"), "is a directory");
  }

  @Test
  void outputBelowAFile() {
    out = write("file", "text").resolve("out.safetensors");
    requireFoundBeforeTraining(train("--text", "hello world"), "is not a directory");
  }

  @Test
  void outputThatIsSomethingElse() throws IOException {
    Path notes = write("notes.txt", "precious notes");
    out = notes;
    requireFoundBeforeTraining(train("--text", "hello world"), "not replaced");
    assertThat(notes).hasContent("precious notes");
  }

  @Test
  void outputThatIsAnInput() {
    Path text = write("text.txt", "hello world");
    out = text;
    requireFoundBeforeTraining(train(text), "text.txt");
    assertThat(text).hasContent("hello world");
    out = folder.resolve("out.safetensors");
    requireFoundBeforeTraining(train(text, "--metrics", text), "text.txt");
    assertThat(text).hasContent("hello world");
  }

  @Test
  void metricsThatCannotBeWritten() {
    requireFoundBeforeTraining(
        train("--text", "hello world", "--metrics", folder.resolve("no/run.jsonl")),
        "does not exist");
  }

  @Test
  void modelOfAnEarlierRun_survivesAnError() throws IOException {
    byte[] before = Files.readAllBytes(Cli.helloWorld(out));
    requireError(train("--text", "hello world", "--seq-length", 50), "shorter than one window");
    assertThat(Files.readAllBytes(out)).isEqualTo(before);
  }

  private Result train(Object... arguments) {
    return rnn(
        Stream.of(Stream.of("train", "--out", out), Arrays.stream(arguments))
            .flatMap(s -> s)
            .toArray());
  }

  private Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void requireError(Result result, String... parts) {
    assertThat(result.err()).hasLineCount(1).startsWith("rnn: ").contains(parts);
    assertThat(result.out()).isEmpty();
    assertThat(result.code()).isEqualTo(1);
  }

  private static void requireFoundBeforeTraining(Result result, String part) {
    requireError(result, part);
    assertThat(result.err()).doesNotContain("step ");
  }
}
