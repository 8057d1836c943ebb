// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import static io.github.rnn4j.backend.vector.Lanes.LANES;

/**
 * The loops over vectors, apart from tiles, and whether each is to be used yet; see {@link Lanes}.
 * {@link Warmup} compiles those that somebody wants, and no others: a program uses one kind of
 * cell, one optimizer, and either trains or draws.
 */
enum Loop {
  VECTOR_TIMES_MATRIX,
  HALVES_TIMES_MATRIX,
  PACK,
  WEAVE,
  TANH,
  SIGMOID,
  EXP,
  RNN_BACKWARD,
  LSTM_FORWARD,
  LSTM_BACKWARD,
  GRU_FORWARD,
  GRU_BACKWARD,
  SOFTMAX,
  LAYER_NORM,
  LAYER_NORM_BACKWARD,
  DOT,
  SUM,
  MOMENTUM,
  NESTEROV,
  SCALED,
  ADAM,
  AXPY,
  SCALE,
  SCALE_ADD,
  HADAMARD,
  HADAMARD_ADD,
  ADD,
  ADD_SCALAR,
  CLAMP,
  DIVIDE,
  SQRT;

  // Read late by a thread, it only costs time.
  private boolean compiled;

  private volatile boolean wanted;

  /** Whether the calling thread is to use this loop; if not, it will be compiled. */
  boolean isReady() {
    return compiled || Lanes.isCompiler() || want();
  }

  /** Where the vectors among n elements end and the tail begins. */
  int end(int n) {
    return n >= LANES && isReady() ? n & -LANES : 0;
  }

  /** Has it compiled; it is not ready. */
  private boolean want() {
    if (!wanted) {
      wanted = true;
      Warmup.wake();
    }
    return false;
  }

  /** Whether somebody has wanted it. */
  boolean isWanted() {
    return wanted;
  }

  /** Whether somebody waits for one of them to be compiled. */
  static boolean isAnyAwaited() {
    for (Loop loop : values()) {
      if (loop.wanted && !loop.compiled) {
        return true;
      }
    }
    return false;
  }

  /** Lets every thread use it. */
  void use() {
    compiled = true;
  }
}
