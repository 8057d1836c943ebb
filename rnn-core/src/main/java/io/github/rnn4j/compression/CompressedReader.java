// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.compression;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.model.Model;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link CompressedWriter} wrote, once, in a fixed amount of memory.
 *
 * <pre>
 *   CompressedReader reader = CompressedReader.open(in, "book.txt.rnn");
 *   LinearAlgebra la = Backends.onClassPath().choose(reader.backend());
 *   reader.readTo(out, Model.load(Path.of("book.safetensors"), la), 2, done -&gt; {});
 * </pre>
 *
 * <p>Of damaged, truncated and hostile files it says one {@link CompressionException}; nothing of a
 * block is written before its sums were found right. What a file takes to be read is bounded by its
 * blocks, each of at most 4 MiB.
 *
 * <p>Not thread-safe.
 */
public final class CompressedReader {
  private final DataInputStream in;
  private final String source;
  private final CompressedHeader header;

  private CompressedReader(DataInputStream in, String source, CompressedHeader header) {
    this.in = in;
    this.source = source;
    this.header = header;
  }

  /**
   * Reads the head of a file.
   *
   * @param in where it begins, best buffered; not closed
   * @param source what messages call it
   * @return a reader of the rest
   * @throws CompressionException if it is no such file, or damaged
   * @throws IOException if it cannot be read
   */
  public static CompressedReader open(InputStream in, String source) throws IOException {
    CompressedHeader header = CompressedHeader.read(in, source);
    return new CompressedReader(new DataInputStream(in), source, header);
  }

  /**
   * The backend that reads it: that which wrote it.
   *
   * @return its name
   */
  public String backend() {
    return header.backend();
  }

  /**
   * What the digest of the model begins with.
   *
   * @return 32 hexadecimal digits
   */
  public String digest() {
    return header.digest();
  }

  /**
   * Whether the model is in the file.
   *
   * @return if it is, {@link #model} has it
   */
  public boolean hasModel() {
    return header.hasModel();
  }

  /**
   * Whether each record is on its own.
   *
   * @return if it is, {@link #record} reads one
   */
  public boolean byRecord() {
    return header.border().isPresent();
  }

  /**
   * The rate at which the model goes on learning from what it reads.
   *
   * @return 0 if it stays as it is
   * @see CompressedWriter#dynamic
   */
  public double dynamicRate() {
    return header.rate();
  }

  /**
   * The model in the file.
   *
   * @param la the backend named {@link #backend}
   * @return the model
   * @throws CompressionException if there is none
   * @throws IOException if it is none of ours
   */
  public Model model(LinearAlgebra la) throws IOException {
    return header.model(la, source);
  }

  /**
   * A model as the writer had it: its weights rounded if the writer's were.
   *
   * @param model as it was read from its file
   * @return it, or one with rounded weights
   */
  public Model asWritten(Model model) {
    return header.bfloat16() ? model.withBfloat16() : model;
  }

  /**
   * Reads the whole.
   *
   * @param out written to, flushed, not closed
   * @param model the model it was compressed with
   * @param threads how many blocks are worked on at a time, at least 1
   * @param progress is given the bytes of the original that are done, block by block
   * @return how much it was, and is
   * @throws CompressionException if the model or its backend is another one, or the file is
   *     damaged; what was written by then is a beginning of the original
   * @throws IOException if it cannot be read, or {@code out} not be written
   */
  public CompressedWriter.Summary readTo(
      OutputStream out, Model model, int threads, LongConsumer progress) throws IOException {
    header.require(model, source);
    BlockCodec codec = new BlockCodec(model, BlockCodec.MOST_LANES, header.rate());
    @Nullable RecordBlocks records = records(model);
    Whole whole = new Whole();
    long read = 0;
    Block end;
    try (OrderedWork<Block, byte[]> work =
        new OrderedWork<>(
            threads,
            block -> original(block, codec, records),
            bytes -> {
              out.write(bytes);
              whole.add(bytes, header.border());
              progress.accept(whole.bytes());
            })) {
      Block block = Block.read(in, source);
      for (; block.kind() != Block.END; block = Block.read(in, source)) {
        read += block.bytes();
        work.add(block);
      }
      end = block;
      work.finish();
    }
    if (!Arrays.equals(end.body(), whole.end().body())) {
      throw CompressionException.damaged(
          source, "its length or SHA-256 is another one than it says");
    }
    requireEnd();
    out.flush();
    return new CompressedWriter.Summary(whole.bytes(), read, whole.records());
  }

  /**
   * Reads one record; the blocks before are passed over, and nothing but it is decoded.
   *
   * @param number from 1
   * @param model the model it was compressed with
   * @return the record, without its border
   * @throws CompressionException if records are not on their own, there is no such record, the
   *     model or its backend is another one, or the file is damaged
   * @throws IOException if it cannot be read
   */
  public byte[] record(long number, Model model) throws IOException {
    header.require(model, source);
    RecordBlocks records = records(model);
    if (records == null) {
      throw new CompressionException(
          source, "was not compressed record by record: read the whole of it");
    }
    long before = 0;
    for (Block block = Block.read(in, source);
        block.kind() == Block.RECORDS;
        block = Block.read(in, source)) {
      RecordBlocks.Read some = records.new Read(block, source);
      if (number >= 1 && number - before <= some.count()) {
        return some.record((int) (number - before - 1));
      }
      before += some.count();
    }
    throw new CompressionException(
        source, "has " + before + " records, and none of number " + number);
  }

  private @Nullable RecordBlocks records(Model model) throws CompressionException {
    Optional<byte[]> border = header.border();
    if (border.isPresent() && !Arrays.equals(border.get(), RecordBlocks.border(model))) {
      throw CompressionException.damaged(source, "its records end otherwise than the model's");
    }
    return border.map(b -> new RecordBlocks(new Compressor(model), b)).orElse(null);
  }

  private byte[] original(Block block, BlockCodec codec, @Nullable RecordBlocks records)
      throws CompressionException {
    if ((block.kind() == Block.RECORDS) != (records != null)) {
      throw CompressionException.damaged(source, "a block is of another kind than its file");
    }
    byte[] bytes =
        records != null
            ? records.new Read(block, source).all()
            : block.kind() == Block.STORED
                ? block.body()
                : codec.decode(block.body(), block.length(), source);
    if (bytes.length != block.length() || Block.sum(bytes) != block.sum()) {
      throw CompressionException.damaged(
          source, "what a block stands for has another length or sum than it says");
    }
    return bytes;
  }

  private void requireEnd() throws IOException {
    if (in.read() >= 0) {
      throw CompressionException.damaged(source, "something follows after its end");
    }
  }
}
