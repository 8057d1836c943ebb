// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No two packages of a module need each other, be it through a third. */
class PackagesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String OURS = "io.github.rnn4j";
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
  private static final Pattern NAME = Pattern.compile("io\\.github\\.rnn4j(?:\\.[a-z]\\w*)*");

  /** A string or a character, which is kept, or a comment, which is not. */
  private static final Pattern COMMENT =
      Pattern.compile("(\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*')|//.*|/\\*(?s:.*?)\\*/");

  static Stream<Path> modules() throws IOException {
    try (Stream<Path> folders = Files.list(ROOT)) {
      List<Path> modules =
          folders.filter(f -> Files.isDirectory(f.resolve("src/main/java"))).sorted().toList();
      return modules.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("modules")
  void packages_needOneAnotherInNoCircle(Path module) throws IOException {
    Map<String, Set<String>> needs = needs(module.resolve("src/main/java"));
    assertThat(needs).isNotEmpty();
    assertThat(circle(needs)).as("a circle of packages in %s", module.getFileName()).isEmpty();
  }

  @Test
  void commandLine_isReadAsTheGraphThatItIs() throws IOException {
    Map<String, Set<String>> needs = needs(ROOT.resolve("rnn-cli/src/main/java"));
    String cli = OURS + ".cli";
    assertThat(needs.get(cli)).contains(cli + ".commands", cli + ".bench", cli + ".console");
    assertThat(needs.get(cli + ".commands")).contains(cli + ".options", cli + ".reports");
    needs.forEach(
        (from, to) -> assertThat(to).as("%s needs no root command", from).doesNotContain(cli));
  }

  @Test
  void circle_isFoundThroughThirdPackagesAndNotWhereTwoWaysMeet() {
    Map<String, Set<String>> diamond =
        Map.of("a", Set.of("b", "c"), "b", Set.of("d"), "c", Set.of("d", "elsewhere"));
    assertThat(circle(diamond)).isEmpty();
    Map<String, Set<String>> ring =
        new TreeMap<>(Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of("d", "b")));
    assertThat(circle(ring)).hasValue(List.of("b", "c", "b"));
  }

  @Test
  void names_countInCodeAndNotInComments() {
    assertThat(
            names(
                """
                package io.github.rnn4j.a;
                import static io.github.rnn4j.b.Some.*;
                // import io.github.rnn4j.comment.X;
                /** {@link io.github.rnn4j.javadoc.X} */
                class A { String s = "/*"; io.github.rnn4j.c.d.Type t; /* */ }
                """))
        .containsExactly(OURS + ".b", OURS + ".c.d");
  }

  /** The packages that each package names, but itself. */
  private static Map<String, Set<String>> needs(Path sources) throws IOException {
    Map<String, Set<String>> needs = new TreeMap<>();
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file :
          (Iterable<Path>) files.filter(f -> f.toString().endsWith(".java"))::iterator) {
        String source = Files.readString(file);
        PACKAGE
            .matcher(source)
            .results()
            .findFirst()
            .ifPresent(
                m -> needs.computeIfAbsent(m.group(1), p -> new TreeSet<>()).addAll(names(source)));
      }
    }
    return needs;
  }

  private static Set<String> names(String source) {
    String code = COMMENT.matcher(source).replaceAll(m -> m.group(1) == null ? " " : "\"\"");
    Set<String> names =
        new TreeSet<>(NAME.matcher(code).results().map(MatchResult::group).toList());
    PACKAGE.matcher(source).results().findFirst().ifPresent(m -> names.remove(m.group(1)));
    return names;
  }

  /** Packages each of which needs the next, the first one again at the end; empty if none do. */
  private static Optional<List<String>> circle(Map<String, Set<String>> needs) {
    Set<String> done = new HashSet<>();
    return needs.keySet().stream()
        .map(start -> circle(needs, start, new ArrayList<>(), done))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<List<String>> circle(
      Map<String, Set<String>> needs, String at, List<String> way, Set<String> done) {
    if (way.contains(at)) {
      List<String> circle = new ArrayList<>(way.subList(way.indexOf(at), way.size()));
      circle.add(at);
      return Optional.of(circle);
    }
    if (!done.add(at)) {
      return Optional.empty();
    }
    way.add(at);
    for (String next : needs.getOrDefault(at, Set.of())) {
      Optional<List<String>> circle = circle(needs, next, way, done);
      if (circle.isPresent()) {
        return circle;
      }
    }
    way.remove(way.size() - 1);
    return Optional.empty();
  }
}
