package io.github.rnn4j.cli.commands;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.cli.console.Streams;
import io.github.rnn4j.cli.console.Version;
import io.github.rnn4j.cli.options.AnyText;
import io.github.rnn4j.cli.options.BackendOption;
import io.github.rnn4j.cli.options.Numbers;
import io.github.rnn4j.cli.options.SamplerOptions;
import io.github.rnn4j.cli.options.UnknownOption;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.sampling.BeamSearch;
import io.github.rnn4j.sampling.Sampling;
import io.github.rnn4j.sampling.TextGenerator;
import io.github.rnn4j.sampling.TokenSampler;
import io.github.rnn4j.text.Utf8;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

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
      "  rnn sample book.safetensors --top-p 0.95 --repetition-penalty 1.2 --stop \"THE END\"",
      "  rnn sample book.safetensors --beam 10 --length 80",
      "  rnn sample book.safetensors --seed 42 --count 3 > stories.txt",
      "",
      "The prime is printed before what is drawn, a line end after it. The same model, seed and"
          + " options give the same text."
    })
public final class SampleCommand implements Callable<Integer> {
  private static final int RANDOM_SEEDS = 1_000_000;
  private static final String STANDARD_INPUT = "-";

  private static final char BYTE_ORDER_MARK = 0xFEFF;

