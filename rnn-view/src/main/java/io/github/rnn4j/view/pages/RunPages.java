// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.view.pages;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.rnn4j.view.http.Events;
import io.github.rnn4j.view.http.HttpProblem;
import io.github.rnn4j.view.http.Reply;
import io.github.rnn4j.view.http.Request;
import io.github.rnn4j.view.http.WebServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A page that shows a run as it learns, and lets the person who began it pause it, or stop it and
 * save. All that there is to tell is asked for once; what is new comes as events. Telling waits for
 * nobody: the last events are kept, and a page that missed some asks anew for all.
 *
 * <p>To look takes the address; to pause or stop takes the {@link #key} too, which stands behind
 * the {@code #} of the address that the person is told, and which browsers send to nobody by
 * themselves.
 *
 * <p>Thread-safe.
 */
public final class RunPages {
  private static final int KEPT = 512;
  private static final int KEY_BYTES = 16;

  /** How a run stands. */
  public enum State {
    /** It trains. */
    RUNNING,
    /** It waits until somebody lets it go on. */
    PAUSED,
    /** It finishes its step, and will save. */
    STOPPING,
    /** It was stopped before its end, and is saved. */
    STOPPED,
    /** It is done. */
    FINISHED,
    /** It ended by an error. */
    FAILED;

    private String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What does not change in a run.
   *
   * @param name what it is called
   * @param model the network in a line
   * @param unit what is predicted, such as {@code character}
   * @param heldOut whether a text is held out
   * @param settings names and values, in the order in which they are told
   */
  public record Facts(
      String name,
      String model,
      String unit,
      boolean heldOut,
      List<Map.Entry<String, String>> settings) {

    /**
     * Takes a copy.
     *
     * @param name what it is called
     * @param model the network in a line
     * @param unit what is predicted, such as {@code character}
     * @param heldOut whether a text is held out
     * @param settings names and values, in the order in which they are told; copied
     */
    public Facts {
      settings = List.copyOf(settings);
    }
  }

  /**
   * All that there is to tell by now.
   *
   * @param after the last event that it has in it, as {@link #lastId} gave it
   * @param state how the run stands
   * @param message a line about that; may be empty
   * @param step the steps done
   * @param totalSteps the steps of the whole run
   * @param reports objects of JSON, as lines of metrics
   * @param readings of the held-out text, the same
   * @param samples what the model wrote, the same
   */
  public record Snapshot(
      String after,
      State state,
      String message,
      long step,
      long totalSteps,
      List<String> reports,
      List<String> readings,
      List<String> samples) {

    /**
     * Takes copies.
     *
     * @param after the last event that it has in it
     * @param state how the run stands
     * @param message a line about that; may be empty
     * @param step the steps done
     * @param totalSteps the steps of the whole run
     * @param reports objects of JSON; copied
     * @param readings of the held-out text; copied
     * @param samples what the model wrote; copied
     */
    public Snapshot {
      reports = List.copyOf(reports);
      readings = List.copyOf(readings);
      samples = List.copyOf(samples);
    }
  }

  /** What the person at the page may ask of the run. Called by threads of the server. */
  public interface Control {
    /**
     * Pauses the run after its step, or lets it go on.
     *
     * @param paused whether it is to wait
     */
    void pause(boolean paused);

    /** Ends the run after its step, and saves it. */
    void stop();
  }

  private final Events events = new Events(KEPT);
  private final String key;
  private final Facts facts;
  private final Supplier<Snapshot> now;
  private final Control control;

  /**
   * A page of a run.
   *
   * @param facts what does not change
   * @param now tells all that there is by now
   * @param control what may be asked of the run
   */
  public RunPages(Facts facts, Supplier<Snapshot> now, Control control) {
    this.facts = facts;
    this.now = now;
    this.control = control;
    byte[] secret = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(secret);
    this.key = HexFormat.of().formatHex(secret);
  }

  /**
   * Serves the page, and what it asks for.
   *
   * @param server a server that is not started yet
   * @return the same one
   */
  public WebServer.Builder addTo(WebServer.Builder server) {
    return server
        .files(PageFiles.run())
        .get("/api/run", request -> Reply.json(json -> tell(json, now.get())))
        .events("/api/events", events)
        .post("/api/pause", this::pause)
        .post("/api/stop", this::stop);
  }

  /**
   * What a page needs to pause or stop the run.
   *
   * @return hexadecimal digits, others in each run
   */
  public String key() {
    return key;
  }

  /**
   * The last event.
   *
   * @return its id, for a {@link Snapshot}
   */
  public String lastId() {
    return events.lastId();
  }

  /**
   * How many pages listen.
   *
   * @return from 0
   */
  public int listeners() {
    return events.listeners();
  }

  /**
   * Tells how far the run is.
   *
   * @param step the steps done
   */
  public void step(long step) {
    events.publish(
        "step",
        json -> {
          json.writeStartObject();
          json.writeNumberField("step", step);
          json.writeEndObject();
        });
  }

  /**
   * Tells a report.
   *
   * @param line an object of JSON
   */
  public void report(String line) {
    events.publish("report", json -> json.writeRawValue(line));
  }

  /**
   * Tells a reading of the held-out text.
   *
   * @param line an object of JSON
   */
  public void reading(String line) {
    events.publish("reading", json -> json.writeRawValue(line));
  }

  /**
   * Tells a sample.
   *
   * @param line an object of JSON
   */
  public void sample(String line) {
    events.publish("sample", json -> json.writeRawValue(line));
  }

  /** Tells that something that was told is no longer so: pages ask anew for all. */
  public void back() {
    events.publish(
        "back",
        json -> {
          json.writeStartObject();
          json.writeEndObject();
        });
  }

  /**
   * Tells how the run stands.
   *
   * @param state how
   * @param message a line about it; may be empty
   */
  public void state(State state, String message) {
    events.publish(
        "state",
        json -> {
          json.writeStartObject();
          json.writeStringField("state", state.id());
          json.writeStringField("message", message);
          json.writeEndObject();
        });
  }

  private void tell(JsonGenerator json, Snapshot snapshot) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", facts.name());
    json.writeStringField("model", facts.model());
    json.writeStringField("unit", facts.unit());
    json.writeBooleanField("heldOut", facts.heldOut());
    json.writeArrayFieldStart("settings");
    for (Map.Entry<String, String> setting : facts.settings()) {
      json.writeStartArray();
      json.writeString(setting.getKey());
      json.writeString(setting.getValue());
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeStringField("after", snapshot.after());
    json.writeStringField("state", snapshot.state().id());
    json.writeStringField("message", snapshot.message());
    json.writeNumberField("step", snapshot.step());
    json.writeNumberField("totalSteps", snapshot.totalSteps());
    lines(json, "reports", snapshot.reports());
    lines(json, "readings", snapshot.readings());
    lines(json, "samples", snapshot.samples());
    json.writeEndObject();
  }

  private static void lines(JsonGenerator json, String name, List<String> lines)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String line : lines) {
      json.writeRawValue(line);
    }
    json.writeEndArray();
  }

  private Reply pause(Request request) throws IOException {
    requireKey(request);
    var body = request.json();
    body.requireOnly(Set.of("paused"));
    boolean paused = body.flag("paused", true);
    control.pause(paused);
    return done();
  }

  private Reply stop(Request request) throws IOException {
    requireKey(request);
    request.json().requireOnly(Set.of());
    control.stop();
    return done();
  }

  private static Reply done() {
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeEndObject();
        });
  }

  private void requireKey(Request request) {
    byte[] given = request.header("X-Rnn-Key").orElse("").getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(given, key.getBytes(StandardCharsets.UTF_8))) {
      throw new HttpProblem(
          403,
          "no-key",
          "to pause or stop the run, open the page by the whole address that the command line"
              + " told, with what stands behind its #");
    }
  }
}
