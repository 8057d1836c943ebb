// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.options;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.training.Recipe;
import io.github.rnn4j.training.TrainingConfig;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What the help calls a default is what the recipe takes. */
class HelpTest {
  private static final String HELP = rnn("train", "--help").out().replaceAll("\\s", "");

  private static String defaults(Function<TrainingConfig, Object> setting) {
    Object text = setting.apply(training(CellType.LSTM, false));
    Object records = setting.apply(training(CellType.LSTM, true));
    Object rnn = setting.apply(training(CellType.RNN, false));
    return defaults(text, records, rnn);
  }

  private static String defaults(Object text, Object records, Object rnn) {
    String some = "(default:" + text;
    if (records.equals(rnn) && !records.equals(text)) {
      return some + ";" + records + "forrecordsoranrnn";
    }
    return some
        + (records.equals(text) ? "" : ";" + records + "forrecords")
        + (rnn.equals(text) ? "" : ";" + rnn + "foranrnn");
  }

  private static TrainingConfig training(CellType cell, boolean records) {
    return Recipe.of(cell, records).training(TrainingConfig.builder(), 1_000_000);
  }

  private static int layers(CellType cell, boolean records) {
    return Recipe.network(NetworkConfig.builder().cell(cell), 65, records).layers();
  }

  @Test
  void sizes_areTheRecipes() {
    assertThat(HELP)
        .contains(
            "--hidden=NUnitsofeachlayer.(default:" + Recipe.HIDDEN_SIZE + ")",
            defaults(
                    layers(CellType.LSTM, false),
                    layers(CellType.LSTM, true),
                    layers(CellType.RNN, false))
                + ")--embedding",
            defaults(TrainingConfig::sequenceLength) + ";lessforashorttext)--batch-size",
            defaults(TrainingConfig::batchSize) + ";lessforashorttext)--epochs",
            defaults(TrainingConfig::epochs)
                    .replace(
                        "forrecords",
                        "forrecords,"
                            + Recipe.ofLabelled(CellType.LSTM)
                                .training(TrainingConfig.builder(), 1_000_000)
                                .epochs()
                            + "withlabels")
                + ";moreforashorttext:atleast"
                + Recipe.FEWEST_STEPS
                + "steps)");
  }

  @Test
  void updates_areTheRecipes() {
    assertThat(HELP)
        .contains(
            "(default:thatofthedefaultoptimizer,"
                + defaults(TrainingConfig::learningRate).substring("(default:".length()),
            defaults("rmsprop:alpha=0.95", "adam", "sgd") + ")",
            defaults(TrainingConfig::clipping) + ")",
            defaults("cosine:warmup=100,floor=0.02", "cosine:warmup=100,floor=0.02", "constant")
                + ")");
    assertThat(training(CellType.LSTM, false).optimizer().toString())
        .startsWith("rmsprop:alpha=0.95");
    assertThat(training(CellType.LSTM, true).optimizer().type().id()).isEqualTo("adam");
    assertThat(training(CellType.RNN, false).optimizer().type().id()).isEqualTo("sgd");
    assertThat(training(CellType.LSTM, false).schedule())
        .hasToString("cosine:warmup=100,floor=0.02")
        .isEqualTo(training(CellType.LSTM, true).schedule());
    assertThat(training(CellType.RNN, false).schedule()).hasToString("constant");
    assertThat(HELP).contains("(default:0;0.25forrecords)");
    assertThat(training(CellType.LSTM, true).dropout()).isEqualTo(0.25);
  }
}
