// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.vector.VectorLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.Novelty;
import io.github.rnn4j.model.RandomModels;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Parameter;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.records.RecordReader;
import io.github.rnn4j.records.RecordTokens;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.scoring.RecordScore;
import io.github.rnn4j.scoring.RecordScorer;
import io.github.rnn4j.scoring.Score;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.text.CorpusReader;
import io.github.rnn4j.text.Tokens;
import io.github.rnn4j.text.Unit;
import io.github.rnn4j.text.UnusableTextException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Records from training to their cost. */
class RecordTrainingTest {
  private static final LinearAlgebra EJML = new EjmlLinearAlgebra();

  private static Corpus names(int count, String border, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      int syllables = 1 + random.nextInt(4);
      for (int j = 0; j < syllables; j++) {
        text.append("bdlmnrst".charAt(random.nextInt(8))).append("aeio".charAt(random.nextInt(4)));
      }
      text.append(border);
    }
    return Corpus.of(text.toString());
  }

  private static RecordTokens records(Corpus corpus, String border) {
    return RecordTokens.find(corpus.tokens(), corpus.vocabulary().encode(border));
  }

  private static Model model(
      LinearAlgebra la, Corpus corpus, CellType cell, int layers, String border) {
    Network network =
        new Network(
            la, NetworkConfig.builder(cell, corpus.vocabulary().size(), 11).layers(layers).build());
    Initialization.uniform(network, new RandomStreams(4));
    return new Model(network, corpus.vocabulary()).withRecords(new RecordBorder(border));
  }

  private static List<int[]> tokens(RecordTokens records) {
    List<int[]> all = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      int[] ids = new int[records.length(i)];
      records.record(i).copy(0, ids, 0, ids.length);
      all.add(ids);
    }
    return all;
  }

  /** A record alone is a continuous text of its own: border, record, border. */
  @ParameterizedTest
  @CsvSource({"RNN, '\n', 1", "LSTM, '\n', 2", "GRU, '\n', 1", "LSTM, '--', 1", "GRU, 'ab', 2"})
  void cost_isThatOfTheRecordAlone(CellType cell, String border, int layers) {
    Corpus corpus = names(90, border.equals("ab") ? "abab" : border, 2);
    Model model = model(EJML, corpus, cell, layers, border);
    RecordTokens records = records(corpus, border);
    int[] end = corpus.vocabulary().encode(border);
    RecordScorer scorer = new RecordScorer(model);

    List<RecordScore> together = scorer.score(tokens(records));

    Score sum = Score.NONE;
    for (int i = 0; i < records.size(); i++) {
      int n = records.length(i);
      int[] alone = new int[1 + n + end.length];
      alone[0] = end[end.length - 1];
      for (int at = 0; at < n + end.length; at++) {
        alone[1 + at] = records.token(i, at);
      }
      Evaluator evaluator = new Evaluator(model, Tokens.of(corpus.vocabulary().size(), alone));
      Score total = together.get(i).total();
      assertThat(total.characters()).isEqualTo(n + end.length);
      assertThat(total.nats())
          .isCloseTo(
              evaluator.meanLoss() * evaluator.characters(), within(1e-9 * (n + end.length)));
      assertThat(scorer.score(tokens(records).get(i)).total()).isEqualTo(total);
      sum = sum.plus(total);
    }
    assertThat(scorer.total(records)).isEqualTo(sum);
  }

  @Test
  void cost_isTheSameInAnyCompany_onTheVectorBackend() {
    Corpus corpus = names(300, "\n", 3);
    RecordTokens records = records(corpus, "\n");
    List<int[]> all = tokens(records);
    RecordScorer one =
        new RecordScorer(model(new VectorLinearAlgebra(), corpus, CellType.LSTM, 2, "\n"));
    RecordScorer three =
        new RecordScorer(
            model(new VectorLinearAlgebra().withThreads(3), corpus, CellType.LSTM, 2, "\n"));

    List<RecordScore> together = three.score(all);

    for (int i = 0; i < all.size(); i++) {
      assertThat(one.score(all.get(i)).total()).isEqualTo(together.get(i).total());
    }
    assertThat(one.total(records)).isEqualTo(three.total(records));
  }

  @Test
  void probabilitiesOfAllRecords_sumToOne() {
    // Over a and b: all records of up to 12 tokens, and what is left for longer ones.
    Corpus corpus = Corpus.of("ab\nba\na\n");
    Model model = model(EJML, corpus, CellType.GRU, 1, "\n");
    RecordScorer scorer = new RecordScorer(model);
    int a = corpus.vocabulary().idOf('a');
    int b = corpus.vocabulary().idOf('b');
    double sum = 0;
    double longer = 0;
    for (int length = 0; length <= 12; length++) {
      List<int[]> all = new ArrayList<>();
      for (int bits = 0; bits < 1 << length; bits++) {
        int[] record = new int[length];
        for (int i = 0; i < length; i++) {
          record[i] = (bits >> i & 1) == 0 ? a : b;
        }
        all.add(record);
      }
      for (RecordScore score : scorer.score(all)) {
        double p = Math.exp(-score.total().nats());
        sum += p;
        if (length == 12) {
          // P(record and anything after it) = P(record, border) / P(border | record)
          longer += p / Math.exp(-score.token(12).nats()) - p;
        }
      }
    }
    assertThat(sum + longer).isCloseTo(1, within(1e-6));
  }

  @Test
  void heldOutLoss_isTheScorersNumber_toTheLastDigit() throws IOException {
    Corpus corpus = names(400, "\n", 5);
    RecordTokens.Split split = records(corpus, "\n").split(0.2, new RandomStreams(1));
    Model model = model(EJML, corpus, CellType.LSTM, 1, "\n");
    List<Double> told = new ArrayList<>();
    List<Double> scored = new ArrayList<>();
    TrainingRun run =
        TrainingRun.builder(
                model,
                TrainingText.of(split.training()),
                TrainingConfig.builder().sequenceLength(9).batchSize(7).epochs(3).build())
            .heldOut(TrainingText.of(split.heldOut()))
            .listener(
                new TrainingListener() {
                  @Override
                  public void validated(TrainingRun run, double loss, boolean best) {
                    told.add(loss);
                    Score sum = Score.NONE;
                    RecordScorer scorer = new RecordScorer(model);
                    for (int[] record : tokens(split.heldOut())) {
                      sum = sum.plus(scorer.score(record).total());
                    }
                    scored.add(sum.natsPerCharacter());
                  }
                })
            .build();

    assertThat(run.run()).isEqualTo(TrainingRun.End.FINISHED);

    assertThat(told).hasSize(3).isEqualTo(scored);
    assertThat(told.get(2)).isLessThan(told.get(0));
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void training_readsEachRecordOnceAPass_andLearnsFromTheBorderAlone(CellType cell) {
    // Two records, one after the other in the text: what stands before a record tells nothing.
    Corpus corpus = Corpus.of("ab\ncd\n".repeat(50));
    Model model = model(EJML, corpus, cell, 1, "\n");
    TrainingConfig how =
        TrainingConfig.builder()
            .sequenceLength(5)
            .batchSize(4)
            .epochs(60)
            .optimizer(new OptimizerConfig(OptimizerType.ADAM))
            .learningRate(0.02)
            .build();
    Trainer trainer = new Trainer(model, TrainingText.of(records(corpus, "\n")), how);
    assertThat(trainer.totalSteps()).isEqualTo(60 * 300 / 20);
    assertThat(trainer.stepsPerEpoch()).isEqualTo(15);
    while (trainer.steps() < trainer.totalSteps()) {
      trainer.step();
    }

    RecordScorer scorer = new RecordScorer(model);
    double ab = scorer.score(corpus.vocabulary().encode("ab")).total().nats();
    double cd = scorer.score(corpus.vocabulary().encode("cd")).total().nats();

    // Each has the probability 1/2: log 2 for its first character, and almost nothing else.
    assertThat(ab).isCloseTo(Math.log(2), within(0.1));
    assertThat(cd).isCloseTo(Math.log(2), within(0.1));
  }

  @Test
  void resumedRun_hasTheSameBits(@TempDir Path folder) throws IOException {
    Corpus corpus = names(120, "\n", 6);
    RecordTokens records = records(corpus, "\n");
    TrainingConfig how =
        TrainingConfig.builder()
            .sequenceLength(6)
            .batchSize(5)
            .steps(90)
            .dropout(0.2)
            .optimizer(new OptimizerConfig(OptimizerType.ADAM))
            .seed(3)
            .build();
    Model whole = model(EJML, corpus, CellType.GRU, 2, "\n");
    run(whole, records, how, Long.MAX_VALUE).run();

    Model stopped = model(EJML, corpus, CellType.GRU, 2, "\n");
    Path file = folder.resolve("checkpoint.safetensors");
    TrainingRun first = run(stopped, records, how, 37);
    assertThat(first.run()).isEqualTo(TrainingRun.End.STOPPED);
    first.save(file);
    Model resumed = model(EJML, corpus, CellType.GRU, 2, "\n");
    TrainingRun second = run(resumed, records, how, Long.MAX_VALUE);
    second.restore(SafetensorsFile.read(file));
    second.run();

    assertThat(values(resumed)).usingRecursiveComparison().isEqualTo(values(whole));
  }

  private static TrainingRun run(Model model, RecordTokens records, TrainingConfig how, long stop) {
    TrainingRun[] run = new TrainingRun[1];
    run[0] =
        TrainingRun.builder(model, TrainingText.of(records), how)
            .listener(
                new TrainingListener() {
                  @Override
                  public void stepped(Trainer trainer) {
                    if (trainer.steps() == stop) {
                      run[0].stop();
                    }
                  }
                })
            .build();
    return run[0];
  }

  private static List<double[]> values(Model model) {
    List<double[]> values = new ArrayList<>();
    for (Parameter parameter : model.network().parameters()) {
      values.add(parameter.value().toArray());
    }
    return values;
  }

  @Test
  void unseenTokens_costWhatTheModelKeepsForThem() {
    Corpus corpus = names(50, "\n", 7);
    Model model = model(EJML, corpus, CellType.LSTM, 1, "\n");
    int[] seen = corpus.vocabulary().encode("ba");
    int[] strange = {seen[0], -1, seen[1], -1};
    double epsilon = 0.125;

    RecordScore plain = new RecordScorer(model).score(seen);
    RecordScore score = new RecordScorer(model.withNovelty(new Novelty(epsilon))).score(strange);

    assertThat(score.total().characters()).isEqualTo(5);
    assertThat(score.token(1).nats()).isCloseTo(-Math.log(epsilon), within(1e-9));
    assertThat(score.token(3)).isEqualTo(score.token(1));
    assertThat(score.total().nats())
        .isCloseTo(
            plain.total().nats() - 3 * Math.log1p(-epsilon) - 2 * Math.log(epsilon), within(1e-8));
    assertThat(score.mostSurprising()).isBetween(0, 4);
    assertThatThrownBy(() -> new RecordScorer(model).score(strange))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("never seen");
  }

  @ParameterizedTest
  @EnumSource(Unit.class)
  void carriageReturnBeforeALineFeed_isNoPartOfTheRecordAsWhereRecordsAreRead(Unit unit)
      throws IOException {
    String text = "anna\r\nbe\rt\r\n\r\n\ncarla";
    Corpus corpus = new CorpusReader(unit, 1).add(text, "text").toCorpus();
    Model model =
        RandomModels.of(
                new EjmlLinearAlgebra(),
                new NetworkConfig(CellType.GRU, corpus.vocabulary().size(), 3),
                corpus.vocabulary())
            .withRecords(RecordBorder.LINE);
    RecordTokens records = TrainingText.of(corpus.tokens(), model).records().orElseThrow();
    List<String> trained = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      int[] ids = new int[records.length(i)];
      records.record(i).copy(0, ids, 0, ids.length);
      trained.add(corpus.vocabulary().decode(ids));
    }
    assertThat(trained).containsExactly("anna", "be\rt", "carla");
    List<String> read = new ArrayList<>();
    new RecordReader(
            corpus.vocabulary(),
            RecordBorder.LINE,
            new RecordReader.Sink() {
              @Override
              public void accept(RecordReader.Read record) {
                read.add(record.text());
              }

              @Override
              public void idle() {}
            })
        .read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    assertThat(read).isEqualTo(trained);
  }

  private static Training trainingOn(String text, Unit unit) {
    return Training.on(new CorpusReader(unit, 1).add(text, "text").toCorpus())
        .records(RecordBorder.LINE)
        .heldOut(HeldOut.fraction(0.2))
        .backend(EJML)
        .network(network -> network.cell(CellType.GRU).hiddenSize(4))
        .steps(6);
  }

  @ParameterizedTest
  @EnumSource(Unit.class)
  void linesThatEndInCrLf_makeTheModelOfThoseThatEndInLf(Unit unit) throws IOException {
    String text = "anna b\nclara\nbert\n\nida\nzoe\nanna\n";
    String crlf = text.replace("\n", "\r\n");
    Model model = trainingOn(text, unit).run();

    assertThat(trainingOn(crlf, unit).run().toBytes()).isEqualTo(model.toBytes());
    assertThat(trainingOn(crlf + "last\r", unit).run().toBytes())
        .isEqualTo(trainingOn(text + "last", unit).run().toBytes());
    assertThat(trainingOn(crlf, unit).from(model).run().vocabulary()).isEqualTo(model.vocabulary());
    assertThat(Training.on(crlf).vocabulary().idOf('\r')).isNotNegative();
  }

  @Test
  void carriageReturnInARecord_staysInTheVocabulary() throws IOException {
    for (String text : List.of("an\rna\r\nbo\r\ncy\n", "anna\r\r\nbo\r\ncy\n")) {
      assertThat(trainingOn(text, Unit.CHAR).run().vocabulary().idOf('\r'))
          .as(text)
          .isNotNegative();
    }
    Training paragraphs = Training.on("a\r\nb\r\n\nc\r\n\n").records(new RecordBorder("\n\n"));
    assertThat(paragraphs.vocabulary().idOf('\r')).isNotNegative();
  }

  @Test
  void runOnLinesThatEndInCrLf_goesOnFromItsCheckpoint(@TempDir Path folder) throws IOException {
    String text = "anna b\r\nclara\r\nbert\r\n\r\nida\r\nzoe\r\nanna\r\n";
    Path file = folder.resolve("half.safetensors");
    TrainingRun[] half = new TrainingRun[1];
    half[0] =
        trainingOn(text, Unit.CHAR)
            .listener(
                new TrainingListener() {
                  @Override
                  public void stepped(Trainer trainer) {
                    if (trainer.steps() == 3) {
                      half[0].stop();
                    }
                  }
                })
            .prepare();
    half[0].run();
    half[0].save(file);

    Model resumed = Training.on(text).heldOut(HeldOut.fraction(0.2)).backend(EJML).resume(file);

    assertThat(resumed.toBytes()).isEqualTo(trainingOn(text, Unit.CHAR).run().toBytes());
  }

  @Test
  void borderOfLineFeedsInATextOfCrLf_isRefusedWithTheOneThatOccurs() {
    String text = "one\r\n\r\ntwo\r\n\r\nthree";
    Model model = RandomModels.of(CellType.GRU, text).withRecords(new RecordBorder("\n\n"));
    Tokens tokens = Corpus.of(text).tokens();
    assertThatThrownBy(() -> TrainingText.of(tokens, model))
        .isInstanceOf(UnusableTextException.class)
        .hasMessage(
            "the border '\\n\\n' never occurs in the text, whose lines end in CR LF: take"
                + " '\\r\\n\\r\\n'");
    assertThat(
            TrainingText.of(tokens, model.withRecords(new RecordBorder("\r\n\r\n")))
                .records()
                .orElseThrow()
                .size())
        .isEqualTo(3);
    assertThat(
            TrainingText.of(tokens, model.withRecords(RecordBorder.LINE))
                .records()
                .orElseThrow()
                .size())
        .isEqualTo(3);
  }
}
