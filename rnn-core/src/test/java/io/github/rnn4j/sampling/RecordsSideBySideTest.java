// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.vector.VectorLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.RandomModels;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.records.KnownRecords;
import io.github.rnn4j.records.Labels;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.records.RecordTokens;
import io.github.rnn4j.text.Vocabulary;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that are drawn side by side are those that are drawn one after the other. */
class RecordsSideBySideTest {
  private static final Labels LABELS = new Labels(List.of("left", "right", "middle"));

  private record Case(
      String what,
      String border,
      UnaryOperator<Sampling> how,
      UnaryOperator<RecordSampling> which) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Arguments> cases() {
    List<Case> cases =
        List.of(
            new Case("plain", "\n", how -> how, which -> which),
            new Case("two tokens at the end", "ab", how -> how.topK(4), which -> which),
            new Case("cut", "\n", how -> how.temperature(1.5), which -> which),
            new Case("prime", "\n", how -> how.prime("ba"), which -> which),
            new Case("prime that begins the border", "bab", how -> how.prime("cb"), which -> which),
            new Case("unique", "\n", how -> how.temperature(0.5), RecordSampling::unique),
            new Case("novel", "\n", how -> how.prime("a"), RecordSampling::novel),
            new Case("both", "\n", how -> how.topP(0.9), which -> which.novel().unique()),
            new Case("one label", "\n", how -> how.prime("c"), which -> which.label("right")),
            new Case(
                "any label", "\n", how -> how.repetitionPenalty(1.2).prime("ab"), which -> which));
    return cases.stream()
        .flatMap(
            one ->
                Stream.of(
                    Arguments.of(one, new EjmlLinearAlgebra(), CellType.GRU),
                    Arguments.of(one, new VectorLinearAlgebra(), CellType.LSTM)));
  }

  private static Model model(Case one, LinearAlgebra la, CellType cell) {
    boolean labels = one.what.contains("label");
    Vocabulary vocabulary =
        Vocabulary.of(
            "abcd\n" + (labels ? Labels.symbol(0) + Labels.symbol(1) + Labels.symbol(2) : ""));
    NetworkConfig config = NetworkConfig.builder(cell, vocabulary.size(), 12).layers(2).build();
    Model model = RandomModels.of(la, config, vocabulary).withRecords(new RecordBorder(one.border));
    model = labels ? model.withLabels(LABELS, 1) : model;
    if (!one.what.equals("novel") && !one.what.equals("both")) {
      return model;
    }
    // Of those that it draws every other one is known.
    List<String> drawn = set(one, model, 9).from(model, 60);
    int[][] known =
        IntStream.range(0, 30)
            .mapToObj(i -> vocabulary.encode(drawn.get(2 * i)))
            .toArray(int[][]::new);
    return model.withKnown(
        KnownRecords.of(
            RecordTokens.of(vocabulary.size(), known, model.requireRecords().tokens(vocabulary))));
  }

  private static RecordSampling set(Case one, Model model, int length) {
    RecordSampling records = one.how.apply(Sampling.length(length).seed(8)).records();
    return model.known().isEmpty() && one.what.matches("novel|both")
        ? records
        : one.which.apply(records);
  }

  private record Drawn(
      long stream, int label, List<Integer> tokens, String text, boolean whole, long passedOver) {}

  private static List<Drawn> draw(RecordGenerator generator, int count) {
    List<Drawn> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Optional<WrittenRecord> next = generator.next();
      if (next.isEmpty()) {
        break;
      }
      WrittenRecord record = next.get();
      all.add(
          new Drawn(
              generator.stream(),
              record.label(),
              IntStream.of(record.tokens()).boxed().toList(),
              record.text(),
              record.whole(),
              generator.known() + 1_000_000 * generator.repeated()));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void recordsOfAGroup_areThoseThatAreDrawnOneByOne(Case one, LinearAlgebra la, CellType cell) {
    Model model = model(one, la, cell);
    for (int length : new int[] {0, 6, 40}) {
      RecordSampling how = set(one, model, length);
      int[] prime = model.vocabulary().encode(one.how.apply(Sampling.length(0)).primeText());
      int wanted = length == 0 ? 4 : 100;
      List<Drawn> alone = draw(how.generator(model, prime), wanted);
      for (int expected : new int[] {1, 5, 500}) {
        assertThat(draw(how.group(model, expected, prime), wanted))
            .as("at most %d tokens, %d expected", length, expected)
            .isEqualTo(alone);
      }
      RecordGenerator again = how.group(model, 20, prime);
      RecordGenerator other = how.generator(model, prime);
      assertThat(draw(again, 7)).isEqualTo(draw(other, 7));
      assertThat(draw(again.from(3), 9)).isEqualTo(draw(other.from(3), 9));
    }
  }

  @Test
  void whatMatches_isTheSameSideBySide() {
    Model model = RandomModels.of(CellType.GRU, "abcd\n").withRecords(RecordBorder.LINE);
    RecordSampling how =
        Sampling.length(9).seed(3).matching(Matching.of("a[bc]{2,5}d?", model)).records();

    List<Drawn> group = draw(how.group(model, 100), 100);

    assertThat(group).isEqualTo(draw(how.generator(model), 100));
    assertThat(group).allMatch(record -> record.text().matches("a[bc]{2,5}d?"));
    assertThat(how.from(model, 100)).isEqualTo(group.stream().map(Drawn::text).toList());
  }

  /** Whatever the lengths of records: in a pass that needs weights all of them go on. */
  @Test
  void aGroup_readsTheWeightsForAllAtATime() {
    int alone = products(1);
    int together = products(64);

    assertThat(alone / together).isBetween(20, 64);
  }

  /** The products that 640 records take, side by side or not. */
  private static int products(int count) {
    LinearAlgebra java = new EjmlLinearAlgebra();
    int[] products = {0};
    LinearAlgebra counting =
        (LinearAlgebra)
            Proxy.newProxyInstance(
                LinearAlgebra.class.getClassLoader(),
                new Class<?>[] {LinearAlgebra.class},
                (proxy, method, arguments) -> {
                  products[0] += method.getName().equals("gemm") ? 1 : 0;
                  try {
                    return method.invoke(java, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    Vocabulary vocabulary = Vocabulary.of("ab\n");
    Model model =
        RandomModels.of(counting, new NetworkConfig(CellType.GRU, 3, 7), vocabulary)
            .withRecords(RecordBorder.LINE);
    int[] prime = vocabulary.encode("ab");
    RecordSampling how = Sampling.length(50).records();
    RecordGenerator generator =
        count == 1 ? how.generator(model, prime) : how.group(model, 640, prime);
    products[0] = 0;
    draw(generator, 640);
    return products[0];
  }

  @Test
  void aGroupOfNone_isRefused() {
    Model model = RandomModels.of(CellType.GRU, "ab\n").withRecords(RecordBorder.LINE);
    assertThatThrownBy(() -> Sampling.length(5).records().group(model, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 0");
    assertThat(Sampling.length(5).records().from(model, 0)).isEmpty();
  }
}
