// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.rnn4j.safetensors.Dtype;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A training run on "hello world" by an independent NumPy program, in float64. */
public final class GoldenHello {
  private static final Path FILE =
      Path.of("..", "rnn-core", "src", "test", "resources", "reference", "golden-hello.json");

  /** PyTorch's names of the seed's matrices. */
  private static final Map<String, String> NAMES =
      Map.of(
          "Wax", "rnn.weight_ih_l0",
          "Waa", "rnn.weight_hh_l0",
          "ba", "rnn.bias_ih_l0",
          "Wya", "decoder.weight",
          "by", "decoder.bias");

  private final Map<?, ?> content;

  private GoldenHello(Map<?, ?> content) {
    this.content = content;
  }

  public static GoldenHello read() throws IOException {
    try (JsonParser json = new JsonFactory().createParser(FILE.toFile())) {
      json.nextToken();
      return new GoldenHello((Map<?, ?>) value(json));
    }
  }

  public String text() {
    return (String) content.get("text");
  }

  /** Writes the start weights. */
  public Path start(Path file) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    ((Map<?, ?>) content.get("initial"))
        .forEach(
            (name, matrix) ->
                writer.add(NAMES.get(name), Dtype.F64, shape(matrix), () -> flat(matrix)));
    writer.write(file);
    return file;
  }

  /** The final weights, within 1e-9. */
  public void requireFinal(SafetensorsFile trained) throws IOException {
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) content.get("final")).entrySet()) {
      String name = NAMES.get(entry.getKey());
      assertThat(trained.tensor(name).toDoubles())
          .as(name)
          .containsExactly(flat(entry.getValue()), within(1e-9));
    }
  }

  /**
   * The losses before every tenth update, within 1e-5: theirs are sums over the ten characters, and
   * have 1e-8 inside the logarithm, which is up to 1e-6 a character while the network is untrained.
   *
   * @param means the mean of each window, from the first on
   */
  public void requireLosses(List<Double> means) {
    List<?> losses = (List<?>) content.get("loss");
    assertThat(means).hasSize(10 * losses.size());
    for (int i = 0; i < losses.size(); i++) {
      assertThat(10 * means.get(10 * i))
          .as("epoch " + 10 * i)
          .isCloseTo((double) losses.get(i), within(1e-5));
    }
  }

  private static long[] shape(Object matrix) {
    List<?> rows = (List<?>) matrix;
    return rows.get(0) instanceof List<?> row
        ? new long[] {rows.size(), row.size()}
        : new long[] {rows.size()};
  }

  private static double[] flat(Object matrix) {
    return ((List<?>) matrix)
        .stream()
            .flatMap(row -> row instanceof List<?> list ? list.stream() : List.of(row).stream())
            .mapToDouble(number -> (double) number)
            .toArray();
  }

  private static Object value(JsonParser json) throws IOException {
    switch (json.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> object = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          String name = json.currentName();
          json.nextToken();
          object.put(name, value(json));
        }
        return object;
      }
      case START_ARRAY -> {
        List<Object> array = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(json));
        }
        return array;
      }
      case VALUE_STRING -> {
        return json.getText();
      }
      default -> {
        return json.getDoubleValue();
      }
    }
  }
}
