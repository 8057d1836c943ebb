// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.metadata;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Strings by key, as a file holds them, read as what they must be. Every defect is an {@link
 * IllegalArgumentException} that names the whole key and the value.
 */
public final class Entries {
  private static final int MOST_SHOWN = 60;

  private final String prefix;
  private final Map<String, String> values;

  /**
   * All entries of a map.
   *
   * @param values strings by key; copied
   */
  public Entries(Map<String, String> values) {
    this("", values);
  }

  private Entries(String prefix, Map<String, String> values) {
    this.prefix = prefix;
    this.values = new TreeMap<>(values);
  }

  /**
   * The entries whose keys begin with a prefix, by the rest of the key.
   *
   * @param start the prefix; messages have it
   * @return some of these entries, or none
   */
  public Entries under(String start) {
    Map<String, String> found = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(start)) {
            found.put(key.substring(start.length()), value);
          }
        });
    return new Entries(prefix + start, found);
  }

  /**
   * What stands before every key in the file.
   *
   * @return the prefixes of {@link #under}, joined
   */
  public String prefix() {
    return prefix;
  }

  /**
   * Whether there is none.
   *
   * @return true if so
   */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /**
   * Whether there is an entry.
   *
   * @param key its key
   * @return true if so
   */
  public boolean has(String key) {
    return values.containsKey(key);
  }

  /**
   * All of them.
   *
   * @return strings by key, sorted; a copy
   */
  public Map<String, String> toMap() {
    return new TreeMap<>(values);
  }

  /**
   * A string.
   *
   * @param key its key
   * @return the string
   * @throws IllegalArgumentException if there is none
   */
  public String text(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("there is no '" + prefix + key + "'");
    }
    return value;
  }

  /**
   * A whole number.
   *
   * @param key its key
   * @param least the smallest allowed
   * @param most the largest allowed
   * @return the number
   * @throws IllegalArgumentException if there is none, or it is no such number
   */
  public long whole(String key, long least, long most) {
    String value = text(key);
    long number;
    try {
      number = Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw because(bad(key, "it must be a whole number"), e);
    }
    if (number < least) {
      throw outside(key, "at least " + least);
    }
    if (number > most) {
      throw outside(key, "at most " + most);
    }
    return number;
  }

  /**
   * A whole number of 32 bits.
   *
   * @param key its key
   * @param least the smallest allowed
   * @return the number
   * @throws IllegalArgumentException if there is none, or it is no such number
   */
  public int whole(String key, int least) {
    return (int) whole(key, least, Integer.MAX_VALUE);
  }

  /**
   * A finite number.
   *
   * @param key its key
   * @param least the smallest allowed
   * @param most the largest allowed
   * @return the number
   * @throws IllegalArgumentException if there is none, or it is no such number
   */
  public double number(String key, double least, double most) {
    double number = parse(key);
    if (!Double.isFinite(number)) {
      throw outside(key, "finite");
    }
    if (!(number >= least)) {
      throw outside(key, least == Double.MIN_VALUE ? "above 0" : "at least " + least);
    }
    if (!(number <= most)) {
      throw outside(key, "at most " + most);
    }
    return number;
  }

  /**
   * A finite number, or {@code NaN} where there was none to be had.
   *
   * @param key its key
   * @param least the smallest allowed
   * @return the number, or NaN
   * @throws IllegalArgumentException if there is none, or it is no such number
   */
  public double numberOrNone(String key, double least) {
    double number = parse(key);
    return Double.isNaN(number) ? number : number(key, least, Double.MAX_VALUE);
  }

  private double parse(String key) {
    String value = text(key);
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw because(bad(key, "it must be a number"), e);
    }
  }

  private IllegalArgumentException outside(String key, String range) {
    return new IllegalArgumentException(
        "'" + prefix + key + "' must be " + range + ": " + shown(text(key)));
  }

  /**
   * A truth value.
   *
   * @param key its key
   * @return the truth
   * @throws IllegalArgumentException if there is none, or it is neither true nor false
   */
  public boolean truth(String key) {
    String value = text(key);
    if (!value.equals("true") && !value.equals("false")) {
      throw bad(key, "'" + shown(value) + "' is neither true nor false");
    }
    return value.equals("true");
  }

  /**
   * Something that has a reader of its own.
   *
   * @param <T> what it is
   * @param key its key
   * @param reader reads it, or throws {@link IllegalArgumentException}
   * @return what the reader made of it
   * @throws IllegalArgumentException if there is none, or the reader refuses it
   */
  public <T> T read(String key, Function<String, T> reader) {
    String value = text(key);
    try {
      return reader.apply(value);
    } catch (IllegalArgumentException e) {
      throw because(bad(key, String.valueOf(e.getMessage())), e);
    }
  }

  /**
   * All of them as finite numbers.
   *
   * @return numbers by key
   * @throws IllegalArgumentException if one is not
   */
  public Map<String, Double> numbers() {
    Map<String, Double> numbers = new TreeMap<>();
    for (String key : values.keySet()) {
      numbers.put(key, number(key, -Double.MAX_VALUE, Double.MAX_VALUE));
    }
    return numbers;
  }

  /**
   * Checks that there is nothing else: what this program does not know it would lose.
   *
   * @param known all keys that there may be
   * @throws IllegalArgumentException if there is another
   */
  public void requireKnown(Collection<String> known) {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        throw bad(key, "this program knows no such entry: is the file from a newer one?");
      }
    }
  }

  /**
   * An entry is not what it must be.
   *
   * @param key its key, which need not be there
   * @param why what it must be
   * @return the exception, not thrown
   */
  public IllegalArgumentException bad(String key, String why) {
    String value = values.get(key);
    return new IllegalArgumentException(
        value == null
            ? "there is no '" + prefix + key + "': " + why
            : "'" + prefix + key + "' is '" + shown(value) + "': " + why);
  }

  private static String shown(String value) {
    return value.codePointCount(0, value.length()) <= MOST_SHOWN
        ? value
        : value.substring(0, value.offsetByCodePoints(0, MOST_SHOWN)) + "…";
  }

  private static IllegalArgumentException because(IllegalArgumentException e, Throwable cause) {
    e.initCause(cause);
    return e;
  }
}
