// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One hash of all results: for any width of vectors, number of threads, and without vectors. */
class SameBitsTest {

  @Test
  void results_areTheSameForAnyWidthAndNumberOfThreads() throws Exception {
    String expected = Battery.hash(new VectorLinearAlgebra());
    for (int threads : new int[] {2, 3, 4}) {
      assertThat(Battery.hash(new VectorLinearAlgebra(threads)))
          .as("%s threads", threads)
          .isEqualTo(expected);
    }
    for (String width : List.of("16", "32", "64")) {
      assertThat(inOwnJvm("-XX:MaxVectorSize=" + width, "-Drnn.vector.kernels=vector"))
          .as("vectors of at most %s bytes", width)
          .hasSize(3)
          .allSatisfy(line -> assertThat(line).endsWith(" " + expected));
    }
    assertThat(inOwnJvm("-Drnn.vector.kernels=plain"))
        .as("plain loops")
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).endsWith(" " + expected));
    assertThat(inOwnJvm())
        .as("from plain loops to vectors")
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).endsWith(" " + expected));
  }

  private static List<String> inOwnJvm(String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("--add-modules", "jdk.incubator.vector"));
    all.addAll(List.of(options));
    return OwnJvm.run(Battery.class, all.toArray(String[]::new)).lines().toList();
  }
}
