// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.api;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The mathematics of the networks: dense matrices of one precision and the operations on them.
 *
 * <p>This is the service that a backend provides through {@link java.util.ServiceLoader}: a public
 * class with a public no-argument constructor that is cheap and throws nothing. It is stateless and
 * may be used by any number of threads.
 *
 * <p>Every operation works in place: the output comes last, is never resized, and nothing is
 * allocated for it. Scalars are {@code double}. The abstract operations are the primitives; the
 * {@code default} ones are fused from them, and a backend overrides those for speed only. Rules R1
 * to R17, which bind every operation, stand in the {@linkplain io.github.rnn4j.api package text}.
 *
 * <p>Every operation throws {@link NullPointerException} (R6), {@link ForeignMatrixException} (R7),
 * {@link ShapeException} (R8), {@link IndexOutOfBoundsException} (R9) or {@link OverlapException}
 * (R4) before it has written anything (R5).
 */
public interface LinearAlgebra {

  // ---------------------------------------------------------------------------------- identity

  /**
   * The name by which users choose this backend.
   *
   * @return lower-case letters, digits and hyphens, for example {@code ejml}
   */
  String name();

  /**
   * The format of elements and arithmetic.
   *
   * @return the same value at every call
   */
  Precision precision();

  /**
   * The place in the choice when no backend is asked for by name: the available one of highest rank
   * is taken, ties go to the first name.
   *
   * @return 0 for a backend that wants to be named; rnn4j's own are at 50 (java), 100
   *     (commons-math), 200 (ejml) and 300 (vector)
   */
  default int rank() {
    return 0;
  }

  /**
   * Why this backend cannot work on this JVM.
   *
   * @return empty if it works; else the reason and the remedy in one line, such as the JVM option
   *     to add
   */
  default Optional<String> unavailable() {
    return Optional.empty();
  }

  /**
   * What this backend computes with on this machine, for people: such as the size of its vectors.
   * Not asked of a backend that is {@link #unavailable()}.
   *
   * @return a few words, without a full stop; empty if there is nothing to say
   */
  default String description() {
    return "";
  }

  /**
   * Measures the most floating-point operations a second that one core can do in this backend's
   * precision: what a product can be compared with. Takes up to a second of the calling thread.
   *
   * @return operations a second, a fused multiply-add being two; empty if it cannot be measured
   */
  default OptionalDouble peakFlops() {
    return OptionalDouble.empty();
  }

  /**
   * Whether this backend made the matrix.
   *
   * @param matrix any matrix, or null
   * @return true if the operations accept it
   */
  boolean owns(@Nullable Matrix matrix);

  // ---------------------------------------------------------------------------------- threads

  /**
   * The threads that this backend computes with. Results do not depend on it, to the bit (R12).
   *
   * @return at least 1; 1 unless {@link #withThreads} made it
   */
  default int parallelism() {
    return 1;
  }

