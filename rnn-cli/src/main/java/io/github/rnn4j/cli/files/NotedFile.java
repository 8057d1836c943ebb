// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.files;

import io.github.rnn4j.metadata.Entries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The place of a file that a run writes, as its checkpoints note it: the name alone if it lies in
 * the folder of the checkpoints. Nothing else is believed: who hands on a checkpoint does not say
 * where something is written.
 */
public final class NotedFile {
  private NotedFile() {}

  /**
   * How a place is noted.
   *
   * @param file the place
   * @param out the model's place; checkpoints lie beside it
   * @return the name, or the whole path of a file elsewhere
   */
  public static String note(Path file, Path out) {
    Path place = file.toAbsolutePath().normalize();
    Path folder = out.toAbsolutePath().normalize().getParent();
    return folder != null && folder.equals(place.getParent())
        ? place.getFileName().toString()
        : place.toString();
  }

  /**
   * The place beside a checkpoint that it notes.
   *
   * @param notes what it notes
   * @param key the note
   * @param checkpoint its file
   * @param option the option that names a place elsewhere
   * @return the place
   * @throws IOException if it is not beside the checkpoint
   * @throws IllegalArgumentException if there is no such note, or it is no path
   */
  public static Path restore(Entries notes, String key, Path checkpoint, String option)
      throws IOException {
    Path noted = notes.read(key, Path::of);
    Path name = noted.getFileName();
    boolean plain =
        name != null
            && !name.toString().isEmpty()
            && !name.toString().equals(".")
            && !name.toString().equals("..");
    if (plain
        && (noted.getNameCount() == 1 && !noted.isAbsolute() || isBeside(noted, checkpoint))) {
      return checkpoint.resolveSibling(name);
    }
    throw new IOException(
        checkpoint
            + ": '"
            + notes.prefix()
            + key
            + "' is '"
            + noted
            + "', and a checkpoint has nothing written but beside itself: give "
            + option
            + " to say where");
  }

  /** Whether two files are in one folder. */
  public static boolean isBeside(Path file, Path checkpoint) throws IOException {
    Path folder = file.toAbsolutePath().normalize().getParent();
    Path own = checkpoint.toAbsolutePath().normalize().getParent();
    return folder != null
        && own != null
        && (folder.equals(own)
            || (Files.isDirectory(folder)
                && Files.isDirectory(own)
                && Files.isSameFile(folder, own)));
  }
}
