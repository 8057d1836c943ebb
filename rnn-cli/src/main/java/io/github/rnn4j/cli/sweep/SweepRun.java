// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.sweep;

import io.github.rnn4j.files.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A run of a sweep: what it has that others have not.
 *
 * @param options values by the names of options of {@code rnn train}, without dashes; a flag is
 *     {@code true} or {@code false}
 */
public record SweepRun(Map<String, String> options) {
  /** A longer name is cut; file systems take 255 bytes. */
  private static final int LONGEST_NAME = 120;

  private static final int DIGEST_DIGITS = 8;

  /**
   * What its files are called: its options, such as {@code hidden=64_seed=2}, with a digest of them
   * where a file's name cannot hold them as they are.
   */
  public String name() {
    if (options.isEmpty()) {
      return "run";
    }
    String plain =
        options.entrySet().stream()
            .map(option -> option.getKey() + "=" + option.getValue())
            .collect(Collectors.joining("_"));
    String safe = plain.replaceAll("[^A-Za-z0-9.=_+-]", "-");
    if (safe.length() > LONGEST_NAME) {
      safe = safe.substring(0, LONGEST_NAME);
    }
    return safe.equals(plain) ? plain : safe + "_" + Sha256.of(plain).substring(0, DIGEST_DIGITS);
  }

  /** The options as they stand on a command line. */
  public List<String> arguments() {
    return arguments(options);
  }

  /** Options as they stand on a command line. */
  static List<String> arguments(Map<String, String> options) {
    List<String> arguments = new ArrayList<>();
    options.forEach(
        (name, value) -> {
          if (value.equals("true")) {
            arguments.add("--" + name);
          } else if (!value.equals("false")) {
            arguments.add("--" + name + "=" + value);
          }
        });
    return arguments;
  }
}
