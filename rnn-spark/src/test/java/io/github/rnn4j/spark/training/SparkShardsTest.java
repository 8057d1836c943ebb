// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.vector.VectorLinearAlgebra;
import io.github.rnn4j.spark.LocalCluster;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Executors that are processes: the bits of one machine, or a refusal that says why. */
@Timeout(300)
class SparkShardsTest {
  private static SparkConf executors(int count) {
    return LocalCluster.processes(count)
        // Executors that fail are started again, but not for ever.
        .set("spark.deploy.maxExecutorRetries", "3");
  }

  @Test
  @Tag("once")
  void model_ofFourExecutors_isThatOfOneMachine() throws IOException {
    LinearAlgebra la = new VectorLinearAlgebra();
    byte[] here = SmallTraining.with(la).run().toBytes();
    try (JavaSparkContext spark = new JavaSparkContext(executors(4));
        SparkShards shards = new SparkShards(spark, la)) {
      assertThat(SmallTraining.with(la).shardsBy(shards).run().toBytes()).isEqualTo(here);
      assertThat(shards.times().steps()).isGreaterThanOrEqualTo(SmallTraining.STEPS - 1);
    }
  }

  @Test
  @Tag("once")
  void executor_withoutFusedMultiplyAdd_isRefused() {
    assertRefused(
        executors(1)
            .set("spark.executor.extraJavaOptions", LocalCluster.SHORT_LIVED + " -XX:-UseFMA"),
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
        executors(1)
            .set(
                "spark.executor.extraJavaOptions",
                LocalCluster.SHORT_LIVED + " -D" + SkewedLinearAlgebra.SKEW + "=1"),
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
      assertThatThrownBy(() -> SmallTraining.with(la).shardsBy(shards).run())
          .isInstanceOf(UncheckedIOException.class)
          .cause()
          .hasMessageContainingAll(words);
    }
  }
}
