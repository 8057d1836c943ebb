// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.random.RandomStreams;
import java.time.Duration;

/**
 * A time that a training may take, and what fits into it on a machine whose speed was measured.
 *
 * <p>What is left to chance is the machine's speed alone: once the sizes and the steps are known,
 * they make the same model on any machine.
 */
final class TimeBudget {
  /**
   * How fast a size is here.
   *
   * @param training characters a second
   * @param reading the seconds that a reading of what is held out takes, once a pass and at the end
   */
  record Speed(double training, double reading) {
    Speed withTraining(double other) {
      return new Speed(other, reading);
    }

    /** That of so many members, each of which has the work of one. */
    Speed ofMembers(int members) {
      return new Speed(training / members, reading * members);
    }

    /** The most that a larger network could have: it has more work, at least by its units. */
    Speed atMost(TimedRecipe.Size own, TimedRecipe.Size larger) {
      return withTraining(training * own.hiddenSize() / larger.hiddenSize());
    }
  }

  /** The rest of the time is for a moving clock, and for saving the model. */
  private static final double SAFE_PART = 0.92;

  /** The fewest held-out tokens whose reading can be timed; for fewer it does not matter. */
  private static final long LEAST_READING = 1000;

  private static final double LEAST_WINDOW_SECONDS = 0.25;
  private static final double MOST_WINDOW_SECONDS = 1;

  /** The part of the time that a window of the measurement takes. */
  private static final double WINDOW_PART = 0.005;

  /** The windows of a measurement with a backend that is warm: the first may begin before it is. */
  private static final int LEAST_WINDOWS = 3;

  /** The windows of the measurement once the backend is warm, while the program still gets so. */
  private static final int MOST_WINDOWS = 16;

  /** The part of the time after which no more than the fewest windows are measured. */
  private static final double MEASURING_PART = 0.3;

  /** A backend may take so long to compile its loops, and go slowly until then. */
  private static final double LEAST_WARMING_SECONDS = 2.5;

  /** A window that is not faster by this is as fast as it gets. */
  private static final double STILL_WARMING = 1.05;

  private final long begin = System.nanoTime();
  private final Duration time;

  /** Whether a training was measured before. */
  private boolean warm;

  /**
   * A time that begins now.
   *
   * @param time how long it is
   * @throws IllegalArgumentException if it is not above zero
   */
  TimeBudget(Duration time) {
    if (time.isZero() || time.isNegative()) {
      throw new IllegalArgumentException("no time is left for a training: " + time);
    }
    this.time = time;
  }

  private long end() {
    return begin + time.toNanos();
  }

  /**
   * The last moment at which a step may begin, as {@link System#nanoTime} tells it: what is held
   * out is read after it, and the model is saved.
   *
   * @param speed that of the network
   */
  long lastStep(Speed speed) {
    double after = speed.reading() + part((1 - SAFE_PART) / 4);
    return end() - (long) (1e9 * after);
  }

  /** A part of the time, in seconds. */
  private double part(double part) {
    return part * time.toNanos() * 1e-9;
  }

  /** Seconds that are left. */
  double left() {
    return (end() - System.nanoTime()) * 1e-9;
  }

  /**
   * Trains a while, to see how fast it goes: until the backend is warm, and it goes no faster,
   * since the program gets warm, too.
   *
   * @param trainer what is trained, and lost
   * @return characters a second
   */
  double measure(Trainer trainer) {
    LinearAlgebra la = trainer.network().la();
    double seconds = window();
    double least = warm ? 0 : Math.min(LEAST_WARMING_SECONDS, MEASURING_PART * left()) / seconds;
    double now = run(trainer, seconds);
    double fastest = now;
    double before;
    int slower = 0;
    int atItsBest = la.isWarm() ? 1 : 0;
    int windows = 1;
    do {
      before = now;
      now = run(trainer, seconds);
      slower = now > STILL_WARMING * fastest ? 0 : slower + 1;
      fastest = Math.max(fastest, now);
      atItsBest = la.isWarm() ? atItsBest + 1 : 0;
      windows++;
    } while (windows < least
        || mayMeasure() && (atItsBest < LEAST_WINDOWS || slower < 2 && atItsBest < MOST_WINDOWS));
    warm = true;
    // What was slow because the backend was not warm does not come again.
    return atItsBest < 2 ? Math.max(before, now) : (before + now) / 2;
  }

  /** Whether there is time to measure longer than has to be. */
  private boolean mayMeasure() {
    return left() > part(1 - MEASURING_PART);
  }

  private double window() {
    return Math.max(LEAST_WINDOW_SECONDS, Math.min(MOST_WINDOW_SECONDS, part(WINDOW_PART)));
  }

  /**
   * Reads a part of what is held out, and a larger one, until that takes long enough to be timed;
   * and again, while the backend and the program get warm.
   *
   * @param model one of the size that will be trained
   * @param heldOut what is held out
   * @param random draws the part
   * @return the seconds that a reading of all of it takes
   */
  double measureReading(Model model, TrainingText heldOut, RandomStreams random) {
    double seconds = 0;
    double record = heldOut.records().map(records -> 1.0 / records.size()).orElse(0.0);
    double part = Math.max(record, (double) LEAST_READING / heldOut.predictions());
    for (; part < 0.5 && seconds * part < window() / 2; part *= 2) {
      seconds = reading(model, heldOut, part, random);
    }
    double before = Double.POSITIVE_INFINITY;
    LinearAlgebra la = model.network().la();
    while (seconds > 0 && (before > STILL_WARMING * seconds || !la.isWarm() && mayMeasure())) {
      before = seconds;
      seconds = Math.min(seconds, reading(model, heldOut, part / 2, random));
    }
    return seconds;
  }

  /** The seconds for all of what is held out, after those of a part of it. */
  private static double reading(
      Model model, TrainingText heldOut, double part, RandomStreams random) {
    TrainingText some = heldOut.split(part, random).heldOut().orElseThrow();
    long from = System.nanoTime();
    some.heldOut(model).mean();
    double passed = (System.nanoTime() - from) * 1e-9;
    return passed * heldOut.predictions() / some.predictions();
  }

  private static double run(Trainer trainer, double seconds) {
    long from = System.nanoTime();
    long characters = 0;
    double passed;
    do {
      trainer.step();
      characters += trainer.characters();
      passed = (System.nanoTime() - from) * 1e-9;
    } while (passed < seconds);
    return characters / passed;
  }

  /**
   * The passes through a text that there is time for.
   *
   * @param speed that of the network
   * @param pass the characters of a pass
   */
  double passes(Speed speed, double pass) {
    double seconds = Math.max(0, SAFE_PART * left() - speed.reading());
    return seconds / (pass / speed.training() + speed.reading());
  }
}
