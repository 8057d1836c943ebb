// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.files.OwnFile;
import io.github.rnn4j.files.Sha256;
import io.github.rnn4j.files.TemporaryFile;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a run: the model at its end, checkpoints on the way, and the model that did best on
 * the held-out text.
 *
 * <p>For {@code m.safetensors} these are {@code m.step-600.safetensors} and so on, of which the
 * last {@code keep} stay, and {@code m.best.safetensors}. With {@code keep} 0 the checkpoint is
 * {@code m.safetensors} itself, until the finished model takes its place. Every one is a model that
 * can be sampled from.
 *
 * <p>Only checkpoints of the same run are deleted ({@link TrainingRun#id}), and only models are
 * replaced.
 *
 * @param out the file of the finished model
 * @param keep how many checkpoints stay beside it; 0 for one in its place
 */
public record Checkpoints(Path out, int keep) {
  private static final String SUFFIX = ".safetensors";

  /**
   * Saves a checkpoint, and removes the oldest if there are too many.
   *
   * @param run the run
   * @return the file
   * @throws IOException if it cannot be written; what was there before is then still there
   */
  public Path save(TrainingRun run) throws IOException {
    long step = run.trainer().steps();
    Path path = keep == 0 ? out : sibling(".step-" + step);
    run.save(path);
    if (keep > 0) {
      removeOlder(run);
    }
    return path;
  }

  /**
   * Saves the model that did best on the held-out text so far.
   *
   * @param model the model as it is
   * @throws IOException if it cannot be written; what was there before is then still there
   */
  public void saveBest(Model model) throws IOException {
    model.save(best());
  }

  /**
   * The file of the model that did best.
   *
   * @return for {@code m.safetensors} {@code m.best.safetensors}
   */
  public Path best() {
    return sibling(".best");
  }

  /**
   * Whether {@link #best} is the model that did best in a run. It is another's where a run was
   * resumed under another name, or from before a best model that did not come again.
   *
   * @param run the run
   * @return false if there is no such file, or it is another model
   * @throws IOException if it cannot be read
   */
  public boolean holdsBest(TrainingRun run) throws IOException {
    return Files.isRegularFile(best()) && run.bestDigest().equals(Sha256.of(best()));
  }

  /** Deletes nothing but checkpoints of this very run. */
  private void removeOlder(TrainingRun run) throws IOException {
    NavigableMap<Long, Path> before = onDisk().headMap(run.trainer().steps(), true).descendingMap();
    int kept = 0;
    for (Path old : before.values()) {
      if (isOf(old, run) && ++kept > keep) {
        Files.deleteIfExists(old);
      }
    }
  }

  private static boolean isOf(Path file, TrainingRun run) throws IOException {
    return OwnFile.of(file).equals(Optional.of(OwnFile.MODEL))
        && run.id().equals(SafetensorsFile.readMetadata(file).get(CheckpointFile.ID));
  }

  /** Whatever has the name of a checkpoint of {@link #out}, by its step. */
  private NavigableMap<Long, Path> onDisk() throws IOException {
    NavigableMap<Long, Path> found = new TreeMap<>();
    Pattern pattern = Pattern.compile(Pattern.quote(stem() + ".step-") + "(\\d{1,18})" + suffix());
    Path folder = out.toAbsolutePath().getParent();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Matcher name = pattern.matcher(file.getFileName().toString());
        if (name.matches()) {
          found.put(Long.parseLong(name.group(1)), out.resolveSibling(file.getFileName()));
        }
      }
    }
    return found;
  }

  /**
   * Checks every name that a run will write, before its first step, and removes what dead processes
   * left of temporary files.
   *
   * @param run the run, at its start or where it is resumed
   * @param others what the run reads, and what else it writes
   * @throws IOException if there is something else than a model under one of the names, or one of
   *     {@code others}; nothing is then changed
   */
  public void requireReplaceable(TrainingRun run, List<Path> others) throws IOException {
    requireModel(out, others);
    if (run.hasHeldOut()) {
      requireModel(best(), others);
    }
    if (keep > 0) {
      Map<Long, Path> ahead =
          onDisk().subMap(run.trainer().steps(), false, run.trainer().totalSteps(), true);
      for (Path file : ahead.values()) {
        requireModel(file, others);
      }
    }
    TemporaryFile.removeLeftovers(
        out.toAbsolutePath().resolveSibling(""),
        Pattern.compile(Pattern.quote(stem()) + "(\\.best|\\.step-\\d+)?" + suffix())
            .asMatchPredicate());
  }

  private static void requireModel(Path file, List<Path> others) throws IOException {
    for (Path other : others) {
      if (Files.exists(file) && Files.exists(other) && Files.isSameFile(file, other)) {
        throw new FileAlreadyExistsException(
            file.toString(),
            null,
            "the run would write this file, which it also reads: name another");
      }
    }
    if (Files.isRegularFile(file)
        && Files.size(file) > 0
        && !OwnFile.of(file).equals(Optional.of(OwnFile.MODEL))) {
      throw new FileAlreadyExistsException(
          file.toString(),
          null,
          "the run would write this file, which is something else than "
              + OwnFile.MODEL.noun()
              + ": name another, or move it");
    }
  }

  /**
   * The checkpoints beside {@link #out} that are of another run. They stay, unless this run comes
   * to the same step, and are nothing to resume this run from.
   *
   * @param run the run
   * @return their files, by ascending step
   * @throws IOException if the directory cannot be read
   */
  public List<Path> ofOtherRuns(TrainingRun run) throws IOException {
    List<Path> found = new ArrayList<>();
    if (keep > 0) {
      for (Path file : onDisk().values()) {
        if (OwnFile.of(file).equals(Optional.of(OwnFile.MODEL)) && !isOf(file, run)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  private Path sibling(String mark) {
    return out.resolveSibling(stem() + mark + suffix());
  }

  private String suffix() {
    return out.getFileName().toString().endsWith(SUFFIX) ? SUFFIX : "";
  }

  private String stem() {
    String name = out.getFileName().toString();
    return name.substring(0, name.length() - suffix().length());
  }
}
