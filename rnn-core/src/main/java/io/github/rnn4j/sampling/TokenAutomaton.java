// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import dk.brics.automaton.Automaton;
import dk.brics.automaton.State;
import dk.brics.automaton.Transition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An automaton that reads tokens until a text, or a record and its border, matches an expression,
 * and knows from each state how many tokens an end is away.
 *
 * <p>Of a record with a border of k tokens the states are pairs (q, m): q is a state of the
 * expression's automaton, and m how many tokens of the border are the last ones. From a q that
 * accepts, a second kind (i, m) has read i tokens of the border. No way leads past a border that is
 * complete elsewhere, since the record would end there. Of continuous text k is 1 and m is 0, and a
 * state is an end if q accepts.
 *
 * <p>It is not deterministic. Immutable, and may be shared by threads.
 */
final class TokenAutomaton {
  /** In place of a distance: no end can be reached. */
  static final int NEVER = Integer.MAX_VALUE;

  /** So many steps are made at most to find the distances. */
  private static final long MOST_STEPS = 200_000_000L;

  private final Symbols symbols;
  private final int[] border;
  private final int k;
  private final int content;
  private final int initial;
  private final boolean[] accepting;

  /** Of each state of the expression: least and largest symbol and next state, again and again. */
  private final int[][] edges;

  /** For each length of a matched beginning of the border: the longest shorter one that ends it. */
  private final int[] shorter;

  private final int[] distances;

  /**
   * An automaton.
   *
   * @param expression what is to match; not modified
   * @param symbols its alphabet, which the border's tokens are made of, too
   * @param border the tokens that end a record; none for continuous text
   */
  TokenAutomaton(Automaton expression, Symbols symbols, int... border) {
    this.symbols = symbols;
    this.border = border;
    this.k = Math.max(1, border.length);
    this.shorter = shorter(border);
    Map<State, Integer> numbers = new HashMap<>();
    List<State> states = new ArrayList<>();
    expression.expandSingleton();
    number(expression.getInitialState(), numbers, states);
    List<int[]> all = new ArrayList<>();
    for (int q = 0; q < states.size(); q++) {
      List<Transition> transitions = states.get(q).getSortedTransitions(false);
      int[] flat = new int[3 * transitions.size()];
      int i = 0;
      for (Transition transition : transitions) {
        flat[i++] = transition.getMin();
        flat[i++] = transition.getMax();
        flat[i++] = number(transition.getDest(), numbers, states);
      }
      all.add(flat);
    }
    this.edges = all.toArray(int[][]::new);
    this.content = edges.length;
    this.initial = 0;
    this.accepting = new boolean[content];
    for (int q = 0; q < content; q++) {
      accepting[q] = states.get(q).isAccept();
    }
    this.distances = distances();
  }

  private static int number(State state, Map<State, Integer> numbers, List<State> states) {
    Integer known = numbers.get(state);
    if (known != null) {
      return known;
    }
    numbers.put(state, states.size());
    states.add(state);
    return states.size() - 1;
  }

  private static int[] shorter(int[] border) {
    int[] shorter = new int[border.length + 1];
    shorter[0] = -1;
    int b = -1;
    for (int i = 0; i < border.length; i++) {
      while (b >= 0 && border[b] != border[i]) {
        b = shorter[b];
      }
      shorter[i + 1] = ++b;
    }
    return shorter;
  }

  /** How many tokens of the border are the last ones after a token. */
  private int matched(int before, int token) {
    if (border.length == 0) {
      return 0;
    }
    int longer = before;
    while (longer >= 0 && border[longer] != token) {
      longer = shorter[longer];
    }
    return longer + 1;
  }

  private boolean ofRecords() {
    return border.length > 0;
  }

  private int contentState(int q, int m) {
    return q * k + m;
  }

  private int borderState(int i, int m) {
    return content * k + i * k + m;
  }

  /** The state where the border is complete; the last one. */
  private int end() {
    return content * k + k * k;
  }

  /** How many states there are. */
  int size() {
    return end() + 1;
  }

  /** The state before the first token. */
  int initial() {
    return contentState(initial, 0);
  }

  /** The fewest tokens from a state to an end, that of the border included, or {@link #NEVER}. */
  int distance(int state) {
    return distances[state];
  }

  /** Whether a state is an end: of a record that its border is complete. */
  boolean isEnd(int state) {
    return ofRecords() ? state == end() : accepting[state / k];
  }

  /**
   * The states after a token.
   *
   * @param states where the automaton may be; all have read the same tokens
   * @param first whether nothing was read: a record is not empty
   * @param token the token
   * @param next receives the states after it, without those from which no end can be reached
   */
  void step(int[] states, boolean first, int token, BitSet next) {
    int[] text = symbols.of(token);
    if (text == null || states.length == 0 || states[0] == end()) {
      return;
    }
    int m = matched(states[0] % k, token);
    boolean complete = ofRecords() && m == border.length;
    BitSet now = new BitSet();
    for (int state : states) {
      if (state >= content * k) {
        int i = (state - content * k) / k;
        enterBorder(i, m, token, complete, next);
      } else {
        now.set(state / k);
        if (!first && accepting[state / k]) {
          enterBorder(0, m, token, complete, next);
        }
      }
    }
    if (complete) {
      return;
    }
    for (int symbol : text) {
      BitSet after = new BitSet();
      for (int q = now.nextSetBit(0); q >= 0; q = now.nextSetBit(q + 1)) {
        int[] from = edges[q];
        for (int e = 0; e < from.length; e += 3) {
          if (from[e] <= symbol && symbol <= from[e + 1]) {
            after.set(from[e + 2]);
          }
        }
      }
      now = after;
    }
    for (int q = now.nextSetBit(0); q >= 0; q = now.nextSetBit(q + 1)) {
      if (distances[contentState(q, m)] < NEVER) {
        next.set(contentState(q, m));
      }
    }
  }

