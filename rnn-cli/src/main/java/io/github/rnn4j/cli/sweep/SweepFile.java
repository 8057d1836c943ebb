// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.sweep;

import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.view.http.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A file that describes runs, in JSON:
 *
 * <pre>
 *   {
 *     "options": {"epochs": 5, "validation": 0.1},
 *     "grid": {"model": ["lstm", "gru"], "hidden": [64, 128]},
 *     "random": {
 *       "runs": 20,
 *       "seed": 1,
 *       "options": {
 *         "learning-rate": {"from": 0.0005, "to": 0.02, "scale": "log"},
 *         "hidden": {"from": 32, "to": 256},
 *         "optimizer": ["adam", "rmsprop"]
 *       }
 *     },
 *     "runs": [{"hidden": 512, "learning-rate": 0.002}]
 *   }
 * </pre>
 *
 * <p>{@code options} are those of every run. {@code grid} makes a run of each combination, {@code
 * random} draws each option for itself, from a list or a range, and {@code runs} names runs one by
 * one; a file has one of the three or more. A range between two numbers without a point holds whole
 * numbers, both ends included; other numbers are drawn with four significant digits. Run i of
 * {@code random} depends on the seed, on i and on the options, so that more runs leave the first
 * ones as they were.
 *
 * @param common the options of every run, by their names
 * @param runs what else each run has; no two are the same
 * @param swept the names of the options that runs have besides the common ones
 * @param repeated how many runs are left out because they are there already
 */
