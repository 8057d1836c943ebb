// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark.training;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.training.ShardExecutor;
import io.github.rnn4j.training.ShardPart;
import io.github.rnn4j.training.ShardResult;
import io.github.rnn4j.training.TrainingConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * Computes the shards of a training's steps as Spark jobs, a part of the window a task.
 *
 * <p>The window is divided into as many parts as there are cores to compute them, at most into its
 * shards, and always into a power of two; how many there are does not change the model. The setting
 * {@value #PARTS} says how many there are to be. A task computes with {@code spark.task.cpus}
 * threads.
 *
 * <p>An executor takes part only if its backend gives the driver's bits for a small training that
 * is always the same.
 *
 * <p>Not thread-safe, and for one training at a time.
 */
public final class SparkShards implements ShardExecutor, AutoCloseable {
  /** The Spark setting that says into how many parts a window is divided, at most. */
  public static final String PARTS = "spark.rnn.parts";

  /** The numbers of a part beside its arrays, about. */
  private static final int PART_BYTES = 64;

  private final JavaSparkContext spark;
  private final LinearAlgebra la;
  private final StepTimes times = new StepTimes();
  private @Nullable Run run;
  private @Nullable Broadcast<byte[]> sent;
  private byte[] sentParameters = new byte[0];

  /**
   * For trainings on a cluster.
   *
   * @param spark the application; not closed by this class
   * @param la the backend of the training, whose like the executors look up by its name
   */
  public SparkShards(JavaSparkContext spark, LinearAlgebra la) {
    this.spark = spark;
    this.la = la;
  }

  /**
   * Where the time goes.
   *
   * @return the times of this object, which go on growing
   */
  public StepTimes times() {
    return times;
  }

  @Override
  public void begin(byte[] plan, TrainingConfig config) {
    close();
    run =
        new Run(
            UUID.randomUUID().toString(),
            spark.broadcast(plan),
            la.name(),
            taskThreads(),
            Probe.of(la));
  }

  private int taskThreads() {
    return spark.getConf().getInt("spark.task.cpus", 1);
  }

  @Override
  public int parts(int shards) {
    int most = spark.getConf().getInt(PARTS, 0);
    int useful = most > 0 ? most : slots();
    return Math.min(shards, Integer.highestOneBit(Math.max(1, useful)));
  }

  /** How many tasks can run at a time. */
  private int slots() {
    int all = spark.defaultParallelism();
    int ofExecutor = spark.getConf().getInt("spark.executor.cores", 0);
    if (ofExecutor > 0) {
      int executors = Math.max(1, spark.statusTracker().getExecutorInfos().length - 1);
      all = Math.min(all, executors * ofExecutor);
    }
    return all / taskThreads();
  }

  @Override
  public List<ShardResult> compute(byte[] parameters, List<ShardPart> parts) {
    Run now = run;
    if (now == null) {
      throw new IllegalStateException("no run was begun");
    }
    long begin = System.nanoTime();
    boolean others = sent == null || sentParameters != parameters;
    Broadcast<byte[]> broadcast = broadcast(parameters);
    long broadcasted = System.nanoTime();
    List<Reply> replies = replies(now, broadcast, parts);
    times.add(
        begin,
        broadcasted,
        System.nanoTime(),
        replies,
        others ? parameters.length : 0,
        parts.stream().mapToLong(SparkShards::bytes).sum());
    List<ShardResult> results = new ArrayList<>(replies.size());
    for (Reply reply : replies) {
      if (!reply.refusal().isEmpty()) {
        throw new UncheckedIOException(new IOException(reply.refusal()));
      }
      results.add(reply.result());
    }
    return results;
  }

  private Broadcast<byte[]> broadcast(byte[] parameters) {
    Broadcast<byte[]> before = sent;
    if (before != null && sentParameters == parameters) {
      return before;
    }
    if (before != null) {
      before.destroy();
    }
    Broadcast<byte[]> broadcast = spark.broadcast(parameters);
    sent = broadcast;
    sentParameters = parameters;
    return broadcast;
  }

  private List<Reply> replies(Run run, Broadcast<byte[]> parameters, List<ShardPart> parts) {
    try {
      return spark.parallelize(parts, parts.size()).map(new ComputePart(run, parameters)).collect();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // SparkException, which Scala does not declare.
      throw new UncheckedIOException(new IOException(SparkFailure.describe(e), e));
    }
  }

  private static long bytes(ShardPart part) {
    return PART_BYTES
        + (long) Integer.BYTES
            * (part.inputs().length + part.targets().length + part.resets().length)
        + part.states().length;
  }

  /** Gives up what the executors keep of the last run. */
  @Override
  public void close() {
    Run before = run;
    if (before != null) {
      before.plan().destroy();
    }
    Broadcast<byte[]> broadcast = sent;
    if (broadcast != null) {
      broadcast.destroy();
    }
    run = null;
    sent = null;
    sentParameters = new byte[0];
  }
}
