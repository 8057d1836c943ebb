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
 * Nanoseconds per element of layer normalization, on a step of 50 streams of an LSTM with 128
 * units: the backend's own, and the default written with its primitives.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(LayerNormBenchmark.ROWS * LayerNormBenchmark.COLUMNS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class LayerNormBenchmark {
  static final int ROWS = 50;
  static final int COLUMNS = 512;

  /** The backend's name. */
  @Param({"java", "ejml", "commons-math", "vector"})
  public String backend;

  /** Whether the backend's override is called, or the default. */
  @Param({"true", "false"})
  public boolean override;

  private LinearAlgebra la;
  private Matrix x;
  private Matrix gain;
  private Matrix r;
  private Matrix y;
  private Matrix scratch;

  /** Makes the operands. */
  @Setup
  public void operands() {
    LinearAlgebra chosen = Backends.onClassPath().get(backend);
    la = override ? chosen : Defaults.of(chosen);
    x = la.zeros(ROWS, COLUMNS);
    x.copyFrom(Values.uniform(ROWS * COLUMNS, 1), 0);
    gain = la.zeros(1, COLUMNS);
    la.fill(1, gain);
    r = la.zeros(ROWS, 1);
    y = la.zeros(ROWS, COLUMNS);
    scratch = la.zeros(2 * ROWS, COLUMNS);
  }

  /**
   * Forward; x is normalized already after the first call.
   *
   * @return y
   */
  @Benchmark
  public Matrix forward() {
    la.layerNorm(1, 1e-5, x, gain, r, y, scratch);
    return y;
  }

  /**
   * Backward.
   *
   * @return the gradient
   */
  @Benchmark
  public Matrix backward() {
    la.layerNormBackward(1, x, gain, r, y, y, scratch);
    return y;
  }
}
