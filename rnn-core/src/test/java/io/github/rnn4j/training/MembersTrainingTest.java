// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.vector.VectorLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.DropoutRates;
import io.github.rnn4j.network.Parameter;
import io.github.rnn4j.network.Parameters;
import java.io.IOException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A network of several members learns as its members do alone. */
class MembersTrainingTest {
  private static final String TEXT =
      "the quick brown fox jumps over the lazy dog; pack my box with five dozen liquor jugs. "
          .repeat(9);

  static Stream<Arguments> runs() {
    return Stream.of(CellType.values())
        .flatMap(
            cell ->
                Stream.of(
                    Arguments.of(new EjmlLinearAlgebra(), cell, named("plain", how -> how)),
                    Arguments.of(
                        new VectorLinearAlgebra().withThreads(2),
                        cell,
                        named(
                            "averaged, every dropout",
                            how ->
                                how.dropout(0.2)
                                    .dropoutKind(DropoutRates.Kind.VARIATIONAL)
                                    .inputDropout(0.1)
                                    .recurrentDropout(0.1)
                                    .weightDrop(0.1)
                                    .average(new AverageConfig(AverageType.EMA)))),
                    Arguments.of(
                        new VectorLinearAlgebra(),
                        cell,
                        named("shards, accumulated", how -> how.shards(2).accumulate(2)))));
  }

  private record Named(String name, UnaryOperator<TrainingConfig.Builder> more) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Named named(String name, UnaryOperator<TrainingConfig.Builder> more) {
    return new Named(name, more);
  }

  private static Model trained(
      LinearAlgebra la, CellType cell, int members, UnaryOperator<TrainingConfig.Builder> more)
      throws IOException {
    Training training =
        Training.on(TEXT)
            .backend(la)
            .network(
                network ->
                    network.cell(cell).hiddenSize(11).layers(2).layerNorm(true).members(members))
            .training(
                how ->
                    more.apply(
                        how.sequenceLength(7).batchSize(6).steps(14).learningRate(0.01).seed(5)));
    return training.run();
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("runs")
  void firstMember_hasTheBitsOfTheRunAlone(LinearAlgebra la, CellType cell, Named run)
      throws IOException {
    Model alone = trained(la, cell, 1, run.more());
    Model together = trained(la, cell, 3, run.more());
    Parameters first = together.network().parameters().member(0);
    for (Parameter parameter : alone.network().parameters()) {
      assertThat(first.get(parameter.name()).value().toArray())
          .as(parameter.name())
          .isEqualTo(parameter.value().toArray());
    }
    double[] second =
        together.network().parameters().get("members.1.decoder.weight").value().toArray();
    assertThat(second).isNotEqualTo(first.get("decoder.weight").value().toArray());
  }
}
