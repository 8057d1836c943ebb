// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.text.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {
  private static final Vocabulary ABC = Vocabulary.of("abc\n\r");

  /** What a reader hands on, "|" where it may have to wait. */
  private static List<String> read(Vocabulary vocabulary, String border, InputStream... streams)
      throws IOException {
    List<String> events = new ArrayList<>();
    RecordReader reader =
        new RecordReader(
            vocabulary,
            new RecordBorder(border),
            new RecordReader.Sink() {
              @Override
              public void accept(RecordReader.Read record) {
                events.add(record.number() + ":" + record.text());
                assertThat(vocabulary.split(record.text())).hasSameSizeAs(record.tokens());
              }

              @Override
              public void idle() {
                events.add("|");
              }
            });
    for (InputStream in : streams) {
      reader.read(in);
    }
    return events;
  }

  /** A stream that gives so many bytes at a time. */
  private static InputStream pieces(byte[] bytes, int size) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, size));
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 100})
  void records_doNotDependOnThePieces(int size) throws IOException {
    byte[] text = "ab\r\nc\n\n\nba\uD83D\uDE00é\nlast".getBytes(StandardCharsets.UTF_8);

    assertThat(read(ABC, "\n", pieces(text, size)))
        .filteredOn(event -> !event.equals("|"))
        .containsExactly("1:ab", "2:c", "5:ba\uD83D\uDE00é", "6:last");
  }

  @Test
  void record_isHandedOnBeforeTheStreamMakesItWait() throws IOException {
    assertThat(read(ABC, "\n", pieces("a\nb\n".getBytes(StandardCharsets.UTF_8), 2)))
        .containsExactly("|", "1:a", "|", "2:b", "|", "|");
  }

  @Test
  void unknownCharacters_areMarked() throws IOException {
    List<int[]> tokens = new ArrayList<>();
    new RecordReader(
            ABC,
            RecordBorder.LINE,
            new RecordReader.Sink() {
              @Override
              public void accept(RecordReader.Read record) {
                tokens.add(record.tokens());
              }

              @Override
              public void idle() {}
            })
        .read(new ByteArrayInputStream("aXb\n".getBytes(StandardCharsets.UTF_8)));

    assertThat(tokens).hasSize(1);
    assertThat(tokens.get(0)).containsExactly(ABC.idOf('a'), Vocabulary.NONE, ABC.idOf('b'));
  }

  @Test
  void badUtf8_stopsNothing() throws IOException {
    byte[] bytes = {'a', (byte) 0xFF, 'b', '\n', 'c', '\n'};

    assertThat(read(ABC, "\n", new ByteArrayInputStream(bytes))).contains("1:a\uFFFDb", "2:c");
  }

  @Test
  void packedStreams_andThoseOfAByteOrderMark_areReadAsTexts() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write("\uFEFFab\nc".getBytes(StandardCharsets.UTF_16LE));
    }

    assertThat(read(ABC, "\n", new ByteArrayInputStream(packed.toByteArray())))
        .filteredOn(event -> !event.equals("|"))
        .containsExactly("1:ab", "2:c");
    assertThatThrownBy(() -> read(ABC, "\n", new ByteArrayInputStream(packed.toByteArray(), 0, 20)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged gzip");
  }

  @Test
  void failureOfTheSink_isHandedOn() {
    RecordReader reader =
        new RecordReader(
            ABC,
            RecordBorder.LINE,
            new RecordReader.Sink() {
              @Override
              public void accept(RecordReader.Read record) throws IOException {
                throw new IOException("full");
              }

              @Override
              public void idle() {}
            });

    assertThatThrownBy(() -> reader.read(new ByteArrayInputStream(new byte[] {'a', '\n'})))
        .isInstanceOf(IOException.class)
        .hasMessage("full");
  }

  @Test
  void longBorders_endRecords_andNumbersGoOn() throws IOException {
    InputStream first = new ByteArrayInputStream("a\nb\n\nc".getBytes(StandardCharsets.UTF_8));
    InputStream second = new ByteArrayInputStream("b\n\n".getBytes(StandardCharsets.UTF_8));

    assertThat(read(ABC, "\n\n", first, second))
        .filteredOn(event -> !event.equals("|"))
        .containsExactly("1:a\nb", "2:c", "3:b");
  }

  @Test
  void bytes_areTheVeryBytes() throws IOException {
    List<int[]> tokens = new ArrayList<>();
    new RecordReader(
            Vocabulary.ofBytes(),
            new RecordBorder("é"),
            new RecordReader.Sink() {
              @Override
              public void accept(RecordReader.Read record) {
                tokens.add(record.tokens());
              }

              @Override
              public void idle() {}
            })
        .read(
            new ByteArrayInputStream(
                new byte[] {
                  (byte) 0xFF, 0, (byte) 0xC3, (byte) 0xA9, 'x', (byte) 0xC3, (byte) 0xA9
                }));

    assertThat(tokens).hasSize(2);
    assertThat(tokens.get(0)).containsExactly(0xFF, 0);
    assertThat(tokens.get(1)).containsExactly('x');
  }
}
