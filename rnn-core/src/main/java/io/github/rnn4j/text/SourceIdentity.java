// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import io.github.rnn4j.files.OwnFile;
import io.github.rnn4j.files.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What tells whether sources are still those that they were, without reading them. */
public final class SourceIdentity {
  private SourceIdentity() {}

  /**
   * The SHA-256 of the settings and of every file's name, size and time of modification, whatever
   * the folder it lies in.
   *
   * @param config how the sources are read
   * @param paths files, and directories, of which the files count that are read as text
   * @param unseen files in directories that do not count
   * @return in hexadecimal; empty if a source (a pipe, a device) cannot be told to be the same
   * @throws NoSuchFileException if a source does not exist
   * @throws IOException if a source cannot be looked at
   */
  public static String of(CorpusConfig config, List<Path> paths, Set<Path> unseen)
      throws IOException {
    StringBuilder all = new StringBuilder();
    all.append("rnn4j 2\0").append(config.unit().id()).append('\0').append(config.minCount());
    all.append('\0').append(config.encoding().id()).append('\n');
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        all.append("directory\n");
        for (Map.Entry<String, TextFiles.Found> found : TextFiles.walk(path).entrySet()) {
          Path file = found.getValue().file();
          if (found.getValue().skipReason().isEmpty() && !unseen.contains(file)) {
            append(all, found.getKey(), file);
          }
        }
      } else if (!Files.exists(path)) {
        throw new NoSuchFileException(path.toString(), null, "there is no such file or directory");
      } else if (Files.isRegularFile(path)) {
        if (OwnFile.of(path).isEmpty()) {
          append(all, path.toAbsolutePath().normalize().getFileName().toString(), path);
        }
      } else {
        return "";
      }
    }
    return Sha256.of(all.toString());
  }

  private static void append(StringBuilder all, String name, Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    all.append(name)
        .append('\0')
        .append(attributes.size())
        .append('\0')
        .append(attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS))
        .append('\n');
  }
}
