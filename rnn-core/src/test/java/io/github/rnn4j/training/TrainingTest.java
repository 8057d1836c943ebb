// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.Novelty;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.InitScheme;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.text.Corpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

class TrainingTest {
  private static final LinearAlgebra LA = new EjmlLinearAlgebra();
  private static final String TEXT =
      "the quick brown fox jumps over the lazy dog; and all the others do; ".repeat(4);

  private static final List<Consumer<Training>> SETTINGS =
      List.of(
          training -> training.backend(LA),
          training -> training.records(new RecordBorder("; ")),
          training -> training.heldOut(HeldOut.fraction(0.25)),
          training -> training.network(n -> n.cell(CellType.LSTM)),
          training -> training.network(n -> n.tieWeights(true)),
          training -> training.network(n -> n.embedding(6)),
          training -> training.network(n -> n.hiddenSize(6)),
          training -> training.initScheme(InitScheme.XAVIER),
          training -> training.forgetBias(1),
          training -> training.training(how -> how.weightDecay(0.1)),
          training -> training.training(how -> how.optimizer(OptimizerConfig.parse("adam"))),
          training -> training.training(how -> how.reduction(Reduction.SUM)),
          training -> training.training(how -> how.sequenceLength(9).dropout(0.2)),
          training -> training.around(run -> run.validateEvery(3)),
          training -> training.around(run -> run.patience(5)),
          training -> training.steps(9),
          training -> training.seed(5));

  private static byte[] inOneOrder;

  private Path directory;

