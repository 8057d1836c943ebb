// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark.training;

import io.github.rnn4j.training.ShardPart;
import io.github.rnn4j.training.ShardResult;
import io.github.rnn4j.training.ShardWorker;
import java.io.IOException;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** A task: computes a part of a window on an executor. */
final class ComputePart implements Function<ShardPart, Reply> {
  private static final long serialVersionUID = 1L;

  private final Run run;
  private final Broadcast<byte[]> parameters;

  ComputePart(Run run, Broadcast<byte[]> parameters) {
    this.run = run;
    this.parameters = parameters;
  }

  @Override
  public Reply call(ShardPart part) throws IOException {
    Workers workers = Workers.of(run);
    if (!workers.refusal().isEmpty()) {
      return Reply.refused(workers.refusal());
    }
    byte[] numbers = parameters.value();
    long start = System.nanoTime();
    // One that fails is not given back: its storage may be half written.
    ShardWorker worker = workers.take(part);
    ShardResult result = worker.compute(numbers, part);
    workers.give(worker);
    return new Reply("", result, System.nanoTime() - start);
  }
}
