// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.metadata.Entries;
import io.github.rnn4j.model.ModelFileException;
import io.github.rnn4j.safetensors.SafetensorsException;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * A checkpoint as a file: a model file, and under {@code training.} what a run needs to go on. The
 * only place where that is text.
 *
 * <pre>
 *   training.config.*   how to train
 *   training.run.*      what to do around it
 *   training.note.*     notes of whoever began the run
 *   training.id         of the run, the same in all its checkpoints
 *   training.now.*      where the run is: progress, and tensors
 *   training.good.*     its last good state, if that is another
 *   training.sha256     of the whole file without this entry
 * </pre>
 *
 * <p>A reader trusts none of it. Every entry must be there, in range and consistent with the
 * others; the digest then tells whether they belong together. Files of earlier versions have no
 * digest and no id.
 */
final class CheckpointFile {
  static final String LIVE = "training.now.";
  static final String GOOD = "training.good.";
  static final String ID = "training.id";
  private static final String CONFIG = "training.config.";
  private static final String RUN = "training.run.";
  static final String NOTE = "training.note.";
  private static final String DIGEST = "training.sha256";

  private final SafetensorsFile file;
  private final Entries entries;

  CheckpointFile(SafetensorsFile file) {
    this.file = file;
    this.entries = new Entries(file.metadata());
  }

  // ------------------------------------------------------------------------------ writing

  /** Adds what does not change during a run. */
  static SafetensorsWriter plan(
      SafetensorsWriter writer, TrainingConfig how, RunConfig config, Map<String, String> notes) {
    how.toMap().forEach((name, value) -> writer.metadata(CONFIG + name, value));
    config.toMap().forEach((name, value) -> writer.metadata(RUN + name, value));
    notes.forEach((name, value) -> writer.metadata(NOTE + name, value));
    return writer;
  }

  /** Adds the digest of all that was added before. */
  static void seal(SafetensorsWriter writer) throws SafetensorsException {
    writer.metadata(DIGEST, writer.digest());
  }

  // ------------------------------------------------------------------------------ reading

  /** How to train. */
  TrainingConfig how() throws IOException {
    if (entries.under(CONFIG).isEmpty()) {
      throw new ModelFileException(
          file.source(),
          "holds no training to resume: a checkpoint does, a finished model does not; begin a new"
              + " run from its weights (--init-from), or resume its last checkpoint"
              + " (--keep-optimizer makes the finished model one)");
    }
    return read(() -> TrainingConfig.parse(entries.under(CONFIG)));
  }

  /** What to do around it. */
  RunConfig config() throws IOException {
    return read(() -> RunConfig.parse(entries.under(RUN)));
  }

  /** The notes of whoever began the run. */
  Map<String, String> notes() {
    return entries.under(NOTE).toMap();
  }

  /** Of the run; empty in a file of an earlier version. */
  Optional<String> id() {
    return Optional.ofNullable(file.metadata().get(ID));
  }

  /** Whether the last good state is another than the present one. */
  boolean apart() {
    return !entries.under(GOOD).isEmpty()
        || file.tensors().keySet().stream().anyMatch(name -> name.startsWith(GOOD));
  }

  /**
   * Reads a state.
   *
   * @param prefix which
   * @param state room for it; modified
   * @param frame what the run allows
   */
  void read(String prefix, TrainingState state, RunProgress.Frame frame) throws IOException {
    RunProgress progress = read(() -> RunProgress.read(entries.under(prefix), frame));
    state.read(prefix, file, progress);
  }

  /** Holds a state against the windows of its text. */
  void requirePlace(Trainer trainer, TrainingState state) throws IOException {
    read(
        () -> {
          trainer.requirePlace(state);
          return state;
        });
  }

  /** Holds the last good state against the present one. */
  void requireBefore(RunProgress good, RunProgress live) throws IOException {
    read(
        () -> {
          Entries then = entries.under(GOOD);
          if (good.step() >= live.step()) {
            throw then.bad("step", "the run is at step " + live.step() + ", and was good before");
          }
          if (good.retries() != live.retries()) {
            throw then.bad("retries", "the run went back " + live.retries() + " times");
          }
          if (good.rateFactor() != live.rateFactor()) {
            throw then.bad("rate_factor", "that of the run is " + live.rateFactor());
          }
          return good;
        });
  }

  /** Everything belongs together, as the digest says, if there is one. */
  void requireWhole() throws IOException {
    String told = file.metadata().get(DIGEST);
    if (told == null) {
      return;
    }
    String found = read(() -> digest());
    if (!found.equals(told)) {
      throw new ModelFileException(
          file.source(),
          "'"
              + DIGEST
              + "' is '"
              + told
              + "', the SHA-256 of the rest is "
              + found
              + ": the checkpoint was changed after it was written; resume another one");
    }
  }

  private String digest() {
    try {
      return file.digestWithout(DIGEST);
    } catch (SafetensorsException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Reads something. */
  @FunctionalInterface
  private interface Reading<T> {
    T read();
  }

  private <T> T read(Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (IllegalArgumentException e) {
      ModelFileException defect =
          new ModelFileException(file.source(), "the training in it is damaged: " + e.getMessage());
      defect.initCause(e);
      throw defect;
    }
  }
}
