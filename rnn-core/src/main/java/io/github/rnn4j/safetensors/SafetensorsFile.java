// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.safetensors;

import io.github.rnn4j.files.NamedInput;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The content of a safetensors file, read in full and checked in full: an immutable value that
 * holds no file open. The memory it takes is bounded by a small multiple of the size of the file,
 * whatever the header claims.
 */
public final class SafetensorsFile {
  private static final int LENGTH_BYTES = 8;
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final String source;
  private final Map<String, String> metadata;
  private final Map<String, Tensor> tensors;

  private SafetensorsFile(
      String source, Map<String, String> metadata, Map<String, Tensor> tensors) {
    this.source = source;
    this.metadata = metadata;
    this.tensors = Collections.unmodifiableMap(tensors);
  }

  /**
   * Reads and checks a file.
   *
   * @param path the file; a pipe or device is read as a stream
   * @return its content
   * @throws SafetensorsException if it is not a safetensors file by the strict rules
   * @throws NoSuchFileException if it does not exist
   * @throws AccessDeniedException if it may not be read
   * @throws IOException if reading fails
   */
  public static SafetensorsFile read(Path path) throws IOException {
    return opened(
        path,
        in ->
            Files.isRegularFile(path)
                ? read(new Input(in, path.toString()), Files.size(path))
                : read(in, path.toString()));
  }

  /**
   * Reads and checks the header of a file, and none of its data, to learn what it is.
   *
   * @param path a regular file
   * @return its metadata, unmodifiable, in the order of the file; empty if it has none
   * @throws SafetensorsException if its header is not one by the strict rules, or the file is
   *     shorter or longer than the header says
   * @throws IOException as {@link #read(Path)} does
   */
  public static Map<String, String> readMetadata(Path path) throws IOException {
    return opened(path, in -> header(new Input(in, path.toString()), Files.size(path)).metadata());
  }

  /** Reads something from an open file. */
  @FunctionalInterface
  private interface Reading<T> {
    T from(InputStream in) throws IOException;
  }

  private static <T> T opened(Path path, Reading<T> reading) throws IOException {
    String source = path.toString();
    if (Files.isDirectory(path)) {
      throw new SafetensorsException(source, "is a directory, not a safetensors file");
    }
    try (InputStream in = NamedInput.open(path)) {
      return reading.from(in);
    } catch (NoSuchFileException | FileNotFoundException e) {
      throw because(new NoSuchFileException(source, null, "there is no such file"), e);
    } catch (AccessDeniedException e) {
      throw because(new AccessDeniedException(source, null, "permission to read it is denied"), e);
    }
  }

  /**
   * Reads and checks a stream to its end. A stream does not tell its size, so its bytes are
   * gathered first: at most 2³¹ − 9 of them, and twice that memory for a moment.
   *
   * @param in the stream, read to its end, not closed
   * @param source a name for it in messages
   * @return its content
   * @throws SafetensorsException if it is not a safetensors file by the strict rules
   * @throws IOException if reading fails
   */
  public static SafetensorsFile read(InputStream in, String source) throws IOException {
    byte[] bytes = in.readNBytes(LONGEST_ARRAY);
    if (bytes.length == LONGEST_ARRAY && in.read() >= 0) {
      throw new SafetensorsException(
          source,
          "the stream has over " + LONGEST_ARRAY + " bytes: store it as a file and read that");
    }
    return parse(bytes, source);
  }

  /**
   * Reads and checks the bytes of a file.
   *
   * @param bytes the whole file, not modified, not kept
   * @param source a name for it in messages
   * @return its content
   * @throws SafetensorsException if they are not a safetensors file by the strict rules
   */
  public static SafetensorsFile parse(byte[] bytes, String source) throws SafetensorsException {
    try {
      return read(new Input(new ByteArrayInputStream(bytes), source), bytes.length);
    } catch (SafetensorsException e) {
      throw e;
    } catch (IOException e) {
      throw new SafetensorsException(source, "cannot be read: " + e.getMessage(), e);
    }
  }

