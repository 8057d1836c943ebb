// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

/**
 * A place in a text, or a record, that is to match an expression: what may come next, so that a
 * match can still end within the tokens that are left. One that writes a text {@link #advance
 * advances}; a search goes on from one place to several {@link #after}. It shares its steps with
 * other places: for one thread.
 */
final class Match {
  private final Matching matching;
  private final MatchSteps steps;
  private MatchSteps.Place place;
  private long left;

  private Match(Matching matching, MatchSteps steps, MatchSteps.Place place, long left) {
    this.matching = matching;
    this.steps = steps;
    this.place = place;
    this.left = left;
  }

  Match(MatchSteps steps, Matching matching) {
    this(matching, steps, steps.start(), Long.MAX_VALUE);
  }

  /** Another place, where nothing was read. */
  Match start() {
    return new Match(steps, matching);
  }

  /** Goes back to where nothing was read. */
  void restart() {
    place = steps.start();
    left = Long.MAX_VALUE;
  }

  /** Goes on behind a token. */
  void advance(int token) {
    place = place.after(token);
    left--;
  }

  /** The same place, with so many tokens left. */
  Match within(long most) {
    return new Match(matching, steps, place, most);
  }

  /** The place behind a token. */
  Match after(int token) {
    return new Match(matching, steps, place.after(token), left - 1);
  }

  /** Whether the text may end here: of a record that its border is complete. */
  boolean isEnd() {
    return place.isEnd();
  }

  /** The fewest tokens to the end of a match, that of the border included. */
  int distance() {
    return place.distance();
  }

  /** Whether a match can still end after a token. */
  boolean allows(int token) {
    return place.after(token).distance() <= left - 1
        && place.after(token).distance() < TokenAutomaton.NEVER;
  }

  /**
   * Sets to −∞ what may not come next.
   *
   * @throws IllegalArgumentException if nothing may: what was read does not begin a match
   */
  void restrict(double[] logits) {
    boolean any = false;
    for (int token = 0; token < logits.length; token++) {
      if (logits[token] > Double.NEGATIVE_INFINITY && !allows(token)) {
        logits[token] = Double.NEGATIVE_INFINITY;
      }
      any |= logits[token] > Double.NEGATIVE_INFINITY;
    }
    if (!any) {
      requirePossible();
    }
  }

  /**
   * Makes of the logits of the next token of continuous text those of it and, behind them, of the
   * end: log Σ exp z over the tokens that may not come next. What is −∞ does not count.
   *
   * @param logits V + 1, the last of any value. Modified: −∞ for what may not come next
   */
  void addEnd(double[] logits) {
    int end = logits.length - 1;
    double max = Double.NEGATIVE_INFINITY;
    for (int token = 0; token < end; token++) {
      if (logits[token] > max && !allows(token)) {
        max = logits[token];
      }
    }
    boolean mayEnd = isEnd() && max > Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (int token = 0; token < end; token++) {
      if (logits[token] > Double.NEGATIVE_INFINITY && !allows(token)) {
        sum += mayEnd ? StrictMath.exp(logits[token] - max) : 0;
        logits[token] = Double.NEGATIVE_INFINITY;
      }
    }
    logits[end] = mayEnd ? max + StrictMath.log(sum) : Double.NEGATIVE_INFINITY;
  }

  /** V, the tokens that may come next; the end, if it is one more, is token V. */
  int tokens() {
    return matching.tokens();
  }

  /** Whether a match can end. */
  boolean possible() {
    return fewest() < Long.MAX_VALUE;
  }

  /** The fewest tokens to an end, the border's included. */
  private long fewest() {
    long fewest = place.isEnd() ? 0 : Long.MAX_VALUE;
    for (int token = 0; token < matching.tokens(); token++) {
      int distance = matching.isLabel(token) ? TokenAutomaton.NEVER : place.after(token).distance();
      if (distance < TokenAutomaton.NEVER) {
        fewest = Math.min(fewest, distance + 1L);
      }
    }
    return fewest;
  }

  /**
   * Checks that a match can end within the tokens that are left.
   *
   * @throws IllegalArgumentException if not, with the reason
   */
  Match requirePossible() {
    long fewest = fewest();
    if (fewest == Long.MAX_VALUE) {
      throw new IllegalArgumentException(
          "nothing that matches the expression "
              + matching.regex()
              + " begins with this prime, which is part of what must match");
    }
    if (fewest > left) {
      throw new IllegalArgumentException(
          "the shortest match of the expression "
              + matching.regex()
              + " takes "
              + fewest
              + " more tokens, the border of a record included, and the length allows "
              + left);
    }
    return this;
  }
}
