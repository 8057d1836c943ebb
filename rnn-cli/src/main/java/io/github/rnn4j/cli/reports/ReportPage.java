// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.cli.reports.Chart.Curve;
import io.github.rnn4j.cli.reports.MetricsPoint.HeldOut;
import io.github.rnn4j.cli.reports.MetricsPoint.Reported;
import io.github.rnn4j.cli.reports.MetricsPoint.Sampled;
import io.github.rnn4j.files.OwnFile;
import io.github.rnn4j.training.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The page of a run as HTML that is well-formed XML, too. It asks for nothing but what is in it,
 * and its policy of content lets nothing else be asked for, nor any script run but its own.
 */
public final class ReportPage {
  /** How far a run is. */
  public enum Status {
    /** It goes on, or broke off. */
    UNFINISHED("unfinished"),
    /** It was interrupted, and can be resumed. */
    INTERRUPTED("interrupted"),
    /** It ended since nothing improved any more. */
    EARLY("ended early"),
    /** It did all of its steps. */
    FINISHED("finished");

    private final String word;

    Status(String word) {
      this.word = word;
    }
  }

  private static final String POINTS_BEGIN =
      "<script type=\"application/x-ndjson\" id=\"points\">\n";
  private static final String POINTS_END = "</script>";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final int WIDE = 1056;
  private static final int WIDE_HEIGHT = 360;
  private static final int NARROW = 340;
  private static final int NARROW_HEIGHT = 190;

  private final RunFacts facts;
  private final RunHistory history;
  private final Status status;
  private final long step;
  private final Instant written;

  ReportPage(RunFacts facts, RunHistory history, Status status, long step, Instant written) {
    this.facts = facts;
    this.history = history;
    this.status = status;
    this.step = step;
    this.written = written;
  }

  /** The metrics that a page holds, a line of JSON each; nothing if it is another page. */
  static String points(String page) {
    int begin = page.indexOf(POINTS_BEGIN);
    int end = begin < 0 ? -1 : page.indexOf(POINTS_END, begin);
    return end < 0 ? "" : page.substring(begin + POINTS_BEGIN.length(), end);
  }

  String html() {
    String style = resource("report.css");
    String script = resource("report.js");
    StringBuilder html = new StringBuilder("<!DOCTYPE html>\n");
    html.append(OwnFile.REPORT_MARK).append('\n');
    html.append("<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n");
    html.append("<meta charset=\"UTF-8\" />\n");
    html.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
    html.append("style-src 'sha256-").append(sha256(style)).append("'; script-src 'sha256-");
    html.append(sha256(script)).append("'\" />\n");
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n");
    html.append("<title>").append(Html.text(facts.model())).append(" – rnn</title>\n");
    html.append("<style>").append(style).append("</style>\n</head>\n<body>\n<main>\n");
    header(html);
    figures(html);
    charts(html);
    samples(html);
    settings(html);
    html.append("</main>\n<footer>Written by rnn on ").append(TIME.format(written));
    html.append(". The numbers of the curves stand in this page as lines of JSON.</footer>\n");
    html.append(POINTS_BEGIN);
    history.points().forEach(point -> html.append(Html.json(point.json())).append('\n'));
    html.append(POINTS_END).append("\n<script>").append(script).append("</script>\n");
    return html.append("</body>\n</html>\n").toString();
  }

  private void header(StringBuilder html) {
    html.append("<header><p class=\"over\">Training run</p>\n<h1>");
    html.append(Html.text(facts.model())).append("</h1>\n<p class=\"status ");
    html.append(status.name().toLowerCase(Locale.ROOT)).append("\">").append(status.word);
    html.append("</p>\n<p class=\"under\">");
    html.append(Words.number(step)).append(" of ");
    html.append(Html.text(Words.count(facts.totalSteps(), "step")));
    last(history.reports())
        .ifPresent(
            report -> {
              html.append(String.format(Locale.ROOT, " · epoch %.2f", report.epoch()));
              html.append(" · ").append(Words.time(seconds(report.seconds())));
            });
    html.append("</p></header>\n");
  }

  // ------------------------------------------------------------------------------ what it came to

  private void figures(StringBuilder html) {
    html.append("<section class=\"figures\">\n");
    Optional<HeldOut> best =
        history.heldOut().stream().min(Comparator.comparingDouble(HeldOut::loss));
    best.ifPresent(
        reading -> {
          loss(html, "Held out, at best", "held", reading.loss());
          html.append("<p class=\"more\">after ");
          html.append(Words.count(reading.step(), "step")).append("</p></div>\n");
        });
    last(history.heldOut())
        .filter(reading -> reading.step() != best.orElse(reading).step())
        .ifPresent(
            reading -> {
              loss(html, "Held out, last", "held", reading.loss());
              html.append("</div>\n");
            });
    last(history.reports())
        .ifPresent(
            report -> {
              loss(html, "Training", "train", report.loss());
              html.append("</div>\n");
              double seconds = Math.max(report.seconds(), 1e-3);
              html.append(
                  "<div class=\"card figure\"><p class=\"label\">Time</p><p class=\"value\">");
              html.append(Words.time(seconds(seconds))).append("</p><p class=\"more\">");
              html.append(Words.rate(history.charactersPerSecond())).append(' ');
              html.append(facts.unit().noun()).append("s/s");
              if (status == Status.UNFINISHED) {
                html.append(", ").append(Words.time(seconds(report.secondsLeft()))).append(" left");
              }
              html.append("</p></div>\n");
            });
    html.append("<div class=\"card figure\"><p class=\"label\">Parameters</p><p class=\"value\">");
    html.append(Words.number(facts.parameters())).append("</p></div>\n");
    html.append("</section>\n");
  }

