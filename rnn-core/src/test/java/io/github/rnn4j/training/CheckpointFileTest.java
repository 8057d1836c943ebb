// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Parameter;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.safetensors.Dtype;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.SafetensorsWriter;
import io.github.rnn4j.safetensors.Tensor;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.text.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A checkpoint is trusted in nothing: what was edited, removed or swapped is refused. */
class CheckpointFileTest {
  private static final Corpus CORPUS =
      Corpus.of("the quick brown fox jumps over the lazy dog; pack my box with jugs. ".repeat(5));
  private static final Tokens HELD_OUT = CORPUS.tokens().slice(0, 90);
  private static final LinearAlgebra LA = new EjmlLinearAlgebra();
  private static final RunConfig RUN =
      RunConfig.builder()
          .reportEvery(4)
          .validateEvery(3)
          .checkpointEvery(5)
          .patience(9)
          .retries(3)
          .build();
  private static final TrainingConfig HOW =
      TrainingConfig.builder()
          .sequenceLength(7)
          .batchSize(3)
          .steps(20)
          .learningRate(0.01)
          .optimizer(new OptimizerConfig(OptimizerType.ADAM))
          .schedule(new ScheduleConfig(ScheduleType.PLATEAU).with("patience", 1))
          .average(AverageConfig.parse("asgd:nonmono=2"))
          .build();
  private static final String DIGEST = "training.sha256";

  private static final List<String> VALUES =
      List.of(
          "",
          "x",
          "-1",
          "0",
          "1",
          "-0.0",
          "0.5",
          "2",
          "7",
          "1e20",
          "-1e20",
          "1e-320",
          "NaN",
          "Infinity",
          "-Infinity",
          "2147483648",
          "9223372036854775808",
          "/etc/passwd",
          "adam",
          "sum",
          "constant",
          "true",
          "rnn",
          "[\"a\"]",
          "é\u0000\n");

  @TempDir private Path folder;
  private SafetensorsFile checkpoint;

  /** A checkpoint of a run between two checkpoints, so that it has two states. */
  @BeforeEach
  void train() throws IOException {
    checkpoint = stoppedAt(13, "run.safetensors");
  }

  @Test
  void untouched_isResumed() throws IOException {
    TrainingRun resumed = resume(checkpoint.metadata(), checkpoint.tensors());
    assertThat(resumed.trainer().steps()).isEqualTo(13);
    assertThat(resumed.run()).isEqualTo(TrainingRun.End.FINISHED);
  }

  @Test
  void everyEdit_isRefusedInOneLineThatNamesFileAndKey() {
    List<String> accepted = new ArrayList<>();
    int edits = 0;
    for (String key : checkpoint.metadata().keySet()) {
      List<String> values = new ArrayList<>(VALUES);
      values.add(null);
      values.addAll(checkpoint.metadata().values());
      for (String value : values) {
        if (checkpoint.metadata().get(key).equals(value) || (key.equals(DIGEST) && value == null)) {
          continue;
        }
        edits++;
        Throwable refused = edited(key, value);
        if (refused == null) {
          accepted.add(key + " = " + value);
        } else {
          assertThat(refused).as("%s = %s", key, value).isInstanceOf(IOException.class);
          assertThat(refused.getMessage())
              .as("%s = %s", key, value)
              .startsWith("m.safetensors: ")
              .containsAnyOf(names(key))
              .doesNotContain("For input string");
        }
      }
    }
    assertThat(accepted).isEmpty();
    assertThat(edits).isGreaterThan(2000);
  }

  /** The key or what it contradicts, quoted; of the model's own entries, what does not fit. */
  private static String[] names(String key) {
    return key.startsWith("training.")
        ? new String[] {"'training.", "tensor training."}
        : new String[] {key, key.replace('_', ' '), "configuration", "tensor", DIGEST};
  }

