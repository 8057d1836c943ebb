package io.github.rnn4j.text;

/** A text has characters, or words, that the vocabulary lacks. */
public class UnknownCharactersException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final int[] codePoints;

  UnknownCharactersException(String source, int vocabularySize, int... codePoints) {
    this(source, "character", vocabularySize, codePoints.length, describe(codePoints), codePoints);
  }

  UnknownCharactersException(
      String source, String noun, int vocabularySize, int count, String listed, int[] codePoints) {
    super(
        source
            + " has "
            + (count == 1 ? "a " + noun : count + " " + noun + "s")
            + " that the vocabulary of "
            + vocabularySize
            + " lacks: "
            + listed);
    this.codePoints = codePoints.clone();
  }

  private static String describe(int... codePoints) {
    return CodePoints.describe(codePoints);
  }

  /**
   * The characters that the vocabulary lacks; of a vocabulary of words, those that the words it
   * lacks are made of.
   *
   * @return a fresh array, each once, in the order of first appearance
   */
  public int[] codePoints() {
    return codePoints.clone();
  }
}
