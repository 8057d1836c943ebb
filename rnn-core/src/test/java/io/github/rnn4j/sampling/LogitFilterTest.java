// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import static io.github.rnn4j.sampling.LogitFilter.minP;
import static io.github.rnn4j.sampling.LogitFilter.none;
import static io.github.rnn4j.sampling.LogitFilter.repetitionPenalty;
import static io.github.rnn4j.sampling.LogitFilter.temperature;
import static io.github.rnn4j.sampling.LogitFilter.topK;
import static io.github.rnn4j.sampling.LogitFilter.topP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.random.RandomStreams;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogitFilterTest {
  private static final double NONE = Double.NEGATIVE_INFINITY;

  @Test
  void temperature_dividesByTau() {
    assertThat(apply(temperature(0.5), 1, 3, 2)).containsExactly(-4, 0, -2);
  }

  @Test
  void temperatureZero_keepsTheFirstOfTheMostProbable() {
    assertThat(apply(temperature(0), 1, 3, 3, 2)).containsExactly(NONE, 0, NONE, NONE);
  }

  @Test
  void tinyTemperature_isNearlyZero() {
    assertThat(apply(temperature(Double.MIN_VALUE), 1, 3, 3)).containsExactly(NONE, 0, 0);
  }

  @Test
  void topK_keepsTheLargestAndOfEqualsTheFirst() {
    assertThat(apply(topK(3), 2, 5, 2, 7, 2)).containsExactly(2, 5, NONE, 7, NONE);
    assertThat(apply(topK(1), -0.0, 0.0)).containsExactly(-0.0, NONE);
    assertThat(apply(topK(9), 2, 5)).containsExactly(2, 5);
  }

  @Test
  void topK_seesWhatIsExcludedAlready() {
    assertThat(apply(topK(2), NONE, 5, NONE, NONE)).containsExactly(NONE, 5, NONE, NONE);
  }

  @Test
  void topP_keepsTheFewestThatSumUpToP() {
    double[] z = logs(0.1, 0.4, 0.2, 0.3);
    assertThat(kept(topP(0.0), z)).containsExactly(1);
    assertThat(kept(topP(0.39), z)).containsExactly(1);
    assertThat(kept(topP(0.41), z)).containsExactly(1, 3);
    assertThat(kept(topP(0.71), z)).containsExactly(1, 2, 3);
    assertThat(kept(topP(0.91), z)).containsExactly(0, 1, 2, 3);
    assertThat(kept(topP(1), z)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void topP_breaksTiesByToken() {
    assertThat(kept(topP(0.5), 0, 0, 0, 0)).containsExactly(0, 1);
  }

  /** Numbers of which many are equal, sorted here as a whole. */
  @Test
  void topKAndTopP_keepWhatStandsFirstInOrder() {
    SplittableRandom random = new SplittableRandom(6);
    for (int v = 1; v < 400; v = v * 3 / 2 + 1) {
      double unit = 4.0 / v;
      double[] z = random.ints(v, -v / 2, v / 2 + 1).mapToDouble(i -> i * unit).toArray();
      double max = Arrays.stream(z).max().orElseThrow();
      List<Integer> order =
          IntStream.range(0, v)
              .boxed()
              .sorted(Comparator.<Integer>comparingDouble(i -> -z[i]).thenComparing(i -> i))
              .toList();
      double[] weights = order.stream().mapToDouble(i -> StrictMath.exp(z[i] - max)).toArray();
      double total = Arrays.stream(z).map(one -> StrictMath.exp(one - max)).sum();
      for (int k = 1; k <= v; k += 1 + v / 7) {
        assertThat(kept(topK(k), z)).as("%d of %d", k, v).isEqualTo(first(k, order));
        double p = Arrays.stream(weights, 0, k).sum() / total - 1e-9;
        assertThat(kept(topP(p), z)).as("%s of %d", p, v).isEqualTo(first(k, order));
      }
    }
  }

  private static int[] first(int k, List<Integer> order) {
    return order.stream().limit(k).mapToInt(Integer::intValue).sorted().toArray();
  }

  @Test
  void minP_comparesWithTheMostProbable() {
    double[] z = logs(0.05, 0.5, 0.2, 0.25);
    assertThat(kept(minP(0.3), z)).containsExactly(1, 2, 3);
    assertThat(kept(minP(0.45), z)).containsExactly(1, 3);
    assertThat(kept(minP(1), z)).containsExactly(1);
    assertThat(kept(minP(0), z)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void repetitionPenalty_dividesPositiveAndMultipliesNegativeLogitsOnce() {
    double[] z = {2, -2, 4, 0};
    repetitionPenalty(2, 3).apply(z, history(2, 1, 0, 0));
    assertThat(z).containsExactly(1, -4, 4, 0);
  }

  @Test
  void filters_workInTheOrderInWhichTheyStand() {
    double[] z = logs(0.4, 0.3, 0.2, 0.1);
    assertThat(kept(topK(2).then(topP(0.6)), z)).containsExactly(0, 1);
    assertThat(kept(topK(2).then(topP(0.5)), z)).containsExactly(0);
    assertThat(kept(topP(0.8).then(topK(2)), z)).containsExactly(0, 1);
    assertThat(kept(none().then(topK(1)).then(topP(1)), z)).containsExactly(0);
  }

  @Test
  void draws_haveTheProbabilitiesOfTheSoftmax() {
    double[] p = {0.5, 0.05, 0.25, 0.2};
    int n = 100_000;
    int[] counts = new int[p.length];
    UniformRandomProvider random = new RandomStreams(1).stream("test", 0);
    TokenSampler sampler = none().draw();
    for (int i = 0; i < n; i++) {
      counts[sampler.sample(logs(p), new TokenHistory(), random)]++;
    }
    for (int i = 0; i < p.length; i++) {
      // Five standard deviations of a binomial distribution.
      double bound = 5 * Math.sqrt(p[i] * (1 - p[i]) / n);
      assertThat(counts[i] / (double) n).as("seed 1, token %d", i).isCloseTo(p[i], within(bound));
    }
  }

  @Test
  void excludedTokens_areNeverDrawn() {
    UniformRandomProvider random = new RandomStreams(2).stream("test", 0);
    TokenSampler sampler = minP(0.9).draw();
    for (int i = 0; i < 1000; i++) {
      assertThat(sampler.sample(new double[] {0, 9, 0, 9}, new TokenHistory(), random)).isIn(1, 3);
    }
  }

  static Stream<LogitFilter> comparing() {
    return Stream.of(temperature(0), temperature(1), topK(1), topP(0.5), topP(1), minP(0.5));
  }

  @ParameterizedTest
  @MethodSource("comparing")
  void damagedLogits_areRefused(LogitFilter filter) {
    for (double[] damaged :
        List.of(
            new double[] {0, Double.NaN},
            new double[] {Double.NaN, 0},
            new double[] {Double.POSITIVE_INFINITY, 0},
            new double[] {NONE, NONE})) {
      assertThatThrownBy(() -> filter.apply(damaged, new TokenHistory()))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageContaining("weights are damaged");
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void impossibleSettings_areRefused(double value) {
    assertThatThrownBy(() -> temperature(value)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> topP(value)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> minP(value)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> repetitionPenalty(value, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void impossibleCounts_areRefused() {
    assertThatThrownBy(() -> topK(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> topP(1.01)).hasMessageContaining("1.01");
    assertThatThrownBy(() -> repetitionPenalty(1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> repetitionPenalty(1, TokenHistory.LONGEST + 1))
        .hasMessageContaining("65537");
  }

  @Test
  void history_remembersTheNewestTokens() {
    TokenHistory history = new TokenHistory();
    for (int i = 0; i < TokenHistory.LONGEST + 100; i++) {
      history.add(i);
      int size = Math.min(i + 1, TokenHistory.LONGEST);
      assertThat(history.size()).isEqualTo(size);
      assertThat(history.last(1)).isEqualTo(i);
      assertThat(history.last(size)).isEqualTo(i + 1 - size);
    }
    assertThatThrownBy(() -> history.last(TokenHistory.LONGEST + 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    history.clear();
    assertThatThrownBy(() -> history.last(1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static double[] apply(LogitFilter filter, double... logits) {
    filter.apply(logits, new TokenHistory());
    return logits;
  }

  private static int[] kept(LogitFilter filter, double... logits) {
    double[] z = logits.clone();
    filter.apply(z, new TokenHistory());
    int[] all = new int[z.length];
    Arrays.setAll(all, i -> i);
    return Arrays.stream(all).filter(i -> z[i] > NONE).toArray();
  }

  private static double[] logs(double... p) {
    return Arrays.stream(p).map(Math::log).toArray();
  }

  private static TokenHistory history(int... tokens) {
    TokenHistory history = new TokenHistory();
    for (int token : tokens) {
      history.add(token);
    }
    return history;
  }
}
