// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.github.rnn4j.files.AtomicFile;
import io.github.rnn4j.files.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Gathers tensors and metadata and writes them as one safetensors file.
 *
 * <p>The same content gives the same bytes, in whatever order it was added. As in the reference
 * library, tensors stand by descending alignment of their dtype (dtypes of one alignment in the
 * order U64, I64, F64; U32, ...), then by name; the header is padded with spaces to a multiple of 8
 * bytes. Metadata stands by key. Names and keys are compared by code point.
 *
 * <p>Values are asked for and converted only while they are written, a few kilobytes at a time: an
 * array that was added must not change before. Not safe for use by several threads.
 */
public final class SafetensorsWriter {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();
  private static final int CHUNK_BYTES = 1 << 13;
  private static final Comparator<String> BY_CODE_POINTS =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private final Map<String, String> metadata = new TreeMap<>(BY_CODE_POINTS);
  private final Map<String, Pending> tensors = new TreeMap<>(BY_CODE_POINTS);

  /** Writes the values of one tensor. */
  @FunctionalInterface
  private interface Values {
    void writeTo(OutputStream out) throws IOException;
  }

  private record Pending(String name, Dtype dtype, long[] shape, long bytes, Values values) {}

  /** A writer without content. */
  public SafetensorsWriter() {}

  /**
   * Adds an entry of the metadata.
   *
   * @param key its key
   * @param value its value
   * @return this writer
   * @throws IllegalArgumentException if there is an entry of that key already, or either string
   *     holds half of a surrogate pair; nothing is added
   */
  public SafetensorsWriter metadata(String key, String value) {
    requireWellFormed("metadata key", key);
    requireWellFormed("metadata " + Quote.of(key), value);
    if (metadata.putIfAbsent(key, value) != null) {
      throw new IllegalArgumentException("metadata " + Quote.of(key) + " was added before");
    }
    return this;
  }

  /**
   * Adds every entry of a map to the metadata.
   *
   * @param entries the entries, not modified
   * @return this writer
   * @throws IllegalArgumentException as {@link #metadata(String, String)} does; the entries before
   *     the bad one are added
   */
  public SafetensorsWriter metadata(Map<String, String> entries) {
    entries.forEach(this::metadata);
    return this;
  }

  /**
   * Adds a tensor of floating-point values.
   *
   * @param name its name
   * @param dtype F64, or F32 or BF16 to round each value to the nearest number of that format
   * @param shape the sizes of its dimensions, outermost first; copied
   * @param values row-major, as many as the shape says; read when the file is written, not modified
   * @return this writer
   * @throws IllegalArgumentException if the name was added before, is {@code __metadata__} or holds
   *     half of a surrogate pair, the dtype is another one, a size is negative, or the number of
   *     values is not that of the shape; nothing is added
   */
  public SafetensorsWriter add(String name, Dtype dtype, long[] shape, double[] values) {
    requireCount(name, shape, values.length);
    return add(name, dtype, shape, () -> values);
  }

  /**
   * Adds a tensor of floating-point values that are fetched when its turn comes to be written, so
   * that no two tensors need be copied at a time.
   *
   * @param name its name
   * @param dtype F64, or F32 or BF16 to round each value to the nearest number of that format
   * @param shape the sizes of its dimensions, outermost first; copied
   * @param values gives the values, row-major, as many as the shape says; called once in each
   *     writing
   * @return this writer
   * @throws IllegalArgumentException as {@link #add(String, Dtype, long[], double[])} does, except
   *     for the number of values, which is checked while writing
   */
  public SafetensorsWriter add(String name, Dtype dtype, long[] shape, Supplier<double[]> values) {
    long[] sizes = shape.clone();
    Values bytes =
        switch (dtype) {
          case F64 -> out -> doubles(fetch(sizes, values), out);
          case F32 -> out -> floats(fetch(sizes, values), out);
          case BF16 -> out -> bfloats(fetch(sizes, values), out);
          default ->
              throw new IllegalArgumentException(
                  "tensor "
                      + Quote.of(name)
                      + ": doubles are written as F64, F32 or BF16, not as "
                      + dtype);
        };
    return add(name, dtype, sizes, bytes);
  }

