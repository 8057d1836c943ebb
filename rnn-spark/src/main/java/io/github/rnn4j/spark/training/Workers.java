// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark.training;

import io.github.rnn4j.api.BackendException;
import io.github.rnn4j.api.Backends;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.training.ShardPart;
import io.github.rnn4j.training.ShardWorker;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockManagerId;
import org.jspecify.annotations.Nullable;

/**
 * The workers of this process for a run: storage that tasks take and give back. Only the last run
 * has any.
 */
final class Workers {
  private static @Nullable Workers last;

  private final Run run;
  private final Optional<LinearAlgebra> la;
  private final String refusal;
  private final Deque<ShardWorker> idle = new ArrayDeque<>();

  private Workers(Run run) {
    this.run = run;
    Optional<LinearAlgebra> chosen = Optional.empty();
    String reason = "";
    try {
      LinearAlgebra found = Backends.onClassPath().get(run.backend());
      chosen = Optional.of(found.withThreads(run.threads()));
      String probe = Probe.of(found);
      if (!probe.equals(run.probe())) {
        reason =
            "its backend "
                + run.backend()
                + " gives other bits than the driver's ("
                + probe.substring(0, 12)
                + " instead of "
                + run.probe().substring(0, 12)
                + "), so it has another version of it or of rnn4j: the jar that is submitted"
                + " must be the only one with them";
      }
    } catch (BackendException e) {
      reason = "it cannot compute with the driver's backend: " + e.getMessage();
    }
    this.la = chosen;
    this.refusal = reason.isEmpty() ? "" : here() + ": " + reason;
  }

  /** Those of a run. */
  static synchronized Workers of(Run run) {
    Workers workers = last;
    if (workers == null || !workers.run.id().equals(run.id())) {
      workers = new Workers(run);
      last = workers;
    }
    return workers;
  }

  /** Why this process cannot take part; empty if it can. */
  String refusal() {
    return refusal;
  }

  /**
   * Takes a worker out, one that has the storage of the part if there is one.
   *
   * @throws IOException if the plan cannot be read
   */
  ShardWorker take(ShardPart part) throws IOException {
    synchronized (idle) {
      for (Iterator<ShardWorker> it = idle.iterator(); it.hasNext(); ) {
        ShardWorker worker = it.next();
        if (worker.isMadeFor(part)) {
          it.remove();
          return worker;
        }
      }
      // What was made for other parts is given up, else it would gather for all of the batch.
      if (!idle.isEmpty()) {
        return idle.removeFirst();
      }
    }
    return new ShardWorker(run.plan().value(), la.orElseThrow());
  }

  /** Gives a worker back. */
  void give(ShardWorker worker) {
    synchronized (idle) {
      idle.addLast(worker);
    }
  }

  /** For example {@code executor 3 on host-7 (Java 17.0.15)}. */
  private static String here() {
    BlockManagerId id = SparkEnv.get().blockManager().blockManagerId();
    String name = id.isDriver() ? "the driver" : "executor " + id.executorId();
    return name + " on " + id.host() + " (Java " + System.getProperty("java.version") + ")";
  }
}
