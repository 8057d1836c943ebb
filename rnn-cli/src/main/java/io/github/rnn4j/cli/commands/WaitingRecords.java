// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.records.RecordReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Gathers records as they come, so that many are dealt with side by side, if so many are there. */
class WaitingRecords implements RecordReader.Sink {
  private static final int SIDE_BY_SIDE = 256;

  /** Deals with records. */
  @FunctionalInterface
  interface Sink {
    /**
     * The next records.
     *
     * @param records at least one, in their order
     * @throws IOException if they cannot be passed on
     */
    void accept(List<RecordReader.Read> records) throws IOException;
  }

  private final Sink sink;
  private final List<RecordReader.Read> waiting = new ArrayList<>();

  WaitingRecords(Sink sink) {
    this.sink = sink;
  }

  @Override
  public final void accept(RecordReader.Read record) throws IOException {
    waiting.add(record);
    if (waiting.size() == SIDE_BY_SIDE) {
      release();
    }
  }

  /** Whoever reads may now have to wait; the records do not. */
  @Override
  public void idle() throws IOException {
    release();
  }

  private void release() throws IOException {
    if (!waiting.isEmpty()) {
      List<RecordReader.Read> records = List.copyOf(waiting);
      waiting.clear();
      sink.accept(records);
    }
  }
}
