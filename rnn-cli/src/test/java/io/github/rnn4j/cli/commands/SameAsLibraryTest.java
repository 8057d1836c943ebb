// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.Backends;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.StartWeights;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.DropoutRates;
import io.github.rnn4j.network.InitScheme;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.sampling.Sampling;
import io.github.rnn4j.scoring.Score;
import io.github.rnn4j.training.AverageConfig;
import io.github.rnn4j.training.Clipping;
import io.github.rnn4j.training.HeldOut;
import io.github.rnn4j.training.OptimizerConfig;
import io.github.rnn4j.training.Reduction;
import io.github.rnn4j.training.ScheduleConfig;
import io.github.rnn4j.training.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the command line does, the library does: the same model and text, byte for byte. */
class SameAsLibraryTest {
  private static final LinearAlgebra LA = Backends.onClassPath().get("ejml");
  private static final String TEXT =
      "the quick brown fox\njumps over\nthe lazy dog\nand all the others\n".repeat(6);

  @TempDir Path directory;
  private Path text;

  @BeforeEach
  void writeText() throws IOException {
    text = Files.writeString(directory.resolve("text.txt"), TEXT);
  }

  static Stream<Arguments> settings() {
    return Stream.of(
        of("recipe", training -> training, "--hidden", "5", "--steps", "30"),
        of(
            "textbook",
            training -> training.network(n -> n.cell(CellType.RNN)),
            "--model",
            "rnn",
            "--hidden",
            "5",
            "--steps",
            "30"),
        of(
            "everything",
            training ->
                training
                    .network(n -> n.cell(CellType.GRU).layers(3).embedding(5).tieWeights(true))
                    .training(
                        how ->
                            how.sequenceLength(7)
                                .batchSize(3)
                                .learningRate(0.02)
                                .optimizer(OptimizerConfig.parse("adamw:beta1=0.8"))
                                .weightDecay(0.1)
                                .schedule(ScheduleConfig.parse("exponential:decay=0.9,after=1"))
                                .clipping(Clipping.norm(2))
                                .dropout(0.25)
                                .reduction(Reduction.SUM))
                    .initScheme(InitScheme.ORTHOGONAL)
                    .seed(77),
            ("--hidden 5 --steps 30 --model gru --layers 3 --embedding 5 --tie-weights"
                    + " --seq-length 7 --batch-size 3 --learning-rate 0.02"
                    + " --optimizer adamw:beta1=0.8 --weight-decay 0.1"
                    + " --schedule exponential:decay=0.9,after=1 --clip norm:2 --dropout 0.25"
                    + " --reduction sum --init-scheme orthogonal --seed 77")
                .split(" ")),
        of(
            "another optimizer",
            training ->
                training
                    .training(how -> how.optimizer(OptimizerConfig.parse("adam")))
                    .forgetBias(1),
            "--hidden",
            "5",
            "--steps",
            "30",
            "--optimizer",
            "adam",
            "--forget-bias",
            "1"),
        of(
            "held out",
            training ->
                training
                    .heldOut(HeldOut.fraction(0.2))
                    .training(how -> how.schedule(ScheduleConfig.parse("plateau:patience=0"))),
            "--hidden",
            "5",
            "--steps",
            "30",
            "--validation",
            "0.2",
            "--schedule",
            "plateau:patience=0"),
        of(
            "dropout",
            training ->
                training.training(
                    how ->
                        how.dropout(0.2)
                            .dropoutKind(DropoutRates.Kind.VARIATIONAL)
                            .inputDropout(0.1)
                            .recurrentDropout(0.3)
                            .weightDrop(0.4)),
            ("--hidden 5 --steps 30 --dropout 0.2 --dropout-kind variational --input-dropout 0.1"
                    + " --recurrent-dropout 0.3 --weight-drop 0.4")
                .split(" ")),
        of(
            "accumulate",
            training -> training.records(RecordBorder.LINE).training(how -> how.accumulate(3)),
            "--hidden 5 --steps 30 --records lines --accumulate 3".split(" ")),
        of(
            "average",
            training -> training.training(how -> how.average(AverageConfig.parse("ema:decay=0.9"))),
            "--hidden",
            "5",
            "--steps",
            "30",
            "--average",
            "ema:decay=0.9"),
        of(
            "records",
            training -> training.records(RecordBorder.LINE).heldOut(HeldOut.fraction(0.2)).seed(3),
            "--hidden",
            "5",
            "--steps",
            "30",
            "--records",
            "lines",
            "--validation",
            "0.2",
            "--seed",
            "3"));
  }

