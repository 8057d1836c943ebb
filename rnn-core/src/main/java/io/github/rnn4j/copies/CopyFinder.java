// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.copies;

import io.github.rnn4j.records.RecordTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds what of a sample is copied from a text: for each place of the sample the longest run that
 * ends there and stands in the text.
 *
 * <pre>
 *   CopyFinder finder = CopyFinder.of(vocabulary.encode("what the model wrote"));
 *   for (int token : vocabulary.encode("what it learned from")) finder.read(token);
 *   finder.find(5, 12).runs().get(0).tokens();
 * </pre>
 *
 * <p>The sample is kept, in about 200 bytes a token; the text goes by once and may have any length.
 * The time is that of reading it.
 *
 * <p>Not thread-safe.
 */
public final class CopyFinder {
  /** The most tokens of a sample. */
  public static final int MOST_TOKENS = 1 << 23;

  private static final int NONE = SuffixAutomaton.NONE;
  private static final int ROOT = SuffixAutomaton.ROOT;

  private final int[] sample;
  private final long[] recordHashes;
  private final SuffixAutomaton automaton;

  /** By state: the length of the longest of its substrings that stands in the text; 0 if none. */
  private final int[] longest;

  /** By state: where in the text that one ends. */
  private final long[] ends;

  private final Set<Long> copiedRecords = new HashSet<>();
  private final Set<Long> wanted = new HashSet<>();
  private int[] record = new int[16];
  private int recordLength;
  private long position;
  private int state = ROOT;
  private int matched;

  private CopyFinder(int[] sample, long[] recordHashes) {
    this.sample = sample;
    this.recordHashes = recordHashes;
    this.automaton = new SuffixAutomaton(sample);
    this.longest = new int[automaton.states()];
    this.ends = new long[automaton.states()];
    for (long hash : recordHashes) {
      wanted.add(hash);
    }
  }

  /**
   * For a sample that is one text.
   *
   * @param sample its tokens, from 0 on; copied
   * @return a finder that has read nothing of the text
   * @throws IllegalArgumentException if there are more than {@link #MOST_TOKENS}, or one is
   *     negative
   */
  public static CopyFinder of(int[] sample) {
    requireRoom(sample.length);
    requireTokens(sample);
    return new CopyFinder(sample.clone(), new long[0]);
  }

  /**
   * For a sample of records: no run goes over from one to the next.
   *
   * @param records the tokens of each, from 0 on, without borders; copied
   * @return a finder that has read nothing of the text
   * @throws IllegalArgumentException if there are more than {@link #MOST_TOKENS} tokens and
   *     records, or a token is negative
   */
  public static CopyFinder ofRecords(List<int[]> records) {
    long all = 0;
    for (int[] one : records) {
      requireTokens(one);
      all += one.length + 1L;
    }
    requireRoom(all);
    int[] joined = new int[(int) all];
    long[] hashes = new long[records.size()];
    int at = 0;
    for (int i = 0; i < hashes.length; i++) {
      int[] one = records.get(i);
      hashes[i] = RecordTokens.hash(one);
      System.arraycopy(one, 0, joined, at, one.length);
      at += one.length;
      joined[at++] = -2 - i; // each another one, that stands nowhere else
    }
    return new CopyFinder(joined, hashes);
  }

  private static void requireTokens(int[] tokens) {
    for (int token : tokens) {
      if (token < 0) {
        throw new IllegalArgumentException("a sample has no token " + token);
      }
    }
  }

  private static void requireRoom(long tokens) {
    if (tokens > MOST_TOKENS) {
      throw new IllegalArgumentException(
          "a sample of " + tokens + " tokens: it may have " + MOST_TOKENS + " at most");
    }
  }

  /**
   * Reads the next token of the text.
   *
   * @param token its id; any that the sample does not have for one that it does not have
   */
  public void read(int token) {
    int next = automaton.next(state, token);
    while (next == NONE && state != ROOT) {
      state = automaton.link(state);
      matched = automaton.length(state);
      next = automaton.next(state, token);
    }
    if (next != NONE) {
      state = next;
      matched++;
      if (matched > longest[state]) {
        longest[state] = matched;
        ends[state] = position;
      }
    }
    position++;
    if (recordHashes.length > 0) {
      if (recordLength == record.length) {
        record = Arrays.copyOf(record, Math.addExact(recordLength, recordLength >> 1));
      }
      record[recordLength++] = token;
    }
  }

  /** What comes next of the text does not go on from what was read: a record ends, or a file. */
  public void cut() {
    state = ROOT;
    matched = 0;
    if (recordLength > 0) {
      long hash = RecordTokens.hash(Arrays.copyOf(record, recordLength));
      recordLength = 0;
      if (wanted.contains(hash)) {
        copiedRecords.add(hash);
      }
    }
  }

