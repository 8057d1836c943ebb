// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.vector.VectorLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.safetensors.SafetensorsFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shards that others compute: the bits of those that are computed here. */
class DistantShardsTest {
  private static final String TEXT =
      "the quick brown fox jumps over the lazy dog; pack my box with five dozen liquor jugs. "
          .repeat(4);

  @TempDir Path folder;

  /**
   * A cluster of two workers, which get everything as bytes, each part at a worker of its own turn,
   * the last part first, and each twice, as after a failure.
   */
  private static final class Twice implements ShardExecutor {
    private final LinearAlgebra la;
    private final IntUnaryOperator parts;
    private final List<ShardWorker> workers = new ArrayList<>();
    int windows;
    private int turn;

    Twice(LinearAlgebra la, IntUnaryOperator parts) {
      this.la = la;
      this.parts = parts;
    }

    @Override
    public void begin(byte[] plan, TrainingConfig config) {
      for (int i = 0; i < 2; i++) {
        try {
          workers.add(new ShardWorker(plan.clone(), la));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    @Override
    public int parts(int shards) {
      return parts.applyAsInt(windows);
    }

    @Override
    public List<ShardResult> compute(byte[] parameters, List<ShardPart> parts) {
      windows++;
      byte[] sent = parameters.clone();
      ShardResult[] results = new ShardResult[parts.size()];
      for (int p = parts.size() - 1; p >= 0; p--) {
        ShardPart part = sent(parts.get(p));
        ShardResult first = worker().compute(sent, part);
        results[p] = sent(worker().compute(sent, part));
        assertThat(first.gradient()).isEqualTo(results[p].gradient());
        assertThat(first.states()).isEqualTo(results[p].states());
      }
      return List.of(results);
    }

    private ShardWorker worker() {
      return workers.get(turn++ * 7 / 5 % 2);
    }
  }

  /** As it arrives on another machine. */
  private static <T> T sent(T object) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(object);
      }
      @SuppressWarnings("unchecked")
      T copy =
          (T) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
      return copy;
    } catch (IOException | ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static Training training(CellType cell, int streams, String border, LinearAlgebra la) {
    Training training =
        Training.on(TEXT)
            .backend(la)
            .network(n -> n.cell(cell).hiddenSize(13).layers(2))
            .training(
                how ->
                    how.sequenceLength(6)
                        .batchSize(streams)
                        .shards(8)
                        .accumulate(streams == 13 ? 2 : 1)
                        .dropout(0.2)
                        .inputDropout(0.1)
                        .recurrentDropout(0.1)
                        .weightDrop(0.2)
                        .average(new AverageConfig(AverageType.EMA))
                        .clipping(Clipping.norm(1)))
            .heldOut(HeldOut.fraction(0.1))
            .steps(30);
    return border.isEmpty() ? training : training.records(new RecordBorder(border));
  }

  @ParameterizedTest(name = "{0}, {1} streams, {2} parts, border \"{3}\"")
  @CsvSource({
    "LSTM, 8, 1, ''",
    "LSTM, 13, 2, ''",
    "GRU, 13, 4, ''",
    "RNN, 9, 8, ''",
    "LSTM, 13, 2, ' '",
    "GRU, 11, 8, ' '",
  })
  void model_isThatOfShardsHere(CellType cell, int streams, int parts, String border)
      throws IOException {
    for (LinearAlgebra la : List.of(new EjmlLinearAlgebra(), new VectorLinearAlgebra())) {
      Twice elsewhere = new Twice(la, window -> parts);
      byte[] here = training(cell, streams, border, la).run().toBytes();
      Model there = training(cell, streams, border, la).shardsBy(elsewhere).run();
      assertThat(elsewhere.windows).isGreaterThanOrEqualTo(30);
      assertThat(there.toBytes()).as(la.name()).isEqualTo(here);
    }
  }

  @Test
  void parts_mayBeOthersAtEachStep() throws IOException {
    LinearAlgebra la = new VectorLinearAlgebra();
    Twice elsewhere = new Twice(la, window -> 1 << window % 4);
    assertThat(training(CellType.LSTM, 13, "", la).shardsBy(elsewhere).run().toBytes())
        .isEqualTo(training(CellType.LSTM, 13, "", la).run().toBytes());
  }

  @Test
  void checkpoint_isTheSameFileAndGoesOnHereAndThere() throws IOException {
    LinearAlgebra la = new VectorLinearAlgebra();
    byte[] whole = training(CellType.LSTM, 13, "", la).run().toBytes();
    TrainingRun here = stoppedAt(11, training(CellType.LSTM, 13, "", la));
    TrainingRun there =
        stoppedAt(11, training(CellType.LSTM, 13, "", la).shardsBy(new Twice(la, window -> 4)));
    Path mine = folder.resolve("here.safetensors");
    Path theirs = folder.resolve("there.safetensors");
    here.save(mine);
    there.save(theirs);
    assertThat(theirs).hasSameBinaryContentAs(mine);
    Training rest = Training.on(TEXT).backend(la).heldOut(HeldOut.fraction(0.1));
    assertThat(rest.resume(theirs).toBytes()).isEqualTo(whole);
    rest.shardsBy(new Twice(la, window -> 2));
    assertThat(rest.resume(mine).toBytes()).isEqualTo(whole);
  }

  private static TrainingRun stoppedAt(long step, Training training) throws IOException {
    AtomicReference<TrainingRun> running = new AtomicReference<>();
    TrainingRun run =
        training
            .listener(
                new TrainingListener() {
                  @Override
                  public void stepped(Trainer trainer) {
                    if (trainer.steps() == step) {
                      running.get().stop();
                    }
                  }
                })
            .prepare();
    running.set(run);
    assertThat(run.run()).isEqualTo(TrainingRun.End.STOPPED);
    return run;
  }

  @Test
  void run_thatDivergesGoesBackAsItDoesHere() throws IOException {
    LinearAlgebra la = new VectorLinearAlgebra();
    byte[][] models = new byte[2][];
    for (int i = 0; i < 2; i++) {
      Training training =
          training(CellType.RNN, 9, "", la)
              .training(how -> how.learningRate(3e38).clipping(Clipping.NONE));
      if (i == 1) {
        training.shardsBy(new Twice(la, window -> 4));
      }
      TrainingRun run = training.prepare();
      assertThatThrownBy(run::run).isInstanceOf(DivergenceException.class);
      models[i] = run.finished().toBytes();
    }
    assertThat(models[1]).isEqualTo(models[0]);
  }

  @Test
  void worker_refusesWhatIsNoPlan() throws IOException {
    byte[] model = training(CellType.RNN, 9, "", new EjmlLinearAlgebra()).run().toBytes();
    assertThatThrownBy(() -> new ShardWorker(model, new EjmlLinearAlgebra()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the plan of the training");
    assertThat(SafetensorsFile.parse(model, "m").metadata()).containsKey("cell");
  }
}