  private static Arguments of(String name, UnaryOperator<Training> settings, String... options) {
    return Arguments.of(name, settings, options);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("settings")
  void training_makesTheSameBytes(String name, UnaryOperator<Training> settings, String[] options)
      throws IOException {
    Path out = train(options);
    Training training =
        Training.on(text).backend(LA).network(network -> network.hiddenSize(5)).steps(30);
    Model model = settings.apply(training).run();

    assertThat(model.toBytes()).isEqualTo(Files.readAllBytes(out));
  }

  @Test
  void epochsOfTheRecipe_areTheSame() throws IOException {
    Path small = Files.writeString(directory.resolve("small.txt"), "hello world");
    Path out = directory.resolve("small.safetensors");
    assertThat(
            rnn("train", small, "--out", out, "--hidden", 3, "--layers", 1, "--backend", "ejml")
                .code())
        .isZero();

    Model model =
        Training.on("hello world")
            .backend(LA)
            .network(network -> network.layers(1).hiddenSize(3))
            .run();

    assertThat(model.toBytes()).isEqualTo(Files.readAllBytes(out));
  }

  @Test
  void startsFromFilesAndModels_areTheSame() throws IOException {
    Path first = train("--hidden", "5", "--steps", "10");
    Path weights = directory.resolve("weights.safetensors");
    Path grown = directory.resolve("grown.safetensors");
    Path more = Files.writeString(directory.resolve("more.txt"), TEXT + "ÄÖÜ ß!");
    rnn("train", text, "--init", first, "--steps", 20, "--out", weights, "--backend", "ejml");
    rnn("train", more, "--init-from", first, "--steps", 20, "--out", grown, "--backend", "ejml");

    assertThat(
            Training.on(text)
                .backend(LA)
                .weights(new StartWeights(SafetensorsFile.read(first)))
                .steps(20)
                .run()
                .toBytes())
        .isEqualTo(Files.readAllBytes(weights));
    assertThat(Training.on(more).from(Model.load(first, LA)).steps(20).run().toBytes())
        .isEqualTo(Files.readAllBytes(grown));
  }

  @Test
  void samplesAndScores_areTheSame() throws IOException {
    Path out = train("--hidden", "5", "--steps", "100");
    Model model = Model.load(out, LA);
    Sampling how =
        Sampling.length(60).prime("the ").temperature(0.8).topK(9).repetitionPenalty(1.1).seed(42);
    String sampled =
        rnn(
                "sample",
                out,
                "--length",
                60,
                "--prime",
                "the ",
                "--temperature",
                0.8,
                "--top-k",
                9,
                "--repetition-penalty",
                1.1,
                "--seed",
                42,
                "--count",
                2,
                "--backend",
                "ejml")
            .out();
    assertThat(sampled)
        .isEqualToNormalizingNewlines(
            "the " + String.join("\n----\nthe ", how.from(model, 2)) + "\n");

    assertThat(rnn("evaluate", out, text, "--backend", "ejml").out())
        .contains("in total " + Score.of(model, TEXT).exactNats() + " nats");
    String[] lines = rnn("score", out, text, "--backend", "ejml").out().split("\\R");
    List<Score> scores = Score.ofEach(model, TEXT);
    assertThat(lines).hasSameSizeAs(scores);
    for (int i = 0; i < lines.length; i++) {
      assertThat(lines[i].split("\t")[2]).isEqualTo(scores.get(i).exactNats().toPlainString());
    }
  }

  private Path train(String... options) {
    Path out = directory.resolve("out.safetensors");
    List<Object> words = new ArrayList<>(List.of("train", text, "--out", out, "--backend", "ejml"));
    words.addAll(Arrays.asList(options));
    assertThat(rnn(words.toArray()).code()).isZero();
    return out;
  }
}
