// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.benchmarks;

import io.github.rnn4j.api.Transpose;

/** The products of a training step with H = 256, B = 50, T = 50 and V = 65: C = op(A)·B. */
public enum GemmShape {
  /** h⟨t−1⟩ W_hhᵀ, and dz⟨t⟩ W_hh: once each a step of time. */
  RECURRENT(50, 256, 256, Transpose.NO, 1),
  /** h W_yᵀ: once a window. */
  LOGITS(2500, 256, 65, Transpose.NO, 1),
  /** dz W_y: once a window. */
  LOGITS_BACKWARD(2500, 65, 256, Transpose.NO, 0),
  /** dzᵀ h: once a window. */
  RECURRENT_GRADIENT(256, 2500, 256, Transpose.YES, 0),
  /** dzᵀ h: once a window. */
  LOGITS_GRADIENT(65, 2500, 256, Transpose.YES, 0);

  final int m;
  final int k;
  final int n;
  final Transpose ta;
  final double beta;

  GemmShape(int m, int k, int n, Transpose ta, double beta) {
    this.m = m;
    this.k = k;
    this.n = n;
    this.ta = ta;
    this.beta = beta;
  }

  /** Rows of A as it is stored. */
  int rowsOfA() {
    return ta == Transpose.NO ? m : k;
  }

  /** Columns of A as it is stored. */
  int columnsOfA() {
    return ta == Transpose.NO ? k : m;
  }

  /** 2·m·k·n / 10⁹. */
  double gigaflop() {
    return 2e-9 * m * k * n;
  }
}
