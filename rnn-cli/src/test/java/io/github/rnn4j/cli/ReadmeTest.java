// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README shows works. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path directory;

  @Test
  void embeddingExample_writesHelloWorld() throws Exception {
    Path model = directory.resolve("hello.safetensors");

    assertThat(run("Hello", model.toString()))
        .matches("hello world\\R[4-9][.,]\\d bits a character\\R");
    assertThat(model).isNotEmptyFile();
  }

  @Test
  void learnersExample_learns() throws Exception {
    Matcher printed =
        Pattern.compile("from ln 8 = 2[.,]08 to (\\d)[.,](\\d\\d) nats\\R").matcher(run("Steps"));

    assertThat(printed.matches()).as(printed.toString()).isTrue();
    assertThat(Integer.parseInt(printed.group(1))).isZero();
  }

  /** Compiles a class that the README shows, and gives back what it prints. */
  private String run(String name, String... arguments) throws Exception {
    Matcher block =
        Pattern.compile(
                "```java\\R((?:(?!```).)*?public class " + name + " .*?)```", Pattern.DOTALL)
            .matcher(readme());
    assertThat(block.find()).as("the README has the class %s", name).isTrue();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of(
            "-Xlint:all",
            "-Werror",
            "-d",
            directory.toString(),
            "-cp",
            System.getProperty("java.class.path"));
    assertThat(
            compiler
                .getTask(
                    messages, null, null, options, null, List.of(new Source(name, block.group(1))))
                .call())
        .as(messages.toString())
        .isTrue();

    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) arguments);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  static Stream<String> links() throws Exception {
    return Stream.of("README.md", "RATIONALE.md", "CONTRIBUTING.md")
        .flatMap(name -> Pattern.compile("\\]\\(([^)#:]+)\\)").matcher(read(name)).results())
        .map(link -> link.group(1))
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("links")
  void link_leadsToAFile(String link) {
    assertThat(ROOT.resolve(link)).exists();
  }

  private static String readme() {
    return read("README.md");
  }

  private static String read(String name) {
    try {
      return Files.readString(ROOT.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String code;

    Source(String name, String code) {
      super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
      this.code = code;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return code;
    }
  }
}
