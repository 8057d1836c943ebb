package io.github.rnn4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {
  @Test
  void ofText_isTheSortedSetOfItsCodePoints() {
    Vocabulary vocabulary = Vocabulary.of("hello world");
    assertThat(vocabulary.codePoints()).containsExactly(' ', 'd', 'e', 'h', 'l', 'o', 'r', 'w');
    assertThat(vocabulary.size()).isEqualTo(8);
    assertThat(vocabulary.idOf('h')).isEqualTo(3);
    assertThat(vocabulary.codePointOf(3)).isEqualTo('h');
    assertThat(vocabulary.idOf('x')).isEqualTo(Vocabulary.UNKNOWN);
  }

  @Test
  void surrogatePairs_areOneCharacterEachAndSortByCodePoint() {
    // As UTF-16 units, U+1F600 would sort before U+FF5E.
    Vocabulary vocabulary = Vocabulary.of("😀～a😀");
    assertThat(vocabulary.codePoints()).containsExactly('a', 0xFF5E, 0x1F600);
    assertThat(vocabulary.encode("a😀～")).containsExactly(0, 2, 1);
    assertThat(vocabulary.decode(2, 0, 2)).isEqualTo("😀a😀");
  }

  @Test
  void combiningMarks_areCharactersOfTheirOwn() {
    Vocabulary vocabulary = Vocabulary.of("e\u0301é");
    assertThat(vocabulary.codePoints()).containsExactly('e', 0xE9, 0x301);
    assertThat(vocabulary.decode(vocabulary.encode("e\u0301"))).isEqualTo("e\u0301");
  }

  @Test
  void everyCharacterOfUnicode_fits() {
    int[] all =
        java.util.stream.IntStream.rangeClosed(0, 0x10FFFF)
            .filter(c -> c < 0xD800 || c > 0xDFFF)
            .toArray();
    Vocabulary vocabulary = Vocabulary.ofCodePoints(all);
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
    Vocabulary vocabulary = Vocabulary.of("ab");
    assertThatThrownBy(() -> vocabulary.encode("aé\u0007bé\n\u0301😀\u00A0"))
        .isInstanceOfSatisfying(
            UnknownCharactersException.class,
            e -> assertThat(e.codePoints()).containsExactly(0xE9, 7, '\n', 0x301, 0x1F600, 0xA0))
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
        .isInstanceOf(UnknownCharactersException.class)
        .hasMessageContaining("'\\u{D");
    assertThatThrownBy(() -> Vocabulary.ofCodePoints(0xD800))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("entry 0 of a vocabulary, 0xD800, is no Unicode character");
  }

  @Test
  void unknown_listsWithoutThrowing() {
    assertThat(Vocabulary.of("ab").unknown("cabc")).containsExactly('c');
    assertThat(Vocabulary.of("ab").unknown("ba")).isEmpty();
  }

  @Test
  void numbersThatAreNoCodePoints_areUnknown() {
    Vocabulary vocabulary = Vocabulary.of("a");
    assertThat(vocabulary.idOf(-1)).isEqualTo(Vocabulary.UNKNOWN);
    assertThat(vocabulary.idOf(0x110000)).isEqualTo(Vocabulary.UNKNOWN);
    assertThat(vocabulary.idOf(Integer.MAX_VALUE)).isEqualTo(Vocabulary.UNKNOWN);
  }

  @Test
  void idsOutsideTheVocabulary_areRefused() {
    Vocabulary vocabulary = Vocabulary.of("ab");
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
  void arrays_areCopies() {
    int[] given = {'a', 'b'};
    Vocabulary vocabulary = Vocabulary.ofCodePoints(given);
    given[0] = 'x';
    vocabulary.codePoints()[1] = 'y';
    assertThat(vocabulary).isEqualTo(Vocabulary.of("ab"));
  }
}
