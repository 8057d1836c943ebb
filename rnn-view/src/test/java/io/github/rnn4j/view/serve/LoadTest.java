// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.backend.vector.VectorLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.text.Vocabulary;
import io.github.rnn4j.view.http.JdkServerSettings;
import io.github.rnn4j.view.http.Raw;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many clients at a time, and among them some that do not read, stop in the middle, or go away:
 * every answer is right, none is lost, and nothing is left over. It prints how fast that was.
 *
 * <p>{@code -Drnn.test.requests=10000 -Drnn.test.hidden=512} is what docs/SERVING.md tells.
 */
@Timeout(600)
class LoadTest {
  private static final int CLIENTS = 64;
  private static final int REQUESTS = Integer.getInteger("rnn.test.requests", 1000);
  private static final int HIDDEN = Integer.getInteger("rnn.test.hidden", 24);
  private static final int LENGTH = Integer.getInteger("rnn.test.length", 50);
  private static final int KINDS = 40;
  private static final long SOME_MEMORY = 8 << 20;

  /** A client that keeps its connection. */
  private static final class Client implements AutoCloseable {
    private final Raw raw;
    private final InputStream in;

    Client(URI address) throws IOException {
      this.raw = new Raw(address);
      this.in = new BufferedInputStream(raw.socket().getInputStream());
    }

    /** Status and body. */
    String ask(String request) throws IOException {
      raw.send(request);
      String head = "";
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      while (!head.endsWith("\r\n\r\n")) {
        int c = in.read();
        assertThat(c).as("a connection is kept").isNotNegative();
        bytes.write(c);
        head = c == '\n' ? bytes.toString(StandardCharsets.ISO_8859_1) : "";
      }
      Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
      assertThat(length.find()).as(head).isTrue();
      byte[] body = in.readNBytes(Integer.parseInt(length.group(1)));
      return head.substring(9, 12) + " " + new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
      raw.close();
    }
  }

  private static String request(int kind) {
    String path = "text/sample";
    String body = "{\"length\":" + LENGTH + ",\"temperature\":0.9,\"seed\":" + kind + "}";
    if (kind % 10 == 8) {
      path = "text/score";
      body = "{\"texts\":[\"" + "abcd ".repeat(1 + kind) + "\"]}";
    } else if (kind % 10 == 9) {
      path = "records/detect";
      body = "{\"records\":[\"" + "abc".repeat(1 + kind / 10) + "\",\"xyz\"]}";
    }
    return post(path, body);
  }

  private static String post(String path, String body) {
    return "POST /v1/models/"
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  @Test
  void manyClients_getEachTheirAnswer_andNothingIsLeft() throws Exception {
    JdkServerSettings.apply();
    Model text =
        TestModels.model(
            new VectorLinearAlgebra(), CellType.LSTM, HIDDEN, Vocabulary.of("\nabcdefgh .,"));
    Model records = TestModels.records();
    // What a JVM opens once, and keeps, it has opened after a first server.
    try (ModelServer first = start(text, records);
        Client client = new Client(first.address())) {
      client.ask(request(0));
    }
    int filesBefore = files();
    ModelServer server = start(text, records);
    List<String> expected = new ArrayList<>();
    try (Client alone = new Client(server.address())) {
      for (int kind = 0; kind < KINDS; kind++) {
        expected.add(alone.ask(request(kind)));
        assertThat(expected.get(kind)).startsWith("200 ");
      }
      print("1 client, 1 thread", time(List.of(alone), REQUESTS / 16, expected));
    }
    long memoryBefore = memory();

    List<Raw> bad = badClients(server.address());
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new Client(server.address()));
    }
    print(CLIENTS + " clients, " + bad.size() + " bad ones", time(clients, REQUESTS, expected));
    for (Client client : clients) {
      client.close();
    }
    for (Raw raw : bad) {
      raw.close();
    }
    System.out.println(passes(server.address()));
    while (memory() > memoryBefore + SOME_MEMORY) {
      Thread.onSpinWait(); // what is left over is collected, unless it is held
    }
    assertThat(server.close(Duration.ofSeconds(60))).isTrue();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("rnn-http") || thread.getName().startsWith("HTTP-Disp")) {
        thread.join();
      }
    }
    while (files() > filesBefore) {
      Thread.onSpinWait(); // a closed channel gives its file back when its selector has noticed
    }
  }

  private static ModelServer start(Model text, Model records) throws IOException {
    return ModelServer.builder()
        .model("text", text)
        .model("records", records)
        .limits(new ServeLimits(1L << 40, 100, Duration.ofMinutes(10), CLIENTS + 32))
        .start();
  }

  /** Some that send half a request, some that do not read, some that go away at once. */
  private static List<Raw> badClients(URI address) throws IOException {
    List<Raw> bad = new ArrayList<>();
    String endless = post("text/sample", "{\"length\":1000000000,\"stream\":true}");
    for (int i = 0; i < 8; i++) {
      bad.add(new Raw(address).send("POST /v1/models/te"));
      bad.add(new Raw(address).send(endless.substring(0, endless.length() - 5)));
      bad.add(new Raw(address).send(post("text/sample", "{\"length\":2000,\"stream\":true}")));
      new Raw(address).send(endless).close();
    }
    return bad;
  }

  /** How long each request took, in nanoseconds, then all of them. */
  private static long[] time(List<Client> clients, int requests, List<String> expected)
      throws Exception {
    long[] times = new long[requests + 1];
    AtomicInteger next = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(clients.size());
    List<Future<?>> all = new ArrayList<>();
    long begun = System.nanoTime();
    for (Client client : clients) {
      all.add(
          pool.submit(
              () -> {
                for (int i = next.getAndIncrement(); i < requests; i = next.getAndIncrement()) {
                  long start = System.nanoTime();
                  String answer = client.ask(request(i % KINDS));
                  times[i] = System.nanoTime() - start;
                  assertThat(answer).isEqualTo(expected.get(i % KINDS));
                }
                return null;
              }));
    }
    for (Future<?> one : all) {
      one.get();
    }
    times[requests] = System.nanoTime() - begun;
    pool.shutdown();
    return times;
  }

  private static void print(String what, long... times) {
    int requests = times.length - 1;
    double seconds = times[requests] / 1e9;
    long[] sorted = Arrays.copyOf(times, requests);
    Arrays.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "%s: %,d requests in %.1f s, %.0f a second, median %.1f ms, 99%% within %.1f ms%n",
        what,
        requests,
        seconds,
        requests / seconds,
        sorted[requests / 2] / 1e6,
        sorted[(int) (requests * 0.99)] / 1e6);
  }

  private static String passes(URI address) throws IOException {
    try (Client client = new Client(address)) {
      String metrics = client.ask("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
      return metrics
          .lines()
          .filter(line -> line.matches("rnn_(tokens_read|passes)_total.*text.*"))
          .reduce("", (a, b) -> a + b + "  ");
    }
  }

  /** The file descriptors that are open; 0 where nothing tells them. */
  private static int files() {
    String[] names = new File("/proc/self/fd").list();
    return names == null ? 0 : names.length;
  }

  private static long memory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
