// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.Paths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailuresTest {
  @TempDir Path folder;

  @Test
  void fullDevice_isNamedAndLeavesTheTargetOpen() {
    assertThatThrownBy(
            () -> AtomicFile.write(Paths.get("/dev/full"), out -> out.write(new byte[100_000])))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(
            "/dev/full: cannot be written: No space left on device: make room on its disk, or name"
                + " a file on another one");
  }

  @Test
  void failureWhileReading_isNamed() throws IOException {
    try (InputStream in = NamedInput.open(folder)) {
      assertThatThrownBy(in::read)
          .hasMessage(folder + ": cannot be read: Is a directory")
          .hasRootCauseMessage("Is a directory");
      assertThatThrownBy(() -> in.read(new byte[8])).hasMessageStartingWith(folder + ": cannot");
    }
    assertThatThrownBy(() -> NamedInput.open(folder.resolve("no")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void failureWithAName_staysAsItIs() {
    FileSystemException named = new NoSuchFileException("other", null, "is not there");
    assertThat(Failures.reading("this", named)).isSameAs(named);
    assertThat(Failures.writing("this", named)).isSameAs(named);
    assertThat(Failures.writing("this", new IOException()))
        .hasMessage("this: cannot be written: IOException");
    assertThat(Failures.writing("this", new IOException("Disk quota exceeded")))
        .hasMessageEndingWith("make room on its disk, or name a file on another one");
  }

  @Test
  void input_isHandedOnUnchanged() throws IOException {
    byte[] bytes = {1, 2, 3, -1};
    try (InputStream in = new NamedInput(new ByteArrayInputStream(bytes), "bytes")) {
      assertThat(in.read()).isEqualTo(1);
      assertThat(in.available()).isEqualTo(3);
      assertThat(in.readAllBytes()).containsExactly(2, 3, -1);
      assertThat(in.read()).isEqualTo(-1);
    }
    Path file = Files.write(folder.resolve("f"), bytes);
    try (InputStream in = NamedInput.open(file)) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
  }

  @Test
  void pipe_isWrittenToUnderWhateverNameItHas() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path link = Files.createSymbolicLink(folder.resolve("link"), pipe);
    Process reader = new ProcessBuilder("cat", pipe.toString()).start();
    AtomicFile.requireWritable(link);
    AtomicFile.write(link, out -> out.write(new byte[] {4, 5}));
    assertThat(reader.getInputStream().readAllBytes()).containsExactly(4, 5);
    assertThat(Files.isSymbolicLink(link)).isTrue();
  }
}
