// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import io.github.rnn4j.api.Contract;
import io.github.rnn4j.api.Elementary;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Precision;
import io.github.rnn4j.api.Transpose;
import java.lang.ref.Cleaner;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * {@link LinearAlgebra} in float32 on the Vector API of the JDK.
 *
 * <p>Every sum has a fixed order that depends neither on the number of lanes nor on that of
 * threads, and tanh, sigmoid, exp and log are polynomials of our own: the same inputs give the same
 * bits on every machine that has fused multiply-add, on every JDK, with any number of threads.
 * Scalars are rounded to float32.
 *
 * <p>Uses {@code jdk.incubator.vector}, which has to be asked for: {@code --add-modules
 * jdk.incubator.vector}. Where it is not there, or no fused multiply-add, {@link #unavailable()}
 * says so.
 *
 * <p>Until the vector kernels are compiled, which takes a second or two in the background of the
 * first calls, plain loops compute the same bits.
 */
public final class VectorLinearAlgebra implements LinearAlgebra {
  static final String NAME = "vector";

  /** Ends the threads of instances that are no longer used. */
  private static final class Threads {
    private static final Cleaner CLEANER = Cleaner.create();

    private Threads() {}
  }

  private final ThreadTeam team;

  /** Makes the backend; it computes in the calling thread. */
  public VectorLinearAlgebra() {
    this.team = new ThreadTeam(1);
  }

  /** Makes the backend with so many threads, be there processors for them or not. */
  VectorLinearAlgebra(int threads) {
    this.team = new ThreadTeam(threads);
    Threads.CLEANER.register(this, team::close);
  }

  // ---------------------------------------------------------------------------------- identity

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Precision precision() {
    return Precision.FLOAT32;
  }

  @Override
  public int rank() {
    return 300;
  }

  @Override
  public Optional<String> unavailable() {
    return Machine.unavailable();
  }

  @Override
  public String description() {
    return Machine.description();
  }

  @Override
  public OptionalDouble peakFlops() {
    return OptionalDouble.of(FmaPeak.measure());
  }

  @Override
  public boolean owns(@Nullable Matrix matrix) {
    return matrix instanceof VectorMatrix;
  }

  @Override
  public Matrix zeros(int rows, int columns) {
    Warmup.worthFor(0);
    return new VectorMatrix(rows, columns);
  }

  // ---------------------------------------------------------------------------------- threads

  @Override
  public int parallelism() {
    return team.threads();
  }

  @Override
  public void parallel(int tasks, IntConsumer body) {
    if (team.threads() == 1) {
      LinearAlgebra.super.parallel(tasks, body);
    } else {
      team.run(tasks, body);
    }
  }

  @Override
  public LinearAlgebra withThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("at least 1 thread is needed: " + threads);
    }
    Warmup.start(); // whoever asks for threads is about to compute much
    int useful = Math.min(threads, Runtime.getRuntime().availableProcessors());
    if (useful == parallelism()) {
      return this;
    }
    return useful == 1 ? new VectorLinearAlgebra() : new VectorLinearAlgebra(useful);
  }

  // ---------------------------------------------------------------------------------- readiness

  @Override
  public boolean isWarm() {
    return Warmup.isDone();
  }

  /** An operand that is read only. */
  private static VectorMatrix in(Matrix matrix) {
    return (VectorMatrix) matrix;
  }

  /** An operand that the operation is about to write to. */
  private static VectorMatrix out(Matrix matrix) {
    VectorMatrix vector = (VectorMatrix) matrix;
    vector.changed();
    return vector;
  }

  // ---------------------------------------------------------------------------------- products

  @Override
  public void gemm(
      double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
    Contract.gemm(this, a, ta, b, tb, c);
    VectorMatrix x = in(a);
    VectorMatrix y = in(b);
    VectorMatrix z = out(c);
    int k = ta == Transpose.NO ? x.columns() : x.rows();
    int aRow = ta == Transpose.NO ? k : 1;
    int aStep = ta == Transpose.NO ? 1 : x.columns();
    int n = z.columns();
    Warmup.worthFor((long) z.rows() * k * n);
    Scratch scratch = Scratch.local();
    float[] right = y.data;
    int right0 = y.offset;
    float @Nullable [] panels = null;
    int @Nullable [] halves = null;
    if (tb == Transpose.NO) {
      if (Halves.areWorth(z.rows(), k, n) && Loop.HALVES_TIMES_MATRIX.isReady()) {
        halves = y.asHalves();
      } else if (Panels.areWorth(z.rows(), k, n) && Loop.PACK.isReady()) {
        panels = y.asFactor();
      }
    } else {
      right = scratch.transposed(k * n);
      right0 = 0;
      Gemm.transpose(n, k, y.data, y.offset, k, right, 0, n);
    }
    ProductTask task = scratch.productTask;
    task.set(
        z.rows(),
        n,
        k,
        (float) alpha,
        x.data,
        x.offset,
        aRow,
        aStep,
        right,
        right0,
        panels,
        halves,
        (float) beta,
        z.data,
        z.offset);
    task.run(team);
  }

  @Override
  public double dot(Matrix x, Matrix y) {
    Contract.sameShape(this, "dot", x, y);
    VectorMatrix u = in(x);
    VectorMatrix v = in(y);
    return Reductions.dot(u.size, u.data, u.offset, v.data, v.offset, Scratch.local().partial);
  }

  @Override
  public double sum(Matrix x) {
    Contract.unary(this, "sum", x);
    VectorMatrix u = in(x);
    return Reductions.total(u.size, u.data, u.offset, Scratch.local().partial);
  }

  // ---------------------------------------------------------------------------------- element-wise

  @Override
  public void copy(Matrix x, Matrix y) {
    Contract.elementWise(this, "copy", x, y);
    VectorMatrix u = in(x);
    VectorMatrix v = out(y);
    System.arraycopy(u.data, u.offset, v.data, v.offset, u.size);
  }

  @Override
  public void fill(double value, Matrix x) {
    Contract.unary(this, "fill", x);
    VectorMatrix u = out(x);
    Arrays.fill(u.data, u.offset, u.offset + u.size, (float) value);
  }

  @Override
  public void scale(double alpha, Matrix x) {
    Contract.unary(this, "scale", x);
    VectorMatrix u = out(x);
    Elementwise.scale(u.size, (float) alpha, u.data, u.offset);
  }

  @Override
  public void axpy(double alpha, Matrix x, Matrix y) {
    Contract.elementWise(this, "axpy", x, y);
    VectorMatrix u = in(x);
    VectorMatrix v = out(y);
    Elementwise.axpy(v.size, (float) alpha, u.data, u.offset, v.data, v.offset);
  }

  @Override
  public void hadamard(Matrix x, Matrix y, Matrix z) {
    Contract.hadamard(this, x, y, z);
    VectorMatrix u = in(x);
    VectorMatrix v = in(y);
    VectorMatrix to = out(z);
    Elementwise.hadamard(to.size, u.data, u.offset, v.data, v.offset, to.data, to.offset);
  }

  @Override
  public void divide(Matrix x, Matrix y, Matrix z) {
    Contract.divide(this, x, y, z);
    VectorMatrix u = in(x);
    VectorMatrix v = in(y);
    VectorMatrix to = out(z);
    Elementwise.divide(to.size, u.data, u.offset, v.data, v.offset, to.data, to.offset);
  }

  @Override
  public void tanh(Matrix x, Matrix y) {
    Contract.elementWise(this, "tanh", x, y);
    VectorMatrix u = in(x);
    VectorMatrix v = out(y);
    VectorMath.tanh(v.size, u.data, u.offset, v.data, v.offset);
  }

  @Override
  public void sigmoid(Matrix x, Matrix y) {
    Contract.elementWise(this, "sigmoid", x, y);
    VectorMatrix u = in(x);
    VectorMatrix v = out(y);
    VectorMath.sigmoid(v.size, u.data, u.offset, v.data, v.offset);
  }

  @Override
  public void exp(Matrix x, Matrix y) {
    Contract.elementWise(this, "exp", x, y);
    VectorMatrix u = in(x);
    VectorMatrix v = out(y);
    VectorMath.exp(v.size, u.data, u.offset, v.data, v.offset);
  }

  @Override
  public void sqrt(Matrix x, Matrix y) {
    Contract.elementWise(this, "sqrt", x, y);
    VectorMatrix u = in(x);
    VectorMatrix v = out(y);
    Elementwise.sqrt(v.size, u.data, u.offset, v.data, v.offset);
  }

  @Override
  public void addScalar(double alpha, Matrix x) {
    Contract.unary(this, "addScalar", x);
    VectorMatrix u = out(x);
    Elementwise.addScalar(u.size, (float) alpha, u.data, u.offset);
  }

  @Override
  public void clamp(double lower, double upper, Matrix x) {
    Contract.clamp(this, lower, upper, x);
    VectorMatrix u = out(x);
    Elementwise.clamp(u.size, (float) lower, (float) upper, u.data, u.offset);
  }

  // -------------------------------------------------------------------------- rows and columns

  @Override
  public void transpose(Matrix a, Matrix b) {
    Contract.transpose(this, a, b);
    Scratch.local().rowsTask.transpose(team, in(a), out(b));
  }

  @Override
  public void broadcastRow(Matrix r, double beta, Matrix y) {
    Contract.broadcastRow(this, r, y);
    Scratch.local().rowsTask.broadcast(team, in(r), (float) beta, out(y));
  }

  @Override
  public void addColumn(double alpha, Matrix c, Matrix y) {
    Contract.addColumn(this, c, y);
    VectorMatrix column = in(c);
    VectorMatrix to = out(y);
    int n = to.columns();
    for (int i = 0, q = to.offset; i < to.rows(); i++, q += n) {
      float summand = (float) alpha * column.data[column.offset + i];
      Elementwise.addScalar(n, summand, to.data, q);
    }
  }

  @Override
  public void columnSums(Matrix x, double beta, Matrix r) {
    Contract.columnSums(this, x, r);
    Scratch.local().rowsTask.columnSums(team, in(x), (float) beta, out(r));
  }

  @Override
  public void logSumExp(Matrix x, Matrix c) {
    Contract.logSumExp(this, x, c);
    Scratch.local().softmaxTask.logSumExp(team, in(x), out(c));
  }

  @Override
  public void copyColumns(Matrix x, int fromColumn, Matrix y, int toColumn, int count) {
    Contract.copyColumns(this, x, fromColumn, y, toColumn, count);
    VectorMatrix from = in(x);
    VectorMatrix to = out(y);
    int p = from.offset + fromColumn;
    int q = to.offset + toColumn;
    for (int i = 0; i < to.rows(); i++, p += from.columns(), q += to.columns()) {
      System.arraycopy(from.data, p, to.data, q, count);
    }
  }

  // ---------------------------------------------------------------------------------- by index

  @Override
  public void gatherRows(Matrix t, int[] indices, int offset, Matrix y) {
    Contract.gatherRows(this, t, indices, offset, y);
    Scratch.local().rowsTask.gather(team, in(t), indices, offset, out(y));
  }

  @Override
  public void scatterAddRows(Matrix x, int[] indices, int offset, Matrix t) {
    Contract.scatterAddRows(this, x, indices, offset, t);
    VectorMatrix from = in(x);
    VectorMatrix table = out(t);
    int n = from.columns();
    for (int i = 0; i < from.rows(); i++) {
      int row = table.offset + indices[offset + i] * n;
      Elementwise.axpy(n, 1, from.data, from.offset + i * n, table.data, row);
    }
  }

  @Override
  public void addOneHot(double alpha, int[] indices, int offset, Matrix y) {
    Contract.oneHot(this, "addOneHot", "y", y, indices, offset);
    VectorMatrix to = out(y);
    for (int i = 0; i < to.rows(); i++) {
      to.data[to.offset + i * to.columns() + indices[offset + i]] += (float) alpha;
    }
  }

  @Override
  public double dotOneHot(Matrix x, int[] indices, int offset) {
    Contract.oneHot(this, "dotOneHot", "x", x, indices, offset);
    VectorMatrix from = in(x);
    double sum = 0;
    for (int i = 0; i < from.rows(); i++) {
      sum += from.data[from.offset + i * from.columns() + indices[offset + i]];
    }
    return sum;
  }

  // ---------------------------------------------------------------------------------- fused

  @Override
  public void tanhBackward(Matrix a, Matrix da, Matrix dz) {
    Contract.tanhBackward(this, a, da, dz);
    VectorMatrix h = in(a);
    VectorMatrix dh = in(da);
    VectorMatrix to = out(dz);
    RnnGates.backward(to.size, dh.data, dh.offset, h.data, h.offset, to.data, to.offset);
  }

  @Override
  public double softmaxCrossEntropy(
      Matrix z, int[] targets, int offset, double s, Matrix c, Matrix dz) {
    Contract.softmaxCrossEntropy(this, z, targets, offset, c, dz);
    return Scratch.local()
        .softmaxTask
        .crossEntropy(team, in(z), targets, offset, (float) s, out(c), out(dz));
  }

  @Override
  public void lstmForward(Matrix gates, Matrix cPrevious, Matrix c, Matrix tanhC, Matrix h) {
    Contract.lstmForward(this, gates, cPrevious, c, tanhC, h);
    VectorMatrix z = out(gates);
    VectorMatrix before = in(cPrevious);
    VectorMatrix after = out(c);
    VectorMatrix t = out(tanhC);
    VectorMatrix to = out(h);
    int n = after.columns();
    for (int i = 0, at = 0; i < after.rows(); i++, at += n) {
      LstmGates.forward(
          n,
          z.data,
          z.offset + 4 * at,
          before.data,
          before.offset + at,
          after.data,
          after.offset + at,
          t.data,
          t.offset + at,
          to.data,
          to.offset + at);
    }
  }

  @Override
  public void lstmBackward(
      Matrix gates,
      Matrix cPrevious,
      Matrix tanhC,
      Matrix dh,
      Matrix dc,
      Matrix dcPrevious,
      Matrix dz,
      Matrix scratch) {
    Contract.lstmBackward(this, gates, cPrevious, tanhC, dh, dc, dcPrevious, dz, scratch);
    VectorMatrix z = in(gates);
    VectorMatrix before = in(cPrevious);
    VectorMatrix t = in(tanhC);
    VectorMatrix d = in(dh);
    VectorMatrix e = in(dc);
    VectorMatrix eBefore = out(dcPrevious);
    VectorMatrix to = out(dz);
    int n = d.columns();
    for (int i = 0, at = 0; i < d.rows(); i++, at += n) {
      LstmGates.backward(
          n,
          z.data,
          z.offset + 4 * at,
          before.data,
          before.offset + at,
          t.data,
          t.offset + at,
          d.data,
          d.offset + at,
          e.data,
          e.offset + at,
          eBefore.data,
          eBefore.offset + at,
          to.data,
          to.offset + 4 * at);
    }
  }

  @Override
  public void gruForward(
      Matrix gates, Matrix recurrent, Matrix hPrevious, Matrix h, Matrix scratch) {
    Contract.gruForward(this, gates, recurrent, hPrevious, h, scratch);
    VectorMatrix x = out(gates);
    VectorMatrix y = in(recurrent);
    VectorMatrix before = in(hPrevious);
    VectorMatrix to = out(h);
    int n = to.columns();
    for (int i = 0, at = 0; i < to.rows(); i++, at += n) {
      GruGates.forward(
          n,
          x.data,
          x.offset + 3 * at,
          y.data,
          y.offset + 3 * at,
          before.data,
          before.offset + at,
          to.data,
          to.offset + at);
    }
  }

  @Override
  public void gruBackward(
      Matrix gates,
      Matrix recurrent,
      Matrix hPrevious,
      Matrix dh,
      Matrix dhPrevious,
      Matrix dx,
      Matrix dy,
      Matrix scratch) {
    Contract.gruBackward(this, gates, recurrent, hPrevious, dh, dhPrevious, dx, dy, scratch);
    VectorMatrix x = in(gates);
    VectorMatrix y = in(recurrent);
    VectorMatrix before = in(hPrevious);
    VectorMatrix d = in(dh);
    VectorMatrix dBefore = out(dhPrevious);
    VectorMatrix toX = out(dx);
    VectorMatrix toY = out(dy);
    int n = d.columns();
    for (int i = 0, at = 0; i < d.rows(); i++, at += n) {
      GruGates.backward(
          n,
          x.data,
          x.offset + 3 * at,
          y.data,
          y.offset + 3 * at,
          before.data,
          before.offset + at,
          d.data,
          d.offset + at,
          toX.data,
          toX.offset + 3 * at,
          toY.data,
          toY.offset + 3 * at,
          dBefore.data,
          dBefore.offset + at);
    }
  }

  // ---------------------------------------------------------------------------------- layer norm

  @Override
  public void layerNorm(
      int groups, double epsilon, Matrix x, Matrix gain, Matrix r, Matrix y, Matrix scratch) {
    Contract.layerNorm(this, groups, x, gain, r, y, scratch);
    float[] partial = Scratch.local().partial;
    VectorMatrix a = out(x);
    VectorMatrix g = in(gain);
    VectorMatrix roots = out(r);
    VectorMatrix to = out(y);
    int w = a.columns() / groups;
    for (int i = 0, at = 0; i < a.rows() * groups; i++, at += w) {
      roots.data[roots.offset + i] =
          LayerNorm.forward(
              w,
              (float) epsilon,
              a.data,
              a.offset + at,
              g.data,
              g.offset + i % groups * w,
              to.data,
              to.offset + at,
              partial);
    }
  }

  @Override
  public void layerNormBackward(
      int groups, Matrix xhat, Matrix gain, Matrix r, Matrix dy, Matrix dx, Matrix scratch) {
    Contract.layerNormBackward(this, groups, xhat, gain, r, dy, dx, scratch);
    float[] partial = Scratch.local().partial;
    VectorMatrix normal = in(xhat);
    VectorMatrix g = in(gain);
    VectorMatrix roots = in(r);
    VectorMatrix from = in(dy);
    VectorMatrix to = out(dx);
    int w = normal.columns() / groups;
    for (int i = 0, at = 0; i < normal.rows() * groups; i++, at += w) {
      LayerNorm.backward(
          w,
          roots.data[roots.offset + i],
          normal.data,
          normal.offset + at,
          g.data,
          g.offset + i % groups * w,
          from.data,
          from.offset + at,
          to.data,
          to.offset + at,
          partial);
    }
  }

  // ---------------------------------------------------------------------------------- optimizers

  @Override
  public void sgdMomentum(
      double rate,
      double momentum,
      boolean nesterov,
      double decay,
      Matrix g,
      Matrix v,
      Matrix p,
      Matrix scratch) {
    Contract.sgdMomentum(this, g, v, p, scratch);
    Scratch.local()
        .optimizerTask
        .momentum(team, rate, momentum, nesterov, decay, in(g), out(v), out(p));
  }

  @Override
  public void adagrad(
      double rate, double epsilon, double decay, Matrix g, Matrix s, Matrix p, Matrix scratch) {
    Contract.adagrad(this, g, s, p, scratch);
    Scratch.local().optimizerTask.scaled(team, rate, 1, 1, epsilon, decay, in(g), out(s), out(p));
  }

  @Override
  public void rmsprop(
      double rate,
      double alpha,
      double epsilon,
      double decay,
      Matrix g,
      Matrix s,
      Matrix p,
      Matrix scratch) {
    Contract.rmsprop(this, g, s, p, scratch);
    Scratch.local()
        .optimizerTask
        .scaled(team, rate, alpha, 1 - alpha, epsilon, decay, in(g), out(s), out(p));
  }

  @Override
  public void adam(
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
    Scratch.local()
        .optimizerTask
        .adam(
            team,
            rate / (1 - Elementary.power(beta1, step)),
            beta1,
            beta2,
            1 / Math.sqrt(1 - Elementary.power(beta2, step)),
            epsilon,
            decay,
            decoupled,
            1 - rate * decay,
            in(g),
            out(m),
            out(v),
            out(p));
  }
}
