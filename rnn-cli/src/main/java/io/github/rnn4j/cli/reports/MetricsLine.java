// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A line of a metrics file.
 *
 * @param values its numbers, texts and truth values by name
 * @param end where it ends in the file, after its line feed, in bytes
 */
record MetricsLine(Map<String, Object> values, long end) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Whether there is a number of that name. */
  boolean has(String name) {
    return values.get(name) instanceof Double;
  }

  /** The number of that name; NaN if there is none. */
  double number(String name) {
    return values.get(name) instanceof Double number ? number : Double.NaN;
  }

  /** Whether the truth value of that name is there, and is true. */
  boolean isTrue(String name) {
    return Boolean.TRUE.equals(values.get(name));
  }

  /** The text of that name. */
  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name) instanceof String text ? text : null);
  }

  /** The seconds of the run, if the line has them, else 0. */
  double seconds() {
    return has("seconds") ? number("seconds") : 0;
  }

  /**
   * The lines from the first on, as long as they are whole and of no later step.
   *
   * @param step the last step
   * @throws IOException if the file cannot be read
   */
  static List<MetricsLine> upTo(Path path, long step) throws IOException {
    return upTo(Files.readAllBytes(path), step);
  }

  /**
   * The lines from the first on, as long as they are whole and of no later step.
   *
   * @param bytes lines; not modified
   * @param step the last step
   */
  static List<MetricsLine> upTo(byte[] bytes, long step) {
    List<MetricsLine> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        MetricsLine line =
            new MetricsLine(
                values(new String(bytes, start, i - start, StandardCharsets.UTF_8)), i + 1);
        if (!(line.number("step") <= step)) {
          return lines;
        }
        start = i + 1;
        lines.add(line);
      }
    }
    return lines;
  }

  /** The values of a line; none if it is broken. */
  private static Map<String, Object> values(String line) {
    Map<String, Object> values = new LinkedHashMap<>();
    try (JsonParser json = JSON.createParser(line)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (value.isNumeric()) {
          values.put(name, json.getDoubleValue());
        } else if (value.isBoolean()) {
          values.put(name, json.getBooleanValue());
        } else if (value == JsonToken.VALUE_STRING) {
          values.put(name, json.getText());
        }
      }
      return json.currentToken() == JsonToken.END_OBJECT ? values : Map.of();
    } catch (IOException e) {
      return Map.of();
    }
  }
}
