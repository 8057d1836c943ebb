package io.github.rnn4j.cli;

import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.text.CorpusReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The text to read. */
final class CorpusOptions {
  private static final String STANDARD_INPUT = "-";

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE|DIR|-",
      description =
          "UTF-8 text: files, directories (walked in sorted order), - for standard input. Several"
              + " are joined in the order given.")
  private List<String> sources = new ArrayList<>();

  @Option(
      names = "--text",
      paramLabel = "STRING",
      description = "A text given here, after that of any FILE.")
  private String text;

  boolean none() {
    return sources.isEmpty() && text == null;
  }

  /** The files and directories named. */
  List<Path> paths() {
    return sources.stream().filter(s -> !s.equals(STANDARD_INPUT)).map(Path::of).toList();
  }

  /**
   * Reads all of it.
   *
   * @throws IOException if a source is missing, cannot be read, or is not UTF-8
   * @throws io.github.rnn4j.text.UnusableTextException if there are fewer than two characters
   */
  Corpus read(Streams streams) throws IOException {
    CorpusReader reader = new CorpusReader();
    for (String source : sources) {
      if (source.equals(STANDARD_INPUT)) {
        reader.add(streams.in(), "standard input");
      } else {
        reader.add(Path.of(source));
      }
    }
    if (text != null) {
      reader.add(text, "--text");
    }
    return reader.toCorpus();
  }
}
