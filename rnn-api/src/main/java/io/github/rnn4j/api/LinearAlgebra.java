package io.github.rnn4j.api;

import java.util.Optional;

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
   * @return 0 for a backend that wants to be named; rnn4j's own are at 100 (commons-math), 200
   *     (ejml) and 300 (vector)
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
   * Whether this backend made the matrix.
   *
   * @param matrix any matrix, or null
   * @return true if the operations accept it
   */
  boolean owns(Matrix matrix);

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
   * y = tanh(x).
   *
   * @param x m×n; not modified
   * @param y m×n; modified, never read; element-wise
   */
  void tanh(Matrix x, Matrix y);

  /**
   * y = 1 / (1 + exp(−x)).
   *
   * @param x m×n; not modified
   * @param y m×n; modified, never read; element-wise
   */
  void sigmoid(Matrix x, Matrix y);

  /**
   * y = exp(x).
   *
   * @param x m×n; not modified
   * @param y m×n; modified, never read; element-wise
   */
  void exp(Matrix x, Matrix y);

  // ------------------------------------------------------------------- rows, columns,
  // transposition

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

  // ---------------------------------------------------------------------------------- optimisers

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
   * @param w scratch, m×n; modified, never read, of no meaning afterwards; overlaps no other
   *     operand
   * @param p the parameter, m×n; modified; overlaps no other operand
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
      Matrix w,
      Matrix p) {
    Contract.sgdMomentum(this, g, v, w, p);
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
}
