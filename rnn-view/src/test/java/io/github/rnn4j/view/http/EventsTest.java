// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EventsTest {
  private final Events events = new Events(4);
  private WebServer server;

  private WebServer server() throws IOException {
    server = WebServer.builder().events("/events", events).start();
    return server;
  }

  @AfterEach
  void close() {
    if (server != null) {
      server.close(Duration.ofSeconds(5));
    }
  }

  private void publish(int number) {
    events.publish("step", json -> json.writeNumber(number));
  }

  /** Names and data of so many events, after one that is known. */
  private List<String> hear(Raw raw, String lastId, int count) throws IOException {
    raw.lines("GET /events HTTP/1.1", "Host: localhost", "Last-Event-ID: " + lastId, "");
    assertThat(raw.head()).containsIgnoringCase("content-type: text/event-stream");
    return read(reader(raw), count);
  }

  private static BufferedReader reader(Raw raw) throws IOException {
    return new BufferedReader(
        new InputStreamReader(raw.socket().getInputStream(), StandardCharsets.UTF_8));
  }

  private static List<String> read(BufferedReader reader, int count) throws IOException {
    List<String> heard = new ArrayList<>();
    String name = "";
    while (heard.size() < count) {
      String line = reader.readLine();
      if (line.startsWith("event: ")) {
        name = line.substring(7);
      } else if (line.startsWith("data: ")) {
        heard.add(name + " " + line.substring(6));
      }
    }
    return heard;
  }

  @Test
  void listener_whoComesBack_isToldWhatItMissed() throws Exception {
    server();
    publish(1);
    String known = events.lastId();
    publish(2);
    publish(3);
    try (Raw raw = new Raw(server.address())) {
      assertThat(hear(raw, known, 2)).containsExactly("step 2", "step 3");
    }
  }

  @Test
  void listener_whoWasAwayTooLong_isToldSoAndGoesOnWithWhatIsKept() throws Exception {
    server();
    publish(0);
    String known = events.lastId();
    for (int i = 1; i <= 9; i++) {
      publish(i);
    }
    try (Raw raw = new Raw(server.address());
        Raw other = new Raw(server.address())) {
      assertThat(hear(raw, known, 5))
          .containsExactly("missed {}", "step 6", "step 7", "step 8", "step 9");
      assertThat(hear(other, "of-another-run", 2)).containsExactly("missed {}", "step 6");
    }
  }

  @Test
  void listener_hearsWhatHappensAfterItCame_alsoByTheAddress() throws Exception {
    server();
    publish(1);
    String known = events.lastId();
    try (Raw raw = new Raw(server.address())) {
      raw.lines("GET /events?after=" + known + " HTTP/1.1", "Host: localhost", "");
      raw.head();
      publish(2);
      assertThat(read(reader(raw), 1)).containsExactly("step 2");
    }
  }

  @Test
  void listener_whoDoesNotRead_holdsUpNobody() throws Exception {
    server();
    try (Raw deaf = new Raw(server.address());
        Raw raw = new Raw(server.address())) {
      deaf.lines("GET /events HTTP/1.1", "Host: localhost", "");
      String large = "x".repeat(100_000);
      for (int i = 0; i < 200; i++) {
        events.publish("large", json -> json.writeString(large));
      }
      String known = events.lastId();
      publish(7);
      assertThat(hear(raw, known, 1)).containsExactly("step 7");
    }
  }

  @Test
  void listeners_areOnlySoMany_andGoWithTheServer() throws Exception {
    server =
        WebServer.builder()
            .limits(
                new Limits(
                    100, Duration.ofSeconds(9), Duration.ofSeconds(9), Duration.ofSeconds(9), 4, 1))
            .events("/events", events)
            .start();
    try (Raw raw = new Raw(server.address())) {
      raw.lines("GET /events HTTP/1.1", "Host: localhost", "");
      raw.head();
      BufferedReader reader = reader(raw);
      do {} while (!reader.readLine().startsWith("retry"));
      var answer = new Asking(server.address()).get("/events");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
      assertThat(server.close(Duration.ofSeconds(30))).isTrue();
      assertThat(reader.lines().filter(line -> line.startsWith("data"))).isEmpty();
    }
    assertThat(events.listeners()).isZero();
  }
}
