// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.cli.console.Version;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.cli.options.BackendOption;
import io.github.rnn4j.cli.options.DynamicOptions;
import io.github.rnn4j.cli.options.EncodingOption;
import io.github.rnn4j.cli.options.UnknownOption;
import io.github.rnn4j.cli.options.WeightsOption;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.scoring.DynamicEvaluation;
import io.github.rnn4j.scoring.DynamicScorer;
import io.github.rnn4j.scoring.GradientStatistics;
import io.github.rnn4j.scoring.Score;
import io.github.rnn4j.scoring.Scorer;
import io.github.rnn4j.text.Unit;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code rnn evaluate}. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Tells how well a model predicts a text: its cost in nats and bits per character, and the"
          + " perplexity.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn evaluate book.safetensors other.txt",
      "  rnn evaluate book.safetensors --json chapter1.txt chapter2.txt",
      "  rnn evaluate book.safetensors sequel.txt --dynamic --dynamic-statistics book.txt",
      "",
      "Several files are one text, with nothing between them. It is read from its first character,"
          + " which nothing predicts, to its last, the state carried all along, in a fixed amount of"
          + " memory. 'rnn score' shows the parts of the sum.",
      "",
      "With --dynamic the model learns from each segment after predicting it, and what it has learned"
          + " stays to the end of the text: another number than the one above, and said to be so.",
      "",
      "A model of records reads each record by itself, from an empty memory, its border included: the"
          + " number is the one that 'rnn train' tells of held-out records."
    })
public final class EvaluateCommand implements Callable<Integer> {
  @ParentCommand private Console console;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A file that 'rnn train' wrote.")
  private Path path;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE|DIR|-",
      description =
          "Text: files, directories (walked in sorted order), - for standard input. Several are one"
              + " text, in the order given.")
  private List<String> sources;

  @Option(names = "--json", description = "One line of JSON instead of a sentence.")
  private boolean json;

  @Mixin private UnknownOption unknown;

  @Mixin private EncodingOption encoding;

  @Mixin private WeightsOption weights;

  @Mixin private DynamicOptions dynamic;

  @Mixin private BackendOption backendOption;

  @Override
  public Integer call() throws IOException {
    dynamic
        .defect()
        .ifPresent(
            defect -> {
              throw new ParameterException(spec.commandLine(), defect);
            });
    Model model = weights.of(Model.load(path, backendOption.choose(console)));
    ScoredText.Total total = total(model);
    Score score = total.score();
    PrintStream out = console.streams().out();
    if (json) {
      out.println(json(score, model.vocabulary().unit(), total.unseen()));
    } else {
      String token = model.vocabulary().unit().noun();
      out.println(
          Words.count(score.characters(), token)
              + (dynamic.wanted()
                  ? " predicted while learning (" + dynamic.words() + ")"
                  : " predicted")
              + ": "
              + Words.loss(score.natsPerCharacter(), token)
              + String.format(Locale.ROOT, ", perplexity %.4f", score.perplexity()));
      out.println("in total " + score.exactNats() + " nats");
    }
    console.streams().flush();
    return ExitCode.OK;
  }

  private ScoredText.Total total(Model model) throws IOException {
    ScoredText text = new ScoredText(console, unknown, encoding);
    if (dynamic.wanted()) {
      return dynamicTotal(model, text);
    }
    if (model.records().isPresent()) {
      return text.readRecords(sources, model, path, (record, score) -> {});
    }
    Scorer scorer = new Scorer(model);
    long unseen = text.read(sources, model, path, scorer);
    return new ScoredText.Total(scorer.finish(), unseen);
  }

  /** A short read of a pipe cuts no segment: the number is that of the text alone. */
  private ScoredText.Total dynamicTotal(Model model, ScoredText text) throws IOException {
    DynamicEvaluation how = dynamic.how();
    DynamicScorer scorer =
        dynamic.statistics().isPresent()
            ? new DynamicScorer(model, how, statistics(model, text, dynamic.statistics().get()))
            : new DynamicScorer(model, how);
    if (model.records().isPresent()) {
      return text.readRecords(
          sources,
          model,
          path,
          records -> records.stream().map(scorer::score).toList(),
          (record, score) -> {});
    }
    long unseen = text.read(sources, model, path, scorer::read, () -> {});
    return new ScoredText.Total(scorer.finish(), unseen);
  }

  private GradientStatistics statistics(Model model, ScoredText text, String source)
      throws IOException {
    GradientStatistics statistics = new GradientStatistics(model, dynamic.how().segment());
    if (model.records().isPresent()) {
      text.readRecords(
          List.of(source), model, path, (record, score) -> statistics.readRecord(record.tokens()));
    } else {
      text.read(List.of(source), model, path, statistics::read, () -> {});
    }
    return statistics.finish();
  }

  /** What counts as a character is what the unit says. */
  private String json(Score score, Unit unit, long unknown) {
    return "{\"unit\":\""
        + unit.id()
        + "\",\"characters\":"
        + score.characters()
        + ",\"nats\":"
        + score.exactNats().toPlainString()
        + ",\"bits\":"
        + score.bits()
        + ",\"nats_per_character\":"
        + score.natsPerCharacter()
        + ",\"bits_per_character\":"
        + score.bitsPerCharacter()
        + ",\"perplexity\":"
        + (Double.isInfinite(score.perplexity()) ? "null" : score.perplexity())
        + ",\"unknown_characters\":"
        + unknown
        + (dynamic.wanted() ? ",\"dynamic\":" + dynamic.json() : "")
        + "}";
  }
}
