// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.http;

import com.sun.net.httpserver.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What somebody asks. For one thread. */
public final class Request {

  /** Opens the body; what it reads has a time within which it must come. */
  @FunctionalInterface
  interface BodySource {
    InputStream open() throws IOException;
  }

  private final String method;
  private final String path;
  private final Map<String, String> query;
  private final Map<String, String> variables;
  private final Headers headers;
  private final BodySource body;
  private final int mostBytes;

  Request(
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> variables,
      Headers headers,
      BodySource body,
      int mostBytes) {
    this.method = method;
    this.path = path;
    this.query = query;
    this.variables = variables;
    this.headers = headers;
    this.body = body;
    this.mostBytes = mostBytes;
  }

  /** The same request by its route. */
  Request with(Map<String, String> variables) {
    return new Request(method, path, query, variables, headers, body, mostBytes);
  }

  /**
   * The method.
   *
   * @return in capitals
   */
  public String method() {
    return method;
  }

  /**
   * The path, as it was sent, without the query.
   *
   * @return a path that begins with a slash
   */
  public String path() {
    return path;
  }

  /**
   * What stands in the path where the route has a name in braces.
   *
   * @param name the name
   * @return the segment, decoded
   * @throws IllegalArgumentException if the route has no such name
   */
  public String variable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no {" + name + "}");
    }
    return value;
  }

  /**
   * A parameter of the query.
   *
   * @param name its name
   * @return its value, decoded; the first of several
   */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /**
   * A header.
   *
   * @param name its name, in any case
   * @return its value; the first of several
   */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.getFirst(name));
  }

  /**
   * Whether the Accept header names a type.
   *
   * @param type the type, without parameters
   * @return false also if it is accepted by a pattern only
   */
  public boolean accepts(String type) {
    return header("Accept")
        .filter(some -> some.toLowerCase(Locale.ROOT).contains(type))
        .isPresent();
  }

  /**
   * Reads the body.
   *
   * @return its bytes
   * @throws HttpProblem of status 413 if there are more than the server takes
   * @throws IOException if the other side went away, or was too slow
   */
  public byte[] body() throws IOException {
    long announced = header("Content-Length").map(Request::length).orElse(0L);
    if (announced > mostBytes) {
      throw tooLarge(announced + " bytes");
    }
    try (InputStream in = body.open()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 13];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        bytes.write(buffer, 0, count);
        if (bytes.size() > mostBytes) {
          throw tooLarge("more");
        }
      }
      return bytes.toByteArray();
    }
  }

  private static long length(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      return 0; // the JDK has refused it before
    }
  }

  private HttpProblem tooLarge(String size) {
    return new HttpProblem(
        413,
        "too-large",
        "the body may have "
            + mostBytes
            + " bytes, and has "
            + size
            + ": send less at a time, or start the server with a higher limit");
  }

  /**
   * Reads a body of JSON.
   *
   * @return the object that it is
   * @throws HttpProblem of status 415 if its type is not application/json, 413 if it is too large,
   *     400 if it is no object of JSON
   * @throws IOException if the other side went away, or was too slow
   */
  public JsonObject json() throws IOException {
    String type = header("Content-Type").orElse("none");
    String plain = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!plain.equals("application/json")) {
      throw new HttpProblem(
          415, "no-json", "the content type of the body must be application/json, and is " + type);
    }
    return Json.object(body());
  }
}
