// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.safetensors.SafetensorsWriter;
import io.github.rnn4j.training.Checkpoints;
import io.github.rnn4j.training.Trainer;
import io.github.rnn4j.training.TrainingRun;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What a run will take, told instead of running it. Its first steps are tried, and lost. */
final class Forecast {
  private static final long WARM_UP_NANOS = 2_000_000_000L;
  private static final long MEASURED_NANOS = 3_000_000_000L;

  private final TrainingRun run;
  private final Checkpoints checkpoints;

  Forecast(TrainingRun run, Checkpoints checkpoints) {
    this.run = run;
    this.checkpoints = checkpoints;
  }

  /**
   * Tells it.
   *
   * @throws FileSystemException if the disk has less room than the files take
   * @throws io.github.rnn4j.training.DivergenceException if the first steps diverge
   */
  void tell(PrintStream out) throws IOException {
    Trainer trainer = run.trainer();
    long left = trainer.totalSteps() - trainer.steps();
    long model = Counter.size(run.finished().writer());
    long checkpoint = Counter.size(run.writer());
    out.printf(
        "files: the model takes %s, a checkpoint %s%s%n",
        Words.bytes(model),
        Words.bytes(checkpoint),
        checkpoints.keep() > 1
            ? ", of which " + Words.number(checkpoints.keep()) + " are kept"
            : "");
    requireRoom(checkpoint);
    double stepSeconds = left == 0 ? 0 : measure(trainer);
    System.gc();
    Runtime jvm = Runtime.getRuntime();
    out.printf(
        "memory: about %s of a heap of at most %s%n",
        Words.bytes(jvm.totalMemory() - jvm.freeMemory()), Words.bytes(jvm.maxMemory()));
    out.printf(
        "time: about %s for %s%s%n",
        Words.time(Duration.ofMillis(Math.round(1000 * stepSeconds * left))),
        Words.count(left, "step"),
        run.hasHeldOut() ? ", besides the readings of what is held out" : "");
    out.println("nothing was trained");
  }

  /** The seconds of a step, when the program is warm. */
  private static double measure(Trainer trainer) {
    long begin = System.nanoTime();
    long from = begin;
    long steps = 0;
    boolean warm = false;
    do {
      trainer.step();
      steps++;
      if (!warm
          && System.nanoTime() - begin >= WARM_UP_NANOS
          && trainer.steps() < trainer.totalSteps()) {
        warm = true;
        from = System.nanoTime();
        steps = 0;
      }
    } while (trainer.steps() < trainer.totalSteps()
        && (steps == 0 || System.nanoTime() - begin < WARM_UP_NANOS + MEASURED_NANOS));
    return (System.nanoTime() - from) * 1e-9 / steps;
  }

  /** A new file is written before the old one goes. */
  private void requireRoom(long checkpoint) throws IOException {
    Path folder = checkpoints.out().toAbsolutePath().getParent();
    if (Files.exists(checkpoints.out()) && !Files.isRegularFile(checkpoints.out())) {
      return;
    }
    requireRoom(
        checkpoints.out(),
        Math.multiplyExact(checkpoint, checkpoints.keep() + 2L),
        Files.getFileStore(folder).getUsableSpace());
  }

  static void requireRoom(Path out, long needed, long room) throws FileSystemException {
    if (room < needed) {
      throw new FileSystemException(
          out.toString(),
          null,
          "its disk has "
              + Words.bytes(room)
              + " left, and the files of the run take up to "
              + Words.bytes(needed)
              + ": make room there, or name a file on another disk");
    }
  }

  /** Counts bytes. */
  private static final class Counter extends OutputStream {
    private long bytes;

    static long size(SafetensorsWriter file) throws IOException {
      Counter counter = new Counter();
      file.writeTo(counter);
      return counter.bytes;
    }

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] array, int offset, int length) {
      bytes += length;
    }
  }
}
