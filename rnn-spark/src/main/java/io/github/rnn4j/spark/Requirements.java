// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

/** What the programs need of the Spark that starts them. */
final class Requirements {
  private static final String SCALA = "2.13";
  private static final int SPARK = 4;

  private Requirements() {}

  /** What is missing, and what to do; empty if nothing is. */
  static String defect() {
    return defect(org.apache.spark.package$.MODULE$.SPARK_VERSION(), scala());
  }

  private static String scala() {
    return scala.util.Properties.versionNumberString();
  }

  /** What is wrong with versions. */
  static String defect(String spark, String scala) {
    if (!scala.startsWith(SCALA + ".")) {
      return "this Spark is built with Scala "
          + scala
          + ", and rnn-spark needs Scala "
          + SCALA
          + ": use a Spark 4, which has it";
    }
    int dot = spark.indexOf('.');
    try {
      if (Integer.parseInt(dot < 0 ? spark : spark.substring(0, dot)) >= SPARK) {
        return "";
      }
    } catch (NumberFormatException e) {
      return "this Spark calls its version '" + spark + "': Spark 4 or newer is needed";
    }
    return "this is Spark " + spark + ", and rnn-spark needs Spark 4 or newer, on Java 17 or newer";
  }
}
