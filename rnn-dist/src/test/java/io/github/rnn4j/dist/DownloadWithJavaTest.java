// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The download that brings its own Java: it runs where none is. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
@TestInstance(Lifecycle.PER_CLASS)
class DownloadWithJavaTest {
  private Download download;

  @BeforeAll
  void unpack(@TempDir Path folder) throws Exception {
    download = Download.unpack("-linux-x64.tar.gz", folder);
  }

  @AfterAll
  void unlock() throws Exception {
    download.unlock();
  }

  @Test
  void program_trainsAndWrites_whereNoJavaIs() throws Exception {
    Map<String, String> before = download.files();
    Journey.run(download, Map.of());
    assertThat(download.files()).isEqualTo(before);
  }

  @Test
  void itsOwnJava_goesBeforeAnother() throws Exception {
    assertThat(download.rnn(Map.of("JAVA_HOME", "/no where"), "--version").code()).isZero();
  }

  @Test
  void modules_areThoseThatTheProgramNeeds(@TempDir Path classes) throws IOException {
    try (var jars = Files.newDirectoryStream(download.home().resolve("lib"), "*.jar")) {
      for (Path jar : jars) {
        extract(jar, classes);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int code =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                System.err,
                "--ignore-missing-deps",
                "--print-module-deps",
                classes.toString());
    assertThat(code).isZero();
    Set<String> needed = Set.of(out.toString(StandardCharsets.UTF_8).strip().split(","));
    List<String> there = List.of(System.getProperty("rnn.jre.modules").split(","));
    assertThat(there).containsAll(needed).contains("jdk.incubator.vector");
    assertThat(download.home().resolve("jre/release")).content().contains(there);
    assertThat(download.home().resolve("jre/legal/java.base")).isDirectory();
  }

  /** The classes of a jar without its module-info, which would want the other modules. */
  private static void extract(Path jar, Path to) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(e -> (ZipEntry) e)::iterator) {
        String name = entry.getName();
        if (name.endsWith(".class") && name.contains("/") && !name.startsWith("META-INF/")) {
          Path file = to.resolve(name).normalize();
          assertThat(file.startsWith(to)).as(name).isTrue();
          Files.createDirectories(file.getParent());
          try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, file);
          }
        }
      }
    }
  }
}
