// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

/** Work that moves memory: rows of the output, or for sums and transposes its columns or rows. */
final class RowsTask extends Task {
  private enum Kind {
    BROADCAST,
    GATHER,
    SUMS,
    TRANSPOSE
  }

  private Kind kind = Kind.BROADCAST;
  private VectorMatrix x = NONE;
  private int[] indices = NO_INDICES;
  private int offset;
  private float beta;
  private VectorMatrix y = NONE;

  /** y_i = r + β·y_i. */
  void broadcast(ThreadTeam team, VectorMatrix r, float beta, VectorMatrix y) {
    this.kind = Kind.BROADCAST;
    this.x = r;
    this.beta = beta;
    this.y = y;
    run(team, y.rows(), 1, 1, y.size / 40);
  }

  /** y_i = t_k, k = indices[offset + i]. */
  void gather(ThreadTeam team, VectorMatrix t, int[] indices, int offset, VectorMatrix y) {
    this.kind = Kind.GATHER;
    this.x = t;
    this.indices = indices;
    this.offset = offset;
    this.y = y;
    run(team, y.rows(), 1, 1, y.size / 40);
  }

  /** r = Σ_i x_i + β·r; every column has its own sum, in the order of the rows. */
  void columnSums(ThreadTeam team, VectorMatrix x, float beta, VectorMatrix r) {
    this.kind = Kind.SUMS;
    this.x = x;
    this.beta = beta;
    this.y = r;
    run(team, x.columns(), 64, 64, x.size / 100);
  }

  /** B = Aᵀ, by rows of B. */
  void transpose(ThreadTeam team, VectorMatrix a, VectorMatrix b) {
    this.kind = Kind.TRANSPOSE;
    this.x = a;
    this.y = b;
    run(team, b.rows(), 16, 16, a.size / 20);
  }

  @Override
  void range(int from, int to) {
    int n = y.columns();
    switch (kind) {
      case BROADCAST -> {
        for (int i = from, q = y.offset + from * n; i < to; i++, q += n) {
          if (beta == 0) {
            System.arraycopy(x.data, x.offset, y.data, q, n);
          } else {
            Elementwise.scaleAdd(n, beta, x.data, x.offset, y.data, q);
          }
        }
      }
      case GATHER -> {
        for (int i = from, q = y.offset + from * n; i < to; i++, q += n) {
          System.arraycopy(x.data, x.offset + indices[offset + i] * n, y.data, q, n);
        }
      }
      case SUMS -> {
        int q = y.offset + from;
        if (beta != 0 && beta != 1) {
          Elementwise.scale(to - from, beta, y.data, q);
        }
        Elementwise.columnSums(
            x.rows(), to - from, x.data, x.offset + from, n, beta != 0, y.data, q);
      }
      case TRANSPOSE ->
          Gemm.transpose(
              x.rows(),
              to - from,
              x.data,
              x.offset + from,
              x.columns(),
              y.data,
              y.offset + from * n,
              n);
    }
  }

  @Override
  void release() {
    x = NONE;
    indices = NO_INDICES;
    y = NONE;
  }
}