  @ParentCommand private Console console;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "A file that 'rnn train' wrote.")
  private Path path;

  @Option(
      names = "--prime",
      paramLabel = "TEXT",
      preprocessor = AnyText.class,
      converter = AnyText.Escaped.class,
      description =
          "The text to go on from. Escapes: \\n, \\r, \\t, \\\\ and \\u{1F600}. (default: none; the"
              + " sample begins as after a line end)")
  private String prime;

  @Option(
      names = "--prime-file",
      paramLabel = "FILE|-",
      description =
          "A file with the text to go on from, UTF-8, its last line end included; - for standard"
              + " input.")
  private String primeFile;

  @Mixin private UnknownOption unknown;

  @Option(
      names = "--length",
      paramLabel = "N",
      converter = Numbers.Count.class,
      description = "Characters to draw. (default: ${DEFAULT-VALUE})")
  private long length = 500;

  @Option(
      names = "--stop",
      paramLabel = "STRING",
      preprocessor = AnyText.class,
      converter = AnyText.Escaped.class,
      description =
          "End where this string occurs in what is drawn, which it is not printed with. What may"
              + " turn out to be its beginning is held back. Escapes as in --prime.")
  private String stop;

  @Option(names = "--keep-stop", description = "Print the string of --stop, too, where it occurs.")
  private boolean keepStop;

  @Option(
      names = "--count",
      paramLabel = "N",
      converter = Numbers.PositiveInt.class,
      description =
          "Texts to draw from one seed, each with chance of its own; a line of ---- stands between"
              + " two. (default: ${DEFAULT-VALUE})")
  private int count = 1;

  @Mixin private SamplerOptions samplerOptions;

  @Option(
      names = "--beam",
      paramLabel = "N",
      converter = Numbers.PositiveInt.class,
      description =
          "Instead of drawing, search for the most probable text: keep the N best beginnings."
              + " With --count the best few.")
  private Integer beam;

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
    requireOneWay();
    LinearAlgebra la = backendOption.choose();
    Model model = Model.load(path, la);
    int[] start = readPrime(model);
    noteStop(model);
    if (beam != null) {
      search(model, start);
      return ExitCode.OK;
    }
    Sampling how = samplerOptions.sampling(length).seed(seed());
    for (int i = 0; i < count; i++) {
      TextGenerator generator = how.generator(model, i);
      separate(i);
      write(model, generator, start);
    }
    return ExitCode.OK;
  }

  private void requireOneWay() {
    if (prime != null && primeFile != null) {
      throw new ParameterException(
          spec.commandLine(), "--prime and --prime-file are two texts to go on from: give one");
    }
    if (stop != null && stop.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--stop needs at least one character");
    }
    if (keepStop && stop == null) {
      throw new ParameterException(
          spec.commandLine(), "--keep-stop prints the string of --stop: give --stop, too");
    }
    if (beam == null) {
      return;
    }
    if (!samplerOptions.none() || seed != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--beam leaves nothing to chance: it goes without --seed, --temperature, --top-k,"
              + " --top-p, --min-p and --repetition-penalty");
    }
    if (count > beam || length > Integer.MAX_VALUE) {
      throw new ParameterException(
          spec.commandLine(),
          "--beam " + beam + " finds at most " + beam + " texts of at most 2^31 - 1 characters");
    }
  }

  private int[] readPrime(Model model) throws IOException {
    StringBuilder text = new StringBuilder();
    String source = "--prime";
    if (primeFile != null) {
      source = primeFile.equals(STANDARD_INPUT) ? "standard input" : primeFile;
      try (InputStream in =
          primeFile.equals(STANDARD_INPUT)
              ? console.streams().in()
              : Files.newInputStream(Path.of(primeFile))) {
        Utf8.decode(in, source, text::appendCodePoint);
      }
      if (text.length() > 0 && text.charAt(0) == BYTE_ORDER_MARK) {
        text.deleteCharAt(0);
      }
    } else if (prime != null) {
      text.append(prime);
    }
    UnknownOption.Account account = unknown.new Account(model.vocabulary(), path);
    int[] ids = account.encode(text.toString());
    account.settle(source, console);
    return ids;
  }

  private void noteStop(Model model) {
    if (stop != null && !model.vocabulary().unknown(stop).isEmpty()) {
      console.note(
          "--stop never occurs: the model has never seen "
              + model.vocabulary().unit().describe(model.vocabulary().unknown(stop)));
    }
  }

  private long seed() {
    if (seed != null || samplerOptions.certain()) {
      return seed == null ? 0 : seed;
    }
    long random = new SplittableRandom().nextLong(RANDOM_SEEDS);
    console.note(
        "--seed " + random + (count == 1 ? " draws this text" : " draws these texts") + " again");
    return random;
  }

  private void separate(int text) {
    if (text > 0) {
      console.streams().out().println("----");
    }
  }

  private void search(Model model, int[] start) throws IOException {
    TextGenerator generator =
        new TextGenerator(model, TokenSampler.temperature(0), new RandomStreams(0).stream("", 0));
    if (start.length == 0 && model.vocabulary().idOf('\n') != Vocabulary.NONE) {
      generator.read("\n");
    }
    generator.read(start);
    List<BeamSearch.Found> found =
        new BeamSearch(model, beam).search(generator.state(), (int) length, stop);
    for (int i = 0; i < Math.min(count, found.size()); i++) {
      separate(i);
      console.streams().out().print(model.vocabulary().decode(start));
      console
          .streams()
          .out()
          .println(found.get(i).text() + (keepStop && found.get(i).stopped() ? stop : ""));
    }
    console.streams().flush();
  }

  private void write(Model model, TextGenerator generator, int[] start) throws IOException {
    Streams streams = console.streams();
    streams.out().print(model.vocabulary().decode(start));
    streams.flush();
    generator.read(start);
    Flushing sink = new Flushing(streams);
    try {
      if (stop == null) {
        generator.generate(length, sink);
      } else if (generator.generate(length, stop, sink) && keepStop) {
        stop.codePoints().forEach(sink);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    streams.out().println();
    streams.flush();
  }

  /** Prints each character as it is drawn, and lets it be seen soon. */
  private static final class Flushing implements IntConsumer {
    private final Streams streams;

    Flushing(Streams streams) {
      this.streams = streams;
    }

    @Override
    public void accept(int codePoint) {
      streams.out().print(Character.toString(codePoint));
      try {
        streams.flushSoon();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
