// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import dk.brics.automaton.Automaton;
import dk.brics.automaton.BasicAutomata;
import dk.brics.automaton.BasicOperations;
import dk.brics.automaton.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Makes an automaton of a regular expression of {@link Pattern}. Only what joins characters is
 * parsed here. What stands for one character ({@code [a-z&&[^x]]}, {@code \p{L}}, a dot, an escape)
 * is handed to {@link Pattern}, which is asked for each character of the alphabet, so that it means
 * the same by construction.
 *
 * <p>The automaton is not made deterministic, so that {@code (a|b)*a(a|b){20}} has some 50 states
 * instead of a million.
 */
final class RegexParser {
  /** The most states of an automaton. */
  static final int MOST_STATES = 100_000;

  /** The most transitions of an automaton. */
  static final int MOST_TRANSITIONS = 1_000_000;

  private static final int DEEPEST = 250;
  private static final int UNBOUNDED = -1;

  /** Bounds of an automaton's size, and of what joining it to others costs. */
  private record Size(
      long states, long transitions, long accepting, long first, boolean nullable) {}

  /** An automaton of at most that size. */
  private record Part(Automaton automaton, Size size) {}

  /** Of the automaton that accepts the empty text alone. */
  private static final Size EMPTY = new Size(1, 0, 1, 0, true);

  private final String regex;
  private final String given;
  private final Symbols symbols;
  private final List<String> unmatched = new ArrayList<>();
  private final Map<String, Automaton> known = new HashMap<>();
  private String flags = "";
  private int at;
  private int depth;

