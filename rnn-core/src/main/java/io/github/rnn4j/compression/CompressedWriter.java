// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.compression;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.safetensors.Dtype;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Compresses a file of any size and any content in a fixed amount of memory.
 *
 * <pre>
 *   new CompressedWriter(model).threads(2).write(in, "book.txt", out);
 * </pre>
 *
 * <p>The file holds the digest of the model, or the model itself, then blocks, each with sums of
 * what it stands for and of what it is, and at the end the length and the SHA-256 of the whole. A
 * block that a model cannot make smaller stands as it is. The same input, model and settings give
 * the same bytes, whatever the number of threads.
 *
 * <p>Immutable: a setting gives a new writer.
 *
 * @see CompressedReader
 */
public final class CompressedWriter {
  /** The usual rate of {@link #dynamic}. */
  public static final double DYNAMIC_RATE = 0.3;

  /** The highest rate of {@link #dynamic}. */
  public static final double MOST_RATE = 10;

  /** A block of a text. */
  static final int BLOCK_BYTES = 1 << 18;

  /** A block with which the model goes on learning, from its own weights on. */
  static final int DYNAMIC_BLOCK_BYTES = 1 << 20;

  private static final int LANES = 32;

  private final Model model;
  private final Optional<Dtype> inside;
  private final boolean bfloat16;
  private final boolean byRecord;
  private final int threads;
  private final LongConsumer progress;
  private final double rate;

  /**
   * A writer of one thread, which leaves the model outside.
   *
   * @param model the model, shared; nobody trains it meanwhile
   * @throws IllegalArgumentException if it is one of labelled records
   */
  public CompressedWriter(Model model) {
    this(model, Optional.empty(), false, false, 1, done -> {}, 0);
    ModelIdentity.requireFit(model);
  }

  private CompressedWriter(
      Model model,
      Optional<Dtype> inside,
      boolean bfloat16,
      boolean byRecord,
      int threads,
      LongConsumer progress,
      double rate) {
    if (byRecord && rate > 0) {
      throw new IllegalArgumentException(
          "a model that goes on learning reads a file from its beginning: no record stands by"
              + " itself");
    }
    this.model = model;
    this.inside = inside;
    this.bfloat16 = bfloat16;
    this.byRecord = byRecord;
    this.threads = threads;
    this.progress = progress;
    this.rate = rate;
  }

  /**
   * What was done.
   *
   * @param originalBytes the length of the original
   * @param compressedBytes that of the file
   * @param records how many records there were; 0 if they are not on their own
   */
  public record Summary(long originalBytes, long compressedBytes, long records) {}

  /**
   * Puts the model into the file, which is then read without any other.
   *
   * @param dtype the format of its weights: that of the backend, or BF16 if they are rounded so
   * @return a writer with that
   */
  public CompressedWriter withModel(Dtype dtype) {
    return new CompressedWriter(
        model, Optional.of(dtype), bfloat16, byRecord, threads, progress, rate);
  }

  /**
   * Notes that the model's weights were rounded to bfloat16 after they were read, for the reader to
   * do the same.
   *
   * @return a writer with that
   * @see Model#withBfloat16
   */
  public CompressedWriter rounded() {
    return new CompressedWriter(model, inside, true, byRecord, threads, progress, rate);
  }

  /**
   * Codes each record on its own, so that it can be read without the others: up to the border of a
   * model of records, else a line.
   *
   * @return a writer with that
   * @throws IllegalArgumentException if the model goes on learning
   */
  public CompressedWriter byRecord() {
    return new CompressedWriter(model, inside, bfloat16, true, threads, progress, rate);
  }

  /**
   * Has the model go on learning from what it has coded, as dynamic evaluation does (Krause et al.,
   * 2018): in each block, of 1 MiB, after every 20 steps of its lanes,
   *
   * <pre>
   *   θ = θ − η ∇ · min(1, 1/‖∇‖)      ∇ the gradient of the mean cost of what these steps predicted
   * </pre>
   *
   * <p>Whoever reads learns the same. The model itself stays as it is. It takes about twice the
   * time, and helps where a text is not quite as those that the model was trained on.
   *
   * @param rate η, above 0 and at most {@value #MOST_RATE}; {@value #DYNAMIC_RATE} is usual
   * @return a writer with that
   * @throws IllegalArgumentException if it is another one, or each record is on its own
   */
  public CompressedWriter dynamic(double rate) {
    if (!isRate(rate)) {
      throw new IllegalArgumentException(
          "a model learns at a rate above 0, and at most " + MOST_RATE + ": " + rate);
    }
    return new CompressedWriter(model, inside, bfloat16, byRecord, threads, progress, rate);
  }

  static boolean isRate(double rate) {
    return rate > 0 && rate <= MOST_RATE;
  }

