// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.http;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who may ask. Without a token, whoever reaches the address by one of the server's own names: a
 * page of another site, whose name was rebound to this address, does not. With one, whoever brings
 * it. In either case no page of another site.
 */
final class Guard {
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9a-fA-F:.%]+]|[^\\[\\]:/@]+)(:\\d+)?");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> hosts;
  private final Optional<Token> token;
  private final Set<String> open;

  /**
   * What is let in.
   *
   * @param hosts more names of the server
   * @param token what else must come
   * @param open paths that need no token
   */
  Guard(Set<String> hosts, Optional<Token> token, Set<String> open) {
    this.hosts = hosts;
    this.token = token;
    this.open = open;
  }

  /** Refuses a request that may not come. */
  void check(String path, Headers headers) {
    String host = single(headers, "Host");
    if (token.isEmpty()) {
      requireOwn(host);
    }
    String origin = headers.getFirst("Origin");
    if (origin != null && !origin.toLowerCase(Locale.ROOT).equals("http://" + lower(host))) {
      throw new HttpProblem(
          403,
          "other-origin",
          "a page of another site asks, which may not: open the page of this server itself");
    }
    if (token.isPresent() && !open.contains(path)) {
      requireToken(headers.getFirst("Authorization"));
    }
  }

  private static String single(Headers headers, String name) {
    List<String> values = headers.getOrDefault(name, List.of());
    if (values.size() != 1) {
      throw HttpProblem.badRequest(
          "a request has one header " + name + ", and this one has " + values.size());
    }
    return values.get(0);
  }

  private void requireOwn(String host) {
    var match = HOST.matcher(host.strip());
    String name = match.matches() ? lower(match.group(1)) : "";
    if (!LOOPBACK.contains(name) && !hosts.contains(name)) {
      throw new HttpProblem(
          421,
          "other-host",
          "this server is not known by the name in the header Host: use localhost or 127.0.0.1");
    }
  }

  private static String lower(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }

  private void requireToken(String authorization) {
    Optional<String> given = Optional.ofNullable(authorization).flatMap(Guard::given);
    if (given.isEmpty() || !token.orElseThrow().is(given.get())) {
      throw new HttpProblem(
              401,
              "no-token",
              (given.isEmpty() ? "a token is needed" : "the token is wrong")
                  + ": send the header Authorization: Bearer TOKEN")
          .header("WWW-Authenticate", "Basic realm=\"rnn\", charset=\"UTF-8\"");
    }
  }

  /** The token of a header: what stands behind Bearer, or the password of Basic. */
  private static Optional<String> given(String authorization) {
    String[] parts = authorization.strip().split(" +", 2);
    if (parts.length == 2 && parts[0].equalsIgnoreCase("bearer")) {
      return Optional.of(parts[1].strip());
    }
    if (parts.length == 2 && parts[0].equalsIgnoreCase("basic")) {
      try {
        String both =
            new String(Base64.getDecoder().decode(parts[1].strip()), StandardCharsets.UTF_8);
        int colon = both.indexOf(':');
        return colon < 0 ? Optional.empty() : Optional.of(both.substring(colon + 1));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
