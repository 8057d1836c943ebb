// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Spark on this machine: within the JVM of the tests, or with executors that are processes of their
 * own, as on a cluster.
 */
public final class LocalCluster {
  private LocalCluster() {}

  /**
   * A session whose tasks are threads of this JVM.
   *
   * @param threads how many tasks run at a time
   */
  public static SparkSession threads(int threads) {
    return session("local[" + threads + "]").getOrCreate();
  }

  /**
   * A session whose executors are processes, each with one core and the class path of the tests.
   *
   * @param executors how many
   */
  public static SparkSession executors(int executors) {
    return session("local-cluster[" + executors + ",1,1024]").getOrCreate();
  }

  /**
   * What a session is made of.
   *
   * @param master as Spark names it
   */
  public static SparkSession.Builder session(String master) {
    home();
    return SparkSession.builder()
        .master(master)
        .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        .config("spark.executor.memory", "1g")
        .config("spark.driver.host", "localhost")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.ui.enabled", "false");
  }

  /** Where Spark looks for its jars; it finds none there, since the class path has them. */
  private static void home() {
    try {
      Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
