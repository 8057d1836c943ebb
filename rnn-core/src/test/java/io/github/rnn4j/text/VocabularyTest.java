// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {
  @Test
  void ofText_isTheSortedSetOfItsCodePoints() {
    CharacterVocabulary vocabulary = Vocabulary.of("hello world");
    assertThat(vocabulary.codePoints()).containsExactly(' ', 'd', 'e', 'h', 'l', 'o', 'r', 'w');
    assertThat(vocabulary.size()).isEqualTo(8);
    assertThat(vocabulary.idOf('h')).isEqualTo(3);
    assertThat(vocabulary.codePointOf(3)).isEqualTo('h');
    assertThat(vocabulary.idOf('x')).isEqualTo(Vocabulary.NONE);
  }

  @Test
  void surrogatePairs_areOneCharacterEachAndSortByCodePoint() {
    // As UTF-16 units, U+1F600 would sort before U+FF5E.
    CharacterVocabulary vocabulary = Vocabulary.of("😀～a😀");
    assertThat(vocabulary.codePoints()).containsExactly('a', 0xFF5E, 0x1F600);
    assertThat(vocabulary.encode("a😀～")).containsExactly(0, 2, 1);
    assertThat(vocabulary.decode(2, 0, 2)).isEqualTo("😀a😀");
  }

  @Test
  void combiningMarks_areCharactersOfTheirOwn() {
    CharacterVocabulary vocabulary = Vocabulary.of("e\u0301é");
    assertThat(vocabulary.codePoints()).containsExactly('e', 0xE9, 0x301);
    assertThat(vocabulary.decode(vocabulary.encode("e\u0301"))).isEqualTo("e\u0301");
  }

  @Test
  void everyCharacterOfUnicode_fits() {
    int[] all =
        java.util.stream.IntStream.rangeClosed(0, 0x10FFFF)
            .filter(c -> c < 0xD800 || c > 0xDFFF)
            .toArray();
    CharacterVocabulary vocabulary = Vocabulary.ofCodePoints(all);
    assertThat(vocabulary.size()).isEqualTo(0x110000 - 0x800);
    for (int id = 0; id < all.length; id++) {
      if (vocabulary.idOf(all[id]) != id) {
        assertThat(vocabulary.idOf(all[id])).as("U+%04X", all[id]).isEqualTo(id);
      }
    }
    assertThat(Vocabulary.fromJson(vocabulary.toJson())).isEqualTo(vocabulary);
  }

  @Test
  void unknownCharacters_areListedOnceInOrderAndReadably() {
    CharacterVocabulary vocabulary = Vocabulary.of("ab");
    assertThatThrownBy(() -> vocabulary.encode("aé\u0007bé\n\u0301😀\u00A0"))
        .isInstanceOfSatisfying(
            UnknownTokensException.class,
            e -> assertThat(e.tokens()).containsExactly("é", "\7", "\n", "\u0301", "😀", "\u00A0"))
        .hasMessage(
            "the text has 6 characters that the vocabulary of 2 lacks: 'é' U+00E9, '\\u{7}' U+0007,"
                + " '\\n' U+000A, '\\u{301}' U+0301, '😀' U+1F600, '\\u{A0}' U+00A0");
  }

  @Test
  void unknownCharacters_areCountedAfterTwenty() {
    assertThatThrownBy(() -> Vocabulary.of("-").encode("abcdefghijklmnopqrstuvwxyz"))
        .hasMessageStartingWith("the text has 26 characters")
        .hasMessageEndingWith("'t' U+0074 and 6 more");
    assertThatThrownBy(() -> Vocabulary.of("-").encode("a"))
        .hasMessage("the text has a character that the vocabulary of 1 lacks: 'a' U+0061");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\uD800", "\uDE00a", "a\uD83Da", "\uDE00\uD83D"})
  void halfOfASurrogatePair_isNoCharacter(String text) {
    assertThatThrownBy(() -> Vocabulary.of(text))
        .isInstanceOf(UnusableTextException.class)
        .hasMessageContaining("half of a surrogate pair, U+D");
    assertThatThrownBy(() -> Vocabulary.of("a").encode(text))
        .isInstanceOf(UnknownTokensException.class)
        .hasMessageContaining("'\\u{D");
    assertThatThrownBy(() -> Vocabulary.ofCodePoints(0xD800))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("entry 0 of a vocabulary, 0xD800, is no Unicode character");
  }

  @Test
  void unknown_listsWithoutThrowing() {
    assertThat(Vocabulary.of("ab").unknown("cabc")).containsExactly("c");
    assertThat(Vocabulary.of("ab").unknown("ba")).isEmpty();
  }

  @Test
  void numbersThatAreNoCodePoints_areUnknown() {
    CharacterVocabulary vocabulary = Vocabulary.of("a");
    assertThat(vocabulary.idOf(-1)).isEqualTo(Vocabulary.NONE);
    assertThat(vocabulary.idOf(0x110000)).isEqualTo(Vocabulary.NONE);
    assertThat(vocabulary.idOf(Integer.MAX_VALUE)).isEqualTo(Vocabulary.NONE);
  }

  @Test
  void idsOutsideTheVocabulary_areRefused() {
    CharacterVocabulary vocabulary = Vocabulary.of("ab");
    assertThatThrownBy(() -> vocabulary.decode(0, 2))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("id 2 is not in a vocabulary of 2");
    assertThatThrownBy(() -> vocabulary.codePointOf(-1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void emptyVocabulary_isRefused() {
    assertThatThrownBy(() -> Vocabulary.of("")).isInstanceOf(UnusableTextException.class);
    assertThatThrownBy(Vocabulary::ofCodePoints).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Vocabulary.fromJson("[]"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void doubleEntries_areRefused() {
    assertThatThrownBy(() -> Vocabulary.ofCodePoints('a', 'b', 'a'))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("entries 0 and 2 of a vocabulary are both 'a' U+0061");
  }

  @Test
  void json_isAnArrayOfStringsInTheOrderOfTheIds() {
    assertThat(Vocabulary.of("b\n\"a\\").toJson())
        .isEqualTo("[\"\\n\",\"\\\"\",\"\\\\\",\"a\",\"b\"]");
    assertThat(Vocabulary.fromJson("[\"b\", \"a\", \"\\ud83d\\ude00\"]"))
        .isEqualTo(Vocabulary.ofCodePoints('b', 'a', 0x1F600));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0\u0001\u001f\u007f", "\u2028\u2029\ufeff\uffff", "😀\u0301é漢\"\\/"})
  void json_comesBackAsItWas(String text) {
    Vocabulary vocabulary = Vocabulary.of(text);
    assertThat(Vocabulary.fromJson(vocabulary.toJson())).isEqualTo(vocabulary);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | a vocabulary does not begin with its",
        "`` | a vocabulary is a JSON array of strings",
        "[\"a\" | a vocabulary is not valid JSON",
        "[\"a\",] | a vocabulary is not valid JSON",
        "[\"ab\"] | entry 0 of a vocabulary is not a string of one character",
        "[\"a\",\"\"] | entry 1 of a vocabulary is not a string of one character",
        "[\"a\",1] | entry 1 of a vocabulary is not a string of one character",
        "[\"a\",true] | entry 1 of a vocabulary is not a string of one character",
        "[\"a\",[\"b\"]] | entry 1 of a vocabulary is not a string of one character",
        "[\"a\",\"a\"] | entries 0 and 1 of a vocabulary are both 'a' U+0061",
        "[\"a\"][] | a vocabulary goes on after its closing bracket",
        "[\"a\"]x | a vocabulary is not valid JSON",
        "[\"\\ud800\"] | entry 0 of a vocabulary, 0xD800, is no Unicode character",
      })
  void brokenJson_isRefused(String json, String message) {
    assertThatThrownBy(() -> Vocabulary.fromJson(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void equality_isThatOfTheIds() {
    assertThat(Vocabulary.of("ab"))
        .isEqualTo(Vocabulary.of("bab"))
        .hasSameHashCodeAs(Vocabulary.of("bab"))
        .isNotEqualTo(Vocabulary.of("abc"))
        .isNotEqualTo(Vocabulary.ofCodePoints('b', 'a'))
        .isNotEqualTo("ab");
  }

  @Test
  void unknownSymbol_takesAnyPlaceAndComesBackThere() {
    CharacterVocabulary two = Vocabulary.of("ab");
    WordVocabulary words = Vocabulary.ofWords(List.of("to", "be"));
    List<String> characters =
        List.of("[null,\"a\",\"b\"]", "[\"a\",null,\"b\"]", "[\"a\",\"b\",null]");
    for (int id = 0; id <= 2; id++) {
      Vocabulary more = two.withUnknown(id);
      assertThat(more.toJson()).isEqualTo(characters.get(id));
      for (Vocabulary with : List.of(more, words.withUnknown(id))) {
        assertThat(Vocabulary.fromJson(with.toJson())).isEqualTo(with);
        assertThat(with.size()).isEqualTo(3);
        assertThat(with.unknownId()).isEqualTo(id);
        assertThat(with.textOf(id)).isEqualTo("\uFFFD");
        assertThat(with.idOf(0xFFFD)).isEqualTo(Vocabulary.NONE);
      }
      assertThat(words.withUnknown(id).encodeReplacing("be to"))
          .containsExactly(id < 2 ? 2 : 1, id, id == 0 ? 1 : 0);
    }
    assertThatThrownBy(() -> two.withUnknown(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the unknown symbol cannot be token 3 of 3");
    assertThatThrownBy(() -> words.withUnknown(1).withUnknown(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the vocabulary has the unknown symbol, as token 1");
  }

  @Test
  void replacementCharacter_isNotTheUnknownSymbol() {
    CharacterVocabulary symbol = Vocabulary.ofCodePoints('a', 0xFFFD, 'z').withUnknown(2);
    assertThat(symbol.encodeReplacing("\uFFFDxz")).containsExactly(1, 2, 3);
    assertThat(symbol).isNotEqualTo(Vocabulary.of("az").withUnknown(1));
    assertThat(Vocabulary.of("a").withUnknown(1)).isNotEqualTo(Vocabulary.of("a\uFFFD"));
    assertThat(Vocabulary.of("az").union(symbol).toJson())
        .isEqualTo("[\"a\",\"z\",\"\uFFFD\",null]");
    assertThat(Vocabulary.of("az").union(symbol).union(Vocabulary.of("b").withUnknown(0)).toJson())
        .isEqualTo("[\"a\",\"z\",\"\uFFFD\",null,\"b\"]");
    assertThat(Vocabulary.of("az").withUnknown(0).idsOf(symbol))
        .containsExactly(1, Vocabulary.NONE, 0, 2);
    assertThat(Vocabulary.ofBytes().idsOf(Vocabulary.ofBytes())).hasSize(256).endsWith(254, 255);
  }

  @Test
  void arrays_areCopies() {
    int[] given = {'a', 'b'};
    CharacterVocabulary vocabulary = Vocabulary.ofCodePoints(given);
    given[0] = 'x';
    vocabulary.codePoints()[1] = 'y';
    assertThat(vocabulary).isEqualTo(Vocabulary.of("ab"));
  }

  @Test
  void tokens_areHandedOnAsTheirBytesAndCodePoints() {
    String text = "a\n\u007f\u0080\u07ff\u0800\uffff\ud800\udc00\udbff\udfff日😀\uFFFD";
    List<Vocabulary> all =
        List.of(
            Vocabulary.of(text),
            Vocabulary.ofBytes(),
            Vocabulary.ofWords(List.of("日本", "x", "straße", "naïve", " ")));
    for (Vocabulary vocabulary : all) {
      TextDecoder strings = new TextDecoder(vocabulary);
      TextDecoder codePoints = new TextDecoder(vocabulary);
      for (int id = 0; id < vocabulary.size(); id++) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        vocabulary.bytesOf(id, bytes::write);
        assertThat(bytes.toByteArray()).isEqualTo(vocabulary.bytesOf(id));
        StringBuilder told = new StringBuilder();
        codePoints.append(id, told::appendCodePoint);
        assertThat(told).hasToString(strings.append(id));
        if (vocabulary.unit() != Unit.BYTE) {
          assertThat(told).hasToString(vocabulary.textOf(id));
        }
      }
      StringBuilder told = new StringBuilder();
      codePoints.end(told::appendCodePoint);
      assertThat(told).hasToString(strings.end());
      assertThatThrownBy(() -> vocabulary.bytesOf(vocabulary.size(), b -> {}))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void bytes_areHandedOnAsTheCharactersThatTheyMake() {
    String text = "a日b😀é\u07ff";
    TextDecoder decoder = new TextDecoder(Vocabulary.ofBytes());
    StringBuilder told = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      decoder.append(b & 0xFF, told::appendCodePoint);
    }
    decoder.append(0xE2, told::appendCodePoint);
    decoder.end(told::appendCodePoint);
    assertThat(told).hasToString(text + "\uFFFD");
  }
}
