// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.records;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Deals records to B streams that are read side by side, in windows of T steps: a stream that is
 * done with a record takes the next one in the same step, so that no stream waits for another.
 *
 * <p>Where two streams are free at once, the one of the lower number comes first. What is dealt
 * depends on the order of the records and on their lengths, B and T alone; and since rows of a
 * batch do not meet, what a record costs does not depend on it at all.
 *
 * <p>Rows are laid out time-major: row t·B + b is step t of stream b. When the records are used up,
 * streams without one read the border, over and over: these rows are marked.
 *
 * <p>Not thread-safe. Allocates nothing from window to window.
 */
public final class RecordDealer {
  /** The place of a row that belongs to no record. */
  public static final long NOWHERE = -1;

  /** The order in which records are dealt. */
  @FunctionalInterface
  public interface Order {
    /** There is no further record. */
    int NONE = -1;

    /**
     * The next record.
     *
     * @return its index, or {@link #NONE}, then and at all later calls
     */
    int next();
  }

  private final RecordTokens records;
  private final int batch;
  private final int steps;
  private final int[] record;

  /** By stream: the step, counted from the start, at which its record is begun and is done. */
  private final long[] begins;

  private final long[] ends;
  private final int[] markedRecord;
  private final long[] markedBegins;
  private final long[] markedEnds;
  private final boolean[] starting;
  private final int[] startRows;
  private int starts;
  private int active;
  private long time;
  private long markedTime;

  /**
   * Nothing is dealt yet.
   *
   * @param records the records
   * @param batch B, at least 1
   * @param steps T, at least 1
   */
  public RecordDealer(RecordTokens records, int batch, int steps) {
    if (batch < 1 || steps < 1) {
      throw new IllegalArgumentException(
          "a window has at least 1 step and 1 stream: " + steps + " and " + batch);
    }
    this.records = records;
    this.batch = batch;
    this.steps = steps;
    this.record = new int[batch];
    this.begins = new long[batch];
    this.ends = new long[batch];
    this.markedRecord = new int[batch];
    this.markedBegins = new long[batch];
    this.markedEnds = new long[batch];
    int rows = Math.multiplyExact(batch, steps);
    this.starting = new boolean[rows];
    this.startRows = new int[rows];
    restart();
    mark();
  }

  /** Back to where nothing is dealt yet. */
  public void restart() {
    time = 0;
    Arrays.fill(record, Order.NONE);
    Arrays.fill(begins, 0);
    Arrays.fill(ends, 0);
  }

  /** Remembers where the dealer is; {@link #rewind} goes back there. */
  public void mark() {
    markedTime = time;
    System.arraycopy(record, 0, markedRecord, 0, batch);
    System.arraycopy(begins, 0, markedBegins, 0, batch);
    System.arraycopy(ends, 0, markedEnds, 0, batch);
  }

  /** Goes back to the last {@link #mark}, or to the start if there was none. */
  public void rewind() {
    time = markedTime;
    System.arraycopy(markedRecord, 0, record, 0, batch);
    System.arraycopy(markedBegins, 0, begins, 0, batch);
    System.arraycopy(markedEnds, 0, ends, 0, batch);
  }

  /**
   * Where this dealer and an order are, so that others can {@link #goTo go} there.
   *
   * @param order the order that it deals by
   * @param marked whether the last marks are asked for, instead of the present
   * @return the steps dealt, the order's pass and place in it, and by stream its record and the
   *     step at which that was begun: 3 + 2·B numbers
   */
  public long[] place(ShuffledOrder order, boolean marked) {
    long[] place = new long[3 + 2 * batch];
    place[0] = marked ? markedTime : time;
    System.arraycopy(order.place(marked), 0, place, 1, 2);
    for (int b = 0; b < batch; b++) {
      place[3 + b] = marked ? markedRecord[b] : record[b];
      place[3 + batch + b] = marked ? markedBegins[b] : begins[b];
    }
    return place;
  }

  /**
   * Goes where a dealer of the same records, streams and steps was, and takes the order there.
   *
   * @param order the order to deal by, of all the records; modified
   * @param place what {@link #place} gave
   * @throws IllegalArgumentException if no such dealer can be there; both are then as they were
   */
  public void goTo(ShuffledOrder order, long... place) {
    requirePlace(place);
    time = place[0];
    order.goTo(place[1], (int) place[2]);
    for (int b = 0; b < batch; b++) {
      record[b] = (int) place[3 + b];
      begins[b] = place[3 + batch + b];
      ends[b] = time == 0 ? 0 : end(b);
    }
  }

