// SPDX-License-Identifier: Apache-2.0
package peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Warms up and measures as 'rnn bench' does, and prints one line of JSON, as measure.py does. */
final class Measure {
  /** Some work. */
  interface Step {
    void run() throws Exception;
  }

  private Measure() {}

  /**
   * Measures.
   *
   * @param peer its name and version
   * @param characters what a step does
   */
  static void print(String peer, Options given, Step step, int characters) throws Exception {
    step.run();
    Instant start = ProcessHandle.current().info().startInstant().orElseThrow();
    double first = Duration.between(start, Instant.now()).toNanos() / 1e9;
    List<Double> rates = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      rates.add(window(step, characters, Math.min(0.5, given.seconds())));
      if (i >= 9) {
        List<Double> last = rates.subList(i - 2, i + 1);
        if (Collections.max(last) <= 1.03 * Collections.min(last)) {
          break;
        }
      }
    }
    rates.clear();
    for (int i = 0; i < given.windows(); i++) {
      rates.add(window(step, characters, given.seconds()));
    }
    Collections.sort(rates);
    double middle = (rates.get((rates.size() - 1) / 2) + rates.get(rates.size() / 2)) / 2;
    System.out.printf(
        Locale.ROOT,
        "{\"peer\": \"%s\", \"work\": \"%s\", \"threads\": %d, \"characters_per_second\":"
            + " {\"median\": %s, \"min\": %s, \"max\": %s}, \"peak_memory_bytes\": %d,"
            + " \"first_step_seconds\": %s}%n",
        peer,
        given.sample() ? "sampling" : "training",
        given.threads(),
        middle,
        rates.get(0),
        rates.get(rates.size() - 1),
        peakMemory(),
        first);
  }

  private static double window(Step step, int characters, double seconds) throws Exception {
    long start = System.nanoTime();
    for (long steps = 1; ; steps++) {
      step.run();
      double elapsed = (System.nanoTime() - start) / 1e9;
      if (elapsed >= seconds) {
        return steps * characters / elapsed;
      }
    }
  }

  /** The most bytes that were resident. */
  private static long peakMemory() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return 0;
  }
}
