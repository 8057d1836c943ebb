// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.options;

import io.github.rnn4j.text.TextEncoding;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The option that says how files are read as characters. */
public final class EncodingOption {
  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      converter = Converter.class,
      description =
          "The encoding of the text: UTF-16LE, windows-1252, Shift_JIS or any other that this Java"
              + " knows. Compressed files (.gz) are unpacked. (default: as a byte order mark says,"
              + " else UTF-8)")
  private TextEncoding encoding = TextEncoding.AUTO;

  /** How files and streams are read; of no matter for bytes. */
  public TextEncoding encoding() {
    return encoding;
  }

  /** The option as it was given, for another command. */
  public List<String> arguments() {
    return encoding.equals(TextEncoding.AUTO) ? List.of() : List.of("--encoding", encoding.id());
  }

  /** Takes up what a checkpoint has noted. */
  void restore(TextEncoding noted) {
    encoding = noted;
  }

  /** Reads the name of an encoding. */
  static final class Converter implements ITypeConverter<TextEncoding> {
    @Override
    public TextEncoding convert(String text) {
      return Choice.of(text, TextEncoding::of);
    }
  }
}
