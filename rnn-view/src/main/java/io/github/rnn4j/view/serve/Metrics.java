// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.serve;

import io.github.rnn4j.view.http.Served;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What is counted, in the text format of Prometheus.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus,
 *     Exposition formats</a>
 */
final class Metrics {
  private static final double NANOS = 1e9;
  private static final double[] BOUNDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
  };

  /** How long requests of one route took. */
  private static final class Times {
    final LongAdder[] upTo = new LongAdder[BOUNDS.length + 1];
    final LongAdder nanos = new LongAdder();

    Times() {
      Arrays.setAll(upTo, i -> new LongAdder());
    }

    void add(long time) {
      int bucket = 0;
      while (bucket < BOUNDS.length && time / NANOS > BOUNDS[bucket]) {
        bucket++;
      }
      upTo[bucket].increment();
      nanos.add(time);
    }
  }

  private final Map<String, LongAdder> requests = new ConcurrentSkipListMap<>();
  private final Map<String, Times> times = new ConcurrentSkipListMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final LongAdder refused = new LongAdder();
  private final LongAdder brokenOff = new LongAdder();

  /** A request was dealt with. */
  void served(Served request) {
    // Routes and not paths, and only known methods: what others send makes no new series.
    String route = request.route().isEmpty() ? "none" : request.route();
    String method =
        switch (request.method()) {
          case "GET", "HEAD", "POST" -> request.method();
          default -> "other";
        };
    requests
        .computeIfAbsent(
            "{route=\""
                + route
                + "\",method=\""
                + method
                + "\",status=\""
                + request.status()
                + "\"}",
            labels -> new LongAdder())
        .increment();
    times.computeIfAbsent(route, r -> new Times()).add(request.time().toNanos());
    if (request.status() == 503) {
      refused.increment();
    }
    if (!request.whole()) {
      brokenOff.increment();
    }
  }

  /** A request is worked on from now on, or, with −1, no more. */
  void working(int change) {
    inFlight.addAndGet(change);
  }

  /** All of it. */
  String text(Collection<ServedModel> models) {
    StringBuilder text = new StringBuilder();
    head(text, "rnn_http_requests_total", "counter", "Requests by route, method and status.");
    requests.forEach(
        (labels, count) ->
            text.append("rnn_http_requests_total")
                .append(labels)
                .append(' ')
                .append(count.sum())
                .append('\n'));
    head(text, "rnn_http_request_seconds", "histogram", "Time from head to end of the answer.");
    times.forEach((route, some) -> histogram(text, route, some));
    head(text, "rnn_requests_in_flight", "gauge", "Requests that models work on.");
    text.append("rnn_requests_in_flight ").append(inFlight.get()).append('\n');
    head(text, "rnn_requests_refused_total", "counter", "Requests answered with 503.");
    text.append("rnn_requests_refused_total ").append(refused.sum()).append('\n');
    head(text, "rnn_answers_broken_off_total", "counter", "Answers that nobody took to the end.");
    text.append("rnn_answers_broken_off_total ").append(brokenOff.sum()).append('\n');
    Map<String, ServedModel> byName = new TreeMap<>();
    models.forEach(model -> byName.put(model.name(), model));
    head(text, "rnn_tokens_read_total", "counter", "Tokens read in drawing, primes included.");
    byName.forEach((name, m) -> value(text, "rnn_tokens_read_total", name, m.drawn()));
    head(text, "rnn_passes_total", "counter", "Passes through the network that read them.");
    byName.forEach((name, m) -> value(text, "rnn_passes_total", name, m.predictors().passes()));
    head(text, "rnn_tokens_scored_total", "counter", "Tokens scored, also to detect and classify.");
    byName.forEach((name, m) -> value(text, "rnn_tokens_scored_total", name, m.scored()));
    return text.toString();
  }

  private static void head(StringBuilder text, String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void value(StringBuilder text, String name, String model, long value) {
    text.append(name).append("{model=\"").append(model).append("\"} ").append(value).append('\n');
  }

  private static void histogram(StringBuilder text, String route, Times times) {
    long sum = 0;
    String name = "rnn_http_request_seconds";
    for (int i = 0; i <= BOUNDS.length; i++) {
      sum += times.upTo[i].sum();
      String bound = i == BOUNDS.length ? "+Inf" : Double.toString(BOUNDS[i]);
      text.append(name)
          .append("_bucket{route=\"")
          .append(route)
          .append("\",le=\"")
          .append(bound)
          .append("\"} ")
          .append(sum)
          .append('\n');
    }
    text.append(name)
        .append("_sum{route=\"")
        .append(route)
        .append("\"} ")
        .append(String.format(Locale.ROOT, "%.6f", times.nanos.sum() / NANOS))
        .append('\n');
    text.append(name)
        .append("_count{route=\"")
        .append(route)
        .append("\"} ")
        .append(sum)
        .append('\n');
  }
}
