// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.benchmarks;

import io.github.rnn4j.api.Transpose;
import java.util.concurrent.TimeUnit;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.BlockRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
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
 * The products of a training step by the libraries alone: what their users would call, operands
 * ready in the library's own form. EJML adds to C where the step does; Commons Math cannot, and a
 * transposed operand is given to it transposed.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LibraryGemmBenchmark {
  /** The product. */
  @Param public GemmShape shape;

  private DMatrixRMaj ejmlA;
  private DMatrixRMaj ejmlB;
  private DMatrixRMaj ejmlC;
  private RealMatrix arrayA;
  private RealMatrix arrayB;
  private BlockRealMatrix blockA;
  private BlockRealMatrix blockB;

  /** Makes the operands. */
  @Setup
  public void operands() {
    double[][] a = Values.uniform(shape.rowsOfA(), shape.columnsOfA(), 1);
    double[][] b = Values.uniform(shape.k, shape.n, 1);
    ejmlA = new DMatrixRMaj(a);
    ejmlB = new DMatrixRMaj(b);
    ejmlC = new DMatrixRMaj(shape.m, shape.n);
    arrayA = new Array2DRowRealMatrix(a);
    if (shape.ta == Transpose.YES) {
      arrayA = arrayA.transpose();
    }
    arrayB = new Array2DRowRealMatrix(b);
    blockA = new BlockRealMatrix(arrayA.getData());
    blockB = new BlockRealMatrix(b);
  }

  /**
   * The product of {@code CommonOps_DDRM} that fits.
   *
   * @param flops counts
   * @return C
   */
  @Benchmark
  public DMatrixRMaj ejml(Flops flops) {
    if (shape.ta == Transpose.YES) {
      CommonOps_DDRM.multTransA(ejmlA, ejmlB, ejmlC);
    } else if (shape.beta == 0) {
      CommonOps_DDRM.mult(ejmlA, ejmlB, ejmlC);
    } else {
      CommonOps_DDRM.multAdd(ejmlA, ejmlB, ejmlC);
    }
    flops.gigaflop += shape.gigaflop();
    return ejmlC;
  }

  /**
   * {@code Array2DRowRealMatrix.multiply}.
   *
   * @param flops counts
   * @return A·B
   */
  @Benchmark
  public RealMatrix commonsMathArray(Flops flops) {
    flops.gigaflop += shape.gigaflop();
    return arrayA.multiply(arrayB);
  }

  /**
   * {@code BlockRealMatrix.multiply}.
   *
   * @param flops counts
   * @return A·B
   */
  @Benchmark
  public BlockRealMatrix commonsMathBlock(Flops flops) {
    flops.gigaflop += shape.gigaflop();
    return blockA.multiply(blockB);
  }
}
