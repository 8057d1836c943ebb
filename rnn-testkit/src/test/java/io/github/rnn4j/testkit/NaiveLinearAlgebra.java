package io.github.rnn4j.testkit;

import io.github.rnn4j.api.AbstractMatrix;
import io.github.rnn4j.api.Contract;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Precision;
import io.github.rnn4j.api.Transpose;
import java.util.function.DoubleUnaryOperator;

/** The plainest backend that keeps the contract: every operation is the loop of its formula. */
public class NaiveLinearAlgebra implements LinearAlgebra {
  /** Makes the backend. */
  public NaiveLinearAlgebra() {}

  /** A view shares the array of its root. */
  static final class Storage extends AbstractMatrix {
    final double[] values;

    Storage(int rows, int columns) {
      super(rows, columns);
      values = new double[rows * columns];
    }

    private Storage(Storage parent, int from, int to) {
      super(parent, from, to);
      values = parent.values;
    }

    /** Writes the element after the last, if the root has one. */
    void spill(double value) {
      int next = (firstRow() + rows()) * columns();
      if (next < values.length) {
        values[next] = value;
      }
    }

    @Override
    public String backend() {
      return "naive";
    }

    @Override
    public Matrix rows(int from, int to) {
      return new Storage(this, from, to);
    }

    @Override
    protected double element(int row, int column) {
      return values[(firstRow() + row) * columns() + column];
    }

    @Override
    protected void element(int row, int column, double value) {
      values[(firstRow() + row) * columns() + column] = value;
    }
  }

  @Override
  public String name() {
    return "naive";
  }

  @Override
  public Precision precision() {
    return Precision.FLOAT64;
  }

  @Override
  public boolean owns(Matrix matrix) {
    return matrix instanceof Storage;
  }

  @Override
  public Matrix zeros(int rows, int columns) {
    return new Storage(rows, columns);
  }

