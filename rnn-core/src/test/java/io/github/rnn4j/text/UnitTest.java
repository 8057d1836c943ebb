// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Characters, bytes and words as tokens, and the unknown symbol. */
class UnitTest {
  private static final int[] ODD = {
    0, '\n', '\r', '\t', ' ', 'a', 'Z', '7', '.', '_', 0x301, 0x200D, 0x2028, 0xA0, 0xFEFF, 0xFFFD,
    0xFFFF, 0x1F600, 0x1F1E9, 0x10FFFF, 0x6F22, 0xE9
  };

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Unit.class)
  void randomUnicode_comesBack(Unit unit) throws IOException {
    for (int seed = 1; seed <= 200; seed++) {
      String text = randomText(seed);
      Corpus corpus = new CorpusReader(unit, 1).add(text, "text").toCorpus();
      int[] ids = ids(corpus.tokens());
      assertThat(corpus.vocabulary().decode(ids)).as("seed %d", seed).isEqualTo(text);
      assertThat(corpus.vocabulary().encode(text)).as("seed %d", seed).isEqualTo(ids);
      assertThat(corpus.vocabulary().decodeBytes(ids))
          .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
      assertThat(Vocabulary.fromJson(corpus.vocabulary().toJson()))
          .isEqualTo(corpus.vocabulary())
          .hasSameHashCodeAs(corpus.vocabulary());
      assertThat(corpus.parts().get(0).characters()).isEqualTo(ids.length);
      assertThat(corpus.replaced()).isEqualTo(Corpus.Replaced.NONE);
    }
  }

  @Test
  void randomBytes_comeBack() throws IOException {
    for (int seed = 1; seed <= 50; seed++) {
      byte[] bytes = new byte[2 + new Random(seed).nextInt(200_000)];
      new Random(seed).nextBytes(bytes);
      Path file = Files.write(directory.resolve("file"), bytes);
      Corpus corpus = new CorpusReader(Unit.BYTE, 1).add(directory).toCorpus();
      assertThat(corpus.vocabulary().decodeBytes(ids(corpus.tokens()))).isEqualTo(bytes);
      assertThat(corpus.parts()).containsExactly(new Corpus.Part(file.toString(), bytes.length));
    }
  }

  @Test
  void bytes_areDecodedWholeAsTheJdkDoes() {
    Vocabulary bytes = Vocabulary.ofBytes();
    TextDecoder decoder = new TextDecoder(bytes);
    for (int seed = 1; seed <= 2000; seed++) {
      byte[] some = almostUtf8(seed);
      StringBuilder text = new StringBuilder();
      for (byte b : some) {
        String more = decoder.append(b & 0xFF);
        CodePoints.requireWhole(more, "decoded");
        text.append(more);
      }
      text.append(decoder.end());
      assertThat(text).as("seed %d", seed).hasToString(new String(some, StandardCharsets.UTF_8));
    }
  }

  @Test
  void bytesOfACharacter_areGivenWhenItIsWhole() {
    TextDecoder decoder = new TextDecoder(Vocabulary.ofBytes());
    List<String> given = new ArrayList<>();
    for (int id : new int[] {'a', 0xF0, 0x9F, 0x98, 0x80, 0xE6, 'b', 0xC3}) {
      given.add(decoder.append(id));
    }
    given.add(decoder.end());
    assertThat(given).containsExactly("a", "", "", "", "😀", "", "\uFFFDb", "", "\uFFFD");
    assertThat(decoder.append('c')).isEqualTo("c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Hello, world! | Hello/,/·/world/!",
        "x1=2 | x1/=/2",
        "a··b\t\tc | a/··/b/→→/c",
        "é̂a_b | é̂a/_/b",
        "漢字。ok | 漢字/。/ok",
        "😀😀 | 😀/😀"
      })
  void words_areRunsOfLettersAndOfBlanks(String text, String words) {
    List<String> split = new ArrayList<>();
    WordSplitter.split(text.replace('·', ' ').replace("\\t", "\t"), split::add);
    assertThat(String.join("/", split).replace(' ', '·').replace('\t', '→')).isEqualTo(words);
  }

  @Test
  void lineEnds_areTokensByThemselves() {
    List<String> split = new ArrayList<>();
    WordSplitter.split(" a \n\n  b\r\n", split::add);
    assertThat(split).containsExactly(" ", "a", " ", "\n", "\n", "  ", "b", "\r", "\n");
  }

  @Test
  void longRun_isCutIntoWordsOf64() {
    Corpus corpus = new CorpusReader(Unit.WORD, 1).add("x".repeat(130), "text").toCorpus();
    assertThat(corpus.tokens().length()).isEqualTo(3);
    assertThat(corpus.vocabulary().size()).isEqualTo(2);
    assertThat(corpus.vocabulary().decode(ids(corpus.tokens()))).isEqualTo("x".repeat(130));
  }

  @Test
  void words_endWhereTheirSourceEnds() {
    Corpus corpus = new CorpusReader(Unit.WORD, 1).add("ab", "1").add("cd", "2").toCorpus();
    assertThat(corpus.tokens().length()).isEqualTo(2);
    assertThat(corpus.vocabulary()).isEqualTo(Vocabulary.ofWords(List.of("ab", "cd")));
  }

  @Test
  void rareCharacters_becomeTheUnknownSymbolAndAreCounted() {
    Corpus corpus =
        new CorpusReader(Unit.CHAR, 3).add("aaa\uFFFD\uFFFD\uFFFDxyyzbbb", "text").toCorpus();
    Vocabulary vocabulary = corpus.vocabulary();
    assertThat(vocabulary).isEqualTo(Vocabulary.ofCodePoints('a', 'b', 0xFFFD).withUnknown(3));
    assertThat(vocabulary.unknownId()).isEqualTo(3);
    assertThat(vocabulary.idOf(0xFFFD)).isEqualTo(2);
    assertThat(ids(corpus.tokens())).containsExactly(0, 0, 0, 2, 2, 2, 3, 3, 3, 3, 1, 1, 1);
    assertThat(corpus.replaced()).isEqualTo(new Corpus.Replaced(4, 3, List.of("y", "x", "z")));
    assertThat(corpus.replaced().describe(Unit.CHAR))
        .isEqualTo("'y' U+0079, 'x' U+0078, 'z' U+007A");
    assertThat(vocabulary.decode(0, 3)).isEqualTo("a\uFFFD");
    assertThat(vocabulary.toJson()).isEqualTo("[\"a\",\"b\",\"\uFFFD\",null]");
    assertThat(Vocabulary.fromJson(vocabulary.toJson())).isEqualTo(vocabulary);
  }

  @Test
  void rareWords_becomeTheUnknownSymbolAndAreCounted() {
    Corpus corpus = new CorpusReader(Unit.WORD, 2).add("to be or not to be", "text").toCorpus();
    assertThat(corpus.vocabulary())
        .isEqualTo(Vocabulary.ofWords(List.of(" ", "be", "to")).withUnknown(3));
    assertThat(corpus.vocabulary().decode(ids(corpus.tokens())))
        .isEqualTo("to be \uFFFD \uFFFD to be");
    assertThat(corpus.replaced()).isEqualTo(new Corpus.Replaced(2, 2, List.of("or", "not")));
    assertThat(corpus.vocabulary().toJson())
        .isEqualTo("{\"unit\":\"word\",\"tokens\":[\" \",\"be\",\"to\",null]}");
  }

  @Test
  void nothingRare_needsNoUnknownSymbol() {
    Corpus corpus = new CorpusReader(Unit.CHAR, 2).add("aabb", "text").toCorpus();
    assertThat(corpus.vocabulary()).isEqualTo(Vocabulary.of("ab"));
    assertThat(corpus.vocabulary().unknownId()).isEqualTo(Vocabulary.NONE);
  }

  @Test
  void leastCountThatNothingReaches_isAnError() {
    CorpusReader reader = new CorpusReader(Unit.CHAR, 3).add("aabb", "text");
    assertThatThrownBy(reader::toCorpus)
        .isInstanceOf(UnusableTextException.class)
        .hasMessage("text has no character that occurs 3 times: lower the least count");
    assertThatThrownBy(() -> new CorpusReader(Unit.BYTE, 2)).hasMessageContaining("bytes");
    assertThatThrownBy(() -> new CorpusReader(Unit.CHAR, 0)).hasMessageContaining("0 times");
  }

  @Test
  void countOfAFileThatIsLeftOut_isForgotten() throws IOException {
    Files.writeString(directory.resolve("a"), "aab");
    Files.writeString(directory.resolve("b"), "bbbbb\0");
    Corpus corpus = new CorpusReader(Unit.CHAR, 2).add(directory).toCorpus();
    assertThat(corpus.replaced()).isEqualTo(new Corpus.Replaced(1, 1, List.of("b")));
    assertThat(corpus.skipped()).hasSize(1);
  }

  @Test
  void textOfAKnownVocabulary_isReplacedOnlyIfItHasTheSymbol() {
    Vocabulary symbol = Vocabulary.of("a").withUnknown(1);
    Corpus corpus = new CorpusReader(symbol).add("axaya", "text").toCorpus();
    assertThat(ids(corpus.tokens())).containsExactly(0, 1, 0, 1, 0);
    assertThat(corpus.replaced()).isEqualTo(new Corpus.Replaced(2, 2, List.of("x", "y")));
    assertThat(symbol.encodeReplacing("xa")).containsExactly(1, 0);
    assertThatThrownBy(() -> symbol.encode("xa"))
        .isInstanceOf(UnknownTokensException.class)
        .hasMessage("the text has a character that the vocabulary of 2 lacks: 'x' U+0078");
    assertThatThrownBy(() -> Vocabulary.of("a").encodeReplacing("xa"))
        .isInstanceOf(UnknownTokensException.class);
    assertThatThrownBy(
            () ->
                new CorpusReader(Vocabulary.ofWords(List.of("a", " ")))
                    .add("a bc d\te", "text")
                    .toCorpus())
        .isInstanceOf(UnknownTokensException.class)
        .hasMessage("text has 4 words that the vocabulary of 2 lacks: 'bc', 'd', '\\t', 'e'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uD800", "a\uDC00", "\uD83D"})
  void halfOfASurrogatePair_isInNoVocabulary(String text) {
    for (Vocabulary vocabulary :
        List.of(Vocabulary.of("a"), Vocabulary.ofBytes(), Vocabulary.ofWords(List.of("a")))) {
      assertThat(vocabulary.unknown(text)).hasSize(1);
      assertThatThrownBy(() -> vocabulary.encode(text)).isInstanceOf(UnknownTokensException.class);
    }
    for (Unit unit : Unit.values()) {
      assertThatThrownBy(() -> new CorpusReader(unit, 1).add(text, "text"))
          .isInstanceOf(UnusableTextException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{}",
        "{\"unit\":1}",
        "{\"unit\":\"line\"}",
        "{\"unit\":\"char\",\"tokens\":[\"a\"]}",
        "{\"unit\":\"byte\",\"tokens\":[]}",
        "{\"unit\":\"byte\"}{}",
        "{\"unit\":\"word\"}",
        "{\"unit\":\"word\",\"tokens\":1}",
        "{\"unit\":\"word\",\"tokens\":[]}",
        "{\"unit\":\"word\",\"tokens\":[null]}",
        "{\"unit\":\"word\",\"tokens\":[\"a\",null,null]}",
        "{\"unit\":\"word\",\"tokens\":[\"a\",\"a\"]}",
        "{\"unit\":\"word\",\"tokens\":[\"a b\"]}",
        "{\"unit\":\"word\",\"tokens\":[\"\"]}",
        "{\"unit\":\"word\",\"tokens\":[\"\\ud800\"]}",
        "{\"unit\":\"word\",\"tokens\":[\"a\"],\"x\":1}",
        "{\"unit\":\"word\",\"tokens\":[[]]}",
        "[null]",
        "[\"a\",null,null]",
        "[\"a\","
      })
  void jsonThatIsNoVocabulary_isRefused(String json) {
    assertThatThrownBy(() -> Vocabulary.fromJson(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("vocabulary");
  }

  @Test
  void vocabularyOfBytes_isAllOfThem() {
    Vocabulary bytes = Vocabulary.ofBytes();
    assertThat(bytes.size()).isEqualTo(256);
    assertThat(bytes.toJson()).isEqualTo("{\"unit\":\"byte\"}");
    assertThat(bytes.idOf('\n')).isEqualTo(10);
    assertThat(bytes.idOf('é')).isEqualTo(Vocabulary.NONE);
    assertThat(bytes.encode("é")).containsExactly(0xC3, 0xA9);
    assertThatThrownBy(() -> bytes.textOf(256)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(bytes).isNotEqualTo(Vocabulary.of("a"));
  }

  @Test
  void bytes_areTakenAsTheyStand() throws IOException {
    byte[] bytes = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, 0, (byte) 0xFF, '\r', '\n'};
    Corpus corpus =
        new CorpusReader(Unit.BYTE, 1).add(new ByteArrayInputStream(bytes), "in").toCorpus();
    assertThat(corpus.vocabulary().decodeBytes(ids(corpus.tokens()))).isEqualTo(bytes);
    assertThat(corpus.parts()).containsExactly(new Corpus.Part("in", 7));
  }

  static int[] ids(Tokens tokens) {
    int[] ids = new int[Math.toIntExact(tokens.length())];
    tokens.copy(0, ids, 0, ids.length);
    return ids;
  }

  static String randomText(int seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("a b");
    int length = 1 + random.nextInt(300);
    for (int i = 0; i < length; i++) {
      int codePoint =
          random.nextBoolean() ? ODD[random.nextInt(ODD.length)] : random.nextInt(0x110000);
      if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
        text.appendCodePoint(codePoint);
      }
    }
    return text.toString();
  }

  private static byte[] almostUtf8(int seed) {
    Random random = new Random(seed);
    byte[] bytes = randomText(seed).getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(10); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return Arrays.copyOf(bytes, random.nextInt(bytes.length) + 1);
  }
}
