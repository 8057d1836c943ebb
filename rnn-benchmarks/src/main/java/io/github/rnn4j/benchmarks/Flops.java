// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Counts floating-point operations; JMH divides by the time: GFLOP/s. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Flops {
  /** Floating-point operations done, in units of 10⁹. */
  public double gigaflop;
}
