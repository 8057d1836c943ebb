// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.sweep;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.rnn4j.cli.files.OutputFile;
import io.github.rnn4j.cli.reports.RunOutcome;
import io.github.rnn4j.files.AtomicFile;
import io.github.rnn4j.files.OwnFile;
import io.github.rnn4j.training.Report;
import io.github.rnn4j.view.http.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What came of the runs of a sweep, in its folder: {@code sweep.jsonl}, a line of JSON for each run
 * that ever began there, by which it is known what is done and whose the files are, and {@code
 * sweep.csv}, a table of the runs of the sweep as it is now, the best one first. Both are written
 * anew whenever a run begins or ends, each in one atomic step.
 */
public final class SweepResults {
  private static final String LEDGER = "sweep.jsonl";
  private static final String TABLE = "sweep.csv";

  /** Done ones by their loss, what has no loss behind them, then failed ones. */
  private static final Comparator<SweepResult> BEST_FIRST =
      Comparator.<SweepResult, Boolean>comparing(r -> r.status() != SweepResult.Status.DONE)
          .thenComparing(SweepResult::rank)
          .thenComparing(SweepResult::name);

  private final Path folder;
  private final Map<String, SweepResult> results = new LinkedHashMap<>();

  private SweepResults(Path folder) {
    this.folder = folder;
  }

  /**
   * Those in a folder.
   *
   * @param folder the folder, which need not exist
   * @throws IOException if there is something else than results under one of the names, or they
   *     cannot be read
   */
  public static SweepResults in(Path folder) throws IOException {
    SweepResults results = new SweepResults(folder);
    Path ledger = results.ledger();
    for (Path file : List.of(ledger, results.table())) {
      if (Files.isRegularFile(file)
          && Files.size(file) > 0
          && !OwnFile.of(file).equals(Optional.of(OwnFile.SWEEP))) {
        OutputFile.requireSweep(file, List.of());
      }
    }
    if (Files.isRegularFile(ledger)) {
      int number = 0;
      for (String line : Files.readAllLines(ledger)) {
        number++;
        try {
          SweepResult result = read(line);
          results.results.put(result.name(), result);
        } catch (IOException | IllegalArgumentException e) {
          throw new IOException(
              ledger + ", line " + number + ": " + e.getMessage() + ": give another --out", e);
        }
      }
    }
    return results;
  }

  /** The file that tells what was done. */
  public Path ledger() {
    return folder.resolve(LEDGER);
  }

  /** The table. */
  public Path table() {
    return folder.resolve(TABLE);
  }

  /** What came of a run. */
  public Optional<SweepResult> of(String name) {
    return Optional.ofNullable(results.get(name));
  }

  /** What came of some runs, the best one first; nothing of those that never began. */
  public List<SweepResult> bestFirst(List<SweepRun> runs) {
    return runs.stream().flatMap(run -> of(run.name()).stream()).sorted(BEST_FIRST).toList();
  }

  /**
   * Adds what came of a run, in the place of what was known of it, and writes both files.
   *
   * @param result what came of it
   * @param runs those of the table
   * @param swept the names of the options that have columns
   * @throws IOException if a file cannot be written
   */
  public void add(SweepResult result, List<SweepRun> runs, List<String> swept) throws IOException {
    results.put(result.name(), result);
    String lines = results.values().stream().map(this::json).collect(Collectors.joining());
    AtomicFile.write(ledger(), out -> out.write(lines.getBytes(StandardCharsets.UTF_8)));
    String table = csv(bestFirst(runs), swept);
    AtomicFile.write(table(), out -> out.write(table.getBytes(StandardCharsets.UTF_8)));
  }

  /** Where the model of a run is. */
  public Path model(SweepResult result) {
    return folder.resolve(result.name() + SweepTask.MODEL);
  }

  /** Where the model of a run is that did best on the held-out text. */
  public Path best(SweepResult result) {
    return folder.resolve(result.name() + SweepTask.BEST);
  }

  // ---------------------------------------------------------------------------------- CSV