  /**
   * What is copied from what was read so far; more can be read after it.
   *
   * @param mostRuns how many runs to tell, from 0
   * @param mostN the largest n of n-grams, from 0
   * @return the longest runs, and the n-grams from n = 1 on
   */
  public Copies find(int mostRuns, int mostN) {
    int[] order = automaton.byLength();
    int[] known = longest.clone();
    long[] knownEnds = ends.clone();
    // What stands in the text does so with all of its suffixes.
    for (int i = order.length - 1; i > 0; i--) {
      int link = automaton.link(order[i]);
      if (known[order[i]] > 0 && automaton.length(link) > known[link]) {
        known[link] = automaton.length(link);
        knownEnds[link] = knownEnds[order[i]];
      }
    }
    // Where no substring of a state does, the longest suffix that does is one of its link's.
    for (int i = 1; i < order.length; i++) {
      int link = automaton.link(order[i]);
      if (known[order[i]] == 0) {
        known[order[i]] = known[link];
        knownEnds[order[i]] = knownEnds[link];
      }
    }
    long tokens = sample.length - (long) recordHashes.length;
    long copied = Arrays.stream(recordHashes).filter(hash -> copiedRecords.contains(hash)).count();
    return new Copies(
        tokens,
        recordHashes.length,
        copied,
        runs(known, knownEnds, mostRuns),
        ngrams(known, mostN));
  }

  /** Runs that end where the next place's does not go on from them, the longest first. */
  private List<Copies.Run> runs(int[] known, long[] knownEnds, int most) {
    List<int[]> places = new ArrayList<>();
    for (int i = 0; i < sample.length; i++) {
      int length = known[automaton.ofPrefix(i)];
      boolean goesOn = i + 1 < sample.length && known[automaton.ofPrefix(i + 1)] == length + 1;
      if (length > 0 && !goesOn) {
        places.add(new int[] {i, length});
      }
    }
    places.sort(Comparator.comparingInt((int[] place) -> -place[1]));
    List<Copies.Run> runs = new ArrayList<>();
    Set<Long> told = new HashSet<>();
    for (int[] place : places) {
      if (runs.size() == most) {
        break;
      }
      int end = place[0];
      int length = place[1];
      // The same state and length: the same tokens.
      int at = automaton.ofPrefix(end);
      while (automaton.length(automaton.link(at)) >= length) {
        at = automaton.link(at);
      }
      if (told.add((long) at << 32 | length)) {
        runs.add(
            new Copies.Run(
                indexInRecords(end - length + 1),
                Arrays.copyOfRange(sample, end - length + 1, end + 1),
                knownEnds[automaton.ofPrefix(end)] - length + 1));
      }
    }
    return runs;
  }

  /** The index without what separates records. */
  private long indexInRecords(int index) {
    if (recordHashes.length == 0) {
      return index;
    }
    int separators = 0;
    for (int i = 0; i < index; i++) {
      separators += sample[i] < 0 ? 1 : 0;
    }
    return index - separators;
  }

  private List<Copies.Ngrams> ngrams(int[] known, int most) {
    long[] occurrences = new long[most + 2];
    long[] newOnes = new long[most + 2];
    long[] distinct = new long[most + 2];
    long[] newDistinct = new long[most + 2];
    int[] within = new int[sample.length];
    for (int i = 0; i < sample.length; i++) {
      within[i] = sample[i] < 0 ? 0 : i == 0 ? 1 : within[i - 1] + 1;
      add(occurrences, 1, within[i]);
      add(newOnes, known[automaton.ofPrefix(i)] + 1, within[i]);
    }
    for (int state = 1; state < automaton.states(); state++) {
      int to = Math.min(automaton.length(state), within[automaton.firstEnd(state)]);
      int from = automaton.length(automaton.link(state)) + 1;
      add(distinct, from, to);
      add(newDistinct, Math.max(from, known[state] + 1), to);
    }
    List<Copies.Ngrams> ngrams = new ArrayList<>();
    for (int n = 1; n <= most; n++) {
      for (long[] counts : List.of(occurrences, newOnes, distinct, newDistinct)) {
        counts[n] += counts[n - 1];
      }
      ngrams.add(new Copies.Ngrams(n, occurrences[n], newOnes[n], distinct[n], newDistinct[n]));
    }
    return ngrams;
  }

  /** One more for each n from … to, kept as differences. */
  private static void add(long[] counts, int from, int to) {
    int most = counts.length - 2;
    if (from <= Math.min(to, most)) {
      counts[from]++;
      counts[Math.min(to, most) + 1]--;
    }
  }
}
