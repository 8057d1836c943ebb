package io.github.rnn4j.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads a vocabulary from JSON, strictly. */
final class VocabularyJson {
  static final String UNIT = "unit";
  static final String TOKENS = "tokens";

  private static final JsonFactory JSON = new JsonFactory();

  private VocabularyJson() {}

  static Vocabulary read(String json) {
    try (JsonParser in = JSON.createParser(json)) {
      JsonToken first = in.nextToken();
      Vocabulary vocabulary;
      if (first == JsonToken.START_ARRAY) {
        vocabulary = Vocabulary.ofCodePoints(characters(in, json.length()));
      } else if (first == JsonToken.START_OBJECT) {
        vocabulary = object(in);
      } else {
        throw new IllegalArgumentException(
            "a vocabulary is a JSON array of strings or an object, but this begins otherwise");
      }
      if (in.nextToken() != null) {
        throw new IllegalArgumentException("a vocabulary goes on after its closing bracket");
      }
      return vocabulary;
    } catch (IOException e) {
      throw new IllegalArgumentException("a vocabulary is not valid JSON", e);
    }
  }

  private static int[] characters(JsonParser in, int length) throws IOException {
    // An entry takes at least three chars: no more is allocated than the text can fill.
    int[] codePoints = new int[Math.min(length / 3 + 1, Character.MAX_CODE_POINT + 2)];
    int size = 0;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      String entry = in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : "";
      boolean unknown = in.currentToken() == JsonToken.VALUE_NULL;
      if (!unknown && (entry.isEmpty() || entry.codePointCount(0, entry.length()) != 1)) {
        throw new IllegalArgumentException(
            "entry " + size + " of a vocabulary is not a string of one character");
      }
      if (size == codePoints.length) {
        throw new IllegalArgumentException(
            "a vocabulary has more entries than there are characters");
      }
      codePoints[size++] = unknown ? Vocabulary.UNKNOWN : entry.codePointAt(0);
    }
    return Arrays.copyOf(codePoints, size);
  }

  private static Vocabulary object(JsonParser in) throws IOException {
    require(UNIT.equals(in.nextFieldName()), "does not begin with its \"" + UNIT + "\"");
    String unit = in.nextTextValue();
    require(unit != null, "has a \"" + UNIT + "\" that is no string");
    return switch (Unit.of(unit)) {
      case BYTE -> {
        require(in.nextToken() == JsonToken.END_OBJECT, "of bytes has more than its unit");
        yield Vocabulary.ofBytes();
      }
      case WORD -> {
        require(TOKENS.equals(in.nextFieldName()), "of words has no \"" + TOKENS + "\"");
        require(
            in.nextToken() == JsonToken.START_ARRAY, "has \"" + TOKENS + "\" that are no array");
        Vocabulary vocabulary = Vocabulary.ofWords(words(in));
        require(
            in.nextToken() == JsonToken.END_OBJECT, "of words has more than its unit and tokens");
        yield vocabulary;
      }
      case CHAR -> throw new IllegalArgumentException("a vocabulary of characters is an array");
    };
  }

  private static List<String> words(JsonParser in) throws IOException {
    List<String> words = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      require(
          in.currentToken() == JsonToken.VALUE_STRING || in.currentToken() == JsonToken.VALUE_NULL,
          "has an entry " + words.size() + " that is no string");
      words.add(in.currentToken() == JsonToken.VALUE_NULL ? null : in.getText());
    }
    return words;
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException("a vocabulary " + otherwise);
    }
  }
}
