// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.cli.console.Cluster;
import io.github.rnn4j.files.AtomicFile;
import io.github.rnn4j.spark.training.SparkShards;
import io.github.rnn4j.training.ShardExecutor;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** A Spark application as the command line sees it: its executors, and Hadoop's file systems. */
final class SparkCluster implements Cluster, AutoCloseable {
  /** As many jobs wait for room at a time. */
  private static final int MOST_JOBS = 64;

  private final JavaSparkContext spark;
  private Optional<SparkShards> shards = Optional.empty();

  SparkCluster(JavaSparkContext spark) {
    this.spark = spark;
  }

  @Override
  public ShardExecutor executor(LinearAlgebra la) {
    close();
    SparkShards made = new SparkShards(spark, la);
    shards = Optional.of(made);
    return made;
  }

  @Override
  public String describe(int shards) {
    String master = spark.master();
    return "Spark "
        + spark.version()
        + ", "
        + master
        + (shards == 1
            ? "; --shards 1 is one task a step: give more of them to divide it"
            : "; a step is at most " + shards + " tasks");
  }

  /** Where the time of the last training went; nothing if no step was done. */
  Optional<String> times() {
    return shards
        .map(SparkShards::times)
        .filter(times -> times.steps() > 0)
        .map(times -> times.describe());
  }

  @Override
  public List<RemoteFile> find(String uri) throws IOException {
    Configuration configuration = spark.hadoopConfiguration();
    List<RemoteFile> found = new ArrayList<>();
    try {
      Path place = new Path(uri);
      FileSystem files = place.getFileSystem(configuration);
      FileStatus[] matches = files.globStatus(place);
      if (matches == null || matches.length == 0) {
        throw new FileNotFoundException(uri + ": there is no such file or directory");
      }
      for (FileStatus match : sorted(matches)) {
        add(files, match, found);
      }
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      throw new IOException(uri + ": Spark cannot read it: " + e.getMessage(), e);
    }
    if (found.isEmpty()) {
      throw new FileNotFoundException(uri + ": there is no file in it");
    }
    return found;
  }

  private static void add(FileSystem files, FileStatus status, List<RemoteFile> found)
      throws IOException {
    if (status.isDirectory()) {
      for (FileStatus child : sorted(files.listStatus(status.getPath()))) {
        String name = child.getPath().getName();
        // As Spark does: what begins so tells of the others.
        if (!name.startsWith("_") && !name.startsWith(".")) {
          add(files, child, found);
        }
      }
    } else {
      found.add(new HadoopFile(files, status.getPath()));
    }
  }

  private static FileStatus[] sorted(FileStatus[] statuses) {
    FileStatus[] sorted = statuses.clone();
    Arrays.sort(sorted, Comparator.comparing(status -> status.getPath().toString()));
    return sorted;
  }

  @Override
  public void run(List<RemoteCommand> commands, Done done) throws IOException {
    SentFiles files = new SentFiles();
    for (RemoteCommand command : commands) {
      for (java.nio.file.Path input : command.inputs()) {
        files.add(input);
      }
    }
    Broadcast<SentFiles> sent = spark.broadcast(files);
    // A job for each: one that fails fails alone, and each is told of when it is done.
    ExecutorService jobs = Executors.newFixedThreadPool(Math.min(commands.size(), MOST_JOBS));
    try {
      CompletionService<Integer> ended = new ExecutorCompletionService<>(jobs);
      Map<Integer, RemoteRun.Result> results = new ConcurrentHashMap<>();
      for (int i = 0; i < commands.size(); i++) {
        int number = i;
        RemoteCommand one = commands.get(i);
        ended.submit(
            () -> {
              results.put(number, run(one, sent));
              return number;
            });
      }
      for (int i = 0; i < commands.size(); i++) {
        int number = ended.take().get();
        RemoteRun.Result result = results.remove(number);
        if (result != null) {
          bring(commands.get(number), result);
          done.done(number, result.error());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while runs were on the cluster");
    } catch (ExecutionException e) {
      throw new IOException("a run cannot be sent to the cluster: " + e.getCause(), e);
    } finally {
      jobs.shutdownNow();
      sent.destroy();
    }
  }

  private RemoteRun.Result run(RemoteCommand command, Broadcast<SentFiles> sent) {
    RemoteRun.Command there =
        new RemoteRun.Command(
            new ArrayList<>(command.arguments()),
            new ArrayList<>(command.inputs().stream().map(Object::toString).toList()),
            new ArrayList<>(command.outputs().stream().map(Object::toString).toList()));
    try {
      return spark.parallelize(List.of(there), 1).map(new RemoteRun(sent)).collect().get(0);
    } catch (RuntimeException e) {
      // A lost executor, or one without what the program needs.
      return new RemoteRun.Result(new LinkedHashMap<>(), "the task failed: " + e.getMessage());
    }
  }

  private static void bring(RemoteCommand command, RemoteRun.Result result) throws IOException {
    for (Map.Entry<Integer, byte[]> file : result.files().entrySet()) {
      AtomicFile.write(
          command.outputs().get(file.getKey()), target -> target.write(file.getValue()));
    }
  }

  @Override
  public void close() {
    shards.ifPresent(SparkShards::close);
  }

  /** A file of one of Hadoop's file systems. */
  private record HadoopFile(FileSystem files, Path path) implements RemoteFile {
    @Override
    public String name() {
      return path.toString();
    }

    @Override
    public InputStream open() throws IOException {
      return files.open(path);
    }
  }
}
