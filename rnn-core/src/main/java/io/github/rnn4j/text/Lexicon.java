// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The tokens of a text while it is read: takes code points (or bytes), and gives ids in the order
 * of first appearance.
 */
abstract class Lexicon implements IntConsumer {
  private final IntConsumer sink;

  private Lexicon(IntConsumer sink) {
    this.sink = sink;
  }

  /** A lexicon without tokens, whose ids go to {@code sink}. */
  static Lexicon of(Unit unit, IntConsumer sink) {
    return switch (unit) {
      case CHAR -> new Characters(sink);
      case BYTE -> new Bytes(sink);
      case WORD -> new Words(sink);
    };
  }

  /** A source has ended. */
  void end() {}

  /** The number of distinct tokens. */
  abstract int size();

  /** Forgets the tokens from {@code newSize} on, and what has begun. */
  abstract void truncate(int newSize);

  /** A token as text. */
  abstract String text(int id);

  /** The sorted vocabulary of these tokens; {@code unknown} puts the unknown symbol last. */
  abstract Vocabulary vocabulary(IntStream kept, boolean unknown);

  /** A token's id in a vocabulary of the same unit, or {@link Vocabulary#NONE}. */
  int idIn(Vocabulary vocabulary, int id) {
    return vocabulary.idOf(text(id));
  }

  final void emit(int id) {
    sink.accept(id);
  }

  private static final class Characters extends Lexicon {
    private final CodePointIds ids = new CodePointIds();
    private int[] codePoints = new int[256];
    private int size;

    Characters(IntConsumer sink) {
      super(sink);
    }

    @Override
    public void accept(int codePoint) {
      int id = ids.get(codePoint);
      if (id == Vocabulary.NONE) {
        if (size == codePoints.length) {
          codePoints = Arrays.copyOf(codePoints, 2 * size);
        }
        id = size++;
        codePoints[id] = codePoint;
        ids.put(codePoint, id);
      }
      emit(id);
    }

    @Override
    int size() {
      return size;
    }

    @Override
    void truncate(int newSize) {
      while (size > newSize) {
        ids.put(codePoints[--size], Vocabulary.NONE);
      }
    }

    @Override
    String text(int id) {
      return Character.toString(codePoints[id]);
    }

    @Override
    Vocabulary vocabulary(IntStream kept, boolean unknown) {
      CharacterVocabulary sorted =
          Vocabulary.ofCodePoints(kept.map(id -> codePoints[id]).sorted().toArray());
      return unknown ? sorted.withUnknown(sorted.size()) : sorted;
    }
  }

  /** Ids are the bytes; all are there from the start. */
  private static final class Bytes extends Lexicon {
    Bytes(IntConsumer sink) {
      super(sink);
    }

    @Override
    public void accept(int value) {
      emit(value);
    }

    @Override
    int size() {
      return Vocabulary.ofBytes().size();
    }

    @Override
    void truncate(int newSize) {}

    @Override
    String text(int id) {
      return String.format("0x%02X", id);
    }

    @Override
    Vocabulary vocabulary(IntStream kept, boolean unknown) {
      return Vocabulary.ofBytes();
    }

    @Override
    int idIn(Vocabulary vocabulary, int id) {
      return id;
    }
  }

  private static final class Words extends Lexicon {
    /** About 250 MB of words. */
    private static final int MOST = 1 << 21;

    private final WordSplitter splitter = new WordSplitter(this::word);
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<String> words = new ArrayList<>();

    Words(IntConsumer sink) {
      super(sink);
    }

    @Override
    public void accept(int codePoint) {
      splitter.accept(codePoint);
    }

    @Override
    void end() {
      splitter.end();
    }

    @Override
    int size() {
      return words.size();
    }

    @Override
    void truncate(int newSize) {
      splitter.forget();
      while (words.size() > newSize) {
        ids.remove(words.remove(words.size() - 1));
      }
    }

    @Override
    String text(int id) {
      return words.get(id);
    }

    @Override
    Vocabulary vocabulary(IntStream kept, boolean unknown) {
      WordVocabulary sorted = Vocabulary.ofWords(kept.mapToObj(words::get).sorted().toList());
      return unknown ? sorted.withUnknown(sorted.size()) : sorted;
    }

    private void word(String word) {
      Integer id = ids.get(word);
      if (id == null) {
        if (words.size() == MOST) {
          throw new UnusableTextException(
              "the text has more than "
                  + MOST
                  + " different words: take characters or bytes as its tokens");
        }
        id = words.size();
        words.add(word);
        ids.put(word, id);
      }
      emit(id);
    }
  }
}
