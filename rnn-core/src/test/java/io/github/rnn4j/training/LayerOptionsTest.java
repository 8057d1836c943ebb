// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.vector.VectorLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Lockstep;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Parameter;
import io.github.rnn4j.network.Predictor;
import io.github.rnn4j.network.State;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.safetensors.Dtype;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.scoring.Scorer;
import io.github.rnn4j.text.Corpus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What layers may have beside their cells keeps the promises that hold for those without it. */
class LayerOptionsTest {
  private static final Corpus CORPUS =
      Corpus.of(
          "the quick brown fox jumps over the lazy dog; pack my box with five dozen liquor jugs. "
              .repeat(9));

  @TempDir private Path folder;

  static Stream<Arguments> networks() {
    return Stream.of(CellType.values())
        .flatMap(
            cell ->
                Stream.of(
                        config(cell).layers(3).residual(true),
                        config(cell).layers(2).layerNorm(true),
                        config(cell).embedding(5).layerNorm(true).recurrentBias(true),
                        config(cell).layers(3).residual(true).layerNorm(true),
                        config(cell).layers(2).members(3),
                        config(cell).embedding(23).tieWeights(true).layerNorm(true).members(2))
                    .map(NetworkConfig.Builder::build)
                    .map(Arguments::of));
  }

  private static NetworkConfig.Builder config(CellType cell) {
    return NetworkConfig.builder(cell, CORPUS.vocabulary().size(), 23);
  }

  private static Model start(LinearAlgebra la, NetworkConfig config) {
    Network network = new Network(la, config);
    Initialization.uniform(network, new RandomStreams(4));
    return new Model(network, CORPUS.vocabulary());
  }

  private static byte[] trained(
      LinearAlgebra la, NetworkConfig config, UnaryOperator<TrainingConfig.Builder> more)
      throws IOException {
    Model model = start(la, config);
    TrainingConfig how =
        more.apply(
                TrainingConfig.builder()
                    .sequenceLength(7)
                    .batchSize(13)
                    .epochs(4)
                    .learningRate(0.01)
                    .optimizer(new OptimizerConfig(OptimizerType.ADAM))
                    .clipping(Clipping.norm(1))
                    .dropout(0.2))
            .build();
    Trainer trainer = new Trainer(model, CORPUS.tokens(), how);
    for (int i = 0; i < 12; i++) {
      trainer.step();
    }
    for (Parameter parameter : model.network().parameters()) {
      assertThat(parameter.value().toArray()).doesNotContain(Double.NaN);
    }
    return model.toBytes();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void threads_doNotShowInWhatIsLearned(NetworkConfig config) throws IOException {
    byte[] expected = trained(new VectorLinearAlgebra(), config, how -> how);
    for (int threads : new int[] {2, 3}) {
      LinearAlgebra la = new VectorLinearAlgebra().withThreads(threads);
      assertThat(trained(la, config, how -> how)).isEqualTo(expected);
    }
    byte[] plain =
        trained(
            new VectorLinearAlgebra(),
            config.toBuilder().residual(false).layerNorm(false).members(1).build(),
            how -> how);
    assertThat(plain).as("the option changes what is learned").isNotEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void shards_haveTheSameBitsOnAnyNumberOfThreads(NetworkConfig config) throws IOException {
    UnaryOperator<TrainingConfig.Builder> four = how -> how.batchSize(12).shards(4);
    byte[] expected = trained(new VectorLinearAlgebra(), config, four);
    assertThat(trained(new VectorLinearAlgebra().withThreads(3), config, four)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void streamsSideBySide_haveTheBitsOfEachAlone(NetworkConfig config) {
    for (LinearAlgebra la : List.of(new EjmlLinearAlgebra(), new VectorLinearAlgebra())) {
      Model model = start(la, config);
      Lockstep lockstep = new Lockstep(model.network(), 3);
      List<Predictor> side = new ArrayList<>();
      List<Predictor> alone = new ArrayList<>();
      for (int s = 0; s < 3; s++) {
        side.add(lockstep.predictor());
        alone.add(new Predictor(model.network()));
      }
      for (int t = 0; t < 9; t++) {
        for (int s = 0; s < 3; s++) {
          side.get(s).feed((5 * t + s) % config.vocabularySize());
        }
        for (int s = 0; s < 3; s++) {
          double[] expected = alone.get(s).read((5 * t + s) % config.vocabularySize()).clone();
          assertThat(side.get(s).logits()).isEqualTo(expected);
          State state = alone.get(s).state();
          Predictor restored = new Predictor(model.network());
          restored.restore(state);
          assertThat(restored.logits()).as("from the state alone").isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void file_givesTheSameNetworkBack(NetworkConfig config) throws IOException {
    LinearAlgebra la = new VectorLinearAlgebra();
    Model model = start(la, config);
    Path file = folder.resolve("m.safetensors");
    model.save(file);
    Model again = Model.load(file, la);
    assertThat(again.network().config()).isEqualTo(config);
    assertThat(again.toBytes()).isEqualTo(model.toBytes());
    String text = "pack the lazy fox; five dogs";
    assertThat(new Scorer(again).read(text).finish())
        .isEqualTo(new Scorer(model).read(text).finish());
    model.writer(Dtype.BF16).write(file);
    assertThat(Model.load(file, la).network().config()).isEqualTo(config);
    SafetensorsFile.read(file)
        .tensors()
        .forEach(
            (name, tensor) ->
                assertThat(tensor.dtype())
                    .as(name)
                    .isEqualTo(tensor.shape().length == 1 ? Dtype.F32 : Dtype.BF16));
  }
}
