// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.cli.console.Cluster;
import io.github.rnn4j.cli.sweep.SweepRunner;
import io.github.rnn4j.cli.sweep.SweepTask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Does runs on other machines, each on one, as {@code rnn train} does it there. */
final class SweepOnCluster implements SweepRunner {
  private final Cluster cluster;

  SweepOnCluster(Cluster cluster) {
    this.cluster = cluster;
  }

  /** A run that is interrupted begins anew: its checkpoint is lost with the machine. */
  @Override
  public boolean run(List<SweepTask> tasks, Listener listener) throws IOException {
    List<Cluster.RemoteCommand> commands = new ArrayList<>();
    for (SweepTask task : tasks) {
      listener.begins(task);
      List<String> arguments = new ArrayList<>(task.begin());
      if (task.silent().stream().noneMatch(option -> option.startsWith("--threads"))) {
        // Other runs have the other processors.
        arguments.add("--threads=1");
      }
      commands.add(
          new Cluster.RemoteCommand(
              arguments, task.inputs(), List.of(task.model(), task.best(), task.metrics())));
    }
    cluster.run(commands, (number, error) -> listener.ended(tasks.get(number), error));
    return true;
  }
}
