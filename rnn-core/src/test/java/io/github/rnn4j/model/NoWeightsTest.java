// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.sampling.TextGenerator;
import io.github.rnn4j.sampling.TokenSampler;
import io.github.rnn4j.scoring.Scorer;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.text.Vocabulary;
import io.github.rnn4j.training.Evaluator;
import io.github.rnn4j.training.Trainer;
import io.github.rnn4j.training.TrainingConfig;
import io.github.rnn4j.training.TrainingRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose weights nobody has set is neither trained, nor asked, nor saved. */
class NoWeightsTest {
  private static final Corpus CORPUS = Corpus.of("hello world");
  private static final TrainingConfig HOW =
      TrainingConfig.builder().sequenceLength(5).batchSize(2).epochs(3).build();

  @TempDir private Path folder;

  @Test
  void everyUse_isRefusedAndNamesTheRemedy() {
    Model model = model();
    RandomStreams random = new RandomStreams(1);
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> new Trainer(model, CORPUS.tokens(), HOW).step(),
            () -> run(model).run(),
            () -> new Evaluator(model, CORPUS.tokens()).meanLoss(),
            () -> new Scorer(model).read("hello").finish(),
            () ->
                new TextGenerator(model, TokenSampler.temperature(1), random.stream("sample", 0))
                    .read("h")
                    .generate(3),
            () -> model.withVocabulary(model.vocabulary().union(Vocabulary.of("!"))),
            model::toBytes,
            () -> model.save(folder.resolve("model.safetensors")))) {
      assertThatIllegalStateException()
          .isThrownBy(use)
          .withMessageContaining("no weights yet")
          .withMessageContaining("Initialization.apply");
    }
    assertThat(Files.exists(folder.resolve("model.safetensors"))).isFalse();
  }

  @Test
  void initialization_givesWeights() throws Exception {
    Model model = model();
    Initialization.uniform(model.network(), new RandomStreams(1));
    run(model).run();

    Model loaded =
        Model.of(SafetensorsFile.parse(model.toBytes(), "model"), new EjmlLinearAlgebra());
    assertThat(new Scorer(loaded).read("hello").finish().nats()).isFinite();
  }

  private static TrainingRun run(Model model) {
    return TrainingRun.builder(model, CORPUS.tokens(), HOW).build();
  }

  private static Model model() {
    NetworkConfig config = new NetworkConfig(CellType.GRU, CORPUS.vocabulary().size(), 4);
    return new Model(new Network(new EjmlLinearAlgebra(), config), CORPUS.vocabulary());
  }
}
