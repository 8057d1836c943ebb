// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Locale;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * How fast lines of a log are judged, and in how much memory: {@code LogScoringBench MODEL
 * MEGABYTES [TASKS [sql]]}. The lines are made where they are judged, and nothing is kept of them.
 */
public final class LogScoringBench {
  private static final double MEGA = 1e6;

  private LogScoringBench() {}

  /**
   * Measures.
   *
   * @param arguments a model of records, how much text, how many tasks run at a time, and {@code
   *     sql} to ask by the function instead of the method
   */
  public static void main(String[] arguments) throws Exception {
    double megabytes = Double.parseDouble(arguments[1]);
    int tasks = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
    boolean sql = arguments.length > 3;
    long count = (long) (megabytes * MEGA / line(0).length());
    try (SparkSession spark = LocalCluster.threads(tasks)) {
      Dataset<Row> lines =
          spark
              .range(0, count, 1, 4 * tasks)
              .map((MapFunction<Long, String>) LogScoringBench::line, Encoders.STRING())
              .toDF("value");
      TextScoring scoring = TextScoring.load(spark, arguments[0]);
      long start = System.nanoTime();
      Dataset<Row> scored;
      if (sql) {
        scoring.register("log");
        scored = lines.selectExpr("value", "log_score(value) AS score");
      } else {
        scored = scoring.score(lines, "value");
      }
      Row sums =
          scored
              .agg(
                  functions.count("*"),
                  functions.sum("score.nats"),
                  functions.sum("score.characters"),
                  functions.count("score.reason"))
              .first();
      double seconds = (System.nanoTime() - start) * 1e-9;
      System.out.printf(
          Locale.ROOT,
          "%,d lines, %,.0f MB in %.1f s: %,.0f lines/s, %.2f MB/s; %s nats in %,d predictions, %d"
              + " without a score; peak of the heap %,d MB of %,d MB%n",
          sums.getLong(0),
          sums.getLong(2) / MEGA,
          seconds,
          sums.getLong(0) / seconds,
          sums.getLong(2) / MEGA / seconds,
          sums.getDecimal(1),
          sums.getLong(2),
          sums.getLong(3),
          peak() >> 20,
          Runtime.getRuntime().maxMemory() >> 20);
    }
  }

  /** A line of about a hundred characters that depends on its number alone. */
  private static String line(long number) {
    long mixed = number * 0x9e3779b97f4a7c15L;
    return String.format(
        Locale.ROOT,
        "Dec %2d %02d:%02d:%02d LabSZ sshd[%05d]: Failed password for invalid user u%03d from 173.%d.%d.%d port %d ssh2",
        1 + number % 30,
        number / 3600 % 24,
        number / 60 % 60,
        number % 60,
        (mixed >>> 40) % 90000,
        (mixed >>> 20) % 1000,
        mixed >>> 56,
        (mixed >>> 48) & 255,
        (mixed >>> 32) & 255,
        1024 + (mixed >>> 16) % 60000);
  }

  private static long peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong((MemoryPoolMXBean pool) -> pool.getPeakUsage().getUsed())
        .sum();
  }
}
