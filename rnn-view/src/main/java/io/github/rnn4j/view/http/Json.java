// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON, read strictly and written plainly. */
public final class Json {
  private static final int DEEPEST = 16;
  private static final int LONGEST_NUMBER = 64;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private Json() {}

  /**
   * Writes one value.
   *
   * @param body writes it
   * @return its UTF-8
   */
  public static byte[] bytes(Reply.JsonBody body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
      body.writeTo(generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Writes one value.
   *
   * @param body writes it
   * @return its text, in one line
   */
  public static String text(Reply.JsonBody body) {
    return new String(bytes(body), StandardCharsets.UTF_8);
  }

  /**
   * Reads an object.
   *
   * @param utf8 all of its text
   * @return the object
   * @throws HttpProblem of status 400 if this is no UTF-8, no JSON, JSON with more behind it, with
   *     a name twice in an object, nested over 16 deep, or no object
   */
  public static JsonObject object(byte[] utf8) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new HttpProblem(400, "bad-json", "the body is no UTF-8: send JSON in UTF-8");
    }
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new HttpProblem(400, "bad-json", "the body is empty: send an object of JSON");
      }
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw new HttpProblem(
            400, "bad-json", "there is more behind the JSON of the body: send one object");
      }
      if (value instanceof Map<?, ?> fields) {
        return new JsonObject("the body", fields);
      }
      throw new HttpProblem(400, "bad-json", "the body is no object of JSON: send {...}");
    } catch (JsonProcessingException e) {
      throw new HttpProblem(400, "bad-json", "the body is no JSON: " + defect(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads one value.
   *
   * @param text all of its text
   * @return a String, BigDecimal or Boolean, a List or a Map, in its order, of such values, or
   *     something else for null
   * @throws IOException if this is no JSON, JSON with more behind it, with a name twice in an
   *     object, or nested over 16 deep; the message says where
   */
  public static Object read(String text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new IOException("it is empty");
      }
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw new IOException("there is more behind its first value");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new IOException("it is no JSON: " + defect(e), e);
    }
  }

  private static String defect(JsonProcessingException e) {
    return e.getOriginalMessage()
        + (e.getLocation() == null
            ? ""
            : ", at line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr());
  }

  /** Strings, BigDecimals, Booleans, lists, maps in order, and {@link JsonObject#NULL}. */
  private static Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          fields.put(name, value(parser));
        }
        yield fields;
      }
      case START_ARRAY -> {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(parser));
        }
        yield elements;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NULL -> JsonObject.NULL;
      default -> throw new IllegalStateException("a token of JSON: " + token);
    };
  }
}
