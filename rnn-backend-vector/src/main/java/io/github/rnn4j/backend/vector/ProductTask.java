// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import org.jspecify.annotations.Nullable;

/** C = α·op(A)·B + β·C, cut by rows or by columns of C. Letters as in {@link Gemm#multiply}. */
final class ProductTask extends Task {
  /** Rows, or columns, that are worth packing the other factor once more. */
  private static final int LEAST = 96;

  private int m;
  private int n;
  private int k;
  private float alpha;
  private float[] a = NO_FLOATS;
  private int a0;
  private int aRow;
  private int aStep;
  private float[] b = NO_FLOATS;
  private int b0;
  private float @Nullable [] panels;
  private int @Nullable [] halves;
  private int ldb;
  private float beta;
  private float[] c = NO_FLOATS;
  private int c0;
  private boolean byRows;

  /**
   * Takes up the operands; B and C are contiguous.
   *
   * @param panels B as {@link Right#pack} lays it out; null if it is not kept so
   * @param halves B as {@link Halves#pack} lays it out; null if it is not kept so
   */
  void set(
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[] b,
      int b0,
      float @Nullable [] panels,
      int @Nullable [] halves,
      float beta,
      float[] c,
      int c0) {
    this.m = m;
    this.n = n;
    this.k = k;
    this.alpha = alpha;
    this.a = a;
    this.a0 = a0;
    this.aRow = aRow;
    this.aStep = aStep;
    this.b = b;
    this.b0 = b0;
    this.panels = panels;
    this.halves = halves;
    this.ldb = n;
    this.beta = beta;
    this.c = c;
    this.c0 = c0;
  }

  void run(ThreadTeam team) {
    // 60 multiply-adds a nanosecond with vectors at hand; 12 where each element of B is used once.
    long work = (long) m * n * k / (m <= Gemm.VECTOR_ROWS ? 125 : 600);
    byRows = m >= n || m >= 16;
    if (byRows) {
      run(team, m, Lanes.TILE_ROWS, LEAST, work);
    } else {
      run(team, n, Right.WIDTH, LEAST, work);
    }
  }

  @Override
  void range(int from, int to) {
    Scratch scratch = Scratch.local();
    if (byRows) {
      int at = a0 + from * aRow;
      int to0 = c0 + from * n;
      Gemm.multiply(
          to - from, n, k, alpha, a, at, aRow, aStep, b, b0, ldb, panels, 0, halves, 0, beta, c,
          to0, n, scratch);
    } else {
      int at = b0 + from;
      int to0 = c0 + from;
      Gemm.multiply(
          m, to - from, k, alpha, a, a0, aRow, aStep, b, at, ldb, panels, from * k, halves,
          from / 2, beta, c, to0, n, scratch);
    }
  }

  @Override
  void release() {
    a = NO_FLOATS;
    b = NO_FLOATS;
    panels = null;
    halves = null;
    c = NO_FLOATS;
  }
}