  @BeforeTry
  void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("training");
  }

  @AfterTry
  void removeDirectory() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(TrainingTest::delete);
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Provide
  Arbitrary<List<Consumer<Training>>> settings() {
    return Arbitraries.shuffle(SETTINGS);
  }

  @Property(tries = 25, seed = "6")
  void training_isTheSameInAnyOrder(@ForAll("settings") List<Consumer<Training>> settings)
      throws IOException {
    if (inOneOrder == null) {
      inOneOrder = bytes(SETTINGS);
    }
    assertThat(bytes(settings)).isEqualTo(inOneOrder);
  }

  private static byte[] bytes(List<Consumer<Training>> settings) throws IOException {
    Training training = Training.on(TEXT);
    settings.forEach(setting -> setting.accept(training));
    return training.run().toBytes();
  }

  @Example
  void training_isItsPartsByHand() throws IOException {
    Corpus corpus = Corpus.of(TEXT);
    NetworkConfig config =
        NetworkConfig.builder(CellType.GRU, corpus.vocabulary().size(), 5).layers(2).build();
    Network network = new Network(LA, config);
    Initialization.apply(InitScheme.PYTORCH, network, new RandomStreams(9));
    Model model = new Model(network, corpus.vocabulary());
    int streams = (int) ((corpus.tokens().length() - 1) / 25);
    TrainingConfig how =
        TrainingConfig.builder()
            .sequenceLength(25)
            .batchSize(streams)
            .steps(12)
            .optimizer(OptimizerConfig.parse("rmsprop:alpha=0.95"))
            .learningRate(0.005)
            .schedule(ScheduleConfig.parse("cosine:warmup=100,floor=0.02"))
            .clipping(Clipping.value(5))
            .seed(9)
            .build();
    Trainer trainer = new Trainer(model, corpus.tokens(), how);
    for (int i = 0; i < 12; i++) {
      trainer.step();
    }

    Model trained =
        Training.on(TEXT)
            .backend(LA)
            .network(n -> n.cell(CellType.GRU).hiddenSize(5))
            .steps(12)
            .seed(9)
            .run();

    Novelty novelty = new Novelty(corpus.escape().probability());
    assertThat(trained.toBytes()).isEqualTo(model.withNovelty(novelty).toBytes());
  }

  @Example
  void interruptedTraining_isResumedToTheSameBytes() throws IOException {
    Path out = directory.resolve("m.safetensors");
    Path whole = directory.resolve("whole.safetensors");
    small().checkpoints(new Checkpoints(whole, 0)).run();
    TrainingRun[] run = new TrainingRun[1];
    Training interrupted =
        small()
            .checkpoints(new Checkpoints(out, 2))
            .listener(
                new TrainingListener() {
                  @Override
                  public void stepped(Trainer trainer) {
                    if (trainer.steps() == 11) {
                      run[0].stop();
                    }
                  }
                });
    run[0] = interrupted.prepare();
    assertThat(run[0].run()).isEqualTo(TrainingRun.End.STOPPED);
    Path checkpoint = directory.resolve("m.step-10.safetensors");
    assertThat(checkpoint).exists();
    assertThat(out).doesNotExist();

    Model model = small().checkpoints(new Checkpoints(out, 2)).resume(checkpoint);

    assertThat(out).hasSameBinaryContentAs(whole);
    assertThat(model.toBytes()).isEqualTo(Files.readAllBytes(whole));
    assertThat(directory.resolve("m.best.safetensors"))
        .hasSameBinaryContentAs(directory.resolve("whole.best.safetensors"));
  }

  @Example
  void resumedTraining_takesItsSettingsFromTheCheckpoint() throws IOException {
    Path out = directory.resolve("m.safetensors");
    TrainingRun run = small().prepare();
    run.run();
    run.save(out);

    Training bare = Training.on(TEXT).backend(LA).heldOut(HeldOut.fraction(0.2));
    assertThat(bare.prepare(SafetensorsFile.read(out)).trainer().config())
        .isEqualTo(run.trainer().config());
    assertThat(
            Training.on(TEXT)
                .backend(LA)
                .heldOut(HeldOut.fraction(0.2))
                .steps(30)
                .prepare(SafetensorsFile.read(out))
                .trainer()
                .totalSteps())
        .isEqualTo(30);
    assertThatIOException()
        .isThrownBy(
            () -> Training.on(TEXT).backend(LA).heldOut(HeldOut.fraction(0.2)).steps(9).resume(out))
        .withMessageContaining("has done 20 steps, the run is to have 9");
    assertThatIOException()
        .isThrownBy(
            () -> Training.on(TEXT + "the").backend(LA).heldOut(HeldOut.fraction(0.2)).resume(out))
        .withMessageContaining("the text has changed");
    assertThatIOException()
        .isThrownBy(() -> Training.on(TEXT + "X").backend(LA).resume(out))
        .withMessageContaining("it has other tokens");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> small().seed(2).resume(out))
        .withMessageEndingWith("of its checkpoint: seed is 1, set is 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> small().network(n -> n.layers(7)).resume(out))
        .withMessageContaining("7 layers of 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> small().around(r -> r.reportEvery(7)).resume(out))
        .withMessageEndingWith("of its checkpoint: report_every is 1, set is 7");
  }

  @Example
  void resumedTraining_wantsTheSameHeldOutTextAndRecords() throws IOException {
    Path with = directory.resolve("with.safetensors");
    Path without = directory.resolve("without.safetensors");
    Path bare = directory.resolve("bare.safetensors");
    small().prepare().save(with);
    Training.on(TEXT).backend(LA).network(n -> n.hiddenSize(4)).steps(9).prepare().save(without);
    Model model = Model.load(without, LA);
    TrainingRun.builder(model, Corpus.of(TEXT).tokens(), TrainingConfig.DEFAULT).build().save(bare);

    assertThatIOException()
        .isThrownBy(() -> Training.on(TEXT).backend(LA).resume(with))
        .withMessageContaining("the held-out text has changed")
        .withMessageContaining("there is none now");
    assertThatIOException()
        .isThrownBy(
            () -> Training.on(TEXT).backend(LA).heldOut(HeldOut.text("the fox")).resume(without))
        .withMessageContaining("the checkpoint tells of none");
    assertThatIOException()
        .isThrownBy(() -> Training.on(TEXT).backend(LA).resume(bare))
        .withMessageContaining("the checkpoint tells of none");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Training.on(TEXT).backend(LA).records(new RecordBorder(";")).resume(without))
        .withMessageContaining("records");
    assertThat(Training.on(TEXT).backend(LA).forgetBias(1).resume(without).toBytes())
        .as("how the run started says nothing of how it goes on")
        .isEqualTo(Training.on(TEXT).backend(LA).resume(without).toBytes());
  }

  @Example
  void goingOnFromAModel_trainsACopy() throws IOException {
    Model first = Training.on(TEXT).backend(LA).network(n -> n.hiddenSize(5)).steps(5).run();
    byte[] before = first.toBytes();

    Model second = Training.on(TEXT + "ÄÖ").from(first).steps(5).run();

    assertThat(first.toBytes()).isEqualTo(before);
    assertThat(second.vocabulary().size()).isEqualTo(first.vocabulary().size() + 2);
    assertThat(Training.on(TEXT).from(first).steps(5).run().toBytes())
        .isNotEqualTo(before)
        .isEqualTo(Training.on(TEXT).backend(LA).from(first).steps(5).run().toBytes());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Training.on(TEXT).from(first).network(n -> n.hiddenSize(6)).run())
        .withMessageContaining("2 layers of 6")
        .withMessageContaining("2 layers of 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Training.on(TEXT).from(first).forgetBias(1).run())
        .withMessageContaining("one start");
  }

  @Example
  void whatIsMissingOrMakesNoSense_isSaid() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Training.on(TEXT).run())
        .withMessageContaining("no backend is set");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Training.on(TEXT).backend(LA).steps(3).epochs(2).run())
        .withMessageContaining("3 steps, 2 epochs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Training.on(TEXT).backend(LA).around(r -> r.patience(2)).run())
        .withMessageContaining("held-out");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Training.on(TEXT).backend(LA).training(how -> how.sequenceLength(0)).run())
        .withMessageContaining("sequence length");
    assertThatIllegalArgumentException().isThrownBy(() -> Training.on("x"));
  }

  private static Training small() {
    return Training.on(TEXT)
        .backend(LA)
        .network(n -> n.hiddenSize(4))
        .heldOut(HeldOut.fraction(0.2))
        .around(run -> run.checkpointEvery(5).validateEvery(4))
        .steps(20);
  }
}
