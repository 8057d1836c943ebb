// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Parameters;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Updates of 16 numbers, held against PyTorch and against arithmetic by hand. */
class OptimizerTest {
  private final LinearAlgebra la = new EjmlLinearAlgebra();

  static Stream<Arguments> torchRuns() throws IOException {
    return Sixteen.torchNames("parameters.")
        .flatMap(run -> Sixteen.backends().map(la -> Arguments.of(run, la.name(), la)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("torchRuns")
  void parametersAndMoments_equalPyTorch(String run, String backend, LinearAlgebra la)
      throws IOException {
    Optimizer optimizer = OptimizerConfig.parse(run).create(la, Sixteen.NETWORK);
    Parameters parameters = Sixteen.parameters(la, Sixteen.torch("start"));
    Parameters gradients = Sixteen.zeros(la);
    double[] rates = Sixteen.torch("rates");
    double[] g = Sixteen.torch("gradients");
    double[] expected = Sixteen.torch("parameters." + run);

    for (int step = 0; step < rates.length; step++) {
      optimizer.update(parameters, Sixteen.set(gradients, g, 16 * step), rates[step]);

      assertNear(
          Sixteen.numbers(parameters),
          Arrays.copyOfRange(expected, 16 * step, 16 * step + 16),
          "parameters after step " + optimizer.steps());
    }
    assertThat(optimizer.steps()).isEqualTo(rates.length);
    assertThat(optimizer.state().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Sixteen.torchNames("moment.")
                .filter(name -> name.endsWith("." + run))
                .map(name -> name.substring(0, name.indexOf('.')))
                .toList());
    for (String moment : optimizer.state().keySet()) {
      assertNear(
          Sixteen.numbers(optimizer.state().get(moment)),
          Sixteen.torch("moment." + moment + "." + run),
          moment);
    }
  }

  private static void assertNear(double[] actual, double[] expected, String what) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i])
          .as("%s, number %d", what, i)
          .isCloseTo(expected[i], within(1e-13 * (1 + Math.abs(expected[i]))));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyOptimizer_isHeldAgainstPyTorchWithStandardAndOtherSettings(OptimizerType type)
      throws IOException {
    List<OptimizerConfig> runs =
        Sixteen.torchNames("parameters.")
            .map(OptimizerConfig::parse)
            .filter(config -> config.type() == type)
            .toList();
    assertThat(runs).contains(new OptimizerConfig(type));
    for (Setting setting : type.settings()) {
      assertThat(runs).anyMatch(run -> run.get(setting.name()) != setting.standard());
    }
  }

  @Test
  void sgd_isTheFormulaByHand() {
    Parameters p = parameters(8);
    new OptimizerConfig(OptimizerType.SGD)
        .with("weight-decay", 0.5)
        .create(la, Sixteen.NETWORK)
        .update(p, parameters(2), 0.25);

    // 8 − ¼ (2 + ½·8)
    assertThat(Sixteen.numbers(p)).containsOnly(6.5);
  }

  @Test
  void momentum_isTheFormulaByHand() {
    Parameters p = parameters(8);
    Optimizer optimizer =
        OptimizerConfig.parse("momentum:momentum=0.5").create(la, Sixteen.NETWORK);
    optimizer.update(p, parameters(2), 0.5);
    assertThat(Sixteen.numbers(p)).containsOnly(7);
    optimizer.update(p, parameters(4), 0.5);
    // v = ½·2 + 4, p = 7 − ½·5
    assertThat(Sixteen.numbers(p)).containsOnly(4.5);
  }

  @Test
  void nesterov_isTheFormulaByHand() {
    Parameters p = parameters(8);
    Optimizer optimizer =
        OptimizerConfig.parse("nesterov:momentum=0.5").create(la, Sixteen.NETWORK);
    optimizer.update(p, parameters(2), 0.5);
    // v = 2, p = 8 − ½ (2 + ½·2)
    assertThat(Sixteen.numbers(p)).containsOnly(6.5);
  }

  @Test
  void adagrad_isTheFormulaByHand() {
    Parameters p = parameters(8);
    Optimizer optimizer = OptimizerConfig.parse("adagrad:epsilon=1").create(la, Sixteen.NETWORK);
    optimizer.update(p, parameters(3), 1);
    // s = 9, p = 8 − 3/(3 + 1)
    assertThat(Sixteen.numbers(p)).containsOnly(7.25);
    optimizer.update(p, parameters(4), 1);
    // s = 25, p = 7.25 − 4/(5 + 1)
    assertThat(Sixteen.numbers(p)).containsOnly(7.25 - 4.0 / 6);
  }

  @Test
  void rmsprop_isTheFormulaByHand() {
    Parameters p = parameters(8);
    Optimizer optimizer =
        OptimizerConfig.parse("rmsprop:alpha=0.75,epsilon=1").create(la, Sixteen.NETWORK);
    optimizer.update(p, parameters(6), 1);
    // s = ¼·36, p = 8 − 6/(3 + 1)
    assertThat(Sixteen.numbers(p)).containsOnly(6.5);
  }

  @Test
  void adam_firstStepIsTheRate() {
    Parameters p = parameters(8);
    Optimizer optimizer = OptimizerConfig.parse("adam:epsilon=0").create(la, Sixteen.NETWORK);
    optimizer.update(p, parameters(-1000), 0.5);
    // The first moments over their corrections are g and g²: the step is the sign of g.
    assertNear(Sixteen.numbers(p), Sixteen.numbers(parameters(8.5)), "p");
  }

  @Test
  void adamw_shrinksWithoutAGradient_whereAdamDoesNotAtZero() {
    Parameters p = parameters(8);
    OptimizerConfig.parse("adamw:weight-decay=0.5")
        .create(la, Sixteen.NETWORK)
        .update(p, parameters(0), 0.25);
    assertThat(Sixteen.numbers(p)).containsOnly(7);
  }

  @ParameterizedTest
  @EnumSource
  void restoredOptimizer_goesOnWithTheSameBits(OptimizerType type) throws IOException {
    OptimizerConfig config = new OptimizerConfig(type).with("weight-decay", 0.1);
    double[] g = Sixteen.torch("gradients");
    Optimizer whole = config.create(la, Sixteen.NETWORK);
    Parameters p = Sixteen.parameters(la, Sixteen.torch("start"));
    for (int step = 0; step < 3; step++) {
      whole.update(p, Sixteen.set(Sixteen.zeros(la), g, 16 * step), 0.1);
    }
    Optimizer resumed = config.create(la, Sixteen.NETWORK);
    Parameters q = Sixteen.parameters(la, Sixteen.numbers(p));
    Map<String, Parameters> saved = new LinkedHashMap<>();
    whole.state().forEach((name, m) -> saved.put(name, Sixteen.parameters(la, Sixteen.numbers(m))));
    resumed.restore(whole.steps(), saved);
    for (int step = 3; step < 7; step++) {
      Parameters gradients = Sixteen.set(Sixteen.zeros(la), g, 16 * step);
      whole.update(p, gradients, 0.1);
      resumed.update(q, gradients, 0.1);
    }

    assertThat(Sixteen.numbers(q)).isEqualTo(Sixteen.numbers(p));
    assertThat(resumed.steps()).isEqualTo(7);
    whole
        .state()
        .forEach(
            (name, m) ->
                assertThat(Sixteen.numbers(resumed.state().get(name)))
                    .as(name)
                    .isEqualTo(Sixteen.numbers(m)));
  }

  @ParameterizedTest
  @EnumSource
  void gradients_areNotModified(OptimizerType type) {
    Parameters gradients = parameters(0.3);
    new OptimizerConfig(type)
        .with("weight-decay", 0.1)
        .create(la, Sixteen.NETWORK)
        .update(parameters(2), gradients, 0.1);
    assertThat(Sixteen.numbers(gradients)).containsOnly(0.3);
  }

  @ParameterizedTest
  @EnumSource
  void nanGradient_reachesItsOwnParameterOnly(OptimizerType type) {
    double[] g = new double[16];
    Arrays.fill(g, 0.3);
    g[5] = Double.NaN;
    Parameters p = parameters(2);
    new OptimizerConfig(type).create(la, Sixteen.NETWORK).update(p, Sixteen.parameters(la, g), 0.1);
    for (int i = 0; i < 16; i++) {
      assertThat(Double.isNaN(Sixteen.numbers(p)[i])).as("number %d", i).isEqualTo(i == 5);
    }
  }

  @Test
  void restore_refusesMomentsOfAnotherOptimizerAndChangesNothing() {
    Optimizer adam = new OptimizerConfig(OptimizerType.ADAM).create(la, Sixteen.NETWORK);
    adam.update(parameters(1), parameters(1), 0.1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> adam.restore(5, Map.of("sum", parameters(0))))
        .withMessage(
            "this optimizer has the moments [exp_avg, exp_avg_sq], what is to be restored has"
                + " [sum]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> adam.restore(-1, adam.state()))
        .withMessage("an optimizer cannot have made -1 steps");
    assertThat(adam.steps()).isEqualTo(1);
  }

  @Test
  void update_refusesGradientsOfAnotherNetwork() {
    NetworkConfig deeper = NetworkConfig.builder(CellType.RNN, 2, 2).layers(2).build();
    Optimizer sgd = new OptimizerConfig(OptimizerType.SGD).create(la, Sixteen.NETWORK);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sgd.update(parameters(1), new Parameters(la, deeper), 0.1))
        .withMessage("there are 5 parameters and 8 gradients: they are of two networks");
    Parameters parameters = parameters(1);
    Parameters larger = new Parameters(la, new NetworkConfig(CellType.RNN, 2, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sgd.update(parameters, larger, 0.1))
        .withMessage(
            "the parameter is rnn.weight_ih_l0 (2×2), its gradient is rnn.weight_ih_l0 (3×2):"
                + " they are of two networks");
    assertThat(Sixteen.numbers(parameters)).containsOnly(1);
    assertThat(sgd.steps()).isZero();
  }

  private Parameters parameters(double value) {
    double[] numbers = new double[16];
    Arrays.fill(numbers, value);
    return Sixteen.parameters(la, numbers);
  }
}
