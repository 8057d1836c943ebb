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

/**
 * A line of a metrics file.
 *
 * @param step the step that it is of
 * @param numbers its numbers by name
 * @param end where it ends in the file, after its line feed, in bytes
 */
record MetricsLine(long step, Map<String, Double> numbers, long end) {
  private static final JsonFactory JSON = new JsonFactory();

  /** The seconds of the run, if the line has them, else 0. */
  double seconds() {
    return numbers.getOrDefault("seconds", 0.0);
  }

  /**
   * The lines from the first on, as long as they are whole and of no later step.
   *
   * @param step the last step
   * @throws IOException if the file cannot be read
   */
  static List<MetricsLine> upTo(Path path, long step) throws IOException {
    List<MetricsLine> lines = new ArrayList<>();
    byte[] bytes = Files.readAllBytes(path);
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        Map<String, Double> numbers =
            numbers(new String(bytes, start, i - start, StandardCharsets.UTF_8));
        Double at = numbers.get("step");
        if (at == null || at > step) {
          return lines;
        }
        start = i + 1;
        lines.add(new MetricsLine(at.longValue(), numbers, start));
      }
    }
    return lines;
  }

  /** The numbers of a line; none if it is broken. */
  private static Map<String, Double> numbers(String line) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    try (JsonParser json = JSON.createParser(line)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (json.nextToken().isNumeric()) {
          numbers.put(name, json.getDoubleValue());
        }
      }
      return json.currentToken() == JsonToken.END_OBJECT ? numbers : Map.of();
    } catch (IOException e) {
      return Map.of();
    }
  }
}
