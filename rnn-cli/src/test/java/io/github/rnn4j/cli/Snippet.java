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
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Programs that the documentation shows. */
public final class Snippet {
  /** The project's folder. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private Snippet() {}

  /** A file of the documentation. */
  public static String read(String file) {
    try {
      return Files.readString(ROOT.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The only block of a language in a file of the documentation that has a text in it. */
  public static String block(String file, String language, String text) {
    Matcher blocks =
        Pattern.compile("```" + language + "\\R(.*?)```", Pattern.DOTALL).matcher(read(file));
    List<String> found =
        blocks.results().map(block -> block.group(1)).filter(b -> b.contains(text)).toList();
    assertThat(found).as("%s of %s with '%s'", language, file, text).hasSize(1);
    return found.get(0);
  }

  /** Compiles a class that a file shows, and gives back what it prints. */
  public static String run(String file, String name, Path directory, String... arguments)
      throws Exception {
    String code = block(file, "java", "public class " + name + " ");
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
                .getTask(messages, null, null, options, null, List.of(new Source(name, code)))
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
