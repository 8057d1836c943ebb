package io.github.rnn4j.training;

import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.text.CorpusReader;
import io.github.rnn4j.text.Tokens;
import io.github.rnn4j.text.UnknownTokensException;
import io.github.rnn4j.text.UnusableTextException;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is held out of a training: a text on which the model is evaluated now and then, to see how
 * it does on what is new.
 */
@FunctionalInterface
public interface HeldOut {

  /**
   * Divides a text.
   *
   * @param tokens the text; not modified
   * @param vocabulary its vocabulary
   * @return the two parts
   * @throws IOException if a file cannot be used
   * @throws UnusableTextException if the text is too short to be divided
   */
  Split split(Tokens tokens, Vocabulary vocabulary) throws IOException;

  /**
   * Holds out nothing.
   *
   * @return all is trained on
   */
  static HeldOut none() {
    return (tokens, vocabulary) -> new Split(tokens, Optional.empty());
  }

  /**
   * Holds out the end of the text.
   *
   * @param fraction the part, between 0 and 1
   * @return a held-out text of N·fraction characters, rounded
   * @throws IllegalArgumentException if the fraction is not between 0 and 1
   */
  static HeldOut fraction(double fraction) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "the part to hold out must be between 0 and 1: " + fraction);
    }
    return (tokens, vocabulary) -> {
      long length = tokens.length();
      long held = Math.round(length * fraction);
      if (held < 2 || length - held < 2) {
        throw new UnusableTextException(
            "holding out "
                + fraction
                + " of the text would leave "
                + (length - held)
                + " of "
                + length
                + " characters for the training and hold out "
                + held
                + ": each part needs at least 2");
      }
      return new Split(
          tokens.slice(0, length - held), Optional.of(tokens.slice(length - held, length)));
    };
  }

  /**
   * Holds out a file, and trains on the whole text.
   *
   * @param file UTF-8 text; it may have no other tokens than the training's
   * @return the held-out text
   */
  static HeldOut file(Path file) {
    return (tokens, vocabulary) ->
        new Split(tokens, Optional.of(read(new CorpusReader(vocabulary).add(file))));
  }

  /**
   * Holds out a text at hand, and trains on the whole other one.
   *
   * @param text the text; it may have no other tokens than the training's
   * @return the held-out text
   */
  static HeldOut text(String text) {
    return (tokens, vocabulary) ->
        new Split(
            tokens, Optional.of(read(new CorpusReader(vocabulary).add(text, "the held-out text"))));
  }

  private static Tokens read(CorpusReader reader) throws IOException {
    try {
      Corpus corpus = reader.toCorpus();
      return corpus.tokens();
    } catch (UnknownTokensException e) {
      throw new IOException(
          e.getMessage()
              + "; a held-out text has no other characters than the training's: take them out, or"
              + " add a text that has them",
          e);
    }
  }
}
