// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.onnx;

import io.github.rnn4j.files.AtomicFile;
import io.github.rnn4j.protobuf.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Gathers a graph and writes it as one ONNX file: opset {@value #OPSET}, format version {@value
 * #IR_VERSION}, which ONNX Runtime reads since 1.8.
 *
 * <p>The same calls in the same order give the same bytes. Who wrote it ({@link
 * io.github.rnn4j.files.OwnFile#ONNX}) and the metadata stand before the graph. Values are asked
 * for only while they are written. Not safe for use by several threads.
 */
public final class OnnxWriter {
  /** The version of the operators. */
  public static final int OPSET = 14;

  /** The version of the format, that of ONNX 1.9. */
  public static final int IR_VERSION = 7;

  private static final String PRODUCER = "rnn4j";

  /** Protocol Buffers take no message of more bytes. */
  private static final long LONGEST = Integer.MAX_VALUE;

  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int INT_ATTRIBUTE = 2;
  private static final int CHUNK_BYTES = 1 << 13;

  private final Message metadata = new Message();
  private final Message nodes = new Message();
  private final Message initializers = new Message();
  private final Message inputs = new Message();
  private final Message outputs = new Message();

  /** A writer of an empty graph. */
  public OnnxWriter() {}

  /** The type of a tensor's elements. */
  public enum Elements {
    /** IEEE 754 binary32. */
    FLOAT32(FLOAT),
    /** Signed 64-bit integers. */
    INTEGER64(INT64);

    private final int code;

    Elements(int code) {
      this.code = code;
    }
  }

  /**
   * Adds entries of the metadata, in their order.
   *
   * @param entries the entries; not modified
   * @return this writer
   */
  public OnnxWriter metadata(Map<String, String> entries) {
    entries.forEach(
        (key, value) -> metadata.message(14, new Message().text(1, key).text(2, value)));
    return this;
  }

  /**
   * Adds an input of the graph.
   *
   * @param name its name
   * @param elements the type of its elements
   * @param meaning what it is, for people
   * @param shape its dimensions, outermost first: a number, or the name of a size that is free
   * @return this writer
   */
  public OnnxWriter input(String name, Elements elements, String meaning, String... shape) {
    inputs.message(11, value(name, elements, meaning, shape));
    return this;
  }

  /**
   * Adds an output of the graph.
   *
   * @param name its name, that of a node's output
   * @param elements the type of its elements
   * @param meaning what it is, for people
   * @param shape its dimensions, outermost first: a number, or the name of a size that is free
   * @return this writer
   */
  public OnnxWriter output(String name, Elements elements, String meaning, String... shape) {
    outputs.message(12, value(name, elements, meaning, shape));
    return this;
  }

  /**
   * Adds an operator without attributes.
   *
   * @param operator its name in ONNX
   * @param from the names of its inputs, which stand before
   * @param to the name of its only output
   * @return {@code to}, which others can have as an input
   */
  public String node(String operator, List<String> from, String to) {
    node(operator, from, List.of(to), Map.of());
    return to;
  }

  /**
   * Adds an operator.
   *
   * @param operator its name in ONNX
   * @param from the names of its inputs, which stand before; an empty one is left out
   * @param to the names of its outputs, an empty one is left out
   * @param attributes whole numbers by name, in their order
   * @return this writer
   */
  public OnnxWriter node(
      String operator, List<String> from, List<String> to, Map<String, Integer> attributes) {
    Message node = new Message();
    from.forEach(input -> node.text(1, input));
    to.forEach(output -> node.text(2, output));
    node.text(3, to.get(to.size() - 1)).text(4, operator);
    attributes.forEach(
        (name, value) ->
            node.message(
                5, new Message().text(1, name).number(3, value).number(20, INT_ATTRIBUTE)));
    nodes.message(1, node);
    return this;
  }

  /**
   * Adds a constant of whole numbers.
   *
   * @param name its name
   * @param shape its dimensions, outermost first; none for a single number
   * @param values row-major, as many as the shape says; copied
   * @return this writer
   */
  public OnnxWriter constant(String name, int[] shape, long... values) {
    ByteBuffer bytes = little(Long.BYTES * values.length);
    for (long value : values) {
      bytes.putLong(value);
    }
    return tensor(name, INT64, shape, Long.BYTES, out -> out.write(bytes.array()));
  }

  /**
   * Adds a constant in float32.
   *
   * @param name its name
   * @param shape its dimensions, outermost first
   * @param values gives the values, row-major, as many as the shape says; called once in each
   *     writing. Each is rounded to the nearest float
   * @return this writer
   */
  public OnnxWriter constant(String name, int[] shape, Supplier<double[]> values) {
    return tensor(name, FLOAT, shape, Float.BYTES, out -> floats(name, values.get(), out));
  }

  /**
   * Writes the file, in full or not at all.
   *
   * @param path the file to create or to replace
   * @throws IOException if a value is too large for float32, the file would be over 2 GiB, which
   *     Protocol Buffers do not take, or writing fails. The file is then as it was
   */
  public void write(Path path) throws IOException {
    requirePossible();
    AtomicFile.write(path, this::writeTo);
  }

  /**
   * The file's bytes.
   *
   * @return a fresh array
   * @throws IOException if a value is too large for float32, or the file would be over 2 GiB
   */
  public byte[] toBytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writeTo(out);
    return out.toByteArray();
  }

  /**
   * Writes the file's bytes to a stream.
   *
   * @param out the stream, not closed
   * @throws IOException as {@link #write} does; part of the bytes may then have been written
   */
  public void writeTo(OutputStream out) throws IOException {
    requirePossible();
    model().writeTo(out);
  }

  private void requirePossible() throws IOException {
    long bytes = model().length();
    if (bytes > LONGEST) {
      throw new IOException(
          "an ONNX file of these weights would have "
              + bytes
              + " bytes, and Protocol Buffers take no more than "
              + LONGEST
              + ": write them as safetensors");
    }
  }

  private Message model() {
    Message graph =
        new Message().append(nodes).text(2, PRODUCER).append(initializers).append(inputs);
    return new Message()
        .number(1, IR_VERSION)
        .text(2, PRODUCER)
        .append(metadata)
        .message(8, new Message().text(1, "").number(2, OPSET))
        .message(7, graph.append(outputs));
  }

  private static Message value(String name, Elements elements, String meaning, String... shape) {
    Message dimensions = new Message();
    for (String size : shape) {
      boolean known = Character.isDigit(size.charAt(0));
      dimensions.message(
          1, known ? new Message().number(1, Long.parseLong(size)) : new Message().text(2, size));
    }
    Message tensor = new Message().number(1, elements.code).message(2, dimensions);
    return new Message()
        .text(1, name)
        .message(2, new Message().message(1, tensor))
        .text(3, meaning);
  }

  private OnnxWriter tensor(
      String name, int type, int[] shape, int elementBytes, Message.Content content) {
    Message tensor = new Message();
    long bytes = elementBytes;
    for (int size : shape) {
      tensor.number(1, size);
      bytes = Math.multiplyExact(bytes, size);
    }
    initializers.message(5, tensor.number(2, type).text(8, name).bytes(9, bytes, content));
    return this;
  }

  private static void floats(String name, double[] values, OutputStream out) throws IOException {
    ByteBuffer chunk = little(CHUNK_BYTES);
    for (double value : values) {
      float rounded = (float) value;
      if (Float.isInfinite(rounded) && !Double.isInfinite(value)) {
        throw new IOException(name + " holds " + value + ", which is too large for float32");
      }
      chunk.putFloat(rounded);
      if (!chunk.hasRemaining()) {
        out.write(chunk.array());
        chunk.clear();
      }
    }
    out.write(chunk.array(), 0, chunk.position());
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
