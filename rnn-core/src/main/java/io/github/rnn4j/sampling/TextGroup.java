// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.Lockstep;
import io.github.rnn4j.network.Predictor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Several texts of one seed, written side by side: a token of each at a time, all of which go
 * through one product with the weights. {@link Sampling#group} makes one.
 *
 * <p>Each text is the one that its generator would write alone.
 *
 * <p>Not thread-safe.
 */
public final class TextGroup {
  /** More texts at a time gain nothing. */
  public static final int MOST = 64;

  private final List<TextGenerator> generators = new ArrayList<>();

  TextGroup(Model model, Sampling how, long first, int count) {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException("1 to " + MOST + " texts, not " + count);
    }
    Optional<Match> start = how.matched().map(Matching::start);
    for (Predictor predictor : Lockstep.predictors(model.network(), count)) {
      generators.add(how.generator(model, predictor, first + generators.size(), start));
    }
  }

  /**
   * Has all texts go on from some tokens.
   *
   * @param tokens ids of the model's vocabulary; not modified
   * @return this group
   * @throws IndexOutOfBoundsException if one is not in the vocabulary; those before were read
   */
  public TextGroup read(int... tokens) {
    for (int token : tokens) {
      for (TextGenerator generator : generators) {
        generator.readOne(token);
      }
    }
    return this;
  }

  /**
   * Draws tokens of every text, handing on their bytes as they are drawn.
   *
   * @param length the most tokens of each
   * @param stop the bytes at which a text ends before that, as in {@link
   *     TextGenerator#generateBytes(long, byte[], IntConsumer)}; empty for none. Not modified
   * @param sinks receive the bytes, 0 to 255 each; one for each text
   * @return for each text, whether it ended at {@code stop}
   * @throws IllegalArgumentException if there are not as many sinks as texts
   */
  public List<Boolean> generateBytes(long length, byte[] stop, List<? extends IntConsumer> sinks) {
    if (sinks.size() != generators.size()) {
      throw new IllegalArgumentException(
          sinks.size() + " sinks for " + generators.size() + " texts");
    }
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < sinks.size(); i++) {
      TextGenerator generator = generators.get(i);
      IntConsumer sink = sinks.get(i);
      drafts.add(
          stop.length == 0
              ? generator.bytesDraft(length, sink)
              : generator.bytesDraft(length, stop, sink));
    }
    finish(drafts);
    return drafts.stream().map(Draft::stopped).toList();
  }

  /** What is drawn of each text, as text. */
  List<String> generate(Function<TextWriter, Draft> start) {
    List<StringBuilder> texts = new ArrayList<>();
    List<Draft> drafts = new ArrayList<>();
    for (TextGenerator generator : generators) {
      StringBuilder text = new StringBuilder();
      texts.add(text);
      drafts.add(start.apply(new TextWriter(generator, text::appendCodePoint)));
    }
    finish(drafts);
    return texts.stream().map(StringBuilder::toString).toList();
  }

  /** A generator, and where its text goes. */
  record TextWriter(TextGenerator generator, IntConsumer sink) {}

  private static void finish(List<Draft> drafts) {
    List<Draft> open = new ArrayList<>(drafts);
    while (!open.isEmpty()) {
      open.removeIf(draft -> !draft.next());
    }
  }
}
