// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.rnn4j.api.Backends;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The backend that the README shows is whole: it compiles, is found, and passes the kit. */
class ReadmeBackendTest {
  private static final Path README = Path.of("..", "README.md");

  @TempDir private Path folder;

  @Test
  void backendOfTheReadme_isFoundAndPassesTheKit() throws Exception {
    String readme = Files.readString(README);
    compile(source(readme, "MyLinearAlgebra"), source(readme, "MyConformanceTest"));
    Matcher service = Pattern.compile("line `(\\S+)` in a file `(\\S+)`").matcher(readme);
    assertThat(service.find()).as("the README tells of the service file").isTrue();
    Path serviceFile = folder.resolve(service.group(2));
    Files.createDirectories(serviceFile.getParent());
    Files.writeString(serviceFile, service.group(1));

    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      assertThat(Backends.of(loader).get("mine").getClass().getName()).isEqualTo(service.group(1));
      EngineExecutionResults kit =
          run(loader.loadClass("org.example.mine.MyConformanceTest"), loader);
      assertThat(kit.testEvents().failed().stream()).isEmpty();
      assertThat(kit.testEvents().succeeded().count()).isGreaterThan(900);
      assertThat(kit.allEvents().skipped().count()).as("skipped").isZero();
    }
  }

  /** Runs a test as its author does, on whose class path the service file is. */
  private static EngineExecutionResults run(Class<?> test, ClassLoader classPath) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(classPath);
    try {
      return EngineTestKit.engine("junit-jupiter").selectors(selectClass(test)).execute();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** The file of a class of package {@code org.example.mine}, with what the README has in it. */
  private Path source(String readme, String simpleName) throws IOException {
    Pattern block =
        Pattern.compile(
            "```java\\R(package org\\.example\\.mine;(?:(?!```).)*?class " + simpleName + ".*?)```",
            Pattern.DOTALL);
    Matcher found = block.matcher(readme);
    assertThat(found.find()).as("the README has the class %s", simpleName).isTrue();
    return Files.writeString(folder.resolve(simpleName + ".java"), found.group(1));
  }

  private void compile(Path... sources) {
    ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
    int status =
        javac.run(
            System.out,
            System.err,
            "-Xlint:all",
            "-Werror",
            "-proc:none",
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            folder.toString(),
            sources[0].toString(),
            sources[1].toString());
    assertThat(status).as("javac's status").isZero();
  }
}
