// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.safetensors;

import java.io.IOException;

/**
 * A defect of a safetensors file, or a tensor that cannot be had in the form asked for. The message
 * names the file, the entry and the values. It is checked, and an {@link IOException}: whoever
 * reads a file has to expect both.
 */
public class SafetensorsException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The name of the file or stream. */
  private final String source;

  /**
   * A defect of {@code source}.
   *
   * @param source the name of the file or stream
   * @param detail what is wrong, with the values
   */
  public SafetensorsException(String source, String detail) {
    super(source + ": " + detail);
    this.source = source;
  }

  SafetensorsException(String source, String detail, Throwable cause) {
    super(source + ": " + detail, cause);
    this.source = source;
  }

  /**
   * The name of the file or stream that has the defect.
   *
   * @return the name
   */
  public String source() {
    return source;
  }
}
