// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.dist.Download.Said;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The download for those who have a Java 17: what is in it, and that it runs. */
@TestInstance(Lifecycle.PER_CLASS)
class DownloadTest {
  private static final Map<String, String> WITH_JAVA =
      Map.of("JAVA_HOME", System.getProperty("java.home"));

  private Download download;

  @BeforeAll
  void unpack(@TempDir Path folder) throws Exception {
    download = Download.unpack(".tar.gz", folder);
  }

  @AfterAll
  void unlock() throws Exception {
    download.unlock();
  }

  @Test
  void program_trainsAndWrites_andItsFolderStaysAsItIs() throws Exception {
    Map<String, String> before = download.files();
    Journey.run(download, WITH_JAVA);
    assertThat(download.files()).isEqualTo(before);
  }

  @Test
  void withoutJava_oneLineSaysWhatToDo() throws Exception {
    Said said = download.rnn(Map.of(), "--version");
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).hasLineCount(1).contains("there is no java", "17", "JAVA_HOME");
    said = download.rnn(Map.of("JAVA_HOME", "/no where"), "--version");
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).hasLineCount(1).contains("JAVA_HOME is /no where");
  }

  @Test
  void options_areThoseOfTheLauncherOfAClone() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("../rnn-cli/src/main/launcher"))) {
      for (Path file : files.toList()) {
        assertThat(download.home().resolve("lib/launcher").resolve(file.getFileName()))
            .hasSameBinaryContentAs(file);
        if (file.toString().endsWith(".options")) {
          assertThat(download.home().resolve("bin/rnn.bat"))
              .content()
              .contains(file.getFileName().toString())
              .contains("\r\n");
        }
      }
    }
    Said said =
        download.rnn(
            Map.of(
                "JAVA_HOME",
                System.getProperty("java.home"),
                "RNN_JAVA_OPTS",
                "-XX:+PrintFlagsFinal"),
            "--version");
    assertThat(said.out())
        .containsPattern("UseSerialGC +:?= true")
        .containsPattern("LoopStripMiningIter +:?= 1000 ");
    said =
        download.rnn(
            Map.of(
                "JAVA_HOME",
                System.getProperty("java.home"),
                "RNN_JAVA_OPTS",
                "-XX:+UseParallelGC -XX:+PrintFlagsFinal"),
            "--version");
    assertThat(said.out()).containsPattern("UseSerialGC +:?= false");
  }

  @Test
  void licences_standBesideEveryLibrary() throws Exception {
    assertThat(download.home().resolve("LICENSE")).content().contains("TERMS AND CONDITIONS FOR");
    assertThat(download.home().resolve("NOTICE")).content().contains("The rnn4j project");
    Path licences = download.home().resolve("licences");
    String list = Files.readString(licences.resolve("THIRD-PARTY.txt"));
    Set<String> libraries = new TreeSet<>(names(download.home().resolve("lib")));
    libraries.removeIf(name -> name.startsWith("rnn-") || !name.endsWith(".jar"));
    assertThat(list).contains("of " + libraries.size() + " third-party");
    for (String library : libraries) {
      assertThat(list).contains(":" + library.replaceFirst("-(\\d.*)\\.jar$", ":$1 "));
    }
    // A licence that wants its text to go along has it here, or in the jar.
    for (String library : libraries) {
      String artifact = library.replaceFirst("-\\d.*", "");
      String named = list.lines().filter(l -> l.contains(":" + artifact + ":")).findFirst().get();
      if (!named.contains("(Apache-2.0)") && !named.contains("(LGPL")) {
        try (ZipFile jar = new ZipFile(download.home().resolve("lib").resolve(library).toFile())) {
          assertThat(
                  Files.exists(licences.resolve(artifact.replace("-terminal", "") + ".txt"))
                      || jar.stream().anyMatch(e -> e.getName().matches("(?i).*/licen[sc]e[^/]*")))
              .as("a text of the licence of %s", library)
              .isTrue();
        }
      }
    }
    assertThat(licences.resolve("automaton.txt")).content().contains("2001-2017, Anders Moeller");
    assertThat(licences.resolve("jline.txt")).content().contains("the name of the JLine nor");
    assertThat(licences.resolve("progressbar.txt")).content().contains("Tongfei Chen");
    assertThat(licences.resolve("LGPL-3.0.txt")).content().contains("LESSER GENERAL PUBLIC");
    assertThat(licences.resolve("GPL-3.0.txt")).content().contains("TERMS AND CONDITIONS");
    try (Stream<Path> texts = Files.list(licences)) {
      assertThat(texts).allSatisfy(text -> assertThat(text).content().doesNotContain("${"));
    }
  }

  @Test
  void manual_hasAPageForEachCommand() throws Exception {
    Set<String> commands =
        download
            .rnn(WITH_JAVA, "--help")
            .out()
            .lines()
            .dropWhile(line -> !line.equals("Commands:"))
            .skip(1)
            .takeWhile(line -> !line.isBlank())
            .filter(line -> line.matches("  [a-z].*"))
            .map(line -> "rnn-" + line.strip().split(" ")[0] + ".1")
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(commands).contains("rnn-train.1", "rnn-sample.1").hasSizeGreaterThan(10);
    commands.add("rnn.1");
    Path pages = download.home().resolve("share/man/man1");
    assertThat(names(pages)).containsExactlyInAnyOrderElementsOf(commands);
    assertThat(pages.resolve("rnn-train.1"))
        .content()
        .contains(".TH \"RNN\\-TRAIN\" \"1\"", ".SH \"OPTIONS\"", "\\-\\-records");
  }

  @Test
  void completion_isTakenInByBash() throws Exception {
    Path script = download.home().resolve("share/bash-completion/completions/rnn");
    String line =
        "source '%s'; complete -p rnn; COMP_WORDS=(rnn tr) COMP_CWORD=1; _complete_rnn; echo ${COMPREPLY[*]}"
            .formatted(script);
    Process bash = new ProcessBuilder("bash", "-c", line).redirectErrorStream(true).start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).isEqualTo("complete -o default -F _complete_rnn rnn\ntrain\n");
  }

  @Test
  void zip_holdsTheSameFiles() throws Exception {
    try (ZipFile zip = new ZipFile(Download.file(".zip").toFile())) {
      Set<String> files =
          zip.stream()
              .filter(entry -> !entry.isDirectory())
              .map(entry -> entry.getName() + " " + entry.getSize())
              .collect(Collectors.toCollection(TreeSet::new));
      Set<String> unpacked = new TreeSet<>();
      try (Stream<Path> all = Files.walk(download.home())) {
        for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
          Path name = download.home().getParent().relativize(file);
          unpacked.add(name + " " + Files.size(file));
        }
      }
      assertThat(files).isEqualTo(unpacked);
    }
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}
