// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.options;

import io.github.rnn4j.cli.console.Cluster;
import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.files.NotedFile;
import io.github.rnn4j.metadata.Entries;
import io.github.rnn4j.records.KnownRecords;
import io.github.rnn4j.records.Labels;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.text.CorpusCache;
import io.github.rnn4j.text.CorpusCacheException;
import io.github.rnn4j.text.CorpusConfig;
import io.github.rnn4j.text.CorpusReader;
import io.github.rnn4j.text.TextEncoding;
import io.github.rnn4j.text.Unit;
import io.github.rnn4j.training.RunConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The text to read. */
public final class CorpusOptions {
  private static final String STANDARD_INPUT = "-";
  private static final String AUTO = "auto";
  private static final String SOURCE = "text.source.";
  private static final String TEXT = "text.string";
  private static final String LABEL = "text.label.";
  private static final String LABEL_FILE = "text.label-file.";
  private static final String UNIT = "text.unit";
  private static final String MIN_COUNT = "text.min-count";
  private static final String CACHE = "text.cache";
  private static final String ENCODING = "text.encoding";
  private static final String EXTENSION = ".rnncache";

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE|DIR|-",
      description =
          "Text: files, directories (walked in sorted order), - for standard input. Several are"
              + " joined in the order given. What rnn itself wrote is never taken for text.")
  private List<String> sources = new ArrayList<>();

  @Option(
      names = "--text",
      paramLabel = "STRING",
      preprocessor = AnyText.class,
      converter = AnyText.Verbatim.class,
      description = "A text given here, as it stands, after that of any FILE.")
  private @Nullable String text;

  @Option(
      names = "--unit",
      paramLabel = "UNIT",
      completionCandidates = Units.class,
      converter = UnitConverter.class,
      description =
          "What is predicted: char, a Unicode character; byte, of any file; word, a run of letters"
              + " and digits or of blanks, or any other character. (default: char)")
  private @Nullable Unit unit;

  @Option(
      names = "--records",
      paramLabel = "lines|BORDER",
      preprocessor = AnyText.class,
      converter = BorderConverter.class,
      description =
          "The text is not one but many: every line, or what stands before each BORDER, is a record"
              + " of its own. Each starts with an empty memory; the model knows the border, and"
              + " writes, scores and evaluates records. Escapes: \\n, \\r, \\t, \\\\ and"
              + " \\u{1F600}. (default: one continuous text)")
  private @Nullable RecordBorder records;

  @Option(
      names = "--remember",
      paramLabel = "N",
      converter = Numbers.CountInt.class,
      description =
          "The most records, held-out ones included, that the finished model remembers, in 8 bytes"
              + " each, so that 'rnn sample --novel' can tell what is new; of more it remembers"
              + " none. (default: "
              + KnownRecords.USUAL_MOST
              + "; 0: none)")
  private @Nullable Integer remember;

  @Option(
      names = "--label",
      paramLabel = "NAME=FILE",
      description =
          "Records of several kinds, to be told apart by 'rnn classify': those of FILE are of kind"
              + " NAME. Once for each kind, instead of FILEs.")
  private Map<String, Path> labelled = new LinkedHashMap<>();

  @Option(
      names = "--min-count",
      paramLabel = "N",
      converter = Numbers.PositiveLong.class,
      description =
          "Characters or words that occur fewer times become one unknown symbol. (default: 1, none"
              + " does)")
  private @Nullable Long minCount;

  @Option(
      names = "--cache",
      paramLabel = "FILE|auto",
      description =
          "Keep the encoded text in this file instead of memory, for texts of any size; auto:"
              + " beside the first FILE. It is used again while the files named are the same."
              + " Without any FILE, the text is that of the cache.")
  private @Nullable String cache;

  @Mixin private EncodingOption encoding = new EncodingOption();

  /** Of a resumed run: whether it was given with it. */
  private boolean cacheTyped;

  /** Of a resumed run: the text is that of the cache, whatever became of its sources. */
  private boolean fromCache;

  /** How files and streams are read; of no matter for bytes. */
  public TextEncoding encoding() {
    return encoding.encoding();
  }

  public boolean none() {
    return noSource() && (cache == null || cache.equals(AUTO));
  }

  /** What ends a record, if the text is records. */
  public Optional<RecordBorder> records() {
    return records == null && !labelled.isEmpty()
        ? Optional.of(RecordBorder.LINE)
        : Optional.ofNullable(records);
  }

  /** Whether it is said how many records the model is to remember. */
  public boolean remembers() {
    return remember != null;
  }

  /** Sets how many records the model remembers, if that is said. */
  public void set(RunConfig.Builder run) {
    Optional.ofNullable(remember).ifPresent(run::remember);
  }

  private boolean noSource() {
    return sources.isEmpty() && text == null && labelled.isEmpty();
  }

  /** What the records are told apart into, if they have labels. */
  public Optional<Labels> labels() {
    return labelled.isEmpty()
        ? Optional.empty()
        : Optional.of(new Labels(List.copyOf(labelled.keySet())));
  }

  /** Whether a part of the text is not on this machine. */
  public boolean remote() {
    return sources.stream().anyMatch(RemotePath::is);
  }

  /** Whether standard input is among the text. */
  public boolean standardInput() {
    return sources.contains(STANDARD_INPUT);
  }

  /** What is wrong with how the options go together. */
  public Optional<String> conflict() {
    if (!labelled.isEmpty() && (!sources.isEmpty() || text != null || cache != null)) {
      return Optional.of(
          "--label names the files of each kind: leave out FILE, --text and --cache");
    }
    if (!labelled.isEmpty() && unit == Unit.BYTE) {
      return Optional.of(
          "--label does not go with --unit byte: a label needs a symbol that is no byte");
    }
    if (labelled.size() == 1) {
      return Optional.of("records are told apart by two labels or more: give another --label");
    }
    if (AUTO.equals(cache) && !firstIsFile()) {
      return Optional.of("--cache auto lies beside the first FILE, but there is none: name a file");
    }
    if (noSource() && (unit != null || minCount != null)) {
      return Optional.of(
          "without a text, --unit and --min-count are those of the --cache: leave them out");
    }
    if (unit == Unit.BYTE && minCount != null && minCount > 1) {
      return Optional.of(
          "--min-count does not go with --unit byte: all 256 bytes are always in the vocabulary");
    }
    if (unit == Unit.BYTE && !encoding().equals(TextEncoding.AUTO)) {
      return Optional.of("--encoding does not go with --unit byte: bytes are read as they stand");
    }
    return Optional.empty();
  }

  /** Whether the first source is a file or directory of this machine. */
  private boolean firstIsFile() {
    return !sources.isEmpty()
        && !sources.get(0).equals(STANDARD_INPUT)
        && !RemotePath.is(sources.get(0));
  }

  /** The file of the encoded text, if it is not to be in memory. */
  public Optional<Path> cache() {
    if (cache == null) {
      return Optional.empty();
    }
    if (!cache.equals(AUTO)) {
      return Optional.of(Path.of(cache));
    }
    Path first = Path.of(sources.get(0)).toAbsolutePath().normalize();
    return first.getFileName() == null
        ? Optional.of(first.resolve(EXTENSION))
        : Optional.of(first.resolveSibling(first.getFileName() + EXTENSION));
  }

  /** What a resumed run must know: where the text is, and its tokens. */
  public void note(Map<String, String> notes) {
    for (int i = 0; i < sources.size(); i++) {
      String source = sources.get(i);
      notes.put(
          String.format(Locale.ROOT, "%s%06d", SOURCE, i),
          source.equals(STANDARD_INPUT) || RemotePath.is(source)
              ? source
              : Path.of(source).toAbsolutePath().toString());
    }
    if (text != null) {
      notes.put(TEXT, text);
    }
    int label = 0;
    for (Map.Entry<String, Path> one : labelled.entrySet()) {
      String number = String.format(Locale.ROOT, "%06d", label++);
      notes.put(LABEL + number, one.getKey());
      notes.put(LABEL_FILE + number, one.getValue().toAbsolutePath().toString());
    }
    if (unit != null) {
      notes.put(UNIT, unit.id());
    }
    if (minCount != null) {
      notes.put(MIN_COUNT, minCount.toString());
    }
    if (!encoding().equals(TextEncoding.AUTO)) {
      notes.put(ENCODING, encoding().id());
    }
    if (cache != null) {
      notes.put(CACHE, cache.equals(AUTO) ? AUTO : Path.of(cache).toAbsolutePath().toString());
    }
  }

  /**
   * Takes up what {@link #note} noted, but for the place of the text if it is named anew.
   *
   * @throws IllegalArgumentException if the notes are damaged
   */
  public void restore(Entries notes) {
    if (noSource()) {
      Entries noted = notes.under(SOURCE);
      for (String key : noted.toMap().keySet()) {
        sources.add(noted.read(key, name -> RemotePath.is(name) ? name : Path.of(name).toString()));
      }
      text = notes.has(TEXT) ? notes.text(TEXT) : null;
      Entries files = notes.under(LABEL_FILE);
      Entries names = notes.under(LABEL);
      for (String key : names.toMap().keySet()) {
        labelled.put(names.text(key), files.read(key, Path::of));
      }
    }
    unit = notes.has(UNIT) ? notes.read(UNIT, Unit::of) : null;
    minCount =
        notes.has(MIN_COUNT) ? Long.valueOf(notes.whole(MIN_COUNT, 1, Long.MAX_VALUE)) : null;
    cacheTyped = cache != null;
    if (!cacheTyped && notes.has(CACHE)) {
      cache = notes.read(CACHE, name -> Path.of(name).toString());
    }
    if (AUTO.equals(cache) && !firstIsFile()) {
      throw notes.bad(CACHE, "there is no first FILE that it could lie beside");
    }
    encoding.restore(
        notes.has(ENCODING) ? notes.read(ENCODING, TextEncoding::of) : TextEncoding.AUTO);
  }

  /** The files and directories named. */
  public List<Path> paths() {
    return Stream.concat(
            sources.stream()
                .filter(s -> !s.equals(STANDARD_INPUT) && !RemotePath.is(s))
                .map(Path::of),
            labelled.values().stream())
        .toList();
  }

  /**
   * Reads all of it.
   *
   * @throws IOException if a source is missing, cannot be read, is not UTF-8, or the cache cannot
   *     be written or read
   * @throws io.github.rnn4j.text.UnusableTextException if there are fewer than two characters
   */
  public Corpus read(Console console) throws IOException {
    CorpusConfig config =
        CorpusConfig.DEFAULT
            .withUnit(unit == null ? Unit.CHAR : unit)
            .withMinCount(minCount == null ? 1 : minCount)
            .withEncoding(encoding());
    if (cache().isEmpty()) {
      return inMemory(config, console);
    }
    Path file = cache().get();
    if (noSource()) {
      return CorpusCache.open(file);
    }
    return text == null && rereadable()
        ? CorpusCache.read(file, config, paths())
        : CorpusCache.build(file, config, reader -> addTo(reader, console));
  }

  private Corpus inMemory(CorpusConfig config, Console console) throws IOException {
    try {
      CorpusReader reader = new CorpusReader(config);
      addTo(reader, console);
      return reader.toCorpus();
    } catch (OutOfMemoryError e) {
      throw new IOException(
          "the text is too large for the memory: --cache FILE or --cache auto keeps it in a file"
              + " instead, and RNN_JAVA_OPTS=-Xmx4g would give the program 4 GB",
          e);
    }
  }

  /**
   * Reads the text of a resumed run. Where there is its cache, the text is in it: nothing else is
   * read, least of all a standard input that has ended, and it is not made anew.
   *
   * @throws IOException as {@link #read} does, and if a cache would have to be made where the
   *     checkpoint alone says
   */
  public Corpus readAgain(Console console, Path checkpoint) throws IOException {
    if (cache().isEmpty() || noSource()) {
      return read(console);
    }
    Path file = cache().get();
    if (Files.exists(file)) {
      try {
        Corpus kept = CorpusCache.open(file);
        fromCache = true;
        return kept;
      } catch (CorpusCacheException e) {
        // A damaged one, or of an earlier version.
        if (!rereadable()) {
          throw e;
        }
      }
    }
    if (!cacheTyped && !NotedFile.isBeside(file, checkpoint)) {
      throw new IOException(
          checkpoint
              + ": its text's cache "
              + file
              + " is missing or damaged, and is not beside the checkpoint: give --cache to say"
              + " where it may be made");
    }
    return read(console);
  }

  /** Whether the sources can be read once more: no standard input, and no pipe. */
  private boolean rereadable() {
    return !sources.contains(STANDARD_INPUT)
        && sources.stream().noneMatch(RemotePath::is)
        && paths().stream().allMatch(path -> Files.isRegularFile(path) || Files.isDirectory(path));
  }

  /** Where the text of a resumed run was found, if not at its sources. */
  public Optional<Path> usedCache() {
    return fromCache ? cache() : Optional.empty();
  }

  private void addTo(CorpusReader reader, Console console) throws IOException {
    for (String source : sources) {
      if (source.equals(STANDARD_INPUT)) {
        reader.add(console.streams().in(), "standard input");
      } else if (RemotePath.is(source)) {
        addRemote(reader, source, console);
      } else {
        Path path = Path.of(source);
        if (Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)) {
          console.note("reading " + source + ", a pipe or device, to its end");
        }
        reader.add(path);
      }
    }
    if (text != null) {
      reader.add(text, "--text");
    }
    if (!labelled.isEmpty()) {
      addLabelled(reader);
    }
  }

  private static void addRemote(CorpusReader reader, String source, Console console)
      throws IOException {
    Cluster cluster =
        console
            .cluster()
            .orElseThrow(
                () ->
                    new IOException(
                        source
                            + " is not on this machine: Spark reads it, by spark-submit with the"
                            + " class io.github.rnn4j.spark.Train; here name a copy of it"));
    for (Cluster.RemoteFile file : cluster.find(source)) {
      try (InputStream in = file.open()) {
        reader.add(in, file.name());
      }
    }
  }

  private void addLabelled(CorpusReader reader) throws IOException {
    Labels labels = labels().orElseThrow();
    int label = 0;
    for (Path file : labelled.values()) {
      StringBuilder records = new StringBuilder();
      try (InputStream in = Files.newInputStream(file)) {
        encoding().decode(in, file.toString(), records::appendCodePoint);
      } catch (NoSuchFileException e) {
        throw new NoSuchFileException(file.toString(), null, "there is no such file");
      }
      String marked = labels.mark(label++, records.toString(), records().orElse(RecordBorder.LINE));
      reader.add(marked, file.toString());
    }
  }

  /** Reads what ends a record. */
  public static final class BorderConverter implements ITypeConverter<RecordBorder> {
    @Override
    public RecordBorder convert(String text) {
      String border = new AnyText.Escaped().convert(text);
      if (border.isEmpty()) {
        throw new TypeConversionException("the border of records has no character");
      }
      return border.equals("lines") ? RecordBorder.LINE : new RecordBorder(border);
    }
  }

  /** The names of the units. */
  static final class Units extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Units() {
      super(List.of(Unit.values()).stream().map(Unit::id).toList());
    }
  }

  /** Reads the name of a unit. */
  static final class UnitConverter implements ITypeConverter<Unit> {
    @Override
    public Unit convert(String text) {
      return Choice.of(text, Unit::of);
    }
  }
}
