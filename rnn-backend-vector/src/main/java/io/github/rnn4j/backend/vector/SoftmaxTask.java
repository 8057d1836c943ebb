// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

/** Softmax with cross-entropy, or log Σ exp alone, cut by rows. */
final class SoftmaxTask extends Task {
  private static final double[] NO_LOSSES = {};

  /** Whether log Σ exp alone is wanted. */
  private boolean alone;

  private VectorMatrix x = NONE;
  private int[] targets = NO_INDICES;
  private int offset;
  private float scale;
  private VectorMatrix c = NONE;
  private VectorMatrix dx = NONE;
  private double[] losses = NO_LOSSES;

  /** c = log Σ exp(x), by rows. */
  void logSumExp(ThreadTeam team, VectorMatrix x, VectorMatrix c) {
    this.alone = true;
    this.x = x;
    this.c = c;
    run(team, x.rows(), 1, 1, x.size / 5);
  }

  /** dz = s·(softmax(z) − one-hot targets); the sum of the losses. */
  double crossEntropy(
      ThreadTeam team,
      VectorMatrix z,
      int[] targets,
      int offset,
      float s,
      VectorMatrix c,
      VectorMatrix dz) {
    this.alone = false;
    this.x = z;
    this.targets = targets;
    this.offset = offset;
    this.scale = s;
    this.c = c;
    this.dx = dz;
    double[] losses = Scratch.local().losses(z.rows());
    this.losses = losses;
    run(team, z.rows(), 1, 1, z.size / 5);
    double sum = 0;
    for (int i = 0; i < z.rows(); i++) {
      sum += losses[i];
    }
    return sum;
  }

  @Override
  void range(int from, int to) {
    Scratch scratch = Scratch.local();
    float[] partial = scratch.partial;
    int n = x.columns();
    float[] row = alone ? scratch.row(n) : NO_FLOATS;
    for (int i = from; i < to; i++) {
      int at = x.offset + i * n;
      if (alone) {
        c.data[c.offset + i] = Softmax.logSumExp(n, x.data, at, row, 0, partial);
      } else {
        int to0 = dx.offset + i * n;
        int target = targets[offset + i];
        losses[i] =
            Softmax.crossEntropy(
                n, x.data, at, target, scale, dx.data, to0, c.data, c.offset + i, partial);
      }
    }
  }

  @Override
  void release() {
    x = NONE;
    targets = NO_INDICES;
    c = NONE;
    dx = NONE;
    losses = NO_LOSSES;
  }
}