  /**
   * This backend computing with so many threads. The matrices of the two are the same kind: each
   * takes those of the other. Threads that wait end with the backend that they belong to.
   *
   * @param threads at least 1, the calling thread included
   * @return a backend whose {@link #parallelism()} is {@code threads}, or less: the processors
   *     there are, where there are fewer; this one, if it cannot compute with more threads than it
   *     does
   * @throws IllegalArgumentException if there is to be no thread
   */
  default LinearAlgebra withThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("at least 1 thread is needed: " + threads);
    }
    return this;
  }

  /**
   * Runs tasks that do not depend on each other, side by side where there are threads to do it, and
   * returns when all have ended. Within a task the operations run in its thread alone; so do the
   * tasks of a call from within a task.
   *
   * @implSpec One task after the other, in the calling thread.
   * @param tasks how many; more than {@link #parallelism()} where the threads may not all get a
   *     processor: a task goes to whichever thread is free
   * @param body called with 0, 1, …, tasks − 1, each once, in any order and any thread
   * @throws RuntimeException what a task threw, after all others have ended or were left out
   */
  default void parallel(int tasks, IntConsumer body) {
    for (int i = 0; i < tasks; i++) {
      body.accept(i);
    }
  }

  // ---------------------------------------------------------------------------------- readiness

  /**
   * Whether what this backend was asked for so far is as fast as it will be. One that compiles its
   * loops while it is used has the same results before, to the bit, but takes many times as long
   * for them: who measures its speed waits until this is true. Where the same operations are called
   * again and again, it comes to be true, and stays so until there is a call of another kind.
   *
   * @implSpec true
   * @return false while operations that were called will soon be faster
   */
  default boolean isWarm() {
    return true;
  }

  // ---------------------------------------------------------------------------------- creation

  /**
   * A new matrix of zeros.
   *
   * @param rows at least 1
   * @param columns at least 1
   * @return a root that owns its storage
   * @throws ShapeException if a size is below 1 or there would be more than 2³¹ − 1 elements
   */
  Matrix zeros(int rows, int columns);

  /**
   * A new matrix with the given elements.
   *
   * @param values one array a row, all of the same length; not modified, not kept
   * @return a root that owns its storage
   * @throws ShapeException if there is no element or the rows differ in length
   */
  default Matrix matrix(double[][] values) {
    Contract.rectangular(values);
    Matrix matrix = zeros(values.length, values[0].length);
    for (int i = 0; i < values.length; i++) {
      matrix.rows(i, i + 1).copyFrom(values[i], 0);
    }
    return matrix;
  }

  // ---------------------------------------------------------------------------------- products

  /**
   * C = α·op(A)·op(B) + β·C.
   *
   * @param alpha α
   * @param a A; op(A) is m×k; not modified
   * @param ta op of A
   * @param b B; op(B) is k×n; not modified
   * @param tb op of B
   * @param beta β; 0 writes C without reading it
   * @param c C, m×n; modified; overlaps neither A nor B
   */
  void gemm(double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c);

  /**
   * Σ_ij x_ij·y_ij. With y = x, the square of the Frobenius norm.
   *
   * @param x m×n; not modified
   * @param y m×n; not modified
   * @return the sum, accumulated in float64 or with an error within R14
   */
  double dot(Matrix x, Matrix y);

  /**
   * Σ_ij x_ij.
   *
   * @param x m×n; not modified
   * @return the sum, accumulated in float64 or with an error within R14
   */
  double sum(Matrix x);

  // ---------------------------------------------------------------------------------- element-wise

  /**
   * y = x.
   *
   * @param x m×n; not modified
   * @param y m×n; modified; element-wise
   */
  void copy(Matrix x, Matrix y);

  /**
   * x_ij = value.
   *
   * @param value any number
   * @param x m×n; modified, never read
   */
  void fill(double value, Matrix x);

  /**
   * x = α·x.
   *
   * @param alpha α; 0 does not clear NaN or infinity (R2)
   * @param x m×n; modified
   */
  void scale(double alpha, Matrix x);

  /**
   * y = α·x + y.
   *
   * @param alpha α
   * @param x m×n; not modified
   * @param y m×n; modified; element-wise
   */
  void axpy(double alpha, Matrix x, Matrix y);

  /**
   * z = x ⊙ y, the product element by element.
   *
   * @param x m×n; not modified
   * @param y m×n; not modified
   * @param z m×n; modified, never read; element-wise
   */
  void hadamard(Matrix x, Matrix y, Matrix z);

  /**
   * y = tanh(x). A backend in double may take {@link Elementary#tanh}.
   *
   * @param x m×n; not modified
   * @param y m×n; modified, never read; element-wise
   */
  void tanh(Matrix x, Matrix y);

  /**
   * y = σ(x) = 1 / (1 + exp(−x)), with the denormal numbers that σ(x) is below −708.4 in float64
   * and −87.3 in float32 (R15).
   *
   * <p>Taken literally the formula loses them, since exp(−x) overflows, and breaks R14. With e =
   * exp(−|x|), which never overflows, σ(x) is e / (1 + e) for x &lt; 0, else 1 / (1 + e). {@link
   * Elementary#sigmoid} is that.
   *
   * @param x m×n; not modified
   * @param y m×n; modified, never read; element-wise
   */
  void sigmoid(Matrix x, Matrix y);

  /**
   * y = exp(x), a denormal number where e<sup>x</sup> is one. A backend in double may take {@link
   * Elementary#exp}.
   *
   * @param x m×n; not modified
   * @param y m×n; modified, never read; element-wise
   */
  void exp(Matrix x, Matrix y);

  /**
   * z = x / y, the quotient element by element, correctly rounded.
   *
   * @param x m×n; not modified
   * @param y m×n; not modified
   * @param z m×n; modified, never read; element-wise
   */
  void divide(Matrix x, Matrix y, Matrix z);

  /**
   * y = √x, correctly rounded; NaN below zero.
   *
   * @param x m×n; not modified
   * @param y m×n; modified, never read; element-wise
   */
  void sqrt(Matrix x, Matrix y);

  /**
   * x_ij = x_ij + α.
   *
   * @param alpha α
   * @param x m×n; modified
   */
  void addScalar(double alpha, Matrix x);

  /**
   * x_ij = min(max(x_ij, lower), upper). NaN stays NaN.
   *
   * @param lower the least value, a number, at most {@code upper}
   * @param upper the largest value
   * @param x m×n; modified
   * @throws IllegalArgumentException if {@code lower} is not below or equal to {@code upper}
   *     (either may be infinite, neither NaN); nothing is changed
   */
  void clamp(double lower, double upper, Matrix x);

  // ------------------------------------------------------------- rows, columns, transposition

  /**
   * B = Aᵀ.
   *
   * @param a m×n; not modified
   * @param b n×m; modified, never read; does not overlap A
   */
  void transpose(Matrix a, Matrix b);

  /**
   * y_i = r + β·y_i for every row i.
   *
   * @param r one row, 1×n; not modified
   * @param beta β; 0 writes Y without reading it
   * @param y m×n; modified; does not overlap r
   */
  void broadcastRow(Matrix r, double beta, Matrix y);

  /**
   * y_ij = α·c_i + y_ij for every column j.
   *
   * @param alpha α
   * @param c one column, m×1; not modified
   * @param y m×n; modified; does not overlap c
   */
  void addColumn(double alpha, Matrix c, Matrix y);

  /**
   * r = Σ_i x_i + β·r, the sum of the rows.
   *
   * @param x m×n; not modified
   * @param beta β; 0 writes r without reading it
   * @param r one row, 1×n; modified; does not overlap X
   */
  void columnSums(Matrix x, double beta, Matrix r);

  /**
   * c_i = log Σ_j exp(x_ij), with the row's maximum subtracted before exp, so that it overflows
   * only where the result does. A row of −∞ gives −∞, a row with +∞ and no NaN gives +∞.
   *
   * @param x m×n; not modified
   * @param c one column, m×1; modified, never read; does not overlap X
   */
  void logSumExp(Matrix x, Matrix c);

  /**
   * y_i,to+j = x_i,from+j for j = 0 … count−1 and every row i: a block of columns is copied.
   *
   * @param x m×n; not modified
   * @param fromColumn the block's first column in X
   * @param y m×p; only the block is modified, never read; does not overlap X
   * @param toColumn the block's first column in Y
   * @param count the number of columns, at least 1
   * @throws IndexOutOfBoundsException if the block leaves X or Y
   */
  void copyColumns(Matrix x, int fromColumn, Matrix y, int toColumn, int count);

  // ---------------------------------------------------------------------------------- by index

  /**
   * y_i = t_k, k = indices[offset + i]: the product of one-hot rows with T.
   *
   * @param t the table, V×n; not modified
   * @param indices rows of T, read from {@code offset} on, one for each row of Y; not modified
   * @param offset the first index to read
   * @param y m×n; modified, never read; does not overlap T
   */
  void gatherRows(Matrix t, int[] indices, int offset, Matrix y);

  /**
   * t_k = t_k + x_i, k = indices[offset + i], for i = 0, 1, …, m−1 in this order: the product of
   * transposed one-hot rows with X, added to T.
   *
   * @param x m×n; not modified
   * @param indices rows of T, read from {@code offset} on, one for each row of X; not modified
   * @param offset the first index to read
   * @param t the table, V×n; modified; does not overlap X
   */
  void scatterAddRows(Matrix x, int[] indices, int offset, Matrix t);

  /**
   * y_ik = y_ik + α, k = indices[offset + i]: α times one-hot rows, added to Y.
   *
   * @param alpha α
   * @param indices columns of Y, read from {@code offset} on, one for each row; not modified
   * @param offset the first index to read
   * @param y m×n; modified
   */
  void addOneHot(double alpha, int[] indices, int offset, Matrix y);

  /**
   * Σ_i x_ik, k = indices[offset + i]: the inner product with one-hot rows.
   *
   * @param x m×n; not modified
   * @param indices columns of X, read from {@code offset} on, one for each row; not modified
   * @param offset the first index to read
   * @return the sum, accumulated in float64
   */
  double dotOneHot(Matrix x, int[] indices, int offset);

  // ---------------------------------------------------------------------------------- fused

  /**
   * dz = (1 − a²) ⊙ da: the derivative of a = tanh(z) carried from a to z.
   *
   * @implSpec dz = a ⊙ a; dz = dz ⊙ da; dz = −dz; dz = da + dz.
   * @param a tanh(z), m×n; not modified
   * @param da the gradient with respect to a, m×n; not modified
   * @param dz the gradient with respect to z, m×n; modified, never read; overlaps neither
   */
  default void tanhBackward(Matrix a, Matrix da, Matrix dz) {
    Contract.tanhBackward(this, a, da, dz);
    hadamard(a, a, dz);
    hadamard(dz, da, dz);
    scale(-1, dz);
    axpy(1, da, dz);
  }

  /**
   * Softmax with cross-entropy, forward and backward: with p_i = softmax(z_i) and y_i the one-hot
   * row of target i, returns L = −Σ_i log p_i(target_i) in nats and writes dz = s·(p − y), the
   * gradient of s·L with respect to z.
   *
   * @implSpec c = logSumExp(z); L = Σ_i c_i − Σ_i z_i(target_i); dz = exp(z − c) − y; dz = s·dz.
   * @param z the logits, m×n; not modified unless dz is z
   * @param targets columns of z, read from {@code offset} on, one for each row; not modified
   * @param offset the first target to read
   * @param s the factor on the gradient: 1/m for the gradient of the mean
   * @param c logSumExp(z), one column m×1; modified, never read; overlaps neither z nor dz. {@code
   *     c_i − z_i(k)} is the loss of row i for target k
   * @param dz m×n; modified, never read; element-wise with z
   * @return L in nats, the sum over the rows: at least 0 but for rounding; NaN if a row of z has
   *     NaN
   */
  default double softmaxCrossEntropy(
      Matrix z, int[] targets, int offset, double s, Matrix c, Matrix dz) {
    Contract.softmaxCrossEntropy(this, z, targets, offset, c, dz);
    logSumExp(z, c);
    double loss = sum(c) - dotOneHot(z, targets, offset);
    copy(z, dz);
    addColumn(-1, c, dz);
    exp(dz, dz);
    addOneHot(-1, targets, offset, dz);
    scale(s, dz);
    return loss;
  }

  // ---------------------------------------------------------------------------------- cells

  /**
   * The gates of an LSTM cell, forward. The columns of Z are four blocks of H in the order i, f, g,
   * o; the step from the pre-activations is
   *
   * <pre>
   *   i = σ(z_i),  f = σ(z_f),  g = tanh(z_g),  o = σ(z_o)
   *   c = f ⊙ c' + i ⊙ g
   *   h = o ⊙ tanh(c)
   * </pre>
   *
   * @implSpec The formulas above, a block at a time; h and tanh(c) hold blocks meanwhile.
   * @param gates in: z, W_ih x + W_hh h' + b; out: i, f, g, o; m×4H; modified
   * @param cPrevious c', the cell state before, m×H; not modified
   * @param c the cell state after, m×H; modified, never read; overlaps no other operand
   * @param tanhC tanh(c), kept for {@link #lstmBackward}, m×H; modified, never read; overlaps no
   *     other operand
   * @param h the hidden state after, m×H; modified, never read; overlaps no other operand
   * @see <a href="https://doi.org/10.1162/neco.1997.9.8.1735">Hochreiter and Schmidhuber, Long
   *     short-term memory, 1997</a>
   * @see <a href="https://doi.org/10.1162/089976600300015015">Gers, Schmidhuber and Cummins,
   *     Learning to forget, 2000</a>
   */
  default void lstmForward(Matrix gates, Matrix cPrevious, Matrix c, Matrix tanhC, Matrix h) {
    Contract.lstmForward(this, gates, cPrevious, c, tanhC, h);
    int units = c.columns();
    copyColumns(gates, 2 * units, h, 0, units);
    tanh(h, h);
    sigmoid(gates, gates);
    copyColumns(h, 0, gates, 2 * units, units);
    copyColumns(gates, 0, tanhC, 0, units);
    hadamard(tanhC, h, tanhC); // i ⊙ g
    copyColumns(gates, units, c, 0, units);
    hadamard(c, cPrevious, c); // f ⊙ c'
    axpy(1, tanhC, c);
    tanh(c, tanhC);
    copyColumns(gates, 3 * units, h, 0, units);
    hadamard(h, tanhC, h); // o ⊙ tanh(c)
  }

  /**
   * The gates of an LSTM cell, backward: from the gradients with respect to h and c to those with
   * respect to the pre-activations z and to c'.
   *
   * <pre>
   *   dC   = dc + dh ⊙ o ⊙ (1 − tanh(c)²)        all that reaches c
   *   dz_i = dC ⊙ g ⊙ i ⊙ (1 − i)
   *   dz_f = dC ⊙ c' ⊙ f ⊙ (1 − f)
   *   dz_g = dC ⊙ i ⊙ (1 − g²)
   *   dz_o = dh ⊙ tanh(c) ⊙ o ⊙ (1 − o)
   *   dc'  = dC ⊙ f
   * </pre>
   *
   * @implSpec The formulas above, a block at a time, with a ⊙ (1 − a) ⊙ d computed as p − a ⊙ p, p
   *     = a ⊙ d.
   * @param gates i, f, g, o as {@link #lstmForward} left them, m×4H; not modified unless dz is it
   * @param cPrevious c', m×H; not modified
   * @param tanhC tanh(c), m×H; not modified
   * @param dh the gradient with respect to h from all that uses it, m×H; not modified
   * @param dc the gradient with respect to c from the next step, m×H; not modified unless
   *     dcPrevious is it
   * @param dcPrevious the gradient with respect to c', m×H; modified, never read; element-wise with
   *     dc, overlaps no other operand
   * @param dz the gradient with respect to z, m×4H; modified, never read; element-wise with gates
   * @param scratch at least 3m rows of H columns; modified, what is left there means nothing;
   *     overlaps no other operand
   */
  default void lstmBackward(
      Matrix gates,
      Matrix cPrevious,
      Matrix tanhC,
      Matrix dh,
      Matrix dc,
      Matrix dcPrevious,
      Matrix dz,
      Matrix scratch) {
    Contract.lstmBackward(this, gates, cPrevious, tanhC, dh, dc, dcPrevious, dz, scratch);
    int m = dh.rows();
    int units = dh.columns();
    Matrix a = scratch.rows(0, m);
    Matrix p = scratch.rows(m, 2 * m);
    Matrix sum = scratch.rows(2 * m, 3 * m);
    // sum = dC
    copyColumns(gates, 3 * units, a, 0, units);
    tanhBackward(tanhC, dh, sum);
    hadamard(a, sum, sum);
    axpy(1, dc, sum);
    // dz_o, a = o
    hadamard(dh, tanhC, p);
    hadamard(a, p, p);
    hadamard(a, p, a);
    axpy(-1, a, p);
    copyColumns(p, 0, dz, 3 * units, units);
    // dz_i, a = i; dc' is free until the end and holds u = dC ⊙ i
    copyColumns(gates, 0, a, 0, units);
    copyColumns(gates, 2 * units, p, 0, units);
    hadamard(a, sum, dcPrevious);
    hadamard(p, dcPrevious, p);
    hadamard(a, p, a);
    axpy(-1, a, p);
    copyColumns(p, 0, dz, 0, units);
    // dz_g, a = g
    copyColumns(gates, 2 * units, a, 0, units);
    tanhBackward(a, dcPrevious, p);
    copyColumns(p, 0, dz, 2 * units, units);
    // dc' and dz_f, a = f
    copyColumns(gates, units, a, 0, units);
    hadamard(a, sum, dcPrevious);
    hadamard(dcPrevious, cPrevious, p);
    hadamard(a, p, a);
    axpy(-1, a, p);
    copyColumns(p, 0, dz, units, units);
  }

  /**
   * The gates of a GRU cell, reset after the product, forward. The columns are three blocks of H in
   * the order r, z, n; the step from the two halves of the pre-activations, which stay apart
   * because r scales one of them, is
   *
   * <pre>
   *   r = σ(x_r + y_r),  z = σ(x_z + y_z)
   *   n = tanh(x_n + r ⊙ y_n)
   *   h = (1 − z) ⊙ n + z ⊙ h'
   * </pre>
   *
   * @implSpec The formulas above, a block at a time, with h = n + z ⊙ (h' − n).
   * @param gates in: x, W_ih x + b_ih; out: r, z, n; m×3H; modified; does not overlap recurrent
   * @param recurrent y, W_hh h' + b_hh, m×3H; not modified
   * @param hPrevious h', the hidden state before, m×H; not modified
   * @param h the hidden state after, m×H; modified, never read; overlaps no other operand
   * @param scratch at least 2m rows of H columns; modified, what is left there means nothing;
   *     overlaps no other operand
   * @see <a href="https://arxiv.org/abs/1406.1078">Cho et al., Learning phrase representations
   *     using RNN encoder–decoder, 2014</a>
   * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.GRU.html">torch.nn.GRU, for
   *     the reset after the product</a>
   */
  default void gruForward(
      Matrix gates, Matrix recurrent, Matrix hPrevious, Matrix h, Matrix scratch) {
    Contract.gruForward(this, gates, recurrent, hPrevious, h, scratch);
    int m = h.rows();
    int units = h.columns();
    Matrix a = scratch.rows(0, m);
    Matrix b = scratch.rows(m, 2 * m);
    copyColumns(gates, 2 * units, h, 0, units); // x_n
    axpy(1, recurrent, gates);
    sigmoid(gates, gates);
    // h = n
    copyColumns(gates, 0, a, 0, units);
    copyColumns(recurrent, 2 * units, b, 0, units);
    hadamard(a, b, b);
    axpy(1, b, h);
    tanh(h, h);
    copyColumns(h, 0, gates, 2 * units, units);
    // h = n + z ⊙ (h' − n)
    copyColumns(gates, units, a, 0, units);
    copy(hPrevious, b);
    axpy(-1, h, b);
    hadamard(a, b, b);
    axpy(1, b, h);
  }

  /**
   * The gates of a GRU cell, backward: from the gradient with respect to h to those with respect to
   * the two halves x and y of the pre-activations, and to h' as far as it enters h directly.
   *
   * <pre>
   *   dx_n = dh ⊙ (1 − z) ⊙ (1 − n²)             dy_n = dx_n ⊙ r
   *   dx_z = dh ⊙ (h' − n) ⊙ z ⊙ (1 − z)         dy_z = dx_z
   *   dx_r = dx_n ⊙ y_n ⊙ r ⊙ (1 − r)            dy_r = dx_r
   *   dh'  = dh' + dh ⊙ z
   * </pre>
   *
   * <p>What reaches h' through y = W_hh h' + b_hh is left to the caller: dy·W_hh.
   *
   * @implSpec The formulas above, a block at a time, with a ⊙ (1 − a) ⊙ d computed as p − a ⊙ p, p
   *     = a ⊙ d, and (1 − z) ⊙ dh as dh − z ⊙ dh.
   * @param gates r, z, n as {@link #gruForward} left them, m×3H; not modified unless dx is it
   * @param recurrent y, of which the block n is read, m×3H; not modified unless dy is it
   * @param hPrevious h', m×H; not modified
   * @param dh the gradient with respect to h from all that uses it, m×H; not modified
   * @param dhPrevious the gradient with respect to h', to which the direct part is added, m×H;
   *     modified; overlaps no other operand
   * @param dx the gradient with respect to x, m×3H; modified, never read; element-wise with gates,
   *     overlaps no other operand
   * @param dy the gradient with respect to y, m×3H; modified, never read; element-wise with
   *     recurrent, overlaps no other operand
   * @param scratch at least 3m rows of H columns; modified, what is left there means nothing;
   *     overlaps no other operand
   */
  default void gruBackward(
      Matrix gates,
      Matrix recurrent,
      Matrix hPrevious,
      Matrix dh,
      Matrix dhPrevious,
      Matrix dx,
      Matrix dy,
      Matrix scratch) {
    Contract.gruBackward(this, gates, recurrent, hPrevious, dh, dhPrevious, dx, dy, scratch);
    int m = dh.rows();
    int units = dh.columns();
    Matrix a = scratch.rows(0, m);
    Matrix p = scratch.rows(m, 2 * m);
    Matrix n = scratch.rows(2 * m, 3 * m);
    // dh', p = z ⊙ dh
    copyColumns(gates, units, a, 0, units);
    hadamard(a, dh, p);
    axpy(1, p, dhPrevious);
    // dx_z: a = p − z ⊙ p, n = h' − n
    hadamard(a, p, a);
    scale(-1, a);
    axpy(1, p, a);
    copyColumns(gates, 2 * units, n, 0, units);
    scale(-1, n);
    axpy(1, hPrevious, n);
    hadamard(n, a, a);
    copyColumns(a, 0, dx, units, units);
    copyColumns(a, 0, dy, units, units);
    // dx_n: p = dh − p, a = dx_n
    scale(-1, p);
    axpy(1, dh, p);
    copyColumns(gates, 2 * units, n, 0, units);
    tanhBackward(n, p, a);
    copyColumns(a, 0, dx, 2 * units, units);
    // dx_r and dy_n: n = r, p = r ⊙ dx_n ⊙ y_n
    copyColumns(gates, 0, n, 0, units);
    copyColumns(recurrent, 2 * units, p, 0, units);
    hadamard(a, p, p);
    hadamard(a, n, a);
    copyColumns(a, 0, dy, 2 * units, units);
    hadamard(n, p, p);
    hadamard(n, p, n);
    axpy(-1, n, p);
    copyColumns(p, 0, dx, 0, units);
    copyColumns(p, 0, dy, 0, units);
  }

  // ---------------------------------------------------------------------------------- layer norm

  /**
   * Layer normalization, forward: each row, or each of a row's groups of columns by itself, less
   * its mean and divided by its standard deviation; scaled by a gain and added to Y. With w = n /
   * groups columns in a group, for each row and group
   *
   * <pre>
   *   μ = 1/w Σ_j x_j,  v = 1/w Σ_j (x_j − μ)²
   *   r = 1 / √(v + ε)
   *   x̂_j = r·(x_j − μ)
   *   y_j = y_j + g_j·x̂_j
   * </pre>
   *
   * @implSpec The formulas above, a group at a time: the scratch holds the group, and then the part
   *     of Y.
   * @param groups how many groups of equal width a row has, at least 1
   * @param epsilon ε
   * @param x in: x; out: x̂, for {@link #layerNormBackward}; m×n; modified
   * @param gain g, one row, 1×n; not modified
   * @param r r, m×groups; modified, never read; overlaps no other operand
   * @param y m×n; modified; overlaps no other operand
   * @param scratch at least 2m rows of w columns; modified, what is left there means nothing;
   *     overlaps no other operand
   * @throws IllegalArgumentException if there are fewer than 1 group, or they do not divide n;
   *     nothing is changed
   * @see <a href="https://arxiv.org/abs/1607.06450">Ba, Kiros and Hinton, Layer normalization,
   *     2016</a>
   */
  default void layerNorm(
      int groups, double epsilon, Matrix x, Matrix gain, Matrix r, Matrix y, Matrix scratch) {
    Contract.layerNorm(this, groups, x, gain, r, y, scratch);
    int m = x.rows();
    int w = x.columns() / groups;
    Matrix a = scratch.rows(0, m);
    Matrix b = scratch.rows(m, 2 * m);
    Matrix g = b.rows(0, 1);
    for (int k = 0; k < groups; k++) {
      copyColumns(x, k * w, a, 0, w);
      for (int i = 0; i < m; i++) {
        Matrix row = a.rows(i, i + 1);
        addScalar(-sum(row) / w, row);
        double root = 1 / Math.sqrt(dot(row, row) / w + epsilon);
        scale(root, row);
        r.set(i, k, root);
      }
      copyColumns(a, 0, x, k * w, w);
      copyColumns(gain, k * w, g, 0, w);
      for (int i = 0; i < m; i++) {
        Matrix row = a.rows(i, i + 1);
        hadamard(row, g, row);
      }
      copyColumns(y, k * w, b, 0, w);
      axpy(1, a, b);
      copyColumns(b, 0, y, k * w, w);
    }
  }

  /**
   * Layer normalization, backward: from the gradient with respect to y to that with respect to x.
   * For each row and group of w columns
   *
   * <pre>
   *   d_j  = g_j·dy_j
   *   dx_j = r·(d_j − 1/w Σ_i d_i − x̂_j·1/w Σ_i d_i·x̂_i)
   * </pre>
   *
   * <p>The gradient with respect to the gain is Σ dy ⊙ x̂ over the rows, which is left to the
   * caller.
   *
   * @implSpec The formulas above, a group at a time: the scratch holds d and x̂.
   * @param groups how many groups of equal width a row has, at least 1
   * @param xhat x̂ as {@link #layerNorm} left it, m×n; not modified
   * @param gain g, one row, 1×n; not modified
   * @param r r, m×groups; not modified
   * @param dy the gradient with respect to y, m×n; not modified unless dx is it
   * @param dx the gradient with respect to x, m×n; modified, never read; may be dy, overlaps no
   *     other operand
   * @param scratch at least 2m rows of w columns; modified, what is left there means nothing;
   *     overlaps no other operand
   * @throws IllegalArgumentException if there are fewer than 1 group, or they do not divide n;
   *     nothing is changed
   */
  default void layerNormBackward(
      int groups, Matrix xhat, Matrix gain, Matrix r, Matrix dy, Matrix dx, Matrix scratch) {
    Contract.layerNormBackward(this, groups, xhat, gain, r, dy, dx, scratch);
    int m = xhat.rows();
    int w = xhat.columns() / groups;
    Matrix d = scratch.rows(0, m);
    Matrix h = scratch.rows(m, 2 * m);
    Matrix g = h.rows(0, 1);
    for (int k = 0; k < groups; k++) {
      copyColumns(dy, k * w, d, 0, w);
      copyColumns(gain, k * w, g, 0, w);
      for (int i = 0; i < m; i++) {
        Matrix row = d.rows(i, i + 1);
        hadamard(row, g, row);
      }
      copyColumns(xhat, k * w, h, 0, w);
      for (int i = 0; i < m; i++) {
        Matrix row = d.rows(i, i + 1);
        Matrix normal = h.rows(i, i + 1);
        double along = dot(row, normal) / w;
        addScalar(-sum(row) / w, row);
        axpy(-along, normal, row);
        scale(r.get(i, k), row);
      }
      copyColumns(d, 0, dx, k * w, w);
    }
  }

  // ---------------------------------------------------------------------------------- optimizers

  /**
   * v = μ·v + g + λ·p, then p = p − η·v, or with Nesterov's momentum p = p − η·(g + λ·p + μ·v) with
   * the new v and the old p: a step of gradient descent with momentum.
   *
   * @implSpec w = g + λ·p; v = μ·v; v = v + w; p = p − η·v, or w = w + μ·v; p = p − η·w.
   * @param rate η
   * @param momentum μ
   * @param nesterov whether the momentum is Nesterov's
   * @param decay λ, the weight decay (L2)
   * @param g the gradient, m×n; not modified
   * @param v the velocity, m×n; modified; overlaps no other operand
   * @param p the parameter, m×n; modified; overlaps no other operand
   * @param scratch at least m×n; modified, what is left there means nothing; overlaps no other
   *     operand
   * @see <a href="https://pytorch.org/docs/stable/generated/torch.optim.SGD.html">PyTorch's SGD</a>
   * @see <a href="https://proceedings.mlr.press/v28/sutskever13.html">Sutskever et al., On the
   *     importance of initialization and momentum in deep learning, 2013</a>
   */
  default void sgdMomentum(
      double rate,
      double momentum,
      boolean nesterov,
      double decay,
      Matrix g,
      Matrix v,
      Matrix p,
      Matrix scratch) {
    Contract.sgdMomentum(this, g, v, p, scratch);
    Matrix w = scratch.rows(0, p.rows());
    copy(g, w);
    axpy(decay, p, w);
    scale(momentum, v);
    axpy(1, w, v);
    if (nesterov) {
      axpy(momentum, v, w);
      axpy(-rate, w, p);
    } else {
      axpy(-rate, v, p);
    }
  }

  /**
   * s = s + (g + λ·p)², then p = p − η·(g + λ·p) / (√s + ε), with the new s and the old p, element
   * by element: a step of AdaGrad.
   *
   * @implSpec w = g + λ·p; u = w ⊙ w; s = s + u; u = √s; u = u + ε; w = w / u; p = p − η·w.
   * @param rate η
   * @param epsilon ε
   * @param decay λ, the weight decay (L2)
   * @param g the gradient, m×n; not modified
   * @param s the sum of the squares, m×n; modified; overlaps no other operand
   * @param p the parameter, m×n; modified; overlaps no other operand
   * @param scratch at least 2m×n; modified, what is left there means nothing; overlaps no other
   *     operand
   * @see <a href="https://jmlr.org/papers/v12/duchi11a.html">Duchi, Hazan and Singer, Adaptive
   *     subgradient methods, 2011</a>
   * @see <a href="https://pytorch.org/docs/stable/generated/torch.optim.Adagrad.html">PyTorch's
   *     Adagrad</a>
   */
  default void adagrad(
      double rate, double epsilon, double decay, Matrix g, Matrix s, Matrix p, Matrix scratch) {
    Contract.adagrad(this, g, s, p, scratch);
    Matrix w = scratch.rows(0, p.rows());
    Matrix u = scratch.rows(p.rows(), 2 * p.rows());
    copy(g, w);
    axpy(decay, p, w);
    hadamard(w, w, u);
    axpy(1, u, s);
    sqrt(s, u);
    addScalar(epsilon, u);
    divide(w, u, w);
    axpy(-rate, w, p);
  }

  /**
   * s = α·s + (1 − α)·(g + λ·p)², then p = p − η·(g + λ·p) / (√s + ε), with the new s and the old
   * p, element by element: a step of RMSProp.
   *
   * @implSpec w = g + λ·p; u = w ⊙ w; s = α·s; s = s + (1 − α)·u; u = √s; u = u + ε; w = w / u; p =
   *     p − η·w.
   * @param rate η
   * @param alpha α, the part of the mean square that is kept
   * @param epsilon ε
   * @param decay λ, the weight decay (L2)
   * @param g the gradient, m×n; not modified
   * @param s the mean square, m×n; modified; overlaps no other operand
   * @param p the parameter, m×n; modified; overlaps no other operand
   * @param scratch at least 2m×n; modified, what is left there means nothing; overlaps no other
   *     operand
   * @see <a
   *     href="https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf">Tieleman
   *     and Hinton, Lecture 6.5, 2012</a>
   * @see <a href="https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html">PyTorch's
   *     RMSprop</a>, neither centred nor with momentum
   */
  default void rmsprop(
      double rate,
      double alpha,
      double epsilon,
      double decay,
      Matrix g,
      Matrix s,
      Matrix p,
      Matrix scratch) {
    Contract.rmsprop(this, g, s, p, scratch);
    Matrix w = scratch.rows(0, p.rows());
    Matrix u = scratch.rows(p.rows(), 2 * p.rows());
    copy(g, w);
    axpy(decay, p, w);
    hadamard(w, w, u);
    scale(alpha, s);
    axpy(1 - alpha, u, s);
    sqrt(s, u);
    addScalar(epsilon, u);
    divide(w, u, w);
    axpy(-rate, w, p);
  }

  /**
   * m = β₁·m + (1 − β₁)·h, v = β₂·v + (1 − β₂)·h², then p = q − η·m̂ / (√v̂ + ε) with m̂ = m / (1 −
   * β₁ᵗ) and v̂ = v / (1 − β₂ᵗ), element by element: a step of Adam, where h = g + λ·p and q = p;
   * or, if the weight decay is decoupled, of AdamW, where h = g and q = (1 − η·λ)·p.
   *
   * @implSpec w = g; decoupled: p = (1 − η·λ)·p, else w = w + λ·p; m = β₁·m; m = m + (1 − β₁)·w; w
   *     = w ⊙ w; v = β₂·v; v = v + (1 − β₂)·w; w = √v; w = w·(1 / √(1 − β₂ᵗ)); w = w + ε; w = m /
   *     w; p = p − (η / (1 − β₁ᵗ))·w. The powers are {@link Elementary#power}.
   * @param step t, the steps with this one: 1 at the first
   * @param rate η
   * @param beta1 β₁
   * @param beta2 β₂
   * @param epsilon ε
   * @param decay λ, the weight decay
   * @param decoupled whether the weight decay is AdamW's rather than L2
   * @param g the gradient, m×n; not modified
   * @param m the first moment, m×n; modified; overlaps no other operand
   * @param v the second moment, m×n; modified; overlaps no other operand
   * @param p the parameter, m×n; modified; overlaps no other operand
   * @param scratch at least m×n; modified, what is left there means nothing; overlaps no other
   *     operand
   * @throws IllegalArgumentException if the step is below 1; nothing is changed
   * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba, Adam, 2015</a>
   * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter, Decoupled weight decay
   *     regularization, 2019</a>
   * @see <a href="https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html">PyTorch's
   *     AdamW</a>
   */
  default void adam(
      long step,
      double rate,
      double beta1,
      double beta2,
      double epsilon,
      double decay,
      boolean decoupled,
      Matrix g,
      Matrix m,
      Matrix v,
      Matrix p,
      Matrix scratch) {
    Contract.adam(this, step, g, m, v, p, scratch);
    Matrix w = scratch.rows(0, p.rows());
    copy(g, w);
    if (decoupled) {
      scale(1 - rate * decay, p);
    } else {
      axpy(decay, p, w);
    }
    scale(beta1, m);
    axpy(1 - beta1, w, m);
    hadamard(w, w, w);
    scale(beta2, v);
    axpy(1 - beta2, w, v);
    sqrt(v, w);
    scale(1 / Math.sqrt(1 - Elementary.power(beta2, step)), w);
    addScalar(epsilon, w);
    divide(m, w, w);
    axpy(-rate / (1 - Elementary.power(beta1, step)), w, p);
  }
}
