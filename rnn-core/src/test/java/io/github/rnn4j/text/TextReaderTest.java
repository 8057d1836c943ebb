// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TextReaderTest {
  @TempDir Path directory;

  private final List<Integer> ids = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(Unit.class)
  void tokens_areThoseOfTheCorpus(Unit unit) throws IOException {
    for (int seed = 1; seed <= 30; seed++) {
      ids.clear();
      Files.writeString(directory.resolve("a"), text(seed));
      Files.writeString(directory.resolve("b"), text(seed + 1000));
      CorpusReader corpusReader = new CorpusReader(unit, 1).add(directory).add("end", "text");
      Corpus corpus = corpusReader.toCorpus();
      TextReader reader = reader(corpus.vocabulary(), UnknownTokens.ERROR);
      reader.add(directory).add("end", "text");
      assertThat(ids).isEqualTo(list(UnitTest.ids(corpus.tokens())));
      assertThat(reader.tokens()).isEqualTo(corpus.tokens().length());
      assertThat(reader.parts()).isEqualTo(corpus.parts());
      assertThat(reader.skipped()).isEqualTo(corpus.skipped());
      assertThat(reader.unknown()).isEqualTo(Corpus.Replaced.NONE);
    }
  }

  @Test
  void unknownWords_areCountedAsWordsOverAllSources() throws IOException {
    Vocabulary words = Vocabulary.ofWords(List.of("a", " ", "\n", "is")).withUnknown(1);
    TextReader reader = reader(words, UnknownTokens.REPLACE);
    Files.writeString(directory.resolve("1"), "a zebra is a zebra\n");
    Files.writeString(directory.resolve("2"), "quux is zebra");
    reader.add(directory.resolve("1")).add(directory.resolve("2"));
    assertThat(reader.unknown()).isEqualTo(new Corpus.Replaced(4, 2, List.of("zebra", "quux")));
    assertThat(words.decode(array())).isEqualTo("a \uFFFD is a \uFFFD\n\uFFFD is \uFFFD");
    assertThat(reader.tokens()).isEqualTo(15);
  }

  @Test
  void unknownTokens_areLeftOutAsThePolicySays() throws IOException {
    Vocabulary known = Vocabulary.of("ab?");
    for (UnknownTokens policy : List.of(UnknownTokens.ERROR, UnknownTokens.SKIP)) {
      ids.clear();
      TextReader reader = reader(known, policy).add("axbxy", "text");
      assertThat(known.decode(array())).isEqualTo("ab");
      assertThat(reader.unknown()).isEqualTo(new Corpus.Replaced(3, 2, List.of("x", "y")));
      assertThat(reader.tokens()).isEqualTo(2);
    }
    ids.clear();
    reader(known, UnknownTokens.REPLACE).add("axb", "text");
    assertThat(known.decode(array())).isEqualTo("a?b");
  }

  @Test
  void fileThatIsNoText_givesNothingInADirectoryAndIsAnErrorByItself() throws IOException {
    Path bad = Files.write(directory.resolve("bad"), new byte[] {'a', 'a', (byte) 0xFF});
    Files.writeString(directory.resolve("good"), "a\n");
    Vocabulary known = Vocabulary.of("a\n");
    TextReader reader = reader(known, UnknownTokens.ERROR).add(directory);
    assertThat(known.decode(array())).isEqualTo("a\n");
    assertThat(reader.skipped())
        .containsExactly(new Corpus.Skipped(bad.toString(), "is not UTF-8 (at byte offset 2)"));
    assertThatThrownBy(() -> reader(known, UnknownTokens.ERROR).add(bad))
        .isInstanceOf(MalformedTextException.class);
    assertThatThrownBy(() -> reader(known, UnknownTokens.ERROR).add(directory.resolve("none")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void wordsOfAStream_areHandedOnAsTheyEnd() throws IOException {
    Vocabulary words = Vocabulary.ofWords(List.of("to", "be", " ", "\n"));
    List<Long> seen = new ArrayList<>();
    TextReader reader = reader(words, UnknownTokens.ERROR);
    reader.add(
        new ByteArrayInputStream("to be\nto".getBytes(StandardCharsets.UTF_8)) {
          @Override
          public int read(byte[] target, int offset, int length) {
            seen.add(reader.tokens());
            return super.read(target, offset, Math.min(length, 3));
          }
        },
        "-");
    // "to " is read, then "be\n", then "to", then the end.
    assertThat(seen).containsExactly(0L, 1L, 4L, 4L);
    assertThat(reader.tokens()).isEqualTo(5);
  }

  /** A NUL would be no text in a file. */
  private static String text(int seed) {
    return UnitTest.randomText(seed).replace("\0", "");
  }

  private TextReader reader(Vocabulary vocabulary, UnknownTokens policy) {
    return new TextReader(vocabulary, policy, TextEncoding.AUTO, ids::add);
  }

  private int[] array() {
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  private static List<Integer> list(int[] array) {
    return java.util.Arrays.stream(array).boxed().toList();
  }
}
