// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.rnn4j.api.Backends;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.text.Vocabulary;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a column is what the program tells of a file with the same lines. */
class TextScoringTest {
  private static final StructType STRINGS =
      new StructType().add("id", DataTypes.LongType).add("value", DataTypes.StringType);
  private static final StructType BYTES =
      new StructType().add("id", DataTypes.LongType).add("value", DataTypes.BinaryType);

  @TempDir private static Path folder;
  private static SparkSession spark;
  private static Path log;
  private static Path kinds;
  private static Path book;
  private static List<String> lines;
  private static Path file;

  @BeforeAll
  static void begin() throws Exception {
    spark = LocalCluster.threads(2);
    List<String> ordinary = new ArrayList<>();
    List<String> numbers = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 300; i++) {
      ordinary.add(
          "user " + "abcde".charAt(random.nextInt(5)) + " logged in from 10.0.0." + i % 30);
      numbers.add(Long.toString(random.nextLong(1_000_000)));
    }
    Path normal = Files.write(folder.resolve("normal.log"), ordinary);
    Path digits = Files.write(folder.resolve("digits.log"), numbers);
    log = folder.resolve("log.safetensors");
    kinds = folder.resolve("kinds.safetensors");
    book = folder.resolve("book.safetensors");
    Program.rnn("detect", "--train", normal, "--hidden", 12, "--epochs", 2, "--out", log);
    Program.rnn(
        "classify",
        "--train",
        "log=" + normal,
        "number=" + digits,
        "--hidden",
        8,
        "--epochs",
        1,
        "--out",
        kinds);
    Program.rnn("train", normal, "--hidden", 9, "--steps", 30, "--out", book);
    lines = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      String line =
          switch (i % 7) {
            case 0 -> "user root logged in from 10.0.0." + i;
            case 1 -> Long.toString(random.nextLong(1_000_000_000));
            case 2 -> "täglich 😀 " + i;
            case 3 -> "x";
            default -> ordinary.get(i % 300);
          };
      lines.add(i % 50 == 9 ? line.repeat(20) : line);
    }
    file = Files.write(folder.resolve("new.log"), lines);
  }

  @AfterAll
  static void end() throws Exception {
    spark.close();
  }

  private static Dataset<Row> rows(List<String> values, int partitions) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      rows.add(RowFactory.create((long) i, values.get(i)));
    }
    return spark.createDataFrame(rows, STRINGS).repartition(partitions);
  }

  private static List<Row> told(Dataset<Row> rows, String column) {
    return rows.orderBy("id").select(column + ".*").collectAsList();
  }

  // -------------------------------------------------------------------------------- the program

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16})
  void score_isTheProgramsToTheLastDigit(int partitions) throws Exception {
    TextScoring scoring = TextScoring.load(spark, log.toString());
    List<Row> rows = told(scoring.score(rows(lines, partitions), "value"), "score");
    List<String> printed = Program.rnn("score", log, file).lines().toList();
    assertThat(printed).hasSize(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      Row row = rows.get(i);
      BigDecimal nats = row.getDecimal(1);
      assertThat((i + 1) + "\t" + row.getLong(0) + "\t" + nats.toPlainString() + "\t" + row.get(2))
          .isEqualTo(printed.get(i));
      assertThat(row.isNullAt(3)).isTrue();
    }
  }

  @Test
  void detect_isTheProgramsToTheLastDigit() throws Exception {
    TextScoring scoring = TextScoring.load(spark, log.toString()).falseAlarms(0.1);
    List<Row> rows = told(scoring.detect(rows(lines, 3), "value"), "detect");
    String printed = Program.rnn("detect", log, file, "--json", "--all", "--false-alarms", 0.1);
    List<JsonNode> objects = json(printed);
    assertThat(objects).hasSize(lines.size());
    boolean[] kinds = new boolean[2];
    for (int i = 0; i < lines.size(); i++) {
      JsonNode one = objects.get(i);
      Row row = rows.get(i);
      assertThat(row.getDouble(0)).isEqualTo(one.get("p").doubleValue());
      assertThat(row.getDecimal(1)).isEqualByComparingTo(one.get("nats").decimalValue());
      assertThat(row.getLong(2)).isEqualTo(one.get("predictions").longValue());
      assertThat(row.getInt(3)).isEqualTo(one.get("place").intValue());
      assertThat(row.getLong(4)).isEqualTo(one.get("unseen").longValue());
      assertThat(row.getBoolean(5)).isEqualTo(one.get("strange").booleanValue());
      kinds[row.getBoolean(5) ? 1 : 0] = true;
    }
    assertThat(kinds).containsExactly(true, true);
  }

  @Test
  void classify_isTheProgramsToTheLastDigit() throws Exception {
    TextScoring scoring = TextScoring.load(spark, kinds.toString());
    for (boolean priors : new boolean[] {false, true}) {
      TextScoring asked = priors ? scoring.priors(Map.of("log", 1.0, "number", 9.0)) : scoring;
      List<Row> rows = told(asked.classify(rows(lines, 2), "value"), "classify");
      List<Object> command = new ArrayList<>(List.of("classify", kinds, file, "--json"));
      if (priors) {
        command.addAll(List.of("--prior", "log=1", "--prior", "number=9"));
      }
      List<JsonNode> objects = json(Program.rnn(command.toArray()));
      for (int i = 0; i < lines.size(); i++) {
        JsonNode probabilities = objects.get(i).get("probabilities");
        Row row = rows.get(i);
        assertThat(row.getString(0)).isEqualTo(objects.get(i).get("label").textValue());
        assertThat(row.getDouble(1)).isEqualTo(probabilities.get(row.getString(0)).doubleValue());
        assertThat(row.getDouble(3)).isEqualTo(probabilities.get(row.getString(2)).doubleValue());
        Map<String, Double> all = row.getJavaMap(4);
        assertThat(all)
            .containsEntry("log", probabilities.get("log").doubleValue())
            .containsEntry("number", probabilities.get("number").doubleValue());
      }
    }
  }

  @Test
  void continuousModel_readsEachRowAsAWholeText() throws Exception {
    TextScoring scoring = TextScoring.load(spark, book.toString());
    List<String> texts = new ArrayList<>(lines.subList(0, 90));
    texts.add("user a\nlogged in\n");
    List<Row> rows = told(scoring.score(rows(texts, 2), "value"), "score");
    for (int i : new int[] {0, 1, 2, 4, 9, 59, 89, 90}) {
      Path one = Files.writeString(folder.resolve("one.txt"), texts.get(i));
      BigDecimal nats = BigDecimal.ZERO;
      long characters = 0;
      for (String line : Program.rnn("score", book, one).lines().toList()) {
        String[] fields = line.split("\t");
        characters += Long.parseLong(fields[1]);
        nats = nats.add(new BigDecimal(fields[2]));
      }
      assertThat(rows.get(i).getLong(0)).as(texts.get(i)).isEqualTo(characters);
      assertThat(rows.get(i).getDecimal(1)).as(texts.get(i)).isEqualByComparingTo(nats);
    }
    assertThat(rows.get(3).getString(3))
        .isEqualTo("it has 1 character: it takes two, the first of which nothing predicts");
  }

  private static List<JsonNode> json(String printed) throws Exception {
    ObjectMapper mapper =
        new ObjectMapper()
            .enable(
                com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    List<JsonNode> objects = new ArrayList<>();
    for (String line : printed.lines().toList()) {
      objects.add(mapper.readTree(line));
    }
    return objects;
  }

  // ---------------------------------------------------------------------------------------- SQL

  @Test
  void sqlFunctions_tellWhatTheColumnsDo() throws Exception {
    TextScoring usual = TextScoring.load(spark, kinds.toString());
    assertThatThrownBy(() -> usual.register("kinds")).hasMessageContaining("0.01 cannot be kept");
    TextScoring scoring = usual.falseAlarms(0.1);
    assertThat(scoring.register("kinds"))
        .containsExactly("kinds_score", "kinds_detect", "kinds_classify");
    assertThat(TextScoring.load(spark, book.toString()).register("book"))
        .containsExactly("book_score");
    List<String> some = new ArrayList<>(lines.subList(0, 60));
    some.add(null);
    some.add("two\nrecords");
    rows(some, 2).createOrReplaceTempView("lines");
    for (String name : List.of("score", "detect", "classify")) {
      Dataset<Row> column =
          switch (name) {
            case "score" -> scoring.score(rows(some, 2), "value");
            case "detect" -> scoring.detect(rows(some, 2), "value");
            default -> scoring.classify(rows(some, 2), "value");
          };
      Dataset<Row> sql =
          spark.sql("SELECT id, kinds_" + name + "(value) AS " + name + " FROM lines");
      assertThat(told(sql, name)).isEqualTo(told(column, name));
    }
    Row row =
        spark
            .sql(
                "SELECT count(*), sum(book_score(value).nats) FROM lines WHERE"
                    + " book_score(value).reason IS NULL")
            .first();
    assertThat(row.getLong(0)).isBetween(1L, 61L);
    assertThat(row.getDecimal(1).scale()).isEqualTo(9);
  }

  // ----------------------------------------------------------------------------------- bad rows

  @Test
  void badRow_isNullWithAReason() throws Exception {
    TextScoring scoring = TextScoring.load(spark, log.toString()).longest(50).falseAlarms(0.1);
    List<String> texts =
        Arrays.asList(
            "user a", null, "", "one\ntwo", "\nuser", "user b\n", "user c\r", "a".repeat(51));
    for (String name : List.of("score", "detect")) {
      Dataset<Row> told =
          name.equals("score")
              ? scoring.score(rows(texts, 2), "value")
              : scoring.detect(rows(texts, 2), "value");
      List<Row> rows = told(told, name);
      assertThat(rows.stream().map(row -> row.getString(row.size() - 1)))
          .containsExactly(
              null,
              "it is null",
              "it is empty",
              "it holds the border of records, so that it is not one",
              "it holds the border of records, so that it is not one",
              null,
              null,
              "it has 51 characters, more than 50");
      assertThat(rows.get(1).isNullAt(0)).isTrue();
      // A border at the end is the text's own, as in a file.
      List<Row> plain = told(scoring.score(rows(List.of("user b", "user c"), 1), "value"), "score");
      if (name.equals("score")) {
        assertThat(rows.subList(5, 7)).isEqualTo(plain);
      }
    }
  }

  @Test
  void unseenCharacters_areAReasonWhereTheModelKeepsNothingForThem() throws Exception {
    Vocabulary vocabulary = Vocabulary.of("abcdefgh");
    Network network =
        new Network(
            Backends.onClassPath().choose(), new NetworkConfig(CellType.GRU, vocabulary.size(), 3));
    Initialization.uniform(network, new RandomStreams(1));
    Path closed = folder.resolve("closed.safetensors");
    new Model(network, vocabulary).save(closed);
    TextScoring scoring = TextScoring.load(spark, closed.toString());
    List<Row> rows = told(scoring.score(rows(List.of("abc", "abz"), 1), "value"), "score");
    assertThat(rows.get(0).isNullAt(3)).isTrue();
    assertThat(rows.get(1).getString(3)).contains("'z'");
    assertThat(rows.get(1).isNullAt(1)).isTrue();
  }

  @Test
  void bytes_areUtf8OrThoseOfAModelOfBytes() throws Exception {
    byte[] good = "user ä".getBytes(StandardCharsets.UTF_8);
    byte[] bad = {'u', (byte) 0xff, 'r'};
    Dataset<Row> rows =
        spark.createDataFrame(
            List.of(RowFactory.create(0L, good), RowFactory.create(1L, bad)), BYTES);
    TextScoring scoring = TextScoring.load(spark, log.toString());
    List<Row> told = told(scoring.score(rows, "value"), "score");
    assertThat(told.get(0))
        .isEqualTo(told(scoring.score(rows(List.of("user ä"), 1), "value"), "score").get(0));
    assertThat(told.get(1).getString(3)).isEqualTo("it is no UTF-8");

    Path bytes = folder.resolve("bytes.safetensors");
    Program.rnn(
        "train",
        file,
        "--records",
        "lines",
        "--unit",
        "byte",
        "--hidden",
        5,
        "--steps",
        9,
        "--out",
        bytes);
    TextScoring ofBytes = TextScoring.load(spark, bytes.toString());
    List<Row> both = told(ofBytes.score(rows, "value"), "score");
    Path raw = Files.write(folder.resolve("raw"), new byte[] {'u', (byte) 0xff, 'r', '\n'});
    assertThat(both.get(1).getDecimal(1).toPlainString())
        .isEqualTo(Program.rnn("score", bytes, raw).split("\t")[2]);
    assertThat(both.get(0))
        .isEqualTo(told(ofBytes.score(rows(List.of("user ä"), 1), "value"), "score").get(0));
  }

  // --------------------------------------------------------------------------------- refusals

  @Test
  void backend_isChosenByNameOrRefusedByTheExecutor() throws Exception {
    TextScoring scoring = TextScoring.load(spark, log.toString());
    List<String> some = lines.subList(0, 20);
    List<Row> usual = told(scoring.score(rows(some, 1), "value"), "score");
    assertThat(told(scoring.bestBackendOfEach().score(rows(some, 1), "value"), "score"))
        .isEqualTo(usual);
    List<Row> doubles = told(scoring.backend("ejml").score(rows(some, 1), "value"), "score");
    assertThat(doubles).isNotEqualTo(usual);
    String printed = Program.rnn("score", log, file, "--backend", "ejml").lines().findFirst().get();
    assertThat(doubles.get(0).getDecimal(1).toPlainString()).isEqualTo(printed.split("\t")[2]);
    Dataset<Row> none = scoring.backend("abacus").score(rows(some, 1), "value");
    assertThatThrownBy(none::collectAsList)
        .isInstanceOf(SparkException.class)
        .hasStackTraceContaining("executor driver on localhost: ")
        .hasStackTraceContaining("abacus");
  }

  @Test
  void whatCannotBeTold_isRefusedBeforeAnyJob() throws Exception {
    TextScoring scoring = TextScoring.load(spark, book.toString());
    Dataset<Row> rows = rows(List.of("a"), 1);
    assertThatThrownBy(() -> scoring.detect(rows, "value")).hasMessageContaining("continuous text");
    assertThatThrownBy(() -> scoring.classify(rows, "value")).hasMessageContaining("no labels");
    assertThatThrownBy(() -> scoring.score(rows, "line"))
        .hasMessage("there is no column 'line': [id, value]");
    assertThatThrownBy(() -> scoring.score(rows, "id")).hasMessageContaining("BIGINT");
    assertThatThrownBy(() -> scoring.score(scoring.score(rows, "value"), "value"))
        .hasMessageContaining("'score' already");
    TextScoring calibrated = TextScoring.load(spark, log.toString());
    assertThatThrownBy(() -> calibrated.falseAlarms(1e-9).detect(rows, "value"))
        .hasMessageContaining("1.0E-9 cannot be kept");
    TextScoring labelled = TextScoring.load(spark, kinds.toString());
    assertThatThrownBy(() -> labelled.priors(Map.of("log", 1.0)).classify(rows, "value"))
        .hasMessageContaining("the labels are [log, number]");
    assertThatThrownBy(() -> TextScoring.load(spark, file.toString()))
        .hasMessageContaining("new.log");
  }

  @Test
  void otherColumns_stayAsTheyAre() throws Exception {
    Dataset<Row> wide =
        spark
            .createDataset(List.of("user a", "user b"), Encoders.STRING())
            .selectExpr("value", "array(1, 2) AS numbers", "named_struct('k', value) AS s");
    List<Row> rows = TextScoring.load(spark, log.toString()).score(wide, "value").collectAsList();
    assertThat(rows.get(1).getList(1)).isEqualTo(List.of(1, 2));
    assertThat(rows.get(1).getStruct(2).getString(0)).isEqualTo("user b");
    assertThat(rows.get(1).getStruct(3).getLong(0)).isEqualTo(7);
  }

  // --------------------------------------------------------------------------------- the program

  @Test
  void judge_writesWhatTheProgramFindsStrange() throws Exception {
    Path out = folder.resolve("strange");
    String[] command = {
      "detect",
      log.toString(),
      file.toString(),
      "--out",
      out.toString(),
      "--strange",
      "--false-alarms",
      "0.1"
    };
    assertThat(Judge.run(command)).isZero();
    List<Row> found = spark.read().json(out.toString()).select("value", "detect.p").collectAsList();
    List<JsonNode> objects =
        json(Program.rnn("detect", log, file, "--json", "--false-alarms", 0.1));
    assertThat(found.stream().map(row -> row.getString(0) + " " + row.getDouble(1)))
        .containsExactlyInAnyOrderElementsOf(
            objects.stream()
                .map(one -> one.get("text").textValue() + " " + one.get("p").doubleValue())
                .toList());
    // What is there is not written over.
    assertThat(Judge.run(command)).isEqualTo(1);
    assertThat(Judge.run("detect", log.toString())).isEqualTo(2);
    assertThat(Judge.run("detect", book.toString(), file.toString(), "--out", folder + "/x"))
        .isEqualTo(1);
    assertThat(folder.resolve("x")).doesNotExist();
  }
}
