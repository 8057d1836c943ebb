// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.activations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.Novelty;
import io.github.rnn4j.model.RandomModels;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Predictor;
import io.github.rnn4j.network.Signal;
import io.github.rnn4j.network.State;
import io.github.rnn4j.network.Unrolled;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.scoring.Score;
import io.github.rnn4j.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A text before a model's eyes, held against the network's own steps and the scorer. */
class ReadingTest {
  private static final long SEED = 99;
  private static final String LETTERS = "\n abcdefgh";

  private static Model model(CellType cell, int layers, String alphabet) {
    Vocabulary vocabulary = Vocabulary.of(alphabet);
    NetworkConfig config =
        NetworkConfig.builder(cell, vocabulary.size(), 6)
            .layers(layers)
            .residual(layers > 1)
            .members(layers)
            .build();
    return RandomModels.of(new JavaLinearAlgebra(), config, vocabulary);
  }

  private static String text(String alphabet, int length) {
    SplittableRandom random = new SplittableRandom(SEED);
    return IntStream.range(0, length)
        .mapToObj(i -> "" + alphabet.charAt(random.nextInt(alphabet.length())))
        .collect(Collectors.joining());
  }

  /** Every value, by reading the tokens one by one. */
  private static void assertStates(Reading reading, Activations found, boolean records) {
    Model model = reading.model();
    Predictor predictor = new Predictor(model.network());
    if (records) {
      predictor.read(model.vocabulary().idOf('\n'));
    }
    for (int at = 0; at < found.to(); at++) {
      int token = reading.text().token(at);
      if (token == Vocabulary.NONE) {
        assertThat(at < found.from() || Float.isNaN(found.value(at, 0, 0, 0))).isTrue();
        continue;
      }
      if (reading.text().endsRecord(at)) {
        predictor.reset();
      }
      predictor.read(token);
      if (at < found.from()) {
        continue;
      }
      State state = predictor.state();
      for (int layer = 0; layer < state.layers(); layer++) {
        for (int part = 0; part < state.cell().stateParts(); part++) {
          double[] values = state.values(layer, part);
          for (int unit = 0; unit < values.length; unit++) {
            assertThat(found.value(at, layer, part, unit))
                .as("token %d, layer %d, part %d, unit %d", at, layer, part, unit)
                .isEqualTo((float) values[unit]);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void values_areThoseOfReadingTokenByToken_inAnyOrderOfCalls(CellType cell) {
    Model model = model(cell, 2, LETTERS);
    ReadText text = ReadText.of(model, text(LETTERS, 103));
    for (int states : new int[] {1, 3, 1000}) {
      Reading reading = new Reading(model, text, 5, states);
      for (int place : new int[] {60, 7, 102, 0, 59, 102, 33}) {
        Activations found = reading.at(place);
        assertThat(found.exact()).isTrue();
        assertThat(place).isBetween(found.from(), found.to() - 1);
        assertStates(reading, found, false);
      }
      assertThat(reading.readOn()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void gates_areTheFormulas(CellType cell) {
    Model model = model(cell, 1, LETTERS);
    Reading reading = new Reading(model, ReadText.of(model, text(LETTERS, 40)));
    Activations found = reading.at(0);
    List<Signal> signals = model.network().config().signals();
    String names = signals.stream().map(Signal::name).collect(Collectors.joining());
    assertThat(names)
        .isEqualTo(cell == CellType.LSTM ? "hcifgo" : cell == CellType.GRU ? "hrzn" : "h");
    for (int at = 1; at < 40; at++) {
      double[][] gates = naiveGates(model, reading, found, at);
      for (int signal = cell.stateParts(); signal < signals.size(); signal++) {
        for (int unit = 0; unit < 6; unit++) {
          assertThat((double) found.value(at, 0, signal, unit))
              .as("token %d, signal %s, unit %d", at, signals.get(signal).name(), unit)
              .isCloseTo(gates[signal - cell.stateParts()][unit], within(1e-6))
              .isBetween(signals.get(signal).least(), signals.get(signal).most());
        }
      }
    }
  }

  /** By plain loops, from the h before, which was held against another reading. */
  private static double[][] naiveGates(Model model, Reading reading, Activations found, int at) {
    var cell = model.network().config().cell();
    var parameters = model.network().parameters();
    var wih = parameters.get("rnn.weight_ih_l0").value();
    var whh = parameters.get("rnn.weight_hh_l0").value();
    double[] bih = parameters.get("rnn.bias_ih_l0").value().toArray();
    double[] bhh =
        cell.twoBiases() ? parameters.get("rnn.bias_hh_l0").value().toArray() : new double[100];
    double[][] gates = new double[cell.gates()][6];
    double[][] x = new double[cell.gates()][6];
    double[][] y = new double[cell.gates()][6];
    for (int gate = 0; gate < gates.length; gate++) {
      for (int unit = 0; unit < 6; unit++) {
        int row = gate * 6 + unit;
        x[gate][unit] = wih.get(row, reading.text().token(at)) + bih[row];
        y[gate][unit] = bhh[row];
        for (int j = 0; j < 6; j++) {
          y[gate][unit] += whh.get(row, j) * found.value(at - 1, 0, 0, j);
        }
        double z = x[gate][unit] + y[gate][unit];
        boolean tanh = cell == CellType.LSTM ? gate == 2 : gate == 2 || cell == CellType.RNN;
        if (cell == CellType.GRU && gate == 2) {
          z = x[gate][unit] + gates[0][unit] * y[gate][unit];
        }
        gates[gate][unit] = tanh ? Math.tanh(z) : 1 / (1 + Math.exp(-z));
      }
    }
    return gates;
  }

  /** Exactly what {@code rnn score} tells. */
  private static Score total(Reading reading) {
    Score total = Score.NONE;
    for (int at = 0; at < reading.text().length(); at++) {
      double cost = reading.at(at).cost(at);
      if (!Double.isNaN(cost)) {
        total = total.plus(Score.ofCharacter(cost));
      }
    }
    return total;
  }

  @Test
  void costs_sumUpToTheScore() {
    for (int block : new int[] {1, 5, 64}) {
      Model model = model(CellType.GRU, 2, LETTERS);
      String text = text(LETTERS, 150);
      assertThat(total(new Reading(model, ReadText.of(model, text), block, 3)))
          .isEqualTo(Score.of(model, text));
      Model open = model.withNovelty(new Novelty(0.01));
      String strange = "?" + text(LETTERS + "xyz", 150) + "zz";
      assertThat(total(new Reading(open, ReadText.of(open, strange), block, 3)))
          .isEqualTo(Score.of(open, strange));
    }
  }

  @Test
  void records_eachStartFromZero_andCostWhatTheyDoByThemselves() {
    Model model =
        model(CellType.LSTM, 2, LETTERS)
            .withRecords(RecordBorder.LINE)
            .withNovelty(new Novelty(0.01));
    String text = "abc\n\nhagx\r\nb\n" + text("abcdefgh x", 40) + "\n" + "e".repeat(30) + "\nfad\n";
    for (int block : new int[] {1, 4, 64}) {
      Reading reading = new Reading(model, ReadText.of(model, text), block, 2);
      assertThat(total(reading)).isEqualTo(Score.of(model, text));
      for (int place : new int[] {reading.text().length() - 1, 3, 20}) {
        assertStates(reading, reading.at(place), true);
      }
      Reading far = new Reading(model, ReadText.of(model, text), block, 2);
      Activations last = far.near(far.text().length() - 1);
      assertThat(last.exact()).isTrue();
      assertStates(far, last, true);
    }
    ReadText open = ReadText.of(model, "ab\ncd");
    assertThat(open.length()).isEqualTo(5);
    assertThat(open.endsRecord(2)).isTrue();
    assertThat(open.endsRecord(4)).isFalse();
  }

  @Test
  void near_isNotExactWhereThePassHasNotCome_andIsWhenItHas() {
    Model model = model(CellType.LSTM, 1, LETTERS);
    int length = 3 * Reading.WARM_UP;
    Reading reading = new Reading(model, ReadText.of(model, text(LETTERS, length)), 50, 9);
    Activations early = reading.near(length - 1);
    assertThat(early.exact()).isFalse();
    assertThat(reading.tokensRead()).isZero();
    assertThat(reading.near(length - 1)).isSameAs(early);
    // A block goes on from the one before it, if that was read last; and is no more exact by that.
    assertThat(reading.near(length - 150).exact()).isFalse();
    assertThat(reading.near(length - 100).exact()).isFalse();
    while (reading.readOn()) {
      assertThat(reading.tokensRead()).isPositive();
    }
    for (int place : new int[] {length - 120, length - 70, 10, 60}) {
      assertStates(reading, reading.near(place), false);
    }
    assertThat(reading.tokensRead()).isEqualTo(length);
    Activations late = reading.near(length - 1);
    assertThat(late.exact()).isTrue();
    assertStates(reading, late, false);
    assertThat(early.value(length - 1, 0, 0, 0))
        .isCloseTo(late.value(length - 1, 0, 0, 0), within(1e-3f));
  }

  @Test
  void continuedBy_takesOverTheCommonBeginning_andNothingElse() {
    Model model = model(CellType.LSTM, 2, LETTERS);
    String text = text(LETTERS, 700);
    Reading before = new Reading(model, ReadText.of(model, text));
    before.at(699);
    Reading longer = before.continuedBy(ReadText.of(model, text + "abcabc"));
    assertThat(longer.tokensRead()).isEqualTo(512);
    assertStates(longer, longer.at(705), false);
    String changed =
        text.substring(0, 300) + (text.charAt(300) == 'a' ? 'b' : 'a') + text.substring(301);
    Reading other = before.continuedBy(ReadText.of(model, changed));
    assertThat(other.tokensRead()).isEqualTo(256);
    assertStates(other, other.at(699), false);
    assertThat(before.continuedBy(ReadText.of(model, "")).tokensRead()).isZero();
  }

  @Test
  void successors_areTheMostProbable() {
    Model model = model(CellType.RNN, 1, LETTERS).withNovelty(new Novelty(0.25));
    Reading reading = new Reading(model, ReadText.of(model, text(LETTERS, 30)), 7, 3);
    Predictor predictor = new Predictor(model.network());
    for (int at = 0; at < 30; at++) {
      double[] logits = predictor.read(reading.text().token(at)).clone();
      double sum = Arrays.stream(logits).map(Math::exp).sum();
      List<Integer> order = new ArrayList<>(IntStream.range(0, logits.length).boxed().toList());
      order.sort(Comparator.comparingDouble(token -> -logits[token]));
      List<Activations.Successor> found = reading.at(at).successors(at);
      assertThat(found).extracting(Activations.Successor::token).isEqualTo(order.subList(0, 5));
      for (Activations.Successor one : found) {
        assertThat(one.probability())
            .isCloseTo(0.75 * Math.exp(logits[one.token()]) / sum, within(1e-12));
      }
    }
  }

  @Test
  void bytesAndWordsAndUnseen_areShownAsTheyAre() {
    Model bytes =
        RandomModels.of(
            new JavaLinearAlgebra(), new NetworkConfig(CellType.GRU, 256, 6), Vocabulary.ofBytes());
    ReadText e = ReadText.of(bytes, "aé");
    assertThat(IntStream.range(0, e.length()).mapToObj(e::text))
        .containsExactly("a", "\\xC3", "\\xA9");
    assertThat(ReadText.ofBytes(bytes, new byte[] {(byte) 0xFF}).token(0)).isEqualTo(255);
    Vocabulary vocabulary = Vocabulary.ofWords(List.of("to", " ", "be", "\n"));
    Model words =
        RandomModels.of(
            new JavaLinearAlgebra(),
            new NetworkConfig(CellType.GRU, vocabulary.size(), 6),
            vocabulary);
    ReadText read = ReadText.of(words, "to go");
    assertThat(IntStream.range(0, 3).mapToObj(read::text)).containsExactly("to", " ", "go");
    assertThat(read.isKnown(2)).isFalse();
    assertThat(new Reading(words, read).at(2).cost(2)).isNaN();
    assertThatThrownBy(() -> ReadText.ofBytes(words, new byte[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("words");
    assertThat(ReadText.of(words, "").length()).isZero();
  }

  @Test
  void gates_afterTheWayBack_areRefused() {
    Model model = model(CellType.LSTM, 1, LETTERS);
    Unrolled unrolled = new Unrolled(model.network(), 3, 1, Unrolled.Gradients.PARAMETERS);
    assertThatThrownBy(() -> unrolled.gates(0)).isInstanceOf(IllegalStateException.class);
    unrolled.forward(new int[] {1, 2, 3}, 3, 1);
    assertThat(unrolled.gates(0).columns()).isEqualTo(24);
    unrolled.loss(new int[] {2, 3, 4}, 1);
    unrolled.backward();
    assertThatThrownBy(() -> unrolled.gates(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("before");
  }

  @Test
  void damagedWeights_areToldOf() {
    Model model = model(CellType.LSTM, 1, LETTERS);
    model.network().parameters().get("decoder.bias").value().set(0, 0, Double.NaN);
    model.network().parametersChanged();
    Reading reading = new Reading(model, ReadText.of(model, "abc"));
    assertThatThrownBy(() -> reading.at(1))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("damaged");
  }
}
