// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.view.pages;

import io.github.rnn4j.activations.Reading;
import org.jspecify.annotations.Nullable;

/** A text that pages show, and its lines, which are cut again when a page has another width. */
final class OpenText {
  private final int revision;
  private final String name;
  private final Reading reading;
  private @Nullable TextLines lines;

  OpenText(int revision, String name, Reading reading) {
    this.revision = revision;
    this.name = name;
    this.reading = reading;
  }

  int revision() {
    return revision;
  }

  String name() {
    return name;
  }

  Reading reading() {
    return reading;
  }

  synchronized TextLines lines(int columns) {
    if (lines == null || lines.columns() != columns) {
      lines = new TextLines(reading.text(), columns);
    }
    return lines;
  }
}
