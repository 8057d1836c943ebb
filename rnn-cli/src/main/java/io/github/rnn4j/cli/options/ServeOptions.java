// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.options;

import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.view.http.Limits;
import io.github.rnn4j.view.http.Token;
import io.github.rnn4j.view.serve.ModelServer;
import io.github.rnn4j.view.serve.ServeLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where models are served, to whom, and how much may be asked of them. */
public final class ServeOptions {
  /** In the environment: the token, where no file is given. */
  private static final String TOKEN_VARIABLE = "RNN_TOKEN";

  private static final int USUAL_PORT = 8080;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = Numbers.Port.class,
      description = "The port; 0 for any that is free. (default: " + USUAL_PORT + ")")
  private int port = USUAL_PORT;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "The address to listen at; 0.0.0.0 for every one of this computer. Others than loopback"
              + " need a token. (default: ${DEFAULT-VALUE})")
  private String host = "127.0.0.1";

  @Option(
      names = "--known-as",
      paramLabel = "NAME",
      description =
          "Another name of this server that requests without a token may come with, in their header"
              + " Host: that of a proxy before it, for example.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "A file with the token that each request must bring, at least "
              + Token.SHORTEST
              + " characters. (default: the environment's "
              + TOKEN_VARIABLE
              + ", if it is set)")
  private @Nullable Path tokenFile;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      converter = Numbers.PositiveLong.class,
      description = "The most tokens that one request may draw. (default: 100000)")
  private long tokens = ServeLimits.USUAL.tokens();

  @Option(
      names = "--max-texts",
      paramLabel = "N",
      converter = Numbers.PositiveInt.class,
      description = "The most texts or records in one request. (default: 1000)")
  private int texts = ServeLimits.USUAL.texts();

  @Option(
      names = "--max-bytes",
      paramLabel = "N",
      converter = Numbers.PositiveInt.class,
      description = "The most bytes that one request may send. (default: 1048576)")
  private int bytes = Limits.USUAL.bodyBytes();

  @Option(
      names = "--max-seconds",
      paramLabel = "S",
      converter = Numbers.PositiveReal.class,
      description =
          "The most time that one request may take; what takes longer is refused. (default: 60)")
  private double seconds = 60;

  @Option(
      names = "--max-requests",
      paramLabel = "N",
      converter = Numbers.PositiveInt.class,
      description = "The most requests that are worked on at a time. (default: 64)")
  private int requests = ServeLimits.USUAL.requests();

  @Option(
      names = "--grace",
      paramLabel = "S",
      converter = Numbers.PositiveReal.class,
      description = "At the end, how long what was begun may take, at most 60. (default: 30)")
  private double grace = 30;

  @Option(names = "--log", description = "Tell each request in a line on standard error.")
  private boolean log;

  /** Whether each request is told. */
  public boolean log() {
    return log;
  }

  /** How long what was begun may take at the end. */
  public Duration grace() {
    return duration(Math.min(grace, 60));
  }

  /**
   * A server of no model yet.
   *
   * @param console is told if others can read the token
   * @throws IOException if the token cannot be read
   * @throws IllegalArgumentException if it is none
   */
  public ModelServer.Builder server(Console console) throws IOException {
    ModelServer.Builder builder =
        ModelServer.builder()
            .host(host)
            .port(port)
            .bodyBytes(bytes)
            .limits(new ServeLimits(tokens, texts, duration(seconds), requests));
    names.forEach(builder::alsoKnownAs);
    String variable = System.getenv(TOKEN_VARIABLE);
    if (tokenFile != null) {
      tellOpenFile(console, tokenFile);
      builder.token(Token.read(tokenFile));
    } else if (variable != null) {
      builder.token(variable(variable));
    }
    return builder;
  }

  private static Token variable(String value) {
    try {
      return Token.of(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(TOKEN_VARIABLE + ": " + e.getMessage(), e);
    }
  }

  private static void tellOpenFile(Console console, Path file) throws IOException {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
        console.note(file + " can be read by every user of this computer: chmod 600 keeps it");
      }
    } catch (UnsupportedOperationException e) {
      // Here files have no such permissions.
      return;
    }
  }

  /** At most some 30 years, which a clock in nanoseconds can still add. */
  private static Duration duration(double seconds) {
    return Duration.ofNanos((long) Math.min(Math.max(1, seconds * 1e9), 1e18));
  }
}
