// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.raw;
import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.rnn4j.cli.Cli.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleRecordsTest {
  private static final JsonFactory JSON = new JsonFactory();

  @TempDir private static Path folder;

  private static Path names;
  private static List<String> training;

  /** Consonants and vowels in turn. */
  private static List<String> words(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder word = new StringBuilder();
      for (int j = 0; j < 2 + random.nextInt(3); j++) {
        word.append(j % 2 == 0 ? "dmn".charAt(random.nextInt(3)) : "aio".charAt(random.nextInt(3)));
      }
      words.add(word.toString());
    }
    return words;
  }

  private static Path train(String name, Object... options) {
    Path model = folder.resolve(name);
    List<Object> arguments =
        new ArrayList<>(List.of("train", "--model", "gru", "--hidden", 12, "--layers", 1));
    arguments.addAll(List.of("--backend", "java", "--steps", 120, "--out", model));
    arguments.addAll(List.of("--learning-rate", 0.003, "--dropout", 0.3));
    arguments.addAll(Arrays.asList(options));
    Result result = rnn(arguments.toArray());
    assertThat(result.code()).as(result.err()).isZero();
    return model;
  }

  @BeforeAll
  static void train() throws IOException {
    training = words(200, 1);
    Path text = Files.write(folder.resolve("names.txt"), training);
    names = train("names.safetensors", text, "--records", "lines", "--validation", 0.1);
  }

  @Test
  void records_areALineEach_andNothingElse() {
    Result result = rnn("sample", names, "--count", 20, "--seed", 4);
    assertThat(result.code()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out().split("\n", -1)).hasSize(21).endsWith("");
    assertThat(result.out().lines()).allMatch(line -> line.matches("[a-z]+")).hasSize(20);
    assertThat(rnn("sample", names, "--count", 20, "--seed", 4).out()).isEqualTo(result.out());
    assertThat(rnn("sample", names, "--count", 20, "--seed", 5).out()).isNotEqualTo(result.out());
    assertThat(rnn("sample", names, "--count", 3).err())
        .matches("rnn: --seed \\d+ draws these records again\\R");
  }

  @Test
  void prime_beginsEachRecord() {
    Result result = rnn("sample", names, "--prime", "da", "--count", 50, "--seed", 4);
    assertThat(result.out().lines()).hasSize(50).allMatch(line -> line.startsWith("da"));
    assertThat(rnn("sample", names, "--prime", "da\\n").err()).contains("border").hasLineCount(1);
  }

  @Test
  void novelAndUnique_passOverOthers_andSaySo() {
    Result plain = rnn("sample", names, "--count", 200, "--seed", 4);
    Result result = rnn("sample", names, "--count", 40, "--seed", 4, "--novel", "--unique");
    assertThat(result.code()).as(result.err()).isZero();
    List<String> known =
        jsonOf("--count", 400, "--seed", 4).stream()
            .filter(one -> one.get("known").equals("true"))
            .map(one -> one.get("text"))
            .toList();
    assertThat(known).isNotEmpty().isSubsetOf(training);
    List<String> expected =
        plain.out().lines().distinct().filter(line -> !known.contains(line)).limit(40).toList();
    assertThat(result.out().lines().toList()).startsWith(expected.toArray(String[]::new));
    assertThat(result.out().lines())
        .hasSize(40)
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(training);
    assertThat(result.err())
        .matches(
            "rnn: passed over [\\d,]+ records? of the training and [\\d,]+ records? drawn before\\R");
  }

  @Test
  void noNewRecord_endsWithAMessage() {
    Result result =
        rnn("sample", names, "--temperature", 0, "--count", 2, "--unique", "--length", 3);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).hasLineCount(1);
    assertThat(result.err()).hasLineCount(1).contains("1 of 2 records", "10,000", "--temperature");
  }

  private static List<Map<String, String>> jsonOf(Object... options) {
    List<Object> arguments = new ArrayList<>(List.of("sample", names, "--json"));
    arguments.addAll(Arrays.asList(options));
    Result result = rnn(arguments.toArray());
    assertThat(result.code()).as(result.err()).isZero();
    return result.out().lines().map(SampleRecordsTest::parsed).toList();
  }

  private static Map<String, String> parsed(String line) {
    Map<String, String> fields = new TreeMap<>();
    try (JsonParser parser = JSON.createParser(line)) {
      assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        fields.put(name, parser.getText());
      }
      return fields;
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  @Test
  void json_tellsTheCostThatScoreTells_andHowToDrawTheRecordAgain() {
    List<Map<String, String>> lines = jsonOf("--count", 8, "--seed", 7, "--prime", "m");
    StringBuilder records = new StringBuilder();
    lines.forEach(line -> records.append(line.get("text")).append('\n'));
    String scores =
        rnn(records.toString().getBytes(StandardCharsets.UTF_8), "score", names, "-").out();

    assertThat(lines).hasSize(8);
    assertThat(scores.lines().map(row -> row.split("\t")[2]))
        .containsExactlyElementsOf(lines.stream().map(line -> line.get("nats")).toList());
    for (Map<String, String> line : lines) {
      assertThat(line).containsEntry("whole", "true");
      Map<String, String> again =
          jsonOf("--prime", "m", "--seed", line.get("seed"), "--stream", line.get("stream")).get(0);
      assertThat(again).isEqualTo(line);
    }
    assertThat(rnn("sample", names, "--count", 8, "--seed", 7, "--prime", "m").out())
        .isEqualTo(records.toString());
  }

  @Test
  void longRecord_isCut_andTold() {
    Result result = rnn("sample", names, "--length", 1, "--count", 3, "--seed", 1);
    assertThat(result.out()).matches("(.\n){3}");
    assertThat(result.err()).contains("3 records were cut after 1 character", "--length");
  }

  @Test
  void beam_findsTheMostProbable_whichCostLeast() {
    List<Map<String, String>> best = jsonOf("--beam", 60, "--count", 10);
    List<Map<String, String>> drawn = jsonOf("--count", 100, "--seed", 3);
    assertThat(best)
        .hasSize(10)
        .isSortedAccordingTo(
            (a, b) ->
                Double.compare(
                    Double.parseDouble(a.get("nats")), Double.parseDouble(b.get("nats"))));
    double least = Double.parseDouble(best.get(0).get("nats"));
    assertThat(drawn).allMatch(one -> Double.parseDouble(one.get("nats")) >= least);
    Result narrow = rnn("sample", names, "--beam", 60, "--count", 60, "--novel");
    assertThat(narrow.code()).isEqualTo(1);
    assertThat(narrow.err()).contains("of 60 records", "of the training", "wider beam");
  }

  @Test
  void matching_writesOnlyWhatMatches_withPrimeNovelJsonAndBeam() {
    String regex = "[dm]a(n[io]){1,2}|-x";
    Object[] all = {"sample", names, "--matching", regex, "--count", 30, "--seed", 4};
    Result result = rnn(all);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out().lines()).hasSize(30).allMatch(line -> line.matches(regex));
    assertThat(result.out().lines().distinct()).hasSizeGreaterThan(4);
    assertThat(rnn(all).out()).isEqualTo(result.out());
    assertThat(jsonOf("--matching", regex, "--prime", "ma", "--count", 9, "--top-p", 0.9))
        .hasSize(9)
        .allMatch(one -> one.get("text").matches("ma(n[io]){1,2}"));
    assertThat(rnn("sample", names, "--matching", regex, "--beam", 40, "--count", 12).out().lines())
        .hasSize(12)
        .doesNotHaveDuplicates()
        .allMatch(line -> line.matches(regex));
    assertThat(rnn("sample", names, "--matching", "-?d.*", "--count", 9, "--seed", 1).out().lines())
        .hasSize(9)
        .allMatch(line -> line.startsWith("d"));
  }

  @Test
  void matching_whatCannotBe_isOneLine() {
    assertThat(rnn("sample", names, "--matching", "d(?=a).*").err())
        .hasLineCount(1)
        .contains("(?=", "lookaround");
    assertThat(rnn("sample", names, "--matching", "q.*").err())
        .hasLineCount(1)
        .contains("never seen q");
    Result tight = rnn("sample", names, "--matching", ".{9}", "--length", 9, "--seed", 1);
    assertThat(tight.code()).isEqualTo(1);
    assertThat(tight.out()).isEmpty();
    assertThat(tight.err()).hasLineCount(1).contains("takes 10 more tokens");
    assertThat(rnn("sample", names, "--matching", "d.*", "--prime", "m").err())
        .hasLineCount(1)
        .contains("begins with this prime");
    assertThat(rnn("sample", names, "--matching", "d.*", "--stop", "a").code()).isEqualTo(2);
  }

  @Test
  void modelThatRemembersNothing_knowsNothingNew() throws IOException {
    Path text = folder.resolve("names.txt");
    Path forgetful = train("f.safetensors", text, "--records", "lines", "--remember", 0);
    assertThat(rnn("sample", forgetful, "--novel").err()).contains("--remember").hasLineCount(1);
    assertThat(rnn("sample", forgetful, "--json", "--seed", 1).out()).doesNotContain("known");
    assertThat(rnn("inspect", forgetful).out())
        .contains("records are lines", "no records of the training remembered", "not calibrated");
    assertThat(rnn("inspect", names).out())
        .containsPattern(
            "\\d+ records of the training remembered, in [\\d,]+ bytes; .* probability of \\d\\.\\de-1\\d")
        .contains("calibrated on 20 held-out records");
    Result few =
        rnn(
            "train",
            text,
            "--records",
            "lines",
            "--remember",
            10,
            "--steps",
            1,
            "--hidden",
            3,
            "--out",
            folder.resolve("few.safetensors"));
    assertThat(few.err()).contains("--remember 200");
    assertThat(rnn("train", text, "--remember", 10).code()).isEqualTo(2);
  }

  @Test
  void labels_areDrawnAndPrinted_orGiven() throws IOException {
    Path left = Files.write(folder.resolve("l.txt"), words(90, 2));
    Path right = Files.write(folder.resolve("r.txt"), List.of("xx", "xyx", "yyx", "yx", "xxy"));
    Path model = train("l.safetensors", "--label", "left=" + left, "--label", "right=" + right);

    Result any = rnn("sample", model, "--count", 100, "--seed", 1);
    assertThat(any.out().lines())
        .hasSize(100)
        .allMatch(line -> line.matches("(left|right)\t[a-z]+"));
    assertThat(any.out()).contains("left\t", "right\t");
    Result one = rnn("sample", model, "--count", 30, "--seed", 1, "--label", "right");
    assertThat(one.out().lines()).hasSize(30).allMatch(line -> line.startsWith("right\t"));
    assertThat(
            parsed(rnn("sample", model, "--json", "--label", "left", "--seed", 1).out())
                .get("label"))
        .isEqualTo("left");
    assertThat(rnn("sample", model, "--label", "up").err()).contains("left, right");
    assertThat(rnn("sample", names, "--label", "up").err()).contains("no labels");
    assertThat(rnn("inspect", model).out())
        .contains("2 labels: left, right; told by the network, weight ");
    assertThat(rnn("sample", model, "--beam", 5, "--count", 3).out().lines()).hasSize(3);
  }

  @Test
  void recordsWithLineFeeds_standBeforeTheirBorder_andAreReadAgain() throws IOException {
    Path text = Files.writeString(folder.resolve("p.txt"), "ab\nba\n\nb\na\n\nbb\n\n".repeat(20));
    Path model = train("p.safetensors", text, "--records", "\\n\\n");
    String out = rnn("sample", model, "--count", 12, "--seed", 2, "--length", 4000).out();
    assertThat(out).endsWith("\n\n");
    assertThat(out.split("\n\n")).hasSize(12).doesNotContain("");
    assertThat(rnn(out.getBytes(StandardCharsets.UTF_8), "score", model, "-").out())
        .hasLineCount(12);

    Path commas = train("c.safetensors", "--text", "ab,ba,b\na,".repeat(30), "--records", ",");
    byte[] file = raw(false, new byte[0], "sample", commas, "--count", 3, "--seed", 1).out();
    byte[] terminal = raw(true, new byte[0], "sample", commas, "--count", 3, "--seed", 1).out();
    assertThat(new String(file, StandardCharsets.UTF_8)).matches("([ab\n]+,){3}");
    assertThat(new String(terminal, StandardCharsets.UTF_8))
        .isEqualTo(new String(file, StandardCharsets.UTF_8) + System.lineSeparator());
  }

  @Test
  void bytesAndWords_makeRecordsToo() throws IOException {
    Path text =
        Files.write(
            folder.resolve("b.txt"),
            "\u00E9\u00E8x\nx\u00E9\n".repeat(60).getBytes(StandardCharsets.ISO_8859_1));
    Path bytes = train("b.safetensors", text, "--unit", "byte", "--records", "lines");
    String out =
        new String(
            raw(false, new byte[0], "sample", bytes, "--prime", "\\xE9", "--count", 9, "--seed", 2)
                .out(),
            StandardCharsets.ISO_8859_1);
    assertThat(out.split("\n", -1)).hasSize(10);
    assertThat(out.lines()).allMatch(line -> line.startsWith("\u00E9"));
    Path words =
        train(
            "w.safetensors",
            "--text",
            "open the door\nshut the door\n".repeat(30),
            "--unit",
            "word",
            "--records",
            "lines");
    assertThat(rnn("sample", words, "--count", 7, "--prime", "open", "--seed", 1).out().lines())
        .hasSize(7)
        .allMatch(line -> line.startsWith("open"));
  }

  @Test
  void optionsOfRecords_areRefusedForContinuousText_andTheOtherWayRound() {
    Path text = train("t.safetensors", "--text", "hello world");
    for (String option : List.of("--unique", "--novel", "--json", "--label=x")) {
      Result result = rnn("sample", text, option);
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err()).contains(option.replace("=x", ""), "models of records");
    }
    assertThat(rnn("sample", names, "--stop", "x").err()).contains("--stop");
    assertThat(rnn("sample", text, "--seed", 3, "--stream", 1, "--temperature", 2).out())
        .isEqualTo(
            rnn("sample", text, "--seed", 3, "--count", 2, "--temperature", 2)
                .out()
                .split("----\\R")[1]);
  }
}
