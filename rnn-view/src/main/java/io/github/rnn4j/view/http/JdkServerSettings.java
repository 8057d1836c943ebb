// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.http;

import java.util.Map;

/**
 * What the JDK's HTTP server reads from system properties, once, when its classes are first used.
 *
 * <p>A program calls {@link #apply} at its start; those properties that are set already stay. A
 * program that embeds a server may set its own instead, on its command line for example: without
 * any it works as well, but answers over a connection that is kept open come up to 40 ms late
 * (Nagle's algorithm meets delayed acknowledgements), and nothing bounds the number of connections.
 */
public final class JdkServerSettings {
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "sun.net.httpserver.nodelay", "true",
          "sun.net.httpserver.maxReqHeaders", "100",
          "sun.net.httpserver.maxReqHeaderSize", "32768",
          "sun.net.httpserver.idleInterval", "30",
          "sun.net.httpserver.maxIdleConnections", "256",
          "jdk.httpserver.maxConnections", "1024");

  private JdkServerSettings() {}

  /**
   * Sets those properties that are not set: no delay of small packets, at most 100 headers of 32 KB
   * in all, 256 idle connections for 30 seconds, and 1024 connections. Of no effect once a server
   * was made.
   */
  public static void apply() {
    PROPERTIES.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }
}
