// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import dk.brics.automaton.Automaton;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.text.Vocabulary;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a text must look like: a regular expression of {@link java.util.regex.Pattern}, which the
 * whole text, or the whole record without its border, matches. The prime is part of what matches.
 *
 * <pre>
 *   Matching matching = Matching.of("J[a-z]{3,8}", model);
 *   List&lt;String&gt; names = Sampling.length(100).matching(matching).records().from(model, 20);
 * </pre>
 *
 * <p>Each token is drawn from the model's distribution restricted to the tokens after which a match
 * can still end, within the length that is set:
 *
 * <pre>
 *   P(token | before) ∝ softmax(z)_token, if a match begins with the text before and the token
 * </pre>
 *
 * <p>so that nothing is drawn in vain, and temperature, top-p and the like choose among what is
 * left. (Texts drawn so are not as often as those that would be left if texts were drawn freely and
 * all that do not match thrown away: what leads into a match is weighed token by token.) A record
 * ends where its border is drawn, which may be drawn only where the record matches. A continuous
 * text may end where it matches: the probability of this is that of all tokens which cannot go on,
 * but for the unknown symbol; where none can, it ends.
 *
 * <p>Alternatives, groups, greedy and lazy quantifiers, classes, escapes, quotes and the flags d,
 * i, s, u and U are understood. Refused, with the reason, are lookaround, back-references,
 * boundaries, possessive quantifiers and atomic groups, and anchors but at the very start and end.
 *
 * <p>An automaton reads the tokens; it has at most {@value RegexParser#MOST_STATES} states. With a
 * model of bytes a character is its UTF-8. Immutable, and may be shared by threads.
 *
 * @see <a href="https://www.brics.dk/automaton/">dk.brics.automaton</a>
 */
public final class Matching {
  private final String regex;
  private final Vocabulary vocabulary;
  private final TokenAutomaton automaton;
  private final BitSet labels;

  private Matching(String regex, Vocabulary vocabulary, TokenAutomaton automaton, BitSet labels) {
    this.regex = regex;
    this.vocabulary = vocabulary;
    this.automaton = automaton;
    this.labels = labels;
  }

  /**
   * Texts, or records, that match an expression.
   *
   * @param regex the expression
   * @param model the model that writes them
   * @return what says which tokens may come next
   * @throws IllegalArgumentException if it is no expression, has something that is refused, is too
   *     large, or matches nothing that is made of the model's tokens
   */
  public static Matching of(String regex, Model model) {
    Vocabulary vocabulary = model.vocabulary();
    BitSet labels = new BitSet();
    model.labels().ifPresent(some -> IntStream.of(some.tokens(vocabulary)).forEach(labels::set));
    Symbols symbols =
        new Symbols(vocabulary, id -> id != vocabulary.unknownId() && !labels.get(id));
    RegexParser parser = new RegexParser(regex, symbols);
    Automaton expression = parser.parse();
    TokenAutomaton automaton = new TokenAutomaton(expression, symbols, model.borderTokens());
    Matching matching = new Matching(regex, vocabulary, automaton, labels);
    if (!matching.start().possible()) {
      throw new IllegalArgumentException(nothing(regex, model, parser.unmatched()));
    }
    return matching;
  }

  private static String nothing(String regex, Model model, List<String> unmatched) {
    String what = model.records().isPresent() ? "no record" : "no text";
    if (unmatched.isEmpty()) {
      return what + " that this model can write matches the expression " + regex;
    }
    return what
        + " that this model can write matches the expression "
        + regex
        + ": the model has never seen "
        + String.join(", ", unmatched.subList(0, Math.min(10, unmatched.size())))
        + (unmatched.size() > 10 ? " and others" : "");
  }

  /**
   * The expression.
   *
   * @return as it was given
   */
  public String regex() {
    return regex;
  }

  /**
   * Checks that a match can begin with a prime and end soon enough.
   *
   * @param length the most tokens after the prime, the border of a record included
   * @param prime the tokens of the prime; not modified
   * @throws IllegalArgumentException if not, with the reason
   */
  public void requirePossible(long length, int... prime) {
    after(length, prime);
  }

  /** Where nothing was read; with steps of its own, which one thread remembers. */
  Match start() {
    return new Match(new MatchSteps(automaton, labels, vocabulary.size()), this);
  }

  /** Where a match begins with these tokens, and may have so many more. */
  Match after(long most, int... prime) {
    Match match = start();
    for (int token : prime) {
      match = match.after(token);
    }
    return match.within(most).requirePossible();
  }

  /** V, the tokens of the vocabulary. */
  int tokens() {
    return vocabulary.size();
  }

  boolean isLabel(int token) {
    return labels.get(token);
  }

  void requireFits(Model model) {
    if (!vocabulary.equals(model.vocabulary())) {
      throw new IllegalArgumentException(
          "the expression was prepared for a model of other tokens: Matching.of(regex, model)");
    }
  }
}