public record SweepFile(
    Map<String, String> common, List<SweepRun> runs, List<String> swept, int repeated) {
  private static final Set<String> FIELDS =
      new TreeSet<>(Set.of("options", "grid", "random", "runs"));
  private static final Set<String> RANDOM_FIELDS = new TreeSet<>(Set.of("runs", "seed", "options"));
  private static final Set<String> RANGE_FIELDS = new TreeSet<>(Set.of("from", "to", "scale"));

  /** More is no sweep that anybody waits for. */
  private static final int MOST_RUNS = 10_000;

  /** Of a number that is drawn. */
  private static final MathContext DIGITS = new MathContext(4);

  /** So many zeros are written out. */
  private static final int MOST_ZEROS = 40;

  private static final long DEFAULT_SEED = 1;
  private static final String PURPOSE = "sweep";

  /**
   * Reads it.
   *
   * @throws IOException if it cannot be read, or does not say which runs there are
   */
  public static SweepFile read(Path path) throws IOException {
    String text;
    try {
      text = Files.readString(path);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(path.toString(), null, "there is no such file");
    } catch (MalformedInputException e) {
      throw new IOException(path + ": it is no UTF-8: write JSON in UTF-8", e);
    }
    try {
      return parse(text);
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(path + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads its text.
   *
   * @throws IOException if it is no JSON
   * @throws IllegalArgumentException if it does not say which runs there are
   */
  static SweepFile parse(String text) throws IOException {
    Map<String, Object> all = object("the file", Json.read(text));
    requireOnly("the file", all, FIELDS);
    Map<String, String> common =
        all.containsKey("options") ? scalars("options", all.get("options")) : Map.of();
    List<Map<String, String>> choices = new ArrayList<>();
    if (all.containsKey("runs")) {
      for (Object run : array("runs", all.get("runs"))) {
        choices.add(scalars("runs", run));
      }
    }
    if (all.containsKey("grid")) {
      choices.addAll(grid(object("grid", all.get("grid"))));
    }
    if (all.containsKey("random")) {
      choices.addAll(random(object("random", all.get("random"))));
    }
    if (choices.isEmpty()) {
      throw new IllegalArgumentException("it names no run: give grid, random or runs");
    }
    Set<String> swept = new LinkedHashSet<>();
    choices.forEach(choice -> swept.addAll(choice.keySet()));
    for (String name : swept) {
      if (common.containsKey(name)) {
        throw new IllegalArgumentException(
            "'"
                + name
                + "' is among the options of every run, and a run has another: leave one out");
      }
    }
    Set<SweepRun> runs = new LinkedHashSet<>();
    for (Map<String, String> choice : choices) {
      Map<String, String> ordered = new LinkedHashMap<>();
      swept.stream()
          .filter(choice::containsKey)
          .forEach(name -> ordered.put(name, choice.getOrDefault(name, "")));
      runs.add(new SweepRun(ordered));
    }
    return new SweepFile(
        common, List.copyOf(runs), List.copyOf(swept), choices.size() - runs.size());
  }

  // ----------------------------------------------------------------------------- which runs

  private static List<Map<String, String>> grid(Map<String, Object> axes) {
    List<Map<String, String>> runs = List.of(Map.of());
    for (Map.Entry<String, Object> axis : axes.entrySet()) {
      List<String> values = values("grid." + axis.getKey(), axis.getValue());
      if ((long) runs.size() * values.size() > MOST_RUNS) {
        throw new IllegalArgumentException(
            "grid has over " + MOST_RUNS + " runs: name fewer values, or draw some with random");
      }
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> run : runs) {
        for (String value : values) {
          Map<String, String> one = new LinkedHashMap<>(run);
          one.put(axis.getKey(), value);
          longer.add(one);
        }
      }
      runs = longer;
    }
    return runs;
  }

  private static List<Map<String, String>> random(Map<String, Object> fields) {
    requireOnly("random", fields, RANDOM_FIELDS);
    if (!fields.containsKey("runs") || !fields.containsKey("options")) {
      throw new IllegalArgumentException(
          "random needs 'runs', how many to draw, and 'options', what from");
    }
    long count = whole("random.runs", fields.get("runs"), 1, MOST_RUNS);
    long seed =
        fields.containsKey("seed")
            ? whole("random.seed", fields.get("seed"), Long.MIN_VALUE, Long.MAX_VALUE)
            : DEFAULT_SEED;
    Map<String, Object> options = object("random.options", fields.get("options"));
    Map<String, Draw> draws = new LinkedHashMap<>();
    options.forEach((name, from) -> draws.put(name, draw("random.options." + name, from)));
    RandomStreams streams = new RandomStreams(seed);
    List<Map<String, String>> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      UniformRandomProvider random = streams.stream(PURPOSE, i);
      Map<String, String> run = new LinkedHashMap<>();
      draws.forEach((name, draw) -> run.put(name, draw.next(random)));
      runs.add(run);
    }
    return runs;
  }

  /** Draws the value of an option. */
  @FunctionalInterface
  private interface Draw {
    String next(UniformRandomProvider random);
  }

  private static Draw draw(String where, Object from) {
    if (!(from instanceof Map)) {
      List<String> values = values(where, from);
      return random -> values.get(random.nextInt(values.size()));
    }
    Map<String, Object> range = object(where, from);
    requireOnly(where, range, RANGE_FIELDS);
    if (!(range.get("from") instanceof BigDecimal low)
        || !(range.get("to") instanceof BigDecimal high)
        || low.compareTo(high) > 0) {
      throw new IllegalArgumentException(
          "'" + where + "' needs two numbers, 'from' and 'to', which is not below 'from'");
    }
    Object scale = range.getOrDefault("scale", "linear");
    boolean log = scale.equals("log");
    if (!log && !scale.equals("linear")) {
      throw new IllegalArgumentException(
          "'" + where + ".scale' is " + scale + ": linear and log are known");
    }
    if (log && low.signum() <= 0) {
      throw new IllegalArgumentException(
          "'" + where + "' begins at " + low + ": a scale of log needs numbers above 0");
    }
    boolean whole = low.scale() == 0 && high.scale() == 0;
    if (whole) {
      whole(where + ".from", low, Integer.MIN_VALUE, Integer.MAX_VALUE);
      whole(where + ".to", high, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    // Whole numbers each have a length of 1, from low to high + 1.
    double start = low.doubleValue();
    double end = high.doubleValue() + (whole ? 1 : 0);
    return random -> {
      double part = random.nextDouble();
      double value =
          log
              ? StrictMath.exp(
                  StrictMath.log(start) + part * (StrictMath.log(end) - StrictMath.log(start)))
              : start + part * (end - start);
      return whole
          ? Long.toString(
              Math.max(low.longValue(), Math.min(high.longValue(), (long) Math.floor(value))))
          : plain(new BigDecimal(value).round(DIGITS).max(low).min(high).stripTrailingZeros());
    };
  }

  // -------------------------------------------------------------------------------- values

  private static String plain(BigDecimal number) {
    boolean few =
        Math.abs((long) number.precision() - number.scale()) <= MOST_ZEROS
            && Math.abs(number.scale()) <= MOST_ZEROS;
    return few ? number.toPlainString() : number.toString();
  }

  private static Map<String, Object> object(String where, Object value) {
    if (!(value instanceof Map<?, ?> fields)) {
      throw wrong(where, "an object, such as {\"hidden\": 64}");
    }
    Map<String, Object> named = new LinkedHashMap<>();
    fields.forEach((name, field) -> named.put(String.valueOf(name), field));
    return named;
  }

  private static List<?> array(String where, Object value) {
    if (!(value instanceof List<?> elements)) {
      throw wrong(where, "an array");
    }
    return elements;
  }

  private static List<String> values(String where, Object value) {
    List<String> values = new ArrayList<>();
    for (Object element : array(where, value)) {
      values.add(scalar(where, element));
    }
    if (values.isEmpty()) {
      throw wrong(where, "an array of at least one value");
    }
    return values;
  }

  private static Map<String, String> scalars(String where, Object value) {
    Map<String, String> scalars = new LinkedHashMap<>();
    object(where, value).forEach((name, one) -> scalars.put(name, scalar(where + "." + name, one)));
    return scalars;
  }

  private static String scalar(String where, Object value) {
    if (value instanceof BigDecimal number) {
      return plain(number);
    }
    if (value instanceof String || value instanceof Boolean) {
      return value.toString();
    }
    throw wrong(where, "a number, a string, true or false");
  }

  private static long whole(String where, Object value, long from, long to) {
    if (value instanceof BigDecimal number && number.scale() == 0) {
      try {
        long whole = number.longValueExact();
        if (whole >= from && whole <= to) {
          return whole;
        }
      } catch (ArithmeticException e) {
        throw wrong(where, "a whole number from " + from + " to " + to);
      }
    }
    throw wrong(where, "a whole number from " + from + " to " + to);
  }

  private static IllegalArgumentException wrong(String where, String kind) {
    return new IllegalArgumentException("'" + where + "' must be " + kind);
  }

  private static void requireOnly(String where, Map<String, Object> fields, Set<String> known) {
    for (String name : fields.keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            where
                + " has an unknown field '"
                + name
                + "': "
                + String.join(", ", known)
                + " are known");
      }
    }
  }
}