  /**
   * Adds an I64 tensor.
   *
   * @param name its name
   * @param shape the sizes of its dimensions, outermost first; copied
   * @param values row-major, as many as the shape says; read when the file is written, not modified
   * @return this writer
   * @throws IllegalArgumentException if the name was added before, is {@code __metadata__} or holds
   *     half of a surrogate pair, a size is negative, or the number of values is not that of the
   *     shape; nothing is added
   */
  public SafetensorsWriter add(String name, long[] shape, long[] values) {
    requireCount(name, shape, values.length);
    return add(name, Dtype.I64, shape.clone(), out -> longs(values, out));
  }

  /** Adds a tensor as it was read, to the last bit. */
  SafetensorsWriter add(Tensor tensor) {
    return add(tensor.name(), tensor.dtype(), tensor.shape(), tensor::writeTo);
  }

  private SafetensorsWriter add(String name, Dtype dtype, long[] shape, Values values) {
    requireWellFormed("tensor name", name);
    if (name.equals(Header.METADATA)) {
      throw new IllegalArgumentException(
          "a tensor cannot be called " + Header.METADATA + ": the format keeps that name");
    }
    long bytes;
    try {
      bytes = Math.multiplyExact(elements(name, shape), dtype.bits() / 8);
    } catch (ArithmeticException e) {
      throw overflow(name, shape, e);
    }
    if (tensors.putIfAbsent(name, new Pending(name, dtype, shape, bytes, values)) != null) {
      throw new IllegalArgumentException("tensor " + Quote.of(name) + " was added before");
    }
    return this;
  }

  /**
   * Writes the file, in full or not at all.
   *
   * @param path the file to create or to replace
   * @throws SafetensorsException if a value does not fit its format, a supplier gives another
   *     number of values than the shape says, or the header is over the format's limit of
   *     100,000,000 bytes
   * @throws IOException if writing fails. After any exception the file is as it was
   * @see AtomicFile
   */
  public void write(Path path) throws IOException {
    AtomicFile.write(path, out -> writeTo(out, path.toString()));
  }

  /**
   * Writes the file's bytes to a stream.
   *
   * @param out the stream, not closed
   * @throws SafetensorsException as {@link #write} does; part of the bytes may then have been
   *     written
   * @throws IOException if writing fails
   */
  public void writeTo(OutputStream out) throws IOException {
    writeTo(out, "safetensors stream");
  }

