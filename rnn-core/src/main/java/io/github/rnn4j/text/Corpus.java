package io.github.rnn4j.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A text to train on or to score: its vocabulary, its characters as tokens, and an account of where
 * they came from and of what was left out.
 *
 * @param vocabulary the characters there are
 * @param tokens the text, at least two tokens
 * @param parts what the text was joined from, in order
 * @param skipped what was met and left out, in order; a caller should tell its user
 */
public record Corpus(
    Vocabulary vocabulary, Tokens tokens, List<Part> parts, List<Skipped> skipped) {
  /**
   * A source that was read.
   *
   * @param source its path or name
   * @param characters how many characters it gave
   * @param byteOrderMark whether it began with U+FEFF, which was taken off
   */
  public record Part(String source, long characters, boolean byteOrderMark) {}

  /**
   * A source that was left out.
   *
   * @param source its path or name
   * @param reason why, to follow the name: "is empty"
   */
  public record Skipped(String source, String reason) {}

  /**
   * Copies the lists.
   *
   * @param vocabulary the characters there are
   * @param tokens the text, at least two tokens
   * @param parts what the text was joined from, in order; copied
   * @param skipped what was met and left out, in order; copied
   */
  public Corpus {
    parts = List.copyOf(parts);
    skipped = List.copyOf(skipped);
  }

  /**
   * The corpus of a text at hand, with the text's own vocabulary.
   *
   * @param text the text
   * @return the corpus
   * @throws UnusableTextException if it has fewer than two characters or holds half of a surrogate
   *     pair
   */
  public static Corpus of(String text) {
    return new CorpusReader().add(text, "text").toCorpus();
  }

  /**
   * The corpus of files and directories, joined in the order given, with the vocabulary of what
   * they hold.
   *
   * @param paths files and directories
   * @return the corpus
   * @throws UnusableTextException if they hold fewer than two characters
   * @throws MalformedUtf8Exception if a file named here is not UTF-8
   * @throws IOException if one is missing or cannot be read
   * @see CorpusReader
   */
  public static Corpus read(List<Path> paths) throws IOException {
    CorpusReader reader = new CorpusReader();
    for (Path path : paths) {
      reader.add(path);
    }
    return reader.toCorpus();
  }
}
