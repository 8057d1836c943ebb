// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;

class LocalClusterTest {

  @Test
  void options_areThoseThatSparkGivesToItsOwnProcesses() {
    List<String> sparks = words(JavaModuleOptions.defaultModuleOptions());
    assertThat(sparks).contains("--add-modules=jdk.incubator.vector");
    assertThat(sparks.stream().filter(option -> !option.startsWith("-D")))
        .containsExactlyInAnyOrderElementsOf(words(System.getProperty("rnn.test.jvm.options")));
  }

  private static List<String> words(String options) {
    return List.of(options.strip().split("\\s+"));
  }
}
