// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import io.github.rnn4j.files.Failures;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Tokens that are gathered in a temporary file instead of memory, in up to three runs: of one, two,
 * then four bytes a token, as the ids grow. Failures to read or write are {@link
 * UncheckedIOException}s.
 */
final class TokenSpool implements TokenSink, Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  /** Tokens of one width, up to where the next run begins. */
  private record Run(TokenWidth width, long firstToken, long firstByte) {}

  // Not a FileChannel: an interrupt would close it.
  private final RandomAccessFile file;
  private final String name;
  private final List<Run> runs = new ArrayList<>(List.of(new Run(TokenWidth.BYTES, 0, 0)));
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private Run last = runs.get(0);
  private int buffered;
  private long written;
  private long length;

  /** Overwrites {@code file}, which the caller made and deletes. */
  TokenSpool(File file) throws IOException {
    this.file = new RandomAccessFile(file, "rw");
    this.name = file.getPath();
    this.file.setLength(0);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void append(int id) {
    if (id >= last.width.limit) {
      last = new Run(TokenWidth.of(id + 1), length, written + buffered);
      runs.add(last);
    }
    if (buffered > BUFFER_BYTES - Integer.BYTES) {
      flush();
    }
    put(buffer, buffered, last.width, id);
    buffered += last.width.bytes;
    length++;
  }

  @Override
  public void truncate(long newLength) {
    flush();
    while (runs.size() > 1 && last.firstToken >= newLength) {
      runs.remove(runs.size() - 1);
      last = runs.get(runs.size() - 1);
    }
    length = newLength;
    written = last.firstByte + (newLength - last.firstToken) * last.width.bytes;
    try {
      file.setLength(written);
      file.seek(written);
    } catch (IOException e) {
      throw new UncheckedIOException(Failures.writing(name, e));
    }
  }

  @Override
  public void forEach(IntConsumer sink) {
    flush();
    try {
      file.seek(0);
      for (int i = 0; i < runs.size(); i++) {
        long end = i + 1 < runs.size() ? runs.get(i + 1).firstToken : length;
        read(runs.get(i).width, end - runs.get(i).firstToken, sink);
      }
      file.seek(written);
    } catch (IOException e) {
      throw new UncheckedIOException(Failures.writing(name, e));
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Writes an id, least significant byte first. */
  static void put(byte[] target, int at, TokenWidth width, int id) {
    for (int i = 0; i < width.bytes; i++) {
      target[at + i] = (byte) (id >>> 8 * i);
    }
  }

  /** Reads an id that {@link #put} wrote. */
  static int get(byte[] source, int at, TokenWidth width) {
    int id = 0;
    for (int i = 0; i < width.bytes; i++) {
      id |= (source[at + i] & 0xFF) << 8 * i;
    }
    return id;
  }

  private void read(TokenWidth width, long count, IntConsumer sink) throws IOException {
    byte[] chunk = new byte[BUFFER_BYTES];
    long left = count * width.bytes;
    while (left > 0) {
      int size = (int) Math.min(chunk.length, left);
      file.readFully(chunk, 0, size);
      for (int at = 0; at < size; at += width.bytes) {
        sink.accept(get(chunk, at, width));
      }
      left -= size;
    }
  }

  private void flush() {
    try {
      file.write(buffer, 0, buffered);
    } catch (IOException e) {
      throw new UncheckedIOException(Failures.writing(name, e));
    }
    written += buffered;
    buffered = 0;
  }
}
