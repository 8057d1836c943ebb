// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.activations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.RandomModels;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Signal;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Units ranked by what they tell apart, held against pairs counted one by one. */
class SeparationTest {
  private static final long SEED = 5;

  @Test
  void auc_isTheShareOfPairs_andD_theDistanceOfTheMeans() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 200; round++) {
      int n = 2 + random.nextInt(30);
      float[] values = new float[n];
      boolean[] chosen = new boolean[n];
      for (int i = 0; i < n; i++) {
        values[i] = (random.nextInt(9) - 4) / 4f * (random.nextInt(2) == 0 ? -1 : 1);
        chosen[i] = random.nextBoolean();
      }
      chosen[0] = true;
      chosen[1] = false;
      int count = 0;
      double pairs = 0;
      double wins = 0;
      for (int i = 0; i < n; i++) {
        count += chosen[i] ? 1 : 0;
        for (int j = 0; j < n; j++) {
          if (chosen[i] && !chosen[j]) {
            pairs++;
            wins += values[i] > values[j] ? 1 : values[i] == values[j] ? 0.5 : 0;
          }
        }
      }
      assertThat(Separation.auc(values, chosen, count)).isCloseTo(wins / pairs, within(1e-12));
    }
    // Means 4 and 1, variances 2 and 1 with n = 2 and 3: s² = (2 + 2)/3.
    float[] values = {3, 5, 0, 1, 2};
    boolean[] chosen = {true, true, false, false, false};
    assertThat(Separation.cohensD(values, chosen, 2))
        .isCloseTo(3 / Math.sqrt(4 / 3.0), within(1e-12));
    assertThat(Separation.cohensD(new float[] {1, 1}, new boolean[] {true, false}, 1)).isZero();
    assertThat(Separation.auc(new float[] {0f, -0f}, new boolean[] {true, false}, 1))
        .isEqualTo(0.5);
  }

  @Test
  void rank_findsTheUnitThatKnows() {
    Model model = RandomModels.of(CellType.RNN, "abc\n");
    Matrix input = model.network().parameters().get("rnn.weight_ih_l0").value();
    Matrix recurrent = model.network().parameters().get("rnn.weight_hh_l0").value();
    // Unit 4 hears nothing but the present token: it falls at b.
    int b = model.vocabulary().idOf('b');
    for (int token = 0; token < 4; token++) {
      input.set(4, token, token == b ? -1 : 1);
    }
    for (int unit = 0; unit < 7; unit++) {
      recurrent.set(4, unit, 0);
    }
    model.network().parametersChanged();
    String text = "abcab\ncaabbcab\n".repeat(40);
    Reading reading = new Reading(model, ReadText.of(model, text), 64, 5);
    BitSet chosen = new BitSet();
    for (int i = 0; i < text.length(); i++) {
      chosen.set(i, text.charAt(i) == 'b');
    }
    List<Separation> best = Separation.rank(reading, 10, 590, chosen, List.of(Signal.H), 3);
    assertThat(best).hasSize(3);
    assertThat(best.get(0).unit()).isEqualTo(4);
    assertThat(best.get(0).auc()).isZero();
    assertThat(best.get(0).d()).isNegative();
    assertThat(Math.abs(best.get(1).auc() - 0.5)).isLessThanOrEqualTo(0.5);
    BitSet rest = new BitSet();
    rest.set(0, text.length());
    rest.andNot(chosen);
    assertThat(Separation.rank(reading, 10, 590, rest, List.of(Signal.H), 1).get(0).auc())
        .isEqualTo(1);
    assertThatThrownBy(() -> Separation.rank(reading, 0, 6, new BitSet(), List.of(Signal.H), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 of 6 are chosen");
    assertThatThrownBy(() -> Separation.rank(reading, 0, 601, chosen, List.of(Signal.H), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of the 600");
  }
}
