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

/**
 * Nanoseconds per element of the optimizers' steps, on the recurrent weights of an LSTM with 256
 * units: the backend's one pass, and the default written with its primitives.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(OptimizerBenchmark.ROWS * OptimizerBenchmark.COLUMNS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class OptimizerBenchmark {
  static final int ROWS = 1024;
  static final int COLUMNS = 256;

  /** The backend's name. */
  @Param({"java", "ejml", "commons-math", "vector"})
  public String backend;

  /** Whether the backend's override is called, or the default. */
  @Param({"true", "false"})
  public boolean override;

  private LinearAlgebra la;
  private Matrix g;
  private Matrix m;
  private Matrix v;
  private Matrix p;
  private Matrix scratch;
  private long step;

  /** Makes the operands. */
  @Setup
  public void operands() {
    LinearAlgebra chosen = Backends.onClassPath().get(backend);
    la = override ? chosen : Defaults.of(chosen);
    g = la.zeros(ROWS, COLUMNS);
    g.copyFrom(Values.uniform(ROWS * COLUMNS, 1), 0);
    m = la.zeros(ROWS, COLUMNS);
    v = la.zeros(ROWS, COLUMNS);
    p = la.zeros(ROWS, COLUMNS);
    scratch = la.zeros(2 * ROWS, COLUMNS);
  }

  /**
   * Gradient descent with momentum.
   *
   * @return p
   */
  @Benchmark
  public Matrix sgdMomentum() {
    la.sgdMomentum(1e-3, 0.9, false, 0, g, m, p, scratch);
    return p;
  }

  /**
   * RMSProp.
   *
   * @return p
   */
  @Benchmark
  public Matrix rmsprop() {
    la.rmsprop(1e-3, 0.95, 1e-8, 0, g, v, p, scratch);
    return p;
  }

  /**
   * Adam.
   *
   * @return p
   */
  @Benchmark
  public Matrix adam() {
    la.adam(++step, 1e-3, 0.9, 0.999, 1e-8, 0, false, g, m, v, p, scratch);
    return p;
  }
}