  private void requirePlace(long... place) {
    boolean possible =
        place.length == 3 + 2 * batch
            && place[0] >= 0
            && place[0] % steps == 0
            && place[1] >= 0
            && place[2] >= 0
            && place[2] <= records.size();
    for (int b = 0; possible && b < batch; b++) {
      long one = place[3 + b];
      long begin = place[3 + batch + b];
      if (place[0] == 0) {
        possible = one == Order.NONE && begin == 0 && place[1] == 0 && place[2] == 0;
      } else {
        possible = one >= 0 && one < records.size() && begin >= 0 && begin < place[0];
        possible = possible && begin + length((int) one) >= place[0];
      }
    }
    if (!possible) {
      throw new IllegalArgumentException("no records are dealt so: " + Arrays.toString(place));
    }
  }

  private long end(int b) {
    return record[b] == Order.NONE ? Long.MAX_VALUE : begins[b] + length(record[b]);
  }

  private long length(int some) {
    return (long) records.length(some) + records.borderLength();
  }

  /**
   * Deals a window without telling what is in it.
   *
   * @param order the order of the records
   */
  public void skip(Order order) {
    deal(order, null, null, null);
  }

  /**
   * Deals the next window, where the place of a row in its record does not matter.
   *
   * @param order the order of the records
   * @param inputs T·B numbers; receives the tokens to read
   * @param targets T·B numbers; receives the tokens to predict, 0 in rows of no record
   * @return how many rows belong to a record
   */
  public int fill(Order order, int[] inputs, int[] targets) {
    return fill(order, inputs, targets, null);
  }

  /**
   * Deals the next window.
   *
   * @param order the order of the records
   * @param inputs T·B numbers; receives the tokens to read
   * @param targets T·B numbers; receives the tokens to predict, 0 in rows of no record
   * @param places T·B numbers; receives for each row record·2³² + the place in the record, counted
   *     from 0, or {@link #NOWHERE}; null if nobody asks
   * @return how many rows belong to a record
   */
  public int fill(Order order, int[] inputs, int[] targets, long @Nullable [] places) {
    Arrays.fill(starting, false);
    active = 0;
    records.requireIntact();
    deal(order, inputs, targets, places);
    records.requireIntact();
    starts = 0;
    for (int row = 0; row < starting.length; row++) {
      if (starting[row]) {
        startRows[starts++] = row;
      }
    }
    return active;
  }

  private void deal(
      Order order, int @Nullable [] inputs, int @Nullable [] targets, long @Nullable [] places) {
    long from = time;
    time += steps;
    for (int b = earliest(); ends[b] < time; b = earliest()) {
      long free = ends[b];
      if (inputs != null && targets != null) {
        write(b, from, inputs, targets, places);
      }
      record[b] = order.next();
      begins[b] = free;
      ends[b] = end(b);
    }
    for (int b = 0; inputs != null && targets != null && b < batch; b++) {
      write(b, from, inputs, targets, places);
    }
  }

  private int earliest() {
    int earliest = 0;
    for (int b = 1; b < batch; b++) {
      if (ends[b] < ends[earliest]) {
        earliest = b;
      }
    }
    return earliest;
  }

  /** The part of a stream's present record that lies in the window. */
  private void write(int b, long from, int[] inputs, int[] targets, long @Nullable [] places) {
    long to = Math.min(ends[b], time);
    for (long t = Math.max(begins[b], from); t < to; t++) {
      int row = (int) (t - from) * batch + b;
      int at = (int) Math.min(t - begins[b], Integer.MAX_VALUE);
      boolean idle = record[b] == Order.NONE;
      starting[row] = idle || at == 0;
      inputs[row] = starting[row] ? records.first() : records.token(record[b], at - 1);
      targets[row] = idle ? 0 : records.token(record[b], at);
      if (places != null) {
        places[row] = idle ? NOWHERE : ((long) record[b] << 32) + at;
      }
      active += idle ? 0 : 1;
    }
  }

  /**
   * The rows of the last window whose streams start anew, ascending.
   *
   * @return the same array at each call, of which {@link #starts} numbers count
   */
  public int[] startRows() {
    return startRows;
  }

  /**
   * How many rows start anew.
   *
   * @return from 0
   */
  public int starts() {
    return starts;
  }
}
