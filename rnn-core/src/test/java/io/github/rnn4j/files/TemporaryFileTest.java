// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFileTest {
  /** Above the highest number that Linux gives a process. */
  private static final long DEAD = 4_194_305;

  @TempDir private Path folder;

  @Test
  void leftovers_ofDeadProcessesUnderTheNameAreRemoved() throws IOException {
    Path target = folder.resolve("m.safetensors");
    Path left = Files.writeString(folder.resolve(".m.safetensors." + DEAD + "-3.tmp"), "half");
    Path other = Files.writeString(folder.resolve(".n.safetensors." + DEAD + "-1.tmp"), "half");
    Path strange = Files.writeString(folder.resolve(".m.safetensors.mine.tmp"), "precious");
    Path alive = Files.writeString(folder.resolve(".m.safetensors.1-1.tmp"), "of process 1");
    TemporaryFile.removeLeftovers(target);
    assertThat(left).doesNotExist();
    assertThat(other).exists();
    assertThat(strange).exists();
    assertThat(alive).exists();
  }

  @Test
  void leftoversOfAProcessWithOurNumber_areRemovedAndOursAreNot() throws IOException {
    Path target = folder.resolve("m");
    long own = ProcessHandle.current().pid();
    Path left = Files.writeString(folder.resolve(".m." + own + "-1.tmp"), "half");
    try (TemporaryFile ours = TemporaryFile.beside(target)) {
      assertThat(ours.path()).hasFileName(".m." + own + "-2.tmp");
      TemporaryFile.removeLeftovers(target);
      assertThat(left).doesNotExist();
      assertThat(ours.path()).exists();
      try (TemporaryFile second = TemporaryFile.beside(target)) {
        assertThat(second.path()).isNotEqualTo(ours.path());
      }
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void namesOfAProcess_comeAgain() throws IOException {
    Path first;
    try (TemporaryFile file = TemporaryFile.beside(folder.resolve("m"))) {
      first = file.path();
    }
    try (TemporaryFile file = TemporaryFile.beside(folder.resolve("m"))) {
      assertThat(file.path()).isEqualTo(first);
    }
  }

  /** Makes a temporary file and ends without closing it. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      TemporaryFile.beside(Path.of(arguments[0]));
      System.exit(3);
    }
  }

  @Test
  void endOfTheJvm_removesIt() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                folder.resolve("m").toString())
            .inheritIO()
            .start();
    assertThat(child.waitFor()).isEqualTo(3);
    assertThat(folder).isEmptyDirectory();
  }
}
