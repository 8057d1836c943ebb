// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each file of the project that somebody wrote names its licence, at its head. */
class LicenceTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** What a build, an editor or Git puts into the folder. */
  private static final Set<String> NOT_OURS =
      Set.of("target", ".git", ".rnn", ".idea", ".vscode", ".cifuzz-corpus", "node_modules");

  private static final Pattern WRITTEN =
      Pattern.compile(".*\\.(java|xml|py|sh|bat|js|mjs|properties|ya?ml|adoc)|Dockerfile");

  /** In the comment of the language. */
  private static final Pattern LINE =
      Pattern.compile("(//|#|rem|<!--) SPDX-License-Identifier: Apache-2\\.0( -->)?");

  @Test
  void everySourceFile_saysItsLicenceInItsFirstLines() throws IOException {
    List<Path> sources = sources();
    assertThat(sources)
        .hasSizeGreaterThan(500)
        .contains(ROOT.resolve("rnn"), ROOT.resolve(".ci/run"), ROOT.resolve("pom.xml"))
        .anyMatch(file -> file.endsWith("package-info.java"))
        .anyMatch(file -> file.endsWith("module-info.java"));
    assertThat(sources.stream().filter(file -> !head(file).anyMatch(LINE.asMatchPredicate())))
        .as("files without the line 'SPDX-License-Identifier: Apache-2.0' in a comment at the head")
        .isEmpty();
  }

  /** The files of a kind that holds a comment, and all that a shell would run. */
  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NOT_OURS.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = file.getFileName().toString();
            boolean script = !name.contains(".") && head(file).anyMatch(l -> l.startsWith("#!"));
            if (attributes.isRegularFile() && (script || WRITTEN.matcher(name).matches())) {
              sources.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return sources;
  }

  /** The first three lines: a shebang or an XML declaration may stand before. */
  private static Stream<String> head(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String start = new String(in.readNBytes(400), StandardCharsets.ISO_8859_1);
      return start.lines().limit(3);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
