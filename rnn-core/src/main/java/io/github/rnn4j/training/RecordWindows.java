// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.records.RecordDealer;
import io.github.rnn4j.records.RecordTokens;
import io.github.rnn4j.records.ShuffledOrder;

/**
 * The windows of records, which are dealt to the streams in a new random order in each pass. One
 * pass follows the other within a window: all windows are full. Whoever knows the seed and the step
 * knows the window.
 */
final class RecordWindows implements Windows {
  private final RecordTokens records;
  private final RecordDealer dealer;
  private final ShuffledOrder order;
  private final int batch;
  private final int steps;

  /** The step whose window was filled in last. */
  private long last = -1;

  RecordWindows(RecordTokens records, int batch, int steps, long seed) {
    this.records = records;
    this.batch = batch;
    this.steps = steps;
    this.dealer = new RecordDealer(records, batch, steps);
    this.order = new ShuffledOrder(records.size(), new RandomStreams(seed));
  }

  @Override
  public int largest() {
    return batch * steps;
  }

  @Override
  public int fill(long step, int[] inputs, int[] targets) {
    if (step == last) {
      dealer.rewind();
      order.rewind();
    } else if (step != last + 1) {
      dealTo(step);
    }
    dealer.mark();
    order.mark();
    last = step;
    return dealer.fill(order, inputs, targets);
  }

  /** Deals again from the start, which takes some 0.4 µs a record. */
  private void dealTo(long step) {
    dealer.restart();
    order.restart();
    for (long i = 0; i < step; i++) {
      dealer.skip(order);
    }
    last = step - 1;
  }

  @Override
  public long[] place(long step) {
    if (step != last && step != last + 1) {
      dealTo(step);
    }
    return dealer.place(order, step == last);
  }

  @Override
  public void goTo(long step, long... place) {
    if (place.length == 0) {
      return;
    }
    if (place[0] != step * steps) {
      throw new IllegalArgumentException(
          "records are dealt up to " + place[0] + ", step " + step + " begins at " + step * steps);
    }
    dealer.goTo(order, place);
    last = step - 1;
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public int rowsOfLastStep() {
    return batch;
  }

  @Override
  public int[] resets() {
    return dealer.startRows();
  }

  @Override
  public int resetCount() {
    return dealer.starts();
  }

  @Override
  public boolean beginsAt(long step) {
    return step == 0;
  }

  /** The rows of a window by the predictions of a pass. */
  @Override
  public double epochs(long step) {
    return (double) step * largest() / records.predictions();
  }

  @Override
  public long stepsFor(long epochs) {
    return steps(records, batch, steps, epochs);
  }

  /** The steps of so many passes. */
  static long steps(RecordTokens records, TrainingConfig how) {
    return steps(records, how.batchSize(), how.sequenceLength(), how.epochs());
  }

  private static long steps(RecordTokens records, int batch, int steps, long epochs) {
    long predictions = Math.multiplyExact(records.predictions(), epochs);
    return Math.floorDiv(predictions - 1, (long) batch * steps) + 1;
  }
}
