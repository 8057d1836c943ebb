// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import io.github.rnn4j.cli.files.OutputFile;
import io.github.rnn4j.files.AtomicFile;
import io.github.rnn4j.files.Failures;
import io.github.rnn4j.training.Report;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SyncFailedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON Lines: an object for each report and for each reading of the held-out text, written at once.
 *
 * <p>When a run goes back or is resumed, the lines of what comes again are cut off first, in one
 * atomic step: no step is there twice, and none is missing.
 */
public final class MetricsFile implements Progress, AutoCloseable {
  private final Path path;
  private final Duration before;
  private FileOutputStream out;
  private @Nullable IOException failure;

  private MetricsFile(Path path, boolean append, Duration before) throws IOException {
    this.path = path;
    this.before = before;
    this.out = append ? new FileOutputStream(path.toFile(), true) : OutputFile.open(path);
  }

  /**
   * Opens the file, which begins anew.
   *
   * @throws IOException if it cannot be written
   */
  public static MetricsFile begin(Path path) throws IOException {
    return new MetricsFile(path, false, Duration.ZERO);
  }

  /**
   * Opens the file of a run that is resumed.
   *
   * @param step the step at which it is; later lines are cut off
   * @throws IOException if it cannot be read or written
   */
  public static MetricsFile goOn(Path path, long step) throws IOException {
    if (OutputFile.isStream(path) || !Files.isRegularFile(path)) {
      return begin(path);
    }
    List<MetricsLine> kept = MetricsLine.upTo(path, step);
    truncate(path, kept);
    double seconds = kept.stream().mapToDouble(MetricsLine::seconds).max().orElse(0);
    return new MetricsFile(path, true, Duration.ofMillis(Math.round(1000 * seconds)));
  }

  private static void truncate(Path path, List<MetricsLine> kept) throws IOException {
    long length = kept.isEmpty() ? 0 : kept.get(kept.size() - 1).end();
    if (length < Files.size(path)) {
      try (InputStream in = Files.newInputStream(path)) {
        byte[] bytes = in.readNBytes(Math.toIntExact(length));
        AtomicFile.write(path, target -> target.write(bytes));
      }
    }
  }

  /** Writes a line. A failure does not stop the training: it is kept for {@link #close()}. */
  @Override
  public void report(Report report, Pace pace) {
    write(MetricsPoint.Reported.of(report, pace, before));
  }

  @Override
  public void validated(long step, double epoch, double loss, boolean best) {
    write(new MetricsPoint.HeldOut(step, epoch, loss, best));
  }

  @Override
  public void sampled(long step, double epoch, String text) {
    write(new MetricsPoint.Sampled(step, epoch, text));
  }

  private void write(MetricsPoint point) {
    if (failure == null) {
      try {
        out.write((point.json() + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        fail(e);
      }
    }
  }

  private void fail(IOException e) {
    if (failure == null) {
      failure = e;
    }
  }

  /** Brings the lines to the disk, before a checkpoint that comes after them. */
  @Override
  public void checkpoint() {
    try {
      out.getFD().sync();
    } catch (SyncFailedException e) {
      // A pipe or a device.
    } catch (IOException e) {
      fail(e);
    }
  }

  @Override
  public void wentBack(long step) {
    if (failure == null && !OutputFile.isStream(path)) {
      try {
        out.close();
        truncate(path, MetricsLine.upTo(path, step));
        out = new FileOutputStream(path.toFile(), true);
      } catch (IOException e) {
        fail(e);
      }
    }
  }

  /**
   * Closes the file.
   *
   * @throws IOException if a line could not be written
   */
  @Override
  public void close() throws IOException {
    try {
      out.close();
    } catch (IOException e) {
      fail(e);
    }
    if (failure != null) {
      throw new IOException(
          Failures.writing(path.toString(), failure).getMessage()
              + "; metrics are missing, while the model is whole",
          failure);
    }
  }
}
