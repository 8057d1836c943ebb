// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import io.github.rnn4j.api.Backends;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.records.Calibration;
import io.github.rnn4j.safetensors.SafetensorsFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Tells of each text in a column what it costs a model, how strange it is, or of which kind, with
 * the numbers of {@code rnn score}, {@code rnn detect} and {@code rnn classify}, to the last digit.
 *
 * <pre>
 *   TextScoring log = TextScoring.load(spark, "hdfs:///models/log.safetensors");
 *   Dataset&lt;Row&gt; lines = spark.read().text("hdfs:///logs/*.gz");
 *   log.falseAlarms(0.001).detect(lines, "value").where("detect.strange").show();
 *   log.register("log");
 *   spark.sql("SELECT value, log_score(value).nats FROM lines");
 * </pre>
 *
 * <p>The model is sent to each executor once. Each row is a text by itself: a record of a model of
 * records, which may end with its border, or a whole text of a model of continuous text, whose
 * first character nothing predicts. A column holds strings, or bytes, which are the bytes of a
 * model of bytes, and UTF-8 for others.
 *
 * <p>A row that is no such text ends no job: null, empty, two records in one, no UTF-8, longer than
 * {@link #longest}, or with characters that the model has never seen and keeps no probability for.
 * All fields are null then but {@code reason}, which says why, and is null otherwise.
 *
 * <p>A partition is read as it comes, and about a thousand rows of it are held at a time and worked
 * on side by side. What a row costs depends neither on the others nor on partitions.
 *
 * <p>Immutable; may be used by any number of threads.
 */
public final class TextScoring {
  private static final double USUAL_FALSE_ALARMS = 0.01;
  private static final int USUAL_LONGEST = 1 << 20;

  private final SparkSession spark;
  private final SharedModel shared;

  /** As the driver reads it, to be asked what it is. */
  private final Model model;

  private final Settings settings;

  /** What may be set. */
  private record Settings(
      double falseAlarms, Calibration.Measure by, Map<String, Double> priors, int longest) {}

  private TextScoring(SparkSession spark, SharedModel shared, Model model, Settings settings) {
    this.spark = spark;
    this.shared = shared;
    this.model = model;
    this.settings = settings;
  }

  /**
   * Reads a model and sends it to the executors. The backend is the one that the driver would
   * choose, by name: a run has one kind of numbers, wherever its tasks are.
   *
   * @param spark the session
   * @param path a file that {@code rnn train} wrote, wherever Spark reads
   * @return what scores with it
   * @throws IOException if it cannot be read, or is no model
   * @throws io.github.rnn4j.api.BackendException if the driver has no backend to choose
   */
  public static TextScoring load(SparkSession spark, String path) throws IOException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Path file = new Path(path);
    byte[] bytes;
    try (InputStream in = file.getFileSystem(context.hadoopConfiguration()).open(file)) {
      bytes = in.readAllBytes();
    }
    var la = Backends.onClassPath().choose();
    Model model = Model.of(SafetensorsFile.parse(bytes, path), la);
    return new TextScoring(
        spark,
        new SharedModel(context.broadcast(bytes), path, la.name()),
        model,
        new Settings(USUAL_FALSE_ALARMS, Calibration.Measure.MEAN, Map.of(), USUAL_LONGEST));
  }

  private TextScoring with(SharedModel other) {
    return new TextScoring(spark, other, model, settings);
  }

  private TextScoring with(Settings other) {
    return new TextScoring(spark, shared, model, other);
  }

  // ------------------------------------------------------------------------------- settings

  /**
   * Names the backend that each executor computes with. One that lacks it refuses, and the job ends
   * with an error that names the executor and says why.
   *
   * @param name as {@code rnn backends} lists it
   * @return the same with this backend
   */
  public TextScoring backend(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a backend has a name: '" + name + "' is none");
    }
    return with(shared.withBackend(name));
  }

  /**
   * Has each executor compute with the best backend that it has. Backends round in their own ways:
   * on a cluster of unlike machines numbers then differ in their last digits with the machine.
   *
   * @return the same with the best backend of each executor
   */
  public TextScoring bestBackendOfEach() {
    return with(shared.withBackend(""));
  }

  /**
   * Sets the length above which a text is not read.
   *
   * @param characters UTF-16 units of a string, or bytes; 1,048,576 if it is not set
   * @return the same with this length
   * @throws IllegalArgumentException if it is not positive
   */
  public TextScoring longest(int characters) {
    if (characters < 1) {
      throw new IllegalArgumentException(
          "the longest text has at least 1 character: " + characters);
    }
    return with(new Settings(settings.falseAlarms, settings.by, settings.priors, characters));
  }

  /**
   * Sets the part of ordinary records that may be called strange.
   *
   * @param rate α, from 1/(n + 1) with the n records that the model was calibrated on to below 1;
   *     0.01 if it is not set
   * @return the same with this rate
   */
  public TextScoring falseAlarms(double rate) {
    return with(new Settings(rate, settings.by, settings.priors, settings.longest));
  }

  /**
   * Sets what counts when records are told to be strange.
   *
   * @param measure the nats of the whole record, or of a prediction, which is what counts if it is
   *     not set
   * @return the same with this measure
   */
  public TextScoring by(Calibration.Measure measure) {
    return with(new Settings(settings.falseAlarms, measure, settings.priors, settings.longest));
  }

  /**
   * Sets how often labels occur where the records come from.
   *
   * @param byLabel a positive number for each label; none for those of the training
   * @return the same with these priors
   */
  public TextScoring priors(Map<String, Double> byLabel) {
    return with(
        new Settings(settings.falseAlarms, settings.by, Map.copyOf(byLabel), settings.longest));
  }

  // ------------------------------------------------------------------------------ functions

  private TextFunction scoring() {
    return new ScoreFunction();
  }

  private TextFunction detecting() {
    return new DetectFunction(settings.falseAlarms, settings.by);
  }

  private TextFunction classifying() {
    return new ClassifyFunction(settings.priors);
  }

  /**
   * Adds a column {@code score}: what each text costs, −Σ log p, the sum over its predictions.
   *
   * <pre>
   *   characters          BIGINT         n, how many tokens were predicted, those of a border included
   *   nats                DECIMAL(19,9)  the cost in nats, exactly
   *   nats_per_character  DOUBLE         nats/n; null if n is 0
   *   reason              STRING         why there is no score
   * </pre>
   *
   * @param rows any rows; not modified
   * @param column the name of a column of strings or bytes
   * @return the rows with one more column, lazily
   * @throws IllegalArgumentException if there is no such column, or there is one named {@code
   *     score}
   */
  public Dataset<Row> score(Dataset<Row> rows, String column) {
    return add(rows, column, scoring());
  }

  /**
   * Adds a column {@code detect}: how strange each record is.
   *
   * <pre>
   *   p            DOUBLE         (1 + held-out records that cost as much or more) / (1 + held-out records)
   *   nats         DECIMAL(19,9)  the cost of the record in nats, exactly
   *   predictions  BIGINT         how many tokens were predicted, those of the border included
   *   place        INT            of the token that surprised most, from 0
   *   unseen       BIGINT         tokens that the model has never seen
   *   strange      BOOLEAN        whether p is at most the rate of false alarms
   *   reason       STRING         why nothing is told
   * </pre>
   *
   * @param rows any rows; not modified
   * @param column the name of a column of strings or bytes
   * @return the rows with one more column, lazily
   * @throws IllegalArgumentException if there is no such column, or there is one named {@code
   *     detect}; if the model is of continuous text or not calibrated, or so few false alarms
   *     cannot be told from none
   */
  public Dataset<Row> detect(Dataset<Row> rows, String column) {
    return add(rows, column, detecting());
  }

  /**
   * Adds a column {@code classify}: of which kind each record is.
   *
   * <pre>
   *   label                  STRING               the most probable label
   *   probability            DOUBLE               its probability
   *   runner_up              STRING               the label after it
   *   runner_up_probability  DOUBLE               its probability
   *   probabilities          MAP&lt;STRING, DOUBLE&gt;  of all labels; they sum up to 1
   *   reason                 STRING               why nothing is told
   * </pre>
   *
   * @param rows any rows; not modified
   * @param column the name of a column of strings or bytes
   * @return the rows with one more column, lazily
   * @throws IllegalArgumentException if there is no such column, or there is one named {@code
   *     classify}; if the model's records have no labels, or the priors are of others
   */
  public Dataset<Row> classify(Dataset<Row> rows, String column) {
    return add(rows, column, classifying());
  }

  /**
   * Registers functions of SQL, for those things that the model can tell: {@code PREFIX_score},
   * {@code PREFIX_detect} and {@code PREFIX_classify}, each of a string or bytes, which give the
   * structs of the columns. A function is given one row after the other, and is slower than the
   * methods, which take many side by side; the numbers are the same.
   *
   * @param prefix what the names begin with, such as {@code log}
   * @return the names
   * @throws IllegalArgumentException if so few false alarms cannot be told from none, or the priors
   *     are of other labels; nothing may be relied on to be registered then
   */
  public List<String> register(String prefix) {
    List<String> names = new ArrayList<>();
    for (TextFunction function : List.of(scoring(), detecting(), classifying())) {
      if (!function.fits(model)) {
        continue;
      }
      function.require(model, shared.source());
      String name = prefix + "_" + function.name();
      spark
          .udf()
          .register(name, new SqlFunction(shared, function, settings.longest), function.type());
      names.add(name);
    }
    return names;
  }

  private Dataset<Row> add(Dataset<Row> rows, String column, TextFunction function) {
    function.require(model, shared.source());
    StructType schema = rows.schema();
    List<String> names = Arrays.asList(schema.fieldNames());
    int index = names.indexOf(column);
    if (index < 0) {
      throw new IllegalArgumentException("there is no column '" + column + "': " + names);
    }
    DataType type = schema.fields()[index].dataType();
    if (!type.equals(DataTypes.StringType) && !type.equals(DataTypes.BinaryType)) {
      throw new IllegalArgumentException(
          "the column '" + column + "' is of " + type.sql() + ": it must be STRING or BINARY");
    }
    if (names.contains(function.name())) {
      throw new IllegalArgumentException(
          "there is a column '" + function.name() + "' already: rename it");
    }
    return rows.mapPartitions(
        new RowsSideBySide(shared, function, index, settings.longest),
        Encoders.row(schema.add(function.name(), function.type())));
  }

  /**
   * Takes the model off the executors. Rows that are not computed by then cannot be any more, with
   * this or with what was made of it by a setting.
   */
  public void close() {
    shared.close();
  }
}
