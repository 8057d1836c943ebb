// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.view.pages;

import io.github.rnn4j.activations.ReadText;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.sampling.Sampling;
import io.github.rnn4j.sampling.TextGenerator;
import io.github.rnn4j.sampling.TokenSampler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A text that a model writes, with what each token was drawn from. The same settings write the same
 * text as {@code rnn sample}.
 *
 * <p>Safe for use by several threads, which wait for one another.
 */
final class WrittenSteps {
  /** So many steps at the most. */
  static final int MOST = 20_032;

  private static final int CHOICES = 10;

  /**
   * How a text is written.
   *
   * @param prompt from what it goes on
   * @param temperature from 0
   * @param topP 0 to 1
   * @param seed where chance starts
   */
  record Settings(String prompt, double temperature, double topP, long seed) {}

  /**
   * What might have been drawn.
   *
   * @param text the token
   * @param p the model's probability
   * @param q that after temperature and top-p
   * @param drawn whether it was
   */
  record Choice(String text, double p, double q, boolean drawn) {}

  /**
   * A token that was drawn.
   *
   * @param text the token
   * @param p the model's probability; NaN if nothing stood before it
   * @param left how many tokens could be drawn
   * @param choices the most probable, and the one that was drawn
   */
  record Step(String text, double p, int left, List<Choice> choices) {}

  private final Model model;
  private final TextGenerator generator;
  private final List<Step> steps = new ArrayList<>();

  /** What the next token is drawn from, before and after the filters; null if nobody drew. */
  private double @Nullable [] before;

  private double @Nullable [] after;

  /**
   * A text of which nothing is written yet.
   *
   * @throws IllegalArgumentException if a setting is out of range, or the prompt has characters
   *     that the model does not know
   */
  WrittenSteps(Model model, Settings settings) {
    this.model = model;
    TokenSampler sampler =
        Sampling.length(MOST).temperature(settings.temperature()).topP(settings.topP()).sampler();
    TokenSampler watched =
        (logits, history, random) -> {
          before = logits.clone();
          int token = sampler.sample(logits, history, random);
          after = logits.clone();
          return token;
        };
    this.generator =
        new TextGenerator(model, watched, new RandomStreams(settings.seed()).stream("sample", 0))
            .read(settings.prompt());
  }

  /** Steps, which are written if they are not there yet. */
  synchronized List<Step> steps(int from, int to) {
    while (steps.size() < to) {
      before = null;
      int token = generator.nextToken();
      steps.add(step(token));
    }
    return List.copyOf(steps.subList(from, to));
  }

  private Step step(int drawn) {
    String text = ReadText.text(model.vocabulary(), drawn);
    if (before == null || after == null) {
      return new Step(text, Double.NaN, model.vocabulary().size(), List.of());
    }
    double[] p = probabilities(before);
    double[] q = probabilities(after);
    int[] best =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer i) -> -q[i])
                    .thenComparingDouble(i -> -p[i])
                    .thenComparingInt(i -> i))
            .limit(CHOICES)
            .mapToInt(i -> i)
            .toArray();
    if (IntStream.of(best).noneMatch(i -> i == drawn)) {
      best[best.length - 1] = drawn;
    }
    List<Choice> choices = new ArrayList<>();
    for (int i : best) {
      choices.add(new Choice(ReadText.text(model.vocabulary(), i), p[i], q[i], i == drawn));
    }
    int left = (int) IntStream.range(0, q.length).filter(i -> q[i] > 0).count();
    return new Step(text, p[drawn], left, choices);
  }

  private static double[] probabilities(double[] logits) {
    double max = Double.NEGATIVE_INFINITY;
    for (double z : logits) {
      max = Math.max(max, z);
    }
    double[] p = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      p[i] = StrictMath.exp(logits[i] - max);
      sum += p[i];
    }
    for (int i = 0; i < p.length; i++) {
      p[i] /= sum;
    }
    return p;
  }
}
