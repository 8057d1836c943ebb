// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LackingTokensTest {
  @Test
  void theMostFrequentAreTold_equalOnesInTheirOrder() {
    LackingTokens lacking = new LackingTokens();
    for (String token : new String[] {"é", "ü", "b", "ü", "a", "é", "ü"}) {
      lacking.add(token);
    }

    Corpus.Replaced told = lacking.toReplaced();

    assertThat(told.occurrences()).isEqualTo(7);
    assertThat(told.distinct()).isEqualTo(4);
    assertThat(told.examples()).containsExactly("ü", "é", "a", "b");
  }

  @Test
  void ofVeryManyAllAreCounted_andNotAllToldApart() {
    LackingTokens lacking = new LackingTokens();
    int most = 1 << 16;
    IntStream.range(0, most + 10).forEach(i -> lacking.add("w" + i));
    lacking.add("w0");

    assertThat(lacking.toReplaced().occurrences()).isEqualTo(most + 11);
    assertThat(lacking.toReplaced().distinct()).isEqualTo(most);
    assertThat(lacking.toReplaced().examples()).hasSize(20).startsWith("w0");
  }
}
