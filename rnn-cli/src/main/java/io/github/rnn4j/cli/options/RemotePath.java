// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.options;

import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What tells a place with a scheme, such as {@code hdfs://host/file}, from a path. */
public final class RemotePath {
  private static final Pattern SCHEME = Pattern.compile("(?i)[a-z][a-z0-9+.-]+://.*");

  private RemotePath() {}

  /** Whether it is a place with a scheme. */
  static boolean is(String place) {
    return SCHEME.matcher(place).matches();
  }

  /** Reads a path of this machine. */
  public static final class Local implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
      if (is(text)) {
        throw new TypeConversionException(
            "'"
                + text
                + "' is not on this machine: only the text that is trained on may be elsewhere");
      }
      return Path.of(text);
    }
  }
}
