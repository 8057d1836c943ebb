package io.github.rnn4j.cli;

import io.github.rnn4j.training.Reduction;
import io.github.rnn4j.training.TrainingConfig;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * How a network is trained. What is not given follows from the text: one that is too short for the
 * usual sizes gets smaller ones.
 */
final class TrainingOptions {
  private static final int SEQUENCE_LENGTH = 50;
  private static final int BATCH_SIZE = 32;
  private static final int EPOCHS = 20;
  private static final int FEWEST_STEPS = 2000;
  private static final double RATE = 0.5;
  private static final long SEED = 1;

  @Option(
      names = "--seq-length",
      paramLabel = "T",
      converter = Numbers.PositiveInt.class,
      description =
          "Characters of a window, through which gradients flow back. (default: "
              + SEQUENCE_LENGTH
              + ", less for a short text)")
  private Integer sequenceLength;

  @Option(
      names = "--batch-size",
      paramLabel = "B",
      converter = Numbers.PositiveInt.class,
      description =
          "Parts of the text that are read side by side. (default: "
              + BATCH_SIZE
              + ", less for a short text)")
  private Integer batchSize;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      converter = Numbers.PositiveInt.class,
      description =
          "Passes through the text. (default: "
              + EPOCHS
              + ", more for a short text: at least "
              + FEWEST_STEPS
              + " steps)")
  private Integer epochs;

  @Option(
      names = "--steps",
      paramLabel = "N",
      converter = Numbers.PositiveLong.class,
      description = "Windows to train on, instead of --epochs.")
  private Long steps;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      converter = Numbers.PositiveReal.class,
      description =
          "The step of gradient descent. (default: "
              + RATE
              + " with the mean, "
              + RATE
              + "/T with the sum)")
  private Double learningRate;

  @Option(
      names = "--reduction",
      paramLabel = "KIND",
      completionCandidates = Reductions.class,
      converter = ReductionConverter.class,
      description =
          "mean: the loss is that of a character; sum: that of a window, so that the gradient is"
              + " T times as large. (default: mean)")
  private Reduction reduction = Reduction.MEAN;

  @Option(
      names = "--seed",
      paramLabel = "N",
      converter = Numbers.Seed.class,
      description =
          "Where chance starts: the same seed, text and options give the same model."
              + " (default: "
              + SEED
              + ")")
  private long seed = SEED;

  /** Whether both --epochs and --steps were given. */
  boolean lengthTwice() {
    return epochs != null && steps != null;
  }

  long seed() {
    return seed;
  }

  /**
   * The configuration for a text.
   *
   * @param characters N, at least 2
   */
  TrainingConfig config(long characters) {
    long pairs = characters - 1;
    int t = sequenceLength == null ? (int) Math.min(SEQUENCE_LENGTH, pairs) : sequenceLength;
    int b = batchSize == null ? (int) Math.max(1, Math.min(BATCH_SIZE, pairs / t)) : batchSize;
    double rate =
        learningRate != null ? learningRate : reduction == Reduction.MEAN ? RATE : RATE / t;
    TrainingConfig config =
        TrainingConfig.DEFAULT
            .withSequenceLength(t)
            .withBatchSize(b)
            .withLearningRate(rate)
            .withReduction(reduction)
            .withSeed(seed);
    return steps != null
        ? config.withSteps(steps)
        : config.withEpochs(epochs != null ? epochs : usualEpochs(pairs, t, b));
  }

  /** As many epochs as make enough steps. */
  private static int usualEpochs(long pairs, int t, int b) {
    long stepsPerEpoch = ceil(ceil(pairs, b), t);
    return (int) Math.max(EPOCHS, ceil(FEWEST_STEPS, stepsPerEpoch));
  }

  private static long ceil(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  /** The names of the reductions. */
  static final class Reductions extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Reductions() {
      super(List.of(Reduction.values()).stream().map(Reduction::id).toList());
    }
  }

  /** Reads the name of a reduction. */
  static final class ReductionConverter implements ITypeConverter<Reduction> {
    @Override
    public Reduction convert(String text) {
      try {
        return Reduction.of(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
