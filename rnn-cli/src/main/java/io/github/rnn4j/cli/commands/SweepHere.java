// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.cli.console.Streams;
import io.github.rnn4j.cli.sweep.SweepRunner;
import io.github.rnn4j.cli.sweep.SweepTask;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Does runs one after the other, in this process, as {@code rnn train} does each. */
final class SweepHere implements SweepRunner {
  private final Console console;

  SweepHere(Console console) {
    this.console = console;
  }

  @Override
  public boolean run(List<SweepTask> tasks, Listener listener) throws IOException {
    // Standard output is for the table.
    Streams streams =
        new Streams(
            InputStream.nullInputStream(),
            console.streams().err(),
            console.streams().err(),
            console.streams()::terminal);
    for (SweepTask task : tasks) {
      listener.begins(task);
      String[] error = {""};
      int code =
          console.run(
              streams,
              message -> error[0] = message,
              task.checkpointed() ? task.resume() : task.begin());
      if (code == ExitCode.INTERRUPTED) {
        return false;
      }
      listener.ended(
          task, code == ExitCode.OK ? "" : error[0].isEmpty() ? "exit code " + code : error[0]);
    }
    return true;
  }
}
