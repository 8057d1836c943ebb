// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.compression;

import io.github.rnn4j.model.Model;
import org.jspecify.annotations.Nullable;

/** Goes through records in lanes: where one is done, the next takes its lane. */
abstract class RecordTurns {
  private static final int LANES = 64;

  private final int count;
  private final Lanes lanes;
  private final Coder coder;
  private int next;

  /** What a lane is at. */
  interface Turn {
    /** Whether nothing is left that takes a step. */
    boolean done();

    /** Goes on with what the lane's last step predicts. */
    void step(int lane) throws CompressionException;

    /** The record is done. */
    void finish() throws CompressionException;
  }

  RecordTurns(Model model, int count) {
    this.count = count;
    this.lanes = new Lanes(model, Lanes.most(model, Math.min(LANES, count)));
    this.coder = new Coder(model, lanes);
  }

  final Lanes lanes() {
    return lanes;
  }

  final Coder coder() {
    return coder;
  }

  /** Begins with a record. */
  abstract Turn begin(int number) throws CompressionException;

  final void run() throws CompressionException {
    @Nullable Turn[] turns = new Turn[lanes.size()];
    int busy = 0;
    for (int lane = 0; lane < turns.length; lane++) {
      turns[lane] = take(lane);
      busy += turns[lane] == null ? 0 : 1;
    }
    while (busy > 0) {
      lanes.step();
      for (int lane = 0; lane < turns.length; lane++) {
        Turn turn = turns[lane];
        if (turn == null) {
          continue;
        }
        coder.turnTo(lane);
        turn.step(lane);
        if (turn.done()) {
          turn.finish();
          turns[lane] = take(lane);
          busy -= turns[lane] == null ? 1 : 0;
        }
      }
    }
  }

  /** The next record that takes a step; null if there is none. */
  private @Nullable Turn take(int lane) throws CompressionException {
    lanes.begin(lane);
    while (next < count) {
      Turn turn = begin(next++);
      if (!turn.done()) {
        return turn;
      }
      turn.finish();
    }
    return null;
  }
}
