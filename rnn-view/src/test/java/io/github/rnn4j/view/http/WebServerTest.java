// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class WebServerTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private final BlockingQueue<Served> log = new LinkedBlockingQueue<>();
  private final List<WebServer> servers = new ArrayList<>();

  @BeforeAll
  static void settings() {
    JdkServerSettings.apply();
  }

  @AfterEach
  void closeServers() {
    servers.forEach(server -> server.close(Duration.ZERO));
  }

  private WebServer start(WebServer.Builder builder) throws IOException {
    WebServer server = builder.listener(log::add).start();
    servers.add(server);
    return server;
  }

  private static WebServer.Builder echo() {
    return WebServer.builder()
        .get("/plain", request -> Reply.text(200, "fine <script>"))
        .get("/broken", request -> divide(0))
        .get("/things/{name}", request -> Reply.text(200, request.variable("name")))
        .get("/query", request -> Reply.text(200, request.parameter("q").orElse("none")))
        .get("/nothing", request -> Reply.nothing())
        .post(
            "/echo",
            request -> {
              JsonObject json = request.json();
              json.requireOnly(java.util.Set.of("text"));
              return Reply.json(j -> j.writeString(json.string("text").orElse("")));
            });
  }

  private static Reply divide(int by) {
    return Reply.text(200, "" + 1 / by);
  }

  // ------------------------------------------------------------------------------------- answers

  @Test
  void answer_carriesTheHeadersThatKeepAPageAlone() throws Exception {
    HttpResponse<String> answer = new Asking(start(echo()).address()).get("/plain");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("fine <script>");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';")
        .doesNotContain("unsafe");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void route_givesItsVariablesAndQueryDecoded() throws Exception {
    Asking asking = new Asking(start(echo()).address());
    assertThat(asking.get("/things/a%2Fb%20%C3%A9").body()).isEqualTo("a/b é");
    assertThat(asking.get("/query?q=a+b%2B&q=second").body()).isEqualTo("a b+");
    assertThat(asking.get("/things/").statusCode()).isEqualTo(404);
    assertThat(asking.get("/things/%FF").statusCode()).isEqualTo(400);
  }

  @Test
  void head_isAnsweredAsGetWithoutABody() throws Exception {
    WebServer server = start(echo());
    try (Raw raw = new Raw(server.address())) {
      raw.lines("HEAD /plain HTTP/1.1", "Host: localhost", "");
      assertThat(raw.head()).startsWith("HTTP/1.1 200").containsIgnoringCase("content-length: 13");
      raw.lines("GET /nothing HTTP/1.1", "Host: localhost", "Connection: close", "");
      assertThat(raw.rest()).startsWith("HTTP/1.1 204");
    }
  }

  @Test
  void otherMethods_areRefusedWithThoseThatThereAre() throws Exception {
    Asking asking = new Asking(start(echo()).address());
    HttpResponse<String> answer = asking.send(asking.request("/echo").DELETE());
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
    answer = asking.post("/plain", "{}");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
  }

  @Test
  void fault_isToldToTheLogAndNotToTheOtherSide() throws Exception {
    HttpResponse<String> answer = new Asking(start(echo()).address()).get("/broken");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("\"code\":\"fault\"").doesNotContain("zero");
    Served served = log.take();
    assertThat(served.fault()).containsInstanceOf(ArithmeticException.class);
    assertThat(served.route()).isEqualTo("/broken");
    assertThat(served.whole()).isTrue();
  }

  @Test
  void stream_isSentAsItIsWritten_andBrokenOffVisibly() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    WebServer server =
        start(
            WebServer.builder()
                .get(
                    "/",
                    request ->
                        Reply.stream(
                            "text/plain",
                            out -> {
                              out.write('a');
                              out.flush();
                              await(read);
                              throw new IllegalStateException("on purpose");
                            })));
    try (Raw raw = new Raw(server.address())) {
      raw.lines("GET / HTTP/1.1", "Host: localhost", "");
      assertThat(raw.head()).containsIgnoringCase("transfer-encoding: chunked");
      byte[] chunk = raw.socket().getInputStream().readNBytes(6);
      assertThat(new String(chunk, StandardCharsets.US_ASCII)).isEqualTo("1\r\na\r\n");
      read.countDown();
      assertThat(raw.rest()).as("no last chunk").isEmpty();
    }
    assertThat(log.take().whole()).isFalse();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  // -------------------------------------------------------------------------------- who may ask

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:80", "localhost.evil.example", "", "a b"})
  void host_thatIsNoneOfTheServer_isRefused(String host) throws Exception {
    WebServer server = start(echo());
    assertThat(status(server, "GET /plain HTTP/1.1", "Host: " + host)).isEqualTo("421");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:1", "127.0.0.1:8080", "[::1]:8080", "rnn.test"})
  void host_ofTheServer_isAnswered(String host) throws Exception {
    WebServer server = start(echo().alsoKnownAs("rnn.test"));
    assertThat(status(server, "GET /plain HTTP/1.1", "Host: " + host)).isEqualTo("200");
  }

  @Test
  void host_mustBeThereOnce() throws Exception {
    WebServer server = start(echo());
    assertThat(status(server, "GET /plain HTTP/1.1")).isEqualTo("400");
    assertThat(status(server, "GET /plain HTTP/1.1", "Host: localhost", "Host: localhost"))
        .isEqualTo("400");
  }

  @ParameterizedTest
  @CsvSource({
    "http://evil.example, 403",
    "null, 403",
    "https://localhost, 403",
    "http://localhost:1, 403",
    "http://localhost, 200"
  })
  void origin_mustBeTheServersOwn(String origin, String status) throws Exception {
    WebServer server = start(echo());
    assertThat(status(server, "GET /plain HTTP/1.1", "Host: localhost", "Origin: " + origin))
        .isEqualTo(status);
  }

  @Test
  void post_ofAFormIsRefused() throws Exception {
    Asking asking = new Asking(start(echo()).address());
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded")) {
      HttpResponse<String> answer =
          asking.send(
              asking
                  .request("/echo")
                  .header("Content-Type", type)
                  .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"x\"}")));
      assertThat(answer.statusCode()).isEqualTo(415);
    }
  }

  @Test
  void token_isNeededWhereItIsSet_asBearerOrAsPassword() throws Exception {
    WebServer server = start(echo().token(Token.of(SECRET)).open("/query"));
    String basic = Base64.getEncoder().encodeToString(("me:" + SECRET).getBytes());
    assertThat(status(server, "GET /plain HTTP/1.1", "Host: any.name")).isEqualTo("401");
    for (String wrong :
        List.of("Bearer x", "Bearer " + SECRET + "0", "Basic " + SECRET, "Basic !", SECRET, "")) {
      assertThat(status(server, "GET /plain HTTP/1.1", "Host: h", "Authorization: " + wrong))
          .as(wrong)
          .isEqualTo("401");
    }
    for (String right : List.of("Bearer " + SECRET, "bearer  " + SECRET, "Basic " + basic)) {
      assertThat(status(server, "GET /plain HTTP/1.1", "Host: h", "Authorization: " + right))
          .as(right)
          .isEqualTo("200");
    }
    assertThat(status(server, "GET /query HTTP/1.1", "Host: h")).isEqualTo("200");
    assertThat(
            status(
                server,
                "GET /plain HTTP/1.1",
                "Host: h",
                "Origin: http://evil.example",
                "Authorization: Bearer " + SECRET))
        .isEqualTo("403");
  }

  @Test
  void token_isNotShown_norTakenIfItIsWeak(@TempDir Path folder) throws Exception {
    assertThat(Token.of(SECRET).toString()).doesNotContain(SECRET);
    assertThatThrownBy(() -> Token.of("short"))
        .hasMessageContaining("5 characters")
        .hasMessageContaining("openssl")
        .hasMessageNotContaining("short");
    Path file = folder.resolve("token");
    Files.writeString(file, "with blanks in it, and long enough\n");
    assertThatThrownBy(() -> Token.read(file)).hasMessageContaining("blanks");
    Files.writeString(file, SECRET + "\n");
    assertThat(Token.read(file).is(SECRET)).isTrue();
    assertThat(Token.read(file).is(SECRET + "\n")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void start_whereOthersReachIt_needsAToken(String host) throws Exception {
    assertThatThrownBy(() -> start(echo().host(host)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(host)
        .hasMessageContaining("token");
  }

  @Test
  void start_atAPortThatIsTaken_saysSo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> start(echo().port(taken.getLocalPort())))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("port " + taken.getLocalPort());
    }
    assertThatThrownBy(() -> start(echo().host("no.such.host.invalid")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no.such.host.invalid");
  }

  // ---------------------------------------------------------------------------------- the files

  @Test
  void files_areThoseOfTheListAndNoOther() throws Exception {
    StaticFiles files =
        new StaticFiles()
            .add("/", "index.html", "<p>hello".getBytes(StandardCharsets.UTF_8))
            .add("/class.js", "class.js", "1".getBytes(StandardCharsets.UTF_8));
    WebServer server = start(WebServer.builder().files(files));
    Asking asking = new Asking(server.address());
    HttpResponse<String> page = asking.get("/");
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-cache");
    String tag = page.headers().firstValue("ETag").orElseThrow();
    assertThat(asking.send(asking.request("/").header("If-None-Match", tag)).statusCode())
        .isEqualTo(304);
    for (String path :
        List.of(
            "/../index.html",
            "/%2e%2e/index.html",
            "/..%2findex.html",
            "/index.html",
            "/./",
            "/class.js/",
            "/class.js%00",
            "/META-INF/MANIFEST.MF")) {
      assertThat(status(server, "GET " + path + " HTTP/1.1", "Host: localhost"))
          .as(path)
          .isEqualTo("404");
    }
    assertThatThrownBy(() -> new StaticFiles().add("/x", WebServerTest.class, "none.html"))
        .hasMessageContaining("none.html");
  }

  // --------------------------------------------------------------------- the slow and the large

  @Test
  void body_thatIsTooLarge_isRefusedAndTheReasonRead() throws Exception {
    WebServer server = start(echo().limits(Limits.USUAL.withBodyBytes(100)));
    Asking asking = new Asking(server.address());
    String large = "{\"text\":\"" + "x".repeat(300_000) + "\"}";
    HttpResponse<String> answer = asking.post("/echo", large);
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("100 bytes").contains("300011 bytes");
    answer =
        asking.send(
            asking
                .request("/echo")
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(large.getBytes()))));
    assertThat(answer.statusCode()).isEqualTo(413);
  }

  @Test
  void halfARequest_isClosedAfterItsTime_whateverIsMissing() throws Exception {
    WebServer server = start(echo().limits(Limits.USUAL.withTimes(Duration.ofMillis(200))));
    for (List<String> half :
        List.of(
            List.of("GET /plain"),
            List.of("GET /plain HTTP/1.1\r\nHost: local"),
            List.of(
                "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 50\r\n\r\n{\"text"))) {
      try (Raw raw = new Raw(server.address())) {
        raw.send(half.get(0));
        assertThat(raw.rest()).as(half.get(0)).isEmpty();
      }
    }
    assertThat(new Asking(server.address()).get("/plain").statusCode()).isEqualTo(200);
  }

  @Test
  void reader_whoDoesNotRead_isLeftAfterTheTime() throws Exception {
    byte[] much = new byte[1 << 24];
    WebServer server =
        start(
            WebServer.builder()
                .limits(Limits.USUAL.withTimes(Duration.ofMillis(200)))
                .get("/", request -> Reply.bytes(200, "application/octet-stream", much)));
    try (Raw raw = new Raw(server.address())) {
      raw.lines("GET / HTTP/1.1", "Host: localhost", "");
      Served served = log.poll(20, TimeUnit.SECONDS);
      assertThat(served).isNotNull();
      assertThat(served.whole()).isFalse();
      assertThat(served.bytes()).isLessThan(much.length);
    }
  }

  @Test
  void connections_thatBreakOff_areForgotten() throws Exception {
    // The JDK's server takes 200 connections in these tests; those that it does not forget count.
    assertThat(System.getProperty("jdk.httpserver.maxConnections")).isEqualTo("200");
    byte[] much = new byte[1 << 22];
    WebServer server =
        start(echo().get("/much", request -> Reply.bytes(200, "application/octet-stream", much)));
    List<String> beginnings =
        List.of(
            "GET /pl",
            "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 50\r\n\r\n{\"te",
            "GET /much HTTP/1.1\r\nHost: localhost\r\n\r\n");
    for (int i = 0; i < 750; i++) {
      try (Raw raw = new Raw(server.address())) {
        raw.send(beginnings.get(i % 3));
        if (i % 3 == 2) {
          assertThat(raw.socket().getInputStream().read()).isEqualTo('H');
        }
      }
    }
    assertThat(new Asking(server.address()).get("/plain").statusCode()).isEqualTo(200);
  }

  // ------------------------------------------------------------------------------------ the end

  @Test
  void close_answersWhatWasBegunAndTakesNoMore() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch closing = new CountDownLatch(1);
    WebServer server =
        start(
            WebServer.builder()
                .onClose(closing::countDown)
                .get(
                    "/slow",
                    request -> {
                      begun.countDown();
                      await(goOn);
                      return Reply.text(200, "done");
                    }));
    Asking asking = new Asking(server.address());
    CompletableFuture<HttpResponse<String>> answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return asking.get("/slow");
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    await(begun);
    CompletableFuture<Boolean> closed =
        CompletableFuture.supplyAsync(() -> server.close(Duration.ofSeconds(60)));
    await(closing);
    goOn.countDown();
    assertThat(closed.get()).isTrue();
    assertThat(answer.get().body()).isEqualTo("done");
    assertThatThrownBy(() -> new Asking(server.address()).get("/slow"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void close_breaksOffWhatDoesNotEnd_andLeavesNoThread() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    WebServer server =
        start(
            WebServer.builder()
                .get(
                    "/never",
                    request -> {
                      begun.countDown();
                      await(new CountDownLatch(1));
                      return Reply.nothing();
                    }));
    try (Raw raw = new Raw(server.address())) {
      raw.lines("GET /never HTTP/1.1", "Host: localhost", "");
      await(begun);
      assertThat(server.close(Duration.ofMillis(100))).isFalse();
      assertThat(server.close(Duration.ofSeconds(9))).as("the second time").isTrue();
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("rnn-http")) {
        thread.join();
      }
    }
  }

  private static String status(WebServer server, String... head) throws IOException {
    try (Raw raw = new Raw(server.address())) {
      raw.send(String.join("\r\n", head) + "\r\nConnection: close\r\n\r\n");
      String answer = raw.head();
      return answer.isEmpty() ? "none" : answer.split(" ")[1];
    }
  }
}
