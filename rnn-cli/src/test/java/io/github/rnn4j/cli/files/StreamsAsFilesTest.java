// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.files;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Child;
import io.github.rnn4j.cli.Cli.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pipes, devices and standard streams where a file is expected. */
class StreamsAsFilesTest {
  private static final int REPORTS = 60;

  @TempDir private Path folder;
  private byte[] model;

  @BeforeEach
  void train() throws IOException {
    Path out = folder.resolve("m.safetensors");
    Result result = rnn(training("--out", out));
    assertThat(result.code()).as(result.err()).isZero();
    model = Files.readAllBytes(out);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/stderr", "/dev/fd/2", "/proc/self/fd/2"})
  void metrics_goDownStandardError(String name) throws Exception {
    Object[] training = training("--metrics", name, "--out", folder.resolve("n"));
    Result piped = Child.result(Child.start(training));
    assertThat(piped.code()).as(piped.err()).isZero();
    assertThat(piped.err().lines().filter(line -> line.startsWith("{"))).hasSize(REPORTS);
    assertThat(piped.err()).startsWith("text ").contains("\nout ");
  }

  @Test
  void metrics_leaveWhatElseIsInTheFileOfStandardOutput() throws Exception {
    Path log = Files.writeString(folder.resolve("log"), "before\n");
    Object[] training = training("--metrics", "/dev/stdout", "--out", folder.resolve("n"));
    Process shell = shell("exec \"$@\" >>'" + log + "'", training);
    assertThat(Child.result(shell).code()).isZero();
    List<String> lines = Files.readAllLines(log);
    assertThat(lines).hasSize(REPORTS + 2).startsWith("before");
    assertThat(lines.subList(1, REPORTS + 1)).allMatch(line -> line.startsWith("{"));
    assertThat(lines.get(REPORTS + 1)).contains("after 120 steps");
  }

  @Test
  void model_goesDownAPipeOnce() throws Exception {
    for (String out : List.of("/dev/stdout", "/proc/self/fd/1")) {
      Process process = Child.start(training("--out", out));
      CompletableFuture<byte[]> err = bytes(process.getErrorStream());
      assertThat(process.getInputStream().readAllBytes()).isEqualTo(model);
      assertThat(process.waitFor()).isZero();
      assertThat(new String(err.join(), StandardCharsets.UTF_8)).contains("after 120 steps");
    }
    Path copy = folder.resolve("copy");
    Process shell = shell("exec \"$@\" 3>&1 >'" + copy + "'", training("--out", "/dev/fd/3"));
    CompletableFuture<byte[]> err = bytes(shell.getErrorStream());
    assertThat(shell.getInputStream().readAllBytes()).isEqualTo(model);
    assertThat(shell.waitFor()).as(new String(err.join(), StandardCharsets.UTF_8)).isZero();
    assertThat(Files.readString(copy)).startsWith("/dev/fd/3: loss ").hasLineCount(1);
  }

  @Test
  void weights_goDownAPipeAlone() throws Exception {
    Path out = folder.resolve("m.safetensors");
    Path twin = folder.resolve("twin.safetensors");
    rnn("export", out, "--to", "torch", "--out", twin);
    Process process = Child.start("export", out, "--to", "torch", "--out", "/dev/stdout");
    CompletableFuture<byte[]> err = bytes(process.getErrorStream());
    assertThat(process.getInputStream().readAllBytes()).isEqualTo(Files.readAllBytes(twin));
    assertThat(process.waitFor()).isZero();
    assertThat(new String(err.join(), StandardCharsets.UTF_8)).contains("rnn inspect");
    assertThat(Path.of("/dev/stdout.vocabulary.json")).doesNotExist();
  }

  @Test
  void bestModel_hasNoPlaceBesideAPipe() throws Exception {
    Process process = Child.start(training("--validation", 0.2, "--out", "/dev/stdout"));
    CompletableFuture<byte[]> err = bytes(process.getErrorStream());
    assertThat(process.getInputStream().readAllBytes()).hasSize(model.length);
    assertThat(process.waitFor()).isZero();
    assertThat(new String(err.join(), StandardCharsets.UTF_8)).contains("at best: ");
  }

  @Test
  void fullDisk_isToldWithTheFileAndWhatHelps() throws Exception {
    String remedy = ": cannot be written: No space left on device: make room on its disk";
    Path plot = Files.createSymbolicLink(folder.resolve("p.png"), Path.of("/dev/full"));
    Path drawing = Files.createSymbolicLink(folder.resolve("p.svg"), Path.of("/dev/full"));
    Path out = folder.resolve("n.safetensors");
    for (Path full : List.of(Path.of("/dev/full"), plot, drawing)) {
      Object[] training =
          full.equals(plot) || full.equals(drawing)
              ? training("--out", out, "--plot", full)
              : training("--out", full);
      Result result = rnn(training);
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err().lines().reduce("", (a, b) -> b)).contains("rnn: " + full + remedy);
      assertThat(out).doesNotExist();
    }
    Result metrics = rnn(training("--out", out, "--metrics", "/dev/full"));
    assertThat(metrics.code()).isEqualTo(1);
    assertThat(metrics.err()).contains("rnn: /dev/full" + remedy, "the model is whole");
    assertThat(out).hasBinaryContent(model);
  }

  @Test
  void plot_needsNoTemporaryFolder() throws Exception {
    Path plot = folder.resolve("p.png");
    Object[] training = training("--plot", plot, "--out", folder.resolve("n"));
    Process shell = shell("JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=/no exec \"$@\"", training);
    Result result = Child.result(shell);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(plot).isNotEmptyFile();
  }

  private Object[] training(Object... rest) {
    List<Object> all = new ArrayList<>();
    all.addAll(List.of("train", "--text", "hello world ".repeat(50), "--hidden", 8));
    all.addAll(List.of("--steps", 2 * REPORTS, "--report-every", 2, "--progress", "none"));
    all.addAll(List.of("--backend", "ejml"));
    all.addAll(Arrays.asList(rest));
    return all.toArray();
  }

  /** Runs the program as {@code "$@"} in a shell. */
  private static Process shell(String script, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    command.addAll(Child.command(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(List.of("RNN_BACKEND", "JAVA_TOOL_OPTIONS"));
    return builder.start();
  }

  private static CompletableFuture<byte[]> bytes(InputStream in) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return in.readAllBytes();
          } catch (IOException e) {
            return new byte[0];
          }
        });
  }
}
