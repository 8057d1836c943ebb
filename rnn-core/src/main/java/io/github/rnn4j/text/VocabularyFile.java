// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import io.github.rnn4j.files.NamedInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Locale;

/** The vocabulary of a model that was made elsewhere, from a file. */
public final class VocabularyFile {
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private VocabularyFile() {}

  /**
   * Reads a vocabulary from a file, in UTF-8 or as its byte order mark says. If its name ends in
   * {@code .json}, it is a JSON array of strings of one character each, in the order of their ids.
   * Else it is a text, the text that the model was trained on for example, and its vocabulary is
   * the sorted set of its characters: what {@code sorted(set(open(name, encoding="utf-8").read()))}
   * is in Python. Python's text mode turns CR LF, and CR alone, into LF, and keeps a byte order
   * mark of UTF-8 as the character U+FEFF; so does this.
   *
   * @param path the file
   * @return the vocabulary
   * @throws UnusableTextException if it is a text without characters, or JSON but not such an array
   * @throws MalformedTextException if it is no text
   * @throws IOException if it cannot be read
   */
  public static Vocabulary read(Path path) throws IOException {
    boolean json = path.toString().toLowerCase(Locale.ROOT).endsWith(".json");
    StringBuilder text = new StringBuilder();
    BitSet characters = new BitSet();
    try (InputStream in = NamedInput.open(path)) {
      TextEncoding.Decoded decoded =
          TextEncoding.AUTO.decode(
              in,
              path.toString(),
              json ? text::appendCodePoint : c -> characters.set(c == '\r' ? '\n' : c));
      if (!json && decoded.byteOrderMark() && decoded.encoding().equals("UTF-8")) {
        characters.set(BYTE_ORDER_MARK);
      }
    }
    try {
      return json
          ? Vocabulary.fromJson(text.toString())
          : Vocabulary.ofCodePoints(characters.stream().toArray());
    } catch (IllegalArgumentException e) {
      throw new UnusableTextException(path + ": " + e.getMessage());
    }
  }
}
