// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.options;

import io.github.rnn4j.model.Model;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --weights} of commands that only use a model. */
public final class WeightsOption {
  /** Formats to which weights can be rounded. */
  enum Format {
    BF16
  }

  @Option(
      names = "--weights",
      paramLabel = "FORMAT",
      description =
          "bf16: round the weights to bfloat16, with which the backend vector draws faster from a"
              + " large model; 'rnn export --to rnn --dtype bf16' saves them so. (default: the"
              + " weights as they are)")
  private @Nullable Format format;

  /**
   * The model to use.
   *
   * @param model the model of the file
   * @return it, or one with its weights rounded
   */
  public Model of(Model model) {
    return format == null ? model : model.withBfloat16();
  }

  /**
   * Whether the weights are rounded.
   *
   * @return true if the option was given
   */
  public boolean given() {
    return format != null;
  }
}
