// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.files;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/** An input whose failures say which it is: the system's messages do not. */
public final class NamedInput extends FilterInputStream {
  private final String name;

  /**
   * Names an input.
   *
   * @param in the input, closed with this
   * @param name what messages call it, such as a path
   */
  public NamedInput(InputStream in, String name) {
    super(in);
    this.name = name;
  }

  /**
   * Opens a file, a pipe or a device.
   *
   * @param file what to read
   * @return its bytes; of a pipe {@code available} tells whether it would wait
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws AccessDeniedException if it may not be read
   * @throws IOException if it cannot be opened for another reason
   */
  public static NamedInput open(Path file) throws IOException {
    boolean special =
        file.getFileSystem() == FileSystems.getDefault()
            && Files.exists(file)
            && !Files.isRegularFile(file)
            && !Files.isDirectory(file);
    return new NamedInput(special ? special(file) : Files.newInputStream(file), file.toString());
  }

  private static InputStream special(Path file) throws IOException {
    try {
      return new FileInputStream(file.toFile());
    } catch (FileNotFoundException e) {
      throw (IOException) new AccessDeniedException(file.toString()).initCause(e);
    }
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException e) {
      throw Failures.reading(name, e);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return super.read(bytes, offset, length);
    } catch (IOException e) {
      throw Failures.reading(name, e);
    }
  }
}
