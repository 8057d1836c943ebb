// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * Spark on this machine: within the JVM of the tests, or with executors that are processes of their
 * own, as on a cluster.
 */
public final class LocalCluster {
  /** Options of a process of some seconds, most of which would be the compiler's. */
  public static final String SHORT_LIVED =
      "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Drnn.vector.kernels=plain";

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
    return SparkSession.builder().config(processes(executors)).getOrCreate();
  }

  /**
   * What a session is made of.
   *
   * @param master as Spark names it
   */
  public static SparkSession.Builder session(String master) {
    return SparkSession.builder().config(conf(master));
  }

  /**
   * The settings of an application.
   *
   * @param master as Spark names it
   */
  public static SparkConf conf(String master) {
    home();
    return new SparkConf()
        .setMaster(master)
        .setAppName("tests")
        .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        .set("spark.executor.memory", "1g")
        // A machine that stands still for a minute has lost nobody.
        .set("spark.worker.timeout", "600")
        .set("spark.network.timeout", "600s")
        .set("spark.executor.cores", "1")
        .set("spark.driver.host", "localhost")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.sql.shuffle.partitions", "2")
        .set("spark.ui.enabled", "false");
  }

  /**
   * The settings of an application whose executors are processes that live for some seconds.
   *
   * @param executors how many
   */
  public static SparkConf processes(int executors) {
    return conf("local-cluster[" + executors + ",1,1024]")
        .set("spark.executor.extraJavaOptions", SHORT_LIVED);
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
