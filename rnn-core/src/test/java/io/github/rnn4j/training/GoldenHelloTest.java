// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.backend.commonsmath.CommonsMathLinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Parameter;
import io.github.rnn4j.network.Unrolled;
import io.github.rnn4j.text.Corpus;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The seed's run, "hello world" with 32 hidden units by plain gradient descent, held against an
 * independent program in NumPy float64: {@code reference/golden-hello.json}, whose text describes
 * it.
 */
class GoldenHelloTest {
  private static final Map<String, String> NAMES =
      Map.of(
          "Wax", "rnn.weight_ih_l0",
          "Waa", "rnn.weight_hh_l0",
          "ba", "rnn.bias_ih_l0",
          "Wya", "decoder.weight",
          "by", "decoder.bias");

  static Stream<LinearAlgebra> backends() {
    return Stream.of(
        new EjmlLinearAlgebra(), new CommonsMathLinearAlgebra(), new JavaLinearAlgebra());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("backends")
  void firstGradient_equalsNumPy(LinearAlgebra la) throws IOException {
    Golden golden = Golden.read();
    Network network = golden.network(la);
    Unrolled unrolled = new Unrolled(network, 10, 1, Unrolled.Gradients.PARAMETERS);
    int[] tokens = Corpus.of("hello world").vocabulary().encode("hello world");
    int[] targets = new int[10];
    System.arraycopy(tokens, 1, targets, 0, 10);
    unrolled.forward(tokens, 10, 1);
    unrolled.loss(targets, 1);

    for (Parameter gradient : unrolled.backward()) {
      assertClose(gradient, golden.numbers("gradient_epoch_0", gradient.name()), 1e-13);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("backends")
  void twoThousandEpochs_equalNumPy(LinearAlgebra la) throws IOException {
    Golden golden = Golden.read();
    Network network = golden.network(la);
    Trainer trainer =
        new Trainer(
            new Model(network, Corpus.of("hello world").vocabulary()),
            Corpus.of("hello world").tokens(),
            TrainingConfig.builder()
                .sequenceLength(10)
                .batchSize(1)
                .learningRate(0.05)
                .reduction(Reduction.SUM)
                .epochs(2000)
                .build());
    List<Double> losses = golden.lists.get("loss");

    for (int epoch = 0; epoch < 2000; epoch++) {
      if (epoch % 10 == 0) {
        double expected = losses.get(epoch / 10);
        assertThat(loss(network, 1e-8)).as("epoch %d", epoch).isCloseTo(expected, within(1e-9));
        double exact = loss(network, 0);
        assertThat(10 * trainer.step()).as("epoch %d", epoch).isCloseTo(exact, within(1e-11));
      } else {
        trainer.step();
      }
    }

    for (Parameter parameter : network.parameters()) {
      assertClose(parameter, golden.numbers("final", parameter.name()), 1e-9);
    }
  }

  /** Σ −log(p + ε): the reference prints its loss with ε = 1e-8, ours has none. */
  private static double loss(Network network, double epsilon) {
    int[] tokens = Corpus.of("hello world").vocabulary().encode("hello world");
    Matrix logits = new Unrolled(network, 10, 1, Unrolled.Gradients.NONE).forward(tokens, 10, 1);
    double loss = 0;
    for (int t = 0; t < 10; t++) {
      double sum = 0;
      for (int k = 0; k < 8; k++) {
        sum += Math.exp(logits.get(t, k) - logits.get(t, tokens[t + 1]));
      }
      loss -= Math.log(1 / sum + epsilon);
    }
    return loss;
  }

  private static void assertClose(Parameter actual, List<Double> expected, double tolerance) {
    double[] numbers = actual.value().toArray();
    assertThat(numbers).hasSize(expected.size());
    for (int i = 0; i < numbers.length; i++) {
      assertThat(numbers[i])
          .as("%s[%d]", actual.name(), i)
          .isCloseTo(expected.get(i), within(tolerance));
    }
  }

  /** The file: every list of numbers in it, nested ones in row-major order, by its path. */
  private record Golden(Map<String, List<Double>> lists) {

    static Golden read() throws IOException {
      Map<String, List<Double>> lists = new LinkedHashMap<>();
      try (InputStream in =
              GoldenHelloTest.class.getResourceAsStream("/reference/golden-hello.json");
          JsonParser json = new JsonFactory().createParser(in)) {
        while (json.nextToken() != null) {
          if (json.currentToken().isNumeric()) {
            String path = json.getParsingContext().pathAsPointer().toString();
            String list = path.replaceAll("(/[0-9]+)+$", "").substring(1);
            lists.computeIfAbsent(list, k -> new ArrayList<>()).add(json.getDoubleValue());
          }
        }
      }
      return new Golden(lists);
    }

    List<Double> numbers(String group, String parameter) {
      for (Map.Entry<String, String> entry : NAMES.entrySet()) {
        if (entry.getValue().equals(parameter)) {
          return lists.get(group + "/" + entry.getKey());
        }
      }
      throw new IllegalArgumentException(parameter);
    }

    Network network(LinearAlgebra la) {
      Network network = new Network(la, new NetworkConfig(CellType.RNN, 8, 32));
      for (Parameter parameter : network.parameters()) {
        double[] numbers =
            numbers("initial", parameter.name()).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        parameter.value().copyFrom(numbers, 0);
      }
      network.parametersChanged();
      return network;
    }
  }
}
