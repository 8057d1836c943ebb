// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.backend.vector.VectorLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.RandomModels;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Lockstep;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Predictor;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.text.Vocabulary;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A character that is drawn costs no garbage once its code is compiled. */
class SamplingAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 4_000;
  private static final int CHARACTERS = 40;
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyzäß日😀\n";

  private static final List<UnaryOperator<Sampling>> SETTINGS =
      List.of(
          how -> how,
          how -> how.temperature(0),
          how -> how.temperature(0.7).topK(6),
          how -> how.topP(0.9).minP(0.01),
          how -> how.repetitionPenalty(1.3, 9));

  private static Vocabulary words(int count) {
    return Vocabulary.ofWords(IntStream.range(0, count).mapToObj(i -> "w" + i + "日").toList());
  }

  private static Model model(LinearAlgebra la, int hidden, Vocabulary vocabulary) {
    NetworkConfig config =
        NetworkConfig.builder(CellType.LSTM, vocabulary.size(), hidden).layers(2).build();
    return RandomModels.of(la, config, vocabulary);
  }

  static Stream<Arguments> modelsAndSettings() {
    return Stream.of(
            model(new JavaLinearAlgebra(), 5, Vocabulary.of(ALPHABET)),
            model(new EjmlLinearAlgebra(), 5, Vocabulary.ofBytes()),
            model(new VectorLinearAlgebra(), 20, words(40)),
            model(new VectorLinearAlgebra().withThreads(2), 20, Vocabulary.of(ALPHABET)))
        .flatMap(
            model ->
                IntStream.range(0, SETTINGS.size())
                    .mapToObj(
                        i ->
                            Arguments.of(
                                model.network().la().name(),
                                model.vocabulary().unit(),
                                i,
                                // One alone, a few, and as many as go side by side.
                                new int[] {1, 3, TextGroup.MOST}[i % 3],
                                model)));
  }

  @ParameterizedTest(name = "{0}, {1}, settings {2}, {3} texts")
  @MethodSource("modelsAndSettings")
  void character_costsNoGarbage(String la, Object unit, int setting, int count, Model model) {
    Sampling how = SETTINGS.get(setting).apply(Sampling.length(Long.MAX_VALUE));
    assertCostsNothing(how, model, count, "as text", g -> g.textDraft(Long.MAX_VALUE, c -> {}));
    assertCostsNothing(how, model, count, "bytes", g -> g.bytesDraft(Long.MAX_VALUE, b -> {}));
    assertCostsNothing(
        how, model, count, "to a stop", g -> g.textDraft(Long.MAX_VALUE, "☃☃", c -> {}));
  }

  static Stream<Arguments> matching() {
    Model text = model(new JavaLinearAlgebra(), 6, Vocabulary.of(ALPHABET));
    Model records = text.withRecords(RecordBorder.LINE);
    return Stream.of(
        Arguments.of("(?s).*", 1, text),
        Arguments.of("(?s).*", 7, text),
        Arguments.of("[a-k]+l?[m-z]*", 1, records),
        Arguments.of("[a-k]+l?[m-z]*", 7, records),
        Arguments.of("", 7, records));
  }

  /** Of a model of records one begins after the other, so that there is no end. */
  @ParameterizedTest(name = "{0}, {1} texts")
  @MethodSource("matching")
  void characterThatMatches_costsNoGarbage(String regex, int count, Model model) {
    Sampling any = Sampling.length(Long.MAX_VALUE).topP(0.99);
    Sampling how = regex.isEmpty() ? any : any.matching(Matching.of(regex, model));
    assertCostsNothing(how, model, count, "bytes", g -> g.bytesDraft(Long.MAX_VALUE, b -> {}));
  }

  /** What a draft is made of. */
  private interface Start {
    Draft of(TextGenerator generator);
  }

  /** Code that is not compiled may make objects; what counts is that there are rounds without. */
  private static void assertCostsNothing(
      Sampling how, Model model, int count, String what, Start start) {
    Lockstep lockstep = new Lockstep(model.network(), count);
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Predictor predictor = count == 1 ? new Predictor(model.network()) : lockstep.predictor();
      drafts.add(start.of(how.generator(model, predictor, i, known(how))));
    }
    long least = Long.MAX_VALUE;
    boolean goesOn = true;
    for (int round = 0; round < ROUNDS && least > 0; round++) {
      long before = allocated();
      for (int i = 0; i < CHARACTERS; i++) {
        for (int k = 0; k < count; k++) {
          goesOn &= drafts.get(k).next();
        }
      }
      least = Math.min(least, allocated() - before);
    }
    assertThat(goesOn).isTrue();
    assertThat(least).as("bytes of %d characters, %s", CHARACTERS * count, what).isZero();
  }

  private static Optional<Match> known(Sampling how) {
    return how.matched().map(Matching::start);
  }

  private static long allocated() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
