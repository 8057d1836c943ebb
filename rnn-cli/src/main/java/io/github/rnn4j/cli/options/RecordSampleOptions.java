// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.options;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.sampling.RecordSampling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which records are drawn from a model of records, and how they are printed. */
public final class RecordSampleOptions {
  @Option(
      names = "--label",
      paramLabel = "NAME",
      preprocessor = AnyText.class,
      converter = AnyText.Verbatim.class,
      description =
          "Records of this label, of a model whose records have some. (default: the label is drawn"
              + " first)")
  private @Nullable String label;

  @Option(names = "--unique", description = "No record twice.")
  private boolean unique;

  @Option(
      names = "--novel",
      description =
          "No record of the model's training, the held-out ones included. The model must remember"
              + " them: see --remember of 'rnn train'.")
  private boolean novel;

  @Option(names = "--json", description = "Print a line of JSON for each record.")
  private boolean json;

  /** The first of these options that is given, if one is. */
  public Optional<String> given() {
    if (label != null) {
      return Optional.of("--label");
    }
    if (unique) {
      return Optional.of("--unique");
    }
    if (novel) {
      return Optional.of("--novel");
    }
    return json ? Optional.of("--json") : Optional.empty();
  }

  /**
   * Checks that a model of records has what is asked of it.
   *
   * @throws IOException if it remembers no records, and new ones are asked for; or if it has no
   *     labels, or not the one given
   */
  public void requireFits(Model model, Path path) throws IOException {
    if (novel && model.known().isEmpty()) {
      throw new IOException(
          path
              + ": the model does not remember the records it was trained on, so that --novel cannot"
              + " tell what is new: train it again with --remember N, N from the number of its"
              + " records on");
    }
    if (label == null) {
      return;
    }
    if (model.labels().isEmpty()) {
      throw new IOException(path + ": the records of this model have no labels: leave out --label");
    }
    model.requireLabels().indexOf(label);
  }

  /** Sets what is given. */
  public RecordSampling set(RecordSampling how) {
    RecordSampling with = label == null ? how : how.label(label);
    with = unique ? with.unique() : with;
    return novel ? with.novel() : with;
  }

  public Optional<String> label() {
    return Optional.ofNullable(label);
  }

  public boolean novel() {
    return novel;
  }

  public boolean json() {
    return json;
  }
}
