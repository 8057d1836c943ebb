// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A choice among kinds, with settings: read from and written as {@code id:name=value,name=value}.
 *
 * @param id the kind
 * @param settings the settings that were given, in their order
 */
record Choice(String id, Map<String, Double> settings) {

  /**
   * Reads a choice.
   *
   * @param what what is chosen, for messages, such as {@code "optimizer"}
   * @param text {@code id} or {@code id:name=value,name=value}; spaces around words are ignored
   */
  static Choice parse(String what, String text) {
    int colon = text.indexOf(':');
    String id = (colon < 0 ? text : text.substring(0, colon)).strip();
    Map<String, Double> settings = new LinkedHashMap<>();
    if (colon >= 0) {
      for (String part : text.substring(colon + 1).split(",", -1)) {
        int equals = part.indexOf('=');
        String name = equals < 0 ? part.strip() : part.substring(0, equals).strip();
        Double value = equals < 0 ? null : number(part.substring(equals + 1).strip());
        if (value == null) {
          throw new IllegalArgumentException(
              what + " '" + text + "': '" + part.strip() + "' is not name=number");
        }
        if (settings.put(name, value) != null) {
          throw new IllegalArgumentException(
              what + " '" + text + "': " + name + " is given more than once");
        }
      }
    }
    return new Choice(id, settings);
  }

  /**
   * Every setting of a kind: the given value, or the standard one.
   *
   * @param owner the kind, for messages, such as {@code "optimizer adam"}
   * @param known the settings of the kind
   * @param given values by name
   * @return values in the order of {@code known}, not modifiable
   * @throws IllegalArgumentException if a name is unknown or a value is out of range
   */
  static Map<String, Double> complete(
      String owner, List<Setting> known, Map<String, Double> given) {
    Map<String, Double> rest = new LinkedHashMap<>(given);
    Map<String, Double> all = new LinkedHashMap<>();
    for (Setting setting : known) {
      Double value = rest.remove(setting.name());
      all.put(setting.name(), setting.check(owner, value == null ? setting.standard() : value));
    }
    if (!rest.isEmpty()) {
      String name = rest.keySet().iterator().next();
      String names = known.stream().map(Setting::name).collect(Collectors.joining(", "));
      throw new IllegalArgumentException(
          owner
              + " has no setting '"
              + name
              + "': "
              + (names.isEmpty() ? "there are none" : "there are " + names));
    }
    return Collections.unmodifiableMap(all);
  }

  /** One of the known settings. */
  static double get(String owner, Map<String, Double> settings, String name) {
    Double value = settings.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          owner + " has no setting '" + name + "': there are " + settings.keySet());
    }
    return value;
  }

  /** The same settings with one value changed. */
  static Map<String, Double> with(Map<String, Double> settings, String name, double value) {
    Map<String, Double> changed = new LinkedHashMap<>(settings);
    changed.put(name, value);
    return changed;
  }

  /** There is no such kind. */
  static IllegalArgumentException unknown(String what, String id, List<String> known) {
    return new IllegalArgumentException(
        "there is no " + what + " '" + id + "': there are " + String.join(", ", known));
  }

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    settings.forEach((name, value) -> parts.add(name + "=" + Setting.text(value)));
    return parts.isEmpty() ? id : id + ":" + String.join(",", parts);
  }

  private static @Nullable Double number(String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
