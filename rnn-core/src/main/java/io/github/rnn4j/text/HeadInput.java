// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * A stream that shows how it begins before it is read, and remembers it afterwards. It never waits
 * for more bytes than a question needs.
 */
final class HeadInput extends InputStream {
  private static final int REMEMBERED = 1 << 10;

  private final InputStream in;
  private final byte[] head = new byte[REMEMBERED];
  private int known;
  private int given;

  HeadInput(InputStream in) {
    this.in = in;
  }

  /** Whether the stream begins with these bytes; nothing may have been read. */
  boolean startsWith(int... bytes) throws IOException {
    for (int i = 0; i < bytes.length; i++) {
      while (known <= i) {
        int read = in.read(head, known, REMEMBERED - known);
        if (read < 0) {
          return false;
        }
        known += read;
      }
      if ((head[i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /** The first bytes, as far as they were read or looked at. */
  byte[] head() {
    return Arrays.copyOf(head, known);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int read = 0;
    while (read == 0) {
      read = read(one, 0, 1);
    }
    return read < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (given < known) {
      int count = Math.min(length, known - given);
      System.arraycopy(head, given, target, offset, count);
      given += count;
      return count;
    }
    int read = in.read(target, offset, length);
    int remembered = Math.min(read, REMEMBERED - known);
    if (remembered > 0) {
      System.arraycopy(target, offset, head, known, remembered);
      known += remembered;
      given = known;
    }
    return read;
  }

  @Override
  public int available() throws IOException {
    return Math.max(0, known - given) + in.available();
  }
}
