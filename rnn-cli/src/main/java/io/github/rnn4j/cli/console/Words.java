// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.console;

import io.github.rnn4j.training.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Numbers in sentences. */
public final class Words {
  private Words() {}

  /** For example {@code 1 layer}, {@code 1,200 layers}. */
  public static String count(long number, String noun) {
    return number(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** For example {@code 1,200}. */
  public static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Nats and bits a token: {@code 1.5432 nats, 2.2264 bits per character}. */
  public static String loss(double nats, String token) {
    return String.format(
        Locale.ROOT, "%.4f nats, %.4f bits per %s", nats, Report.bits(nats), token);
  }

  /** For example {@code 0.8 s}, {@code 41 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
  public static String time(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds / 3600 + " h " + seconds / 60 % 60 + " min";
  }

  /** For example {@code 950 bytes}, {@code 34.1 kB}, {@code 1.2 MB}, {@code 2.0 GB}. */
  public static String bytes(long bytes) {
    if (bytes < 1000) {
      return count(bytes, "byte");
    }
    return bytes < 1_000_000
        ? String.format(Locale.ROOT, "%.1f kB", bytes * 1e-3)
        : bytes < 1_000_000_000
            ? String.format(Locale.ROOT, "%.1f MB", bytes * 1e-6)
            : String.format(Locale.ROOT, "%.1f GB", bytes * 1e-9);
  }

  /** A path as a shell reads it: in quotes if it has blanks, for example. */
  public static String quoted(Path path) {
    return quoted(path.toString());
  }

  /** A word as a shell reads it: in quotes if it has blanks, for example. */
  public static String quoted(String text) {
    return text.matches("[\\w./+:=@%,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** For example {@code 950}, {@code 34.1k}, {@code 1.2M}. */
  public static String rate(double perSecond) {
    if (perSecond >= 1e6) {
      return String.format(Locale.ROOT, "%.1fM", perSecond / 1e6);
    }
    return perSecond >= 1e3
        ? String.format(Locale.ROOT, "%.1fk", perSecond / 1e3)
        : String.format(Locale.ROOT, "%.0f", perSecond);
  }
}
