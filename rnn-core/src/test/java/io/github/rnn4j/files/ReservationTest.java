// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReservationTest {
  @TempDir private Path folder;

  @Test
  void file_isForOneWriterUntilItIsGivenUp() throws IOException {
    Path file = folder.resolve("m");
    try (Reservation first = Reservation.of(file)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> Reservation.of(folder.resolve("x/../m")))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("this process writes it: wait for its end, or name another file");
      Reservation.of(folder.resolve("n")).close();
    }
    Reservation.of(file).close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void secondClosing_leavesTheNextWriterAlone() throws IOException {
    Reservation first = Reservation.of(folder.resolve("m"));
    first.close();
    try (Reservation second = Reservation.of(folder.resolve("m"))) {
      assertThat(second).isNotSameAs(first);
      first.close();
      assertThat(folder.resolve(".m.lock")).exists();
      assertThatThrownBy(() -> Reservation.of(folder.resolve("m")))
          .isInstanceOf(FileSystemException.class);
    }
  }

  @Test
  void whatIsLeftBehind_keepsNobodyAway() throws IOException {
    Files.writeString(folder.resolve(".m.lock"), "1");
    Reservation.of(folder.resolve("m")).close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void device_mayHaveManyWriters() throws IOException {
    try (Reservation first = Reservation.of(Path.of("/dev/null"));
        Reservation second = Reservation.of(Path.of("/dev/null"))) {
      assertThat(first).isNotSameAs(second);
    }
    assertThat(Path.of("/dev/.null.lock")).doesNotExist();
  }

  /** Reserves a file, says so, and waits for the end of its input. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      Reservation.of(Path.of(arguments[0]));
      System.out.println("reserved");
      while (System.in.read() >= 0) {
        // Until it is told to end.
      }
      Runtime.getRuntime().halt(0);
    }
  }

  @Test
  void otherProcess_isNamed_andItsLockEndsWithIt() throws Exception {
    Path file = folder.resolve("m");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(child.inputReader().readLine()).isEqualTo("reserved");
    assertThatThrownBy(() -> Reservation.of(file))
        .hasMessageContaining("process " + child.pid() + " writes it");
    child.getOutputStream().close();
    assertThat(child.waitFor()).isZero();
    assertThat(folder.resolve(".m.lock")).exists();
    Reservation.of(file).close();
    assertThat(folder).isEmptyDirectory();
  }
}