  /** A card that is left open. */
  private void loss(StringBuilder html, String label, String style, double nats) {
    html.append("<div class=\"card figure ").append(style).append("\"><p class=\"label\">");
    html.append(label).append("</p><p class=\"value\">");
    html.append(String.format(Locale.ROOT, "%.4f", nats)).append(" <small>nats</small></p>");
    html.append("<p class=\"more\">");
    html.append(
        String.format(
            Locale.ROOT,
            "%.4f bits per %s<br />perplexity %.4g",
            Report.bits(nats),
            facts.unit().noun(),
            Report.perplexity(nats)));
    html.append("</p>");
  }

  private void charts(StringBuilder html) {
    List<Reported> reports = history.reports();
    if (reports.isEmpty() && history.heldOut().isEmpty()) {
      html.append("<section class=\"card\"><p>Nothing was reported yet.</p></section>\n");
      return;
    }
    List<Curve> losses = new ArrayList<>();
    if (!reports.isEmpty()) {
      losses.add(curve("training", "train", "loss", Reported::loss));
    }
    List<HeldOut> readings = history.heldOut();
    if (!readings.isEmpty()) {
      losses.add(
          new Curve(
              "held out",
              "held",
              "validation_loss",
              readings.stream().mapToLong(HeldOut::step).toArray(),
              readings.stream().mapToDouble(HeldOut::loss).toArray(),
              true));
    }
    String title = "Loss, nats per " + facts.unit().noun();
    html.append("<section class=\"wide\">\n");
    html.append(new Chart(title, WIDE, WIDE_HEIGHT, losses).html()).append("</section>\n");
    if (!reports.isEmpty()) {
      html.append("<section class=\"narrow\">\n");
      narrow(html, "Learning rate", "learning_rate", Reported::learningRate);
      narrow(html, "Gradient norm", "gradient_norm", Reported::gradientNorm);
      String noun = facts.unit().noun();
      String speed =
          noun.substring(0, 1).toUpperCase(Locale.ROOT) + noun.substring(1) + "s a second";
      narrow(html, speed, "chars_per_second", Reported::charactersPerSecond);
      html.append("</section>\n");
    }
  }

  private void narrow(
      StringBuilder html, String title, String field, ToDoubleFunction<Reported> value) {
    Curve curve = curve(title, "other", field, value);
    html.append(new Chart(title, NARROW, NARROW_HEIGHT, List.of(curve)).html());
  }

  private Curve curve(String name, String style, String field, ToDoubleFunction<Reported> value) {
    List<Reported> reports = history.reports();
    return new Curve(
        name,
        style,
        field,
        reports.stream().mapToLong(Reported::step).toArray(),
        reports.stream().mapToDouble(value).toArray(),
        false);
  }

  private void samples(StringBuilder html) {
    if (history.samples().isEmpty()) {
      return;
    }
    html.append("<section><h2>What it wrote</h2>\n<div class=\"samples\">\n");
    for (Sampled sample : history.samples()) {
      html.append("<article class=\"card\"><h3>After ");
      html.append(Words.count(sample.step(), "step"));
      html.append(String.format(Locale.ROOT, " <small>epoch %.2f</small>", sample.epoch()));
      html.append("</h3><pre>")
          .append(Html.lines(sample.text().stripTrailing()))
          .append("</pre></article>\n");
    }
    html.append("</div></section>\n");
  }

  // ------------------------------------------------------------------------------ what it is

  private void settings(StringBuilder html) {
    html.append("<section><h2>How</h2>\n<pre class=\"card command\">");
    html.append(Html.lines(facts.command())).append("</pre>\n<div class=\"pair\">\n");
    html.append("<div class=\"card\"><h3>Run</h3><dl>\n");
    facts.settings().forEach((name, lines) -> item(html, name, lines));
    html.append("</dl></div>\n<div class=\"card\"><h3>Machine</h3><dl>\n");
    facts.machine().forEach((name, value) -> item(html, name, List.of(value)));
    html.append(
        "</dl></div>\n</div>\n<details class=\"card\"><summary>All settings</summary><dl>\n");
    facts.details().forEach((name, value) -> item(html, name, List.of(value)));
    html.append("</dl></details></section>\n");
  }

  private static void item(StringBuilder html, String name, List<String> lines) {
    html.append("<dt>").append(Html.text(name)).append("</dt><dd>");
    html.append(String.join("<br />", lines.stream().map(Html::text).toList()));
    html.append("</dd>\n");
  }

  private static <T> Optional<T> last(List<T> points) {
    return points.isEmpty() ? Optional.empty() : Optional.of(points.get(points.size() - 1));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(1000 * seconds));
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " is part of the program and cannot be read", e);
    }
  }

  private static String sha256(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
