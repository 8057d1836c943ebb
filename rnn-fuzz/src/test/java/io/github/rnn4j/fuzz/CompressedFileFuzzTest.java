// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.compression.CompressedReader;
import io.github.rnn4j.compression.CompressedWriter;
import io.github.rnn4j.compression.CompressionException;
import io.github.rnn4j.compression.Compressor;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.text.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/**
 * Feeds bytes to what reads compressed files: only the declared exception comes out, whether the
 * sums of what is fed are right or not, and no more comes out than a block may have.
 */
class CompressedFileFuzzTest {
  private static final int MOST_OF_A_BLOCK = 1 << 22;
  private static final int CASES = 60;

  private static final Model MODEL = model();
  private static final Compressor COMPRESSOR = new Compressor(MODEL);
  private static final byte[] WHOLE = compressed(new CompressedWriter(MODEL));
  private static final byte[] RECORDS = compressed(new CompressedWriter(MODEL).byRecord());
  private static final byte[] LEARNED = compressed(new CompressedWriter(MODEL).dynamic(10));

  /** Nothing was compressed: what stands before the end. */
  private static final int HEAD = compressedLength() - 49;

  private static Model model() {
    Vocabulary vocabulary = Vocabulary.of("ab\n");
    Network network = new Network(new EjmlLinearAlgebra(), new NetworkConfig(CellType.GRU, 3, 2));
    Initialization.uniform(network, new RandomStreams(1));
    return new Model(network, vocabulary).withRecords(RecordBorder.LINE);
  }

  private static byte[] compressed(CompressedWriter writer) {
    return compressed(writer, "ab\nbaé\n\nabab".getBytes(StandardCharsets.UTF_8));
  }

  private static int compressedLength() {
    return compressed(new CompressedWriter(MODEL), new byte[0]).length;
  }

  private static byte[] compressed(CompressedWriter writer, byte[] original) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writer.write(new ByteArrayInputStream(original), "original", out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  @FuzzTest(maxDuration = "10m")
  void compressedReader_throwsOnlyWhatIsDeclared(byte[] bytes) throws IOException {
    read(bytes);
    read(whole(1, bytes));
    read(whole(2, bytes));
    read(byRecord(bytes));
    read(learned(bytes));
    blob(bytes);
  }

  /** The same without a fuzzer: noise, and sound files that were changed, sums right or wrong. */
  @Test
  void noiseAndChangedFiles_areToldOrRead() throws IOException {
    SplittableRandom random = new SplittableRandom(77);
    for (int i = 0; i < CASES; i++) {
      byte[] noise = new byte[random.nextInt(40)];
      random.nextBytes(noise);
      compressedReader_throwsOnlyWhatIsDeclared(noise);
      byte[] from = List.of(WHOLE, RECORDS, LEARNED).get(i % 3);
      byte[] changed = Arrays.copyOf(from, from.length - random.nextInt(3));
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      read(changed);
      byte[] body = Arrays.copyOfRange(changed, HEAD + 17, changed.length - 49);
      compressedReader_throwsOnlyWhatIsDeclared(body);
    }
  }

  /** A file whose block has a body of any bytes, with its sums right. */
  private static byte[] whole(int kind, byte[] body) {
    return withBlock(WHOLE, HEAD, kind, body);
  }

  private static byte[] byRecord(byte[] body) {
    // The border, two bytes of length and a line feed, is in the head, too.
    return withBlock(RECORDS, HEAD + 3, 3, body);
  }

  private static byte[] learned(byte[] body) {
    // The rate, eight bytes, is in the head, too.
    return withBlock(LEARNED, HEAD + 8, 1, body);
  }

  private static byte[] withBlock(byte[] file, int head, int kind, byte[] body) {
    int length = body.length == 0 ? 0 : (body[0] & 0xFF) << (body.length % 15);
    ByteBuffer block = ByteBuffer.allocate(head + 17 + body.length);
    block.put(file, 0, head).put((byte) kind).putInt(length).putInt(body.length).putInt(0);
    CRC32 crc = new CRC32();
    // The head of a block has its kind as a number of four bytes in the sum.
    crc.update(ByteBuffer.allocate(16).putInt(kind).putInt(length).putInt(body.length).array());
    crc.update(body);
    return block.putInt((int) crc.getValue()).put(body).array();
  }

  private static void read(byte[] file) throws IOException {
    long[] written = new long[1];
    try {
      CompressedReader.open(new ByteArrayInputStream(file), "fuzz")
          .readTo(
              new OutputStream() {
                @Override
                public void write(int b) {
                  written[0]++;
                }

                @Override
                public void write(byte[] bytes, int offset, int length) {
                  written[0] += length;
                }
              },
              MODEL,
              1,
              done -> {});
    } catch (CompressionException e) {
      requireMessage(e, "fuzz: ");
    }
    if (written[0] > MOST_OF_A_BLOCK * (1L + file.length / 17)) {
      throw new AssertionError(written[0] + " bytes of a file of " + file.length);
    }
  }

  private static void blob(byte[] bytes) {
    try {
      COMPRESSOR.decompress(bytes);
    } catch (CompressionException e) {
      requireMessage(e, "blob: ");
    }
  }

  private static void requireMessage(IOException e, String start) {
    if (!e.getMessage().startsWith(start)) {
      throw new AssertionError("the message does not name the file: " + e.getMessage(), e);
    }
  }
}
