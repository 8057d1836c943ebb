// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Layer normalization of c⟨t⟩ on its way to h⟨t⟩, for one step of some streams:
 *
 * <pre>
 *   n = g_c ⊙ (c − μ) / √(v + ε) + b_c
 * </pre>
 *
 * <p>with μ and v the mean and the variance of a stream's H units. The state that goes on to the
 * next step is c itself.
 */
public final class StateNorm {
  /** The matrices of m×H that are there to be used meanwhile. */
  static final int ROOMS = 4;

  private final Matrix gain;
  private final Matrix bias;
  private final Matrix normal;
  private final Matrix roots;
  private final @Nullable Matrix gradient;
  private final Matrix scratch;
  private final Matrix[] rooms = new Matrix[ROOMS];

  /**
   * Takes views.
   *
   * @param gain g_c, 1×H
   * @param bias b_c, 1×H
   * @param normal what is kept of c for the way back, m×H
   * @param roots 1 / √(v + ε), m×1
   * @param gradient what is kept of the gradient for those of gain and bias, m×H; null without
   *     training
   * @param scratch 2m×H
   * @param room {@value #ROOMS}·m×H
   */
  StateNorm(
      Matrix gain,
      Matrix bias,
      Matrix normal,
      Matrix roots,
      @Nullable Matrix gradient,
      Matrix scratch,
      Matrix room) {
    this.gain = gain;
    this.bias = bias;
    this.normal = normal;
    this.roots = roots;
    this.gradient = gradient;
    this.scratch = scratch;
    int m = normal.rows();
    for (int i = 0; i < ROOMS; i++) {
      rooms[i] = room.rows(i * m, (i + 1) * m);
    }
  }

  /**
   * n from c.
   *
   * @param la what computes
   * @param c m×H; not modified
   * @param n m×H; modified, never read; overlaps no other matrix of the step
   */
  public void forward(LinearAlgebra la, Matrix c, Matrix n) {
    la.copy(c, normal);
    la.broadcastRow(bias, 0, n);
    la.layerNorm(1, LayerNorm.EPSILON, normal, gain, roots, n, scratch);
  }

  /**
   * The gradient with respect to c from that with respect to n; those of gain and bias follow from
   * what this keeps.
   *
   * @param la what computes
   * @param dn m×H; not modified unless dc is it
   * @param dc m×H; modified, never read
   */
  public void backward(LinearAlgebra la, Matrix dn, Matrix dc) {
    la.copy(dn, Objects.requireNonNull(gradient, "the layer is not trained"));
    la.layerNormBackward(1, normal, gain, roots, dn, dc, scratch);
  }

  /** Room for m×H numbers that are needed meanwhile. */
  Matrix room(int i) {
    return rooms[i];
  }
}
