package io.github.rnn4j.training;

import io.github.rnn4j.model.Model;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
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
      removeOlder(step);
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

  private void removeOlder(long step) throws IOException {
    Map<Long, Path> before = new TreeMap<>(Comparator.reverseOrder());
    Pattern pattern = Pattern.compile(Pattern.quote(stem() + ".step-") + "(\\d{1,18})" + suffix());
    Path folder = out.toAbsolutePath().getParent();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Matcher name = pattern.matcher(file.getFileName().toString());
        if (name.matches() && Long.parseLong(name.group(1)) <= step) {
          before.put(Long.parseLong(name.group(1)), file);
        }
      }
    }
    for (Path old : before.values().stream().skip(keep).toList()) {
      Files.deleteIfExists(old);
    }
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
