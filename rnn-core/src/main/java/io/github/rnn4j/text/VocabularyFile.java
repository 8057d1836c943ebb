package io.github.rnn4j.text;

import io.github.rnn4j.files.NamedInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Locale;

/** The vocabulary of a model that was made elsewhere, from a file. */
public final class VocabularyFile {
  private VocabularyFile() {}

  /**
   * Reads a vocabulary from a file in UTF-8; a byte order mark at its start is taken off. If its
   * name ends in {@code .json}, it is a JSON array of strings of one character each, in the order
   * of their ids. Else it is a text, the text that the model was trained on for example, and its
   * vocabulary is the sorted set of its characters: what {@code sorted(set(text))} is in Python.
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
      TextEncoding.AUTO.decode(in, path.toString(), json ? text::appendCodePoint : characters::set);
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
