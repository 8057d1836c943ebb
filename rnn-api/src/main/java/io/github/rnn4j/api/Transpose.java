// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.api;

/** Whether an operand X of a product enters as X or as Xᵀ. */
public enum Transpose {
  /** op(X) = X. */
  NO,
  /** op(X) = Xᵀ. */
  YES
}
