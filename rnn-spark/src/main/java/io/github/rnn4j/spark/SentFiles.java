// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import io.github.rnn4j.files.OwnFile;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Files and directories of the driver's machine, with their content, to be sent to executors. */
final class SentFiles implements Serializable {
  private static final long serialVersionUID = 1L;

  /** By the name of a file or directory, as it was given: its files by their paths in it. */
  private final LinkedHashMap<String, TreeMap<String, byte[]>> contents = new LinkedHashMap<>();

  /**
   * Reads a file, or the files below a directory that this program did not write.
   *
   * @throws IOException if it is not there, or cannot be read
   */
  void add(Path path) throws IOException {
    if (contents.containsKey(path.toString())) {
      return;
    }
    TreeMap<String, byte[]> files = new TreeMap<>();
    if (Files.isDirectory(path)) {
      Path root = path.toRealPath();
      List<Path> found;
      try (Stream<Path> all = Files.walk(root)) {
        found = all.filter(Files::isRegularFile).filter(one -> !Files.isSymbolicLink(one)).toList();
      }
      for (Path one : found) {
        if (Files.isReadable(one) && OwnFile.of(one).isEmpty() && !OwnFile.isCompanion(one)) {
          files.put(root.relativize(one).toString(), Files.readAllBytes(one));
        }
      }
    } else if (Files.exists(path)) {
      files.put("", Files.readAllBytes(path));
    } else {
      throw new NoSuchFileException(path.toString(), null, "there is no such file or directory");
    }
    contents.put(path.toString(), files);
  }

  /**
   * Writes one of them.
   *
   * @param name as it was given
   * @param folder a folder that is not there yet
   * @return where it is: the folder, or a file in it of the same name
   */
  Path layOut(String name, Path folder) throws IOException {
    Files.createDirectories(folder);
    Map<String, byte[]> files = contents.getOrDefault(name, new TreeMap<>());
    Path place = folder;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path target;
      if (file.getKey().isEmpty()) {
        target = folder.resolve(String.valueOf(Path.of(name).getFileName()));
        place = target;
      } else {
        target = folder.resolve(file.getKey());
        Files.createDirectories(target.resolveSibling(""));
      }
      Files.write(target, file.getValue());
    }
    return place;
  }
}
