// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names of the classes of the Java that runs the program, a list that every machine has. */
final class ClassNames {
  private static final Pattern CLASS = Pattern.compile("([A-Z][A-Za-z0-9]{2,39})\\.class");

  private ClassNames() {}

  /**
   * The simple names of all classes that are in no other class.
   *
   * @return in ascending order, each once; some tens of thousands
   * @throws IOException if the classes of this Java cannot be listed
   */
  static List<String> read() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(URI.create("jrt:/")))) {
      return files
          .map(Path::getFileName)
          .filter(name -> name != null)
          .map(name -> CLASS.matcher(name.toString()))
          .filter(name -> name.matches())
          .map(name -> name.group(1))
          .distinct()
          .sorted()
          .toList();
    }
  }
}
