// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import io.github.rnn4j.cli.console.Printable;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.network.DropoutRates;
import io.github.rnn4j.records.RecordTokens;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.text.Unit;
import io.github.rnn4j.text.Vocabulary;
import io.github.rnn4j.training.AverageType;
import io.github.rnn4j.training.Clipping;
import io.github.rnn4j.training.ScheduleType;
import io.github.rnn4j.training.Split;
import io.github.rnn4j.training.Trainer;
import io.github.rnn4j.training.TrainingConfig;
import io.github.rnn4j.training.TrainingText;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a training run is made of, told before it begins: a line for each part. */
public final class Heading {
  private static final int MOST_SKIPPED = 5;

  /**
   * A line.
   *
   * @param what of which part, or nothing for more of the last one
   * @param value what there is to tell
   */
  private record Line(String what, String value) {}

  private final List<Line> lines = new ArrayList<>();

  /**
   * Tells something.
   *
   * @param what of which part, or nothing for more of the last one
   * @param value what there is to tell
   */
  public void line(String what, String value) {
    lines.add(new Line(what, Printable.line(value)));
  }

  /** What was told, the lines of each part. */
  public Map<String, List<String>> parts() {
    Map<String, List<String>> parts = new LinkedHashMap<>();
    List<String> part = List.of();
    for (Line line : lines) {
      if (!line.what.isEmpty()) {
        part = parts.computeIfAbsent(line.what, what -> new ArrayList<>());
      }
      part.add(line.value);
    }
    return parts;
  }

  /** Prints what was told. */
  public void print(PrintStream err) {
    lines.forEach(line -> err.printf(Locale.ROOT, "%-9s %s%n", line.what, line.value));
  }

  /**
   * The text.
   *
   * @param corpus the text
   * @param known the model's vocabulary, which may be larger
   */
  public void corpus(Corpus corpus, Vocabulary known) {
    List<Corpus.Part> parts = corpus.parts();
    line(
        "text",
        Words.count(corpus.tokens().length(), corpus.vocabulary().unit().noun())
            + " from "
            + (parts.size() == 1 ? parts.get(0).source() : Words.count(parts.size(), "source"))
            + ", vocabulary of "
            + Arrays.stream(known.idsOf(corpus.vocabulary()))
                .filter(id -> id != Vocabulary.NONE)
                .count());
    for (Corpus.Part part : parts) {
      part.decoded().remark().ifPresent(remark -> line("", part.source() + ": " + remark));
    }
    Corpus.Replaced replaced = corpus.replaced();
    if (replaced.occurrences() > 0) {
      Unit unit = corpus.vocabulary().unit();
      line(
          "replaced",
          Words.count(replaced.occurrences(), unit.noun())
              + " by the unknown symbol, "
              + Words.number(replaced.distinct())
              + " different: "
              + replaced.describe(unit));
    }
    List<Corpus.Skipped> skipped = corpus.skipped();
    for (Corpus.Skipped one : skipped.subList(0, Math.min(skipped.size(), MOST_SKIPPED))) {
      line("left out", one.source() + " " + one.reason());
    }
    if (skipped.size() > MOST_SKIPPED) {
      line("", "and " + Words.number(skipped.size() - MOST_SKIPPED) + " more");
    }
  }

  /** Records, if the text is records, and what is held out. */
  public void texts(Split texts, Unit unit, Optional<String> origin) {
    Optional<RecordTokens> records = texts.training().records();
    if (records.isPresent()) {
      line("records", Words.count(records.get().size(), "record") + " to train on");
    }
    if (texts.heldOut().isEmpty()) {
      return;
    }
    TrainingText heldOut = texts.heldOut().get();
    if (records.isEmpty()) {
      line(
          "held out",
          Words.count(heldOut.predictions() + 1, unit.noun())
              + " "
              + origin.orElse("at the text's end"));
      return;
    }
    RecordTokens held = heldOut.records().orElseThrow();
    int repeated = held.repeatedIn(records.get());
    line(
        "held out",
        Words.count(held.size(), "record")
            + " "
            + origin.orElse("from all over the text")
            + (repeated == 0
                ? ""
                : ", of which " + Words.number(repeated) + " also stand in the training text"));
  }

  public void training(Trainer trainer, Unit unit) {
    TrainingConfig config = trainer.config();
    line(
        "training",
        Words.count(trainer.totalSteps(), "step")
            + " of "
            + (config.accumulate() > 1 ? config.accumulate() + " × " : "")
            + config.batchSize()
            + " × "
            + config.sequenceLength()
            + " "
            + unit.noun()
            + "s, "
            + Words.number(trainer.stepsPerEpoch())
            + " in an epoch");
    line(
        "",
        config.optimizer()
            + ", learning rate "
            + config.learningRate()
            + ", reduction "
            + config.reduction().id()
            + ", seed "
            + config.seed());
    List<String> rest = new ArrayList<>();
    if (config.schedule().type() != ScheduleType.CONSTANT) {
      rest.add("schedule " + config.schedule());
    }
    if (config.clipping().kind() != Clipping.Kind.NONE) {
      rest.add("clipping " + config.clipping());
    }
    DropoutRates dropout = config.dropoutRates();
    if (dropout.output() > 0) {
      boolean standard = dropout.kind() == DropoutRates.Kind.STANDARD;
      rest.add((standard ? "" : dropout.kind().id() + " ") + "dropout " + dropout.output());
    }
    if (dropout.input() > 0) {
      rest.add("input dropout " + dropout.input());
    }
    if (dropout.recurrent() > 0) {
      rest.add("recurrent dropout " + dropout.recurrent());
    }
    if (dropout.weights() > 0) {
      rest.add("weight drop " + dropout.weights());
    }
    if (config.average().type() != AverageType.NONE) {
      rest.add("average " + config.average());
    }
    if (config.shards() > 1) {
      rest.add(config.shards() + " shards");
    }
    if (!rest.isEmpty()) {
      line("", String.join(", ", rest));
    }
  }
}
