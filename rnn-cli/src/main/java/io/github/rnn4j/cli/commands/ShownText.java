// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.activations.ReadText;
import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.text.SourceReader;
import io.github.rnn4j.text.TextEncoding;
import io.github.rnn4j.text.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Files and directories that are joined to one text in memory, to be looked at. */
final class ShownText {
  /** More is no text that somebody looks at, and would take gigabytes. */
  private static final int MOST = 32 << 20;

  private final Unit unit;
  private final StringBuilder text = new StringBuilder();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final SourceReader reader;
  private long length;

  ShownText(Unit unit, TextEncoding encoding) {
    this.unit = unit;
    this.reader = new SourceReader(unit, encoding, new Intake());
  }

  /** Takes in what is read. */
  private final class Intake implements SourceReader.Sink {
    @Override
    public void accept(int value) {
      length++;
      if (length > MOST) {
        throw new IllegalArgumentException(
            "the text has more than "
                + MOST
                + " "
                + (unit == Unit.BYTE ? "bytes" : "characters")
                + ", the most that is shown: give a part of it");
      }
      if (unit == Unit.BYTE) {
        bytes.write(value);
      } else {
        text.appendCodePoint(value);
      }
    }

    @Override
    public void end() {
      // A text goes on in the next source.
    }

    @Override
    public long tokens() {
      return length;
    }
  }

  /** Reads a file or directory, or standard input. */
  void read(String source, InputStream in) throws IOException {
    if (source.equals("-")) {
      reader.add(in, "standard input");
    } else {
      reader.add(Path.of(source));
    }
  }

  /** Tells what was left out. */
  void tell(Console console) {
    for (Corpus.Part part : reader.parts()) {
      part.decoded().remark().ifPresent(remark -> console.note(part.source() + ": " + remark));
    }
    reader.skipped().forEach(one -> console.note("left out: " + one.source() + " " + one.reason()));
  }

  /**
   * The text as a model reads it.
   *
   * @throws IllegalArgumentException if there is none
   */
  ReadText of(Model model) {
    if (length == 0) {
      throw new IllegalArgumentException("there is no text: nothing was read");
    }
    return unit == Unit.BYTE
        ? ReadText.ofBytes(model, bytes.toByteArray())
        : ReadText.of(model, text.toString());
  }
}
