// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import java.io.IOException;

/** A file is well-formed safetensors, but not the weights that were asked for. */
public class ModelFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param source the file
   * @param defect what is wrong with it, with both values, and what to do
   */
  public ModelFileException(String source, String defect) {
    super(source + ": " + defect);
  }
}
