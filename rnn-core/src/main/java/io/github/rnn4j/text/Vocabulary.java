package io.github.rnn4j.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The tokens a model knows, numbered from 0: distinct Unicode code points, the 256 bytes, or
 * distinct words ({@link Unit}). {@link #of(String)} numbers the code points of a text in ascending
 * order; other orders come from models made elsewhere. Immutable.
 *
 * <p>A vocabulary of code points or words may have one more token, the <i>unknown symbol</i>, which
 * stands for whatever the vocabulary lacks. It is no character: a U+FFFD in a text is a token of
 * its own, another one, though {@link #decode} shows both as U+FFFD. No text is encoded to it
 * unless asked ({@link #encodeReplacing}), and one who draws tokens should pass it over.
 */
public final class Vocabulary {
  /** The id of a character that is not in the vocabulary. */
  public static final int UNKNOWN = CodePointIds.NONE;

  static final int BYTES = 256;

  /** What the unknown symbol looks like. */
  private static final String REPLACEMENT = "\uFFFD";

  private static final JsonFactory JSON = new JsonFactory();
  private static final int MOST_LISTED = 20;

  private final Unit unit;

  /** By id, for the unit CHAR; the unknown symbol is {@link #UNKNOWN}. */
  private final int[] codePoints;

  private final CodePointIds ids = new CodePointIds();

  /** By id, for the unit WORD; the unknown symbol is null. */
  private final String[] words;

  private final Map<String, Integer> wordIds = new HashMap<>();
  private final int unknownId;

  private Vocabulary(int[] codePoints) {
    this.unit = Unit.CHAR;
    this.codePoints = codePoints;
    this.words = null;
    int unknown = UNKNOWN;
    for (int id = 0; id < codePoints.length; id++) {
      int codePoint = codePoints[id];
      if (codePoint == UNKNOWN && unknown == UNKNOWN) {
        unknown = id;
        continue;
      }
      if (codePoint != UNKNOWN
          && (!Character.isValidCodePoint(codePoint) || isSurrogate(codePoint))) {
        throw new IllegalArgumentException(
            String.format(
                "entry %d of a vocabulary, 0x%X, is no Unicode character", id, codePoint));
      }
      int before = codePoint == UNKNOWN ? unknown : ids.get(codePoint);
      if (before >= 0) {
        throw twice(
            before,
            id,
            codePoint == UNKNOWN ? "the unknown symbol" : CodePoints.describe(codePoint));
      }
      ids.put(codePoint, id);
    }
    this.unknownId = unknown;
    requireToken("character");
  }

  private Vocabulary(String[] words) {
    this.unit = Unit.WORD;
    this.codePoints = null;
    this.words = words;
    int unknown = UNKNOWN;
    for (int id = 0; id < words.length; id++) {
      String word = words[id];
      if (word == null) {
        if (unknown != UNKNOWN) {
          throw twice(unknown, id, "the unknown symbol");
        }
        unknown = id;
        continue;
      }
      CodePoints.requireWhole(word, "entry " + id + " of a vocabulary");
      if (!WordSplitter.isWord(word)) {
        throw new IllegalArgumentException(
            "entry " + id + " of a vocabulary, " + quote(word) + ", is not one word");
      }
      Integer before = wordIds.put(word, id);
      if (before != null) {
        throw twice(before, id, quote(word));
      }
    }
    this.unknownId = unknown;
    requireToken("word");
  }

  /** The bytes. */
  private Vocabulary() {
    this.unit = Unit.BYTE;
    this.codePoints = null;
    this.words = null;
    this.unknownId = UNKNOWN;
  }

  private void requireToken(String noun) {
    if (size() == (unknownId == UNKNOWN ? 0 : 1)) {
      throw new IllegalArgumentException("a vocabulary needs at least one " + noun);
    }
  }

  private static IllegalArgumentException twice(int before, int id, String entry) {
    return new IllegalArgumentException(
        "entries " + before + " and " + id + " of a vocabulary are both " + entry);
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
   * @param codePoints the code points of ids 0, 1, ...; {@link #UNKNOWN} for the unknown symbol;
   *     copied
   * @return the vocabulary
   * @throws IllegalArgumentException if there is none, one stands twice, or one is no character
   */
  public static Vocabulary ofCodePoints(int... codePoints) {
    return new Vocabulary(codePoints.clone());
  }

  /**
   * The vocabulary of the 256 bytes.
   *
   * @return the vocabulary; a byte's id is its value
   */
  public static Vocabulary ofBytes() {
    return new Vocabulary();
  }

  /**
   * The vocabulary of these words, numbered in the order given.
   *
   * @param words the words of ids 0, 1, ...; null for the unknown symbol; copied
   * @return the vocabulary
   * @throws IllegalArgumentException if there is none, one stands twice, or one is not one word as
   *     {@link Unit#WORD} cuts them
   */
  public static Vocabulary ofWords(List<String> words) {
    return new Vocabulary(words.toArray(new String[0]));
  }

  /**
   * The vocabulary of those of a lexicon's tokens that are kept, sorted, the unknown symbol last.
   */
  static Vocabulary of(Unit unit, List<String> tokens, boolean unknown) {
    if (unit == Unit.BYTE) {
      return ofBytes();
    }
    int size = tokens.size() + (unknown ? 1 : 0);
    if (unit == Unit.CHAR) {
      int[] sorted = tokens.stream().mapToInt(t -> t.codePointAt(0)).sorted().toArray();
      int[] padded = Arrays.copyOf(sorted, size);
      Arrays.fill(padded, sorted.length, size, UNKNOWN);
      return new Vocabulary(padded);
    }
    String[] sorted = tokens.toArray(new String[0]);
    Arrays.sort(sorted);
    return new Vocabulary(Arrays.copyOf(sorted, size));
  }

  /**
   * Reads what {@link #toJson()} wrote.
   *
   * @param json the vocabulary as JSON
   * @return the vocabulary
   * @throws IllegalArgumentException if it is not of that form, is empty, or has an entry twice
   */
  public static Vocabulary fromJson(String json) {
    return VocabularyJson.read(json);
  }

  /**
   * What the tokens are.
   *
   * @return the unit
   */
  public Unit unit() {
    return unit;
  }

  /**
   * This vocabulary and what another one has beyond it.
   *
   * @param other a vocabulary of the same unit
   * @return these tokens with the ids they have, then those of {@code other} that are not among
   *     them, in their order
   * @throws IllegalArgumentException if the units differ
   */
  public Vocabulary union(Vocabulary other) {
    if (unit != other.unit) {
      throw new IllegalArgumentException(
          "a vocabulary of "
              + unit.noun()
              + "s cannot take up one of "
              + other.unit.noun()
              + "s: take the same unit");
    }
    return switch (unit) {
      case BYTE -> this;
      case CHAR ->
          new Vocabulary(
              IntStream.concat(
                      Arrays.stream(codePoints),
                      Arrays.stream(other.codePoints).filter(this::lacksCodePoint))
                  .toArray());
      case WORD ->
          new Vocabulary(
              Stream.concat(
                      Arrays.stream(words), Arrays.stream(other.words).filter(this::lacksWord))
                  .toArray(String[]::new));
    };
  }

  private boolean lacksCodePoint(int codePoint) {
    return (codePoint == UNKNOWN ? unknownId : ids.get(codePoint)) == UNKNOWN;
  }

  private boolean lacksWord(String word) {
    return word == null ? unknownId == UNKNOWN : !wordIds.containsKey(word);
  }

  /**
   * The number of tokens, V, the unknown symbol included.
   *
   * @return at least 1
   */
  public int size() {
    return switch (unit) {
      case CHAR -> codePoints.length;
      case BYTE -> BYTES;
      case WORD -> words.length;
    };
  }

  /**
   * The id of the unknown symbol.
   *
   * @return 0 to V − 1, or {@link #UNKNOWN} if the vocabulary has none
   */
  public int unknownId() {
    return unknownId;
  }

  /**
   * The id of the token that is a code point alone: of a vocabulary of bytes, an ASCII character;
   * of words, a word of one code point.
   *
   * @param codePoint any number
   * @return 0 to V − 1, or {@link #UNKNOWN}
   */
  public int idOf(int codePoint) {
    if (!Character.isValidCodePoint(codePoint)) {
      return UNKNOWN;
    }
    return switch (unit) {
      case CHAR -> ids.get(codePoint);
      case BYTE -> codePoint < 0x80 ? codePoint : UNKNOWN;
      case WORD -> wordIds.getOrDefault(Character.toString(codePoint), UNKNOWN);
    };
  }

  /**
   * The id of the token that is this text: a code point, an ASCII character, or a word.
   *
   * @param token the text of one token
   * @return 0 to V − 1, or {@link #UNKNOWN}
   */
  public int idOf(String token) {
    if (unit == Unit.WORD) {
      return wordIds.getOrDefault(token, UNKNOWN);
    }
    boolean single = !token.isEmpty() && token.codePointCount(0, token.length()) == 1;
    return single ? idOf(token.codePointAt(0)) : UNKNOWN;
  }

  /**
   * The code point of an id.
   *
   * @param id 0 to V − 1
   * @return the code point; U+FFFD for the unknown symbol
   * @throws IndexOutOfBoundsException if the id is outside that range
   * @throws IllegalStateException if the tokens are not code points: {@link #textOf} and {@link
   *     #bytesOf} know them all
   */
  public int codePointOf(int id) {
    requireId(id);
    requireCharacters();
    return id == unknownId ? REPLACEMENT.codePointAt(0) : codePoints[id];
  }

  /**
   * The text of a token.
   *
   * @param id 0 to V − 1
   * @return a code point or a word; U+FFFD for the unknown symbol, and for a byte from 0x80 on,
   *     which is no character by itself: {@link TextDecoder} joins them
   * @throws IndexOutOfBoundsException if the id is outside that range
   */
  public String textOf(int id) {
    requireId(id);
    return switch (unit) {
      case CHAR -> Character.toString(codePointOf(id));
      case BYTE -> id < 0x80 ? Character.toString(id) : REPLACEMENT;
      case WORD -> id == unknownId ? REPLACEMENT : words[id];
    };
  }

  /**
   * The bytes of a token.
   *
   * @param id 0 to V − 1
   * @return the byte, or the UTF-8 of {@link #textOf}
   * @throws IndexOutOfBoundsException if the id is outside that range
   */
  public byte[] bytesOf(int id) {
    requireId(id);
    return unit == Unit.BYTE ? new byte[] {(byte) id} : textOf(id).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * All code points.
   *
   * @return a fresh array, by id; {@link #UNKNOWN} for the unknown symbol
   * @throws IllegalStateException if the tokens are not code points
   */
  public int[] codePoints() {
    requireCharacters();
    return codePoints.clone();
  }

  /**
   * The ids of a text's tokens.
   *
   * @param text the text
   * @return a fresh array
   * @throws UnknownCharactersException if there are tokens the vocabulary lacks, even if it has the
   *     unknown symbol (half of a surrogate pair always is one); it lists each once
   */
  public int[] encode(String text) {
    int[] encoded = lookUp(text);
    if (Arrays.stream(encoded).anyMatch(id -> id == UNKNOWN)) {
      throw unknownTokens("the text", text);
    }
    return encoded;
  }

  /**
   * The ids of a text's tokens, the unknown symbol's for those the vocabulary lacks.
   *
   * @param text the text
   * @return a fresh array
   * @throws UnknownCharactersException if there are tokens the vocabulary lacks, and it has no
   *     unknown symbol
   */
  public int[] encodeReplacing(String text) {
    return unknownId == UNKNOWN
        ? encode(text)
        : Arrays.stream(lookUp(text)).map(id -> id == UNKNOWN ? unknownId : id).toArray();
  }

  /**
   * The code points of a text that the vocabulary lacks; of words, those of the words it lacks; of
   * bytes, the halves of surrogate pairs.
   *
   * @param text the text
   * @return a fresh array, each once, in the order of first appearance; empty if {@link #encode}
   *     can do the text
   */
  public int[] unknown(String text) {
    return switch (unit) {
      case CHAR -> text.codePoints().filter(c -> idOf(c) == UNKNOWN).distinct().toArray();
      case BYTE -> text.codePoints().filter(Vocabulary::isSurrogate).distinct().toArray();
      case WORD ->
          unknownWords(text).stream().flatMapToInt(String::codePoints).distinct().toArray();
    };
  }

  /**
   * The text of ids.
   *
   * @param ids the ids, not modified
   * @return their characters or words, joined; of bytes, what {@link TextDecoder} makes of them
   * @throws IndexOutOfBoundsException if an id is not 0 to V − 1
   */
  public String decode(int... ids) {
    StringBuilder text = new StringBuilder(ids.length);
    TextDecoder decoder = new TextDecoder(this);
    for (int id : ids) {
      text.append(decoder.append(id));
    }
    return text.append(decoder.end()).toString();
  }

  /**
   * The bytes of ids: for a vocabulary of bytes, exactly those that were encoded.
   *
   * @param ids the ids, not modified
   * @return their bytes, joined
   * @throws IndexOutOfBoundsException if an id is not 0 to V − 1
   */
  public byte[] decodeBytes(int... ids) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(ids.length);
    for (int id : ids) {
      bytes.writeBytes(bytesOf(id));
    }
    return bytes.toByteArray();
  }

  /**
   * A form for storage that any JSON library reads. Of characters: an array of strings of one code
   * point each, in the order of their ids. Of bytes: <code>{"unit":"byte"}</code>. Of words: <code>
   * {"unit":"word","tokens":[...]}</code> with an array of strings. The unknown symbol is a {@code
   * null} among the strings.
   *
   * @return for example {@code ["\n"," ","a"]}
   */
  public String toJson() {
    StringWriter json = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(json)) {
      if (unit != Unit.CHAR) {
        out.writeStartObject();
        out.writeStringField(VocabularyJson.UNIT, unit.id());
      }
      if (unit != Unit.BYTE) {
        if (unit == Unit.WORD) {
          out.writeFieldName(VocabularyJson.TOKENS);
        }
        out.writeStartArray();
        for (int id = 0; id < size(); id++) {
          out.writeString(id == unknownId ? null : textOf(id));
        }
        out.writeEndArray();
      }
      if (unit != Unit.CHAR) {
        out.writeEndObject();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return json.toString();
  }

  /** Two vocabularies are equal if they give the same ids to the same tokens. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Vocabulary that
        && unit == that.unit
        && Arrays.equals(codePoints, that.codePoints)
        && Arrays.equals(words, that.words);
  }

  @Override
  public int hashCode() {
    return unit.hashCode() + Arrays.hashCode(codePoints) + Arrays.hashCode(words);
  }

  @Override
  public String toString() {
    return switch (unit) {
      case BYTE -> "Vocabulary of the 256 bytes";
      case CHAR, WORD ->
          "Vocabulary of "
              + size()
              + ": "
              + describe(
                  unit,
                  IntStream.range(0, size())
                      .filter(id -> id != unknownId)
                      .mapToObj(this::textOf)
                      .toList())
              + (unknownId == UNKNOWN ? "" : " and the unknown symbol");
    };
  }

  /** Tokens in a message. */
  static String describe(Unit unit, List<String> tokens) {
    if (unit == Unit.CHAR) {
      return CodePoints.describe(tokens.stream().mapToInt(t -> t.codePointAt(0)).toArray());
    }
    int more = tokens.size() - MOST_LISTED;
    return tokens.stream()
            .limit(MOST_LISTED)
            .map(Vocabulary::quote)
            .collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  /** The error of a text with tokens that this vocabulary lacks. */
  private UnknownCharactersException unknownTokens(String source, String text) {
    if (unit == Unit.WORD) {
      return lacks(source, List.copyOf(unknownWords(text)));
    }
    return new UnknownCharactersException(source, size(), unknown(text));
  }

  /** The error of a text with these tokens, each of which this vocabulary lacks. */
  UnknownCharactersException lacks(String source, List<String> tokens) {
    return new UnknownCharactersException(
        source,
        unit.noun(),
        size(),
        tokens.size(),
        describe(unit, tokens),
        tokens.stream().flatMapToInt(String::codePoints).distinct().toArray());
  }

  /** The ids of a text's tokens, {@link #UNKNOWN} for those that are not in the vocabulary. */
  int[] lookUp(String text) {
    return switch (unit) {
      case CHAR -> text.codePoints().map(this::idOf).toArray();
      case BYTE -> {
        IntStream.Builder encoded = IntStream.builder();
        text.codePoints().forEach(codePoint -> encode(codePoint, encoded));
        yield encoded.build().toArray();
      }
      case WORD -> {
        IntStream.Builder encoded = IntStream.builder();
        WordSplitter.split(text, word -> encoded.add(idOf(word)));
        yield encoded.build().toArray();
      }
    };
  }

  private static void encode(int codePoint, IntConsumer sink) {
    if (isSurrogate(codePoint)) {
      sink.accept(UNKNOWN);
      return;
    }
    for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
      sink.accept(b & 0xFF);
    }
  }

  private Set<String> unknownWords(String text) {
    Set<String> unknown = new LinkedHashSet<>();
    WordSplitter.split(
        text,
        word -> {
          if (idOf(word) == UNKNOWN) {
            unknown.add(word);
          }
        });
    return unknown;
  }

  private void requireId(int id) {
    if (id < 0 || id >= size()) {
      throw new IndexOutOfBoundsException("id " + id + " is not in a vocabulary of " + size());
    }
  }

  private void requireCharacters() {
    if (unit != Unit.CHAR) {
      throw new IllegalStateException(
          "the tokens of this vocabulary are " + unit.noun() + "s, not characters");
    }
  }

  private static String quote(String word) {
    StringBuilder quoted = new StringBuilder("'");
    word.codePoints()
        .forEach(
            c -> {
              String shown = CodePoints.describe(c);
              quoted.append(shown, 1, shown.lastIndexOf('\''));
            });
    return quoted.append('\'').toString();
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
