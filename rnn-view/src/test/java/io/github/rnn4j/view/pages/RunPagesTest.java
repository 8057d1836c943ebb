// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.view.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.view.http.Asking;
import io.github.rnn4j.view.http.WebServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page of a run is told, and what it may ask. */
class RunPagesTest {
  private final List<String> asked = new ArrayList<>();
  private RunPages pages;
  private WebServer server;
  private Asking asking;

  @BeforeEach
  void serve() throws IOException {
    pages =
        new RunPages(
            new RunPages.Facts(
                "<b>", "lstm", "character", true, List.of(Map.entry("text", "\"a\" </script>"))),
            () ->
                new RunPages.Snapshot(
                    pages.lastId(),
                    RunPages.State.RUNNING,
                    "",
                    7,
                    90,
                    List.of("{\"step\":5}"),
                    List.of(),
                    List.of("{\"sample\":\"<script>\"}")),
            new RunPages.Control() {
              @Override
              public void pause(boolean paused) {
                asked.add("pause " + paused);
              }

              @Override
              public void stop() {
                asked.add("stop");
              }
            });
    server = pages.addTo(WebServer.builder()).start();
    asking = new Asking(server.address());
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void run_isToldWhole() throws Exception {
    assertThat(Parsed.object(asking.get("/api/run").body()))
        .containsEntry("name", "<b>")
        .containsEntry("state", "running")
        .containsEntry("step", "7")
        .containsEntry("totalSteps", "90")
        .containsEntry("settings", List.of(List.of("text", "\"a\" </script>")))
        .containsEntry("reports", List.of(Map.of("step", "5")))
        .containsEntry("samples", List.of(Map.of("sample", "<script>")));
    String page = asking.get("/").body();
    for (String file : List.of("uplot.js", "uplot.css", "run.js", "run.css", "common.css")) {
      assertThat(page).contains("\"" + file + "\"");
      assertThat(asking.get("/" + file).statusCode()).as(file).isEqualTo(200);
    }
    assertThat(asking.get("/charts.js").body()).doesNotContain("innerHTML", "https:");
  }

  @Test
  void events_goOnWhereTheSnapshotEnds() throws Exception {
    String after = Parsed.object(asking.get("/api/run").body()).get("after").toString();
    pages.report("{\"step\":10,\"loss\":1.5}");
    pages.state(RunPages.State.PAUSED, "by hand");
    pages.step(11);
    URI address = server.address().resolve("/api/events?after=" + after);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(address.toURL().openStream(), StandardCharsets.UTF_8))) {
      List<String> told = new ArrayList<>();
      while (told.size() < 6) {
        String line = lines.readLine();
        if (line.startsWith("event") || line.startsWith("data")) {
          told.add(line);
        }
      }
      assertThat(told)
          .containsExactly(
              "event: report",
              "data: {\"step\":10,\"loss\":1.5}",
              "event: state",
              "data: {\"state\":\"paused\",\"message\":\"by hand\"}",
              "event: step",
              "data: {\"step\":11}");
      assertThat(pages.listeners()).isEqualTo(1);
    }
  }

  @Test
  void commands_needTheKey_andNoOtherOrigin() throws Exception {
    assertThat(asking.post("/api/stop", "{}").statusCode()).isEqualTo(403);
    assertThat(ask("/api/stop", "{}", "0".repeat(32), null).statusCode()).isEqualTo(403);
    assertThat(ask("/api/stop", "{}", pages.key(), "http://evil.example").statusCode())
        .isEqualTo(403);
    assertThat(asked).isEmpty();
    assertThat(ask("/api/pause", "{\"paused\":true}", pages.key(), null).statusCode())
        .isEqualTo(200);
    assertThat(ask("/api/pause", "{\"paused\":false}", pages.key(), null).statusCode())
        .isEqualTo(200);
    assertThat(ask("/api/stop", "{}", pages.key(), null).statusCode()).isEqualTo(200);
    assertThat(asked).containsExactly("pause true", "pause false", "stop");
  }

  private HttpResponse<String> ask(String path, String body, String key, String origin)
      throws Exception {
    HttpRequest.Builder request =
        asking
            .request(path)
            .header("Content-Type", "application/json")
            .header("X-Rnn-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return asking.send(origin == null ? request : request.header("Origin", origin));
  }
}
