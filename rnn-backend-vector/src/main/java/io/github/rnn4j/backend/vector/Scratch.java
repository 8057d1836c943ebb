// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

/**
 * The scratch memory of one thread, and the tasks that it hands to a {@link ThreadTeam}: it grows
 * to the largest request, then nothing is allocated any more.
 */
final class Scratch {
  private static final ThreadLocal<Scratch> LOCAL = ThreadLocal.withInitial(Scratch::new);

  private float[] scaled = new float[0];
  private float[] transposed = new float[0];
  private float[] row = new float[0];
  private double[] losses = new double[0];

  /** Partial sums of a reduction. */
  final float[] partial = new float[64];

  final TiledProduct tiledProduct = new TiledProduct();
  final ProductTask productTask = new ProductTask();
  final SoftmaxTask softmaxTask = new SoftmaxTask();
  final OptimizerTask optimizerTask = new OptimizerTask();
  final RowsTask rowsTask = new RowsTask();

  /** That of the calling thread. */
  static Scratch local() {
    return LOCAL.get();
  }

  /** At least {@code length} floats of unspecified content for α·A. */
  float[] scaled(int length) {
    if (scaled.length < length) {
      scaled = new float[length];
    }
    return scaled;
  }

  /** At least {@code length} floats of unspecified content for Bᵀ. */
  float[] transposed(int length) {
    if (transposed.length < length) {
      transposed = new float[length];
    }
    return transposed;
  }

  /** At least {@code length} floats of unspecified content for a row. */
  float[] row(int length) {
    if (row.length < length) {
      row = new float[length];
    }
    return row;
  }

  /** At least {@code length} numbers of unspecified content, one for each row. */
  double[] losses(int length) {
    if (losses.length < length) {
      losses = new double[length];
    }
    return losses;
  }
}
