// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

  static Stream<String> torchSchedules() throws IOException {
    return Sixteen.torchNames("rates.");
  }

  /** PyTorch's schedules are told of each epoch's loss; a step is an epoch here. */
  @ParameterizedTest
  @MethodSource("torchSchedules")
  void rates_equalPyTorch(String text) throws IOException {
    double[] expected = Sixteen.torch("rates." + text);
    double[] losses = Sixteen.torch("losses");
    Schedule schedule = ScheduleConfig.parse(text).create(losses.length);
    for (int epoch = 0; epoch < expected.length; epoch++) {
      assertThat(schedule.rate(2, epoch, epoch))
          .as("epoch %d", epoch)
          .isCloseTo(expected[epoch], within(1e-13));
      schedule.observe(losses[epoch]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyScheduleOfPyTorch_isHeldAgainstIt(ScheduleType type) throws IOException {
    List<ScheduleType> held =
        torchSchedules().map(ScheduleConfig::parse).map(ScheduleConfig::type).toList();
    assertThat(type == ScheduleType.CONSTANT || held.contains(type)).as("held: %s", held).isTrue();
  }

  @Test
  void constant_isTheBase() {
    Schedule schedule = ScheduleConfig.parse("constant").create(10);
    assertThat(schedule.rate(0.3, 0, 0)).isEqualTo(0.3);
    assertThat(schedule.rate(0.3, 1_000_000, 999)).isEqualTo(0.3);
  }

  @Test
  void exponential_beginsAfterItsEpochs_asInCharRnn() {
    Schedule schedule = ScheduleConfig.parse("exponential:decay=0.97,after=10").create(1);
    assertThat(schedule.rate(0.002, 0, 0)).isEqualTo(0.002);
    assertThat(schedule.rate(0.002, 0, 9)).isEqualTo(0.002);
    assertThat(schedule.rate(0.002, 0, 10)).isEqualTo(0.002 * 0.97);
    assertThat(schedule.rate(0.002, 0, 12)).isCloseTo(0.002 * 0.97 * 0.97 * 0.97, within(1e-18));
  }

  @Test
  void cosine_risesInItsWarmUpAndFallsToItsFloor() {
    Schedule schedule = ScheduleConfig.parse("cosine:warmup=3,floor=0.5").create(11);
    double[] expected = {0.25, 0.5, 0.75, 1};
    for (int step = 0; step < 4; step++) {
      assertThat(schedule.rate(1, step, 0)).as("step %d", step).isEqualTo(expected[step]);
    }
    assertThat(schedule.rate(1, 5, 0))
        .isCloseTo(0.5 + 0.5 * (1 + Math.sqrt(0.5)) / 2, within(1e-15));
    assertThat(schedule.rate(1, 7, 0)).isCloseTo(0.75, within(1e-15));
    assertThat(schedule.rate(1, 10, 0)).isStrictlyBetween(0.5, 0.53);
    assertThat(schedule.rate(1, 11, 0)).isEqualTo(0.5);
    assertThat(schedule.rate(1, 5000, 0)).isEqualTo(0.5);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 4, 100})
  void cosine_warmUpAsLongAsTheRunOrLonger_staysFiniteAndAtMostTheBase(long steps) {
    Schedule schedule = ScheduleConfig.parse("cosine:warmup=4").create(steps);
    for (long step = 0; step < 110; step++) {
      assertThat(schedule.rate(1, step, 0)).as("step %d", step).isBetween(0.0, 1.0);
    }
  }

  @Test
  void plateau_restoredGoesOnWithTheSameBits() throws IOException {
    ScheduleConfig config =
        ScheduleConfig.parse("plateau:factor=0.3,patience=1,threshold=0.01,floor=0.001");
    double[] losses = Sixteen.torch("losses");
    for (int saved = 0; saved <= losses.length; saved++) {
      Schedule whole = config.create(1);
      for (int i = 0; i < saved; i++) {
        whole.observe(losses[i]);
      }
      Schedule resumed = config.create(1);
      resumed.observe(0.001);
      resumed.restore(whole.state());
      assertThat(resumed.state()).isEqualTo(whole.state());
      for (int i = saved; i < losses.length; i++) {
        assertThat(resumed.rate(0.1, 0, 0)).isEqualTo(whole.rate(0.1, 0, 0));
        whole.observe(losses[i]);
        resumed.observe(losses[i]);
        assertThat(resumed.state()).isEqualTo(whole.state());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 3})
  void plateau_stateIsFinite(double loss) {
    Schedule schedule = ScheduleConfig.parse("plateau").create(1);
    schedule.observe(loss);
    assertThat(schedule.state().values()).allMatch(Double::isFinite);
  }

  @Test
  void plateau_refusesAStateThatIsNone() {
    Schedule schedule = ScheduleConfig.parse("plateau").create(1);
    schedule.observe(3);
    Map<String, Double> before = schedule.state();
    for (Map<String, Double> state :
        List.<Map<String, Double>>of(
            Map.of(),
            Map.of("scale", 1.0),
            Map.of("scale", 2.0, "since-best", 0.0),
            Map.of("scale", Double.NaN, "since-best", 0.0),
            Map.of("scale", 1.0, "since-best", 0.5),
            Map.of("scale", 1.0, "since-best", -1.0),
            Map.of("scale", 1.0, "since-best", 1e10),
            Map.of("scale", 1.0, "since-best", 0.0, "best", Double.NaN),
            Map.of("scale", 1.0, "since-best", 0.0, "other", 1.0))) {
      assertThatIllegalArgumentException()
          .as("%s", state)
          .isThrownBy(() -> schedule.restore(state))
          .withMessageContaining("state");
      assertThat(schedule.state()).isEqualTo(before);
    }
  }

  @Test
  void formula_hasNoState() {
    Schedule schedule = ScheduleConfig.parse("cosine").create(1);
    assertThat(schedule.state()).isEmpty();
    schedule.restore(Map.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> schedule.restore(Map.of("scale", 1.0)))
        .withMessageContaining("has no state");
  }

  @Test
  void create_refusesARunWithoutSteps() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScheduleConfig.parse("cosine").create(0))
        .withMessage("a run has at least 1 step: 0");
  }
}
