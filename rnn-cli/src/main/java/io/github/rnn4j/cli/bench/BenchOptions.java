// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.bench;

import io.github.rnn4j.cli.options.Choice;
import io.github.rnn4j.cli.options.Numbers;
import io.github.rnn4j.training.Clipping;
import io.github.rnn4j.training.OptimizerConfig;
import io.github.rnn4j.training.TrainingConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** What is measured, and for how long. */
final class BenchOptions {
  private static final int SEQUENCE_LENGTH = 50;
  private static final int BATCH_SIZE = 50;
  private static final String OPTIMIZER = "rmsprop";
  private static final String CLIPPING = "norm:5";

  /** The rate changes nothing in the work; this one lets no optimizer diverge. */
  private static final double RATE = 0.001;

  @Option(
      names = "--sample",
      description = "Measures sampling, a character after the other, instead of training.")
  private boolean sampling;

  @Option(
      names = "--streams",
      paramLabel = "N",
      converter = Numbers.PositiveInt.class,
      description = "With --sample: texts that are drawn side by side. (default: 1)")
  private @Nullable Integer streams;

  @Option(
      names = "--seq-length",
      paramLabel = "T",
      converter = Numbers.PositiveInt.class,
      description = "Characters of a window. (default: " + SEQUENCE_LENGTH + ")")
  private @Nullable Integer sequenceLength;

  @Option(
      names = "--batch-size",
      paramLabel = "B",
      converter = Numbers.PositiveInt.class,
      description = "Parts of the text read side by side. (default: " + BATCH_SIZE + ")")
  private @Nullable Integer batchSize;

  @Option(
      names = "--shards",
      paramLabel = "S",
      converter = Numbers.PositiveInt.class,
      description = "Blocks of the parts, a power of two. (default: 1)")
  private @Nullable Integer shards;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      converter = OptimizerConverter.class,
      description = "What updates, such as sgd, adagrad or adam. (default: " + OPTIMIZER + ")")
  private @Nullable OptimizerConfig optimizer;

  @Option(
      names = "--clip",
      paramLabel = "KIND",
      converter = ClippingConverter.class,
      description = "none, norm:LIMIT or value:LIMIT. (default: " + CLIPPING + ")")
  private @Nullable Clipping clipping;

  @Option(
      names = "--text",
      paramLabel = "FILE",
      description =
          "The text, or a directory of texts. (default: a synthetic text of 65 symbols and 1.1"
              + " million characters)")
  private @Nullable Path text;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      converter = Numbers.PositiveReal.class,
      description = "The length of a timed window. (default: ${DEFAULT-VALUE})")
  private double seconds = 2;

  @Option(
      names = "--windows",
      paramLabel = "N",
      converter = Numbers.PositiveInt.class,
      description = "Timed windows. (default: ${DEFAULT-VALUE})")
  private int windows = 5;

  @Option(
      names = "--profile",
      description = "After that, measures the time in each operation of the backend.")
  private boolean profile;

  @Option(names = "--json", description = "Prints one JSON object instead.")
  private boolean json;

  boolean sampling() {
    return sampling;
  }

  /** The texts that are drawn side by side; empty if it was not said. */
  OptionalInt streams() {
    return streams == null ? OptionalInt.empty() : OptionalInt.of(streams);
  }

  double seconds() {
    return seconds;
  }

  int windows() {
    return windows;
  }

  boolean profile() {
    return profile;
  }

  boolean json() {
    return json;
  }

  Optional<Path> text() {
    return Optional.ofNullable(text);
  }

  /** The options given that mean nothing to sampling. */
  List<String> trainingOnly() {
    List<String> given = new ArrayList<>();
    if (sequenceLength != null) {
      given.add("--seq-length");
    }
    if (batchSize != null) {
      given.add("--batch-size");
    }
    if (shards != null) {
      given.add("--shards");
    }
    if (optimizer != null) {
      given.add("--optimizer");
    }
    if (clipping != null) {
      given.add("--clip");
    }
    return given;
  }

  /** Training without an end. */
  TrainingConfig training() {
    return TrainingConfig.builder()
        .sequenceLength(sequenceLength == null ? SEQUENCE_LENGTH : sequenceLength)
        .batchSize(batchSize == null ? BATCH_SIZE : batchSize)
        .shards(shards == null ? 1 : shards)
        .optimizer(optimizer == null ? OptimizerConfig.parse(OPTIMIZER) : optimizer)
        .clipping(clipping == null ? Clipping.parse(CLIPPING) : clipping)
        .learningRate(RATE)
        .steps(Long.MAX_VALUE)
        .build();
  }

  /** Reads an optimizer. */
  static final class OptimizerConverter implements ITypeConverter<OptimizerConfig> {
    @Override
    public OptimizerConfig convert(String text) {
      return Choice.of(text, OptimizerConfig::parse);
    }
  }

  /** Reads a clipping. */
  static final class ClippingConverter implements ITypeConverter<Clipping> {
    @Override
    public Clipping convert(String text) {
      return Choice.of(text, Clipping::parse);
    }
  }
}