  @Override
  public void gemm(
      double alpha, Matrix a, Transpose ta, Matrix b, Transpose tb, double beta, Matrix c) {
    Contract.gemm(this, a, ta, b, tb, c);
    int inner = ta == Transpose.NO ? a.columns() : a.rows();
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.columns(); j++) {
        double sum = 0;
        for (int k = 0; k < inner; k++) {
          double x = ta == Transpose.NO ? a.get(i, k) : a.get(k, i);
          double y = tb == Transpose.NO ? b.get(k, j) : b.get(j, k);
          sum += x * y;
        }
        c.set(i, j, beta == 0 ? alpha * sum : alpha * sum + beta * c.get(i, j));
      }
    }
  }

  @Override
  public double dot(Matrix x, Matrix y) {
    Contract.sameShape(this, "dot", x, y);
    double sum = 0;
    for (int i = 0; i < x.rows(); i++) {
      for (int j = 0; j < x.columns(); j++) {
        sum += x.get(i, j) * y.get(i, j);
      }
    }
    return sum;
  }

  @Override
  public double sum(Matrix x) {
    Contract.unary(this, "sum", x);
    double sum = 0;
    for (int i = 0; i < x.rows(); i++) {
      for (int j = 0; j < x.columns(); j++) {
        sum += x.get(i, j);
      }
    }
    return sum;
  }

  @Override
  public void copy(Matrix x, Matrix y) {
    Contract.elementWise(this, "copy", x, y);
    map(x, y, value -> value);
  }

  @Override
  public void fill(double value, Matrix x) {
    Contract.unary(this, "fill", x);
    map(x, x, old -> value);
  }

  @Override
  public void scale(double alpha, Matrix x) {
    Contract.unary(this, "scale", x);
    map(x, x, value -> alpha * value);
  }

  @Override
  public void axpy(double alpha, Matrix x, Matrix y) {
    Contract.elementWise(this, "axpy", x, y);
    for (int i = 0; i < x.rows(); i++) {
      for (int j = 0; j < x.columns(); j++) {
        y.set(i, j, alpha * x.get(i, j) + y.get(i, j));
      }
    }
  }

  @Override
  public void hadamard(Matrix x, Matrix y, Matrix z) {
    Contract.hadamard(this, x, y, z);
    for (int i = 0; i < x.rows(); i++) {
      for (int j = 0; j < x.columns(); j++) {
        z.set(i, j, x.get(i, j) * y.get(i, j));
      }
    }
  }

  @Override
  public void divide(Matrix x, Matrix y, Matrix z) {
    Contract.divide(this, x, y, z);
    for (int i = 0; i < x.rows(); i++) {
      for (int j = 0; j < x.columns(); j++) {
        z.set(i, j, x.get(i, j) / y.get(i, j));
      }
    }
  }

  @Override
  public void sqrt(Matrix x, Matrix y) {
    Contract.elementWise(this, "sqrt", x, y);
    map(x, y, Math::sqrt);
  }

  @Override
  public void addScalar(double alpha, Matrix x) {
    Contract.unary(this, "addScalar", x);
    map(x, x, value -> value + alpha);
  }

  @Override
  public void clamp(double lower, double upper, Matrix x) {
    Contract.clamp(this, lower, upper, x);
    map(x, x, value -> Math.min(Math.max(value, lower), upper));
  }

  @Override
  public void tanh(Matrix x, Matrix y) {
    Contract.elementWise(this, "tanh", x, y);
    map(x, y, StrictMath::tanh);
  }

  @Override
  public void sigmoid(Matrix x, Matrix y) {
    Contract.elementWise(this, "sigmoid", x, y);
    map(
        x,
        y,
        value -> {
          double e = StrictMath.exp(-Math.abs(value));
          return value < 0 ? e / (1 + e) : 1 / (1 + e);
        });
  }

  @Override
  public void exp(Matrix x, Matrix y) {
    Contract.elementWise(this, "exp", x, y);
    map(x, y, StrictMath::exp);
  }

  @Override
  public void transpose(Matrix a, Matrix b) {
    Contract.transpose(this, a, b);
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < a.columns(); j++) {
        b.set(j, i, a.get(i, j));
      }
    }
  }

  @Override
  public void broadcastRow(Matrix r, double beta, Matrix y) {
    Contract.broadcastRow(this, r, y);
    for (int i = 0; i < y.rows(); i++) {
      for (int j = 0; j < y.columns(); j++) {
        y.set(i, j, beta == 0 ? r.get(0, j) : r.get(0, j) + beta * y.get(i, j));
      }
    }
  }

  @Override
  public void addColumn(double alpha, Matrix c, Matrix y) {
    Contract.addColumn(this, c, y);
    for (int i = 0; i < y.rows(); i++) {
      for (int j = 0; j < y.columns(); j++) {
        y.set(i, j, alpha * c.get(i, 0) + y.get(i, j));
      }
    }
  }

  @Override
  public void columnSums(Matrix x, double beta, Matrix r) {
    Contract.columnSums(this, x, r);
    for (int j = 0; j < x.columns(); j++) {
      double sum = beta == 0 ? 0 : beta * r.get(0, j);
      for (int i = 0; i < x.rows(); i++) {
        sum += x.get(i, j);
      }
      r.set(0, j, sum);
    }
  }

  @Override
  public void logSumExp(Matrix x, Matrix c) {
    Contract.logSumExp(this, x, c);
    for (int i = 0; i < x.rows(); i++) {
      double max = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < x.columns(); j++) {
        max = Math.max(max, x.get(i, j));
      }
      double sum = 0;
      for (int j = 0; j < x.columns(); j++) {
        sum += StrictMath.exp(x.get(i, j) - max);
      }
      c.set(i, 0, Double.isInfinite(max) ? max : max + StrictMath.log(sum));
    }
  }

  @Override
  public void copyColumns(Matrix x, int fromColumn, Matrix y, int toColumn, int count) {
    Contract.copyColumns(this, x, fromColumn, y, toColumn, count);
    for (int i = 0; i < x.rows(); i++) {
      for (int j = 0; j < count; j++) {
        y.set(i, toColumn + j, x.get(i, fromColumn + j));
      }
    }
  }

  @Override
  public void gatherRows(Matrix t, int[] indices, int offset, Matrix y) {
    Contract.gatherRows(this, t, indices, offset, y);
    for (int i = 0; i < y.rows(); i++) {
      for (int j = 0; j < y.columns(); j++) {
        y.set(i, j, t.get(indices[offset + i], j));
      }
    }
  }

  @Override
  public void scatterAddRows(Matrix x, int[] indices, int offset, Matrix t) {
    Contract.scatterAddRows(this, x, indices, offset, t);
    for (int i = 0; i < x.rows(); i++) {
      int k = indices[offset + i];
      for (int j = 0; j < x.columns(); j++) {
        t.set(k, j, t.get(k, j) + x.get(i, j));
      }
    }
  }

  @Override
  public void addOneHot(double alpha, int[] indices, int offset, Matrix y) {
    Contract.oneHot(this, "addOneHot", "y", y, indices, offset);
    for (int i = 0; i < y.rows(); i++) {
      int k = indices[offset + i];
      y.set(i, k, y.get(i, k) + alpha);
    }
  }

  @Override
  public double dotOneHot(Matrix x, int[] indices, int offset) {
    Contract.oneHot(this, "dotOneHot", "x", x, indices, offset);
    double sum = 0;
    for (int i = 0; i < x.rows(); i++) {
      sum += x.get(i, indices[offset + i]);
    }
    return sum;
  }

  private static void map(Matrix x, Matrix y, DoubleUnaryOperator function) {
    for (int i = 0; i < x.rows(); i++) {
      for (int j = 0; j < x.columns(); j++) {
        y.set(i, j, function.applyAsDouble(x.get(i, j)));
      }
    }
  }
}
