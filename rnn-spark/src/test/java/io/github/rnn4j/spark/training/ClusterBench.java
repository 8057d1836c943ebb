// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark.training;

import io.github.rnn4j.api.Backends;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.spark.LocalCluster;
import io.github.rnn4j.training.Trainer;
import io.github.rnn4j.training.Training;
import io.github.rnn4j.training.TrainingListener;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Where the time of a step goes on clusters within this machine, one after the other, and what of
 * it a barrier stage with sockets of its own could save at most. For docs/CLUSTER.md; arguments:
 * numbers of executors, such as {@code 1,2}, hidden, layers, streams, steps of a window, windows.
 */
public final class ClusterBench {
  private static final int WARM = 8;
  private static final int EMPTY_JOBS = 60;

  private ClusterBench() {}

  /** Measures. */
  public static void main(String[] arguments) throws IOException {
    int[] executors = Arrays.stream(arguments[0].split(",")).mapToInt(Integer::parseInt).toArray();
    int[] sizes = Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray();
    for (int count : executors) {
      measure(count, sizes);
    }
    sockets(4 * 1024 * 1024 * 3);
  }

  /** Executors of one core each; none are a thread of this process. */
  private static void measure(int executors, int... sizes) throws IOException {
    LinearAlgebra la = Backends.onClassPath().choose();
    int parts = Math.max(1, executors);
    String master = executors == 0 ? "local[1]" : "local-cluster[" + executors + ",1,1536]";
    List<double[]> steps = new ArrayList<>();
    try (JavaSparkContext spark =
            new JavaSparkContext(
                LocalCluster.conf(master)
                    .set("spark.executor.memory", "1536m")
                    .set("spark.broadcast.compress", "false")
                    .set("spark.driver.maxResultSize", "0")
                    .set("spark.log.level", "ERROR")
                    .set(SparkShards.PARTS, Integer.toString(parts)));
        SparkShards shards = new SparkShards(spark, la)) {
      Training.on(text())
          .backend(la)
          .network(n -> n.cell(CellType.LSTM).hiddenSize(sizes[0]).layers(sizes[1]))
          .training(how -> how.batchSize(sizes[2]).sequenceLength(sizes[3]).shards(4))
          .steps(WARM + sizes[4])
          .around(run -> run.checkpointEvery(1_000_000).reportEvery(1_000_000))
          .listener(
              new TrainingListener() {
                @Override
                public void stepped(Trainer trainer) {
                  if (trainer.steps() > WARM) {
                    steps.add(shards.times().parts());
                  }
                  shards.times().clear();
                }
              })
          .shardsBy(shards)
          .run();
      System.out.printf(
          Locale.ROOT,
          "%d executors, LSTM %dx%d, B %d, T %d, backend %s%n",
          executors,
          sizes[1],
          sizes[0],
          sizes[2],
          sizes[3],
          la.name());
      tell(steps);
      emptyJobs(spark, parts);
    }
  }

  /** On a busy machine the least is nearest to what a step takes. */
  private static void tell(List<double[]> steps) {
    String[] names = {"computing", "broadcasting", "on their way", "here", "step"};
    for (int part = 0; part < names.length; part++) {
      int which = part;
      double[] millis =
          steps.stream()
              .mapToDouble(
                  step -> 1e3 * (which < step.length ? step[which] : Arrays.stream(step).sum()))
              .sorted()
              .toArray();
      System.out.printf(
          Locale.ROOT,
          "%-14s least %.1f ms, quartile %.1f, median %.1f%n",
          names[part],
          millis[0],
          millis[millis.length / 4],
          millis[millis.length / 2]);
    }
  }

  private static String text() {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 400_000; i++) {
      text.append((char) ('0' + random.nextInt(65)));
    }
    return text.toString();
  }

  private static void emptyJobs(JavaSparkContext spark, int tasks) {
    double[] millis = new double[EMPTY_JOBS];
    for (int i = 0; i < millis.length; i++) {
      long start = System.nanoTime();
      spark.parallelize(Collections.nCopies(tasks, i), tasks).map(n -> n + 1).collect();
      millis[i] = (System.nanoTime() - start) * 1e-6;
    }
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "an empty job of %d tasks: least %.1f ms, median %.1f%n",
        tasks,
        millis[0],
        millis[EMPTY_JOBS / 2]);
  }

  /** There and back, through a socket. */
  private static void sockets(int bytes) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread echo =
          new Thread(
              () -> {
                try (Socket socket = server.accept()) {
                  byte[] buffer = new byte[bytes];
                  while (true) {
                    new DataInputStream(socket.getInputStream()).readFully(buffer);
                    socket.getOutputStream().write(buffer);
                  }
                } catch (java.io.EOFException e) {
                  // The other side is done.
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      echo.start();
      double[] millis = new double[15];
      try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
        byte[] buffer = new byte[bytes];
        for (int i = 0; i < millis.length; i++) {
          long start = System.nanoTime();
          new DataOutputStream(socket.getOutputStream()).write(buffer);
          new DataInputStream(socket.getInputStream()).readFully(buffer);
          millis[i] = (System.nanoTime() - start) * 1e-6;
        }
      }
      Arrays.sort(millis);
      System.out.printf(
          Locale.ROOT,
          "%.1f MB through a socket and back: least %.1f ms, median %.1f%n",
          bytes * 1e-6,
          millis[0],
          millis[millis.length / 2]);
    }
  }
}
