// SPDX-License-Identifier: Apache-2.0
/**
 * JMH benchmarks of the backends.
 *
 * <pre>
 *   mvn -Pbenchmarks -pl rnn-benchmarks -am package
 *   java -jar rnn-benchmarks/target/benchmarks.jar                        # everything
 *   java -jar rnn-benchmarks/target/benchmarks.jar Gemm -p backend=ejml   # one class, one backend
 *   java -jar rnn-benchmarks/target/benchmarks.jar Gemm -prof gc          # with bytes per operation
 * </pre>
 *
 * <p>The products report {@code gigaflop}, which reads as GFLOP/s: 2·m·k·n floating-point
 * operations a product. {@link io.github.rnn4j.benchmarks.GemmBenchmark} is a backend's product
 * through the SPI, {@link io.github.rnn4j.benchmarks.LibraryGemmBenchmark} the bare products of its
 * library on the same shapes; the quotient of the two in one run is what the SPI costs. The
 * element-wise benchmarks report nanoseconds per element. {@link
 * io.github.rnn4j.benchmarks.TrainingStepBenchmark} reports characters per second and the part of
 * the time that is spent in the backend's product.
 *
 * <p>Figures of one run are comparable with each other, not with those of another machine or of a
 * busy one.
 */
@NullMarked
package io.github.rnn4j.benchmarks;

import org.jspecify.annotations.NullMarked;
