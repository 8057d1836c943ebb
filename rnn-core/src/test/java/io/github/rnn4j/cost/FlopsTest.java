// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Transpose;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Predictor;
import io.github.rnn4j.network.Unrolled;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FlopsTest {
  private static final int STEPS = 4;
  private static final int BATCH = 3;

  static List<NetworkConfig> networks() {
    return List.of(
        new NetworkConfig(CellType.RNN, 7, 5),
        NetworkConfig.builder(CellType.RNN, 7, 5).layers(3).build(),
        NetworkConfig.builder(CellType.LSTM, 7, 5).layers(2).build(),
        NetworkConfig.builder(CellType.LSTM, 7, 5).embedding(6).build(),
        NetworkConfig.builder(CellType.LSTM, 7, 5).embedding(5).tieWeights(true).build(),
        new NetworkConfig(CellType.GRU, 7, 5),
        NetworkConfig.builder(CellType.GRU, 7, 5).layers(2).embedding(6).build(),
        NetworkConfig.builder(CellType.LSTM, 7, 5).layers(2).members(3).build());
  }

  /**
   * RNN of 5 units, 7 tokens, windows of 4×3 = 12 characters, by hand: 12 rows times 5×5 forward,
   * 12 in dW_hh, 9 in dh: 33·2·25; decoder 3·12·2·35.
   */
  @Test
  void training_isWhatIsCountedByHandForASmallRnn() {
    NetworkConfig config = new NetworkConfig(CellType.RNN, 7, 5);
    assertThat(Flops.training(config, STEPS, BATCH)).isEqualTo(1650 + 2520);
  }

  /**
   * LSTM of 2×128 units, 65 tokens: a row times W_hh or W_ih is 2·512·128 = 131,072, times W_dec
   * 2·128·65 = 16,640; three products with W_hh¹, W_hh², W_ih² and W_dec each make 1,229,568 a
   * character, less two products of the last of 50 steps.
   */
  @Test
  void training_isWhatIsCountedByHandForALargeLstm() {
    NetworkConfig config = NetworkConfig.builder(CellType.LSTM, 65, 128).layers(2).build();
    assertThat(Flops.training(config, 50, 50)).isEqualTo(2500L * 1_229_568 - 50 * 2 * 131_072);
  }

  /** GRU of 2×256 units: 3 times 2·768·256 = 393,216, and 2·256·65 = 33,280. */
  @Test
  void sampling_isWhatIsCountedByHandForAGru() {
    NetworkConfig config = NetworkConfig.builder(CellType.GRU, 65, 256).layers(2).build();
    assertThat(Flops.sampling(config)).isEqualTo(3 * 393_216 + 33_280);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void training_isWhatTheProductsOfAStepAddUpTo(NetworkConfig config) {
    AtomicLong count = new AtomicLong();
    Network network = new Network(counting(count), config);
    Unrolled unrolled = new Unrolled(network, STEPS, BATCH, Unrolled.Gradients.PARAMETERS);
    int[] tokens = new int[STEPS * BATCH];
    count.set(0);
    network.parametersChanged();
    unrolled.forward(tokens, STEPS, BATCH);
    unrolled.loss(tokens, 1);
    unrolled.backward();
    assertThat(Flops.training(config, STEPS, BATCH)).isEqualTo(count.get());
  }

  @ParameterizedTest
  @MethodSource("networks")
  void sampling_isWhatTheProductsOfACharacterAddUpTo(NetworkConfig config) {
    AtomicLong count = new AtomicLong();
    Network network = new Network(counting(count), config);
    network.parametersChanged();
    Predictor predictor = new Predictor(network);
    count.set(0);
    predictor.read(0);
    assertThat(Flops.sampling(config)).isEqualTo(count.get());
  }

  /** A backend that adds up 2·m·k·n of its products. */
  private static LinearAlgebra counting(AtomicLong count) {
    LinearAlgebra la = new EjmlLinearAlgebra();
    return (LinearAlgebra)
        Proxy.newProxyInstance(
            FlopsTest.class.getClassLoader(),
            new Class<?>[] {LinearAlgebra.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("gemm")) {
                Matrix a = (Matrix) arguments[1];
                int k = arguments[2] == Transpose.NO ? a.columns() : a.rows();
                Matrix c = (Matrix) arguments[6];
                count.addAndGet(2L * c.rows() * c.columns() * k);
              }
              try {
                return method.invoke(la, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
