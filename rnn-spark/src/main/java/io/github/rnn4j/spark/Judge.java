// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.records.Calibration;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Judges the lines of texts on Spark, and writes a line of JSON for each:
 *
 * <pre>
 *   spark-submit --class io.github.rnn4j.spark.Judge rnn-spark.jar \
 *       detect log.safetensors hdfs:///logs/*.gz --out hdfs:///strange --strange
 * </pre>
 *
 * @see TextScoring
 */
@Command(
    name = "judge",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {"Scores, detects or classifies each line of texts on Spark.", ""},
    footer = {
      "",
      "Each line of the result is an object: value, the line, and score, detect or classify, the"
          + " struct that io.github.rnn4j.spark.TextScoring describes, without its nulls. Exit"
          + " codes: 0 done, 1 error, 2 wrong command line."
    })
public final class Judge implements Callable<Integer> {
  /** What is told of a line. */
  enum What {
    SCORE,
    DETECT,
    CLASSIFY
  }

  @Parameters(index = "0", paramLabel = "WHAT", description = "score, detect or classify.")
  private What what = What.SCORE;

  @Parameters(index = "1", paramLabel = "MODEL", description = "A file that 'rnn train' wrote.")
  private String model = "";

  @Parameters(
      index = "2..*",
      arity = "1..*",
      paramLabel = "INPUT",
      description = "Texts, wherever Spark reads: files, folders, patterns; also compressed.")
  private List<String> inputs = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "A folder that is not there yet.")
  private String out = "";

  @Option(names = "--strange", description = "With detect, write strange lines only.")
  private boolean strange;

  @Option(
      names = "--false-alarms",
      paramLabel = "RATE",
      description = "The part of ordinary lines that may be called strange. (default: 0.01)")
  private double falseAlarms = 0.01;

  @Option(
      names = "--by",
      paramLabel = "COST",
      description = "What counts: total, the nats of the line, or mean. (default: mean)")
  private Calibration.Measure by = Calibration.Measure.MEAN;

  @Option(
      names = "--prior",
      paramLabel = "NAME=P",
      description = "How often a label occurs; for all labels or none.")
  private Map<String, Double> priors = Map.of();

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description =
          "What each executor computes with; best, the best one that it has. (default: the best"
              + " one of the driver)")
  private @Nullable String backend;

  /** Only {@link #main} makes one. */
  private Judge() {}

  /**
   * Judges, and ends the JVM with the exit code.
   *
   * @param arguments WHAT MODEL INPUT… --out DIR
   */
  public static void main(String[] arguments) {
    int code = run(arguments);
    // Executors end in order, and not because nobody answers.
    scala.Option<SparkSession> begun = SparkSession.getActiveSession();
    if (begun.isDefined()) {
      begun.get().stop();
    }
    System.exit(code);
  }

  /**
   * Judges.
   *
   * @return the exit code
   */
  static int run(String... arguments) {
    return new CommandLine(new Judge())
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (e, command, given) -> {
              command.getErr().println("judge: " + first(e));
              return 1;
            })
        .setParameterExceptionHandler(
            (e, given) -> {
              e.getCommandLine().getErr().println("judge: " + e.getMessage());
              return 2;
            })
        .execute(arguments);
  }

  /** What went wrong, without Spark's account of its stages. */
  private static String first(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return Optional.ofNullable(cause.getMessage())
        .map(message -> message.lines().findFirst().orElse(""))
        .filter(message -> !message.isBlank())
        .orElse(cause.toString());
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    SparkSession spark = SparkSession.builder().appName("rnn " + what).getOrCreate();
    TextScoring scoring =
        TextScoring.load(spark, model).falseAlarms(falseAlarms).by(by).priors(priors);
    if ("best".equals(backend)) {
      scoring = scoring.bestBackendOfEach();
    } else if (backend != null) {
      scoring = scoring.backend(backend);
    }
    Dataset<Row> lines = spark.read().text(inputs.toArray(String[]::new));
    Dataset<Row> told =
        switch (what) {
          case SCORE -> scoring.score(lines, "value");
          case DETECT -> scoring.detect(lines, "value");
          case CLASSIFY -> scoring.classify(lines, "value");
        };
    String column = told.columns()[1];
    Observation seen = new Observation();
    told =
        told.observe(
            seen,
            functions.count(functions.lit(1)).as("lines"),
            functions.count(column + ".reason").as("bad"));
    if (strange && what == What.DETECT) {
      told = told.where("detect.strange");
    }
    told.write().json(out);
    Map<String, Object> counts = CollectionConverters.asJava(seen.get());
    System.out.println(
        out
            + ": "
            + Words.count((Long) counts.getOrDefault("lines", 0L), "line")
            + " judged, of which "
            + Words.number((Long) counts.getOrDefault("bad", 0L))
            + " have a reason instead of an answer");
    return 0;
  }
}
