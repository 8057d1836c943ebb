// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli.Result;
import io.github.rnn4j.cli.reports.Events;
import io.github.rnn4j.files.OwnFile;
import io.github.rnn4j.files.Reservation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --report} and {@code --tensorboard}, from the command to what is shown. */
class RunReportTest {
  /** What a model of it writes would be a script, if a page let it. */
  private static final String TEXT = "<script>alert('a&b')</script>\n".repeat(30);

  @TempDir private Path folder;
  private Path text;
  private Path page;
  private Path events;
  private Path metrics;

  @BeforeEach
  void write() throws IOException {
    text = Files.writeString(folder.resolve("t.txt"), TEXT);
    page = folder.resolve("run.html");
    events = folder.resolve("events");
    metrics = folder.resolve("m.jsonl");
  }

  private Result train(Object... rest) {
    List<Object> command = new ArrayList<>(List.of("train", text, "--model", "rnn"));
    command.addAll(List.of("--hidden", 16, "--steps", 60, "--report-every", 5));
    command.addAll(List.of("--validation", 0.1, "--validate-every", 20, "--checkpoint-every", 30));
    command.addAll(List.of("--sample-every", 20, "--backend", "ejml", "--progress", "none"));
    command.addAll(Arrays.asList(rest));
    return rnn(command.toArray());
  }

  private Result trainWithBoth(Object... rest) {
    List<Object> both = new ArrayList<>(List.of("--report", page, "--tensorboard", events));
    both.addAll(Arrays.asList(rest));
    if (!both.contains("--out")) {
      both.addAll(List.of("--out", folder.resolve("m.safetensors")));
    }
    Result result = train(both.toArray());
    assertThat(result.code()).as(result.err()).isZero();
    return result;
  }

  private Document document() throws IOException {
    return document(Files.readString(page));
  }

  private static Document document(String html) {
    Parser parser = Parser.htmlParser().setTrackErrors(10);
    Document document = Jsoup.parse(html, "", parser);
    assertThat(parser.getErrors()).isEmpty();
    return document;
  }

  /** The lines of JSON in a page. */
  private static List<String> points(Document document) {
    return document.getElementById("points").data().strip().lines().toList();
  }

  private static List<String> withoutTimes(Stream<String> lines) {
    return lines
        .map(line -> line.replaceAll(",\"(chars_per_second|seconds|seconds_left)\":[^,}]*", ""))
        .sorted()
        .toList();
  }

  // ------------------------------------------------------------------------------ the page

