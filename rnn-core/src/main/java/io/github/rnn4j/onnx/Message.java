// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.onnx;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A message of Protocol Buffers that is not written yet. Its fields stand in the order in which
 * they were added. Its length is known from the start, since that of a message stands before it;
 * the bytes of large fields are made when they are written.
 */
final class Message {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;

  /** Writes bytes, as many as was said. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private final List<Content> parts = new ArrayList<>();
  private long length;

  /** Adds a whole number or a truth value; a negative one takes ten bytes. */
  Message number(int field, long value) {
    return part(varint((long) field << 3 | VARINT)).part(varint(value));
  }

  /** Adds a text. */
  Message text(int field, String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return bytes(field, utf8.length, out -> out.write(utf8));
  }

  /** Adds a message, which must not change any more. */
  Message message(int field, Message value) {
    return bytes(field, value.length, value::writeTo);
  }

  /** Adds the fields of another message, as they are now. */
  Message append(Message other) {
    parts.addAll(other.parts);
    length += other.length;
    return this;
  }

  /** Adds bytes that are made when they are written. */
  Message bytes(int field, long count, Content content) {
    part(varint((long) field << 3 | LENGTH_DELIMITED)).part(varint(count));
    parts.add(content);
    length += count;
    return this;
  }

  /** The number of bytes of all fields. */
  long length() {
    return length;
  }

  void writeTo(OutputStream out) throws IOException {
    for (Content part : parts) {
      part.writeTo(out);
    }
  }

  private Message part(byte[] bytes) {
    parts.add(out -> out.write(bytes));
    length += bytes.length;
    return this;
  }

  private static byte[] varint(long value) {
    byte[] bytes = new byte[10];
    int count = 0;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[count++] = (byte) (rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    bytes[count++] = (byte) rest;
    return Arrays.copyOf(bytes, count);
  }
}