  /** Reads a token after i tokens of the border. */
  private void enterBorder(int i, int m, int token, boolean complete, BitSet next) {
    if (!ofRecords() || border[i] != token) {
      return;
    }
    if (i + 1 == k) {
      next.set(end());
    } else if (!complete && distances[borderState(i + 1, m)] < NEVER) {
      next.set(borderState(i + 1, m));
    }
  }

  /** Breadth first from the ends, against the steps. */
  private int[] distances() {
    Predecessors before = new Predecessors();
    int[] distance = new int[size()];
    Arrays.fill(distance, NEVER);
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    for (int state = 0; state < size(); state++) {
      boolean isEnd = ofRecords() ? state == end() : state < content * k && isEnd(state);
      if (isEnd) {
        distance[state] = 0;
        queue.add(state);
      }
    }
    while (!queue.isEmpty()) {
      int state = queue.remove();
      for (int i = before.starts[state]; i < before.starts[state + 1]; i++) {
        int one = before.states[i];
        if (distance[one] == NEVER) {
          distance[one] = distance[state] + 1;
          queue.add(one);
        }
      }
    }
    return distance;
  }

  /** The symbols of tokens, joined where they begin alike. */
  private static final class Trie {
    private final Map<Integer, Trie> longer = new TreeMap<>();
    private int token = -1;

    void add(int[] text, int token) {
      Trie node = this;
      for (int symbol : text) {
        node = node.longer.computeIfAbsent(symbol, s -> new Trie());
      }
      node.token = token;
    }
  }

  /** For each state those from which a token leads to it. */
  private final class Predecessors {
    private final int[] starts = new int[size() + 1];
    private final int[] states;

    /** Tokens of one symbol that are not in the border, how many up to each symbol. */
    private final int[] ordinary = new int[symbols.size() + 1];

    private final Trie others = new Trie();
    private final Set<Integer> ofBorder = new HashSet<>();
    private int[] steps = new int[64];
    private int count;
    private long work;

    Predecessors() {
      for (int token : border) {
        ofBorder.add(token);
      }
      for (int token = 0; token < symbols.tokens(); token++) {
        int[] text = symbols.of(token);
        if (text != null && text.length == 1 && !ofBorder.contains(token)) {
          ordinary[text[0] + 1] = 1;
        } else if (text != null) {
          others.add(text, token);
        }
      }
      for (int symbol = 0; symbol < symbols.size(); symbol++) {
        ordinary[symbol + 1] += ordinary[symbol];
      }
      for (int q = 0; q < content; q++) {
        stepsFrom(q);
      }
      if (ofRecords()) {
        stepsInBorder();
      }
      this.states = new int[count];
      for (int i = 0; i < 2 * count; i += 2) {
        starts[steps[i + 1] + 1]++;
      }
      for (int state = 0; state < size(); state++) {
        starts[state + 1] += starts[state];
      }
      int[] free = starts.clone();
      for (int i = 0; i < 2 * count; i += 2) {
        states[free[steps[i + 1]]++] = steps[i];
      }
      steps = new int[0];
    }

    private void add(int from, int to) {
      if (2 * count == steps.length) {
        steps = Arrays.copyOf(steps, 2 * steps.length);
      }
      steps[2 * count] = from;
      steps[2 * count + 1] = to;
      count++;
    }

    private void addOrdinary(int q, int to) {
      for (int m = 0; m < k; m++) {
        add(contentState(q, m), contentState(to, 0));
      }
    }

    private void stepsFrom(int q) {
      int[] from = edges[q];
      for (int e = 0; e < from.length; e += 3) {
        if (ordinary[from[e + 1] + 1] > ordinary[from[e]]) {
          addOrdinary(q, from[e + 2]);
        }
      }
      walk(q, others, q, new HashSet<>());
    }

    private void walk(int q, Trie node, int at, Set<Integer> ordinaryTo) {
      if (++work > MOST_STEPS) {
        throw new IllegalArgumentException(
            "the expression is too large for a model of so many words: smaller numbers in {...}"
                + " make it smaller");
      }
      if (node.token >= 0) {
        if (!ofBorder.contains(node.token)) {
          if (ordinaryTo.add(at)) {
            addOrdinary(q, at);
          }
        } else {
          for (int m = 0; m < k; m++) {
            int longer = matched(m, node.token);
            if (longer < k) {
              add(contentState(q, m), contentState(at, longer));
            }
          }
        }
      }
      int[] from = edges[at];
      for (Map.Entry<Integer, Trie> one : node.longer.entrySet()) {
        int symbol = one.getKey();
        for (int e = 0; e < from.length; e += 3) {
          if (from[e] <= symbol && symbol <= from[e + 1]) {
            walk(q, one.getValue(), from[e + 2], ordinaryTo);
          }
        }
      }
    }

    private void stepsInBorder() {
      for (int m = 0; m < k; m++) {
        for (int q = 0; q < content; q++) {
          if (accepting[q]) {
            addInBorder(contentState(q, m), 0, m);
          }
        }
        for (int i = 1; i < k; i++) {
          addInBorder(borderState(i, m), i, m);
        }
      }
    }

    private void addInBorder(int from, int i, int m) {
      int longer = matched(m, border[i]);
      if (i + 1 == k) {
        add(from, end());
      } else if (longer < k) {
        add(from, borderState(i + 1, longer));
      }
    }
  }
}
