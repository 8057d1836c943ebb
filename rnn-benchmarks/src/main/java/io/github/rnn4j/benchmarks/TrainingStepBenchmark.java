// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.benchmarks;

import io.github.rnn4j.api.Backends;
import io.github.rnn4j.cost.OperationClock;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Parameters;
import io.github.rnn4j.network.Unrolled;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.training.Optimizer;
import io.github.rnn4j.training.OptimizerConfig;
import io.github.rnn4j.training.OptimizerType;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * A step of training with V = 65: forward, loss, backward and update. By default B = 50, T = 50 and
 * one layer; the sizes that {@code rnn bench} is compared by are reached with parameters, such as
 * {@code -p cell=LSTM -p layers=2 -p hidden=128 -p optimizer=RMSPROP}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class TrainingStepBenchmark {
  private static final int VOCABULARY = 65;

  /** The backend's name. */
  @Param({"java", "ejml", "commons-math", "vector"})
  public String backend;

  /** Threads, for a backend that has them. */
  @Param("1")
  public int threads;

  /** The cell. */
  @Param({"RNN", "LSTM", "GRU"})
  public CellType cell;

  /** H. */
  @Param("256")
  public int hidden;

  /** Layers. */
  @Param("1")
  public int layers;

  /** B. */
  @Param("50")
  public int streams;

  /** T. */
  @Param("50")
  public int steps;

  /** The optimizer. */
  @Param("SGD")
  public OptimizerType optimizer;

  /** How large the gradients are: denormal ones come from a loss that is scaled down. */
  @Param("ORDINARY")
  public DenormalBenchmark.Numbers gradients;

  private OperationClock clock;
  private Network network;
  private Unrolled unrolled;
  private Optimizer updates;
  private double scale;
  private int[] inputs;
  private int[] targets;

  /** What happens in a step; JMH divides by the time. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Counters {
    /** Characters trained on. */
    public long characters;

    /** Seconds in {@code gemm}: divided by the time, the part of it. */
    public double gemm;
  }

  /** Makes a network and a window of random characters. */
  @Setup
  public void network() {
    clock = new OperationClock(Backends.onClassPath().get(backend).withThreads(threads));
    NetworkConfig config = NetworkConfig.builder(cell, VOCABULARY, hidden).layers(layers).build();
    network = new Network(clock.watched(), config);
    Initialization.uniform(network, new RandomStreams(1));
    network.parametersChanged();
    unrolled = new Unrolled(network, steps, streams, Unrolled.Gradients.PARAMETERS);
    updates = new OptimizerConfig(optimizer).create(network.la(), config);
    Random random = new Random(20260101);
    inputs = random.ints(steps * streams, 0, VOCABULARY).toArray();
    targets = random.ints(steps * streams, 0, VOCABULARY).toArray();
    scale = gradients.bound(network.la().precision());
    unrolled.resetState();
  }

  /**
   * One step.
   *
   * @param counters counts
   * @return the loss
   */
  @Benchmark
  public double step(Counters counters) {
    long before = clock.nanos("gemm");
    unrolled.forward(inputs, steps, streams);
    double loss = unrolled.loss(targets, scale / inputs.length);
    Parameters gradients = unrolled.backward();
    updates.update(network.parameters(), gradients, 1e-3);
    network.parametersChanged();
    unrolled.carryState();
    counters.characters += inputs.length;
    counters.gemm += 1e-9 * (clock.nanos("gemm") - before);
    return loss;
  }
}
