// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a file that is no text begins with, and how it can be read all the same. */
enum ForeignFormat {
  BZIP2("BZh", "compressed by bzip2", "unpack it first, with bzcat for example"),
  XZ("\u00FD7zXZ", "compressed by xz", "unpack it first, with xzcat for example"),
  ZSTD("(\u00B5/\u00FD", "compressed by zstd", "unpack it first, with zstdcat for example"),
  ZIP("PK\3\4", "a ZIP archive", "unpack it first, with unzip for example"),
  PDF("%PDF", "a PDF", "take its text out first, with pdftotext for example"),
  MIDI("MThd", "MIDI", ""),
  PNG("\u0089PNG", "a PNG image", ""),
  JPEG("\u00FF\u00D8\u00FF", "a JPEG image", ""),
  ELF("\177ELF", "a program", ""),
  SQLITE("SQLite format 3", "an SQLite database", "");

  private static final String AS_BYTES =
      "bytes as the unit (--unit byte) read it, and any other file, as it stands";

  /** Share of the bytes at even or odd places that are NUL in UTF-16 of a western text. */
  private static final double MANY = 0.4;

  private static final int LEAST = 3;

  private final String begins;
  private final String noun;

  /** Empty if it can be read as bytes alone. */
  private final String remedy;

  ForeignFormat(String begins, String noun, String remedy) {
    this.begins = begins;
    this.noun = noun;
    this.remedy = remedy;
  }

  /** What to do with what is no text in the encoding tried, as its first bytes tell. */
  static String remedy(byte[] head, String otherwise) {
    String start = new String(head, StandardCharsets.ISO_8859_1);
    for (ForeignFormat format : values()) {
      if (start.startsWith(format.begins)) {
        return "it is "
            + format.noun
            + ", no text: "
            + (format.remedy.isEmpty() ? AS_BYTES : format.remedy);
      }
    }
    return utf16(head)
        .map(
            name ->
                "it looks like "
                    + name
                    + " without a byte order mark: name that encoding (--encoding "
                    + name
                    + ")")
        .orElse(otherwise);
  }

  /** What to do with a text that holds a NUL. */
  static String nulRemedy(byte[] head) {
    return remedy(
        head,
        AS_BYTES + "; an encoding that is named (--encoding UTF-8) takes a NUL as a character");
  }

  private static Optional<String> utf16(byte[] head) {
    int[] zeros = new int[2];
    int pairs = head.length / 2;
    for (int i = 0; i < 2 * pairs; i++) {
      zeros[i & 1] += head[i] == 0 ? 1 : 0;
    }
    double many = Math.max(LEAST, MANY * pairs);
    if (zeros[1] >= many && zeros[0] == 0) {
      return Optional.of("UTF-16LE");
    }
    return zeros[0] >= many && zeros[1] == 0 ? Optional.of("UTF-16BE") : Optional.empty();
  }
}
