// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.serve;

import io.github.rnn4j.view.http.HttpProblem;
import io.github.rnn4j.view.http.Json;
import io.github.rnn4j.view.http.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * An answer in pieces, as they come about: a value of JSON a line, or, if they are wanted, as
 * server-sent events. What goes wrong on the way is the last piece.
 */
final class Pieces {
  /** More often than so nobody reads. */
  private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Makes the pieces. */
  interface Source {
    void sendTo(Pieces pieces);
  }

  private final OutputStream out;
  private final boolean events;
  private long sent = System.nanoTime() - MOMENT_NANOS;

  private Pieces(OutputStream out, boolean events) {
    this.out = out;
    this.events = events;
  }

  /** An answer of what a source sends. */
  static Reply reply(boolean events, Source source) {
    return Reply.stream(
        events ? "text/event-stream" : "application/x-ndjson",
        out -> {
          Pieces pieces = new Pieces(out, events);
          try {
            try {
              source.sendTo(pieces);
            } catch (HttpProblem e) {
              pieces.send(e.body());
            } catch (ArithmeticException e) {
              pieces.send(ModelServer.damaged(e).body());
            }
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        });
  }

  /** Whether the last piece was sent some time ago, so that another one is worth it. */
  boolean isTime() {
    return System.nanoTime() - sent >= MOMENT_NANOS;
  }

  /** Sends a piece. */
  void send(Reply.JsonBody piece) {
    String text = Json.text(piece);
    try {
      out.write((events ? "data: " + text + "\n\n" : text + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sent = System.nanoTime();
  }
}
