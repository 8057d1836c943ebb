package io.github.rnn4j.text;

import java.nio.charset.CharacterCodingException;

/** Bytes that are not UTF-8. */
public class MalformedUtf8Exception extends CharacterCodingException {
  private static final long serialVersionUID = 1L;

  private final String source;
  private final long offset;
  private final String detail;

  MalformedUtf8Exception(String source, long offset, String detail) {
    this.source = source;
    this.offset = offset;
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
   * @return bytes from the start of the source, from 0
   */
  public long offset() {
    return offset;
  }

  @Override
  public String getMessage() {
    return source
        + ": not UTF-8 at byte offset "
        + offset
        + ": "
        + detail
        + "; convert the text to UTF-8 (for example with iconv)";
  }
}
