// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.Backends;
import io.github.rnn4j.cli.bench.Speedometer.Window;
import io.github.rnn4j.cli.options.WeightsOption;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.text.CorpusReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BenchResultTest {
  @Test
  void partOfThePeak_isTheMedianOfPartsEachAtTheClockOfItsWindow() throws IOException {
    BenchWork work = sampling();
    double flops = work.flopsPerCharacter();
    // Parts of a half, three quarters and a quarter, while the clock goes down to a half.
    String json =
        result(work, window(500, 4e9 * flops), window(375, 2e9 * flops), window(125, 2e9 * flops))
            .json();
    assertThat(json)
        .contains("\"core_peak_gflop_per_second\":" + 4 * flops + ",\"part_of_peak\":0.5")
        .contains("\"core_peak_gflop_per_second\":" + 2 * flops + ",\"part_of_peak\":0.75")
        .contains("\"part_of_peak\":0.25")
        .contains("\"peak_gflop_per_second_of_a_core\":" + 2 * flops)
        .contains("\"fraction_of_peak\":0.5,");
  }

  @Test
  void partOfThePeak_isUnknownIfOneWindowHasNone() throws IOException {
    BenchWork work = sampling();
    MeasuredWindow without =
        new MeasuredWindow(window(1, 1).window(), OptionalDouble.empty(), OptionalDouble.empty());
    assertThat(result(work, window(1, 1), without).json())
        .contains("\"peak_gflop_per_second_of_a_core\":null", "\"fraction_of_peak\":null");
  }

  private static BenchWork sampling() throws IOException {
    CorpusReader reader = new CorpusReader();
    reader.add(new ByteArrayInputStream("abcd".getBytes(StandardCharsets.UTF_8)), "text");
    Corpus corpus = reader.toCorpus();
    NetworkConfig network =
        NetworkConfig.builder(CellType.RNN, corpus.vocabulary().size(), 4).build();
    return new BenchWork(corpus, network, Optional.empty(), 1, new WeightsOption());
  }

  /** So many million characters in a quarter of a second, beside a peak in the mean. */
  private static MeasuredWindow window(long millions, double peak) {
    Window window = new Window(millions * 1_000_000, 1, 0.25, OptionalLong.empty());
    return new MeasuredWindow(window, OptionalDouble.of(peak * 0.5), OptionalDouble.of(peak * 1.5));
  }

  private static BenchResult result(BenchWork work, MeasuredWindow... windows) {
    return new BenchResult(
        work,
        "text",
        Backends.onClassPath().get("ejml"),
        List.of(windows),
        1,
        true,
        OptionalLong.empty(),
        1,
        Map.of());
  }
}
