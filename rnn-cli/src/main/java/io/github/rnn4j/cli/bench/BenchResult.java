// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.cli.console.Printable;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.cli.options.BackendOption;
import io.github.rnn4j.cli.options.NetworkOptions;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.training.TrainingConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What {@code rnn bench} measured.
 *
 * @param work the work
 * @param text the name of the text
 * @param la the backend
 * @param windows the timed windows
 * @param firstStep seconds from the start to the end of the first step
 * @param sinceProcess whether that is the start of the process, and not of the JVM in it
 * @param peakResident the most memory that was resident; empty if not known
 * @param committedHeap the heap the JVM has from the system
 * @param profile the part of the time in each operation of the backend; empty if not asked for
 */
record BenchResult(
    BenchWork work,
    String text,
    LinearAlgebra la,
    List<MeasuredWindow> windows,
    double firstStep,
    boolean sinceProcess,
    OptionalLong peakResident,
    long committedHeap,
    Map<String, Double> profile) {

  private static final JsonFactory JSON = new JsonFactory();
  private static final double WORTH_TELLING = 0.005;

  private double[] rates() {
    return windows.stream().mapToDouble(MeasuredWindow::rate).toArray();
  }

  private double median() {
    return Speedometer.median(rates());
  }

  private double min() {
    return windows.stream().mapToDouble(MeasuredWindow::rate).min().orElseThrow();
  }

  private double max() {
    return windows.stream().mapToDouble(MeasuredWindow::rate).max().orElseThrow();
  }

  private long steps() {
    return windows.stream().mapToLong(MeasuredWindow::steps).sum();
  }

  /** Operations a second in the products. */
  private double speed() {
    return median() * work.flopsPerCharacter();
  }

  /** What a core could do while the windows lasted: the median. */
  private OptionalDouble peak() {
    return median(windows.stream().map(MeasuredWindow::peak).toList());
  }

  /** The part of that in the products: window by window, each at its own clock, then the median. */
  private OptionalDouble fraction() {
    return median(windows.stream().map(this::fraction).toList());
  }

  private OptionalDouble fraction(MeasuredWindow window) {
    return window.fraction(work.flopsPerCharacter(), la.parallelism());
  }

  /** Of numbers that are all there, or empty. */
  private static OptionalDouble median(List<OptionalDouble> numbers) {
    double[] present = numbers.stream().flatMapToDouble(OptionalDouble::stream).toArray();
    return present.length < numbers.size()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Speedometer.median(present));
  }

  /** Bytes allocated in a step; empty if this JVM does not count them. */
  private OptionalDouble allocated() {
    if (windows.stream().anyMatch(measured -> measured.window().bytes().isEmpty())) {
      return OptionalDouble.empty();
    }
    long bytes =
        windows.stream().mapToLong(measured -> measured.window().bytes().getAsLong()).sum();
    return OptionalDouble.of((double) bytes / steps());
  }

  private String describeWork() {
    return work.training()
        .map(
            t ->
                String.format(
                    Locale.ROOT,
                    "training in windows of %d × %d characters%s, %s, clipping %s",
                    t.batchSize(),
                    t.sequenceLength(),
                    t.shards() > 1 ? ", " + t.shards() + " shards" : "",
                    t.optimizer(),
                    t.clipping()))
        .orElseGet(
            () ->
                "sampling, "
                    + (work.streams() == 1 ? "one stream" : work.streams() + " streams at a time")
                    + (work.weights().given() ? ", weights in bfloat16" : ""));
  }

  // ------------------------------------------------------------------------------------- table

  void print(PrintStream out) {
    line(out, "model", NetworkOptions.describe(work.network()));
    line(out, "work", describeWork());
    line(
        out,
        "text",
        Printable.line(text)
            + ", "
            + Words.count(work.corpus().tokens().length(), "character")
            + ", vocabulary of "
            + work.corpus().vocabulary().size());
    line(out, "backend", BackendOption.describe(la));
    line(out, "java", System.getProperty("java.version"));
    line(
        out,
        "speed",
        String.format(
            Locale.ROOT,
            "%s characters/s, the median of %s (%s to %s)",
            Words.number(Math.round(median())),
            Words.count(windows.size(), "window"),
            Words.number(Math.round(min())),
            Words.number(Math.round(max()))));
    line(
        out,
        "products",
        String.format(
            Locale.ROOT,
            "%.1f GFLOP/s, at %s FLOP per character",
            speed() * 1e-9,
            Words.number(Math.round(work.flopsPerCharacter()))));
    line(out, "FMA peak", peakLine());
    line(
        out,
        "memory",
        peakResident.isPresent()
            ? megabytes(peakResident.getAsLong()) + " resident at most"
            : megabytes(committedHeap) + " of heap (resident memory is unknown here)");
    line(
        out,
        "first",
        String.format(
            Locale.ROOT,
            "%s done %.2f s after the start of the %s",
            work.training().isPresent() ? "step" : "character",
            firstStep,
            sinceProcess ? "process" : "JVM"));
    line(
        out,
        "allocated",
        allocated().isPresent()
            ? Words.count(Math.round(allocated().getAsDouble()), "byte")
                + (work.training().isPresent() ? " per step" : " per character")
            : "unknown on this JVM");
    if (!profile.isEmpty()) {
      printProfile(out);
    }
  }

  private String peakLine() {
    OptionalDouble peak = peak();
    if (peak.isEmpty()) {
      return "unknown: this backend measures none";
    }
    return String.format(
        Locale.ROOT,
        "%.0f %% of %.0f GFLOP/s%s",
        100 * fraction().getAsDouble(),
        la.parallelism() * peak.getAsDouble() * 1e-9,
        la.parallelism() == 1 ? "" : ", " + la.parallelism() + " times that of a core");
  }

  private void printProfile(PrintStream out) {
    double told = 0;
    String what = "time in";
    for (Map.Entry<String, Double> operation : profile.entrySet()) {
      if (operation.getValue() >= WORTH_TELLING) {
        line(out, what, part(operation.getValue(), operation.getKey()));
        told += operation.getValue();
        what = "";
      }
    }
    line(out, what, part(1 - told, "all else"));
  }

  private static String part(double fraction, String name) {
    return String.format(Locale.ROOT, "%5.1f %%  %s", 100 * fraction, name);
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.0f MB", bytes * 1e-6);
  }

  private static void line(PrintStream out, String what, String value) {
    out.printf(Locale.ROOT, "%-9s %s%n", what, value);
  }

  // ------------------------------------------------------------------------------------- JSON

  String json() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      writeWork(json);
      writeSpeed(json);
      json.writeNumberField(
          "peak_memory_bytes", peakResident.isPresent() ? peakResident.getAsLong() : committedHeap);
      json.writeStringField(
          "peak_memory_kind", peakResident.isPresent() ? "resident" : "committed heap");
      json.writeNumberField("first_step_seconds", firstStep);
      json.writeStringField("first_step_since", sinceProcess ? "process" : "jvm");
      number(json, "allocated_bytes_per_step", allocated());
      if (!profile.isEmpty()) {
        json.writeObjectFieldStart("profile");
        for (Map.Entry<String, Double> operation : profile.entrySet()) {
          json.writeNumberField(operation.getKey(), operation.getValue());
        }
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    return text.toString();
  }

  private void writeWork(JsonGenerator json) throws IOException {
    NetworkConfig network = work.network();
    json.writeStringField("work", work.training().isPresent() ? "training" : "sampling");
    json.writeStringField("model", network.cell().id());
    json.writeNumberField("members", network.members());
    json.writeNumberField("layers", network.layers());
    json.writeNumberField("hidden", network.hiddenSize());
    json.writeNumberField("vocabulary", network.vocabularySize());
    json.writeNumberField("parameters", network.parameterCount());
    if (work.training().isEmpty()) {
      json.writeNumberField("streams", work.streams());
      json.writeStringField("weights", work.weights().given() ? "bf16" : "exact");
    }
    if (work.training().isPresent()) {
      TrainingConfig config = work.training().get();
      json.writeNumberField("seq_length", config.sequenceLength());
      json.writeNumberField("batch_size", config.batchSize());
      json.writeNumberField("shards", config.shards());
      json.writeStringField("optimizer", config.optimizer().toString());
      json.writeStringField("clip", config.clipping().toString());
    }
    json.writeStringField("text", this.text);
    json.writeNumberField("characters", work.corpus().tokens().length());
    json.writeStringField("backend", la.name());
    json.writeStringField("precision", la.precision().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("threads", la.parallelism());
    json.writeStringField("java", System.getProperty("java.version"));
  }

  private void writeSpeed(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("characters_per_second");
    json.writeNumberField("median", median());
    json.writeNumberField("min", min());
    json.writeNumberField("max", max());
    json.writeEndObject();
    json.writeArrayFieldStart("windows");
    for (MeasuredWindow measured : windows) {
      json.writeStartObject();
      json.writeNumberField("characters", measured.window().characters());
      json.writeNumberField("steps", measured.steps());
      json.writeNumberField("seconds", measured.window().seconds());
      number(json, "core_peak_gflop_per_second", giga(measured.peak()));
      number(json, "part_of_peak", fraction(measured));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("flop_per_character", work.flopsPerCharacter());
    json.writeNumberField("gflop_per_second", speed() * 1e-9);
    number(json, "peak_gflop_per_second_of_a_core", giga(peak()));
    number(json, "fraction_of_peak", fraction());
  }

  private static OptionalDouble giga(OptionalDouble perSecond) {
    return perSecond.isPresent() ? OptionalDouble.of(perSecond.getAsDouble() * 1e-9) : perSecond;
  }

  private static void number(JsonGenerator json, String name, OptionalDouble value)
      throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(name, value.getAsDouble());
    } else {
      json.writeNullField(name);
    }
  }
}
