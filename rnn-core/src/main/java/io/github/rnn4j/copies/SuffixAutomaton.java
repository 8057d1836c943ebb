// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.copies;

import java.util.Arrays;

/**
 * The least automaton that knows every substring of a sequence of n tokens: at most 2n states and
 * 3n edges, about 130 bytes a token. A state is a class of substrings that end at the same places;
 * they have the lengths from {@code length(link) + 1} to {@code length}.
 *
 * @see <a href="https://doi.org/10.1016/0304-3975(85)90157-4">Blumer et al.: The smallest automaton
 *     recognizing the subwords of a text, 1985</a>
 */
final class SuffixAutomaton {
  static final int NONE = -1;
  static final int ROOT = 0;

  private final int[] lengths;
  private final int[] links;
  private final int[] firstEnds;
  private final int[] ofPrefix;
  private int states = 1;

  // Edges: in a list for each state, and in one hash table.
  private final int[] firstEdge;
  private final int[] nextEdge;
  private final int[] edgeFrom;
  private final int[] edgeToken;
  private final int[] edgeTo;
  private final int[] table;
  private int edges;

  /**
   * Takes up a sequence.
   *
   * @param tokens any numbers; not modified
   */
  SuffixAutomaton(int[] tokens) {
    int n = tokens.length;
    int mostStates = Math.max(2, 2 * n);
    int mostEdges = Math.max(2, 3 * n);
    this.lengths = new int[mostStates];
    this.links = new int[mostStates];
    this.firstEnds = new int[mostStates];
    this.ofPrefix = new int[n];
    this.firstEdge = new int[mostStates];
    Arrays.fill(firstEdge, NONE);
    this.nextEdge = new int[mostEdges];
    this.edgeFrom = new int[mostEdges];
    this.edgeToken = new int[mostEdges];
    this.edgeTo = new int[mostEdges];
    this.table = new int[Integer.highestOneBit(mostEdges) << 2];
    Arrays.fill(table, NONE);
    links[ROOT] = NONE;
    int last = ROOT;
    for (int i = 0; i < n; i++) {
      last = append(tokens[i], i, last);
      ofPrefix[i] = last;
    }
  }

  private int append(int token, int index, int last) {
    int state = states++;
    lengths[state] = lengths[last] + 1;
    firstEnds[state] = index;
    int p = last;
    for (; p != NONE && edge(p, token) == NONE; p = links[p]) {
      addEdge(p, token, state);
    }
    if (p == NONE) {
      links[state] = ROOT;
      return state;
    }
    int q = next(p, token);
    if (lengths[q] == lengths[p] + 1) {
      links[state] = q;
      return state;
    }
    int clone = states++;
    lengths[clone] = lengths[p] + 1;
    links[clone] = links[q];
    firstEnds[clone] = firstEnds[q];
    for (int e = firstEdge[q]; e != NONE; e = nextEdge[e]) {
      addEdge(clone, edgeToken[e], edgeTo[e]);
    }
    for (; p != NONE; p = links[p]) {
      int e = edge(p, token);
      if (e == NONE || edgeTo[e] != q) {
        break;
      }
      edgeTo[e] = clone;
    }
    links[q] = clone;
    links[state] = clone;
    return state;
  }

  private void addEdge(int from, int token, int to) {
    int e = edges++;
    edgeFrom[e] = from;
    edgeToken[e] = token;
    edgeTo[e] = to;
    nextEdge[e] = firstEdge[from];
    firstEdge[from] = e;
    int at = slot(from, token);
    while (table[at] != NONE) {
      at = at + 1 & table.length - 1;
    }
    table[at] = e;
  }

  private int edge(int from, int token) {
    int at = slot(from, token);
    while (table[at] != NONE) {
      int e = table[at];
      if (edgeFrom[e] == from && edgeToken[e] == token) {
        return e;
      }
      at = at + 1 & table.length - 1;
    }
    return NONE;
  }

  private int slot(int from, int token) {
    long mixed = ((long) from << 32 ^ token & 0xFFFFFFFFL) * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32) & table.length - 1;
  }

  /** How many there are, the root, 0, among them; none links to one that comes later in length. */
  int states() {
    return states;
  }

  /** The state of a state's substrings, each a token longer; NONE if that is no substring. */
  int next(int state, int token) {
    int e = edge(state, token);
    return e == NONE ? NONE : edgeTo[e];
  }

  /** The state of the longest suffixes that are not in the state; NONE of the root. */
  int link(int state) {
    return links[state];
  }

  /** The tokens of a state's longest substring. */
  int length(int state) {
    return lengths[state];
  }

  /** The index of the last token where a state's substrings stand for the first time. */
  int firstEnd(int state) {
    return firstEnds[state];
  }

  /** The state of the sequence up to an index. */
  int ofPrefix(int index) {
    return ofPrefix[index];
  }

  /** All states by length, the root first. */
  int[] byLength() {
    int[] starts = new int[ofPrefix.length + 2];
    for (int state = 0; state < states; state++) {
      starts[lengths[state] + 1]++;
    }
    for (int length = 1; length < starts.length; length++) {
      starts[length] += starts[length - 1];
    }
    int[] ordered = new int[states];
    for (int state = 0; state < states; state++) {
      ordered[starts[lengths[state]]++] = state;
    }
    return ordered;
  }
}
