// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.benchmarks;

import io.github.rnn4j.api.Backends;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Precision;
import io.github.rnn4j.api.Transpose;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Microseconds of operations on a step of 50×256 with ordinary numbers and with denormal ones,
 * below 2⁻¹²⁶ in float32 and 2⁻¹⁰²² in float64: some processors compute these by microcode. A
 * training step with denormal gradients is {@code TrainingStep -p gradients=DENORMAL}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class DenormalBenchmark {
  private static final int ROWS = 50;
  private static final int COLUMNS = 256;

  /** Sizes of numbers. */
  public enum Numbers {
    /** About 1. */
    ORDINARY,
    /** Below the least normal number. */
    DENORMAL;

    /** The bound of such numbers in a precision. */
    double bound(Precision precision) {
      return this == ORDINARY ? 1 : precision == Precision.FLOAT32 ? 1e-39 : 1e-309;
    }
  }

  /** The backend's name. */
  @Param({"java", "ejml", "commons-math", "vector"})
  public String backend;

  /** How large the elements of x are. */
  @Param public Numbers numbers;

  private LinearAlgebra la;
  private Matrix x;
  private Matrix y;
  private Matrix w;
  private Matrix z;

  /** Makes the operands. */
  @Setup
  public void operands() {
    la = Backends.onClassPath().get(backend);
    double bound = numbers.bound(la.precision());
    x = la.zeros(ROWS, COLUMNS);
    x.copyFrom(Values.uniform(ROWS * COLUMNS, bound), 0);
    y = la.zeros(ROWS, COLUMNS);
    y.copyFrom(Values.uniform(ROWS * COLUMNS, 0.5), 0);
    w = la.zeros(COLUMNS, COLUMNS);
    w.copyFrom(Values.uniform(COLUMNS * COLUMNS, 0.1), 0);
    z = la.zeros(ROWS, COLUMNS);
  }

  /**
   * z = x·W.
   *
   * @return z
   */
  @Benchmark
  public Matrix gemm() {
    la.gemm(1, x, Transpose.NO, w, Transpose.NO, 0, z);
    return z;
  }

  /**
   * z = tanh x.
   *
   * @return z
   */
  @Benchmark
  public Matrix tanh() {
    la.tanh(x, z);
    return z;
  }

  /**
   * z = x∘y.
   *
   * @return z
   */
  @Benchmark
  public Matrix hadamard() {
    la.hadamard(x, y, z);
    return z;
  }

  /**
   * z = x∘(1 − y²).
   *
   * @return z
   */
  @Benchmark
  public Matrix tanhBackward() {
    la.tanhBackward(y, x, z);
    return z;
  }
}
