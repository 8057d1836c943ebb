// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A secret that a request must bring. It is kept as its SHA-256, compared in a time that does not
 * tell how much was right, and never shown.
 *
 * <p>It comes as {@code Authorization: Bearer TOKEN} or, for a browser, which asks its user, as the
 * password of {@code Authorization: Basic}, with any name.
 */
public final class Token {
  /** The fewest characters. */
  public static final int SHORTEST = 16;

  private static final int MOST_BYTES = 4096;

  private final byte[] digest;

  private Token(byte[] digest) {
    this.digest = digest;
  }

  /**
   * A token.
   *
   * @param secret at least {@value #SHORTEST} characters of ASCII, without blanks
   * @return the token
   * @throws IllegalArgumentException if it is shorter, or has others; the message does not show it
   */
  public static Token of(String secret) {
    if (secret.length() < SHORTEST) {
      throw new IllegalArgumentException(
          "the token has "
              + secret.length()
              + " characters, and must have at least "
              + SHORTEST
              + ": 'openssl rand -hex 32' makes one");
    }
    if (!secret.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new IllegalArgumentException(
          "the token must be of printable ASCII without blanks: 'openssl rand -hex 32' makes one");
    }
    return new Token(digest(secret));
  }

  /**
   * The token that a file has.
   *
   * @param file a file of one line
   * @return the token
   * @throws IOException if it cannot be read, or is too large
   * @throws IllegalArgumentException if what it has is no token
   */
  public static Token read(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException(file + ": a token has at most " + MOST_BYTES + " bytes");
    }
    try {
      return of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /** Whether this is it. */
  boolean is(String given) {
    return MessageDigest.isEqual(digest, digest(given));
  }

  private static byte[] digest(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JVM has it
    }
  }

  @Override
  public String toString() {
    return "Token (not shown)";
  }
}
