// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sets of states in which a {@link TokenAutomaton} may be, found as they are needed and
 * remembered up to a limit. For one thread.
 */
final class MatchSteps {
  /** So many steps are remembered at most. */
  private static final long MOST_REMEMBERED = 4_000_000;

  private final TokenAutomaton automaton;
  private final BitSet labels;
  private final int tokens;
  private final Map<Key, Place> places = new HashMap<>();
  private final Place start;

  /** The states of a place, to find it by. */
  private record Key(int[] states) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && Arrays.equals(states, key.states);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(states);
    }
  }

  /** All states in which the automaton may be after some tokens. */
  final class Place {
    private final int[] states;
    private final boolean first;
    private final int distance;
    private final boolean end;
    private Place @Nullable [] next;

    private Place(int[] states, boolean first) {
      this.states = states;
      this.first = first;
      int least = TokenAutomaton.NEVER;
      boolean any = false;
      for (int state : states) {
        least = Math.min(least, automaton.distance(state));
        any |= automaton.isEnd(state);
      }
      this.distance = least;
      this.end = any;
    }

    /** The fewest tokens to an end, or {@link TokenAutomaton#NEVER}. */
    int distance() {
      return distance;
    }

    /** Whether this is an end. */
    boolean isEnd() {
      return end;
    }

    /** The place after a token; that of a label is passed over where a record begins. */
    Place after(int token) {
      if (first && labels.get(token)) {
        return this;
      }
      if (next == null) {
        next = new Place[tokens];
      }
      if (next[token] == null) {
        BitSet reached = new BitSet();
        automaton.step(states, first, token, reached);
        next[token] = place(reached.stream().toArray());
      }
      return next[token];
    }
  }

  MatchSteps(TokenAutomaton automaton, BitSet labels, int tokens) {
    this.automaton = automaton;
    this.labels = labels;
    this.tokens = tokens;
    this.start = new Place(new int[] {automaton.initial()}, true);
  }

  Place start() {
    return start;
  }

  private Place place(int[] states) {
    Key key = new Key(states);
    Place known = places.get(key);
    if (known != null) {
      return known;
    }
    if ((long) (places.size() + 1) * tokens > MOST_REMEMBERED) {
      places.values().forEach(place -> place.next = null);
      places.clear();
      start.next = null;
    }
    Place place = new Place(states, false);
    places.put(key, place);
    return place;
  }
}
