// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import static io.github.rnn4j.sampling.LogitFilter.repetitionPenalty;
import static io.github.rnn4j.sampling.LogitFilter.temperature;
import static io.github.rnn4j.sampling.LogitFilter.topK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.model.ModelFileException;
import io.github.rnn4j.model.RandomModels;
import io.github.rnn4j.model.StateFile;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Predictor;
import io.github.rnn4j.network.State;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.text.ByteVocabulary;
import io.github.rnn4j.text.UnknownTokens;
import io.github.rnn4j.text.UnknownTokensException;
import io.github.rnn4j.text.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TextGeneratorTest {
  private static final String ALPHABET = "\nabcdefgh 😀é";
  private static final TokenSampler SAMPLER =
      repetitionPenalty(1.3, 20).then(temperature(0.9)).then(topK(6)).draw();
  private static final RandomStreams SEEDS = new RandomStreams(31);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(CellType.class)
  void sixtyFourThreads_drawTheTextsOfOne(CellType cell) throws Exception {
    Model model = RandomModels.of(cell, ALPHABET);
    List<Callable<String>> tasks = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      int text = i;
      expected.add(draw(model, text));
      tasks.add(() -> draw(model, text));
    }
    List<String> drawn = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(64);
    try {
      for (Future<String> future : threads.invokeAll(tasks)) {
        drawn.add(future.get());
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(drawn).isEqualTo(expected);
    assertThat(expected).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void restoredState_goesOnAsIfNothingHadHappened(CellType cell) throws Exception {
    Model model = RandomModels.of(cell, ALPHABET);
    TokenSampler sampler = temperature(0.9).draw();
    TextGenerator first = generator(model, sampler, 0).read("bad é");
    State state = first.state();
    StateFile.save(state, folder.resolve("state.safetensors"));
    State read = StateFile.load(folder.resolve("state.safetensors"));
    String expected = first.generate(50);

    assertThat(read).isEqualTo(state).hasSameHashCodeAs(state);
    assertThat(read.tokensRead()).isEqualTo(5);
    assertThat(generator(model, sampler, 0).restore(read).generate(50)).isEqualTo(expected);
    assertThat(generator(model, sampler, 0).read("abc").restore(state).generate(50))
        .isEqualTo(expected);
    assertThat(first.state()).isNotEqualTo(state);
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void restoredPredictor_hasTheSameLogits(CellType cell) {
    Model model = RandomModels.of(cell, ALPHABET);
    Predictor predictor = new Predictor(model.network());
    double[] logits = {};
    for (int token : model.vocabulary().encode("abc 😀é")) {
      logits = predictor.read(token).clone();
    }
    assertThat(predictor.logits()).containsExactly(logits);
    Predictor other = new Predictor(model.network());
    other.restore(predictor.state());
    assertThat(other.logits()).containsExactly(logits);
  }

  @Test
  void stateOfAnotherModel_isRefused() {
    State state = generator(RandomModels.of(CellType.GRU, "ab"), SAMPLER, 0).state();
    TextGenerator generator = generator(RandomModels.of(CellType.LSTM, "ab"), SAMPLER, 0);
    assertThatThrownBy(() -> generator.restore(state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 gru layer of 7")
        .hasMessageContaining("1 lstm layer of 7");
  }

  @Test
  void modelFile_isNoState() throws Exception {
    byte[] model = RandomModels.of(CellType.GRU, "ab").toBytes();
    SafetensorsFile file = SafetensorsFile.parse(model, "model");
    assertThatThrownBy(() -> StateFile.of(file))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("rnn4j.state");
  }

  @Test
  void stopString_endsTheTextBeforeIt() {
    Model model = RandomModels.of(CellType.RNN, "ab");
    String all = generator(model, SAMPLER, 3).generate(200);
    for (String stop : List.of("a", "b", "ab", "aab", "abab", "bba", "bbbb")) {
      int at = all.indexOf(stop);
      StringBuilder text = new StringBuilder();
      boolean stopped = generator(model, SAMPLER, 3).generate(200, stop, text::appendCodePoint);
      assertThat(stopped).as(stop).isEqualTo(at >= 0);
      assertThat(text).as(stop).hasToString(at >= 0 ? all.substring(0, at) : all);
    }
  }

  @Test
  void stopString_isFoundWhereIndexOfFindsIt() {
    for (String stop : List.of("a", "aa", "ab", "aba", "aabaa", "abaab", "aabaab")) {
      for (int bits = 0; bits < 1 << 10; bits++) {
        String text =
            String.format("%10s", Integer.toBinaryString(bits))
                .replaceAll("[ 0]", "a")
                .replace('1', 'b');
        StringBuilder seen = new StringBuilder();
        StopString ending = new StopString(stop);
        int i = 0;
        boolean stopped = false;
        while (i < text.length() && !stopped) {
          stopped = ending.accept(text.charAt(i++), seen::appendCodePoint);
        }
        if (!stopped) {
          ending.finish(seen::appendCodePoint);
        }
        int at = text.indexOf(stop);
        assertThat(seen)
            .as("%s in %s", stop, text)
            .hasToString(at < 0 ? text : text.substring(0, at));
        assertThat(stopped).isEqualTo(at >= 0);
      }
    }
  }

  @Test
  void unusableStopStrings_areRefused() {
    TextGenerator generator = generator(RandomModels.of(CellType.RNN, "ab"), SAMPLER, 0);
    assertThatThrownBy(() -> generator.generate(1, "", c -> {}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> generator.generate(1, "\uD800", c -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("surrogate");
  }

  @Test
  void unknownCharacters_areRefusedSkippedOrReplaced() {
    Vocabulary known = Vocabulary.of("ab?");
    Vocabulary bare = Vocabulary.of("ab");
    String text = "aX\uDC00b😀";
    assertThatThrownBy(() -> UnknownTokens.ERROR.encode(known, text))
        .isInstanceOf(UnknownTokensException.class)
        .hasMessageContaining("'X' U+0058");
    assertThat(known.decode(UnknownTokens.SKIP.encode(known, text))).isEqualTo("ab");
    assertThat(known.decode(UnknownTokens.REPLACE.encode(known, text))).isEqualTo("a??b?");
    assertThatThrownBy(() -> UnknownTokens.REPLACE.encode(bare, text))
        .isInstanceOf(UnknownTokensException.class);
    assertThat(UnknownTokens.replacement(Vocabulary.of("a ?\uFFFD"))).isEqualTo(3);
    assertThat(UnknownTokens.replacement(Vocabulary.of("a ?"))).isEqualTo(1);
    assertThat(UnknownTokens.replacement(Vocabulary.of("a "))).isZero();
  }

  private static String draw(Model model, int text) {
    return generator(model, SAMPLER, text).read("abc").generate(120);
  }

  private static TextGenerator generator(Model model, TokenSampler sampler, int text) {
    return new TextGenerator(model, sampler, SEEDS.stream("sample", text));
  }

  @Test
  void bytesOfAByteModel_areTheVeryBytes() {
    ByteVocabulary bytes = Vocabulary.ofBytes();
    Model model =
        RandomModels.of(
            new EjmlLinearAlgebra(), new NetworkConfig(CellType.GRU, bytes.size(), 5), bytes);
    byte[] drawn = byteGenerator(model).generateBytes(300);
    int[] tokens = new int[300];
    TextGenerator again = byteGenerator(model);
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = again.nextToken();
    }
    assertThat(bytes.encode(drawn)).isEqualTo(tokens);
    assertThat(new String(drawn, UTF_8)).as("some are no text").contains("\uFFFD");
    byte[] stop = {drawn[100], drawn[101]};
    int first = 0;
    while (drawn[first] != stop[0] || drawn[first + 1] != stop[1]) {
      first++;
    }
    ByteArrayOutputStream before = new ByteArrayOutputStream();
    assertThat(byteGenerator(model).generateBytes(300, stop, before::write)).isTrue();
    assertThat(before.toByteArray()).isEqualTo(Arrays.copyOf(drawn, first));
    before.reset();
    assertThat(byteGenerator(model).generateBytes(50, new byte[] {1, 2, 3, 4, 5}, before::write))
        .isFalse();
    assertThat(before.toByteArray()).isEqualTo(Arrays.copyOf(drawn, 50));
    assertThatThrownBy(() -> byteGenerator(model).generateBytes(1, new byte[0], b -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bytesOfACharacterModel_areItsTextInUtf8() {
    Model model = RandomModels.of(CellType.GRU, "aé漢😀\n");
    String text = byteGenerator(model).generate(200);
    assertThat(byteGenerator(model).generateBytes(200)).isEqualTo(text.getBytes(UTF_8));
    ByteArrayOutputStream before = new ByteArrayOutputStream();
    Sampling how = Sampling.length(60).seed(8).stop("漢é");
    assertThat(how.bytes(model, 2)).isEqualTo(how.numbered(model, 2).getBytes(UTF_8));
    StringBuilder beforeText = new StringBuilder();
    boolean stopped = byteGenerator(model).generate(200, "漢é", beforeText::appendCodePoint);
    assertThat(byteGenerator(model).generateBytes(200, "漢é".getBytes(UTF_8), before::write))
        .isEqualTo(stopped);
    assertThat(before.toString(UTF_8)).isEqualTo(beforeText.toString());
  }

  private static TextGenerator byteGenerator(Model model) {
    return new TextGenerator(
            model, TokenSampler.temperature(1), new RandomStreams(3).stream("sample", 0))
        .read(model.vocabulary().idOf('a'));
  }
}
