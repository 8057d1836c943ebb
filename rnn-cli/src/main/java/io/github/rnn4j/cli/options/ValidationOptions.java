package io.github.rnn4j.cli.options;

import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.text.CorpusReader;
import io.github.rnn4j.text.Tokens;
import io.github.rnn4j.text.UnknownTokensException;
import io.github.rnn4j.text.UnusableTextException;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The held-out text, which is read now and then to see how the model does on what is new. */
public final class ValidationOptions {
  private static final String FRACTION = "validation.fraction";
  private static final String FILE = "validation.file";

  @Option(
      names = "--validation",
      paramLabel = "FRACTION",
      converter = Numbers.Fraction.class,
      description = "Hold out this part of the text, at its end, such as 0.05.")
  private Double fraction;

  @Option(
      names = "--validation-file",
      paramLabel = "FILE",
      description = "Hold out this text instead; it may have no other characters.")
  private Path file;

  @Option(
      names = "--validate-every",
      paramLabel = "N",
      converter = Numbers.PositiveLong.class,
      description = "Steps between two readings of the held-out text. (default: an epoch)")
  private Long every;

  @Option(
      names = "--patience",
      paramLabel = "N",
      converter = Numbers.PositiveInt.class,
      description =
          "End the training when N readings in a row brought no lower loss. (default: never)")
  private Integer patience;

  /** What is wrong with the options together. */
  public Optional<String> defect() {
    if (fraction != null && file != null) {
      return Optional.of("--validation and --validation-file exclude each other: give one of them");
    }
    if (fraction == null && file == null && (every != null || patience != null)) {
      return Optional.of(
          (every != null ? "--validate-every" : "--patience")
              + " needs a held-out text: give --validation or --validation-file");
    }
    return Optional.empty();
  }

  public long every() {
    return every == null ? 0 : every;
  }

  public int patience() {
    return patience == null ? 0 : patience;
  }

  public Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /** What a resumed run must know. */
  public void note(Map<String, String> notes) {
    if (fraction != null) {
      notes.put(FRACTION, fraction.toString());
    }
    if (file != null) {
      notes.put(FILE, file.toAbsolutePath().toString());
    }
  }

  /** Takes up what {@link #note} noted. */
  public void restore(Map<String, String> notes) {
    fraction = notes.containsKey(FRACTION) ? Double.valueOf(notes.get(FRACTION)) : null;
    file = notes.containsKey(FILE) ? Path.of(notes.get(FILE)) : null;
  }

  /**
   * Divides a text.
   *
   * @throws IOException if the file cannot be used, or the text is too short to be divided
   */
  public HeldOut split(Tokens tokens, Vocabulary vocabulary) throws IOException {
    if (file != null) {
      return new HeldOut(tokens, read(vocabulary), "from " + file);
    }
    if (fraction == null) {
      return new HeldOut(tokens, null, "");
    }
    long length = tokens.length();
    long held = Math.round(length * fraction);
    if (held < 2 || length - held < 2) {
      throw new UnusableTextException(
          "--validation "
              + fraction
              + " would leave "
              + (length - held)
              + " of "
              + length
              + " characters for the training and hold out "
              + held
              + ": each part needs at least 2");
    }
    return new HeldOut(
        tokens.slice(0, length - held), tokens.slice(length - held, length), "at the text's end");
  }

  private Tokens read(Vocabulary vocabulary) throws IOException {
    try {
      Corpus corpus = new CorpusReader(vocabulary).add(file).toCorpus();
      return corpus.tokens();
    } catch (UnknownTokensException e) {
      throw new IOException(
          e.getMessage()
              + "; a held-out text has no other characters than the training's: take them out, or"
              + " add a text that has them",
          e);
    }
  }

  /**
   * A text and what is held out.
   *
   * @param training what is trained on
   * @param validation what is held out; null for nothing
   * @param origin where that is from
   */
  public record HeldOut(Tokens training, Tokens validation, String origin) {}
}
