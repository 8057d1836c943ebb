// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Child;
import io.github.rnn4j.cli.Cli.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rnn train --view}, without a browser. */
class TrainViewTest {
  @TempDir private Path folder;

  private final HttpClient client = HttpClient.newHttpClient();

  /** A run in a process of its own, whose page answers. */
  private final class Run implements AutoCloseable {
    final Process process;
    final URI page;
    final CompletableFuture<String> rest;

    Run(Object... arguments) throws IOException {
      process = Child.startInForeground(arguments);
      BufferedReader err = process.errorReader();
      String line = err.readLine();
      while (line != null && !line.startsWith("view ")) {
        line = err.readLine();
      }
      assertThat(line).as("the address of the page").isNotNull();
      page = URI.create(line.substring("view ".length()).strip());
      rest =
          CompletableFuture.supplyAsync(
              () -> err.lines().reduce("", (all, one) -> all + one + "\n"));
    }

    String get(String path) throws Exception {
      HttpRequest request = HttpRequest.newBuilder(page.resolve(path)).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    int post(String path, String body, String key) throws Exception {
      HttpRequest request =
          HttpRequest.newBuilder(page.resolve(path))
              .header("Content-Type", "application/json")
              .header("X-Rnn-Key", key)
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private static long step(String run) {
    Matcher step =
        Pattern.compile("\"state\":\"\\w+\",\"message\":\"[^\"]*\",\"step\":(\\d+)").matcher(run);
    assertThat(step.find()).as(run).isTrue();
    return Long.parseLong(step.group(1));
  }

  @Test
  void page_pausesAndStops_andAResumedRunShowsItsPast() throws Exception {
    Path out = folder.resolve("m.safetensors");
    Path metrics = folder.resolve("m.jsonl");
    Object[] arguments = {
      "train",
      "--text",
      "hello world",
      "--hidden",
      8,
      "--steps",
      100_000_000,
      "--report-every",
      50,
      "--metrics",
      metrics,
      "--out",
      out,
      "--view",
      "--progress",
      "none"
    };
    try (Run run = new Run(arguments)) {
      String key = run.page.getFragment();
      assertThat(key).hasSize(32);
      assertThat(run.get("/")).contains("<h1 id=\"name\">");
      assertThat(run.post("/api/pause", "{\"paused\":true}", "x")).isEqualTo(403);
      while (!run.get("/api/run").contains("\"reports\":[{")) {
        Thread.onSpinWait();
      }
      assertThat(run.post("/api/pause", "{\"paused\":true}", key)).isEqualTo(200);
      // At the most one step, and a report, is told after that.
      String paused = run.get("/api/run");
      assertThat(paused).contains("\"state\":\"paused\"");
      String before = "";
      while (!before.equals(Files.readString(metrics))) {
        before = Files.readString(metrics);
        run.get("/api/run");
      }
      assertThat(run.post("/api/pause", "{\"paused\":false}", key)).isEqualTo(200);
      while (Files.readString(metrics).equals(before)) {
        Thread.onSpinWait();
      }
      assertThat(run.post("/api/pause", "{\"paused\":true}", key)).isEqualTo(200);
      assertThat(run.post("/api/stop", "{}", key)).isEqualTo(200);
      assertThat(run.process.waitFor()).isEqualTo(130);
      assertThat(run.rest.get()).contains("this goes on: rnn train --resume");
    }
    String past = Files.readAllLines(metrics).get(0);
    try (Run run = new Run("train", "--resume", out, "--view", "--progress", "none")) {
      String told = run.get("/api/run");
      assertThat(told).contains(past.substring(0, past.indexOf(",\"bits")));
      assertThat(step(told)).isGreaterThanOrEqualTo(50);
      new ProcessBuilder("kill", "-INT", Long.toString(run.process.pid())).start().waitFor();
      assertThat(run.process.waitFor()).isEqualTo(130);
    }
  }

  @Test
  void bytesOfTheModel_areTheSame_withADeadBrowserToo() throws Exception {
    Object[] arguments = {
      "train",
      "--text",
      "hello world",
      "--hidden",
      16,
      "--steps",
      4000,
      "--report-every",
      1,
      "--sample-every",
      100,
      "--backend",
      "ejml",
      "--progress",
      "none",
      "--out"
    };
    Path plain = folder.resolve("plain.safetensors");
    assertThat(rnn(with(arguments, plain)).code()).isZero();
    Path shown = folder.resolve("shown.safetensors");
    try (Run run = new Run(with(arguments, shown, "--view"));
        Socket dead = new Socket(InetAddress.getLoopbackAddress(), run.page.getPort())) {
      // It listens, and never reads.
      dead.getOutputStream()
          .write(
              "GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  .getBytes(StandardCharsets.UTF_8));
      run.rest.join();
      assertThat(run.process.waitFor()).isZero();
    }
    assertThat(shown).hasSameBinaryContentAs(plain);
  }

  private static Object[] with(Object[] arguments, Object... more) {
    Object[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return all;
  }

  @Test
  void port_hangsOnTheOption_andMayBeTaken() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "hello world");
    Path out = folder.resolve("out.safetensors");
    Result taken = rnn("train", "--view", text, "--steps", 2, "--hidden", 4, "--out", out);
    assertThat(taken.err()).contains("view      http://127.0.0.1:");
    assertThat(taken.code()).isZero();
    assertThat(rnn("train", text, "--view=x", "--out", out).code()).isEqualTo(2);
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Result refused = rnn("train", text, "--view=" + socket.getLocalPort(), "--out", out);
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err()).contains("port " + socket.getLocalPort());
    }
  }
}
