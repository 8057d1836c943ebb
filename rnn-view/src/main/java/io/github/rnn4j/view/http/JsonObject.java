// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.http;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * An object of JSON that somebody sent: each field is asked for by its name and kind, and what is
 * of another kind, or unknown, is refused by a {@link HttpProblem} that says what would do.
 */
public final class JsonObject {
  /** The value null. */
  static final Object NULL = new Object();

  /** From here on a double leaves out whole numbers. */
  private static final int DIGITS = 40;

  private final String where;
  private final Map<?, ?> fields;

  JsonObject(String where, Map<?, ?> fields) {
    this.where = where;
    this.fields = fields;
  }

  /**
   * Refuses fields of other names.
   *
   * @param known the names that there may be
   * @throws HttpProblem if there is another
   */
  public void requireOnly(Set<String> known) {
    for (Object name : fields.keySet()) {
      if (!known.contains(name)) {
        throw HttpProblem.badRequest(
            where + " has an unknown field '" + name + "': " + new TreeSet<>(known) + " are known");
      }
    }
  }

  /**
   * The names of the fields.
   *
   * @return in their order
   */
  public List<String> names() {
    return fields.keySet().stream().map(Object::toString).toList();
  }

  private Object value(String name) {
    return Objects.requireNonNullElse(fields.get(name), NULL);
  }

  /**
   * Whether there is a field.
   *
   * @param name its name
   * @return false also if it is null
   */
  public boolean has(String name) {
    return value(name) != NULL;
  }

  /**
   * A string.
   *
   * @param name its name
   * @return empty if there is none, or null
   * @throws HttpProblem if it is something else, or has half of a surrogate pair
   */
  public Optional<String> string(String name) {
    return has(name) ? Optional.of(string(quoted(name), value(name))) : Optional.empty();
  }

  private static String string(String what, Object value) {
    if (!(value instanceof String text)) {
      throw wrong(what, "a string", value);
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          throw HttpProblem.badRequest(
              what + " has half of a surrogate pair: send whole characters");
        }
        i++;
      }
    }
    return text;
  }

  /**
   * A whole number.
   *
   * @param name its name
   * @param from the least
   * @param to the greatest
   * @return empty if there is none, or null
   * @throws HttpProblem if it is something else, or outside the range
   */
  public OptionalLong integer(String name, long from, long to) {
    if (!has(name)) {
      return OptionalLong.empty();
    }
    String kind = "a whole number from " + from + " to " + to;
    BigDecimal number = number(name, kind);
    try {
      // A few digits, so that no exponent makes a number of millions of them.
      long value =
          Math.abs((long) number.precision() - number.scale()) > DIGITS
              ? throwArithmetic()
              : number.longValueExact();
      if (value >= from && value <= to) {
        return OptionalLong.of(value);
      }
    } catch (ArithmeticException e) {
      throw wrong(quoted(name), kind, number);
    }
    throw wrong(quoted(name), kind, number);
  }

  private static long throwArithmetic() {
    throw new ArithmeticException();
  }

  /**
   * A number.
   *
   * @param name its name
   * @param from the least
   * @param to the greatest
   * @return empty if there is none, or null
   * @throws HttpProblem if it is something else, or outside the range
   */
  public OptionalDouble real(String name, double from, double to) {
    if (!has(name)) {
      return OptionalDouble.empty();
    }
    String kind = "a number from " + plain(from) + " to " + plain(to);
    double value = number(name, kind).doubleValue();
    if (!(value >= from && value <= to)) {
      throw wrong(quoted(name), kind, value(name));
    }
    return OptionalDouble.of(value);
  }

  private static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  private BigDecimal number(String name, String kind) {
    if (value(name) instanceof BigDecimal number) {
      return number;
    }
    throw wrong(quoted(name), kind, value(name));
  }

  /**
   * Yes or no.
   *
   * @param name its name
   * @param otherwise what it is if there is none, or null
   * @return the value
   * @throws HttpProblem if it is something else
   */
  public boolean flag(String name, boolean otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    if (value(name) instanceof Boolean flag) {
      return flag;
    }
    throw wrong(quoted(name), "true or false", value(name));
  }

  /**
   * Strings.
   *
   * @param name their name
   * @param most how many there may be
   * @return empty if there is none, or null
   * @throws HttpProblem if it is something else than an array of so many strings
   */
  public Optional<List<String>> strings(String name, int most) {
    if (!has(name)) {
      return Optional.empty();
    }
    if (!(value(name) instanceof List<?> elements)) {
      throw wrong(quoted(name), "an array of strings", value(name));
    }
    if (elements.size() > most) {
      throw HttpProblem.badRequest(
          quoted(name) + " has " + elements.size() + " strings: send at most " + most);
    }
    List<String> texts = new ArrayList<>();
    for (Object element : elements) {
      texts.add(string(quoted(name) + "[" + texts.size() + "]", element));
    }
    return Optional.of(texts);
  }

  /**
   * Numbers by name.
   *
   * @param name the name of the object that has them
   * @return empty if there is none, or null; in their order
   * @throws HttpProblem if it is something else than an object of finite numbers
   */
  public Optional<Map<String, Double>> numbers(String name) {
    if (!has(name)) {
      return Optional.empty();
    }
    String kind = "an object of numbers";
    if (!(value(name) instanceof Map<?, ?> some)) {
      throw wrong(quoted(name), kind, value(name));
    }
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (Map.Entry<?, ?> one : some.entrySet()) {
      if (!(one.getValue() instanceof BigDecimal number)
          || !Double.isFinite(number.doubleValue())) {
        throw wrong(quoted(name + "." + one.getKey()), "a number", one.getValue());
      }
      numbers.put(one.getKey().toString(), number.doubleValue());
    }
    return Optional.of(numbers);
  }

  private static String quoted(String name) {
    return "'" + name + "'";
  }

  private static HttpProblem wrong(String what, String kind, Object value) {
    return HttpProblem.badRequest(what + " must be " + kind + ": it is " + shown(value));
  }

  private static String shown(Object value) {
    if (value == NULL) {
      return "null";
    }
    if (value instanceof Map) {
      return "an object";
    }
    if (value instanceof List) {
      return "an array";
    }
    String text = value instanceof String ? "\"" + value + "\"" : value.toString();
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }
}
