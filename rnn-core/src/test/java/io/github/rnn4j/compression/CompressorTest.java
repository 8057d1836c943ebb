// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.Novelty;
import io.github.rnn4j.model.RandomModels;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.scoring.Score;
import io.github.rnn4j.text.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CompressorTest {
  private static final Model CHARACTERS =
      RandomModels.of(CellType.GRU, "ab\n").withNovelty(new Novelty(0.01));

  private static Stream<Model> models() {
    Vocabulary bytes = Vocabulary.ofBytes();
    Model ofBytes =
        RandomModels.of(
            new EjmlLinearAlgebra(), new NetworkConfig(CellType.LSTM, bytes.size(), 7), bytes);
    return Stream.of(
        CHARACTERS,
        CHARACTERS.withRecords(RecordBorder.LINE),
        CHARACTERS.withRecords(new RecordBorder("\n\n")),
        CHARACTERS.withRecords(new RecordBorder("aba")),
        ofBytes,
        ofBytes.withRecords(RecordBorder.LINE),
        ofBytes.withRecords(new RecordBorder("\n\n")));
  }

  /** Records that have parts of borders, and whole ones, where they like. */
  private static List<byte[]> records() {
    SplittableRandom random = new SplittableRandom(9);
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      StringBuilder record = new StringBuilder();
      for (int left = random.nextInt(12); left > 0; left--) {
        record.append("ab\n\nabaé漢".charAt(random.nextInt(9)));
      }
      records.add(record.toString().getBytes(StandardCharsets.UTF_8));
    }
    records.add(new byte[] {(byte) 0xFF, 'a', (byte) 0xC3});
    records.add("ab".repeat(400).getBytes(StandardCharsets.UTF_8));
    return records;
  }

  @ParameterizedTest
  @MethodSource("models")
  void records_comeBackAloneAndTogether(Model model) throws Exception {
    for (int check : new int[] {0, 1, 4}) {
      Compressor compressor = new Compressor(model).withCheck(check);
      List<byte[]> blobs = compressor.compress(records());
      assertThat(compressor.decompress(blobs)).containsExactlyElementsOf(records());
      for (int i = 0; i < blobs.size(); i += 7) {
        assertThat(compressor.compress(records().get(i))).isEqualTo(blobs.get(i));
        assertThat(compressor.decompress(blobs.get(i))).isEqualTo(records().get(i));
      }
    }
  }

  @Test
  void blob_takesWhatTheRecordCosts() {
    Model lines = CHARACTERS.withRecords(RecordBorder.LINE);
    List<String> texts = List.of("a", "abba", "ab".repeat(30), "bbbbabbbbb");
    for (String text : texts) {
      double bits = Score.ofEach(lines, text + "\n").get(0).bits();
      int bytes = new Compressor(lines).withCheck(0).compress(text).length;
      assertThat(bytes * 8.0).isBetween(bits - 8, bits + 10);
    }
  }

  @Test
  void texts_comeBackAsText() throws Exception {
    Compressor compressor = new Compressor(CHARACTERS);
    assertThat(compressor.decompressText(compressor.compress("abé😀"))).isEqualTo("abé😀");
    assertThatThrownBy(() -> compressor.compress("\uD800"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the text has half of a surrogate pair");
    byte[] noText = compressor.compress(new byte[] {(byte) 0xFF});
    assertThatThrownBy(() -> compressor.decompressText(noText))
        .isInstanceOf(CompressionException.class);
  }

  @Test
  void damage_isToldAsOftenAsTheCheckIsLong() {
    Compressor compressor = new Compressor(CHARACTERS.withRecords(RecordBorder.LINE)).withCheck(4);
    byte[] blob = compressor.compress("abbabaab".repeat(8));
    for (int i = 0; i < blob.length; i++) {
      byte[] cut = Arrays.copyOf(blob, i);
      assertThatThrownBy(() -> compressor.decompress(cut)).isInstanceOf(CompressionException.class);
      byte[] damaged = blob.clone();
      damaged[i] ^= 0x10;
      assertThatThrownBy(() -> compressor.decompress(damaged))
          .isInstanceOf(CompressionException.class);
    }
    assertThatThrownBy(() -> compressor.decompress(Arrays.copyOf(blob, blob.length + 1)))
        .isInstanceOf(CompressionException.class);
  }

  @Test
  void noise_endsInARecordOrAnError() {
    SplittableRandom random = new SplittableRandom(10);
    for (Model model : models().toList()) {
      Compressor compressor = new Compressor(model).withCheck(2);
      for (int i = 0; i < 40; i++) {
        byte[] noise = new byte[random.nextInt(20)];
        random.nextBytes(noise);
        try {
          byte[] record = compressor.decompress(noise);
          assertThat(record.length).isLessThanOrEqualTo(Compressor.MOST_BYTES);
        } catch (CompressionException e) {
          assertThat(e).hasMessageStartingWith("blob: is damaged");
        }
      }
    }
  }

  @Test
  void whatCannotBe_isRefused() {
    assertThatThrownBy(() -> new Compressor(CHARACTERS).withCheck(5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Compressor(CHARACTERS).compress(new byte[(1 << 20) + 1]))
        .hasMessageContaining("compress it as a file");
  }
}
