// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.compression;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.safetensors.SafetensorsFile;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * What stands at the head of a compressed file.
 *
 * <pre>
 *   rnn4jcmp                     8 bytes
 *   version                      1 byte, {@value #VERSION}
 *   flags                        1 byte: 1 each record on its own, 2 the model is inside, 4 its weights
 *                                were rounded to bfloat16, 8 it goes on learning
 *   digest of the model          16 bytes, the beginning of the SHA-256
 *   probe                        8 bytes, what the first frequencies of the backend were
 *   backend                      a length, 1 byte, and a name in UTF-8
 *   border                       of records on their own: a length, 2 bytes, and UTF-8
 *   rate                         where the model goes on learning: η, 8 bytes, float64
 *   model                        where it is inside: a length, 4 bytes, and a file of safetensors
 *   CRC-32 of all that           4 bytes
 * </pre>
 *
 * Numbers are big-endian.
 */
final class CompressedHeader {
  static final String MAGIC = "rnn4jcmp";
  static final int VERSION = 1;
  static final int DIGEST_BYTES = 16;

  /** Names of others would be told as they are, whatever a terminal makes of them. */
  private static final String NAME = "[A-Za-z0-9._-]+";

  private static final int MOST_OF_NAME = 0xFF;

  private static final int MOST_OF_BORDER = 0xFFFF;

  private static final int BY_RECORD = 1;
  private static final int WITH_MODEL = 2;
  private static final int BFLOAT16 = 4;
  private static final int DYNAMIC = 8;

  private final byte[] digest;
  private final byte[] probe;
  private final String backend;
  private final Optional<byte[]> border;
  private final Optional<byte[]> model;
  private final boolean bfloat16;
  private final double rate;

  private CompressedHeader(
      byte[] digest,
      byte[] probe,
      String backend,
      Optional<byte[]> border,
      Optional<byte[]> model,
      boolean bfloat16,
      double rate) {
    this.digest = digest;
    this.probe = probe;
    this.backend = backend;
    this.border = border;
    this.model = model;
    this.bfloat16 = bfloat16;
    this.rate = rate;
  }

  static CompressedHeader of(
      Model model,
      Optional<byte[]> border,
      Optional<byte[]> inside,
      boolean bfloat16,
      double rate) {
    return new CompressedHeader(
        digestOf(model),
        ModelIdentity.probe(model, rate),
        model.network().la().name(),
        border,
        inside,
        bfloat16,
        rate);
  }

  private static byte[] digestOf(Model model) {
    return Arrays.copyOf(HexFormat.of().parseHex(ModelIdentity.digest(model)), DIGEST_BYTES);
  }

  void write(OutputStream out) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(bytes);
    data.write(MAGIC.getBytes(StandardCharsets.US_ASCII));
    data.write(VERSION);
    data.write(
        (border.isPresent() ? BY_RECORD : 0)
            | (model.isPresent() ? WITH_MODEL : 0)
            | (bfloat16 ? BFLOAT16 : 0)
            | (rate > 0 ? DYNAMIC : 0));
    data.write(digest);
    data.write(probe);
    byte[] name = backend.getBytes(StandardCharsets.UTF_8);
    if (!backend.matches(NAME) || name.length > MOST_OF_NAME) {
      throw new IOException("the name of the backend, " + backend + ", cannot be told in a file");
    }
    data.write(name.length);
    data.write(name);
    if (border.isPresent()) {
      if (border.get().length > MOST_OF_BORDER) {
        throw new IOException("the border of records is too long to be told in a file");
      }
      data.writeShort(border.get().length);
      data.write(border.get());
    }
    if (rate > 0) {
      data.writeDouble(rate);
    }
    if (model.isPresent()) {
      data.writeInt(model.get().length);
      data.write(model.get());
    }
    CRC32 crc = new CRC32();
    crc.update(bytes.toByteArray());
    data.writeInt((int) crc.getValue());
    bytes.writeTo(out);
  }

  static CompressedHeader read(InputStream in, String source) throws IOException {
    CRC32 crc = new CRC32();
    DataInputStream data = new DataInputStream(new CheckedInputStream(in, crc));
    byte[] magic = data.readNBytes(MAGIC.length());
    if (!Arrays.equals(magic, MAGIC.getBytes(StandardCharsets.US_ASCII))) {
      throw new CompressionException(
          source,
          magic.length == 0
              ? "is empty: no file that 'rnn compress' wrote"
              : "is no file that 'rnn compress' wrote");
    }
    try {
      int version = data.readUnsignedByte();
      if (version != VERSION) {
        throw new CompressionException(
            source, "has version " + version + " of the format, and this program reads " + VERSION);
      }
      int flags = data.readUnsignedByte();
      if (flags > (BY_RECORD | WITH_MODEL | BFLOAT16 | DYNAMIC)) {
        throw CompressionException.damaged(source, "there are no such flags as " + flags);
      }
      byte[] digest = bytes(data, DIGEST_BYTES);
      byte[] probe = bytes(data, ModelIdentity.PROBE_BYTES);
      String backend = new String(bytes(data, data.readUnsignedByte()), StandardCharsets.UTF_8);
      Optional<byte[]> border = Optional.empty();
      if ((flags & BY_RECORD) != 0) {
        border = Optional.of(bytes(data, data.readUnsignedShort()));
      }
      double rate = 0;
      if ((flags & DYNAMIC) != 0) {
        rate = data.readDouble();
        if (!CompressedWriter.isRate(rate) || border.isPresent()) {
          throw CompressionException.damaged(source, "its model cannot learn so");
        }
      }
      Optional<byte[]> model = Optional.empty();
      if ((flags & WITH_MODEL) != 0) {
        int length = data.readInt();
        if (length < 0) {
          throw CompressionException.damaged(source, "the model inside has no length");
        }
        model = Optional.of(bytes(data, length));
      }
      int sum = (int) crc.getValue();
      if (data.readInt() != sum || border.map(b -> b.length == 0).orElse(false)) {
        throw CompressionException.damaged(source, "the sum of its head differs");
      }
      if (!backend.matches(NAME)) {
        throw CompressionException.damaged(source, "no backend has such a name");
      }
      return new CompressedHeader(
          digest, probe, backend, border, model, (flags & BFLOAT16) != 0, rate);
    } catch (EOFException e) {
      throw CompressionException.damaged(source, "it ends within its head");
    }
  }

  /** So many bytes, without room for them before they are there. */
  static byte[] bytes(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  String backend() {
    return backend;
  }

  String digest() {
    return HexFormat.of().formatHex(digest);
  }

  Optional<byte[]> border() {
    return border;
  }

  boolean hasModel() {
    return model.isPresent();
  }

  boolean bfloat16() {
    return bfloat16;
  }

  /** η at which the model goes on learning; 0 if it does not. */
  double rate() {
    return rate;
  }

  /** The model that is inside. */
  Model model(LinearAlgebra la, String source) throws IOException {
    byte[] inside =
        model.orElseThrow(
            () ->
                new CompressionException(
                    source,
                    "the model it was compressed with is not inside: give the file of the model"));
    return Model.of(SafetensorsFile.parse(inside, source + ", the model inside"), la);
  }

  /** Checks that this is the model, and that the backend computes what the writer's computed. */
  void require(Model given, String source) throws CompressionException {
    String name = given.network().la().name();
    if (!name.equals(backend)) {
      throw new CompressionException(
          source,
          "was compressed with the backend "
              + backend
              + ", and "
              + name
              + " rounds otherwise: read it with "
              + backend);
    }
    byte[] other = digestOf(given);
    if (!Arrays.equals(other, digest)) {
      throw new CompressionException(
          source,
          "was compressed with another model: its digest begins with "
              + digest()
              + ", that of the model given with "
              + HexFormat.of().formatHex(other));
    }
    if (!Arrays.equals(ModelIdentity.probe(given, rate), probe)) {
      throw new CompressionException(
          source,
          "the backend "
              + backend
              + " computes other bits here than where this was compressed: read it on such a"
              + " machine, or with the version of the program that wrote it");
    }
  }
}
