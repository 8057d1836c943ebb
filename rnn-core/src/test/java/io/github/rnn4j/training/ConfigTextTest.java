// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Optimizers, schedules, clipping and reductions as text. */
class ConfigTextTest {

  @Test
  void optimizer_isWrittenWithEverySetting() {
    assertThat(OptimizerConfig.parse("adamw"))
        .hasToString("adamw:beta1=0.9,beta2=0.999,epsilon=1.0E-8,weight-decay=0.01");
    assertThat(OptimizerConfig.parse("sgd")).hasToString("sgd:weight-decay=0");
    assertThat(new ScheduleConfig(ScheduleType.CONSTANT)).hasToString("constant");
    assertThat(ScheduleConfig.parse(" exponential : decay = 0.5 "))
        .hasToString("exponential:decay=0.5,after=10");
  }

  @ParameterizedTest
  @EnumSource
  void optimizer_isReadAsItWasWritten(OptimizerType type) {
    OptimizerConfig config = new OptimizerConfig(type);
    for (Setting setting : type.settings()) {
      config = config.with(setting.name(), 0.1 + 0.2);
    }
    assertThat(OptimizerConfig.parse(config.toString())).isEqualTo(config);
    assertThat(new OptimizerConfig(type, config.settings())).isEqualTo(config);
    assertThat(OptimizerType.of(type.id())).isEqualTo(type);
  }

  @ParameterizedTest
  @EnumSource
  void schedule_isReadAsItWasWritten(ScheduleType type) {
    ScheduleConfig config = new ScheduleConfig(type);
    for (Setting setting : type.settings()) {
      config = config.with(setting.name(), setting.whole() ? 12345 : 1.0 / 3);
    }
    assertThat(ScheduleConfig.parse(config.toString())).isEqualTo(config);
    assertThat(ScheduleType.of(type.id())).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "norm:5", "value:0.1", "norm:1.0E-7"})
  void clipping_isReadAsItWasWritten(String text) {
    assertThat(Clipping.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @EnumSource
  void reduction_isReadAsItWasWritten(Reduction reduction) {
    assertThat(Reduction.of(reduction.id())).isEqualTo(reduction);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          adm            | there is no optimizer 'adm': there are sgd, momentum, nesterov, adagrad, rmsprop, adam, adamw
          ''             | there is no optimizer '': there are sgd, momentum, nesterov, adagrad, rmsprop, adam, adamw
          adam:alpha=1   | optimizer adam has no setting 'alpha': there are beta1, beta2, epsilon, weight-decay
          adam:beta1=1   | optimizer adam: beta1 must be a number from 0 to 0.9999999999999999: 1
          adam:epsilon=-1 | optimizer adam: epsilon must be a number from 0 on: -1
          adam:beta1=NaN | optimizer adam: beta1 must be a number from 0 to 0.9999999999999999: NaN
          adam:epsilon=Infinity | optimizer adam: epsilon must be a number from 0 on: Infinity
          adam:beta1     | optimizer 'adam:beta1': 'beta1' is not name=number
          adam:          | optimizer 'adam:': '' is not name=number
          adam:beta1=x   | optimizer 'adam:beta1=x': 'beta1=x' is not name=number
          adam:beta1=.1,beta1=.2 | optimizer 'adam:beta1=.1,beta1=.2': beta1 is given more than once
          """)
  void optimizer_malformedTextIsRefusedWithTheRemedy(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OptimizerConfig.parse(text))
        .withMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cosin               | there is no schedule 'cosin': there are constant, exponential, step, cosine, plateau
          constant:a=1        | schedule constant has no setting 'a': there are none
          step:every=1.5      | schedule step: every must be a whole number from 1 to 2147483647: 1.5
          step:every=0        | schedule step: every must be a whole number from 1 to 2147483647: 0
          plateau:threshold=1 | schedule plateau: threshold must be a number from 0 to 0.999: 1
          plateau:patience=3000000000 | schedule plateau: patience must be a whole number from 0 to 2147483647: 3.0E9
          """)
  void schedule_malformedTextIsRefusedWithTheRemedy(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScheduleConfig.parse(text))
        .withMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "norm", "norm:", "norm:x", "none:1", "clip:1"})
  void clipping_malformedTextIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Clipping.parse(text))
        .withMessage("clipping is none, norm:LIMIT or value:LIMIT, such as norm:5: '" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void clipping_refusesALimitThatLimitsNothing(double limit) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Clipping.norm(limit))
        .withMessage("clipping by norm has a finite limit above 0: " + limit);
  }

  @Test
  void reduction_unknownIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reduction.of("max"))
        .withMessage("there is no reduction 'max': there are mean, sum");
  }

  @Test
  void settings_cannotBeModified() {
    Map<String, Double> settings = new OptimizerConfig(OptimizerType.ADAM).settings();
    assertThat(settings).isUnmodifiable();
  }

  @Test
  void reduction_isTheFactorOnTheSum() {
    assertThat(Reduction.MEAN.factor(40, 8)).isEqualTo(1.0 / 40);
    assertThat(Reduction.SUM.factor(40, 8)).isEqualTo(1.0 / 8);
  }
}
