// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A kind of file that this program writes. What a file is, its first bytes tell, whatever its name:
 * what is not known to be ours must not be replaced, and what is ours is no text to learn from.
 */
public enum OwnFile {
  /** A model or a checkpoint: safetensors whose metadata has the format of rnn4j. */
  MODEL("a model of rnn4j"),
  /** The encoded text of a corpus. */
  CACHE("a cache of rnn4j"),
  /** A model for ONNX: format version 7, written by rnn4j, as its first two fields say. */
  ONNX("a model of rnn4j for ONNX"),
  /** The reports of a run, as JSON Lines. */
  METRICS("the metrics of a run"),
  /**
   * A text as a model read it: HTML with {@link #PAGE_MARK} among its first {@value #BEGINNING}
   * bytes.
   */
  PAGE("a page of rnn view"),
  /**
   * The curves of a run: a PNG whose first chunk of text says {@code Software rnn4j}, or an SVG
   * with the comment {@link #SVG_MARK} among its first {@value #BEGINNING} bytes.
   */
  PLOT("the plot of a run"),
  /** A page on a run: HTML with the comment {@link #REPORT_MARK} at its beginning. */
  REPORT("the report of a run"),
  /** The events of a run for TensorBoard, whose first event has {@link #EVENTS_MARK} in it. */
  EVENTS("the event file of a run"),
  /** The results of many runs, as JSON Lines or CSV whose first field is {@link #SWEEP_MARK}. */
  SWEEP("the results of a sweep"),
  /** What a model made smaller. */
  COMPRESSED("a file that rnn4j compressed");

  /** How many bytes of a file tell what it is. */
  public static final int BEGINNING = 8192;

  /** What tells an SVG of ours. */
  public static final String SVG_MARK = "<!-- rnn4j -->";

  /** What tells a page of ours. */
  public static final String PAGE_MARK = "<meta name=\"generator\" content=\"rnn4j view\">";

  /** What tells a PNG of ours, the data of a chunk {@code tEXt}. */
  public static final String PNG_MARK = "Software\0rnn4j";

  /** What tells a report of ours. */
  public static final String REPORT_MARK = "<!-- rnn4j report -->";

  /**
   * What tells events of ours, in the wire format of Protocol Buffers: the field {@code
   * file_version} of the first event, and its {@code source_metadata}, whose {@code writer} is
   * rnn4j.
   */
  public static final String EVENTS_MARK = "\u001A\rbrain.Event:2R\u0007\n\u0005rnn4j";

  /** A length and its sum, then a field of the first event, its time. */
  private static final int EVENTS_MARK_OFFSET = Long.BYTES + Integer.BYTES + 1 + Double.BYTES;

  /** The name of the first field of a sweep's results. */
  public static final String SWEEP_MARK = "sweep_run";

  private static final String SAFETENSORS = "{\"__metadata__\":{";
  private static final String MODEL_FORMAT = "\"format\":\"rnn4j.model\"";
  private static final String ONNX_MODEL = "\b\7\22\5rnn4j";
  private static final String CACHE_MAGIC = "rnn4jtok";
  private static final String COMPRESSED_MAGIC = "rnn4jcmp";
  private static final String PNG_MAGIC = "\u0089PNG\r\n\u001A\n";
  private static final Pattern METRICS_LINE =
      Pattern.compile("\\{\"step\":\\d+,\"epoch\":[-+.\\dE]+,\"((validation_)?loss|sample)\":");

  private final String noun;

  OwnFile(String noun) {
    this.noun = noun;
  }

  /**
   * What it is called in a message.
   *
   * @return for example {@code a model of rnn4j}
   */
  public String noun() {
    return noun;
  }

  /**
   * What a file is.
   *
   * @param file the file, which need not exist
   * @return the kind; nothing if it is none of ours, or no regular file
   * @throws IOException if it is there and cannot be read
   */
  public static Optional<OwnFile> of(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return of(in.readNBytes(BEGINNING));
    }
  }

  /**
   * Whether a file lies beside one that is being written, and goes with it: {@code .NAME.….tmp} and
   * {@code .NAME.lock}.
   *
   * @param file the file, which need not exist
   * @return true if its name says so
   */
  public static boolean isCompanion(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.startsWith(".") && (name.endsWith(".tmp") || name.endsWith(".lock"));
  }

  /**
   * What a file is that begins so.
   *
   * @param beginning its first {@value #BEGINNING} bytes, all if it has fewer; not modified
   * @return the kind; nothing if it is none of ours
   */
  public static Optional<OwnFile> of(byte[] beginning) {
    String begins = new String(beginning, StandardCharsets.ISO_8859_1);
    if (begins.startsWith(CACHE_MAGIC)) {
      return Optional.of(CACHE);
    }
    if (begins.startsWith(COMPRESSED_MAGIC)) {
      return Optional.of(COMPRESSED);
    }
    if (begins.startsWith(SAFETENSORS, Long.BYTES) && begins.contains(MODEL_FORMAT)) {
      return Optional.of(MODEL);
    }
    if (begins.startsWith(ONNX_MODEL)) {
      return Optional.of(ONNX);
    }
    if (METRICS_LINE.matcher(begins).lookingAt()) {
      return Optional.of(METRICS);
    }
    if (begins.startsWith("{\"" + SWEEP_MARK + "\":\"") || begins.startsWith(SWEEP_MARK + ",")) {
      return Optional.of(SWEEP);
    }
    if (begins.startsWith("<!doctype html>") && begins.contains(PAGE_MARK)) {
      return Optional.of(PAGE);
    }
    if (begins.startsWith(EVENTS_MARK, EVENTS_MARK_OFFSET)) {
      return Optional.of(EVENTS);
    }
    if (begins.startsWith("<") && begins.contains(REPORT_MARK)) {
      return Optional.of(REPORT);
    }
    boolean plot =
        begins.startsWith(PNG_MAGIC)
            ? begins.contains("tEXt" + PNG_MARK)
            : begins.startsWith("<") && begins.contains(SVG_MARK);
    return plot ? Optional.of(PLOT) : Optional.empty();
  }
}
