// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file that is there only while something is worked on, beside what it is for: {@code
 * .NAME.PROCESS-COUNT.tmp}. It is removed when it is closed and, if that is missed, when the JVM
 * ends. What a killed process left is removed by the next one that asks for it.
 *
 * <p>A process that lives holds a lock on its temporary files, so that nobody takes them for
 * leftovers: a number of a process alone says nothing where containers share a folder.
 */
public final class TemporaryFile implements Closeable {
  private static final Pattern NAME = Pattern.compile("\\.(.+)\\.(\\d{1,18})-\\d{1,18}\\.tmp");
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final Path absolute;
  private final @Nullable FileChannel locked;

  private TemporaryFile(Path path, @Nullable FileChannel locked) {
    this.path = path;
    this.absolute = path.toAbsolutePath();
    this.locked = locked;
  }

  /**
   * Makes an empty file.
   *
   * @param target the file that it is for, which need not exist
   * @return a new file in the same directory
   * @throws IOException if the directory is missing or may not be written to; the message says
   *     which
   */
  public static TemporaryFile beside(Path target) throws IOException {
    long process = ProcessHandle.current().pid();
    for (long count = 1; ; count++) {
      Path path =
          target.resolveSibling("." + target.getFileName() + "." + process + "-" + count + ".tmp");
      // Told first: a file that exists is in this set, or is nobody's of this process.
      if (OPEN.add(path.toAbsolutePath())) {
        boolean made = false;
        try {
          made = create(path, target);
          if (made) {
            return new TemporaryFile(path, lock(path));
          }
        } finally {
          if (!made) {
            OPEN.remove(path.toAbsolutePath());
          }
        }
      }
    }
  }

  /** Makes the file, unless there is one. */
  private static boolean create(Path path, Path target) throws IOException {
    Path directory = target.toAbsolutePath().getParent();
    try {
      Files.createFile(path);
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (NoSuchFileException e) {
      throw because(
          new NoSuchFileException(
              target.toString(),
              null,
              "the directory " + directory + " does not exist: create it first"),
          e);
    } catch (AccessDeniedException e) {
      throw because(
          new AccessDeniedException(
              target.toString(), null, "permission to create files in " + directory + " is denied"),
          e);
    } catch (FileSystemException e) {
      if (directory != null && Files.exists(directory) && !Files.isDirectory(directory)) {
        throw because(
            new FileSystemException(target.toString(), null, directory + " is not a directory"), e);
      }
      throw because(
          new FileSystemException(
              target.toString(),
              null,
              "no file can be created in " + directory + ": " + e.getReason()),
          e);
    }
    if (path.getFileSystem() == FileSystems.getDefault()) {
      // The names of a process come again, so that what the JVM keeps for its end stays small.
      path.toFile().deleteOnExit();
    }
    return true;
  }

  /** The channel that holds the lock; null where there are none. */
  private static @Nullable FileChannel lock(Path path) {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        return null;
      }
      return channel;
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /**
   * The file.
   *
   * @return a path beside the target, relative if that is
   */
  public Path path() {
    return path;
  }

  /**
   * Removes the file, unless it was moved.
   *
   * @throws IOException if it cannot be removed
   */
  @Override
  public void close() throws IOException {
    try {
      if (locked != null) {
        locked.close();
      }
      Files.deleteIfExists(path);
    } finally {
      OPEN.remove(absolute);
    }
  }

  /**
   * Removes the temporary files that dead processes left beside a file.
   *
   * @param target the file, which need not exist
   */
  public static void removeLeftovers(Path target) {
    String name = target.getFileName().toString();
    removeLeftovers(target.toAbsolutePath().resolveSibling(""), name::equals);
  }

  /**
   * Removes the temporary files that dead processes left in a directory. What cannot be removed, or
   * cannot be told, stays.
   *
   * @param directory where to look
   * @param targets the names of the files that they are for
   */
  public static void removeLeftovers(Path directory, Predicate<String> targets) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ".*.tmp")) {
      for (Path file : files) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()
            && targets.test(name.group(1))
            && !OPEN.contains(file.toAbsolutePath())
            && isLeft(file, Long.parseLong(name.group(2)))) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      // A directory that cannot be read, or a file that cannot be removed: it is no worse than
      // before.
      return;
    }
  }

  /** No other process has that number, or it has not locked the file. */
  private static boolean isLeft(Path file, long process) throws IOException {
    if (!Files.isRegularFile(file)
        || (process != ProcessHandle.current().pid()
            && ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false))) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel)) {
      return lock != null;
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }

  private static <E extends IOException> E because(E exception, Throwable cause) {
    exception.initCause(cause);
    return exception;
  }
}
