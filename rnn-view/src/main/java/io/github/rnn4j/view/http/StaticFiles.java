// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Files of a jar, by the path at which each is served. Only those that are named are there: no path
 * leads to another. They are kept in memory.
 *
 * <pre>
 *   new StaticFiles().add("/", Pages.class, "index.html").add("/app.js", Pages.class, "app.js");
 * </pre>
 */
public final class StaticFiles {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "mjs", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "txt", "text/plain; charset=utf-8",
          "woff2", "font/woff2");

  private final Map<String, Handler> files = new LinkedHashMap<>();

  /** No file yet. */
  public StaticFiles() {}

  /**
   * Adds a file.
   *
   * @param path the path at which it is served
   * @param owner the class beside which it lies, as {@link Class#getResourceAsStream} finds it; in
   *     another module's jar it is found only if its package is open
   * @param resource its name there, whose end tells its type
   * @return this
   * @throws IllegalArgumentException if there is no such file, or its type is not known
   */
  public StaticFiles add(String path, Class<?> owner, String resource) {
    try (InputStream in = owner.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "beside " + owner.getName() + " there is no file " + resource);
      }
      return add(path, resource, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Adds a file that is at hand.
   *
   * @param path the path at which it is served
   * @param name its name, whose end tells its type
   * @param bytes what it holds; not copied
   * @return this
   * @throws IllegalArgumentException if its type is not known
   */
  public StaticFiles add(String path, String name, byte[] bytes) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    if (type == null) {
      throw new IllegalArgumentException("of what type is " + name + "?");
    }
    String tag = "\"" + digest(bytes) + "\"";
    Reply whole = Reply.bytes(200, type, bytes);
    files.put(
        path,
        request -> {
          boolean known = request.header("If-None-Match").filter(tag::equals).isPresent();
          // Kept by the browser, and asked for each time whether it is still right.
          return (known ? Reply.notModified() : whole)
              .header("ETag", tag)
              .header("Cache-Control", "no-cache");
        });
    return this;
  }

  /** The handlers by path. */
  Map<String, Handler> handlers() {
    return files;
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JVM has it
    }
  }
}