  /**
   * The file's bytes.
   *
   * @return a fresh array
   * @throws SafetensorsException as {@link #write} does
   */
  public byte[] toBytes() throws SafetensorsException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writeTo(out);
    } catch (SafetensorsException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return out.toByteArray();
  }

  /**
   * A digest of the content so far: the SHA-256 of the bytes that would be written now.
   *
   * @return 64 hexadecimal digits
   * @throws SafetensorsException as {@link #write} does
   * @see SafetensorsFile#digestWithout
   */
  public String digest() throws SafetensorsException {
    MessageDigest sha256 = Sha256.begin();
    try {
      writeTo(new DigestOutputStream(OutputStream.nullOutputStream(), sha256), "digest");
    } catch (SafetensorsException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("nothing is written anywhere", e);
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private void writeTo(OutputStream out, String target) throws IOException {
    List<Pending> ordered = new ArrayList<>(tensors.values());
    ordered.sort(Comparator.comparing(Pending::dtype).reversed());
    byte[] header = header(ordered);
    if (header.length > Header.LONGEST) {
      throw new SafetensorsException(
          target,
          "the header would take "
              + header.length
              + " bytes, over the format's limit of "
              + Header.LONGEST);
    }
    out.write(little(Long.BYTES).putLong(header.length).array());
    out.write(header);
    for (Pending tensor : ordered) {
      try {
        tensor.values().writeTo(out);
      } catch (UnfitException e) {
        throw new SafetensorsException(
            target, "tensor " + Quote.of(tensor.name()) + ": " + e.getMessage(), e);
      }
    }
  }

  private byte[] header(List<Pending> ordered) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(Header.METADATA);
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      long begin = 0;
      for (Pending tensor : ordered) {
        long end = Math.addExact(begin, tensor.bytes());
        json.writeObjectFieldStart(tensor.name());
        json.writeStringField("dtype", tensor.dtype().name());
        json.writeFieldName("shape");
        json.writeArray(tensor.shape(), 0, tensor.shape().length);
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {begin, end}, 0, 2);
        json.writeEndObject();
        begin = end;
      }
      json.writeEndObject();
    }
    while (bytes.size() % 8 != 0) {
      bytes.write(' ');
    }
    return bytes.toByteArray();
  }

  private static double[] fetch(long[] shape, Supplier<double[]> source) throws UnfitException {
    double[] values = source.get();
    long elements = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    if (values.length != elements) {
      throw new UnfitException(
          "its shape "
              + Arrays.toString(shape)
              + " needs "
              + elements
              + " values, but its supplier gave "
              + values.length);
    }
    return values;
  }

  private static void doubles(double[] values, OutputStream out) throws IOException {
    ByteBuffer chunk = little(CHUNK_BYTES);
    for (double value : values) {
      chunk.putDouble(value);
      flushIfFull(chunk, out);
    }
    flush(chunk, out);
  }

  private static void floats(double[] values, OutputStream out) throws IOException {
    ByteBuffer chunk = little(CHUNK_BYTES);
    for (int i = 0; i < values.length; i++) {
      float rounded = (float) values[i];
      if (Float.isInfinite(rounded) && !Double.isInfinite(values[i])) {
        throw new UnfitException(
            "element " + i + " is " + values[i] + ", too large for F32; write it as F64");
      }
      chunk.putFloat(rounded);
      flushIfFull(chunk, out);
    }
    flush(chunk, out);
  }

  private static void bfloats(double[] values, OutputStream out) throws IOException {
    ByteBuffer chunk = little(CHUNK_BYTES);
    for (int i = 0; i < values.length; i++) {
      float rounded = Bfloat16.round(values[i]);
      if (Float.isInfinite(rounded) && !Double.isInfinite(values[i])) {
        throw new UnfitException(
            "element " + i + " is " + values[i] + ", too large for BF16; write it as F64");
      }
      chunk.putShort((short) (Float.floatToRawIntBits(rounded) >>> 16));
      flushIfFull(chunk, out);
    }
    flush(chunk, out);
  }

  private static void longs(long[] values, OutputStream out) throws IOException {
    ByteBuffer chunk = little(CHUNK_BYTES);
    for (long value : values) {
      chunk.putLong(value);
      flushIfFull(chunk, out);
    }
    flush(chunk, out);
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void flushIfFull(ByteBuffer chunk, OutputStream out) throws IOException {
    if (!chunk.hasRemaining()) {
      flush(chunk, out);
    }
  }

  private static void flush(ByteBuffer chunk, OutputStream out) throws IOException {
    out.write(chunk.array(), 0, chunk.position());
    chunk.clear();
  }

  private static void requireCount(String name, long[] shape, int count) {
    long elements = elements(name, shape);
    if (elements != count) {
      throw new IllegalArgumentException(
          "tensor "
              + Quote.of(name)
              + " of shape "
              + Arrays.toString(shape)
              + " needs "
              + elements
              + " values, not "
              + count);
    }
  }

  private static long elements(String name, long[] shape) {
    long elements = 1;
    for (long size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException(
            "tensor "
                + Quote.of(name)
                + " has a negative size in its shape "
                + Arrays.toString(shape));
      }
      try {
        elements = Math.multiplyExact(elements, size);
      } catch (ArithmeticException e) {
        throw overflow(name, shape, e);
      }
    }
    return elements;
  }

  private static IllegalArgumentException overflow(
      String name, long[] shape, ArithmeticException cause) {
    return new IllegalArgumentException(
        "the size of tensor "
            + Quote.of(name)
            + ", "
            + Arrays.toString(shape)
            + ", overflows 64 bits",
        cause);
  }

  private static void requireWellFormed(String what, String text) {
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      if (Character.getType(codePoint) == Character.SURROGATE) {
        throw new IllegalArgumentException(
            String.format(
                "%s %s holds half of a surrogate pair, U+%04X", what, Quote.of(text), codePoint));
      }
      i += Character.charCount(codePoint);
    }
  }

  /** Values that cannot be written as they should be. */
  private static final class UnfitException extends IOException {
    private static final long serialVersionUID = 1L;

    UnfitException(String message) {
      super(message);
    }
  }
}
