// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.benchmarks;

import io.github.rnn4j.api.Backends;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds per element of the functions and the fused operations, on a step of 50×256. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ElementWiseBenchmark.ROWS * ElementWiseBenchmark.COLUMNS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class ElementWiseBenchmark {
  static final int ROWS = 50;
  static final int COLUMNS = 256;

  /** The backend's name. */
  @Param({"java", "ejml", "commons-math", "vector"})
  public String backend;

  private LinearAlgebra la;
  private double[] values;
  private Matrix x;
  private Matrix y;
  private Matrix z;
  private Matrix column;
  private int[] targets;

  /** Makes the operands. */
  @Setup
  public void operands() {
    la = Backends.onClassPath().get(backend);
    values = Values.uniform(ROWS * COLUMNS, 4);
    x = la.zeros(ROWS, COLUMNS);
    x.copyFrom(values, 0);
    y = la.zeros(ROWS, COLUMNS);
    y.copyFrom(values, 0);
    z = la.zeros(ROWS, COLUMNS);
    column = la.zeros(ROWS, 1);
    targets = new int[ROWS];
  }

  /**
   * y = tanh(x).
   *
   * @return y
   */
  @Benchmark
  public Matrix tanh() {
    la.tanh(x, z);
    return z;
  }

  /**
   * y = sigmoid(x).
   *
   * @return y
   */
  @Benchmark
  public Matrix sigmoid() {
    la.sigmoid(x, z);
    return z;
  }

  /**
   * y = exp(x).
   *
   * @return y
   */
  @Benchmark
  public Matrix exp() {
    la.exp(x, z);
    return z;
  }

  /**
   * dz = (1 − a²) ⊙ da.
   *
   * @return dz
   */
  @Benchmark
  public Matrix tanhBackward() {
    la.tanhBackward(x, y, z);
    return z;
  }

  /**
   * Softmax with cross-entropy, forward and backward.
   *
   * @return the loss
   */
  @Benchmark
  public double softmaxCrossEntropy() {
    return la.softmaxCrossEntropy(x, targets, 0, 0.02, column, z);
  }

  /**
   * {@link StrictMath#tanh}, for comparison.
   *
   * @return the sum
   */
  @Benchmark
  public double strictMathTanh() {
    double sum = 0;
    for (double value : values) {
      sum += StrictMath.tanh(value);
    }
    return sum;
  }
}
