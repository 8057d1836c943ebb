// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.protobuf;

import java.io.ByteArrayOutputStream;
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
public final class Message {
  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FOUR_BYTES = 5;

  /** Writes bytes, as many as was said. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes all of them.
     *
     * @param out where to; stays open
     * @throws IOException if that fails
     */
    void writeTo(OutputStream out) throws IOException;
  }

  private final List<Content> parts = new ArrayList<>();
  private long length;

  /** A message without fields. */
  public Message() {}

  /**
   * Adds a whole number or a truth value; a negative one takes ten bytes.
   *
   * @param field the field's number
   * @param value the value
   * @return this
   */
  public Message number(int field, long value) {
    return tag(field, VARINT).part(varint(value));
  }

  /**
   * Adds a number in float64.
   *
   * @param field the field's number
   * @param value the value
   * @return this
   */
  public Message float64(int field, double value) {
    return tag(field, EIGHT_BYTES).part(lowestFirst(Double.doubleToRawLongBits(value), Long.BYTES));
  }

  /**
   * Adds a number in float32.
   *
   * @param field the field's number
   * @param value the value
   * @return this
   */
  public Message float32(int field, float value) {
    return tag(field, FOUR_BYTES).part(lowestFirst(Float.floatToRawIntBits(value), Integer.BYTES));
  }

  /**
   * Adds a text.
   *
   * @param field the field's number
   * @param value the value, written as UTF-8
   * @return this
   */
  public Message text(int field, String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return bytes(field, utf8.length, out -> out.write(utf8));
  }

  /**
   * Adds a message.
   *
   * @param field the field's number
   * @param value the message, which must not change any more
   * @return this
   */
  public Message message(int field, Message value) {
    return bytes(field, value.length, value::writeTo);
  }

  /**
   * Adds bytes that are made when they are written.
   *
   * @param field the field's number
   * @param count how many there will be
   * @param content writes them
   * @return this
   */
  public Message bytes(int field, long count, Content content) {
    tag(field, LENGTH_DELIMITED).part(varint(count));
    parts.add(content);
    length += count;
    return this;
  }

  /**
   * Adds the fields of another message, as they are now.
   *
   * @param other not modified
   * @return this
   */
  public Message append(Message other) {
    parts.addAll(other.parts);
    length += other.length;
    return this;
  }

  /**
   * The number of bytes of all fields.
   *
   * @return bytes
   */
  public long length() {
    return length;
  }

  /**
   * Writes all fields.
   *
   * @param out where to; stays open
   * @throws IOException if that fails
   */
  public void writeTo(OutputStream out) throws IOException {
    for (Content part : parts) {
      part.writeTo(out);
    }
  }

  /**
   * All fields.
   *
   * @return a new array
   * @throws IOException if the bytes of a field cannot be made
   */
  public byte[] toBytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(length));
    writeTo(out);
    return out.toByteArray();
  }

  private Message tag(int field, int type) {
    return part(varint((long) field << 3 | type));
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

  private static byte[] lowestFirst(long bits, int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (bits >>> 8 * i);
    }
    return bytes;
  }
}
