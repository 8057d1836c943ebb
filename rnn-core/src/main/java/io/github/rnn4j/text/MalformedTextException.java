// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.nio.charset.CharacterCodingException;

/** Bytes that are no text in the encoding in which they are read. */
public class MalformedTextException extends CharacterCodingException {
  private static final long serialVersionUID = 1L;

  /** The name of the file or stream. */
  private final String source;

  /** Where the defect begins, in bytes; −1 if nobody knows. */
  private final long offset;

  /** Why it is left out of a directory, to follow its name. */
  private final String reason;

  /** What is wrong, and the remedy. */
  private final String detail;

  /**
   * A text that cannot be read.
   *
   * @param source the name of the file or stream
   * @param offset where the defect begins, in bytes; −1 if nobody knows
   * @param reason why it is left out of a directory, to follow its name
   * @param detail what is wrong and the remedy
   */
  MalformedTextException(String source, long offset, String reason, String detail) {
    this.source = source;
    this.offset = offset;
    this.reason = reason;
    this.detail = detail;
  }

  /**
   * The name of the file or stream.
   *
   * @return the name
   */
  public String source() {
    return source;
  }

  /**
   * Where the malformed sequence begins.
   *
   * @return bytes from the start of the source, unpacked if it is compressed, from 0; −1 for a NUL
   */
  public long offset() {
    return offset;
  }

  /**
   * Why it is left out where it was not asked for.
   *
   * @return to follow the name: "is not UTF-8 (at byte offset 7)"
   */
  public String reason() {
    return reason;
  }

  @Override
  public String getMessage() {
    return source + ": " + detail;
  }
}