  private static Header header(Input in, long size) throws IOException {
    String source = in.source();
    if (size < LENGTH_BYTES) {
      throw new SafetensorsException(
          source,
          "has "
              + size
              + " bytes; a safetensors file begins with the 8 bytes of its header's length");
    }
    byte[] beginning = in.read(LENGTH_BYTES);
    long headerBytes = ByteBuffer.wrap(beginning).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (Long.compareUnsigned(headerBytes, Header.LONGEST) > 0) {
      Optional<String> other = OtherFormat.of(beginning);
      if (other.isPresent()) {
        throw new SafetensorsException(source, "is no safetensors file but " + other.get());
      }
      throw new SafetensorsException(
          source,
          "claims a header of "
              + Long.toUnsignedString(headerBytes)
              + " bytes, over the limit of "
              + Header.LONGEST
              + ": it is no safetensors file, or a damaged one");
    }
    long dataBytes = size - LENGTH_BYTES - headerBytes;
    if (dataBytes < 0) {
      throw new SafetensorsException(
          source,
          "claims a header of "
              + headerBytes
              + " bytes, but only "
              + (size - LENGTH_BYTES)
              + " follow: is it cut off?");
    }
    return Header.parse(source, in.read((int) headerBytes), dataBytes);
  }

  private static SafetensorsFile read(Input in, long size) throws IOException {
    String source = in.source();
    Header header = header(in, size);
    for (Header.Entry entry : header.entries()) {
      if (entry.bytes() > LONGEST_ARRAY) {
        throw new SafetensorsException(
            source,
            "tensor "
                + Quote.of(entry.name())
                + " has "
                + entry.bytes()
                + " bytes; this reader takes at most "
                + LONGEST_ARRAY
                + " in one tensor");
      }
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Header.Entry entry : header.entries()) {
      byte[] bytes = in.read((int) entry.bytes());
      tensors.put(
          entry.name(),
          new Tensor(source, entry.name(), entry.dtype(), entry.shape(), entry.elements(), bytes));
    }
    return new SafetensorsFile(source, header.metadata(), tensors);
  }

  /**
   * The name of the file or stream this was read from.
   *
   * @return the name
   */
  public String source() {
    return source;
  }

  /**
   * The file's metadata.
   *
   * @return unmodifiable, in the order of the file; empty if it has none
   */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * A digest of the content but for one entry of the metadata, which may be the digest itself: what
   * {@link SafetensorsWriter#digest} said before that entry was added.
   *
   * @param key the key of the entry; there need not be one
   * @return 64 hexadecimal digits
   * @throws SafetensorsException if the header would be too long to be written
   */
  public String digestWithout(String key) throws SafetensorsException {
    SafetensorsWriter writer = new SafetensorsWriter();
    metadata.forEach(
        (name, value) -> {
          if (!name.equals(key)) {
            writer.metadata(name, value);
          }
        });
    tensors.values().forEach(writer::add);
    return writer.digest();
  }

  /**
   * The tensors by name.
   *
   * @return unmodifiable, in the order of their data
   */
  public Map<String, Tensor> tensors() {
    return tensors;
  }

  /**
   * The tensor of a name.
   *
   * @param name the name
   * @return the tensor
   * @throws SafetensorsException if there is none; the message lists the names there are
   */
  public Tensor tensor(String name) throws SafetensorsException {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      List<String> names = new ArrayList<>();
      tensors.keySet().stream().limit(20).forEach(n -> names.add(Quote.of(n)));
      int more = tensors.size() - names.size();
      throw new SafetensorsException(
          source,
          "has no tensor "
              + Quote.of(name)
              + "; it has "
              + (names.isEmpty() ? "none" : String.join(", ", names))
              + (more > 0 ? " and " + more + " more" : ""));
    }
    return tensor;
  }

  private static <E extends IOException> E because(E exception, Throwable cause) {
    exception.initCause(cause);
    return exception;
  }

  /** A stream whose size was asked for beforehand. */
  private record Input(InputStream in, String source) {
    byte[] read(int count) throws IOException {
      byte[] bytes = new byte[count];
      int read = in.readNBytes(bytes, 0, count);
      if (read < count) {
        throw new SafetensorsException(
            source,
            "became shorter while it was read",
            new EOFException(count - read + " bytes are missing"));
      }
      return bytes;
    }
  }
}
