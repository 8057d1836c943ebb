package io.github.rnn4j.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * The characters a model knows: distinct Unicode code points, numbered from 0. {@link #of(String)}
 * numbers those of a text in ascending order; other orders come from models made elsewhere.
 * Immutable.
 */
public final class Vocabulary {
  /** The id of a character that is not in the vocabulary. */
  public static final int UNKNOWN = CodePointIds.NONE;

  private static final JsonFactory JSON = new JsonFactory();
  private final int[] codePoints;

  private final CodePointIds ids = new CodePointIds();

  private Vocabulary(int[] codePoints) {
    if (codePoints.length == 0) {
      throw new IllegalArgumentException("a vocabulary needs at least one character");
    }
    this.codePoints = codePoints;
    for (int id = 0; id < codePoints.length; id++) {
      int codePoint = codePoints[id];
      if (!Character.isValidCodePoint(codePoint) || isSurrogate(codePoint)) {
        throw new IllegalArgumentException(
            String.format(
                "entry %d of a vocabulary, 0x%X, is no Unicode character", id, codePoint));
      }
      int before = ids.get(codePoint);
      if (before >= 0) {
        throw new IllegalArgumentException(
            "entries "
                + before
                + " and "
                + id
                + " of a vocabulary are both "
                + CodePoints.describe(codePoint));
      }
      ids.put(codePoint, id);
    }
  }

  /**
   * The sorted set of a text's code points.
   *
   * @param text the text
   * @return its vocabulary
   * @throws UnusableTextException if it is empty or holds half of a surrogate pair
   */
  public static Vocabulary of(String text) {
    CodePoints.requireWhole(text, "text");
    if (text.isEmpty()) {
      throw new UnusableTextException(
          "the text is empty: a vocabulary needs at least one character");
    }
    return new Vocabulary(text.codePoints().sorted().distinct().toArray());
  }

  /**
   * The vocabulary of these code points, numbered in the order given.
   *
   * @param codePoints the code points of ids 0, 1, ...; copied
   * @return the vocabulary
   * @throws IllegalArgumentException if there is none, one stands twice, or one is no character
   */
  public static Vocabulary ofCodePoints(int... codePoints) {
    return new Vocabulary(codePoints.clone());
  }

  /**
   * Reads what {@link #toJson()} wrote.
   *
   * @param json an array of strings of one code point each, in the order of their ids
   * @return the vocabulary
   * @throws IllegalArgumentException if it is not such an array, is empty, or has an entry twice
   */
  public static Vocabulary fromJson(String json) {
    // An entry takes at least three chars: no more is allocated than the text can fill.
    int[] codePoints = new int[Math.min(json.length() / 3 + 1, Character.MAX_CODE_POINT + 1)];
    int size = 0;
    try (JsonParser in = JSON.createParser(json)) {
      if (in.nextToken() != JsonToken.START_ARRAY) {
        throw new IllegalArgumentException(
            "a vocabulary is a JSON array of strings, but this begins otherwise");
      }
      while (in.nextToken() != JsonToken.END_ARRAY) {
        String entry = in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : "";
        if (entry.isEmpty() || entry.codePointCount(0, entry.length()) != 1) {
          throw new IllegalArgumentException(
              "entry " + size + " of a vocabulary is not a string of one character");
        }
        if (size == codePoints.length) {
          throw new IllegalArgumentException(
              "a vocabulary has more entries than there are characters");
        }
        codePoints[size++] = entry.codePointAt(0);
      }
      if (in.nextToken() != null) {
        throw new IllegalArgumentException("a vocabulary goes on after its closing ']'");
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("a vocabulary is not valid JSON", e);
    }
    return new Vocabulary(Arrays.copyOf(codePoints, size));
  }

  /**
   * The number of characters, V.
   *
   * @return at least 1
   */
  public int size() {
    return codePoints.length;
  }

  /**
   * The id of a code point.
   *
   * @param codePoint any number
   * @return 0 to V − 1, or {@link #UNKNOWN}
   */
  public int idOf(int codePoint) {
    return Character.isValidCodePoint(codePoint) ? ids.get(codePoint) : UNKNOWN;
  }

  /**
   * The code point of an id.
   *
   * @param id 0 to V − 1
   * @return the code point
   * @throws IndexOutOfBoundsException if the id is outside that range
   */
  public int codePointOf(int id) {
    if (id < 0 || id >= codePoints.length) {
      throw new IndexOutOfBoundsException(
          "id " + id + " is not in a vocabulary of " + codePoints.length);
    }
    return codePoints[id];
  }

  /**
   * All code points.
   *
   * @return a fresh array, by id
   */
  public int[] codePoints() {
    return codePoints.clone();
  }

  /**
   * The ids of a text's code points.
   *
   * @param text the text
   * @return a fresh array, one id a code point
   * @throws UnknownCharactersException if there are characters the vocabulary lacks (half of a
   *     surrogate pair always is one); it lists each once
   */
  public int[] encode(String text) {
    int[] encoded = text.codePoints().map(this::idOf).toArray();
    if (Arrays.stream(encoded).anyMatch(id -> id == UNKNOWN)) {
      throw new UnknownCharactersException("the text", size(), unknown(text));
    }
    return encoded;
  }

  /**
   * The code points of a text that the vocabulary lacks.
   *
   * @param text the text
   * @return a fresh array, each once, in the order of first appearance; empty if {@link #encode}
   *     can do the text
   */
  public int[] unknown(String text) {
    return text.codePoints().filter(c -> idOf(c) == UNKNOWN).distinct().toArray();
  }

  /**
   * The text of ids.
   *
   * @param ids the ids, not modified
   * @return their characters, joined
   * @throws IndexOutOfBoundsException if an id is not 0 to V − 1
   */
  public String decode(int... ids) {
    StringBuilder text = new StringBuilder(ids.length);
    for (int id : ids) {
      text.appendCodePoint(codePointOf(id));
    }
    return text.toString();
  }

  /**
   * A form for storage that any JSON library reads: an array of strings of one code point each, in
   * the order of their ids.
   *
   * @return for example {@code ["\n"," ","a"]}
   */
  public String toJson() {
    StringWriter json = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(json)) {
      out.writeStartArray();
      for (int codePoint : codePoints) {
        out.writeString(Character.toString(codePoint));
      }
      out.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return json.toString();
  }

  /** Two vocabularies are equal if they give the same ids to the same characters. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Vocabulary that && Arrays.equals(codePoints, that.codePoints);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(codePoints);
  }

  @Override
  public String toString() {
    return "Vocabulary of " + codePoints.length + ": " + CodePoints.describe(codePoints);
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
