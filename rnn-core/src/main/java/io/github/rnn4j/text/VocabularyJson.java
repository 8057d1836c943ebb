// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes a vocabulary as JSON, and reads it, strictly. */
final class VocabularyJson {
  private static final String UNIT = "unit";
  private static final String TOKENS = "tokens";

  private static final JsonFactory JSON = new JsonFactory();

  private VocabularyJson() {}

  static String write(Vocabulary vocabulary) {
    Unit unit = vocabulary.unit();
    StringWriter json = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(json)) {
      if (unit == Unit.CHAR) {
        writeTokens(vocabulary, out);
      } else {
        out.writeStartObject();
        out.writeStringField(UNIT, unit.id());
        if (unit == Unit.WORD) {
          out.writeFieldName(TOKENS);
          writeTokens(vocabulary, out);
        }
        out.writeEndObject();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return json.toString();
  }

  private static void writeTokens(Vocabulary vocabulary, JsonGenerator out) throws IOException {
    out.writeStartArray();
    for (int id = 0; id < vocabulary.size(); id++) {
      out.writeString(id == vocabulary.unknownId() ? null : vocabulary.textOf(id));
    }
    out.writeEndArray();
  }

  static Vocabulary read(String json) {
    try (JsonParser in = JSON.createParser(json)) {
      JsonToken first = in.nextToken();
      Vocabulary vocabulary;
      if (first == JsonToken.START_ARRAY) {
        vocabulary = characters(in, json.length());
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

  private static Vocabulary characters(JsonParser in, int length) throws IOException {
    // An entry takes at least three chars: no more is allocated than the text can fill.
    int[] codePoints = new int[Math.min(length / 3 + 1, Character.MAX_CODE_POINT + 2)];
    int size = 0;
    int unknown = Vocabulary.NONE;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (size == codePoints.length) {
        throw new IllegalArgumentException(
            "a vocabulary has more entries than there are characters");
      }
      if (in.currentToken() == JsonToken.VALUE_NULL) {
        unknown = unknown(unknown, size);
      } else {
        String entry = in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : "";
        if (entry.isEmpty() || entry.codePointCount(0, entry.length()) != 1) {
          throw new IllegalArgumentException(
              "entry " + size + " of a vocabulary is not a string of one character");
        }
        codePoints[size] = entry.codePointAt(0);
      }
      size++;
    }
    return new CharacterVocabulary(Arrays.copyOf(codePoints, size), unknown);
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
        Vocabulary vocabulary = words(in);
        require(
            in.nextToken() == JsonToken.END_OBJECT, "of words has more than its unit and tokens");
        yield vocabulary;
      }
      case CHAR -> throw new IllegalArgumentException("a vocabulary of characters is an array");
    };
  }

  private static Vocabulary words(JsonParser in) throws IOException {
    List<String> words = new ArrayList<>();
    int unknown = Vocabulary.NONE;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken() == JsonToken.VALUE_NULL) {
        unknown = unknown(unknown, words.size());
        words.add(Vocabulary.REPLACEMENT);
      } else {
        require(
            in.currentToken() == JsonToken.VALUE_STRING,
            "has an entry " + words.size() + " that is no string");
        words.add(in.getText());
      }
    }
    return new WordVocabulary(words.toArray(String[]::new), unknown);
  }

  private static int unknown(int before, int id) {
    if (before != Vocabulary.NONE) {
      throw Vocabulary.twice(before, id, "the unknown symbol");
    }
    return id;
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException("a vocabulary " + otherwise);
    }
  }
}
