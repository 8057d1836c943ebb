// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A text to train on or to score: its vocabulary, its tokens, and an account of where they came
 * from, of what was left out and of what was replaced.
 *
 * @param vocabulary the tokens there are
 * @param tokens the text, at least two tokens
 * @param parts what the text was joined from, in order
 * @param skipped what was met and left out, in order; a caller should tell its user
 * @param replaced what became the unknown symbol; a caller should tell its user
 * @param escape how probable it is that a text like this goes on with a token that the vocabulary
 *     lacks
 */
public record Corpus(
    Vocabulary vocabulary,
    Tokens tokens,
    List<Part> parts,
    List<Skipped> skipped,
    Replaced replaced,
    EscapeEstimate escape) {
  /**
   * A source that was read.
   *
   * @param source its path or name
   * @param characters how many characters it gave; bytes or words, if these are the tokens
   * @param decoded how its bytes were read
   */
  public record Part(String source, long characters, TextEncoding.Decoded decoded) {
    /**
     * UTF-8 as it stands, or bytes.
     *
     * @param source its path or name
     * @param characters how many tokens it gave
     */
    public Part(String source, long characters) {
      this(source, characters, TextEncoding.Decoded.PLAIN);
    }
  }

  /**
   * A source that was left out.
   *
   * @param source its path or name
   * @param reason why, to follow the name: "is empty"
   */
  public record Skipped(String source, String reason) {}

  /**
   * The tokens of the text that became the unknown symbol.
   *
   * @param occurrences how many tokens of the text were replaced
   * @param distinct how many different ones
   * @param examples the most frequent of these, at most twenty, in descending frequency
   */
  public record Replaced(long occurrences, int distinct, List<String> examples) {
    /** Nothing was replaced. */
    public static final Replaced NONE = new Replaced(0, 0, List.of());

    /**
     * Copies the list.
     *
     * @param occurrences how many tokens of the text were replaced
     * @param distinct how many different ones
     * @param examples the most frequent of these, at most twenty, in descending frequency; copied
     */
    public Replaced {
      examples = List.copyOf(examples);
    }

    /**
     * The examples for a message, without line ends, and how many more there are.
     *
     * @param unit what the tokens are
     * @return for example {@code 'é' U+00E9, 'ß' U+00DF and 3 more}
     */
    public String describe(Unit unit) {
      int more = distinct - examples.size();
      return unit.describe(examples) + (more > 0 ? " and " + more + " more" : "");
    }
  }

  /**
   * Copies the lists.
   *
   * @param vocabulary the tokens there are
   * @param tokens the text, at least two tokens
   * @param parts what the text was joined from, in order; copied
   * @param skipped what was met and left out, in order; copied
   * @param replaced what became the unknown symbol
   * @param escape how probable a token is that the vocabulary lacks
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
   * @throws MalformedTextException if a file named here is no text
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

  /**
   * The text in another vocabulary, such as that of a model which knows more tokens.
   *
   * @param other a vocabulary of the same unit that has all tokens of the text's
   * @return a view; the text itself if the vocabulary is the same
   * @throws IllegalArgumentException if the other vocabulary lacks one
   */
  public Tokens tokensIn(Vocabulary other) {
    return AlignedTokens.of(this, other, Vocabulary.NONE);
  }

  /**
   * The text in another vocabulary, which may lack one token.
   *
   * @param other a vocabulary of the same unit that has all other tokens of the text's
   * @param lacking a token of the text's vocabulary; where it stands there is {@link
   *     Vocabulary#NONE} if the other vocabulary lacks it
   * @return a view; the text itself if the vocabulary is the same
   * @throws IllegalArgumentException if the other vocabulary lacks another one
   */
  public Tokens tokensIn(Vocabulary other, int lacking) {
    return AlignedTokens.of(this, other, lacking);
  }
}
