// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.Escape;
import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.cli.console.TextOutput;
import io.github.rnn4j.cli.console.Version;
import io.github.rnn4j.cli.options.AnyText;
import io.github.rnn4j.cli.options.BackendOption;
import io.github.rnn4j.cli.options.EncodingOption;
import io.github.rnn4j.cli.options.Numbers;
import io.github.rnn4j.cli.options.RecordSampleOptions;
import io.github.rnn4j.cli.options.SamplerOptions;
import io.github.rnn4j.cli.options.UnknownOption;
import io.github.rnn4j.cli.options.WeightsOption;
import io.github.rnn4j.files.NamedInput;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.sampling.BeamSearch;
import io.github.rnn4j.sampling.Matching;
import io.github.rnn4j.sampling.RecordGenerator;
import io.github.rnn4j.sampling.RecordSampling;
import io.github.rnn4j.sampling.Sampling;
import io.github.rnn4j.sampling.TextGenerator;
import io.github.rnn4j.sampling.TextGroup;
import io.github.rnn4j.sampling.TokenSampler;
import io.github.rnn4j.text.ByteVocabulary;
import io.github.rnn4j.text.TextReader;
import io.github.rnn4j.text.Unit;
import io.github.rnn4j.text.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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
    description = {
      "Writes text or records with a trained model, as they are drawn, to standard output.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn sample book.safetensors",
      "  rnn sample book.safetensors --prime \"Once upon\" --length 300 --temperature 0.7",
      "  rnn sample book.safetensors --top-p 0.95 --repetition-penalty 1.2 --stop \"THE END\"",
      "  rnn sample book.safetensors --beam 10 --length 80",
      "  rnn sample book.safetensors --length 5000 | rnn copies - book.txt    how much is copied",
      "  rnn sample book.safetensors --seed 42 --count 3 > stories.txt",
      "  rnn sample names.safetensors --count 20 --prime Jo --novel --unique",
      "  rnn sample names.safetensors --count 5 --json",
      "  rnn sample names.safetensors --count 9 --matching \"[jk].{3,6}(a|ie)\"",
      "",
      "The prime is printed before what is drawn, a line end after it. The same model, seed and"
          + " options give the same text. A model of bytes writes the very bytes, to a file or a pipe"
          + " without a line end after them; a terminal shows what is no text as \\xE8.",
      "",
      "A model of records, which 'rnn train --records' makes, writes records: each by itself, from its"
          + " start or the prime to its border, and the border after it, as in the training's text."
          + " Records that are lines are so a line each, and nothing else is printed; what 'rnn score'"
          + " reads is what 'rnn sample' writes. If the records have labels, the label and a tab stand"
          + " before each. With --beam, they are the most probable records that the search found.",
      "",
      "With --matching each character is drawn from the model's distribution restricted to those after"
          + " which a match can still end within --length; temperature, --top-p and the others choose"
          + " among what is left. A text that is no record may end wherever it matches, with the"
          + " probability of all that cannot go on, and must where nothing can.",
      "",
      "JSON: text; nats, the cost of the record with its border, and with its label, as 'rnn score'"
          + " has it; known, if the model remembers its training's records; whole, false if it was cut"
          + " at --length; seed and stream, with which the same options draw it again; label."
    })
public final class SampleCommand implements Callable<Integer> {
  private static final int RANDOM_SEEDS = 1_000_000;
  private static final String STANDARD_INPUT = "-";
  private static final long TEXT_LENGTH = 500;

