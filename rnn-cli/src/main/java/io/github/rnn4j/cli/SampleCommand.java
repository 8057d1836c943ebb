package io.github.rnn4j.cli;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.sampling.TextGenerator;
import io.github.rnn4j.sampling.TokenSampler;
import io.github.rnn4j.text.CodePoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rnn sample}. */
@Command(
    name = "sample",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {"Writes text with a trained model, as it is drawn, to standard output.", ""},
    footer = {
      "",
      "Examples:",
      "  rnn sample book.safetensors",
      "  rnn sample book.safetensors --prime \"Once upon\" --length 300 --temperature 0.7",
      "  rnn sample book.safetensors --seed 42 > story.txt",
      "",
      "The prime is printed before what is drawn, a line end after it. The same model, seed and"
          + " options give the same text."
    })
final class SampleCommand implements Callable<Integer> {
  private static final long FLUSH_NANOS = 50_000_000;
  private static final int RANDOM_SEEDS = 1_000_000;

  @ParentCommand private Rnn rnn;

  @Parameters(paramLabel = "MODEL", description = "A file that 'rnn train' wrote.")
  private Path path;

  @Option(
      names = "--prime",
      paramLabel = "TEXT",
      description =
          "The text to go on from. (default: none; the sample begins as after a line end)")
  private String prime = "";

  @Option(
      names = "--length",
      paramLabel = "N",
      converter = Numbers.Count.class,
      description = "Characters to draw. (default: ${DEFAULT-VALUE})")
  private long length = 500;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      converter = Numbers.NonNegativeReal.class,
      description =
          "Below 1 the text is more regular, above 1 wilder; 0 always takes the most probable"
              + " character. (default: ${DEFAULT-VALUE})")
  private double temperature = 1;

  @Option(
      names = "--seed",
      paramLabel = "N",
      converter = Numbers.Seed.class,
      description =
          "Where chance starts: the same seed draws the same text."
              + " (default: a random one, told on standard error)")
  private Long seed;

  @Mixin private BackendOption backendOption;

  @Override
  public Integer call() throws IOException {
    LinearAlgebra la = backendOption.choose();
    Model model = Model.load(path, la);
    checkPrime(model);
    TextGenerator generator =
        new TextGenerator(
            model,
            TokenSampler.temperature(temperature),
            new RandomStreams(seed()).stream("sample", 0));
    if (!prime.isEmpty()) {
      generator.read(prime);
    }
    write(generator);
    return ExitCode.OK;
  }

  private void checkPrime(Model model) {
    int[] unknown = model.vocabulary().unknown(prime);
    if (unknown.length > 0) {
      throw new IllegalArgumentException(
          "--prime has "
              + (unknown.length == 1 ? "a character" : unknown.length + " characters")
              + " that the model has never seen: "
              + CodePoints.describe(unknown)
              + "; 'rnn inspect "
              + path
              + "' lists those that it knows");
    }
  }

  private long seed() {
    if (seed != null || temperature == 0) {
      return seed == null ? 0 : seed;
    }
    long random = new SplittableRandom().nextLong(RANDOM_SEEDS);
    rnn.note("--seed " + random + " draws this text again");
    return random;
  }

  private void write(TextGenerator generator) throws IOException {
    Streams streams = rnn.streams();
    streams.out().print(prime);
    streams.flush();
    long flushed = System.nanoTime();
    for (long i = 0; i < length; i++) {
      streams.out().print(Character.toString(generator.next()));
      long now = System.nanoTime();
      if (now - flushed >= FLUSH_NANOS) {
        streams.flush();
        flushed = now;
      }
    }
    streams.out().println();
    streams.flush();
  }
}
