// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The launcher, in a folder with a blank in its name, with a Maven that only puts down what Maven
 * would, and the tests' own class path for the program's jars.
 */
class LauncherTest {
  private static final Path LAUNCHER = Path.of("../rnn").toAbsolutePath().normalize();

  private static final String MAVEN =
      """
      #!/bin/sh
      set -e
      while [ "$1" != -f ]; do shift; done
      home=$(dirname "$2")
      mkdir -p "$home/rnn-cli/target/lib"
      echo jar >"$home/rnn-cli/target/lib/some.txt"
      echo built >>"$home/builds"
      """;

  @TempDir private Path folder;
  private Path home;
  private Path tools;

  @BeforeEach
  void layOut() throws IOException {
    home = Files.createDirectories(folder.resolve("a folder/rnn4j"));
    tools = Files.createDirectories(folder.resolve("tools"));
    Files.copy(LAUNCHER, home.resolve("rnn"));
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    Path shared = Files.createDirectories(home.resolve("rnn-cli/src/main/launcher"));
    for (String file : List.of("start.sh", "memory.options", "loops.options", "vector.options")) {
      Files.copy(
          LAUNCHER.resolveSibling("rnn-cli/src/main/launcher").resolve(file), shared.resolve(file));
    }
    Files.writeString(home.resolve("rnn-cli/pom.xml"), "<project/>");
    Path maven = Files.writeString(tools.resolve("mvn"), MAVEN);
    assertThat(maven.toFile().setExecutable(true)).isTrue();
    Files.writeString(folder.resolve("strict"), "set -u");
  }

  static Stream<Arguments> environments() {
    return Stream.of(
            Map.of("LANG", "C.UTF-8"),
            Map.of("CDPATH", ".:..:/"),
            Map.of("CDPATH", "FOLDER:FOLDER/a folder"),
            Map.of("GREP_OPTIONS", "--color=always -v", "GREP_COLOR", "1"),
            Map.of("SHELLOPTS", "nounset"),
            Map.of("SHELLOPTS", "noclobber:noglob:allexport:keyword"),
            Map.of("BASH_ENV", "FOLDER/strict", "ENV", "FOLDER/strict"),
            Map.of("POSIXLY_CORRECT", "1"),
            Map.of("HOME", ""),
            Map.of("HOME", "/nowhere", "TMPDIR", "/nowhere"),
            Map.of("LC_ALL", "POSIX"),
            Map.of("RNN_JAVA_OPTS", "-Dthis=*\n-Dthat=?"))
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("environments")
  void environment_changesNothing(Map<String, String> environment) throws Exception {
    Cli.Result first = start(folder, environment, "a folder/rnn4j/rnn", "--version");
    assertThat(first.err())
        .isEqualTo("rnn: building the program, which takes a minute or two, once\n");
    assertStarted(first);
    Cli.Result second = start(home, environment, "./rnn", "--version");
    assertThat(second.err()).isEmpty();
    assertStarted(second);
  }

  @Test
  void link_onThePathLeadsToTheProgram() throws Exception {
    Files.createSymbolicLink(folder.resolve("latest"), Path.of("a folder/rnn4j"));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("latest/rnn"));
    Files.createSymbolicLink(tools.resolve("rnn"), Path.of("../link"));
    assertStarted(start(folder, Map.of(), "rnn", "--version"));
    assertStarted(start(home, Map.of("CDPATH", "FOLDER"), tools.resolve("rnn").toString(), "-V"));
    assertStarted(start(tools, Map.of("PATH", ".:PATH"), "rnn", "--version"));
  }

  @Test
  void shell_isBashWhicheverIsCalled() throws Exception {
    assertStarted(start(home, Map.of(), "sh", "rnn", "--version"));
    assertStarted(start(home, Map.of(), "bash", "-u", "rnn", "--version"));
  }

  @Test
  void arguments_arriveAsTheyAre() throws Exception {
    Cli.Result result = start(home, Map.of(), "./rnn", "sample", "no such  *");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("rnn: no such  *: there is no such file");
  }

  @Test
  void folder_thatNoClassPathCanNameIsTold() throws Exception {
    Path colon = Files.move(home, folder.resolve("a:b"));
    Cli.Result result = start(colon, Map.of(), "./rnn", "--version");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).hasLineCount(1).contains("a:b", "colon");
  }

  private void assertStarted(Cli.Result result) throws IOException {
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).startsWith("rnn ").hasLineCount(2);
    assertThat(Files.readAllLines(home.resolve("builds"))).containsExactly("built");
    assertThat(names(home)).containsExactly(".rnn", "builds", "pom.xml", "rnn", "rnn-cli");
    assertThat(names(home.resolve(".rnn"))).containsExactly("build.log", "built", "lib", "lock");
    assertThat(names(folder.resolve("a folder"))).containsExactly("rnn4j");
  }

  private static TreeSet<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new TreeSet<>(files.map(f -> f.getFileName().toString()).toList());
    }
  }

  /** FOLDER and PATH stand for what they are here; an empty value removes the variable. */
  private Cli.Result start(Path from, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("env"));
    all.addAll(Arrays.asList(command));
    ProcessBuilder builder = new ProcessBuilder(all).directory(from.toFile());
    Map<String, String> variables = builder.environment();
    variables.keySet().removeAll(List.of("RNN_BACKEND", "JAVA_TOOL_OPTIONS", "MAVEN_OPTS"));
    String path = tools + File.pathSeparator + variables.get("PATH");
    variables.put("PATH", path);
    variables.put("JAVA_HOME", System.getProperty("java.home"));
    variables.put("RNN_CLASSPATH", System.getProperty("java.class.path"));
    environment.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            variables.remove(name);
          } else {
            variables.put(name, value.replace("FOLDER", folder.toString()).replace("PATH", path));
          }
        });
    return Child.result(builder.start());
  }
}
