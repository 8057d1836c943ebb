// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README shows works. */
class ReadmeTest {
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

  @Test
  void compressionExample_givesTheRecordBack() throws Exception {
    assertThat(Snippet.run("docs/COMPRESSION.md", "Small", directory))
        .matches("[1-4] bytes: green\\R");
  }

  private String run(String name, String... arguments) throws Exception {
    return Snippet.run("README.md", name, directory, arguments);
  }

  /** What is to be copied into a pom is what an example has, which is built. */
  @Test
  void dependencies_areThoseOfAnExample() {
    String pom = Snippet.read("examples/embed/pom.xml").replaceAll("\\s+", " ");
    String block = Snippet.block("README.md", "xml", "rnn-core").replaceAll("\\s+", " ");
    int cut = block.indexOf("<dependencies>", block.indexOf("</dependencyManagement>"));

    assertThat(pom).contains(block.substring(0, cut).strip(), block.substring(cut).strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "main/java/org/example/mine/MyLinearAlgebra",
        "test/java/org/example/mine/MyConformanceTest"
      })
  void backend_isThatOfTheExample(String name) {
    String file = Snippet.read("examples/own-backend/src/" + name + ".java");
    String type = name.substring(name.lastIndexOf('/') + 1);

    assertThat(Snippet.block("README.md", "java", "class " + type + " "))
        .isEqualTo(file.substring(file.indexOf("package")));
  }

  static Stream<String> links() throws Exception {
    return Stream.of("README.md", "RATIONALE.md", "CONTRIBUTING.md", "CHANGELOG.md")
        .flatMap(
            name -> Pattern.compile("\\]\\(([^)#:]+)\\)").matcher(Snippet.read(name)).results())
        .map(link -> link.group(1))
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("links")
  void link_leadsToAFile(String link) {
    assertThat(Snippet.ROOT.resolve(link)).exists();
  }
}
