// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepFileTest {
  private static SweepFile parse(String json) throws IOException {
    return SweepFile.parse(json.replace('\'', '"'));
  }

  private static String random(int runs, int seed) {
    return "{'random': {'runs': "
        + runs
        + ", 'seed': "
        + seed
        + ", 'options': {'learning-rate': {'from': 0.0005, 'to': 0.02, 'scale': 'log'},"
        + " 'hidden': {'from': 3, 'to': 6}, 'dropout': {'from': 0, 'to': 0.5},"
        + " 'optimizer': ['adam', 'rmsprop']}}}";
  }

  @Test
  void grid_isEveryCombination() throws IOException {
    SweepFile sweep =
        parse(
            "{'options': {'epochs': 5}, 'grid': {'model': ['lstm', 'gru'], 'hidden': [64, 128, 1e3],"
                + " 'keep-optimizer': [true, false]}}");
    assertThat(sweep.common()).isEqualTo(Map.of("epochs", "5"));
    assertThat(sweep.swept()).containsExactly("model", "hidden", "keep-optimizer");
    assertThat(sweep.runs()).hasSize(12);
    assertThat(sweep.runs().get(0).arguments())
        .containsExactly("--model=lstm", "--hidden=64", "--keep-optimizer");
    assertThat(sweep.runs().get(11).arguments()).containsExactly("--model=gru", "--hidden=1000");
    assertThat(sweep.runs().get(11).name()).isEqualTo("model=gru_hidden=1000_keep-optimizer=false");
    assertThat(sweep.runs().stream().map(SweepRun::name).distinct()).hasSize(12);
  }

  @Test
  void sameRun_isThereOnce() throws IOException {
    SweepFile sweep =
        parse("{'grid': {'hidden': [8, 16, 8]}, 'runs': [{'hidden': 16}, {'seed': -1}, {}]}");
    assertThat(sweep.runs().stream().map(SweepRun::name))
        .containsExactly("hidden=16", "seed=-1", "run", "hidden=8");
    assertThat(sweep.repeated()).isEqualTo(2);
  }

  @Test
  void random_isTheSameForTheSameSeed_whateverItsLength() throws IOException {
    List<SweepRun> few = parse(random(5, 7)).runs();
    List<SweepRun> many = parse(random(200, 7)).runs();
    assertThat(many.subList(0, 5)).isEqualTo(few);
    assertThat(parse(random(200, 7)).runs()).isEqualTo(many);
    assertThat(parse(random(5, 8)).runs()).doesNotContainAnyElementsOf(few);
    assertThat(few.get(0).options().keySet())
        .containsExactly("learning-rate", "hidden", "dropout", "optimizer");
  }

  @Test
  void random_fillsItsRanges() throws IOException {
    List<SweepRun> runs = parse(random(400, 1)).runs();
    List<Double> rates =
        runs.stream().map(run -> Double.valueOf(run.options().get("learning-rate"))).toList();
    assertThat(rates).allMatch(rate -> rate >= 0.0005 && rate <= 0.02);
    // On a scale of log half of them lie below the geometric mean, 0.00316.
    long below = rates.stream().filter(rate -> rate < Math.sqrt(0.0005 * 0.02)).count();
    // Binomial with n = 400, p = 1/2: five standard deviations are 50.
    assertThat(below).isBetween(150L, 250L);
    assertThat(values(runs, "hidden")).containsExactlyInAnyOrder("3", "4", "5", "6");
    assertThat(values(runs, "optimizer")).containsExactlyInAnyOrder("adam", "rmsprop");
    assertThat(values(runs, "dropout")).allMatch(text -> text.matches("0(\\.\\d+)?"));
    assertThat(values(runs, "dropout").size()).isGreaterThan(300);
  }

  private static Set<String> values(List<SweepRun> runs, String option) {
    return runs.stream().map(run -> run.options().get(option)).collect(Collectors.toSet());
  }

  @Test
  void name_isOneThatAFileCanHave() throws IOException {
    List<SweepRun> runs =
        parse(
                "{'grid': {'optimizer': ['rmsprop:alpha=0.9', 'rmsprop;alpha=0.9', '../../x',"
                    + " '"
                    + "ä".repeat(300)
                    + "']}}")
            .runs();
    List<String> names = runs.stream().map(SweepRun::name).toList();
    assertThat(names)
        .allMatch(name -> name.matches("optimizer=[A-Za-z0-9.=_+-]{1,200}_[0-9a-f]{8}"))
        .doesNotHaveDuplicates()
        .noneMatch(name -> name.contains("/"));
    assertThat(runs.get(0).arguments()).containsExactly("--optimizer=rmsprop:alpha=0.9");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | it is empty",
        "{ | it is no JSON",
        "[1] | 'the file' must be an object",
        "{} | names no run: give grid, random or runs",
        "{'grids': {}} | unknown field 'grids': grid, options, random, runs are known",
        "{'grid': {'hidden': 64}} | 'grid.hidden' must be an array",
        "{'grid': {'hidden': []}} | 'grid.hidden' must be an array of at least one value",
        "{'grid': {'hidden': [[1]]}} | 'grid.hidden' must be a number, a string, true or false",
        "{'grid': {'hidden': [null]}} | 'grid.hidden' must be a number",
        "{'options': {'hidden': 1}, 'grid': {'hidden': [1]}} | 'hidden' is among the options of every",
        "{'random': {'runs': 3}} | random needs 'runs', how many to draw, and 'options'",
        "{'random': {'runs': 0, 'options': {}}} | 'random.runs' must be a whole number from 1 to 10000",
        "{'random': {'runs': 1, 'options': {'a': {'from': 2, 'to': 1}}}} | 'random.options.a' needs",
        "{'random': {'runs': 1, 'options': {'a': {'from': 0, 'to': 1, 'scale': 'log'}}}} | above 0",
        "{'random': {'runs': 1, 'options': {'a': {'from': 1, 'to': 2, 'scale': 'x'}}}} | linear and log",
        "{'random': {'runs': 1, 'options': {'a': {'from': 1, 'to': 2, 'step': 1}}}} | unknown field",
        "{'grid': {'a': [1], 'a': [2]}} | Duplicate",
      })
  void wrongFile_isRefusedWithWhatIsWrong(String json, String message) {
    assertThatThrownBy(() -> parse(json)).hasMessageContaining(message);
  }

  @Test
  void hugeGrid_isRefused() {
    String axis = "[" + "1,".repeat(99) + "1]";
    assertThatThrownBy(() -> parse("{'grid': {'a': " + axis + ", 'b': " + axis + ", 'c': [1, 2]}}"))
        .hasMessageContaining("over 10000 runs");
  }
}
