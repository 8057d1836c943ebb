// SPDX-License-Identifier: Apache-2.0
/**
 * The service-provider interface of rnn4j's mathematics, and its contract.
 *
 * <p>A backend implements {@link io.github.rnn4j.api.LinearAlgebra} and {@link
 * io.github.rnn4j.api.Matrix}, declares itself to {@link java.util.ServiceLoader}, and is found by
 * {@link io.github.rnn4j.api.Backends}. {@link io.github.rnn4j.api.AbstractMatrix} and {@link
 * io.github.rnn4j.api.Contract} carry the checks that every backend owes, so that an implementation
 * is left with its kernels. One that has a product of its own in float64, and nothing else, extends
 * {@code RowMajorLinearAlgebra} of the artifact {@code rnn-backend-java} instead.
 *
 * <h2>The contract</h2>
 *
 * Every operation of every backend MUST keep these rules. The conformance kit {@code rnn-testkit}
 * tests each of them by its number.
 *
 * <dl>
 *   <dt><b>R1</b> β = 0 writes.
 *   <dd>With {@code beta} 0 the output is written and never read: NaN or infinity that stood there
 *       leaves no trace.
 *   <dt><b>R2</b> Nothing is skipped.
 *   <dd>0 × NaN and 0 × ∞ are NaN, in {@code α} as in the elements. A zero is multiplied like any
 *       other number.
 *   <dt><b>R3</b> Inputs never change.
 *   <dd>Only the parameters that an operation's text calls modified are modified, and of those only
 *       the elements that belong to the given view.
 *   <dt><b>R4</b> Aliasing.
 *   <dd>Where an operation's text says <i>element-wise</i>, an output may be exactly the region of
 *       an input. Every other overlap of an output with an input or with another output is refused
 *       with {@link io.github.rnn4j.api.OverlapException}. Inputs may alias each other freely.
 *   <dt><b>R5</b> All or nothing.
 *   <dd>Arguments are checked before anything is written: after any exception of this contract
 *       every output is as it was.
 *   <dt><b>R6</b> Null.
 *   <dd>A null argument is answered with {@link NullPointerException} that names the operation and
 *       the parameter.
 *   <dt><b>R7</b> Foreign handles.
 *   <dd>A matrix of another backend is answered with {@link
 *       io.github.rnn4j.api.ForeignMatrixException} that names both backends.
 *   <dt><b>R8</b> Shapes.
 *   <dd>Outputs are never resized. Shapes that do not fit are answered with {@link
 *       io.github.rnn4j.api.ShapeException} that names both shapes.
 *   <dt><b>R9</b> Indices.
 *   <dd>A row, column or array index out of range is answered with {@link
 *       IndexOutOfBoundsException} that names the index and the range.
 *   <dt><b>R10</b> Views share.
 *   <dd>A row-range view and its parent are one storage: what is written through one is read
 *       through the other, for views of views too. An operation on a view is the operation on a
 *       matrix with the same elements, bit for bit.
 *   <dt><b>R11</b> Same inputs, same bits.
 *   <dd>The same operation of the same backend on the same inputs gives the same bits, in any
 *       thread, however often, on one machine. A backend may promise more, and says so: rnn4j's in
 *       float64 give the same bits on every machine and JDK, its vector backend on every machine
 *       that has fused multiply-add, whatever the size of its vectors.
 *   <dt><b>R12</b> Rows and elements stand alone.
 *   <dd>A row of {@code gemm}'s output depends, bit for bit, on {@code B}, on its own row of {@code
 *       op(A)} and of {@code C} only, not on how many other rows there are; and an element of an
 *       element-wise result on its own operands only, not on its position.
 *   <dt><b>R13</b> Threads.
 *   <dd>A backend is stateless: any number of threads may use it, and read the same matrices, at
 *       the same time, as long as no two write the same elements.
 *   <dt><b>R14</b> Accuracy.
 *   <dd>With unit roundoff u of {@link io.github.rnn4j.api.LinearAlgebra#precision()} and γ(n) =
 *       n·u / (1 − n·u): a sum of n products differs from the exact one by at most γ(n + 2) times
 *       the same sum of absolute values (Higham, <i>Accuracy and Stability of Numerical
 *       Algorithms</i>, §3.5); {@code tanh}, {@code sigmoid}, {@code exp} and {@code log} by at
 *       most 4 units in the last place.
 *   <dt><b>R15</b> Special values.
 *   <dd>NaN in gives NaN out. exp(−∞) = 0, exp(+∞) = +∞, tanh(±∞) = ±1, tanh(±0) = ±0, sigmoid(−∞)
 *       = 0, sigmoid(+∞) = 1; overflow and underflow go the way of IEEE 754: what is a denormal
 *       number is not taken for 0, neither in operands nor in results.
 *   <dt><b>R16</b> The default is the specification.
 *   <dd>A backend that overrides a {@code default} operation keeps its result within the rounding
 *       error of the default's formula.
 *   <dt><b>R17</b> No growth.
 *   <dd>An operation allocates nothing that outlives it; storage is bounded by the largest operands
 *       seen, not by the number of calls.
 * </dl>
 */
@NullMarked
package io.github.rnn4j.api;

import org.jspecify.annotations.NullMarked;
