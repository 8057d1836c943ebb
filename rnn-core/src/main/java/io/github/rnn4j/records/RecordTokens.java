// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.records;

import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.text.TokenDigest;
import io.github.rnn4j.text.Tokens;
import io.github.rnn4j.text.Vocabulary;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The records of a text, in an order, without their borders: views of its tokens. What stands after
 * the last border is a record, too. Two borders in a row have no record between them: an empty
 * record says nothing, and is left out.
 *
 * <p>Immutable, as the tokens are; may be shared by threads. Takes 12 bytes a record.
 */
public final class RecordTokens {
  private static final String HELD_OUT = "records/held-out";
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private final Tokens tokens;
  private final int[] border;
  private final long[] starts;
  private final int[] lengths;
  private final long predictions;

  private RecordTokens(Tokens tokens, int[] border, long[] starts, int[] lengths) {
    this.tokens = tokens;
    this.border = border;
    this.starts = starts;
    this.lengths = lengths;
    long sum = 0;
    for (int length : lengths) {
      sum += (long) length + border.length;
    }
    this.predictions = sum;
  }

  /**
   * Finds the records of a text. A border is found as soon as it is complete, from left to right,
   * and the next one begins after it.
   *
   * @param tokens the text
   * @param border the tokens that end a record, at least one; copied
   * @return its records, in their order
   * @throws IllegalArgumentException if the border is empty, or there are more than 2³¹ − 9 records
   *     or tokens in one
   */
  public static RecordTokens find(Tokens tokens, int[] border) {
    return find(tokens, border, Vocabulary.NONE);
  }

  /**
   * Finds the records of a text, where a token before a border may belong to it: the carriage
   * return of a text whose lines end with both.
   *
   * @param tokens the text
   * @param border the tokens that end a record, at least one; copied
   * @param before the token that is left out if it is the last of a record; {@link Vocabulary#NONE}
   *     for none
   * @return its records, in their order
   * @throws IllegalArgumentException if the border is empty, or there are more than 2³¹ − 9 records
   *     or tokens in one
   */
  public static RecordTokens find(Tokens tokens, int[] border, int before) {
    if (border.length == 0) {
      throw new IllegalArgumentException("the border of records must have at least one token");
    }
    int[] end = border.clone();
    long[] starts = new long[16];
    int[] lengths = new int[16];
    int count = 0;
    long start = 0;
    for (long i = 0; i <= tokens.length(); i++) {
      boolean last = i == tokens.length();
      boolean ends = !last && i + 1 - start >= end.length && endsWith(tokens, i, end);
      if (!last && !ends) {
        continue;
      }
      long length = last ? i - start : i + 1 - end.length - start;
      if (length > 0 && tokens.get(start + length - 1) == before) {
        length--;
      }
      if (length > 0) {
        if (count == starts.length) {
          int larger = Math.addExact(count, Math.max(16, count >> 1));
          starts = Arrays.copyOf(starts, larger);
          lengths = Arrays.copyOf(lengths, larger);
        }
        starts[count] = start;
        lengths[count++] = length(length, start, end.length);
      }
      start = i + 1;
    }
    return new RecordTokens(
        tokens, end, Arrays.copyOf(starts, count), Arrays.copyOf(lengths, count));
  }

  /**
   * How often a token stands where {@link #find(Tokens, int[], int)} leaves it out, if it stands
   * nowhere else.
   *
   * @param tokens the text
   * @param border the tokens that end a record, at least one, without {@code before}
   * @param before the token
   * @return 0 if it does not occur; empty if some record has it
   */
  public static OptionalLong onlyBefore(Tokens tokens, int[] border, int before) {
    long count = 0;
    for (long i = 0; i < tokens.length(); i++) {
      if (tokens.get(i) != before) {
        continue;
      }
      long end = i + border.length;
      if (i + 1 < tokens.length() && !(end < tokens.length() && endsWith(tokens, end, border))) {
        return OptionalLong.empty();
      }
      count++;
    }
    return OptionalLong.of(count);
  }

  /**
   * Records that are at hand one by one.
   *
   * @param vocabularySize V
   * @param records the tokens of each, 0 to V − 1, without a border; copied. An empty one is kept
   * @param border the tokens that end a record, at least one; copied
   * @return the records, in their order
   */
  public static RecordTokens of(int vocabularySize, int[][] records, int[] border) {
    long[] starts = new long[records.length];
    int[] lengths = new int[records.length];
    int all = 0;
    for (int i = 0; i < records.length; i++) {
      starts[i] = all;
      lengths[i] = records[i].length;
      all = Math.addExact(all, records[i].length);
    }
    int[] joined = new int[all];
    for (int i = 0; i < records.length; i++) {
      System.arraycopy(records[i], 0, joined, (int) starts[i], lengths[i]);
    }
    return new RecordTokens(Tokens.of(vocabularySize, joined), border.clone(), starts, lengths);
  }

  private static int length(long length, long start, int border) {
    if (length > Integer.MAX_VALUE - 8 - border) {
      throw new IllegalArgumentException(
          "the record that begins at token " + start + " has " + length + " tokens, too many");
    }
    return (int) length;
  }

