// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.options;

import io.github.rnn4j.cli.files.NotedFile;
import io.github.rnn4j.metadata.Entries;
import io.github.rnn4j.training.Checkpoints;
import io.github.rnn4j.training.RunConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a training run starts from, and where its model and its checkpoints go. */
public final class FileOptions {
  private static final Path OUT = Path.of("model.safetensors");
  private static final int KEEP = 3;

  private static final String NOTE_OUT = "out";
  private static final String NOTE_KEEP = "keep";
  private static final String NOTE_KEEP_OPTIMIZER = "keep-optimizer";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Where the model goes. An earlier model is replaced, any other file is not. (default:"
              + " model.safetensors)")
  private @Nullable Path out;

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description =
          "Go on with the run of this checkpoint, bit for bit as if it had never stopped. All"
              + " options come from it; only --epochs, --steps, --out, --metrics, --plot, --report,"
              + " --tensorboard, --view, --keep, --progress, --cache and the place of the text may be given"
              + " anew. What lay elsewhere"
              + " than beside the checkpoint and is to be written must be.")
  private @Nullable Path resume;

  @Option(
      names = "--init-from",
      paramLabel = "MODEL",
      description =
          "Begin a new run with the weights of this model. Characters that it lacks are added.")
  private @Nullable Path initFrom;

  @Option(
      names = "--init",
      paramLabel = "FILE",
      description =
          "Start from the weights of this safetensors file, under PyTorch's names:"
              + " rnn.weight_ih_l0, rnn.weight_hh_l0, rnn.bias_ih_l0, rnn.bias_hh_l0,"
              + " decoder.weight, decoder.bias. (default: random weights)")
  private @Nullable Path init;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      converter = Numbers.PositiveLong.class,
      description =
          "Keep a checkpoint of every N steps, in OUT's name with .step-N in it. (default: now and"
              + " then one in the place of OUT, until the model is there)")
  private @Nullable Long checkpointEvery;

  @Option(
      names = "--keep",
      paramLabel = "N",
      converter = Numbers.PositiveInt.class,
      description = "How many of these checkpoints stay: the last N. (default: " + KEEP + ")")
  private @Nullable Integer keep;

  @Option(
      names = "--keep-optimizer",
      description =
          "The finished model keeps the state of its training: --resume OUT --epochs N gives it"
              + " more. It is a larger file, and read like any other.")
  private boolean keepOptimizer;

  @Option(
      names = "--sweep",
      paramLabel = "FILE.json",
      description =
          "Many runs, one after the other: those that this file describes, a grid or a random"
              + " choice of options. --out is then a folder, FILE's name unless given, for the models"
              + " and a table of losses. Runs that are there already are not done again.")
  private @Nullable Path sweep;

  @Option(
      names = "--dry-run",
      description =
          "Check everything, tell sizes, memory and time, and end. A --cache is written, nothing"
              + " else. Of a sweep, show the runs.")
  private boolean dryRun;

  /** Whether the finished model keeps the state of its training. */
  public boolean keepOptimizer() {
    return keepOptimizer;
  }

  /** Whether the run ends before it begins. */
  public boolean dryRun() {
    return dryRun;
  }

  /** What describes many runs, if there are to be many. */
  public Optional<Path> sweep() {
    return Optional.ofNullable(sweep);
  }

  /** The folder of a sweep: as given, or FILE's name without its ending, in the present folder. */
  public Path folder(Path sweep) {
    if (out != null) {
      return out;
    }
    String name = String.valueOf(sweep.getFileName());
    int point = name.lastIndexOf('.');
    return Path.of(point > 0 ? name.substring(0, point) : name + ".runs");
  }

  public Path out() {
    return out == null ? OUT : out;
  }

  public Optional<Path> init() {
    return Optional.ofNullable(init);
  }

  public Optional<Path> initFrom() {
    return Optional.ofNullable(initFrom);
  }

  public Optional<Path> resume() {
    return Optional.ofNullable(resume);
  }

  /** What is wrong with the options together. */
  public Optional<String> defect() {
    if (resume != null) {
      return Optional.empty();
    }
    if (init != null && initFrom != null) {
      return Optional.of("--init and --init-from exclude each other: give one of them");
    }
    if (keep != null && checkpointEvery == null) {
      return Optional.of("--keep says how many checkpoints stay: give --checkpoint-every, too");
    }
    if (checkpointEvery != null && Files.exists(out()) && !Files.isRegularFile(out())) {
      return Optional.of(
          "--checkpoint-every puts files beside --out " + out + ", which is no regular file");
    }
    return Optional.empty();
  }

  /** Sets what is given. */
  public void set(RunConfig.Builder run) {
    Optional.ofNullable(checkpointEvery).ifPresent(run::checkpointEvery);
  }

  public Checkpoints checkpoints() {
    return new Checkpoints(
        out(), checkpointEvery == null && keep == null ? 0 : keep == null ? KEEP : keep);
  }

  /** What a resumed run must know. */
  public void note(Map<String, String> notes) {
    notes.put(NOTE_OUT, NotedFile.note(out(), out()));
    notes.put(NOTE_KEEP, Integer.toString(checkpoints().keep()));
    if (keepOptimizer) {
      notes.put(NOTE_KEEP_OPTIMIZER, "true");
    }
  }

  /**
   * Takes up what {@link #note} noted, unless it is given anew.
   *
   * @throws IOException if the place is not beside the checkpoint
   * @throws IllegalArgumentException if the notes are damaged
   */
  public void restore(Entries notes, Path checkpoint) throws IOException {
    int noted = notes.has(NOTE_KEEP) ? notes.whole(NOTE_KEEP, 0) : 0;
    if (keep == null && noted > 0) {
      keep = noted;
    }
    keepOptimizer |= notes.has(NOTE_KEEP_OPTIMIZER);
    if (out == null) {
      if (!notes.has(NOTE_OUT)) {
        throw new IOException(checkpoint + " does not tell where its model goes: give --out");
      }
      out = NotedFile.restore(notes, NOTE_OUT, checkpoint, "--out");
    }
  }
}
