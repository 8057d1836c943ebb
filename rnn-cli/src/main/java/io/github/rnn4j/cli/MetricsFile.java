package io.github.rnn4j.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.rnn4j.training.Report;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON Lines: an object for each report, written at once. */
final class MetricsFile implements Progress, AutoCloseable {
  private static final JsonFactory JSON = new JsonFactory();

  private final Path path;
  private final Writer writer;
  private IOException failure;

  /**
   * Opens the file, which begins anew.
   *
   * @throws IOException if it cannot be written
   */
  MetricsFile(Path path) throws IOException {
    this.path = path;
    this.writer = Files.newBufferedWriter(path, StandardCharsets.UTF_8);
  }

  /** Writes a line. A failure does not stop the training: it is kept for {@link #close()}. */
  @Override
  public void report(Report report, Pace pace) {
    if (failure != null) {
      return;
    }
    try {
      writer.write(json(report, pace));
      writer.write('\n');
      writer.flush();
    } catch (IOException e) {
      failure = e;
    }
  }

  private static String json(Report report, Pace pace) throws IOException {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeNumberField("step", report.step());
      json.writeNumberField("epoch", report.epoch());
      json.writeNumberField("loss", report.loss());
      json.writeNumberField("bits_per_character", Report.bits(report.loss()));
      json.writeNumberField("gradient_norm", report.gradientNorm());
      json.writeNumberField("learning_rate", report.learningRate());
      json.writeNumberField("chars_per_second", Math.round(pace.charactersPerSecond()));
      json.writeNumberField("seconds", pace.elapsed().toMillis() / 1000.0);
      json.writeEndObject();
    }
    return line.toString();
  }

  /**
   * Closes the file.
   *
   * @throws IOException if a line could not be written
   */
  @Override
  public void close() throws IOException {
    try {
      writer.close();
    } catch (IOException e) {
      failure = failure == null ? e : failure;
    }
    if (failure != null) {
      throw new IOException(
          path + ": the metrics could not all be written: " + failure.getMessage(), failure);
    }
  }
}
