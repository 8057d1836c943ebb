// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequirementsTest {
  @Test
  void anotherScalaOrSpark_isNamedWithWhatIsNeeded() {
    assertThat(Requirements.defect()).isEmpty();
    assertThat(Requirements.defect("4.0.0", "2.13.16")).isEmpty();
    assertThat(Requirements.defect("5.1.0-preview", "2.13.20")).isEmpty();
    assertThat(Requirements.defect("3.5.8", "2.12.18"))
        .isEqualTo(
            "this Spark is built with Scala 2.12.18, and rnn-spark needs Scala 2.13: use a Spark 4,"
                + " which has it");
    assertThat(Requirements.defect("3.5.8", "2.13.8"))
        .isEqualTo(
            "this is Spark 3.5.8, and rnn-spark needs Spark 4 or newer, on Java 17 or newer");
    assertThat(Requirements.defect("main", "2.13.16")).contains("'main'");
  }
}