  @Test
  void page_isWellFormedAsHtmlAndAsXml() throws Exception {
    trainWithBoth();
    assertThat(OwnFile.of(page)).contains(OwnFile.REPORT);
    assertThat(document().select("figure.chart svg polyline")).hasSize(5);
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(Files.readAllBytes(page)));
  }

  @Test
  void page_hasTheNumbersOfTheMetrics() throws IOException {
    trainWithBoth("--metrics", metrics);
    Document document = document();
    List<String> lines = Files.readAllLines(metrics);
    assertThat(lines).hasSize(12 + 3 + 3);
    List<String> unescaped =
        points(document).stream()
            .map(line -> line.replace("\\u003c", "<").replace("\\u003e", ">"))
            .map(line -> line.replace("\\u0026", "&"))
            .toList();
    assertThat(unescaped).containsExactlyInAnyOrderElementsOf(lines);
    double loss =
        Double.parseDouble(
            lines.stream()
                .filter(line -> line.contains("\"loss\""))
                .reduce((a, b) -> b)
                .orElseThrow()
                .replaceAll(".*\"loss\":|,.*", ""));
    assertThat(document.select(".figure.train .value").text())
        .isEqualTo(String.format(java.util.Locale.ROOT, "%.4f nats", loss));
    assertThat(document.select(".figure.train .more").text())
        .contains(String.format(java.util.Locale.ROOT, "%.4f bits", loss / Math.log(2)));
  }

  @Test
  void page_tellsWhatTheRunIs() throws IOException {
    trainWithBoth();
    Document document = document();
    assertThat(document.title()).contains("m.safetensors");
    assertThat(document.select(".status").text()).isEqualTo("finished");
    assertThat(document.select(".command").text())
        .startsWith("rnn train " + text + " --model rnn --hidden 16");
    assertThat(document.select("dl").text())
        .contains("900 characters from " + text, "vocabulary of 18", "ejml (float64)", "java")
        .contains("of the text's tokens", "learning_rate", "rnn 0.")
        .containsPattern("[0-9a-f]{64}");
  }

  @Test
  void page_asksForNothingAndRunsNothingButItsOwn() throws IOException {
    trainWithBoth();
    Document document = document();
    for (Element element : document.getAllElements()) {
      assertThat(element.attributes().asList())
          .as(element.tagName())
          .noneMatch(a -> a.getKey().matches("src|href|srcset|action|style|on.*"));
    }
    assertThat(document.select("link, iframe, img, object, base")).isEmpty();
    assertThat(document.select("style").html()).doesNotContain("url(", "@import");
    assertThat(document.select("script").eachAttr("type")).containsExactly("application/x-ndjson");
    assertThat(document.select("script")).hasSize(2);
    assertThat(document.select("meta[http-equiv]").attr("content"))
        .startsWith("default-src 'none'; style-src 'sha256-")
        .doesNotContain("unsafe");
    assertThat(document.select(".samples pre")).hasSize(3);
    assertThat(document.select(".samples pre").text()).contains("<", ">");
    assertThat(document.select(".samples pre > *")).isEmpty();
  }

  // ------------------------------------------------------------------------------ both

  @Test
  void model_isTheSameWithAndWithoutThem() throws IOException {
    Path plain = folder.resolve("plain");
    assertThat(train("--out", plain).code()).isZero();
    trainWithBoth("--out", folder.resolve("told"));
    assertThat(folder.resolve("told")).hasSameBinaryContentAs(plain);
  }

  @Test
  void resumedRun_showsItsWholePastOnce() throws IOException {
    trainWithBoth();
    List<String> straight = withoutTimes(points(document()).stream());
    Map<String, Map<Long, Object>> shown = shown();
    assertThat(shown.keySet())
        .containsExactly(
            "loss/train",
            "loss/validation",
            "optimizer/gradient_norm",
            "optimizer/learning_rate",
            "sample");
    assertThat(shown.get("loss/train")).hasSize(12);
    for (int i = 0; i < 2; i++) {
      Result resumed = rnn("train", "--resume", folder.resolve("m.step-30.safetensors"));
      assertThat(resumed.code()).as(resumed.err()).isZero();
      assertThat(resumed.err()).contains("report    " + page, "events    " + events);
      assertThat(withoutTimes(points(document()).stream())).isEqualTo(straight);
      assertThat(document().select(".command").text()).startsWith("rnn train --resume ");
      assertThat(shown()).isEqualTo(shown);
    }
    assertThat(Events.files(events)).hasSize(3);
  }

  private Map<String, Map<Long, Object>> shown() throws IOException {
    Map<String, Map<Long, Object>> shown = Events.shown(events);
    shown.remove("speed/characters_per_second");
    assertThat(shown.remove("settings")).isNotNull();
    return shown;
  }

  @Test
  void resumedRun_hasItsPastFromTheMetricsIfThePageIsNew() throws IOException {
    trainWithBoth("--metrics", metrics);
    List<String> straight = withoutTimes(points(document()).stream());
    Path other = folder.resolve("other.html");
    Result resumed =
        rnn("train", "--resume", folder.resolve("m.step-30.safetensors"), "--report", other);
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(withoutTimes(points(document(Files.readString(other))).stream()))
        .isEqualTo(straight);
  }

  @Test
  void recordsThatDetectLearns_areToldOf() throws IOException {
    Path log = Files.writeString(folder.resolve("a.log"), "started\nstopped\nfailed\n".repeat(30));
    Result result =
        rnn(
            "detect",
            "--train",
            log,
            "--steps",
            20,
            "--hidden",
            8,
            "--backend",
            "ejml",
            "--out",
            folder.resolve("log.safetensors"),
            "--report",
            page,
            "--tensorboard",
            events);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(document().select(".command").text())
        .startsWith("rnn train " + log + " --steps 20 --hidden 8 --records lines");
    assertThat(Events.shown(events)).containsKey("loss/validation");
  }

  // ------------------------------------------------------------------------------ whose is it

  @Test
  void whatTheyWrote_isNeverText() throws IOException {
    trainWithBoth();
    byte[] first = Files.readAllBytes(folder.resolve("m.safetensors"));
    text = folder;
    Result again = trainWithBoth();
    assertThat(again.err()).contains("900 characters", "rnn4j is the event file of a run");
    assertThat(folder.resolve("m.safetensors")).hasBinaryContent(first);
    Result named = rnn("train", page, "--out", folder.resolve("n"));
    assertThat(named.err()).contains("run.html is the report of a run");
  }

  @Test
  void strangersFiles_areLeftAlone() throws IOException {
    Files.writeString(page, "<!DOCTYPE html><title>mine</title>");
    Result refused = train("--report", page, "--out", folder.resolve("m"));
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).hasLineCount(1).contains(page.toString(), "something else than");
    assertThat(page).hasContent("<!DOCTYPE html><title>mine</title>");

    Files.writeString(events, "a file");
    Result file = train("--tensorboard", events, "--out", folder.resolve("m"));
    assertThat(file.code()).isEqualTo(1);
    assertThat(file.err()).hasLineCount(1).contains(events + ": is no folder");
    assertThat(events).hasContent("a file");

    Result name = train("--report", folder.resolve("run.txt"), "--out", folder.resolve("m"));
    assertThat(name.code()).isEqualTo(2);
    assertThat(name.err()).contains("run.txt is no page: the name ends in .html");
    assertThat(folder.resolve("m")).doesNotExist();
  }

  @Test
  void otherRuns_areKeptAway() throws IOException {
    Files.createDirectory(events);
    try (Reservation first = Reservation.of(events.resolve("rnn4j"))) {
      assertThat(first).isNotNull();
      Result second = train("--tensorboard", events, "--out", folder.resolve("m"));
      assertThat(second.code()).isEqualTo(1);
      assertThat(second.err()).hasLineCount(1).contains("this process writes it");
    }
    assertThat(train("--tensorboard", events, "--out", folder.resolve("m")).code()).isZero();
    assertThat(events.resolve(".rnn4j.lock")).doesNotExist();
  }

  @Test
  void dryRun_writesNeither() throws IOException {
    trainWithBoth("--dry-run");
    assertThat(page).doesNotExist();
    assertThat(events).doesNotExist();
  }

  @Test
  void checkpointThatNamesAnotherFolder_isAskedWhere() throws IOException {
    trainWithBoth();
    Path moved = Files.createDirectory(folder.resolve("moved"));
    Path checkpoint = moved.resolve("m.step-30.safetensors");
    Files.copy(folder.resolve("m.step-30.safetensors"), checkpoint);
    Path victim = Files.createDirectory(moved.resolve("events"));
    Files.write(victim.resolve("notes"), "notes".getBytes(StandardCharsets.UTF_8));
    Result result = rnn("train", "--resume", checkpoint);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).hasLineCount(1).contains(victim.toString(), "give --tensorboard");
    assertThat(victim).isDirectoryNotContaining("glob:**tfevents**");
  }

  @Test
  void fullDisk_isToldBeforeTheFirstStep() throws IOException {
    Path full = Files.createSymbolicLink(folder.resolve("full.html"), Path.of("/dev/full"));
    Result result = train("--report", full, "--out", folder.resolve("m"));
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains(full + ": cannot be written: No space left on device");
    assertThat(folder.resolve("m")).doesNotExist();
  }
}
