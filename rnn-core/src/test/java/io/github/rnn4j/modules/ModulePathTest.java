// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.modules;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.Backends;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A program that is a module trains on {@code rnn-core} and one backend, all named modules, in a
 * JVM that has no class path.
 */
class ModulePathTest {
  private static final Path SOURCE = Path.of("src/test/java/io/github/rnn4j/modules/Training.java");

  /** What {@code rnn-core} needs, as its POM has it. */
  private static final List<String> CORE =
      List.of("rnn-api", "rnn-core", "automaton-", "jackson-core", "commons-rng-");

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "java, io.github.rnn4j.backend.java, rnn-backend-java",
    "ejml, io.github.rnn4j.backend.ejml, rnn-backend-java rnn-backend-ejml ejml-",
    "commons-math, io.github.rnn4j.backend.commonsmath,"
        + " rnn-backend-java rnn-backend-commonsmath commons-math3",
    "vector, io.github.rnn4j.backend.vector, rnn-backend-vector",
  })
  void programOfNamedModules_trainsTheSameModel(String backend, String module, String artifacts)
      throws Exception {
    List<String> wanted = new ArrayList<>(CORE);
    wanted.addAll(List.of(artifacts.split(" ")));
    String modulePath = modulePath(wanted);

    List<String> lines = run(compile(modulePath) + File.pathSeparator + modulePath, backend);

    assertThat(lines)
        .containsSubsequence(
            "module " + module,
            "module io.github.rnn4j.core",
            "class path ",
            Training.digest(Backends.onClassPath().get(backend)));
  }

  /** The program as a module of its own. */
  private Path compile(String modulePath) throws IOException {
    Path info = folder.resolve("module-info.java");
    Files.writeString(info, "module program { requires io.github.rnn4j.core; }");
    Path program = folder.resolve("program");
    ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
    int status =
        javac.run(
            System.out,
            System.err,
            "-proc:none",
            "-p",
            modulePath,
            "-d",
            program.toString(),
            info.toString(),
            SOURCE.toString());
    assertThat(status).as("javac's status").isZero();
    return program;
  }

  /** What the program prints on a JVM that has a module path and nothing else. */
  private static List<String> run(String modulePath, String backend)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-p", modulePath));
    if (backend.equals("vector")) {
      command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    }
    command.addAll(List.of("-m", "program/" + Training.class.getName(), backend));
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed;
    try (InputStream out = child.getInputStream()) {
      printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(child.waitFor()).as(printed).isZero();
    return printed.lines().toList();
  }

  /** The entries of the class path that hold these artifacts. */
  private String modulePath(List<String> artifacts) throws IOException {
    List<String> entries = new ArrayList<>();
    List<String> missing = new ArrayList<>(artifacts);
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      String artifact = artifact(path);
      if (!entry.endsWith("test-classes") && artifacts.stream().anyMatch(artifact::startsWith)) {
        entries.add(asModule(path, artifact).toString());
        missing.removeIf(artifact::startsWith);
      }
    }
    assertThat(missing).as("not on the class path").isEmpty();
    return String.join(File.pathSeparator, entries);
  }

  /** The name of a jar, or of the module whose classes are in a folder of the build. */
  private static String artifact(Path entry) {
    return Files.isDirectory(entry)
        ? entry.resolve("../..").normalize().getFileName().toString()
        : entry.getFileName().toString();
  }

  /**
   * A folder of classes is a module if it says so itself; another becomes a jar, with its manifest.
   */
  private Path asModule(Path entry, String artifact) throws IOException {
    if (!Files.isDirectory(entry) || Files.exists(entry.resolve("module-info.class"))) {
      return entry;
    }
    Path jar = folder.resolve(artifact + ".jar");
    Path manifestFile = entry.resolve("META-INF/MANIFEST.MF");
    Manifest manifest;
    try (InputStream in = Files.newInputStream(manifestFile)) {
      manifest = new Manifest(in);
    }
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        Stream<Path> files = Files.walk(entry)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.equals(manifestFile)) {
          out.putNextEntry(new JarEntry(entry.relativize(file).toString().replace('\\', '/')));
          Files.copy(file, out);
        }
      }
    }
    return jar;
  }
}
