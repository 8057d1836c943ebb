// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.rnn4j.training.Report;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/** What a line of metrics tells: the numbers of a step, as an object of JSON. */
sealed interface MetricsPoint {
  /** How many steps there were. */
  long step();

  /** The line, without its end. */
  String json();

  /**
   * What a line tells.
   *
   * @param line a line of a metrics file
   * @return nothing, if it is none that this program writes
   */
  static Optional<MetricsPoint> of(MetricsLine line) {
    long step = (long) line.number("step");
    double epoch = line.number("epoch");
    if (line.has("loss")) {
      return Optional.of(
          new Reported(
              step,
              epoch,
              line.number("loss"),
              line.number("gradient_norm"),
              line.number("learning_rate"),
              line.number("chars_per_second"),
              line.seconds(),
              line.number("seconds_left")));
    }
    if (line.has("validation_loss")) {
      return Optional.of(
          new HeldOut(step, epoch, line.number("validation_loss"), line.isTrue("best")));
    }
    return line.text("sample").map(text -> new Sampled(step, epoch, text));
  }

  /**
   * A report.
   *
   * @param step how many steps there were
   * @param epoch how many passes through the text
   * @param loss the training loss since the last report, in nats a character
   * @param gradientNorm that of the last gradient, before clipping
   * @param learningRate that of the last step
   * @param charactersPerSecond since the last report
   * @param seconds the time that the run has taken, with what it took before it was resumed
   * @param secondsLeft the time that the rest will take
   */
  record Reported(
      long step,
      double epoch,
      double loss,
      double gradientNorm,
      double learningRate,
      double charactersPerSecond,
      double seconds,
      double secondsLeft)
      implements MetricsPoint {

    static Reported of(Report report, Pace pace, Duration before) {
      return new Reported(
          report.step(),
          report.epoch(),
          report.loss(),
          report.gradientNorm(),
          report.learningRate(),
          Math.round(pace.charactersPerSecond()),
          before.plus(pace.elapsed()).toMillis() / 1000.0,
          pace.left().toMillis() / 1000.0);
    }

    @Override
    public String json() {
      return object(
          json -> {
            json.writeNumberField("step", step);
            json.writeNumberField("epoch", epoch);
            json.writeNumberField("loss", loss);
            json.writeNumberField("bits_per_character", Report.bits(loss));
            json.writeNumberField("perplexity", Report.perplexity(loss));
            json.writeNumberField("gradient_norm", gradientNorm);
            json.writeNumberField("learning_rate", learningRate);
            json.writeNumberField("chars_per_second", Math.round(charactersPerSecond));
            json.writeNumberField("seconds", seconds);
            json.writeNumberField("seconds_left", secondsLeft);
          });
    }
  }

  /**
   * A reading of the held-out text.
   *
   * @param step how many steps there were
   * @param epoch how many passes through the text
   * @param loss nats a character
   * @param best whether it was the lowest so far
   */
  record HeldOut(long step, double epoch, double loss, boolean best) implements MetricsPoint {
    @Override
    public String json() {
      return object(
          json -> {
            json.writeNumberField("step", step);
            json.writeNumberField("epoch", epoch);
            json.writeNumberField("validation_loss", loss);
            json.writeNumberField("validation_bits_per_character", Report.bits(loss));
            json.writeNumberField("validation_perplexity", Report.perplexity(loss));
            json.writeBooleanField("best", best);
          });
    }
  }

  /**
   * A sample.
   *
   * @param step how many steps there were
   * @param epoch how many passes through the text
   * @param text what the model wrote
   */
  record Sampled(long step, double epoch, String text) implements MetricsPoint {
    @Override
    public String json() {
      return object(
          json -> {
            json.writeNumberField("step", step);
            json.writeNumberField("epoch", epoch);
            json.writeStringField("sample", text);
          });
    }
  }

  /** Writes the fields of an object. */
  @FunctionalInterface
  interface Fields {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private static String object(Fields fields) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
      json.writeStartObject();
      fields.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes all that is written to it", e);
    }
    return line.toString();
  }
}