  /**
   * Nothing is parsed yet.
   *
   * @param regex the expression
   * @param symbols the alphabet
   * @throws IllegalArgumentException if it is no expression of {@link Pattern}
   */
  RegexParser(String regex, Symbols symbols) {
    try {
      Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "the expression "
              + regex
              + " is none of java.util.regex: "
              + e.getDescription().toLowerCase(Locale.ROOT)
              + (e.getIndex() < 0 ? "" : " at character " + (e.getIndex() + 1)),
          e);
    } catch (StackOverflowError e) {
      throw tooDeep(regex);
    }
    this.given = regex;
    this.regex = unquoted(regex);
    this.symbols = symbols;
  }

  /**
   * What the expression matches as a whole.
   *
   * @throws IllegalArgumentException if it has something that no automaton can do, or is too large
   */
  Automaton parse() {
    Part all = alternation(true);
    if (at < regex.length()) {
      throw refused(regex.substring(at), "it is not understood here");
    }
    return all.automaton();
  }

  /** What stands for a character and is none that the alphabet has, as the expression has it. */
  List<String> unmatched() {
    return unmatched;
  }

  /** The expression with \Q...\E as escapes, as Pattern reads it. */
  private static String unquoted(String regex) {
    StringBuilder plain = new StringBuilder(regex.length());
    boolean quoting = false;
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      if (!quoting && c == '\\') {
        if (regex.startsWith("\\Q", i)) {
          quoting = true;
        } else {
          plain.append(regex, i, i + 2);
        }
        i++;
      } else if (quoting && regex.startsWith("\\E", i)) {
        quoting = false;
        i++;
      } else if (quoting && c < 0x80) {
        plain.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  private boolean looksAt(String text) {
    return regex.startsWith(text, at);
  }

  private boolean looksAtOneOf(String characters) {
    return at < regex.length() && characters.indexOf(regex.charAt(at)) >= 0;
  }

  private Part alternation(boolean top) {
    List<Part> branches = new ArrayList<>(List.of(sequence(top)));
    while (looksAt("|")) {
      at++;
      branches.add(sequence(top));
    }
    return union(branches);
  }

  private Part sequence(boolean top) {
    List<Part> parts = new ArrayList<>();
    while (at < regex.length() && !looksAtOneOf("|)")) {
      if (!anchor(top, parts.isEmpty())) {
        Part part = looksAt("(") ? group() : atom();
        if (part != null) {
          parts.add(quantified(part));
        }
      }
    }
    return concatenation(parts);
  }

  /** Passes over an anchor that holds of itself, since the whole text is matched. */
  private boolean anchor(boolean top, boolean atStart) {
    boolean start = looksAt("^") || looksAt("\\A");
    boolean end = looksAt("$") || looksAt("\\z") || looksAt("\\Z");
    if (!start && !end) {
      return false;
    }
    String anchor = looksAt("\\") ? regex.substring(at, at + 2) : regex.substring(at, at + 1);
    at += anchor.length();
    boolean last = at == regex.length() || looksAtOneOf("|$") || looksAt("\\z") || looksAt("\\Z");
    if (!top || (start ? !atStart || looksAtOneOf("*+?{") : !last)) {
      throw refused(
          anchor,
          "the whole text is matched, so that anchors stand only at its very start and end, where"
              + " they may be left out");
    }
    return true;
  }

  private @Nullable Part group() {
    String outer = flags;
    at++;
    if (looksAt("?")) {
      at++;
      if (looksAt("=") || looksAt("!") || looksAt("<=") || looksAt("<!")) {
        throw refused(
            "(?" + regex.substring(at, at + (looksAt("<") ? 2 : 1)),
            "lookaround makes a character depend on text outside its place, which no automaton of"
                + " this size can follow; write out what may stand there");
      }
      if (looksAt(">")) {
        throw refused(
            "(?>",
            "an atomic group matches by the order of the search, not by what the text is; use (?:");
      }
      if (looksAt("<")) {
        at = regex.indexOf('>', at) + 1;
      } else if (readFlags()) {
        return null;
      }
    }
    if (++depth > DEEPEST) {
      throw tooDeep(given);
    }
    Part inner = alternation(false);
    depth--;
    at++;
    flags = outer;
    return inner;
  }

  /** Reads the flags of a group; true if the group is nothing else. */
  private boolean readFlags() {
    boolean on = true;
    for (; !looksAtOneOf(":)"); at++) {
      String flag = regex.substring(at, at + 1);
      if (flag.equals("-")) {
        on = false;
      } else if (on && (flag.equals("x") || flag.equals("m"))) {
        throw refused(
            "(?" + flag,
            flag.equals("x")
                ? "comments are not understood; write the expression without them"
                : "anchors stand only at the very start and end");
      } else {
        flags = flags.replace(flag, "") + (on ? flag : "");
      }
    }
    at++;
    return regex.charAt(at - 1) == ')';
  }

  private Part quantified(Part part) {
    if (!looksAtOneOf("*+?{")) {
      return part;
    }
    int begin = at;
    int min = 0;
    int max = UNBOUNDED;
    char sign = regex.charAt(at++);
    if (sign == '+') {
      min = 1;
    } else if (sign == '?') {
      max = 1;
    } else if (sign == '{') {
      int end = regex.indexOf('}', at);
      String[] bounds = regex.substring(at, end).split(",", -1);
      min = Integer.parseInt(bounds[0]);
      max =
          bounds.length == 1 ? min : bounds[1].isEmpty() ? UNBOUNDED : Integer.parseInt(bounds[1]);
      at = end + 1;
    }
    if (looksAt("+")) {
      throw refused(
          regex.substring(begin, at + 1),
          "a possessive quantifier matches by the order of the search, not by what the text is;"
              + " leave out its last +");
    }
    if (looksAt("?")) {
      at++;
    }
    if (looksAtOneOf("*+?{")) {
      throw refused(
          regex.substring(begin, at + 1), "two quantifiers in a row; put the first into (?:...)");
    }
    return repeat(part, min, max);
  }

  private Part atom() {
    int begin = at;
    int codePoint = regex.codePointAt(at);
    if (looksAtOneOf("*+?{")) {
      throw refused(
          regex.substring(at, at + 1), "a quantifier stands after nothing; \\{ is a brace itself");
    }
    if (codePoint == '[') {
      do {
        at = regex.indexOf(']', at) + 1;
      } while (!compiles(begin));
    } else if (codePoint == '\\') {
      escape();
    } else {
      at += Character.charCount(codePoint);
    }
    String text = regex.substring(begin, at);
    boolean special = codePoint == '[' || codePoint == '\\' || codePoint == '.';
    return part(special ? oneOf(text, text) : literal(codePoint, text), text);
  }

  private void escape() {
    char c = regex.charAt(at + 1);
    String text = regex.substring(at, at + 2);
    if (c >= '1' && c <= '9' || c == 'k') {
      throw refused(
          text,
          "a back-reference repeats what was matched before, which no automaton can remember");
    }
    if ("bBG".indexOf(c) >= 0) {
      throw refused(
          text,
          "a boundary depends on the characters on both sides of it; write out what may stand"
              + " there");
    }
    if ("RX".indexOf(c) >= 0) {
      throw refused(text, "it stands for more than one character; write out which");
    }
    int begin = at;
    at += 2;
    if (c == '0') {
      boolean three = looksAtOneOf("0123");
      for (int i = 0; i < (three ? 3 : 2) && looksAtOneOf("01234567"); i++) {
        at++;
      }
      return;
    }
    while (!compiles(begin)) {
      at++;
    }
    if (c == 'u' && looksAt("\\u") && begin + 12 <= regex.length()) {
      char high = (char) Integer.parseInt(regex.substring(begin + 2, begin + 6), 16);
      char low = (char) Integer.parseInt(regex.substring(begin + 8, begin + 12), 16);
      at += Character.isSurrogatePair(high, low) ? 6 : 0;
    }
  }

  /** Whether what was read since is an expression: the shortest that is, is the one meant. */
  private boolean compiles(int begin) {
    try {
      Pattern.compile(regex.substring(begin, at));
      return true;
    } catch (PatternSyntaxException e) {
      if (at >= regex.length()) {
        throw refused(regex.substring(begin), "it is not understood here");
      }
      return false;
    }
  }

  private Automaton literal(int codePoint, String text) {
    return flags.contains("i") ? oneOf(Pattern.quote(text), text) : symbols.only(codePoint);
  }

  private Automaton oneOf(String pattern, String text) {
    return known.computeIfAbsent(
        flags + "\n" + text,
        key -> {
          String switched = flags.isEmpty() ? pattern : "(?" + flags + ")" + pattern;
          Matcher matcher = Pattern.compile(switched).matcher("");
          try {
            return symbols.oneOf(
                codePoint -> matcher.reset(Character.toString(codePoint)).matches());
          } catch (NullPointerException e) {
            // JDK 17, but not 25, takes [\p{L}*&&], and fails when it looks for it.
            throw refused(text, "java.util.regex takes it, but fails to match it");
          }
        });
  }

  private Part part(Automaton atom, String text) {
    State start = atom.getInitialState();
    if (start.getTransitions().isEmpty() && !unmatched.contains(text)) {
      unmatched.add(text);
    }
    Size size =
        new Size(
            atom.getNumberOfStates(),
            atom.getNumberOfTransitions(),
            1,
            start.getTransitions().size(),
            false);
    return new Part(atom, size);
  }

  private Part union(List<Part> branches) {
    if (branches.size() == 1) {
      return branches.get(0);
    }
    Size all = new Size(1, 0, 1, 0, false);
    List<Automaton> automata = new ArrayList<>();
    for (Part branch : branches) {
      Size size = branch.size();
      all =
          bounded(
              all.states() + size.states(),
              all.transitions() + size.transitions() + size.first(),
              all.accepting() + size.accepting(),
              all.first() + size.first(),
              all.nullable() || size.nullable());
      automata.add(branch.automaton());
    }
    return new Part(BasicOperations.union(automata), all);
  }

  private Part concatenation(List<Part> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    Size all = EMPTY;
    List<Automaton> automata = new ArrayList<>();
    for (Part part : parts) {
      all = joined(all, part.size());
      automata.add(part.automaton());
    }
    return new Part(
        parts.isEmpty() ? BasicAutomata.makeEmptyString() : BasicOperations.concatenate(automata),
        all);
  }

  /** Of a concatenation. */
  private Size joined(Size a, Size b) {
    return bounded(
        a.states() + b.states(),
        a.transitions() + b.transitions() + a.accepting() * b.first(),
        b.accepting() + (b.nullable() ? a.accepting() : 0),
        a.first() + (a.nullable() ? b.first() : 0),
        a.nullable() && b.nullable());
  }

  private Part repeat(Part part, int min, int max) {
    Size one = part.size();
    Size all = EMPTY;
    for (int i = 0; i < min; i++) {
      all = joined(all, one);
    }
    if (max == UNBOUNDED) {
      Size star =
          bounded(
              one.states() + 1,
              one.transitions() + (one.accepting() + 1) * one.first(),
              one.accepting() + 1,
              one.first(),
              true);
      all = joined(all, star);
      Automaton automaton =
          min == 0
              ? BasicOperations.repeat(part.automaton())
              : BasicOperations.repeat(part.automaton(), min);
      return new Part(automaton, all);
    }
    Size optional = EMPTY;
    for (int i = min; i < max; i++) {
      Size longer = joined(one, optional);
      optional =
          bounded(
              longer.states(),
              longer.transitions(),
              one.accepting() + optional.accepting(),
              longer.first(),
              true);
    }
    Size bounds = joined(all, optional);
    return new Part(BasicOperations.repeat(part.automaton(), min, max), bounds);
  }

  /** A size, if an automaton of it may be built. */
  private Size bounded(
      long states, long transitions, long accepting, long first, boolean nullable) {
    if (states > MOST_STATES || transitions > MOST_TRANSITIONS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the expression %s needs an automaton of more than %,d states or %,d transitions:"
                  + " smaller numbers in {...} make it smaller",
              given,
              MOST_STATES,
              MOST_TRANSITIONS));
    }
    return new Size(states, transitions, accepting, first, nullable);
  }

  private IllegalArgumentException refused(String what, String why) {
    return new IllegalArgumentException("the expression " + given + " has " + what + ": " + why);
  }

  private static IllegalArgumentException tooDeep(String regex) {
    return new IllegalArgumentException(
        "the expression "
            + (regex.length() > 40 ? regex.substring(0, 40) + "..." : regex)
            + " has groups more than "
            + DEEPEST
            + " deep");
  }
}
