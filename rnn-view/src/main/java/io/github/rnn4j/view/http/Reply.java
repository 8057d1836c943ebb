// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An answer: a status, headers, and bytes, or a body that is written as it comes about. Immutable.
 */
public final class Reply {

  /** Writes a body piece by piece. */
  @FunctionalInterface
  public interface Body {

    /**
     * Writes the body.
     *
     * @param out where it goes; each flush sends what was written
     * @throws IOException if the other side went away, or does not read
     */
    void writeTo(OutputStream out) throws IOException;

    /** Is called once after all, also if it could not be written, or not to its end. */
    default void end() {}
  }

  /** Writes one value of JSON. */
  @FunctionalInterface
  public interface JsonBody {

    /**
     * Writes the value.
     *
     * @param json where it goes
     * @throws IOException as the generator does
     */
    void writeTo(JsonGenerator json) throws IOException;
  }

  private final int status;
  private final Map<String, String> headers;
  private final byte[] bytes;
  private final Optional<Body> body;

  private Reply(int status, Map<String, String> headers, byte[] bytes, Optional<Body> body) {
    this.status = status;
    this.headers = headers;
    this.bytes = bytes;
    this.body = body;
  }

  /**
   * Bytes of some type.
   *
   * @param status the status of HTTP
   * @param contentType the type of the content, with its charset if it is text
   * @param bytes the bytes; not copied, not to be modified
   * @return the answer
   */
  public static Reply bytes(int status, String contentType, byte[] bytes) {
    return new Reply(status, Map.of("Content-Type", contentType), bytes, Optional.empty());
  }

  /**
   * Plain text.
   *
   * @param status the status of HTTP
   * @param text the text
   * @return the answer, in UTF-8
   */
  public static Reply text(int status, String text) {
    return bytes(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A value of JSON.
   *
   * @param status the status of HTTP
   * @param body writes the value, once, before this returns
   * @return the answer
   */
  public static Reply json(int status, JsonBody body) {
    return bytes(status, "application/json", Json.bytes(body));
  }

  /**
   * A value of JSON, of status 200.
   *
   * @param body writes the value, once, before this returns
   * @return the answer
   */
  public static Reply json(JsonBody body) {
    return json(200, body);
  }

  /**
   * A body of status 200 that is written as it comes about. What it throws other than {@link
   * IOException} ends the answer before its end, so that the other side notices.
   *
   * @param contentType the type of the content
   * @param body writes it, on the request's thread
   * @return the answer
   */
  public static Reply stream(String contentType, Body body) {
    return new Reply(200, Map.of("Content-Type", contentType), new byte[0], Optional.of(body));
  }

  /**
   * No content.
   *
   * @return an answer of status 204
   */
  public static Reply nothing() {
    return new Reply(204, Map.of(), new byte[0], Optional.empty());
  }

  /** That what the other side has is still right. */
  static Reply notModified() {
    return new Reply(304, Map.of(), new byte[0], Optional.empty());
  }

  /**
   * The same with a header, instead of one of this name that there was.
   *
   * @param name its name
   * @param value its value
   * @return a new answer
   */
  public Reply header(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new Reply(status, Collections.unmodifiableMap(all), bytes, body);
  }

  /**
   * Whether the body is written as it comes about.
   *
   * @return false if its bytes are at hand
   */
  public boolean isStream() {
    return body.isPresent();
  }

  /**
   * The same with something to do when its body was written, or was not. If it is not to be written
   * at all, it is done as well.
   *
   * @param action the action, done once
   * @return a new answer
   * @throws IllegalStateException if this is no stream
   */
  public Reply andThen(Runnable action) {
    Body first = body.orElseThrow(() -> new IllegalStateException("not a stream"));
    AtomicBoolean done = new AtomicBoolean();
    Runnable once =
        () -> {
          if (done.compareAndSet(false, true)) {
            action.run();
          }
        };
    return new Reply(
        status,
        headers,
        bytes,
        Optional.of(
            new Body() {
              @Override
              public void writeTo(OutputStream out) throws IOException {
                first.writeTo(out);
              }

              @Override
              public void end() {
                first.end();
                once.run();
              }
            }));
  }

  /**
   * The status of HTTP.
   *
   * @return 100 to 599
   */
  public int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  byte[] bytes() {
    return bytes;
  }

  Optional<Body> body() {
    return body;
  }
}
