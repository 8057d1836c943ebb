// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import io.github.rnn4j.cli.Main;
import io.github.rnn4j.cli.console.Streams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * {@code rnn train} on Apache Spark, with the same options and the same model, byte for byte:
 *
 * <pre>
 *   spark-submit --master … --class io.github.rnn4j.spark.Train rnn-spark-submit.jar \
 *       hdfs://host/book.txt --shards 8 --batch-size 256 --out book.safetensors
 * </pre>
 *
 * <p>All files but the text are those of the machine where the driver runs.
 */
public final class Train {
  private Train() {}

  /**
   * Trains, and ends the JVM with the exit code of {@code rnn train}.
   *
   * @param arguments the options and operands of {@code rnn train}
   */
  public static void main(String[] arguments) {
    String defect = Requirements.defect();
    if (!defect.isEmpty()) {
      System.err.println("rnn: " + defect);
      System.exit(1);
    }
    System.exit(run(Streams.standard(), settings(new SparkConf()), arguments));
  }

  /**
   * What serves a training best, where nothing else is set.
   *
   * @param conf what is set; modified
   * @return the same
   */
  static SparkConf settings(SparkConf conf) {
    return conf.setIfMissing("spark.app.name", "rnn train")
        // Trained numbers do not get shorter.
        .setIfMissing("spark.broadcast.compress", "false")
        // A job's results are a gradient a part, whatever they need.
        .setIfMissing("spark.driver.maxResultSize", "0")
        // Standard error is the progress of the training.
        .setIfMissing("spark.ui.showConsoleProgress", "false")
        .setIfMissing("spark.log.level", "WARN");
  }

  /**
   * Trains.
   *
   * @param streams where the program reads and writes
   * @param conf the settings of the Spark application
   * @param arguments the options and operands of {@code rnn train}
   * @return the exit code
   */
  static int run(Streams streams, SparkConf conf, String... arguments) {
    List<String> all = new ArrayList<>(List.of("train"));
    all.addAll(Arrays.asList(arguments));
    try (JavaSparkContext spark = new JavaSparkContext(conf);
        SparkCluster cluster = new SparkCluster(spark)) {
      int code = Main.run(streams, cluster, all.toArray(String[]::new));
      cluster.times().ifPresent(times -> streams.err().println("rnn: on Spark: " + times));
      return code;
    }
  }
}
