// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which handler answers what: methods and paths, in which a name in braces stands for a segment.
 */
final class Routes {

  /**
   * A handler, by the route that it was found by.
   *
   * @param pattern the path of the route
   * @param handler its handler
   * @param variables what stands for the names
   */
  record Found(String pattern, Handler handler, Map<String, String> variables) {}

  private final Map<String, Map<String, Handler>> handlers = new LinkedHashMap<>();

  void add(String method, String pattern, Handler handler) {
    if (!pattern.startsWith("/")) {
      throw new IllegalArgumentException("a path begins with a slash: " + pattern);
    }
    if (handlers.computeIfAbsent(pattern, p -> new TreeMap<>()).putIfAbsent(method, handler)
        != null) {
      throw new IllegalArgumentException("two handlers for " + method + " " + pattern);
    }
  }

  /**
   * Finds a handler; HEAD is answered by that of GET.
   *
   * @throws HttpProblem of status 404 or 405 if there is none
   */
  Found find(String method, String path) {
    String asked = method.equals("HEAD") ? "GET" : method;
    Set<String> allowed = new TreeSet<>();
    List<String> segments = segments(path);
    for (Map.Entry<String, Map<String, Handler>> route : handlers.entrySet()) {
      Map<String, String> variables = new LinkedHashMap<>();
      if (matches(List.of(route.getKey().split("/", -1)), segments, variables)) {
        Handler handler = route.getValue().get(asked);
        if (handler != null) {
          return new Found(route.getKey(), handler, variables);
        }
        allowed.addAll(route.getValue().keySet());
      }
    }
    if (allowed.isEmpty()) {
      throw new HttpProblem(404, "unknown-path", "there is nothing at this path");
    }
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    String those = String.join(", ", allowed);
    throw new HttpProblem(
            405, "other-method", "this path takes " + those + ", and not the method of the request")
        .header("Allow", those);
  }

  private static boolean matches(
      List<String> pattern, List<String> segments, Map<String, String> variables) {
    if (pattern.size() != segments.size()) {
      return false;
    }
    for (int i = 0; i < pattern.size(); i++) {
      String part = pattern.get(i);
      if (part.startsWith("{") && !segments.get(i).isEmpty()) {
        variables.put(part.substring(1, part.length() - 1), segments.get(i));
      } else if (!part.equals(segments.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path.split("/", -1)) {
      segments.add(decode(segment, false));
    }
    return segments;
  }

  /** The parameters of a query; of several with one name the first. */
  static Map<String, String> query(String raw) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String one : raw.split("&")) {
      int equals = one.indexOf('=');
      String name = equals < 0 ? one : one.substring(0, equals);
      String value = equals < 0 ? "" : one.substring(equals + 1);
      if (!one.isEmpty()) {
        parameters.putIfAbsent(decode(name, true), decode(value, true));
      }
    }
    return parameters;
  }

  private static String decode(String text, boolean plusIsBlank) {
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(raw.length);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%') {
        int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
        int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          throw HttpProblem.badRequest("a percent sign in the address begins no %XX: write %25");
        }
        bytes.put((byte) (high << 4 | low));
        i += 2;
      } else {
        bytes.put(raw[i] == '+' && plusIsBlank ? (byte) ' ' : raw[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw HttpProblem.badRequest("the address is no UTF-8");
    }
  }
}
