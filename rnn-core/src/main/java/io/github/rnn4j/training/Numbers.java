package io.github.rnn4j.training;

import java.util.Map;
import java.util.TreeMap;

/** Numbers by name, as text: {@code Double.toString} loses no bit. */
final class Numbers {
  private Numbers() {}

  /** The numbers whose names begin with the prefix, by the rest of the name. */
  static Map<String, Double> doubles(Map<String, String> numbers, String prefix) {
    Map<String, Double> found = new TreeMap<>();
    numbers.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), Double.valueOf(value));
          }
        });
    return found;
  }
}
