// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.State;
import io.github.rnn4j.network.Unrolled;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.records.Labels;
import io.github.rnn4j.text.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the most probable continuation of a text: keeps the N most probable beginnings (the
 * beam), lengthens each by every character, keeps the N best of all these, and so on. There is no
 * chance in it. A beam of 1 always takes the most probable character; a beam of V^(n−1) finds the
 * best of all texts of n characters.
 *
 * <p>A text's score is its mean log-probability per character, Σ log p / n, so that a text that
 * ended early, at a stop string, can be compared with longer ones. Equal ones are ordered by the
 * rank of what they continue, then by the smaller token.
 *
 * <p>The unknown symbol is in no text that is found.
 *
 * <p>Of a model of records it finds the most probable ones: {@link #records}.
 *
 * <p>A model prefers text that it is sure of: the most probable text is often a loop.
 *
 * <p>Immutable; threads may share it.
 */
public final class BeamSearch {

  /**
   * A text that was found.
   *
   * @param text what follows the prime, without the stop string
   * @param tokens what was scored, in order: those of the stop string are among them
   * @param logProbability Σ log p over these, in nats
   * @param stopped whether it ends because the stop string occurred
   */
  public record Found(String text, List<Integer> tokens, double logProbability, boolean stopped) {

    /**
     * Copies the list.
     *
     * @param text what follows the prime, without the stop string
     * @param tokens what was scored, in order; copied
     * @param logProbability Σ log p over these, in nats
     * @param stopped whether it ends because the stop string occurred
     */
    public Found {
      tokens = List.copyOf(tokens);
    }

    /**
     * How many tokens were scored.
     *
     * @return n, those of the stop string included
     */
    public int characters() {
      return tokens.size();
    }

    /**
     * What was found, as bytes: of a model of bytes, which need be no text, the very ones.
     *
     * @param vocabulary that of the model
     * @param stop the bytes that stopped the search; not modified
     * @return what follows the prime, without them if they occurred
     */
    public byte[] bytes(Vocabulary vocabulary, byte[] stop) {
      byte[] all = vocabulary.decodeBytes(tokens.stream().mapToInt(Integer::intValue).toArray());
      return stopped ? Arrays.copyOf(all, indexOf(all, 0, stop)) : all;
    }

    /**
     * What the texts are ranked by.
     *
     * @return Σ log p / n, in nats a token; 0 for none
     */
    public double score() {
      return tokens.isEmpty() ? 0 : logProbability / tokens.size();
    }
  }

  /**
   * A record that was found.
   *
   * @param record the record
   * @param logProbability the log of its probability among all records, label and border included,
   *     in nats; what it costs to score, but for rounding and what the model keeps for the unseen
   */
  public record FoundRecord(WrittenRecord record, double logProbability) {}

  private static final Comparator<Found> BEST_FIRST =
      Comparator.comparingDouble(Found::score).reversed();

  private final Comparator<Node> mostProbableFirst =
      Comparator.comparingDouble((Node node) -> -node.logProbability);

  private final Model model;
  private final int width;

  /** What every text must match, and what was read of it before; null for anything. */
  private final @Nullable Matching matching;

  private final int[] matched;

  /**
   * A search.
   *
   * @param model the model, shared
   * @param width N, the beginnings kept, at least 1
   * @throws IllegalArgumentException if N is below 1
   */
  public BeamSearch(Model model, int width) {
    if (width < 1) {
      throw new IllegalArgumentException("a beam must keep at least 1 text: " + width);
    }
    this.model = model;
    this.width = width;
    this.matching = null;
    this.matched = new int[0];
  }

  private BeamSearch(Model model, int width, Matching matching, int... matched) {
    this.model = model;
    this.width = width;
    this.matching = matching;
    this.matched = matched.clone();
  }

  /**
   * Looks only for what matches an expression, from the prime on. A continuous text ends where it
   * matches, with the probability that {@link Matching} says; no text is found that does not. The N
   * that are kept are the best of those equally far from the end of a match, in turn, so that what
   * must be there is not put off for ever.
   *
   * @param matching the expression
   * @param prime the tokens before a continuation which are part of what must match; of records,
   *     whose prime is given to {@link #records}, none; copied
   * @return another search
   * @throws IllegalArgumentException if it is for a model of other tokens
   */
  public BeamSearch matching(Matching matching, int... prime) {
    matching.requireFits(model);
    return new BeamSearch(model, width, matching, prime);
  }

  /**
   * Looks for continuations.
   *
   * @param from the memory of what was read before: {@link TextGenerator#state()}
   * @param length the characters of a continuation
   * @return the N best found, fewer if there are fewer, best first
   * @throws IllegalArgumentException if the state does not fit the model, or {@code length} is
   *     negative
   * @throws ArithmeticException if the model's weights are so damaged that they give no
   *     probabilities
   */
  public List<Found> search(State from, int length) {
    return search(from, length, new byte[0]);
  }

  /**
   * Looks for continuations that may end earlier than at their full length.
   *
   * @param from the memory of what was read before: {@link TextGenerator#state()}
   * @param length the most characters of a continuation
   * @param stop a string that ends a continuation in which it occurs
   * @return the N best found, fewer if there are fewer, best first
   * @throws IllegalArgumentException if the state does not fit the model, {@code length} is
   *     negative, or {@code stop} is empty or holds half of a surrogate pair
   * @throws ArithmeticException if the model's weights are so damaged that they give no
   *     probabilities
   */
  public List<Found> search(State from, int length, String stop) {
    TextGenerator.requireStop(stop);
    return search(from, length, stop.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Looks for continuations that may end earlier than at their full length.
   *
   * @param from the memory of what was read before: {@link TextGenerator#state()}
   * @param length the most characters of a continuation
   * @param stop bytes that end a continuation in which they occur; none for an empty array; not
   *     modified
   * @return the N best found, fewer if there are fewer, best first
   * @throws IllegalArgumentException if the state does not fit the model, or {@code length} is
   *     negative
   * @throws ArithmeticException if the model's weights are so damaged that they give no
   *     probabilities
   */
  public List<Found> search(State from, int length, byte[] stop) {
    requireFits(from, length);
    if (matching != null) {
      requireNoStop(stop);
      return matches(matching, from, length);
    }
    Beam beam = new Beam(from);
    List<Node> nodes = List.of(new Node(null, -1, 0, 0, 0, null));
    List<Found> found = new ArrayList<>();
    for (int n = 0; n < length && !nodes.isEmpty(); n++) {
      List<Node> next = new ArrayList<>();
      for (Node node : beam.lengthen(nodes)) {
        if (stop.length > 0 && node.endsWith(stop)) {
          found.add(node.found(stop));
        } else {
          next.add(node);
        }
      }
      if (!next.isEmpty() && n + 1 < length) {
        beam.read(next);
      }
      nodes = next;
    }
    for (Node node : nodes) {
      found.add(node.found(new byte[0]));
    }
    found.sort(BEST_FIRST);
    return List.copyOf(found.subList(0, Math.min(width, found.size())));
  }

  private static void requireNoStop(byte[] stop) {
    if (stop.length > 0) {
      throw new IllegalArgumentException(
          "a text that matches an expression ends by itself: leave out the string to stop at");
    }
  }

  private List<Found> matches(Matching matching, State from, int length) {
    Beam beam = new Beam(from);
    MatchedText start = new MatchedText(matching.after(length, matched), false);
    List<Node> nodes = List.of(new Node(null, -1, 0, 0, 0, start));
    List<Found> found = new ArrayList<>();
    for (int n = 0; n <= length && !nodes.isEmpty(); n++) {
      List<Node> next = new ArrayList<>();
      for (Node node : beam.lengthen(nodes)) {
        if (node.place().ended()) {
          found.add(node.before().foundWith(node.logProbability));
        } else {
          next.add(node);
        }
      }
      if (!next.isEmpty() && n < length) {
        beam.read(next);
      }
      nodes = next;
    }
    found.sort(BEST_FIRST);
    return List.copyOf(found.subList(0, Math.min(width, found.size())));
  }

  /** A place in continuous text that is to match; ended, if the end was taken for a token. */
  private record MatchedText(Match match, boolean ended) implements RecordPlace {
    @Override
    public void restrict(double[] logits) {
      match.addEnd(logits);
      boolean any = false;
      for (double z : logits) {
        any |= z > Double.NEGATIVE_INFINITY;
      }
      if (!any && match.isEnd()) {
        logits[logits.length - 1] = 0;
      }
    }

    @Override
    public RecordPlace after(int token) {
      return token == match.tokens()
          ? new MatchedText(match, true)
          : new MatchedText(match.after(token), false);
    }
  }

  private void requireFits(State from, int length) {
    from.requireFits(model.network().config());
    if (length < 0) {
      throw new IllegalArgumentException("a length of " + length + " characters");
    }
  }

  /**
   * Looks for the most probable records, from their start to their border. With labels, and none
   * given, those of all labels are compared.
   *
   * @param length the most tokens of a record beyond its prime, its border included
   * @param label one of the model's labels; empty for any
   * @param prime the tokens that each begins with; not modified
   * @return the N most probable found, of equals the one with the smaller label first; fewer if
   *     there are fewer that end so early
   * @throws IllegalArgumentException if it is no model of records, has no such label, the prime has
   *     a border or a label, or {@code length} is negative
   * @throws ArithmeticException if the model's weights are so damaged that they give no
   *     probabilities
   */
  public List<FoundRecord> records(int length, Optional<String> label, int... prime) {
    model.requireRecords();
    RecordForm form = RecordForm.of(model).orElseThrow();
    RecordGenerator.requireInside(form, prime);
    Optional<Labels> labels =
        label.isPresent() ? Optional.of(model.requireLabels()) : model.labels();
    if (labels.isEmpty()) {
      double logPrime = RecordGenerator.logProbability(model, prime, WrittenRecord.NO_LABEL);
      return records(form, WrittenRecord.NO_LABEL, prime, length, logPrime);
    }
    List<FoundRecord> found = new ArrayList<>();
    int[] symbols = labels.get().tokens(model.vocabulary());
    for (int k = 0; k < symbols.length; k++) {
      if (label.isEmpty() || labels.get().indexOf(label.get()) == k) {
        double logPrime = RecordGenerator.logProbability(model, prime, symbols[k]);
        found.addAll(records(form, k, prime, length, logPrime));
      }
    }
    found.sort(Comparator.comparingDouble(FoundRecord::logProbability).reversed());
    return List.copyOf(found.subList(0, Math.min(width, found.size())));
  }

  private List<FoundRecord> records(
      RecordForm form, int label, int[] prime, int length, double logPrime) {
    TextGenerator reader =
        new TextGenerator(model, TokenSampler.temperature(0), new RandomStreams(0).stream("", 0))
            .beginRecord();
    RecordPlace place = form.start();
    if (label != WrittenRecord.NO_LABEL) {
      int symbol = model.requireLabels().tokens(model.vocabulary())[label];
      reader.read(symbol);
      place = place.after(symbol);
    }
    for (int token : prime) {
      reader.read(token);
      place = place.after(token);
    }
    if (matching != null) {
      place = new MatchedRecordPlace(place, matching.after(length, prime));
    }
    State from = reader.state();
    requireFits(from, length);
    Beam beam = new Beam(from);
    List<Node> nodes = List.of(new Node(null, -1, 0, 0, logPrime, place));
    List<Node> ended = new ArrayList<>();
    for (int n = 0; n < length && !nodes.isEmpty(); n++) {
      List<Node> next = new ArrayList<>();
      for (Node node : beam.lengthen(nodes)) {
        (node.place().ended() ? ended : next).add(node);
      }
      ended.sort(mostProbableFirst);
      // What goes on only becomes less probable: nothing that is kept can be overtaken any more.
      if (ended.size() >= width
          && !next.isEmpty()
          && ended.get(width - 1).logProbability >= next.get(0).logProbability) {
        next.clear();
      }
      if (!next.isEmpty() && n + 1 < length) {
        beam.read(next);
      }
      nodes = next;
    }
    return ended.stream().limit(width).map(node -> node.record(form, label, prime)).toList();
  }

  /** A beginning: the one that it continues, that one's place in the beam, and its last token. */
  private final class Node {
    private final @Nullable Node before;
    private final int token;
    private final int length;
    private final int rank;
    private final double logProbability;

    /** Where in a record the next token stands; null in continuous text. */
    private final @Nullable RecordPlace place;

    Node(
        @Nullable Node before,
        int token,
        int length,
        int rank,
        double logProbability,
        @Nullable RecordPlace place) {
      this.before = before;
      this.token = token;
      this.length = length;
      this.rank = rank;
      this.logProbability = logProbability;
      this.place = place;
    }

    /** The beginning that it continues. */
    Node before() {
      return Objects.requireNonNull(before, "nothing is before the start");
    }

    /** Where in a record, or in what must match, the next token stands. */
    RecordPlace place() {
      return Objects.requireNonNull(place, "continuous text has no places");
    }

    /** Whether the last token completes these bytes, in the middle of it perhaps. */
    boolean endsWith(byte[] stop) {
      byte[] last = model.vocabulary().bytesOf(token);
      byte[] end = new byte[stop.length - 1 + last.length];
      int free = end.length;
      for (Node node = this; node.before != null && free > 0; node = node.before) {
        byte[] bytes = model.vocabulary().bytesOf(node.token);
        int count = Math.min(free, bytes.length);
        free -= count;
        System.arraycopy(bytes, bytes.length - count, end, free, count);
      }
      return indexOf(end, free, stop) >= 0;
    }

    private int[] tokens() {
      int[] tokens = new int[length];
      Node node = this;
      for (int i = length - 1; i >= 0; i--) {
        tokens[i] = node.token;
        node = node.before();
      }
      return tokens;
    }

    /** The record that ended here, without its border. */
    FoundRecord record(RecordForm form, int label, int[] prime) {
      int[] all = Arrays.copyOf(prime, prime.length + length - form.borderLength());
      System.arraycopy(tokens(), 0, all, prime.length, all.length - prime.length);
      return new FoundRecord(
          new WrittenRecord(label, all, model.vocabulary().decode(all), true), logProbability);
    }

    /** The text up to here, which ends with a probability of its own. */
    Found foundWith(double withEnd) {
      Found found = found(new byte[0]);
      return new Found(found.text(), found.tokens(), withEnd, false);
    }

    /** The text before the bytes that stopped it; they are none if it was not stopped. */
    Found found(byte[] stop) {
      int[] tokens = tokens();
      List<Integer> scored = Arrays.stream(tokens).boxed().toList();
      if (stop.length == 0) {
        return new Found(model.vocabulary().decode(tokens), scored, logProbability, false);
      }
      byte[] bytes = model.vocabulary().decodeBytes(tokens);
      byte[] before = Arrays.copyOf(bytes, indexOf(bytes, 0, stop));
      return new Found(
          Vocabulary.ofBytes().decode(Vocabulary.ofBytes().encode(before)),
          scored,
          logProbability,
          true);
    }
  }

  private static int indexOf(byte[] bytes, int from, byte[] wanted) {
    for (int i = from; i + wanted.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }

  /** The states of the beginnings, a row each, and the logits of what follows. */
  private final class Beam {
    private final LinearAlgebra la = model.network().la();
    private final int vocabulary = model.vocabulary().size();
    private final Unrolled unrolled =
        new Unrolled(model.network(), 1, width, Unrolled.Gradients.NONE);
    private final int[] tokens = new int[width];
    private final int[] parents = new int[width];
    private Matrix logits;

    /** A beam of one beginning, which stands in every row. */
    Beam(State from) {
      for (int k = 0; k < from.layers(); k++) {
        for (int part = 0; part < unrolled.stateParts(); part++) {
          double[] values = from.values(k, part);
          for (int row = 0; row < width; row++) {
            unrolled.startState(k, part).rows(row, row + 1).copyFrom(values, 0);
          }
        }
      }
      logits = unrolled.startLogits();
    }

    /** The most probable of all that are one character longer, best first. */
    List<Node> lengthen(List<Node> nodes) {
      double[] z = logits.toArray();
      // Continuous text that must match something may end: it is one more token.
      int columns = matching != null && model.records().isEmpty() ? vocabulary + 1 : vocabulary;
      double[] scores = new double[Math.multiplyExact(nodes.size(), columns)];
      for (int row = 0; row < nodes.size(); row++) {
        double[] logP =
            Distribution.logProbabilities(
                Arrays.copyOfRange(z, row * vocabulary, (row + 1) * vocabulary));
        int unknown = model.vocabulary().unknownId();
        RecordPlace place = nodes.get(row).place;
        if (unknown != Vocabulary.NONE) {
          logP[unknown] = Double.NEGATIVE_INFINITY;
        }
        logP = Arrays.copyOf(logP, columns);
        if (place != null) {
          place.restrict(logP);
        }
        for (int token = 0; token < columns; token++) {
          scores[row * columns + token] = nodes.get(row).logProbability + logP[token];
        }
      }
      double[] kept = scores.clone();
      if (matching == null) {
        Distribution.keep(width, kept);
      } else {
        keepOfEach(nodes, columns, kept);
      }
      List<Node> longer = new ArrayList<>();
      for (int i = 0; i < kept.length; i++) {
        if (kept[i] > Double.NEGATIVE_INFINITY) {
          Node before = nodes.get(i / columns);
          longer.add(
              new Node(
                  before,
                  i % columns,
                  before.length + 1,
                  i / columns,
                  scores[i],
                  before.place == null ? null : before.place.after(i % columns)));
        }
      }
      longer.sort(mostProbableFirst);
      return longer;
    }

    /**
     * Sets all but N to −∞, which are the best of those that are equally far from the end of a
     * match, in turn: else the beam would be full of what puts off what it must have.
     */
    private void keepOfEach(List<Node> nodes, int columns, double[] kept) {
      Map<Integer, List<Integer>> byDistance = new TreeMap<>();
      for (int i = 0; i < kept.length; i++) {
        if (kept[i] > Double.NEGATIVE_INFINITY) {
          RecordPlace place = nodes.get(i / columns).place().after(i % columns);
          byDistance.computeIfAbsent(distance(place), d -> new ArrayList<>()).add(i);
        }
      }
      Comparator<Integer> bestFirst = Comparator.comparingDouble(i -> -kept[i]);
      List<List<Integer>> groups = new ArrayList<>(byDistance.values());
      groups.forEach(group -> group.sort(bestFirst));
      groups.sort(Comparator.comparing(group -> group.get(0), bestFirst));
      boolean[] chosen = new boolean[kept.length];
      int left = width;
      for (int rank = 0; left > 0 && !groups.isEmpty(); rank++) {
        int next = rank;
        groups.removeIf(group -> group.size() <= next);
        for (List<Integer> group : groups.subList(0, Math.min(left, groups.size()))) {
          chosen[group.get(rank)] = true;
          left--;
        }
      }
      for (int i = 0; i < kept.length; i++) {
        kept[i] = chosen[i] ? kept[i] : Double.NEGATIVE_INFINITY;
      }
    }

    private static int distance(RecordPlace place) {
      if (place instanceof MatchedText text) {
        return text.ended() ? -1 : text.match().distance();
      }
      return ((MatchedRecordPlace) place).match().distance();
    }

    /** Each beginning goes on from the state of the one that it continues, with its token. */
    void read(List<Node> nodes) {
      boolean first = nodes.get(0).length == 1;
      for (int row = 0; row < nodes.size(); row++) {
        tokens[row] = nodes.get(row).token;
        parents[row] = nodes.get(row).rank;
      }
      for (int k = 0; k < model.network().config().allLayers() && !first; k++) {
        for (int part = 0; part < unrolled.stateParts(); part++) {
          Matrix start = unrolled.startState(k, part).rows(0, nodes.size());
          la.gatherRows(unrolled.endState(k, part), parents, 0, start);
        }
      }
      logits = unrolled.forward(tokens, 1, nodes.size());
    }
  }
}
