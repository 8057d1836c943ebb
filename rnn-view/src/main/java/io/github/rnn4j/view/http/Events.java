// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What happens, told to whoever listens, as server-sent events. The last ones are kept: a listener
 * who comes back is told what it missed, by the Last-Event-ID that browsers send. One who is too
 * slow, or was away for too long, misses the oldest, and is told so by an event {@value #MISSED},
 * after which it should ask anew for all that it shows.
 *
 * <p>{@link #publish} never waits for a listener: there is one list for all, and each reads on
 * where it is.
 *
 * <p>Thread-safe.
 */
public final class Events implements AutoCloseable {
  /** The name of the event before which some were lost. Its data are {@code {}}. */
  public static final String MISSED = "missed";

  private static final long HEARTBEAT_SECONDS = 15;
  private static final int RETRY_MILLIS = 1000;

  /**
   * An event.
   *
   * @param id its number, from 1
   * @param name its name
   * @param data its data, a line of JSON
   */
  private record Event(long id, String name, String data) {}

  private final Object lock = new Object();
  private final int kept;
  private final Deque<Event> last = new ArrayDeque<>();
  private final String run = Long.toHexString(System.nanoTime());
  private long lastId;
  private int listeners;
  private boolean closed;

  /**
   * Nothing has happened yet.
   *
   * @param kept how many of the last events are kept, at least 1
   */
  public Events(int kept) {
    if (kept < 1) {
      throw new IllegalArgumentException("at least 1 event is kept: " + kept);
    }
    this.kept = kept;
  }

  /**
   * Tells an event to all who listen, and to those who come back soon. Waits for nobody.
   *
   * @param name its name, of letters, digits and hyphens
   * @param body writes its data
   * @return its id, which {@link #lastId} gives until the next
   */
  public String publish(String name, Reply.JsonBody body) {
    if (!name.matches("[A-Za-z0-9-]+")) {
      throw new IllegalArgumentException("'" + name + "' is no name of an event");
    }
    String data = Json.text(body);
    synchronized (lock) {
      last.add(new Event(++lastId, name, data));
      if (last.size() > kept) {
        last.remove();
      }
      lock.notifyAll();
      return id(lastId);
    }
  }

  /**
   * The id of the last event, for one who asks for what there is and listens to what follows: it
   * gives it as the parameter {@code after} of the address, or as the header Last-Event-ID.
   *
   * @return the id
   */
  public String lastId() {
    synchronized (lock) {
      return id(lastId);
    }
  }

  private String id(long number) {
    return run + "-" + number;
  }

  /**
   * How many listen.
   *
   * @return from 0
   */
  public int listeners() {
    synchronized (lock) {
      return listeners;
    }
  }

  /** Ends all listening, and all that is to come. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
  }

  /** Answers one who wants to listen. */
  Reply listen(Request request, int mostListeners) {
    String after = request.header("Last-Event-ID").or(() -> request.parameter("after")).orElse("");
    synchronized (lock) {
      if (closed) {
        throw new HttpProblem(503, "ending", "the server is ending");
      }
      if (listeners >= mostListeners) {
        throw new HttpProblem(
                503,
                "too-many-listeners",
                "there are " + listeners + " listeners, the most there may be: close some pages")
            .header("Retry-After", "5");
      }
    }
    return Reply.stream("text/event-stream", out -> listen(out, after));
  }

  private void listen(OutputStream out, String after) throws IOException {
    synchronized (lock) {
      listeners++;
    }
    try {
      write(out, "retry: " + RETRY_MILLIS + "\n\n");
      long next;
      synchronized (lock) {
        next = first(after);
      }
      while (true) {
        List<Event> some;
        boolean missed;
        synchronized (lock) {
          awaitEvent(next);
          if (closed && lastId < next) {
            return;
          }
          long oldest = last.isEmpty() ? lastId + 1 : last.getFirst().id();
          missed = next < oldest;
          next = Math.max(next, oldest);
          some = new ArrayList<>();
          for (Event event : last) {
            if (event.id() >= next) {
              some.add(event);
            }
          }
        }
        next = tell(out, missed, some, next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      synchronized (lock) {
        listeners--;
      }
    }
  }

  /** The number of the first event for one who knows those up to an id; 0, of none, if unknown. */
  private long first(String after) {
    if (after.isEmpty()) {
      return lastId + 1;
    }
    String beginning = run + "-";
    try {
      long number =
          after.startsWith(beginning) ? Long.parseLong(after.substring(beginning.length())) : -1;
      return number >= 0 && number <= lastId ? number + 1 : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private void awaitEvent(long next) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(HEARTBEAT_SECONDS);
    long left = until - System.nanoTime();
    while (!closed && next > 0 && lastId < next && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(lock, left);
      left = until - System.nanoTime();
    }
  }

  /** Tells events, or, if there are none, that one is still there; the number of the next one. */
  private long tell(OutputStream out, boolean missed, List<Event> some, long next)
      throws IOException {
    StringBuilder text = new StringBuilder();
    long after = next;
    if (missed) {
      text.append("event: ").append(MISSED).append("\ndata: {}\n\n");
    }
    for (Event event : some) {
      text.append("id: ").append(id(event.id()));
      text.append("\nevent: ").append(event.name());
      text.append("\ndata: ").append(event.data()).append("\n\n");
      after = event.id() + 1;
    }
    write(out, text.isEmpty() ? ": still here\n\n" : text.toString());
    return after;
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /**
   * How often one who listens hears something, events or not.
   *
   * @return the time between two signs of life
   */
  public static Duration heartbeat() {
    return Duration.ofSeconds(HEARTBEAT_SECONDS);
  }
}
