package io.github.rnn4j.backend.vector;

import java.util.function.IntConsumer;

/**
 * Work on the range 0 … n − 1 that may be cut anywhere without changing a bit. A thread keeps one
 * object of each kind and sets its fields, so that nothing is allocated for a call.
 */
abstract class Task implements IntConsumer {
  private int n;
  private int step;

  /** Does the part from {@code from} to {@code to}, exclusive. */
  abstract void range(int from, int to);

  /** Lets go of the operands. */
  abstract void release();

  /**
   * Does the whole range: in one piece, or in one piece for each thread of the team if it is free
   * and the work is worth it.
   *
   * @param team the threads; null for the calling one alone
   * @param n the length of the range
   * @param grain the pieces begin at multiples of it
   * @param work how long it takes, in units of about ten nanoseconds
   */
  final void run(ThreadTeam team, int n, int grain, long work) {
    try {
      if (team == null || work < WORTH_SHARING || n < 2 * grain || team.isBusy()) {
        range(0, n);
        return;
      }
      int pieces = Math.min(team.threads(), n / grain);
      this.n = n;
      this.step = (n + pieces * grain - 1) / (pieces * grain) * grain;
      team.run(pieces, this);
    } finally {
      release();
    }
  }

  /**
   * About fifteen microseconds. To hand over work and wait for it takes a half while the others
   * still look for it, and ten when they have gone to sleep.
   */
  private static final long WORTH_SHARING = 1_500;

  @Override
  public final void accept(int piece) {
    int from = piece * step;
    int to = Math.min(n, from + step);
    if (from < to) {
      range(from, to);
    }
  }
}
