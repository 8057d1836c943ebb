// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.cli.console.Cluster;
import io.github.rnn4j.spark.training.SparkShards;
import io.github.rnn4j.training.ShardExecutor;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/** A Spark application as the command line sees it: its executors, and Hadoop's file systems. */
final class SparkCluster implements Cluster, AutoCloseable {
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
