// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.files;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;

/**
 * Writes a file in full or not at all. The content goes to a temporary file in the same directory
 * ({@code .NAME.PROCESS-COUNT.tmp}), which is synced to the disk and then takes the place of the
 * target in one atomic step; the directory is synced too where the system allows it. A process
 * killed half-way leaves the old file as it was, and at most a {@link TemporaryFile} beside it.
 *
 * <p>A symbolic link is followed: the file it leads to is replaced, not the link. The permissions
 * of a file that is replaced are kept. What is neither a file nor a directory ({@code /dev/null}, a
 * pipe) is written to as it stands. A pending interrupt of the thread neither stops nor spoils the
 * writing.
 */
public final class AtomicFile {
  private static final int BUFFER_BYTES = 1 << 16;

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes everything.
     *
     * @param out buffered; need not be flushed or closed
     * @throws IOException if that fails; the target then stays as it was
     */
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes the content and puts it in the place of {@code target}.
   *
   * @param target the file to create or to replace
   * @param content what to write
   * @throws IOException if anything fails. The target is then as it was and the temporary file is
   *     removed, as after any exception that {@code content} throws
   */
  public static void write(Path target, Content content) throws IOException {
    Path file = resolve(target);
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      try (OutputStream out = Files.newOutputStream(file)) {
        write(out, target, content);
      }
      return;
    }
    try (TemporaryFile temporary = TemporaryFile.beside(file)) {
      writeAndSync(temporary.path(), target, content);
      keepPermissions(file, temporary.path());
      Files.move(temporary.path(), file, StandardCopyOption.ATOMIC_MOVE);
    }
    syncDirectory(file.toAbsolutePath().resolveSibling(""));
  }

  /**
   * Finds out before long work whether {@link #write} could begin, by creating a temporary file and
   * removing it. The target is not touched; temporary files that dead processes left beside it are
   * removed.
   *
   * @param target the file to be written later
   * @throws IOException if its directory is missing or may not be written to, or the target is a
   *     directory
   */
  public static void requireWritable(Path target) throws IOException {
    Path file = resolve(target);
    if (!Files.exists(file) || Files.isRegularFile(file)) {
      TemporaryFile.beside(file).close();
      TemporaryFile.removeLeftovers(file);
    } else if (!Files.isWritable(file)) {
      throw new AccessDeniedException(file.toString(), null, "permission to write it is denied");
    }
  }

  private static Path resolve(Path target) throws IOException {
    if (Files.isDirectory(target)) {
      throw new FileSystemException(target.toString(), null, "is a directory: name a file in it");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      return target; // what links such as /dev/stdout lead to may have no name
    }
    Path file = target;
    // Forty links is where Linux gives up, too.
    for (int links = 0; Files.isSymbolicLink(file); links++) {
      if (links == 40) {
        throw new FileSystemException(
            target.toString(), null, "is a chain of over 40 symbolic links");
      }
      file = file.resolveSibling(Files.readSymbolicLink(file));
    }
    if (file.getFileName() == null || file.getFileName().toString().isEmpty()) {
      throw new FileSystemException(target.toString(), null, "names no file");
    }
    return file;
  }

  private static void writeAndSync(Path temporary, Path target, Content content)
      throws IOException {
    if (temporary.getFileSystem() != FileSystems.getDefault()) {
      try (OutputStream file = Files.newOutputStream(temporary)) {
        write(file, target, content);
      }
      return;
    }
    // Not a FileChannel: an interrupt would close it under the writer.
    try (FileOutputStream file = new FileOutputStream(temporary.toFile())) {
      write(file, target, content);
      try {
        file.getFD().sync();
      } catch (IOException e) {
        throw Failures.writing(target.toString(), e);
      }
    }
  }

  private static void write(OutputStream file, Path target, Content content) throws IOException {
    OutputStream out = new BufferedOutputStream(new NamedOutput(file, target), BUFFER_BYTES);
    content.writeTo(out);
    out.flush();
  }

  private static void keepPermissions(Path old, Path temporary) throws IOException {
    PosixFileAttributeView from = Files.getFileAttributeView(old, PosixFileAttributeView.class);
    PosixFileAttributeView to = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
    if (from != null && to != null && Files.exists(old)) {
      to.setPermissions(from.readAttributes().permissions());
    }
  }

  /**
   * Makes the new name last. Not every system lets a directory be synced; the file itself is safe
   * by then.
   */
  private static void syncDirectory(Path directory) {
    boolean interrupted = Thread.interrupted();
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException | UnsupportedOperationException e) {
      // Windows, and some network file systems.
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
