package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.Backends;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.InitScheme;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.text.Corpus;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same seed, text and settings give the same model file, byte for byte, on every JDK and
 * machine: SHA-256 of whole files. Backends in pure Java sum in a fixed order, Java's arithmetic is
 * exactly specified (JEP 306; no JVM may fuse a multiplication with an addition by itself), and
 * what is not basic arithmetic comes from polynomials or StrictMath.
 *
 * <p>A change of the numerics on purpose changes the hashes: they are replaced in the commit that
 * says why.
 */
class SameBytesTest {
  private static final String TEXT =
      "the quick brown fox jumps over the lazy dog; pack my box with five dozen liquor jugs. "
          .repeat(6);

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "ejml, rnn, 90828e253df05f33a6c7885308507dc7d56049b7eff5842f165afb88fb712c78",
    "ejml, lstm, e807dddcb5b5387e1ea950f855768e057718a4bfdf52f79849f7a3c2e8214668",
    "ejml, gru, a9c01d7120b89b3487ea7f18a68f254c66437060701ca9a70cba237f143424b9",
    "commons-math, rnn, b1bc087c914b49f8d89ea1a8485e2c9d1de07153b7a99a3b3c683efc9bba7e55",
    "commons-math, lstm, 53e170036e842a801716bd92b87644e7a3b32adf95d2c4160091c5609367a23f",
    "commons-math, gru, a986a157578d4d9a326dd87c4639dcc22c28481f70e8882c670ad4e5f5c43f3d",
    "java, rnn, b0c3730279fa0c3f0c90850f176321011c6c797a7a3079b88cda4c18ceb2c1bd",
    "java, lstm, f9cc5c3fbe8c725c148d7abe701d17ae77183bd6867a4f5bd978d8d779d3d37b",
    "java, gru, ca6193c0e8fdb9eb2d35429a77a6e9e244d59fa5bf20e3141f0c2e41a1ce9276",
  })
  void modelFile_isTheSameEverywhere(String backend, String cell, String sha256) throws Exception {
    LinearAlgebra la = Backends.onClassPath().get(backend);
    Corpus corpus = Corpus.of(TEXT);
    NetworkConfig config =
        NetworkConfig.builder(CellType.of(cell), corpus.vocabulary().size(), 17)
            .layers(2)
            .embedding(17)
            .tieWeights(true)
            .build();
    Network network = new Network(la, config);
    Initialization.apply(InitScheme.ORTHOGONAL, network, new RandomStreams(1));
    Model model = new Model(network, corpus.vocabulary());
    TrainingConfig how =
        TrainingConfig.builder()
            .sequenceLength(19)
            .batchSize(5)
            .steps(60)
            .learningRate(0.01)
            .optimizer(new OptimizerConfig(OptimizerType.ADAMW))
            .schedule(new ScheduleConfig(ScheduleType.COSINE).with("warmup", 5))
            .clipping(Clipping.norm(1))
            .resetAt("; ")
            .dropout(0.25)
            .build();
    Trainer trainer = new Trainer(model, corpus.tokens(), how);
    while (trainer.steps() < trainer.totalSteps()) {
      trainer.step();
    }

    byte[] digest = MessageDigest.getInstance("SHA-256").digest(model.toBytes());
    assertThat(HexFormat.of().formatHex(digest)).isEqualTo(sha256);
  }
}
