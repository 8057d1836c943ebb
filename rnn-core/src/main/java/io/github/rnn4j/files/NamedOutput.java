// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** An output whose failures say which it is, and what helps: the system's messages do not. */
final class NamedOutput extends OutputStream {
  private final OutputStream out;
  private final String name;

  /** Names {@code out}, which stays open, after the file that its user knows. */
  NamedOutput(OutputStream out, Path file) {
    this.out = out;
    this.name = file.toString();
  }

  @Override
  public void write(int b) throws IOException {
    try {
      out.write(b);
    } catch (IOException e) {
      throw Failures.writing(name, e);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw Failures.writing(name, e);
    }
  }
}
