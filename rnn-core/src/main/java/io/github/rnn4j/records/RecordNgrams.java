// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.records;

import io.github.rnn4j.text.Vocabulary;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the records of each label are made of, by counts: how often each run of up to {@value #MOST}
 * tokens stands in them. It tells how probable a record of a label is, by the estimate of Witten
 * and Bell for each token x after the tokens h before it,
 *
 * <pre>
 *   P(x | h) = (c(h x) + t(h) · P(x | h')) / (c(h) + t(h))
 * </pre>
 *
 * <p>where c(h x) is how often x followed h, c(h) = Σ c(h x), t(h) is how many different tokens
 * followed h, and h' is h without its first token; P(x) before all is 1/V. A label with few records
 * is known better so than by a network, which has to find out from them what it is to count.
 *
 * <p>A record is read from the last token of the border to its end, the border that follows
 * included. The counts are those of a tree for each label, whose nodes lie level by level, the
 * children of a node side by side in the order of their tokens. Immutable; takes some 20 bytes a
 * node.
 *
 * @see <a href="https://doi.org/10.1109/18.87000">Witten and Bell, The zero-frequency problem,
 *     1991: method C</a>
 */
public final class RecordNgrams {
  /** The most tokens of a run. */
  public static final int MOST = 5;

  /** No level that would make a tree of more nodes is counted: 8 MB in a file. */
  private static final int MOST_NODES = 1 << 20;

  /** Of more predictions nothing is counted: a network knows enough by then. Takes 50 MB. */
  private static final long MOST_PREDICTIONS = 1 << 21;

  private static final int TOKEN_BITS = 22;
  private static final int NUMBER_BITS = 21;
  private static final int MOST_NUMBER = (1 << NUMBER_BITS) - 1;

  private final int vocabularySize;
  private final int labels;
  private final int[] tokens;
  private final int[] counts;
  private final int[] firstChild;

  /** By node: how often a token followed what leads to it. */
  private final long[] followed;

  private RecordNgrams(int vocabularySize, int labels, int[] tokens, int[] counts, int[] children) {
    this.vocabularySize = vocabularySize;
    this.labels = labels;
    this.tokens = tokens;
    this.counts = counts;
    this.firstChild = new int[tokens.length + 1];
    this.followed = new long[tokens.length];
    firstChild[0] = labels;
    for (int node = 0; node < tokens.length; node++) {
      firstChild[node + 1] = firstChild[node] + children[node];
      for (int child = firstChild[node]; child < firstChild[node + 1]; child++) {
        followed[node] += counts[child];
      }
    }
  }

  /**
   * Counts what records are made of.
   *
   * @param records the records, each of which begins with the symbol of its label
   * @param symbols the symbol of each label
   * @param vocabularySize V
   * @return the counts; empty if a record does not begin with a symbol, there are more than two
   *     million predictions, or so many different tokens that single ones fill the tree
   */
  public static Optional<RecordNgrams> of(RecordTokens records, int[] symbols, int vocabularySize) {
    if (records.predictions() > MOST_PREDICTIONS
        || vocabularySize >> NUMBER_BITS > 0
        || !allLabelled(records, symbols)) {
      return Optional.empty();
    }
    return Optional.of(new Counting(records, symbols).count(vocabularySize))
        .filter(ngrams -> ngrams.tokens.length > symbols.length);
  }

  private static boolean allLabelled(RecordTokens records, int... symbols) {
    return IntStream.range(0, records.size())
        .map(i -> records.token(i, 0))
        .allMatch(first -> label(first, symbols) >= 0);
  }

  /** The label of a symbol, -1 for none. */
  private static int label(int symbol, int... symbols) {
    for (int k = 0; k < symbols.length; k++) {
      if (symbols[k] == symbol) {
        return k;
      }
    }
    return -1;
  }

  /** Counts level by level. */
  private static final class Counting {
    private final int labels;

    /** All records, one after the other, each from the border's last token to its border's end. */
    private final int[] text;

    /** By place: how many places of the same record stand before it. */
    private final int[] before;

    /** By place: the node of the run that ends there, as long as the level; -1 for none. */
    private int[] nodes;

    private int[] tokens;
    private int[] counts;
    private int[] children;

    Counting(RecordTokens records, int[] symbols) {
      this.labels = symbols.length;
      // A label takes one prediction of its record, the border's last token takes one place.
      int places = Math.toIntExact(records.predictions());
      this.text = new int[places];
      this.before = new int[places];
      this.nodes = new int[places];
      int next = 0;
      for (int i = 0; i < records.size(); i++) {
        int label = label(records.token(i, 0), symbols);
        int length = records.length(i) + records.borderLength();
        for (int at = 0; at < length; at++) {
          text[next] = at == 0 ? records.first() : records.token(i, at);
          before[next] = at;
          nodes[next++] = label;
        }
      }
      this.tokens = new int[labels];
      this.counts = new int[labels];
      this.children = new int[labels];
    }

    RecordNgrams count(int vocabularySize) {
      boolean more = true;
      for (int level = 1; level <= MOST && more; level++) {
        more = level(level);
      }
      return new RecordNgrams(vocabularySize, labels, tokens, counts, children);
    }

    /** Counts the runs of so many tokens; false if there is no room for them. */
    private boolean level(int level) {
      // Runs of one token are children of the label's root: nobody predicts the one at the start.
      int first = Math.max(1, level - 1);
      long[] runs = new long[text.length];
      int some = 0;
      for (int i = 0; i < text.length; i++) {
        if (before[i] >= first) {
          runs[some++] = run(level, i);
        }
      }
      Arrays.sort(runs, 0, some);
      int different = 0;
      for (int i = 0; i < some; i++) {
        different += i == 0 || runs[i] != runs[i - 1] ? 1 : 0;
      }
      int old = tokens.length;
      if (different == 0 || old + different > MOST_NODES) {
        return false;
      }
      append(runs, some, different);
      int[] longer = new int[text.length];
      for (int i = 0; i < text.length; i++) {
        longer[i] =
            before[i] >= level - 1
                ? old + Arrays.binarySearch(runs, 0, different, run(level, i))
                : -1;
      }
      nodes = longer;
      return true;
    }

    /** A run by its parent's node and its last token. */
    private long run(int level, int place) {
      long parent = level == 1 ? nodes[place] : nodes[place - 1];
      return parent << TOKEN_BITS | text[place];
    }

    /** Appends the nodes of sorted runs, of which each is left once at the start of the array. */
    private void append(long[] runs, int some, int different) {
      int old = tokens.length;
      tokens = Arrays.copyOf(tokens, old + different);
      counts = Arrays.copyOf(counts, old + different);
      children = Arrays.copyOf(children, old + different);
      int next = -1;
      for (int i = 0; i < some; i++) {
        if (i == 0 || runs[i] != runs[next]) {
          runs[++next] = runs[i];
          tokens[old + next] = (int) (runs[i] & (1 << TOKEN_BITS) - 1);
          children[(int) (runs[i] >> TOKEN_BITS)]++;
        }
        counts[old + next] = Math.min(counts[old + next] + 1, MOST_NUMBER);
      }
    }
  }

  // ------------------------------------------------------------------------------ as numbers

  /**
   * The counts as numbers.
   *
   * @return a number for each node: its token, how many children it has and its count, in 22, 21
   *     and 21 bits from the highest on; the roots of the labels first
   */
  public long[] toNumbers() {
    long[] numbers = new long[tokens.length];
    for (int i = 0; i < numbers.length; i++) {
      long children = firstChild[i + 1] - firstChild[i];
      numbers[i] = ((long) tokens[i] << NUMBER_BITS | children) << NUMBER_BITS | counts[i];
    }
    return numbers;
  }

  /**
   * Counts from numbers.
   *
   * @param numbers what {@link #toNumbers} gave
   * @param labels how many labels there are
   * @param vocabularySize V
   * @return the counts
   * @throws IllegalArgumentException if they are not such numbers
   */
  public static RecordNgrams of(long[] numbers, int labels, int vocabularySize) {
    int size = numbers.length;
    if (size < labels || size > MOST_NODES) {
      throw new IllegalArgumentException(
          size + " n-grams of " + labels + " labels: there are from one each to " + MOST_NODES);
    }
    int[] tokens = new int[size];
    int[] counts = new int[size];
    int[] children = new int[size];
    for (int i = 0; i < size; i++) {
      tokens[i] = (int) (numbers[i] >>> 2 * NUMBER_BITS);
      children[i] = (int) (numbers[i] >>> NUMBER_BITS) & MOST_NUMBER;
      counts[i] = (int) numbers[i] & MOST_NUMBER;
    }
    int next = labels;
    int depth = 0;
    int levelEnd = labels;
    for (int node = 0; node < size; node++) {
      if (node == levelEnd) {
        depth++;
        levelEnd = next;
      }
      if (children[node] > size - next || depth == MOST && children[node] > 0) {
        throw new IllegalArgumentException(
            "n-gram " + node + " has " + children[node] + " that are longer by a token");
      }
      for (int child = next; child < next + children[node]; child++) {
        boolean ascends = child == next || tokens[child - 1] < tokens[child];
        if (tokens[child] >= vocabularySize || counts[child] == 0 || !ascends) {
          throw new IllegalArgumentException(
              "n-gram " + child + " has token " + tokens[child] + " and count " + counts[child]);
        }
      }
      next += children[node];
      if (next == node + 1 && next < size) {
        throw new IllegalArgumentException("n-gram " + next + " belongs to none");
      }
    }
    return new RecordNgrams(vocabularySize, labels, tokens, counts, children);
  }

  /**
   * How many runs there are, for all labels.
   *
   * @return at least 0
   */
  public int size() {
    return tokens.length - labels;
  }

  /**
   * How many labels there are.
   *
   * @return K
   */
  public int labels() {
    return labels;
  }

  // ------------------------------------------------------------------------------ probabilities

  /**
   * How probable a record is.
   *
   * @param label from 0
   * @param record its tokens, without label and border; {@link Vocabulary#NONE} for an unseen one
   * @param border the tokens that end it
   * @return log P(record, border | label), in nats
   */
  public double logProbability(int label, int[] record, int[] border) {
    // By length: the node of the run of so many tokens that was read last.
    int[] read = new int[MOST];
    Arrays.fill(read, -1);
    read[0] = label;
    append(read, border[border.length - 1]);
    double sum = 0;
    for (int token : record) {
      sum += StrictMath.log(probability(read, token));
      append(read, token);
    }
    for (int token : border) {
      sum += StrictMath.log(probability(read, token));
      append(read, token);
    }
    return sum;
  }

  private double probability(int[] read, int token) {
    double p = 1.0 / vocabularySize;
    for (int node : read) {
      if (node < 0 || followed[node] == 0) {
        break;
      }
      int child = child(node, token);
      int different = firstChild[node + 1] - firstChild[node];
      p = ((child < 0 ? 0 : counts[child]) + different * p) / (followed[node] + different);
    }
    return p;
  }

  private void append(int[] read, int token) {
    for (int length = MOST - 1; length > 0; length--) {
      read[length] = read[length - 1] < 0 ? -1 : child(read[length - 1], token);
    }
  }

  private int child(int node, int token) {
    int found = Arrays.binarySearch(tokens, firstChild[node], firstChild[node + 1], token);
    return found < 0 ? -1 : found;
  }
}
