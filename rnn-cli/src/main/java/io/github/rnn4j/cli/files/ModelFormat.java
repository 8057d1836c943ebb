// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.files;

import io.github.rnn4j.safetensors.SafetensorsFile;

/** How a model of ours is told from other safetensors files. */
public final class ModelFormat {
  private static final String ENTRY = "format";
  private static final String OURS = "rnn4j.model";

  private ModelFormat() {}

  /** Whether a file says that it is a model of ours. */
  public static boolean isOurs(SafetensorsFile file) {
    return OURS.equals(file.metadata().get(ENTRY));
  }
}
