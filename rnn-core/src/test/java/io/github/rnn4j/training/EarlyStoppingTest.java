// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EarlyStoppingTest {

  @Test
  void evaluationsWithoutImprovement_endTheRun() {
    EarlyStopping stopping = new EarlyStopping(3, 0);
    double[] losses = {2, 1.9, 1.95, 1.9, 1.89, 1.89, Double.NaN, 1.95};
    boolean[] due = {false, false, false, false, false, false, false, true};
    for (int i = 0; i < losses.length; i++) {
      assertThat(stopping.observe(losses[i])).as("after evaluation %d", i).isEqualTo(due[i]);
    }
  }

  @Test
  void threshold_isTheRelativeFallThatCounts() {
    EarlyStopping stopping = new EarlyStopping(1, 0.1);
    assertThat(stopping.observe(2)).isFalse();
    assertThat(stopping.observe(1.79)).isFalse();
    assertThat(stopping.observe(1.62)).isTrue();
  }

  @Test
  void restored_goesOnAsIfNeverStopped() {
    EarlyStopping whole = new EarlyStopping(3, 0);
    whole.observe(2);
    whole.observe(2.1);
    EarlyStopping resumed = new EarlyStopping(3, 0);
    resumed.restore(whole.state());
    assertThat(resumed.state())
        .isEqualTo(whole.state())
        .isEqualTo(Map.of("best", 2.0, "since-best", 1.0));
    assertThat(resumed.observe(2.2)).isFalse();
    assertThat(resumed.observe(2.0)).isTrue();
  }

  @Test
  void beforeTheFirstEvaluation_hasAStateToRestore() {
    EarlyStopping stopping = new EarlyStopping(1, 0);
    assertThat(stopping.state()).isEqualTo(Map.of("since-best", 0.0));
    stopping.observe(5);
    stopping.restore(new EarlyStopping(1, 0).state());
    assertThat(stopping.observe(7)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "-1, 0", "1, -0.1", "1, 1", "1, NaN"})
  void impossibleSettings_areRefused(int patience, double threshold) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EarlyStopping(patience, threshold))
        .withMessageContaining(patience + " and " + threshold);
  }
}
