// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** The vocabulary of the 256 bytes: a byte's id is its value. There is one. */
public final class ByteVocabulary extends Vocabulary {
  static final ByteVocabulary INSTANCE = new ByteVocabulary();

  private static final int BYTES = 256;
  private static final int ASCII = 0x80;

  private ByteVocabulary() {}

  @Override
  public Unit unit() {
    return Unit.BYTE;
  }

  @Override
  public int size() {
    return BYTES;
  }

  /** Bytes are all known: {@link #NONE}. */
  @Override
  public int unknownId() {
    return NONE;
  }

  @Override
  public int idOf(int codePoint) {
    return codePoint >= 0 && codePoint < ASCII ? codePoint : NONE;
  }

  @Override
  public String textOf(int id) {
    requireId(id);
    return id < ASCII ? Character.toString(id) : REPLACEMENT;
  }

  @Override
  public byte[] bytesOf(int id) {
    requireId(id);
    return new byte[] {(byte) id};
  }

  @Override
  public void bytesOf(int id, IntConsumer sink) {
    requireId(id);
    sink.accept(id);
  }

  @Override
  void codePointsOf(int id, IntConsumer sink) {
    sink.accept(textOf(id).codePointAt(0));
  }

  @Override
  public int[] idsOf(Vocabulary other) {
    requireUnitOf(other);
    return IntStream.range(0, BYTES).toArray();
  }

  @Override
  public ByteVocabulary union(Vocabulary other) {
    requireUnitOf(other);
    return this;
  }

  @Override
  public ByteVocabulary without(int codePoint) {
    return this;
  }

  /**
   * The ids of bytes.
   *
   * @param bytes the bytes, not modified
   * @return a fresh array, their values
   */
  public int[] encode(byte[] bytes) {
    int[] ids = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      ids[i] = bytes[i] & 0xFF;
    }
    return ids;
  }

  @Override
  public List<String> split(String text) {
    List<String> bytes = new ArrayList<>();
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      bytes.add(textOf(one & 0xFF));
    }
    return bytes;
  }

  @Override
  public List<String> unknown(String text) {
    return text.codePoints()
        .filter(CodePoints::isSurrogate)
        .distinct()
        .mapToObj(Character::toString)
        .toList();
  }

  @Override
  int[] lookUp(String text) {
    return text.codePoints()
        .flatMap(
            codePoint ->
                CodePoints.isSurrogate(codePoint)
                    ? IntStream.of(NONE)
                    : IntStream.of(
                        encode(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8))))
        .toArray();
  }

  @Override
  public boolean equals(Object other) {
    return other == this;
  }

  @Override
  public int hashCode() {
    return BYTES;
  }

  @Override
  public String toString() {
    return "Vocabulary of the 256 bytes";
  }
}
