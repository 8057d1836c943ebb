// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path directory;

  @Test
  void newFile_isThereInFullAndAlone() throws IOException {
    Path file = directory.resolve("f");
    AtomicFile.write(file, content("new"));
    assertThat(file).hasContent("new");
    assertThat(directory.toFile().list()).containsExactly("f");
  }

  @Test
  void oldFile_isReplacedOnlyAtTheEnd() throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "old");
    AtomicFile.write(
        file,
        out -> {
          out.write("new".repeat(100_000).getBytes(StandardCharsets.UTF_8));
          out.flush();
          assertThat(file).hasContent("old");
          assertThat(directory.toFile().list())
              .hasSize(2)
              .allMatch(n -> n.equals("f") || n.matches("\\.f\\..*\\.tmp"));
        });
    assertThat(Files.size(file)).isEqualTo(300_000);
    assertThat(directory.toFile().list()).containsExactly("f");
  }

  @Test
  void failure_leavesTheOldFileAndNothingElse() throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      throw new OutOfMemoryError("even an error");
                    }))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(file).hasContent("old");
    assertThat(directory.toFile().list()).containsExactly("f");
  }

  @Test
  void missingDirectory_isNamed() {
    Path file = directory.resolve("missing").resolve("f");
    for (Attempt attempt : attempts(file)) {
      assertThatThrownBy(attempt::run)
          .isInstanceOf(NoSuchFileException.class)
          .hasMessage(
              file + ": the directory " + file.getParent() + " does not exist: create it first");
    }
  }

  @Test
  void fileInPlaceOfTheDirectory_isNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "x").resolve("g");
    for (Attempt attempt : attempts(file)) {
      assertThatThrownBy(attempt::run)
          .isInstanceOf(FileSystemException.class)
          .hasMessage(file + ": " + file.getParent() + " is not a directory");
    }
  }

  @Test
  void directoryAsTarget_isRefused() {
    for (Attempt attempt : attempts(directory)) {
      assertThatThrownBy(attempt::run)
          .isInstanceOf(FileSystemException.class)
          .hasMessage(directory + ": is a directory: name a file in it");
    }
  }

  @Test
  void requireWritable_touchesNothing() throws IOException {
    Path file = directory.resolve("f");
    AtomicFile.requireWritable(file);
    assertThat(directory.toFile().list()).isEmpty();
    Files.writeString(file, "old");
    AtomicFile.requireWritable(file);
    assertThat(file).hasContent("old");
    assertThat(directory.toFile().list()).containsExactly("f");
  }

  @Test
  void relativeNameWithoutDirectory_isWritable() throws IOException {
    Path file = Path.of("atomic-file-test.tmp");
    try {
      AtomicFile.requireWritable(file);
      AtomicFile.write(file, content("here"));
      assertThat(file).hasContent("here");
    } finally {
      Files.deleteIfExists(file);
    }
  }

  @Test
  void interruptedThread_writesInFullAndStaysInterrupted() throws Exception {
    Path file = directory.resolve("f");
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              try {
                AtomicFile.write(file, content("saved"));
              } catch (IOException | RuntimeException e) {
                failure.set(e);
              }
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    thread.start();
    thread.join();
    assertThat(failure.get()).isNull();
    assertThat(interrupted.get()).isTrue();
    assertThat(file).hasContent("saved");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void symbolicLink_isFollowed() throws IOException {
    Path real =
        Files.writeString(Files.createDirectory(directory.resolve("d")).resolve("real"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("d", "real"));
    AtomicFile.write(link, content("new"));
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(real).hasContent("new");
    assertThat(directory.resolve("d").toFile().list()).containsExactly("real");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void loopOfSymbolicLinks_isRefused() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(directory.resolve("b"), Path.of("a"));
    assertThatThrownBy(() -> AtomicFile.write(link, content("x")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("symbolic links");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void permissions_areThoseOfTheFileReplaced() throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    AtomicFile.write(file, content("new"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void device_isWrittenToAndStays() throws IOException {
    Path device = Path.of("/dev/null");
    AtomicFile.requireWritable(device);
    AtomicFile.write(device, content("gone"));
    assertThat(Files.isRegularFile(device)).isFalse();
  }

  private interface Attempt {
    void run() throws IOException;
  }

  private static Attempt[] attempts(Path file) {
    return new Attempt[] {
      () -> AtomicFile.write(file, content("x")), () -> AtomicFile.requireWritable(file)
    };
  }

  private static AtomicFile.Content content(String text) {
    return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
