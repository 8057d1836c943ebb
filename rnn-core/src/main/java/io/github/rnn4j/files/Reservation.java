// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a file for one writer, among all processes: a lock on {@code .NAME.lock} beside it, which
 * holds the number of the process. The lock ends with the process, however that ends, so that a
 * file that was left behind keeps nobody away. It is removed at the end.
 */
public final class Reservation implements Closeable {
  private static final int MOST_BYTES = 40;

  /**
   * A channel that is closed gives up all locks of the process on its file: none is opened twice.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path lockFile;
  private final @Nullable FileChannel channel;
  private boolean closed;

  private Reservation(Path lockFile, @Nullable FileChannel channel) {
    this.lockFile = lockFile;
    this.channel = channel;
  }

  /**
   * Reserves a file. What is no regular file, such as a pipe, may have any number of writers; where
   * the file system knows no locks, nothing is reserved.
   *
   * @param file the file, which need not exist
   * @return to be closed when nothing more is written
   * @throws FileSystemException if another writer has it; the message names the process
   * @throws IOException if the lock's file cannot be made
   */
  public static Reservation of(Path file) throws IOException {
    Path target = file.toAbsolutePath().normalize();
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      return new Reservation(target, null);
    }
    if (Files.exists(target)) {
      target = target.toRealPath();
    } else if (target.getParent() != null && Files.isDirectory(target.getParent())) {
      target = target.getParent().toRealPath().resolve(target.getFileName());
    }
    Path lockFile = target.resolveSibling("." + target.getFileName() + ".lock");
    if (!HELD.add(lockFile)) {
      throw taken(file, "this process");
    }
    boolean reserved = false;
    try {
      FileChannel channel = lock(lockFile, file);
      reserved = true;
      return new Reservation(lockFile, channel);
    } finally {
      if (!reserved) {
        HELD.remove(lockFile);
      }
    }
  }

  /**
   * Null where the file system knows no locks. The file may be removed by whoever gives it up,
   * between its opening and its locking.
   */
  private static @Nullable FileChannel lock(Path lockFile, Path file) throws IOException {
    while (true) {
      create(lockFile);
      Object before = key(lockFile);
      FileChannel channel;
      try {
        channel = FileChannel.open(lockFile, StandardOpenOption.READ, StandardOpenOption.WRITE);
      } catch (NoSuchFileException e) {
        continue;
      }
      boolean locked = false;
      try {
        FileLock lock = channel.tryLock();
        if (lock == null) {
          throw taken(file, "process " + owner(channel));
        }
        if (before != null && Objects.equals(before, key(lockFile))) {
          channel.truncate(0);
          String process = Long.toString(ProcessHandle.current().pid());
          channel.write(ByteBuffer.wrap(process.getBytes(StandardCharsets.US_ASCII)));
          locked = true;
          return channel;
        }
      } catch (UnsupportedOperationException e) {
        return null;
      } catch (FileSystemException e) {
        throw e;
      } catch (IOException e) {
        // The file system knows no locks.
        Files.deleteIfExists(lockFile);
        return null;
      } finally {
        if (!locked) {
          channel.close();
        }
      }
    }
  }

  private static void create(Path lockFile) throws IOException {
    try {
      Files.createFile(lockFile);
    } catch (java.nio.file.FileAlreadyExistsException e) {
      // Another's, or left behind.
      return;
    }
  }

  /** What tells one file under a name from the next; null if there is none. */
  private static @Nullable Object key(Path lockFile) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(lockFile, BasicFileAttributes.class);
      return attributes.fileKey() == null ? lockFile : attributes.fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
    channel.read(bytes, 0);
    String number = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    return number.matches("\\d+") ? number : "another";
  }

  private static FileSystemException taken(Path file, String owner) {
    return new FileSystemException(
        file.toString(), null, owner + " writes it: wait for its end, or name another file");
  }

  /** Gives the file up. A second time it does nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (channel != null) {
        // While it is still locked: who finds it removed tries again.
        Files.deleteIfExists(lockFile);
        channel.close();
      }
    } catch (IOException e) {
      // Windows does not remove an open file; what is left is harmless.
      return;
    } finally {
      HELD.remove(lockFile);
    }
  }
}
