// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.Backends;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class LocalClusterTest {

  @Test
  void options_areThoseThatSparkGivesToItsOwnProcesses() {
    List<String> sparks = words(JavaModuleOptions.defaultModuleOptions());
    assertThat(sparks).contains("--add-modules=jdk.incubator.vector");
    assertThat(sparks.stream().filter(option -> !option.startsWith("-D")))
        .containsExactlyInAnyOrderElementsOf(words(System.getProperty("rnn.test.jvm.options")));
  }

  @Test
  void executors_areProcessesOfTheirOwnAndSeeTheBackend() throws Exception {
    try (SparkSession spark = LocalCluster.executors(2)) {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      List<String> seen =
          context
              .parallelize(List.of(1, 2, 3, 4), 4)
              .map(
                  i -> ProcessHandle.current().pid() + " " + Backends.onClassPath().choose().name())
              .collect();
      assertThat(new TreeSet<>(seen)).hasSizeBetween(1, 2).allMatch(s -> s.endsWith(" vector"));
      assertThat(seen).noneMatch(s -> s.startsWith(ProcessHandle.current().pid() + " "));
    }
  }

  private static List<String> words(String options) {
    return List.of(options.strip().split("\\s+"));
  }
}
