// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import java.util.function.IntConsumer;

/**
 * Work on the range 0 … n − 1 that may be cut anywhere without changing a bit. A thread keeps one
 * object of each kind and sets its fields, so that nothing is allocated for a call.
 */
abstract class Task implements IntConsumer {
  /**
   * About fifteen microseconds. To hand over work and wait for it takes a half while the others
   * still look for it, and ten when they have gone to sleep.
   */
  private static final long WORTH_SHARING = 1_500;

  /** Pieces for each thread, so that a thread that is late takes fewer. */
  private static final int PIECES = 4;

  /** In place of an operand, between calls. */
  static final VectorMatrix NONE = new VectorMatrix(1, 1);

  /** In place of elements. */
  static final float[] NO_FLOATS = {};

  /** In place of indices. */
  static final int[] NO_INDICES = {};

  private int n;
  private int grain;
  private int pieces;

  /** Does the part from {@code from} to {@code to}, exclusive. */
  abstract void range(int from, int to);

  /** Lets go of the operands. */
  abstract void release();

  /**
   * Does the whole range: in one piece, or in several that the threads of the team take as they
   * come, if it is free and the work is worth it. A thread that would do all pieces itself does the
   * range in one: a product in pieces reads its factors more often.
   *
   * @param team the threads; of one, the calling thread works alone
   * @param n the length of the range
   * @param grain the pieces begin at multiples of it
   * @param least pieces shorter than this cost more than their share; there are no more of them
   *     than threads
   * @param work how long it takes, in units of about ten nanoseconds
   */
  final void run(ThreadTeam team, int n, int grain, int least, long work) {
    try {
      boolean alone = team.threads() == 1 || team.isBusy() || team.rests();
      if (alone || work < WORTH_SHARING || n < 2 * grain) {
        range(0, n);
        return;
      }
      long worth = Math.min(n / Math.max(grain, least), work / (WORTH_SHARING / 2));
      long most = Math.max(team.threads(), Math.min((long) PIECES * team.threads(), worth));
      this.n = n;
      this.grain = grain;
      this.pieces = (int) Math.min(most, n / grain);
      team.run(pieces, this);
    } finally {
      release();
    }
  }

  @Override
  public final void accept(int piece) {
    range(start(piece), start(piece + 1));
  }

  /** Pieces of nearly equal length. */
  private int start(int piece) {
    return piece == pieces ? n : (int) ((long) (n / grain) * piece / pieces) * grain;
  }
}