  private String csv(List<SweepResult> rows, List<String> swept) {
    List<String> header =
        new ArrayList<>(
            List.of(
                OwnFile.SWEEP_MARK,
                "status",
                "held_out_nats",
                "held_out_bits",
                "held_out_step",
                "train_nats",
                "train_bits",
                "steps",
                "seconds",
                "model",
                "best_model",
                "error"));
    swept.forEach(name -> header.add("--" + name));
    StringBuilder csv = new StringBuilder(row(header));
    for (SweepResult one : rows) {
      RunOutcome outcome = one.outcome();
      List<String> fields = new ArrayList<>();
      fields.add(one.name());
      fields.add(status(one));
      fields.add(number(outcome.heldOut()));
      fields.add(number(Report.bits(outcome.heldOut())));
      fields.add(outcome.heldOutStep() == 0 ? "" : Long.toString(outcome.heldOutStep()));
      fields.add(number(outcome.loss()));
      fields.add(number(Report.bits(outcome.loss())));
      fields.add(Long.toString(outcome.steps()));
      fields.add(number(outcome.seconds()));
      fields.add(model(one).toString());
      fields.add(one.best() ? best(one).toString() : "");
      fields.add(one.error());
      swept.forEach(name -> fields.add(one.options().getOrDefault(name, "")));
      csv.append(row(fields));
    }
    return csv.toString();
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }

  /** As RFC 4180 has it, but for the line feed alone at the end. */
  private static String row(List<String> fields) {
    return fields.stream()
            .map(
                field ->
                    field.matches("(?s).*[\",\r\n].*")
                        ? "\"" + field.replace("\"", "\"\"") + "\""
                        : field)
            .collect(Collectors.joining(","))
        + "\n";
  }

  private static String status(SweepResult result) {
    return switch (result.status()) {
      case BEGUN -> "begun";
      case DONE -> "done";
      case FAILED -> "failed";
    };
  }

  // --------------------------------------------------------------------------------- JSON

  private String json(SweepResult one) {
    RunOutcome outcome = one.outcome();
    return Json.text(
            json -> {
              json.writeStartObject();
              json.writeStringField(OwnFile.SWEEP_MARK, one.name());
              json.writeStringField("status", status(one));
              loss(json, "held_out", outcome.heldOut());
              json.writeNumberField("held_out_step", outcome.heldOutStep());
              loss(json, "train", outcome.loss());
              json.writeNumberField("steps", outcome.steps());
              json.writeNumberField("seconds", outcome.seconds());
              json.writeStringField("model", model(one).toString());
              if (one.best()) {
                json.writeStringField("best_model", best(one).toString());
              }
              if (!one.error().isEmpty()) {
                json.writeStringField("error", one.error());
              }
              json.writeObjectFieldStart("options");
              for (Map.Entry<String, String> option : one.options().entrySet()) {
                json.writeStringField(option.getKey(), option.getValue());
              }
              json.writeEndObject();
              json.writeArrayFieldStart("arguments");
              for (String argument : one.arguments()) {
                json.writeString(argument);
              }
              json.writeEndArray();
              json.writeStringField("text", one.text());
              json.writeStringField("sha256", one.digest());
              json.writeEndObject();
            })
        + "\n";
  }

  private static void loss(JsonGenerator json, String name, double nats) throws IOException {
    if (!Double.isNaN(nats)) {
      json.writeNumberField(name + "_nats", nats);
      json.writeNumberField(name + "_bits", Report.bits(nats));
    }
  }

  private static SweepResult read(String line) throws IOException {
    if (!(Json.read(line) instanceof Map<?, ?> fields)
        || !(fields.get("arguments") instanceof List<?> arguments)
        || !(fields.get("options") instanceof Map<?, ?> given)) {
      throw new IllegalArgumentException("it is no result of a sweep");
    }
    Map<String, String> options = new LinkedHashMap<>();
    given.forEach((name, value) -> options.put(String.valueOf(name), String.valueOf(value)));
    return new SweepResult(
        text(fields, OwnFile.SWEEP_MARK),
        switch (text(fields, "status")) {
          case "done" -> SweepResult.Status.DONE;
          case "failed" -> SweepResult.Status.FAILED;
          default -> SweepResult.Status.BEGUN;
        },
        options,
        arguments.stream().map(String::valueOf).toList(),
        text(fields, "text"),
        new RunOutcome(
            (long) number(fields, "steps"),
            number(fields, "train_nats"),
            number(fields, "held_out_nats"),
            (long) number(fields, "held_out_step"),
            number(fields, "seconds")),
        text(fields, "sha256"),
        fields.containsKey("best_model"),
        fields.containsKey("error") ? text(fields, "error") : "");
  }

  private static String text(Map<?, ?> fields, String name) {
    if (fields.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("it has no text '" + name + "'");
  }

  private static double number(Map<?, ?> fields, String name) {
    return fields.get(name) instanceof BigDecimal number ? number.doubleValue() : Double.NaN;
  }
}