  /** Longer texts are drawn one after the other: side by side they would wait in memory. */
  private static final long LONG_TEXT = 1 << 20;

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
          "The text to go on from. Escapes: \\n, \\r, \\t, \\\\, \\u{1F600} and, for a model of bytes,"
              + " \\xE8. (default: none; the sample begins as after a line end)")
  private @Nullable String prime;

  @Option(
      names = "--prime-file",
      paramLabel = "FILE|-",
      description =
          "A file with the text to go on from, or the bytes if these are the model's unit, its last"
              + " line end included; - for standard input.")
  private @Nullable String primeFile;

  @Mixin private UnknownOption unknown;

  @Mixin private EncodingOption encoding;

  @Option(
      names = "--length",
      paramLabel = "N",
      converter = Numbers.Count.class,
      description =
          "Characters to draw; bytes or words, if these are the model's unit. Of records the most"
              + " of each. (default: 500; of records 1000)")
  private @Nullable Long length;

  @Option(
      names = "--stop",
      paramLabel = "STRING",
      preprocessor = AnyText.class,
      converter = AnyText.Escaped.class,
      description =
          "End where this string occurs in what is drawn, which it is not printed with. What may"
              + " turn out to be its beginning is held back. Escapes as in --prime.")
  private @Nullable String stop;

  @Option(names = "--keep-stop", description = "Print the string of --stop, too, where it occurs.")
  private boolean keepStop;

  @Option(
      names = "--matching",
      paramLabel = "REGEX",
      preprocessor = AnyText.class,
      converter = AnyText.Verbatim.class,
      description =
          "Write only what matches this expression of java.util.regex as a whole, prime included, but"
              + " not the border of records. Lookaround, back-references, boundaries and possessive"
              + " quantifiers are refused.")
  private @Nullable String regex;

  @Option(
      names = "--count",
      paramLabel = "N",
      converter = Numbers.PositiveInt.class,
      description =
          "Texts to draw from one seed, each with chance of its own; a line of ---- stands between"
              + " two, but not between records. (default: ${DEFAULT-VALUE})")
  private int count = 1;

  @Mixin private RecordSampleOptions recordOptions;

  @Mixin private SamplerOptions samplerOptions;

  @Option(
      names = "--beam",
      paramLabel = "N",
      converter = Numbers.PositiveInt.class,
      description =
          "Instead of drawing, search for the most probable text: keep the N best beginnings."
              + " With --count the best few.")
  private @Nullable Integer beam;

  @Option(
      names = "--seed",
      paramLabel = "N",
      converter = Numbers.Seed.class,
      description =
          "Where chance starts: the same seed draws the same text."
              + " (default: a random one, told on standard error)")
  private @Nullable Long seed;

  @Option(
      names = "--stream",
      paramLabel = "N",
      converter = Numbers.Count.class,
      description =
          "Begin with the N-th text of the seed: --count 3 draws 0, 1 and 2. (default: 0)")
  private @Nullable Long stream;

  @Mixin private WeightsOption weights;

  @Mixin private BackendOption backendOption;

  @Override
  public Integer call() throws IOException {
    requireOneWay();
    LinearAlgebra la = backendOption.choose(console, multiplications());
    Model model = weights.of(Model.load(path, la));
    int[] start = readPrime(model);
    Optional<Matching> matching = matching(model);
    if (model.records().isPresent()) {
      writeRecords(model, start, matching);
      return ExitCode.OK;
    }
    requireText();
    byte[] ending = readStop(model);
    matching.ifPresent(what -> what.requirePossible(textLength(), start));
    if (beam != null) {
      search(beam, model, start, ending, matching);
      return ExitCode.OK;
    }
    long from = chooseSeed();
    Sampling how = sampling(textLength(), matching).seed(from);
    tellSeed(from, "text");
    int most = textLength() > LONG_TEXT ? 1 : TextGroup.MOST;
    for (int i = 0; i < count; i += most) {
      write(model, how, i, Math.min(most, count - i), start, ending);
    }
    return ExitCode.OK;
  }

  /** About how many there are to be done: a character takes one for each number of the model. */
  private double multiplications() throws IOException {
    double characters = (double) textLength() * count;
    double numbers =
        Files.isRegularFile(path) ? (double) Files.size(path) / Float.BYTES : Double.MAX_VALUE;
    return characters * numbers * (beam == null ? 1 : beam);
  }

  private void requireOneWay() {
    if (prime != null && primeFile != null) {
      throw new ParameterException(
          spec.commandLine(), "--prime and --prime-file are two texts to go on from: give one");
    }
    if (stop != null && stop.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--stop needs at least one character");
    }
    if (stop != null && regex != null) {
      throw new ParameterException(
          spec.commandLine(), "--matching ends where the expression does: leave out --stop");
    }
    if (keepStop && stop == null) {
      throw new ParameterException(
          spec.commandLine(), "--keep-stop prints the string of --stop: give --stop, too");
    }
    if (beam == null) {
      return;
    }
    if (!samplerOptions.none() || seed != null || stream != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--beam leaves nothing to chance: it goes without --seed, --stream, --temperature, --top-k,"
              + " --top-p, --min-p and --repetition-penalty");
    }
    if (count > beam || textLength() > Integer.MAX_VALUE) {
      throw new ParameterException(
          spec.commandLine(),
          "--beam " + beam + " finds at most " + beam + " texts of a --length of at most 2^31 - 1");
    }
  }

  private Optional<Matching> matching(Model model) {
    return Optional.ofNullable(regex).map(expression -> Matching.of(expression, model));
  }

  private Sampling sampling(long most, Optional<Matching> matching) {
    Sampling how = samplerOptions.sampling(most);
    return matching.map(how::matching).orElse(how);
  }

  private BeamSearch search(int beam, Model model, Optional<Matching> matching, int... prime) {
    BeamSearch search = new BeamSearch(model, beam);
    return matching.map(what -> search.matching(what, prime)).orElse(search);
  }

  private long textLength() {
    return length == null ? TEXT_LENGTH : length;
  }

  private long firstStream() {
    return stream == null ? 0 : stream;
  }

  private void requireText() {
    recordOptions
        .given()
        .ifPresent(
            option -> {
              throw new ParameterException(
                  spec.commandLine(),
                  option
                      + " is for models of records, and "
                      + path
                      + " is one of continuous text: 'rnn train --records lines' makes one of"
                      + " lines");
            });
  }

  private void writeRecords(Model model, int[] start, Optional<Matching> matching)
      throws IOException {
    if (stop != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--stop is for continuous text, and "
              + path
              + " is a model of records, which end by themselves: leave it out");
    }
    recordOptions.requireFits(model, path);
    RecordSamples samples = new RecordSamples(console, model, start, count, recordOptions.json());
    long most = length == null ? RecordSampling.USUAL_LENGTH : length;
    if (beam != null) {
      samples.search(
          search(beam, model, matching),
          beam,
          (int) most,
          recordOptions.label(),
          recordOptions.novel());
      return;
    }
    long from = chooseSeed();
    RecordGenerator generator =
        recordOptions
            .set(sampling(most, matching).seed(from).records())
            .group(model, count, start)
            .from(firstStream());
    tellSeed(from, "record");
    samples.draw(generator, from, most);
  }

  private int[] readPrime(Model model) throws IOException {
    IntStream.Builder ids = IntStream.builder();
    TextReader reader = unknown.reader(model.vocabulary(), encoding.encoding(), ids::add);
    String source = "--prime";
    if (primeFile != null) {
      source = primeFile.equals(STANDARD_INPUT) ? "standard input" : primeFile;
      try (InputStream in =
          primeFile.equals(STANDARD_INPUT)
              ? console.streams().in()
              : NamedInput.open(Path.of(primeFile))) {
        reader.add(in, source);
      }
    } else if (prime != null && model.vocabulary() instanceof ByteVocabulary) {
      reader.add(new ByteArrayInputStream(Escape.bytes(prime)), source);
    } else if (prime != null) {
      Escape.requireCharacters(prime);
      reader.add(prime, source);
    }
    unknown.settle(reader, source, model.vocabulary(), path, console);
    return ids.build().toArray();
  }

  /** The bytes of the stop string; none if there is no such string. */
  private byte[] readStop(Model model) {
    if (stop == null) {
      return new byte[0];
    }
    if (!(model.vocabulary() instanceof ByteVocabulary)) {
      Escape.requireCharacters(stop);
      List<String> unseen = unseen(stop, model.vocabulary());
      if (!unseen.isEmpty()) {
        console.note("--stop never occurs: the model has never seen " + Unit.CHAR.describe(unseen));
      }
    }
    return Escape.bytes(stop);
  }

  /** The characters of the stop string that no token has: a word may hold it, or end with it. */
  private List<String> unseen(String stop, Vocabulary vocabulary) {
    return stop.codePoints()
        .filter(
            c ->
                IntStream.range(0, vocabulary.size())
                    .filter(id -> id != vocabulary.unknownId())
                    .noneMatch(id -> vocabulary.textOf(id).indexOf(c) >= 0))
        .distinct()
        .mapToObj(Character::toString)
        .toList();
  }

  private long chooseSeed() {
    if (seed != null || samplerOptions.certain()) {
      return seed == null ? 0 : seed;
    }
    return new SplittableRandom().nextLong(RANDOM_SEEDS);
  }

  /** Tells a seed that nobody gave. */
  private void tellSeed(long chosen, String what) {
    if (seed == null && !samplerOptions.certain()) {
      console.note(
          "--seed "
              + chosen
              + (count == 1 ? " draws this " + what : " draws these " + what + "s")
              + " again");
    }
  }

  private void separate(int text) {
    if (text > 0) {
      console.streams().out().println("----");
    }
  }

  private void search(
      int beam, Model model, int[] start, byte[] ending, Optional<Matching> matching)
      throws IOException {
    TextGenerator generator =
        new TextGenerator(model, TokenSampler.temperature(0), new RandomStreams(0).stream("", 0));
    if (start.length == 0 && model.vocabulary().idOf('\n') != Vocabulary.NONE) {
      generator.read("\n");
    }
    generator.read(start);
    List<BeamSearch.Found> found =
        search(beam, model, matching, start).search(generator.state(), (int) textLength(), ending);
    for (int i = 0; i < Math.min(count, found.size()); i++) {
      separate(i);
      TextOutput out = new TextOutput(console.streams());
      out.write(model.vocabulary().decodeBytes(start));
      out.write(found.get(i).bytes(model.vocabulary(), ending));
      if (keepStop && found.get(i).stopped()) {
        out.write(ending);
      }
      endText(model, out);
    }
    console.streams().flush();
  }

  /** Draws some texts side by side: the first is shown as it is drawn, the others after it. */
  private void write(Model model, Sampling how, int from, int size, int[] start, byte[] ending)
      throws IOException {
    byte[] prime = model.vocabulary().decodeBytes(start);
    TextGroup group = how.group(model, firstStream() + from, size);
    separate(from);
    TextOutput out = new TextOutput(console.streams());
    try {
      out.write(prime);
      console.streams().flush();
      List<IntConsumer> sinks = new ArrayList<>(List.of(out));
      List<ByteArrayOutputStream> others = new ArrayList<>();
      for (int i = 1; i < size; i++) {
        ByteArrayOutputStream other = new ByteArrayOutputStream();
        others.add(other);
        sinks.add(other::write);
      }
      List<Boolean> stopped = group.read(start).generateBytes(textLength(), ending, sinks);
      end(model, out, ending, stopped.get(0));
      for (int i = 1; i < size; i++) {
        separate(from + i);
        out = new TextOutput(console.streams());
        out.write(prime);
        out.write(others.get(i - 1).toByteArray());
        end(model, out, ending, stopped.get(i));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void end(Model model, TextOutput out, byte[] ending, boolean stopped) throws IOException {
    if (stopped && keepStop) {
      out.write(ending);
    }
    endText(model, out);
    console.streams().flush();
  }

  /** A line end comes after a text, but not after bytes that go to a file as they stand. */
  private void endText(Model model, TextOutput out) {
    out.end();
    boolean bytes = model.vocabulary() instanceof ByteVocabulary;
    if (!bytes || count > 1 || console.streams().outIsTerminal()) {
      console.streams().out().println();
    }
  }
}
