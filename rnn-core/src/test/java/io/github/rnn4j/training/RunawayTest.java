// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.text.Corpus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A loss that is finite and hopeless. */
class RunawayTest {
  private static final Corpus CORPUS =
      Corpus.of("the quick brown fox jumps over the lazy dog; pack my box. ".repeat(9));

  @Test
  void hopelessWindowsInARow_endIt() {
    Runaway runaway = new Runaway(10, 500);
    assertThat(runaway.observe(2.3)).isFalse();
    for (int i = 0; i < 99; i++) {
      assertThat(runaway.observe(6.91)).isFalse();
    }
    assertThat(runaway.observe(6.90)).as("3 ln 10 is 6.9078").isFalse();
    for (int i = 0; i < 99; i++) {
      assertThat(runaway.observe(1e300)).isFalse();
    }
    assertThat(runaway.observe(7)).isTrue();
    assertThat(runaway.describe(7)).contains("for 100 steps", "at first, 2.3", "is 7.0");
  }

  @Test
  void modelOfAnotherText_mayBeginFarAboveBlindGuessing() {
    Runaway runaway = new Runaway(10, 100000);
    for (double loss = 20; loss > 8; loss -= 0.001) {
      assertThat(runaway.observe(loss)).isFalse();
    }
  }

  @Test
  void shortRun_isJudgedSooner() {
    Runaway runaway = new Runaway(10, 40);
    runaway.observe(2);
    for (int i = 0; i < 9; i++) {
      assertThat(runaway.observe(188)).isFalse();
    }
    assertThat(runaway.observe(188)).isTrue();
  }

  @Test
  void runWithAMuchTooHighRate_goesBackAndGivesUpWithItsLastGoodModel() throws IOException {
    List<Long> backTo = new ArrayList<>();
    TrainingRun run = run(100, 2, backTo);
    DivergenceException end = catchThrowableOfType(DivergenceException.class, run::run);
    assertThat(end)
        .hasMessageContaining("over three times what it was at first")
        .hasMessageContaining("gave up after 2 attempts");
    assertThat(backTo).hasSize(2);
    Evaluator evaluator = new Evaluator(run.model(), CORPUS.tokens());
    assertThat(evaluator.meanLoss()).isLessThan(3 * Math.log(CORPUS.vocabulary().size()));
  }

  @Test
  void runThatFindsItsRate_finishes() throws IOException {
    List<Long> backTo = new ArrayList<>();
    TrainingRun run = run(20, 12, backTo);
    assertThat(run.run()).isEqualTo(TrainingRun.End.FINISHED);
    assertThat(backTo).isNotEmpty();
    assertThat(new Evaluator(run.model(), CORPUS.tokens()).meanLoss())
        .isLessThan(3 * Math.log(CORPUS.vocabulary().size()));
  }

  private static TrainingRun run(double rate, int retries, List<Long> backTo) {
    Network network =
        new Network(
            new EjmlLinearAlgebra(),
            new NetworkConfig(CellType.RNN, CORPUS.vocabulary().size(), 12));
    Initialization.uniform(network, new RandomStreams(4));
    TrainingConfig how =
        TrainingConfig.builder()
            .sequenceLength(9)
            .batchSize(2)
            .steps(300)
            .reduction(Reduction.SUM)
            .learningRate(rate)
            .build();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void wentBack(DivergenceException cause, long step, double learningRate) {
            backTo.add(step);
          }
        };
    return TrainingRun.builder(new Model(network, CORPUS.vocabulary()), CORPUS.tokens(), how)
        .config(RunConfig.builder().checkpointEvery(5).retries(retries).build())
        .listener(listener)
        .build();
  }
}