  /** Without a digest, as files of earlier versions are. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "removed",
      textBlock =
          """
          training.now.rate_factor       | removed
          training.now.rate_factor       | -1
          training.now.rate_factor       | 0
          training.now.rate_factor       | 1e20
          training.now.rate_factor       | 1.0000001
          training.now.schedule.scale    | 0
          training.now.schedule.scale    | 1.5
          training.now.schedule.scale    | removed
          training.now.schedule.best     | removed
          training.now.schedule.best     | 0.01
          training.now.schedule.since-best | 3
          training.now.schedule.since-best | 0.5
          training.now.schedule.other    | 1
          training.now.average.lowest    | -1
          training.now.average.recent-0  | -1
          training.now.average.recent-1  | removed
          training.now.average.recent-2  | 1
          training.now.average.from      | 4
          training.now.stopping.best     | removed
          training.now.stopping.best     | 0.5
          training.now.stopping.since-best | 10
          training.now.stopping.since-best | removed
          training.now.best_loss         | -1
          training.now.best_loss         | NaN
          training.now.best_loss         | 99
          training.now.best_step         | -3
          training.now.best_step         | 0
          training.now.best_step         | 14
          training.now.validation_loss   | -0.1
          training.now.validation_loss   | NaN
          training.now.validation_loss   | Infinity
          training.now.report_characters | -100
          training.now.report_characters | 22
          training.now.report_characters | 9223372036854775807
          training.now.report_characters | 0
          training.now.report_loss       | -1
          training.now.report_loss       | Infinity
          training.now.retries           | -1
          training.now.retries           | 4
          training.now.retries           | 2147483648
          training.now.step              | -1
          training.now.step              | 21
          training.now.step              | 12.5
          training.now.step              | removed
          training.now.hopeless          | -1
          training.now.hopeless          | 13
          training.now.first_loss        | -1
          training.now.new_in_version_9  | 1
          training.good.step             | removed
          training.good.step             | 13
          training.good.retries          | 1
          training.good.rate_factor      | 0.5
          training.config.batch_size     | 4
          training.config.batch_size     | many
          training.config.sequence_length | 0
          training.config.seed           | 1e3
          training.config.steps          | 0
          training.config.epochs         | 3
          training.config.learning_rate  | 0
          training.config.dropout        | 1
          training.config.accumulate     | 0
          training.config.accumulate     | 2147483647
          training.config.dropout_kind   | locked
          training.config.input_dropout  | 1
          training.config.recurrent_dropout | -1
          training.config.weight_drop    | NaN
          training.config.optimizer      | adam:beta1=2
          training.config.average        | ema:decay=1
          training.config.average        | ema
          training.config.average        | asgd:nonmono=1
          training.config.reset_at       | ;
          training.config.new_in_version_9 | 1
          training.run.report_every      | 0
          training.run.validate_every    | -1
          training.run.checkpoint_every  | x
          training.run.patience          | -2
          training.run.patience          | 0
          training.run.retries           | removed
          """)
  void entryOutOfRange_isNamedWithItsValue(String key, String value) {
    Map<String, String> metadata = new TreeMap<>(checkpoint.metadata());
    metadata.remove(DIGEST);
    if (value == null) {
      metadata.remove(key);
    } else {
      metadata.put(key, value);
    }
    // What contradicts is told of the one or the other: of a group at least.
    String group = key.substring(0, key.lastIndexOf('.') + 1);
    assertThatThrownBy(() -> resume(metadata, checkpoint.tensors()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("m.safetensors: ")
        .hasMessageContaining(group.replaceFirst("^training\\.run\\.$", "training."))
        .hasMessageNotContaining("For input string")
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  @Test
  void stateOfAnotherStep_isNoticed() throws IOException {
    SafetensorsFile other = stoppedAt(5, "other.safetensors");
    assertThat(other.metadata().get("training.id"))
        .isEqualTo(checkpoint.metadata().get("training.id"));
    Map<String, String> metadata = new TreeMap<>(checkpoint.metadata());
    metadata.put("training.now.step", "14");
    assertThatThrownBy(() -> resume(metadata, checkpoint.tensors()))
        .hasMessageStartingWith("m.safetensors: 'training.sha256' is '")
        .hasMessageContaining("was changed after it was written");

    Map<String, Tensor> mixed = new TreeMap<>(checkpoint.tensors());
    String state = "training.now.state.l0.0";
    mixed.put(state, other.tensor(state));
    assertThatThrownBy(() -> resume(checkpoint.metadata(), mixed))
        .hasMessageContaining("'training.sha256'");
  }

  @Test
  void stateThatIsNotFinite_isRefused() throws IOException {
    Map<String, String> metadata = new TreeMap<>(checkpoint.metadata());
    metadata.remove(DIGEST);
    SafetensorsWriter writer = new SafetensorsWriter().metadata(metadata);
    for (Tensor tensor : checkpoint.tensors().values()) {
      double[] values = tensor.toDoubles();
      if (tensor.name().equals("training.good.exp_avg.decoder.bias")) {
        values[3] = Double.NaN;
      }
      writer.add(tensor.name(), Dtype.F64, tensor.shape(), values);
    }
    SafetensorsFile file = SafetensorsFile.parse(writer.toBytes(), "m.safetensors");
    assertThatThrownBy(() -> resume(file))
        .hasMessage("m.safetensors: tensor training.good.exp_avg.decoder.bias holds NaN");
  }

  @Test
  void fileOfAnEarlierVersion_goesOnWithTheSameBits() throws IOException {
    TrainingRun whole = run(new TrainingListener() {});
    whole.run();
    Map<String, String> metadata = new TreeMap<>(checkpoint.metadata());
    metadata
        .keySet()
        .removeIf(key -> key.matches("training\\.(sha256|id|.*\\.(first_loss|hopeless))"));
    TrainingRun resumed = resume(metadata, checkpoint.tensors());
    Path again = folder.resolve("again.safetensors");
    resumed.save(again);
    resumed =
        resume(SafetensorsFile.parse(java.nio.file.Files.readAllBytes(again), "m.safetensors"));
    resumed.run();
    for (Parameter parameter : whole.model().network().parameters()) {
      assertThat(resumed.model().network().parameters().get(parameter.name()).value().toArray())
          .as(parameter.name())
          .isEqualTo(parameter.value().toArray());
    }
  }

  // ------------------------------------------------------------------------------ tools

  private Throwable edited(String key, String value) {
    Map<String, String> metadata = new TreeMap<>(checkpoint.metadata());
    if (value == null) {
      metadata.remove(key);
    } else {
      metadata.put(key, value);
    }
    return catchThrowable(() -> resume(metadata, checkpoint.tensors()));
  }

  private static TrainingRun resume(Map<String, String> metadata, Map<String, Tensor> tensors)
      throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter().metadata(metadata);
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      writer.add(entry.getKey(), Dtype.F64, entry.getValue().shape(), entry.getValue().toDoubles());
    }
    return resume(SafetensorsFile.parse(writer.toBytes(), "m.safetensors"));
  }

  private static TrainingRun resume(SafetensorsFile file) throws IOException {
    TrainingConfig how = TrainingRun.Saved.of(file).how();
    Model model = Model.of(file, LA);
    return TrainingRun.builder(model, CORPUS.tokens(), how).heldOut(HELD_OUT).resume(file);
  }

  private SafetensorsFile stoppedAt(int step, String name) throws IOException {
    TrainingRun[] run = new TrainingRun[1];
    run[0] =
        run(
            new TrainingListener() {
              @Override
              public void stepped(Trainer trainer) {
                if (trainer.steps() == step) {
                  run[0].stop();
                }
              }
            });
    run[0].notes().put("out", "m.safetensors");
    assertThat(run[0].run()).isEqualTo(TrainingRun.End.STOPPED);
    Path path = folder.resolve(name);
    run[0].save(path);
    return SafetensorsFile.read(path);
  }

  private static TrainingRun run(TrainingListener listener) {
    Network network =
        new Network(LA, new NetworkConfig(CellType.GRU, CORPUS.vocabulary().size(), 5));
    Initialization.uniform(network, new RandomStreams(4));
    Model model = new Model(network, CORPUS.vocabulary());
    return TrainingRun.builder(model, CORPUS.tokens(), HOW)
        .heldOut(HELD_OUT)
        .config(RUN)
        .listener(listener)
        .build();
  }
}
