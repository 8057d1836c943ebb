// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.rnn4j.cli.Child;
import io.github.rnn4j.cli.Cli;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code rnn serve} in a process of its own, asked by other programs and ended by signals. */
@Timeout(120)
class ServeTest {
  private static final String SECRET = "correct-horse-battery-staple";

  @TempDir private static Path folder;

  private static Path hello;
  private static Path names;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeAll
  static void train() throws IOException {
    hello = Cli.helloWorld(folder.resolve("hello.safetensors"));
    names = folder.resolve("names.safetensors");
    Path text = folder.resolve("names.txt");
    Files.writeString(text, "anna\nannette\njan\njanet\njoan\nnan\n".repeat(30));
    Cli.Result result =
        Cli.rnn(
            "train",
            text,
            "--records",
            "lines",
            "--validation",
            0.2,
            "--hidden",
            12,
            "--steps",
            60,
            "--out",
            names);
    assertThat(result.code()).as(result.err()).isZero();
  }

  /** A server, from its address on. */
  private record Running(Process process, BufferedReader err, URI address) {}

  private static Running start(Object... arguments) throws IOException {
    List<Object> all = new ArrayList<>(List.of("serve"));
    all.addAll(List.of(arguments));
    Process process = Child.startInForeground(all.toArray());
    BufferedReader out = reader(process.getInputStream());
    BufferedReader err = reader(process.getErrorStream());
    String address = out.readLine();
    assertThat(address).as(() -> err.lines().toList().toString()).isNotNull();
    return new Running(process, err, URI.create(address));
  }

  private static BufferedReader reader(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  private HttpResponse<String> post(Running server, String path, String json, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.address().resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The strings of all fields of a name. */
  private static List<String> fields(String json, String name) throws IOException {
    List<String> values = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.FIELD_NAME && parser.currentName().equals(name)) {
          parser.nextToken();
          values.add(parser.getText());
        }
      }
    }
    return values;
  }

  private static void signal(Running server, String name) throws Exception {
    String pid = Long.toString(server.process().pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  @Test
  void answers_areThoseOfTheOtherCommands_andCtrlCEndsItCleanly() throws Exception {
    Running server = start(names, "greeting=" + hello, "--port", 0, "--log");
    assertThat(server.address().getHost()).isEqualTo("127.0.0.1");

    String drawn =
        post(server, "/v1/models/names/sample", "{\"count\":9,\"seed\":5,\"temperature\":0.7}")
            .body();
    assertThat(String.join("\n", fields(drawn, "text")) + "\n")
        .isEqualTo(Cli.rnn("sample", names, "--count", 9, "--seed", 5, "--temperature", 0.7).out());
    String text =
        post(
                server,
                "/v1/models/greeting/sample",
                "{\"prime\":\"h\",\"length\":30,\"seed\":7,\"top_k\":4}")
            .body();
    assertThat("h" + fields(text, "text").get(0) + "\n")
        .isEqualTo(
            Cli.rnn("sample", hello, "--prime", "h", "--length", 30, "--seed", 7, "--top-k", 4)
                .out());
    String scored = post(server, "/v1/models/names/score", "{\"texts\":[\"anna\",\"nat\"]}").body();
    Path two = folder.resolve("two.txt");
    Files.writeString(two, "anna\nnat\n");
    assertThat(Cli.rnn("score", names, two).out().lines().map(row -> row.split("\t")[2]))
        .containsExactlyElementsOf(fields(scored, "nats"));
    String detected =
        post(
                server,
                "/v1/models/names/detect",
                "{\"records\":[\"anna\",\"nat\"],\"false_alarms\":0.2}")
            .body();
    Cli.Result detect = Cli.rnn("detect", names, two, "--json", "--all", "--false-alarms", 0.2);
    for (String field : List.of("p", "nats", "place", "strange")) {
      assertThat(fields(detected, field)).isEqualTo(fields(detect.out(), field));
    }

    signal(server, "INT");
    List<String> told = server.err().lines().toList();
    assertThat(server.process().waitFor()).isZero();
    assertThat(told)
        .contains("rnn: serving names, greeting; Ctrl-C ends it")
        .anyMatch(
            line -> line.matches("2.* 127.0.0.1 POST /v1/models/names/score 200 \\d+ bytes .*"))
        .endsWith("rnn: finishing what was begun; Ctrl-C again leaves at once", "rnn: ended");
  }

  @Test
  void termination_finishesWhatIsBeingDrawn() throws Exception {
    Running server = start(hello, "--port", 0);
    HttpRequest request =
        HttpRequest.newBuilder(server.address().resolve("/v1/models/hello/sample"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"length\":30000,\"seed\":1,\"stream\":true}"))
            .build();
    HttpResponse<InputStream> answer =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    BufferedReader lines = reader(answer.body());
    StringBuilder text = new StringBuilder(fields(lines.readLine(), "text").get(0));
    signal(server, "TERM");
    String last = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      fields(line, "text").forEach(text::append);
      last = line;
    }
    assertThat(last).contains("\"done\":true");
    assertThat(text).hasSize(30_000);
    assertThat(server.process().waitFor()).isEqualTo(128 + 15);
    assertThat(server.err().lines().toList()).endsWith("rnn: ended");
  }

  @Test
  void otherHost_needsAToken_whichIsNeverShown() throws Exception {
    Cli.Result refused = Cli.rnn("serve", hello, "--host", "0.0.0.0", "--port", 0);
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("0.0.0.0").contains("token").hasLineCount(1);
    Path token = folder.resolve("token");
    Files.writeString(token, SECRET + "\n");
    Running server = start(hello, "--host", "0.0.0.0", "--port", 0, "--token-file", token, "--log");
    assertThat(post(server, "/v1/models/hello/sample", "{}").statusCode()).isEqualTo(401);
    assertThat(
            post(
                    server,
                    "/v1/models/hello/sample",
                    "{\"seed\":1}",
                    "Authorization",
                    "Bearer " + SECRET)
                .statusCode())
        .isEqualTo(200);
    signal(server, "INT");
    assertThat(server.err().lines().toList())
        .anyMatch(line -> line.contains("POST /v1/models/hello/sample 401"))
        .noneMatch(line -> line.contains(SECRET));
    assertThat(server.process().waitFor()).isZero();
  }

  @Test
  void wrongCommandLines_areToldInALine() throws Exception {
    Path other = Files.createDirectories(folder.resolve("other")).resolve("hello.safetensors");
    Files.copy(hello, other);
    check(2, "hello", "serve", hello, other);
    check(2, "NAME=", "serve", "a b=" + hello);
    check(1, "no such file", "serve", folder.resolve("none.safetensors"));
    check(2, "65536", "serve", hello, "--port", 65536);
    Path weak = folder.resolve("weak");
    Files.writeString(weak, "short");
    Cli.Result result = Cli.rnn("serve", hello, "--token-file", weak);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("5 characters").doesNotContain("short");
  }

  private static void check(int code, String part, Object... arguments) {
    Cli.Result result = Cli.rnn(arguments);
    assertThat(result.code()).as(result.err()).isEqualTo(code);
    assertThat(result.err()).contains(part);
  }
}
