package io.github.rnn4j.cli.commands;

import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.WaitingInput;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.cli.options.UnknownOption;
import io.github.rnn4j.scoring.Scorer;
import io.github.rnn4j.text.Unit;
import io.github.rnn4j.text.Utf8;
import io.github.rnn4j.text.Vocabulary;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Files that are joined to one text and scored while they are read, in a fixed amount of memory.
 */
final class ScoredText {
  private static final int BYTE_ORDER_MARK = 0xFEFF;
  private static final String STANDARD_INPUT = "-";

  private final Console console;
  private final Unit unit;
  private final UnknownOption.Account account;
  private long tokens;

  ScoredText(Console console, Unit unit, UnknownOption.Account account) {
    this.console = console;
    this.unit = unit;
    this.account = account;
  }

  /**
   * Reads all of it.
   *
   * @throws IOException if a file is missing, cannot be read, or is not UTF-8
   * @throws IllegalArgumentException if there are fewer than two characters, or unknown ones that
   *     are to be refused
   */
  void read(List<String> sources, Scorer scorer) throws IOException {
    for (String source : sources) {
      if (source.equals(STANDARD_INPUT)) {
        read(console.streams().in(), "standard input", scorer);
      } else {
        readFile(Path.of(source), scorer);
      }
    }
    account.settle("the text", console);
    if (tokens < 2) {
      throw new IllegalArgumentException(
          "the text has "
              + Words.count(tokens, unit.noun())
              + " that the model knows: it takes two, the first of which nothing predicts");
    }
  }

  private void readFile(Path path, Scorer scorer) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException(path + ": is a directory: name the files in it, in their order");
    }
    // Of a pipe, only this kind of stream tells whether it would wait.
    try (InputStream in =
        Files.isRegularFile(path) || !Files.exists(path)
            ? Files.newInputStream(path)
            : new FileInputStream(path.toFile())) {
      read(in, path.toString(), scorer);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(path.toString(), null, "there is no such file");
    } catch (AccessDeniedException e) {
      throw new AccessDeniedException(path.toString(), null, "permission to read it is denied");
    }
  }

  private void read(InputStream source, String name, Scorer scorer) throws IOException {
    InputStream in =
        new WaitingInput(
            source,
            () -> {
              scorer.catchUp();
              console.streams().flush();
            });
    switch (unit) {
      case CHAR -> readCharacters(in, name, scorer);
      case BYTE -> readBytes(in, scorer);
      case WORD -> readWords(in, name, scorer);
    }
  }

  private void readBytes(InputStream in, Scorer scorer) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      for (int i = 0; i < count; i++) {
        scorer.read(buffer[i] & 0xFF);
      }
      tokens += count;
    }
  }

  /** Words are cut from a whole file, which is held in memory meanwhile. */
  private void readWords(InputStream in, String source, Scorer scorer) throws IOException {
    StringBuilder text = new StringBuilder();
    Utf8.decode(in, source, text::appendCodePoint);
    boolean mark = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    int[] ids = account.encode(text.substring(mark ? 1 : 0));
    for (int id : ids) {
      scorer.read(id);
    }
    tokens += ids.length;
  }

  private void readCharacters(InputStream in, String source, Scorer scorer) throws IOException {
    boolean[] begun = {false};
    Utf8.decode(
        in,
        source,
        codePoint -> {
          boolean mark = !begun[0] && codePoint == BYTE_ORDER_MARK;
          begun[0] = true;
          int id = mark ? Vocabulary.NONE : account.idOf(codePoint);
          if (id != Vocabulary.NONE) {
            tokens++;
            scorer.read(id);
          }
        });
  }
}
