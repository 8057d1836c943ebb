// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import io.github.rnn4j.files.OwnFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The files of a directory that may be text, and what else is there. */
final class TextFiles {
  /**
   * Something in a directory.
   *
   * @param file where it is
   * @param skipReason why it is not to be read; empty if it is
   */
  record Found(Path file, Optional<String> skipReason) {}

  private TextFiles() {}

  /**
   * All that is in a directory and below, by its path in it, written with '/', but for the files
   * that come and go while others are written. A hidden or unreadable directory stands for what it
   * holds.
   */
  static SortedMap<String, Found> walk(Path directory) throws IOException {
    // A link to a directory is walked when it is named by the caller, but not when it is met on the
    // way.
    Path root = directory.toRealPath();
    SortedMap<String, Found> found = new TreeMap<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
            if (!visited.equals(root) && hidden(visited)) {
              put(visited, Optional.of("is a hidden directory"));
              return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (OwnFile.isCompanion(file)) {
              return FileVisitResult.CONTINUE;
            }
            put(
                file,
                hidden(file)
                    ? Optional.of("is a hidden file")
                    : attributes.isSymbolicLink()
                        ? Optional.of("is a symbolic link")
                        : attributes.isRegularFile()
                            ? own(file)
                            : Optional.of("is not a regular file"));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof AccessDeniedException && !file.equals(root)) {
              put(file, Optional.of("may not be read: permission is denied"));
              return FileVisitResult.CONTINUE;
            }
            if (failure instanceof AccessDeniedException) {
              throw new AccessDeniedException(
                  directory.toString(), null, "permission to read it is denied");
            }
            throw failure;
          }

          private void put(Path path, Optional<String> skipReason) {
            found.put(name(root.relativize(path)), new Found(path, skipReason));
          }
        });
    return found;
  }

  /** Why a file that this program wrote is no text, to follow its name. */
  static String reason(OwnFile own) {
    return "is " + own.noun();
  }

  private static Optional<String> own(Path file) throws IOException {
    try {
      return OwnFile.of(file).map(TextFiles::reason);
    } catch (AccessDeniedException e) {
      return Optional.empty();
    }
  }

  private static boolean hidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  private static String name(Path relative) {
    return StreamSupport.stream(relative.spliterator(), false)
        .map(Path::toString)
        .collect(Collectors.joining("/"));
  }
}
