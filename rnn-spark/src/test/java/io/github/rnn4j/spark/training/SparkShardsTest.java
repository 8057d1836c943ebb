// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.vector.VectorLinearAlgebra;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.spark.LocalCluster;
import io.github.rnn4j.training.HeldOut;
import io.github.rnn4j.training.Trainer;
import io.github.rnn4j.training.Training;
import io.github.rnn4j.training.TrainingListener;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Executors that are processes: the bits of one machine, whatever happens to them. */
@Timeout(300)
class SparkShardsTest {
  private static final String TEXT =
      "the quick brown fox jumps over the lazy dog; pack my box with five dozen liquor jugs. "
          .repeat(20);

  private static Training training(LinearAlgebra la) {
    return Training.on(TEXT)
        .backend(la)
        .network(n -> n.cell(CellType.LSTM).hiddenSize(20).layers(2))
        .training(how -> how.sequenceLength(8).batchSize(14).shards(4).dropout(0.2))
        .heldOut(HeldOut.fraction(0.1))
        .steps(25);
  }

  private static SparkConf executors(int count) {
    return LocalCluster.conf("local-cluster[" + count + ",1,1024]")
        // Executors that fail are started again, but not for ever.
        .set("spark.deploy.maxExecutorRetries", "3");
  }

  @Test
  void model_isThatOfOneMachine_alsoWhenAnExecutorIsKilled() throws IOException {
    assertSame(2, 9);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  @Tag("once")
  void model_isThatOfOneMachine(int executors) throws IOException {
    assertSame(executors, -1);
  }

  private static void assertSame(int executors, long killedAfter) throws IOException {
    LinearAlgebra la = new VectorLinearAlgebra();
    byte[] here = training(la).run().toBytes();
    try (JavaSparkContext spark = new JavaSparkContext(executors(executors));
        SparkShards shards = new SparkShards(spark, la)) {
      Killer killer = new Killer(spark, killedAfter);
      byte[] there = training(la).shardsBy(shards).listener(killer).run().toBytes();
      assertThat(there).isEqualTo(here);
      assertThat(killer.killed).isEqualTo(killedAfter > 0);
      assertThat(shards.times().steps()).isGreaterThanOrEqualTo(24);
    }
  }

  /** Kills the process of an executor after a step, which has then not heard of it. */
  private static final class Killer implements TrainingListener {
    private final JavaSparkContext spark;
    private final long step;
    boolean killed;

    Killer(JavaSparkContext spark, long step) {
      this.spark = spark;
      this.step = step;
    }

    @Override
    public void stepped(Trainer trainer) {
      if (trainer.steps() == step) {
        long mine = ProcessHandle.current().pid();
        List<Long> pids =
            spark
                .parallelize(List.of(1, 2, 3, 4), 4)
                .map(i -> ProcessHandle.current().pid())
                .collect();
        long victim = new TreeSet<>(pids).first();
        assertThat(victim).isNotEqualTo(mine);
        killed = ProcessHandle.of(victim).orElseThrow().destroyForcibly();
      }
    }
  }

  @Test
  @Tag("once")
  void executor_withoutFusedMultiplyAdd_isRefused() {
    assertRefused(
        executors(1).set("spark.executor.extraJavaOptions", "-XX:-UseFMA"),
        new VectorLinearAlgebra(),
        "executor 0 on ",
        "(Java " + System.getProperty("java.version") + ")",
        "it cannot compute with the driver's backend",
        "has no fused multiply-add");
  }

  @Test
  @Tag("once")
  void executor_whoseBackendGivesOtherBits_isRefused() {
    assertRefused(
        executors(1).set("spark.executor.extraJavaOptions", "-D" + SkewedLinearAlgebra.SKEW + "=1"),
        new SkewedLinearAlgebra(),
        "executor 0 on ",
        "its backend skewed gives other bits than the driver's",
        "another version of it or of rnn4j");
  }

  @Test
  @Tag("once")
  void executor_withoutTheBackend_isRefused() {
    assertRefused(
        without("rnn-backend-vector", executors(1)),
        new VectorLinearAlgebra(),
        "executor 0 on ",
        "it cannot compute with the driver's backend",
        "vector");
  }

  @Test
  @Tag("once")
  void executor_withoutTheProgram_isToldWithTheRemedy() {
    assertRefused(
        without("rnn-", executors(1)),
        new VectorLinearAlgebra(),
        "the executors do not have rnn4j: submit the jar that holds all of it");
  }

  /** With a class path of executors that lacks some jars and folders. */
  private static SparkConf without(String name, SparkConf conf) {
    String path = conf.get("spark.executor.extraClassPath");
    return conf.set(
        "spark.executor.extraClassPath",
        Arrays.stream(path.split(File.pathSeparator))
            .filter(entry -> !entry.contains(name))
            .collect(Collectors.joining(File.pathSeparator)));
  }

  private static void assertRefused(SparkConf conf, LinearAlgebra la, String... words) {
    try (JavaSparkContext spark = new JavaSparkContext(conf);
        SparkShards shards = new SparkShards(spark, la)) {
      assertThatThrownBy(() -> training(la).shardsBy(shards).run())
          .isInstanceOf(UncheckedIOException.class)
          .cause()
          .hasMessageContainingAll(words);
    }
  }
}
