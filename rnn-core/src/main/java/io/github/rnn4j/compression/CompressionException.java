// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.compression;

import java.io.IOException;

/** Compressed data that is damaged, truncated, or made with another model or backend. */
public final class CompressionException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * Says what is wrong.
   *
   * @param source the file, or another name for where the data is from
   * @param problem what is wrong, and what helps
   */
  public CompressionException(String source, String problem) {
    super(source + ": " + problem);
  }

  static CompressionException damaged(String source, String problem) {
    return new CompressionException(source, "is damaged: " + problem);
  }
}
