package io.github.rnn4j.text;

/** A text has characters that the vocabulary lacks. */
public class UnknownCharactersException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final int[] codePoints;

  UnknownCharactersException(String source, int vocabularySize, int... codePoints) {
    super(
        source
            + " has "
            + (codePoints.length == 1 ? "a character" : codePoints.length + " characters")
            + " that the vocabulary of "
            + vocabularySize
            + " lacks: "
            + CodePoints.describe(codePoints));
    this.codePoints = codePoints.clone();
  }

  /**
   * The characters that the vocabulary lacks.
   *
   * @return a fresh array, each once, in the order of first appearance
   */
  public int[] codePoints() {
    return codePoints.clone();
  }
}
