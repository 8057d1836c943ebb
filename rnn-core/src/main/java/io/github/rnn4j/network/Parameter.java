// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.Matrix;

/**
 * A named parameter, or the gradient with respect to one.
 *
 * @param shape its name and shape
 * @param value its numbers; a vector is one row
 */
public record Parameter(ParameterShape shape, Matrix value) {

  /**
   * The name in PyTorch's state_dict.
   *
   * @return for example {@code rnn.weight_hh_l0}
   */
  public String name() {
    return shape.name();
  }
}