  private static boolean endsWith(Tokens tokens, long last, int[] border) {
    for (int i = 0; i < border.length; i++) {
      if (tokens.get(last - i) != border[border.length - 1 - i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The number of records.
   *
   * @return from 0
   */
  public int size() {
    return starts.length;
  }

  /**
   * Checks that the tokens are still as they were: {@link Tokens#requireIntact}.
   *
   * @throws java.io.UncheckedIOException if they are in a file that was shortened
   */
  void requireIntact() {
    tokens.requireIntact();
  }

  /**
   * The tokens of a record, without its border.
   *
   * @param index 0 to {@link #size} − 1
   * @return at least 1, unless an empty record was given
   */
  public int length(int index) {
    return lengths[index];
  }

  /**
   * A token of a record followed by its border.
   *
   * @param index the record
   * @param at 0 to {@link #length} + {@link #borderLength} − 1
   * @return its id
   */
  public int token(int index, int at) {
    int length = lengths[index];
    Objects.checkIndex(at, length + border.length);
    return at < length ? tokens.get(starts[index] + at) : border[at - length];
  }

  /**
   * The tokens of a record, without its border.
   *
   * @param index the record
   * @return a view
   */
  public Tokens record(int index) {
    return tokens.slice(starts[index], starts[index] + lengths[index]);
  }

  /**
   * k, the tokens of the border.
   *
   * @return at least 1
   */
  public int borderLength() {
    return border.length;
  }

  /**
   * The tokens of the border.
   *
   * @return a fresh array of at least one
   */
  public int[] border() {
    return border.clone();
  }

  /**
   * The last token of the border, which is the first thing that a record reads.
   *
   * @return its id
   */
  public int first() {
    return border[border.length - 1];
  }

  /**
   * The predictions that all records together cost: their tokens, and a border for each.
   *
   * @return Σ (n + k)
   */
  public long predictions() {
    return predictions;
  }

  /**
   * A number that tells records apart: two different ones have the same with a probability of 2⁻⁶⁴.
   *
   * @param index the record
   * @return a hash of its tokens
   */
  public long hash(int index) {
    long hash = 0;
    for (int i = 0; i < lengths[index]; i++) {
      hash = hash(hash, tokens.get(starts[index] + i));
    }
    return hash;
  }

  /**
   * {@link #hash(int)} of a record at hand.
   *
   * @param record its tokens, without the border
   * @return a hash of its tokens
   */
  public static long hash(int[] record) {
    long hash = 0;
    for (int token : record) {
      hash = hash(hash, token);
    }
    return hash;
  }

  private static long hash(long before, int token) {
    return RandomStreams.mix(before + (token + 1) * GOLDEN_GAMMA);
  }

  /**
   * The hashes of all records.
   *
   * @return a fresh array, ascending, each once
   */
  public long[] distinctHashes() {
    return IntStream.range(0, size()).mapToLong(this::hash).sorted().distinct().toArray();
  }

  /**
   * How many of these records stand among others, too.
   *
   * @param others the others
   * @return 0 to {@link #size}, by {@link #hash(int)}
   */
  public int repeatedIn(RecordTokens others) {
    long[] hashes = others.distinctHashes();
    return (int)
        IntStream.range(0, size()).filter(i -> Arrays.binarySearch(hashes, hash(i)) >= 0).count();
  }

  /**
   * SHA-256 of the records in their order, each followed by its border: it tells whether they are
   * still the same.
   *
   * @return 64 hexadecimal digits
   */
  public String digest() {
    return TokenDigest.of(new Joined());
  }

  /** All records in their order, with their borders, as one text. */
  private final class Joined implements Tokens {
    private int record;
    private long start;

    @Override
    public long length() {
      return predictions;
    }

    @Override
    public int get(long index) {
      Objects.checkIndex(index, predictions);
      if (index < start) {
        record = 0;
        start = 0;
      }
      while (index - start >= (long) lengths[record] + border.length) {
        start += (long) lengths[record] + border.length;
        record++;
      }
      return token(record, (int) (index - start));
    }

    @Override
    public void requireIntact() {
      tokens.requireIntact();
    }
  }

  // ------------------------------------------------------------------------------ the split

  /**
   * Two parts of some records.
   *
   * @param training most of the records, in their order
   * @param heldOut the others, in their order
   */
  public record Split(RecordTokens training, RecordTokens heldOut) {}

  /**
   * Draws records from all over the text, since a sorted list would lie about its end.
   *
   * @param fraction the part of the records to hold out, more than 0 and less than 1
   * @param random the run's random streams
   * @return both parts, each in the order of the text; at least one record each
   * @throws IllegalArgumentException if a part would be empty; the message has the numbers
   */
  public Split split(double fraction, RandomStreams random) {
    long count = Math.round(size() * fraction);
    if (count < 1 || count >= size()) {
      throw new IllegalArgumentException(
          "a fraction of "
              + fraction
              + " would hold out "
              + count
              + " of "
              + size()
              + " records: each part needs at least 1");
    }
    int[] order = shuffled(random.stream(HELD_OUT, 0));
    boolean[] held = new boolean[size()];
    for (int i = 0; i < count; i++) {
      held[order[i]] = true;
    }
    return new Split(where(held, false), where(held, true));
  }

  private RecordTokens where(boolean[] held, boolean wanted) {
    int count = 0;
    for (boolean one : held) {
      count += one == wanted ? 1 : 0;
    }
    long[] some = new long[count];
    int[] sizes = new int[count];
    int next = 0;
    for (int i = 0; i < held.length; i++) {
      if (held[i] == wanted) {
        some[next] = starts[i];
        sizes[next++] = lengths[i];
      }
    }
    return new RecordTokens(tokens, border, some, sizes);
  }

  /**
   * The records in a random order, by the shuffle of Fisher and Yates.
   *
   * @param random where chance comes from
   * @return each index once
   */
  int[] shuffled(UniformRandomProvider random) {
    int[] order = new int[size()];
    shuffle(order, random);
    return order;
  }

  /**
   * Fills an array with each index once, in a random order.
   *
   * @param order as many numbers as there are records; modified
   * @param random where chance comes from
   */
  static void shuffle(int[] order, UniformRandomProvider random) {
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
  }
}
