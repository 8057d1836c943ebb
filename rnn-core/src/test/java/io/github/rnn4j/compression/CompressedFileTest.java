// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.Novelty;
import io.github.rnn4j.model.RandomModels;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.safetensors.Dtype;
import io.github.rnn4j.scoring.DynamicEvaluation;
import io.github.rnn4j.scoring.DynamicScorer;
import io.github.rnn4j.scoring.Scorer;
import io.github.rnn4j.text.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressedFileTest {
  private static final String ALPHABET = "abc .\n";
  private static final Model CHARACTERS =
      RandomModels.of(CellType.LSTM, ALPHABET).withNovelty(new Novelty(0.01));
  private static final Model CLOSED = RandomModels.of(CellType.RNN, ALPHABET);
  private static final Model BYTES = model(CellType.GRU, Vocabulary.ofBytes());
  private static final Model WORDS =
      model(CellType.LSTM, Vocabulary.ofWords(List.of("abc", " ", "b", "\n", "É")));
  private static final Model UNKNOWN =
      model(CellType.GRU, Vocabulary.ofWords(List.of("abc", " ", "b", "\n")).withUnknown(2));
  private static final Model LINES = CHARACTERS.withRecords(RecordBorder.LINE);
  private static final Model PARAGRAPHS = CHARACTERS.withRecords(new RecordBorder("\n\n"));
  private static final Model BYTE_LINES = BYTES.withRecords(RecordBorder.LINE);

  private static Model model(CellType cell, Vocabulary vocabulary) {
    return RandomModels.of(
        new EjmlLinearAlgebra(), new NetworkConfig(cell, vocabulary.size(), 7), vocabulary);
  }

  private static Stream<Arguments> models() {
    return Stream.of(
        Arguments.of("characters", CHARACTERS),
        Arguments.of("closed", CLOSED),
        Arguments.of("bytes", BYTES),
        Arguments.of("words", WORDS),
        Arguments.of("unknown", UNKNOWN),
        Arguments.of("lines", LINES),
        Arguments.of("paragraphs", PARAGRAPHS),
        Arguments.of("lines of bytes", BYTE_LINES));
  }

  /** How a file is compressed. */
  private enum Way {
    WHOLE,
    BY_RECORD,
    DYNAMIC;

    CompressedWriter of(CompressedWriter writer) {
      return switch (this) {
        case WHOLE -> writer;
        case BY_RECORD -> writer.byRecord();
        case DYNAMIC -> writer.dynamic(CompressedWriter.DYNAMIC_RATE);
      };
    }
  }

  /** Text of the alphabet, and now and then something else. */
  private static byte[] text(int length, double other, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder();
    String others = "éßÉ\u0000\uFFFD漢\r😀";
    while (text.length() < length) {
      if (random.nextDouble() < other) {
        text.appendCodePoint(
            others.codePoints().toArray()[random.nextInt((int) others.codePoints().count())]);
      } else {
        text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(8).nextBytes(bytes);
    return bytes;
  }

  /** Sequences that are no UTF-8 among some that are. */
  private static byte[] malformed() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String hex :
        List.of("61c3", "62e282", "c080", "eda080", "f4908080", "ff", "f09f98", "c3a961")) {
      out.writeBytes(HexFormat.of().parseHex(hex));
      out.writeBytes(" abc ".getBytes(StandardCharsets.UTF_8));
    }
    out.write(0xE2);
    return out.toByteArray();
  }

  private static byte[] compress(CompressedWriter writer, byte[] original) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CompressedWriter.Summary summary =
        writer.write(new ByteArrayInputStream(original), "original", out);
    assertThat(summary.originalBytes()).isEqualTo(original.length);
    assertThat(summary.compressedBytes()).isEqualTo(out.size());
    return out.toByteArray();
  }

  private static CompressedReader open(byte[] compressed) throws IOException {
    return CompressedReader.open(new ByteArrayInputStream(compressed), "small");
  }

  private static byte[] read(byte[] compressed, Model model, int threads) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    open(compressed).readTo(out, model, threads, done -> {});
    return out.toByteArray();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void whateverItIs_comesBack(String name, Model model) throws IOException {
    List<byte[]> originals =
        List.of(
            new byte[0],
            new byte[] {'a'},
            new byte[] {(byte) 0xFF},
            "\n".getBytes(StandardCharsets.UTF_8),
            "\n\n\n\n\n".getBytes(StandardCharsets.UTF_8),
            text(3000, 0, 1),
            text(3000, 0.2, 2),
            text(30, 1, 3),
            noise(3000),
            malformed());
    for (byte[] original : originals) {
      for (Way way : Way.values()) {
        byte[] small = compress(way.of(new CompressedWriter(model)), original);
        assertThat(read(small, model, 1)).as("%s", way).isEqualTo(original);
        assertThat(small.length).isLessThan(original.length + 300 + original.length / 50);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8191, 12288, 12289, 40_000})
  void lanes_areJoinedWhateverTheThreads(int length) throws IOException {
    Model model = length % 2 == 0 ? LINES : CHARACTERS;
    byte[] original = Arrays.copyOf(text(length, 0.001, length), length);
    byte[] small = compress(new CompressedWriter(model), original);
    assertThat(compress(new CompressedWriter(model).threads(3), original)).isEqualTo(small);
    assertThat(read(small, model, 1)).isEqualTo(original);
    assertThat(read(small, model, 3)).isEqualTo(original);
    byte[] records = compress(new CompressedWriter(model).byRecord().threads(2), original);
    assertThat(read(records, model, 2)).isEqualTo(original);
    byte[] learned = compress(new CompressedWriter(model).dynamic(1).threads(2), original);
    assertThat(read(learned, model, 2)).isEqualTo(original);
    assertThat(read(learned, model.copy(new EjmlLinearAlgebra()), 1)).isEqualTo(original);
  }

  /** In one lane, what it takes is what dynamic evaluation tells, from a line feed on. */
  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.1})
  void size_isTheCostOfDynamicEvaluation(double rate) throws IOException {
    String words = "a cab. abba\ncab abc ".repeat(450);
    assertThat(words.length()).isBetween(1, BlockCodec.LANE_PIECES * 3 / 2 - 1);
    DynamicEvaluation how = new DynamicEvaluation(rate, LaneLearner.STEPS, 0);
    double bits = new DynamicScorer(CHARACTERS, how).read("\n" + words).finish().bits();
    double still = new Scorer(CHARACTERS).read("\n" + words).finish().bits();
    byte[] original = words.getBytes(StandardCharsets.UTF_8);
    int empty = compress(new CompressedWriter(CHARACTERS).dynamic(rate), new byte[0]).length;
    int bytes = compress(new CompressedWriter(CHARACTERS).dynamic(rate), original).length - empty;
    assertThat(bits).isLessThan(0.9 * still);
    assertThat(bytes * 8.0).isBetween(bits * 0.999, bits * 1.001 + 8 * 25);
    assertThat(compress(new CompressedWriter(CHARACTERS), original).length - empty)
        .isGreaterThan(bytes);
  }

  /** Whatever the rate, weights stay finite, and what was learned before is there again. */
  @Test
  void rateThatIsTooHigh_costsBytesAndNothingElse() throws IOException {
    byte[] original = text(30_000, 0.01, 9);
    byte[] small = compress(new CompressedWriter(LINES).dynamic(10), original);
    assertThat(read(small, LINES, 1)).isEqualTo(original);
    assertThat(open(small).dynamicRate()).isEqualTo(10);
    for (double rate : new double[] {0, -1, Double.NaN, 10.1}) {
      assertThatThrownBy(() -> new CompressedWriter(LINES).dynamic(rate))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a model learns at a rate above 0, and at most 10.0: " + rate);
    }
    CompressedWriter byRecord = new CompressedWriter(LINES).byRecord();
    assertThatThrownBy(() -> byRecord.dynamic(1)).isInstanceOf(IllegalArgumentException.class);
    CompressedWriter dynamic = new CompressedWriter(LINES).dynamic(1);
    assertThatThrownBy(dynamic::byRecord).hasMessageContaining("no record stands by itself");
  }

  @Test
  void rateOfSomebodyElse_isRefused() throws IOException {
    for (double rate : new double[] {Double.NaN, 0, -0.3, 1e300}) {
      byte[] small = compress(new CompressedWriter(LINES).dynamic(0.3), text(100, 0, 6));
      int at = CompressedHeader.MAGIC.length() + 2 + 16 + ModelIdentity.PROBE_BYTES + 5;
      assertThat(ByteBuffer.wrap(small).getDouble(at)).isEqualTo(0.3);
      ByteBuffer.wrap(small).putDouble(at, rate);
      CRC32 crc = new CRC32();
      crc.update(small, 0, at + 8);
      ByteBuffer.wrap(small).putInt(at + 8, (int) crc.getValue());
      assertThatThrownBy(() -> open(small))
          .hasMessage("small: is damaged: its model cannot learn so");
    }
  }

  @Test
  void blocks_areJoinedInTheirOrder() throws IOException {
    byte[] original = Arrays.copyOf(text(CompressedWriter.BLOCK_BYTES + 9, 0, 11), 524_290);
    byte[] small = compress(new CompressedWriter(CLOSED).threads(2), original);
    assertThat(read(small, CLOSED, 2)).isEqualTo(original);
  }

  @Test
  void size_isTheCostThatTheModelTells() throws IOException {
    byte[] original = text(12_000, 0.01, 4);
    double bits =
        new Scorer(CHARACTERS).read(new String(original, StandardCharsets.UTF_8)).finish().bits();
    long unseen =
        new String(original, StandardCharsets.UTF_8)
            .codePoints()
            .filter(c -> ALPHABET.indexOf(c) < 0)
            .count();
    int bytes = compress(new CompressedWriter(CHARACTERS), original).length;
    // Head, end and block take 133 bytes, the first character is coded, too, and runs of what was
    // never seen cost less than each of it.
    assertThat(bytes * 8.0).isBetween(bits * 0.98, bits + 8 * (140 + 6 * unseen));
  }

  @Test
  void anyRecord_isReadAlone() throws IOException {
    String[] lines = {"abc", "", "a.b c", "é漢", "cab", "."};
    byte[] original = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    for (Model model : List.of(CHARACTERS, LINES, BYTES, BYTE_LINES, WORDS)) {
      byte[] small = compress(new CompressedWriter(model).byRecord(), original);
      for (int i = 0; i < lines.length; i++) {
        assertThat(open(small).record(i + 1, model))
            .isEqualTo(lines[i].getBytes(StandardCharsets.UTF_8));
      }
      for (long number : new long[] {0, 7}) {
        assertThatThrownBy(() -> open(small).record(number, model))
            .isInstanceOf(CompressionException.class)
            .hasMessage("small: has 6 records, and none of number " + number);
      }
    }
    byte[] whole = compress(new CompressedWriter(CHARACTERS), original);
    assertThatThrownBy(() -> open(whole).record(1, CHARACTERS))
        .hasMessageContaining("was not compressed record by record");
  }

  @Test
  void modelInside_isTheModel() throws IOException {
    byte[] original = text(500, 0.1, 5);
    byte[] small = compress(new CompressedWriter(LINES).withModel(Dtype.F64), original);
    assertThat(open(small).hasModel()).isTrue();
    Model inside = open(small).model(new EjmlLinearAlgebra());
    assertThat(read(small, inside, 1)).isEqualTo(original);

    Model rounded = LINES.withBfloat16();
    byte[] half = compress(new CompressedWriter(rounded).rounded().withModel(Dtype.BF16), original);
    assertThat(half).hasSizeLessThan(small.length);
    assertThat(read(half, open(half).model(new EjmlLinearAlgebra()), 1)).isEqualTo(original);
    byte[] outside = compress(new CompressedWriter(rounded).rounded(), original);
    assertThat(read(outside, open(outside).asWritten(LINES), 1)).isEqualTo(original);
    assertThatThrownBy(() -> open(outside).model(new EjmlLinearAlgebra()))
        .hasMessageContaining("is not inside: give the file of the model");
  }

  @Test
  void anotherModelOrBackend_isRefused() throws IOException {
    byte[] small = compress(new CompressedWriter(CHARACTERS), text(100, 0, 6));
    for (Model other : List.of(CLOSED, LINES, CHARACTERS.withNovelty(new Novelty(0.02)))) {
      assertThatThrownBy(() -> read(small, other, 1))
          .isInstanceOf(CompressionException.class)
          .hasMessageContaining("was compressed with another model: its digest begins with ");
    }
    Model elsewhere = CHARACTERS.copy(new JavaLinearAlgebra());
    assertThatThrownBy(() -> read(small, elsewhere, 1))
        .hasMessage(
            "small: was compressed with the backend ejml, and java rounds otherwise: read it with"
                + " ejml");
    assertThat(open(small).backend()).isEqualTo("ejml");
    assertThat(new Compressor(CHARACTERS).digest()).startsWith(open(small).digest());
  }

  @Test
  void bitsThatDiffer_areToldByTheProbe() throws IOException {
    byte[] small = compress(new CompressedWriter(CHARACTERS), text(100, 0, 6));
    int probe = CompressedHeader.MAGIC.length() + 2 + CompressedHeader.DIGEST_BYTES;
    small[probe] ^= 1;
    CRC32 crc = new CRC32();
    int head = probe + ModelIdentity.PROBE_BYTES + 1 + "ejml".length();
    crc.update(small, 0, head);
    ByteBuffer.wrap(small).putInt(head, (int) crc.getValue());
    assertThatThrownBy(() -> read(small, CHARACTERS, 1))
        .isInstanceOf(CompressionException.class)
        .hasMessageContaining("computes other bits here than where this was compressed");
  }

  @Test
  void bordersAndLengthsOfSomebodyElse_areRefused() throws IOException {
    byte[] small = compress(new CompressedWriter(LINES).byRecord(), text(100, 0, 6));
    int border = CompressedHeader.MAGIC.length() + 2 + 16 + ModelIdentity.PROBE_BYTES + 5 + 2;
    assertThat(small[border]).isEqualTo((byte) '\n');
    small[border] = 'x';
    CRC32 crc = new CRC32();
    crc.update(small, 0, border + 1);
    ByteBuffer.wrap(small).putInt(border + 1, (int) crc.getValue());
    assertThatThrownBy(() -> read(small, LINES, 1))
        .hasMessage("small: is damaged: its records end otherwise than the model's");

    byte[] named = compress(new CompressedWriter(LINES).byRecord(), text(100, 0, 6));
    named[border - 3] = 0x1B;
    crc.reset();
    crc.update(named, 0, border + 1);
    ByteBuffer.wrap(named).putInt(border + 1, (int) crc.getValue());
    assertThatThrownBy(() -> open(named))
        .hasMessage("small: is damaged: no backend has such a name");

    byte[] whole = compress(new CompressedWriter(LINES), text(100, 0, 6));
    int block = border - 2 + 4;
    assertThat(whole[block]).isEqualTo((byte) Block.CODED);
    ByteBuffer.wrap(whole).putInt(block + 5, 0x7FFFFFF0);
    assertThatThrownBy(() -> read(whole, LINES, 1))
        .hasMessage("small: is damaged: a block's head makes no sense");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void everyDamage_isTold(Way way) throws IOException {
    byte[] small = compress(way.of(new CompressedWriter(LINES)), text(150, 0.1, 7));
    for (int i = 0; i < small.length; i++) {
      byte[] damaged = small.clone();
      damaged[i] ^= (byte) (1 << (i % 8));
      assertThatThrownBy(() -> read(damaged, LINES, 1))
          .as("byte %d", i)
          .isInstanceOf(CompressionException.class)
          .hasMessageStartingWith("small: ");
      byte[] cut = Arrays.copyOf(small, i);
      assertThatThrownBy(() -> read(cut, LINES, 1))
          .as("cut at %d", i)
          .isInstanceOf(CompressionException.class)
          .hasMessageStartingWith("small: ");
    }
    assertThatThrownBy(() -> read(Arrays.copyOf(small, small.length + 1), LINES, 1))
        .hasMessage("small: is damaged: something follows after its end");
  }

  @Test
  void weightsThatAreDamaged_areToldWhileThreadsWork() {
    Model broken = CHARACTERS.copy(new EjmlLinearAlgebra());
    broken
        .network()
        .la()
        .fill(Double.NaN, broken.network().parameters().get("decoder.bias").value());
    broken.network().parametersChanged();
    assertThatThrownBy(() -> compress(new CompressedWriter(broken), text(100, 0, 6)))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("the model's weights are damaged");
  }

  @Test
  void recordThatIsTooLong_isRefused() {
    byte[] tooLong = new byte[Compressor.MOST_BYTES + 1];
    assertThatThrownBy(() -> compress(new CompressedWriter(BYTES).byRecord(), tooLong))
        .hasMessageStartingWith("original: a record of over 1048576 bytes");
  }
}
