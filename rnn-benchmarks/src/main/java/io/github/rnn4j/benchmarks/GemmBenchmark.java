// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.benchmarks;

import io.github.rnn4j.api.Backends;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
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

/** The products of a training step through the SPI, with views as operands, as in training. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class GemmBenchmark {
  /** The backend's name. */
  @Param({"java", "ejml", "commons-math", "vector"})
  public String backend;

  /** The product. */
  @Param public GemmShape shape;

  private LinearAlgebra la;
  private Matrix a;
  private Matrix b;
  private Matrix c;

  /** Makes the operands. */
  @Setup
  public void operands() {
    la = Backends.onClassPath().get(backend);
    a = view(shape.rowsOfA(), shape.columnsOfA());
    b = view(shape.k, shape.n);
    c = view(shape.m, shape.n);
  }

  private Matrix view(int rows, int columns) {
    Matrix view = la.zeros(rows + 50, columns).rows(50, rows + 50);
    view.copyFrom(Values.uniform(rows * columns, 1), 0);
    return view;
  }

  /**
   * C = op(A)·B + β·C.
   *
   * @param flops counts
   * @return C
   */
  @Benchmark
  public Matrix gemm(Flops flops) {
    la.gemm(1, a, shape.ta, b, Transpose.NO, shape.beta, c);
    flops.gigaflop += shape.gigaflop();
    return c;
  }
}