  /**
   * Works on so many blocks at a time. The result does not depend on it.
   *
   * @param count at least 1
   * @return a writer with that
   * @throws IllegalArgumentException if it is less
   */
  public CompressedWriter threads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("there must be at least one thread: " + count);
    }
    return new CompressedWriter(model, inside, bfloat16, byRecord, count, progress, rate);
  }

  /**
   * Has somebody told how far it is.
   *
   * @param listener is given the bytes of the original that are done, block by block
   * @return a writer with that
   */
  public CompressedWriter progress(LongConsumer listener) {
    return new CompressedWriter(model, inside, bfloat16, byRecord, threads, listener, rate);
  }

  /**
   * Compresses.
   *
   * @param in read to its end, not closed
   * @param source what messages call it
   * @param out written to, flushed, not closed
   * @return how much it was, and is
   * @throws IOException if one of them fails, or a record on its own is too long; what was written
   *     by then is no whole file
   * @throws ArithmeticException if the model's weights are so damaged that they give no
   *     probabilities
   */
  public Summary write(InputStream in, String source, OutputStream out) throws IOException {
    Optional<byte[]> border = byRecord ? Optional.of(RecordBlocks.border(model)) : Optional.empty();
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    CompressedHeader.of(model, border, inside(), bfloat16, rate).write(head);
    head.writeTo(out);
    BlockCodec codec = new BlockCodec(model, LANES, rate);
    @Nullable RecordBlocks records =
        border.map(b -> new RecordBlocks(new Compressor(model), b)).orElse(null);
    Whole whole = new Whole();
    DataOutputStream data = new DataOutputStream(out);
    long[] written = {head.size()};
    try (OrderedWork<byte[], Block> work =
        new OrderedWork<>(
            threads,
            bytes -> records == null ? coded(codec, bytes) : ofRecords(records, bytes),
            block -> {
              block.write(data);
              written[0] += block.bytes();
              whole.coded(block.length());
              progress.accept(whole.codedBytes());
            })) {
      Source blocks = new Source(in, source, border, rate > 0 ? DYNAMIC_BLOCK_BYTES : BLOCK_BYTES);
      for (byte[] bytes = blocks.next(); bytes.length > 0; bytes = blocks.next()) {
        whole.add(bytes, border);
        work.add(bytes);
      }
      work.finish();
    }
    Block end = whole.end();
    end.write(data);
    data.flush();
    return new Summary(whole.bytes(), written[0] + end.bytes(), whole.records());
  }

  private Optional<byte[]> inside() throws IOException {
    return inside.isPresent()
        ? Optional.of(model.withoutTraces().writer(inside.get()).toBytes())
        : Optional.empty();
  }

  private static Block coded(BlockCodec codec, byte[] bytes) {
    byte[] body = codec.encode(bytes);
    boolean smaller = body.length < bytes.length;
    return new Block(
        smaller ? Block.CODED : Block.STORED,
        bytes.length,
        Block.sum(bytes),
        smaller ? body : bytes);
  }

  private static Block ofRecords(RecordBlocks records, byte[] bytes) {
    return new Block(Block.RECORDS, bytes.length, Block.sum(bytes), records.encode(bytes));
  }

  /** Cuts the original into blocks; records are not cut. */
  private static final class Source {
    private final InputStream in;
    private final String name;
    private final Optional<byte[]> border;
    private final int blockBytes;
    private byte[] rest = {};

    Source(InputStream in, String name, Optional<byte[]> border, int blockBytes) {
      this.blockBytes = blockBytes;
      this.in = in;
      this.name = name;
      this.border = border;
    }

    /** The next block; empty at the end. */
    byte[] next() throws IOException {
      if (border.isEmpty()) {
        return in.readNBytes(blockBytes);
      }
      int border = this.border.get().length;
      byte[] more = in.readNBytes(blockBytes);
      byte[] all = Arrays.copyOf(rest, rest.length + more.length);
      System.arraycopy(more, 0, all, rest.length, more.length);
      boolean end = more.length < blockBytes;
      int cut = 0;
      int at = RecordBlocks.find(all, 0, this.border.get());
      while (at >= 0) {
        requireShort(at - cut);
        cut = at + border;
        at = RecordBlocks.find(all, cut, this.border.get());
      }
      requireShort(all.length - cut);
      if (end) {
        rest = new byte[0];
        return all;
      }
      rest = Arrays.copyOfRange(all, cut, all.length);
      return cut == 0 ? next() : Arrays.copyOf(all, cut);
    }

    private void requireShort(int length) throws IOException {
      if (length > Compressor.MOST_BYTES) {
        throw new IOException(
            name
                + ": a record of over "
                + Compressor.MOST_BYTES
                + " bytes: compress it as one text instead");
      }
    }
  }
}
