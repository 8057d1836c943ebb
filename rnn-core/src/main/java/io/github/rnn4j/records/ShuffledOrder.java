// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.records;

import io.github.rnn4j.random.RandomStreams;

/**
 * The records in an order of their own for each pass, one pass after the other, without an end. The
 * order of pass e depends on the seed and on e alone.
 *
 * <p>Not thread-safe.
 */
public final class ShuffledOrder implements RecordDealer.Order {
  private static final String PURPOSE = "records/order";

  private final RandomStreams random;
  private final int[] order;
  private long epoch = -1;
  private int next;
  private long markedEpoch;
  private int markedNext;

  /**
   * At the start of the first pass.
   *
   * @param records how many records there are, at least 1
   * @param random the run's random streams
   */
  public ShuffledOrder(int records, RandomStreams random) {
    if (records < 1) {
      throw new IllegalArgumentException("there are no records");
    }
    this.random = random;
    this.order = new int[records];
    restart();
  }

  /** Back to the start of the first pass. */
  public void restart() {
    goTo(0, 0);
  }

  /** Remembers where the order is; {@link #rewind} goes back there. */
  public void mark() {
    markedEpoch = epoch;
    markedNext = next;
  }

  /** Goes back to the last {@link #mark}, or to the start if there was none. */
  public void rewind() {
    goTo(markedEpoch, markedNext);
  }

  /**
   * Where the order is, or was at the last {@link #mark}.
   *
   * @param marked whether it is the mark that is asked for
   * @return the pass and how many of its records were given
   */
  long[] place(boolean marked) {
    return marked ? new long[] {markedEpoch, markedNext} : new long[] {epoch, next};
  }

  /**
   * Goes where the order was.
   *
   * @param epoch the pass, from 0
   * @param next how many of its records were given, 0 to their number
   */
  void goTo(long epoch, int next) {
    if (epoch != this.epoch) {
      RecordTokens.shuffle(order, random.stream(PURPOSE, epoch));
    }
    this.epoch = epoch;
    this.next = next;
  }

  @Override
  public int next() {
    if (next == order.length) {
      goTo(epoch + 1, 0);
    }
    return order[next++];
  }
}
