// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.rnn4j.network.Cell;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Parameters;
import io.github.rnn4j.onnx.OnnxWriter;
import io.github.rnn4j.onnx.OnnxWriter.Elements;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a model as ONNX, which ONNX Runtime and others compute in nearly every language.
 *
 * <pre>
 *   inputs     tokens (time, batch), int64; h_0 (L, batch, H) and, of an LSTM, c_0
 *   outputs    logits (time, batch, V); h_n (L, batch, H) and, of an LSTM, c_n
 *   graph      OneHot or Gather → RNN, LSTM or GRU, Squeeze, for each layer → MatMul → Add
 *              of each member, where there are several → the log of their mean probabilities
 * </pre>
 *
 * <p>Time and batch are free: a text is read at once, or in steps, each from the state that the one
 * before ended with. The logits of step t are those of the token after it. With one-hot input a
 * token out of range is read as no token at all.
 *
 * <p>Weights are float32, those of a model in float64 rounded to the nearest, since ONNX Runtime
 * has recurrent layers in float32 only. The entries of the metadata are those of a model file: the
 * configuration, the vocabulary, and if there are such, border, novelty and labels; texts are JSON
 * here, in ASCII, so that they survive every binding. Calibration and remembered records stay
 * behind, and so does dropout, which is of training. The same model gives the same bytes.
 *
 * <p>Letters: L layers, those of all members counted, H units, V tokens, E the size of an
 * embedding, I inputs of a layer, g gates.
 *
 * @see <a href="https://onnx.ai/onnx/operators/">ONNX's operators</a>
 */
public final class OnnxExport {
  private static final String FORMAT = "rnn4j.onnx";
  private static final String VERSION = "1";

  private static final List<String> PARTS = List.of("h", "c");

  private final NetworkConfig config;
  private final OnnxWriter writer = new OnnxWriter();

  private OnnxExport(Model model) {
    this.config = model.network().config();
  }

  /**
   * Writes the file, in full or not at all.
   *
   * @param model the model
   * @param path the file, by custom ending in {@code .onnx}; replaced if it exists
   * @throws IllegalArgumentException if its cell is none of ONNX's, or it has layer normalization:
   *     RNN, LSTM and GRU
   * @throws IllegalStateException if the network has no weights yet
   * @throws IOException if a weight is too large for float32, the file would be over 2 GiB, which
   *     the format does not hold, or it cannot be written; what was there before is then still
   *     there
   */
  public static void write(Model model, Path path) throws IOException {
    writer(model).write(path);
  }

  /**
   * Writes the file's bytes to a stream.
   *
   * @param model the model
   * @param out the stream, not closed
   * @throws IOException as {@link #write} throws it; part of the bytes may then have been written
   * @throws IllegalArgumentException if its cell is none of ONNX's, or it has layer normalization
   */
  public static void writeTo(Model model, OutputStream out) throws IOException {
    writer(model).writeTo(out);
  }

  /**
   * The model as a file in memory.
   *
   * @param model the model
   * @return the bytes that {@link #write} writes
   * @throws IOException if a weight is too large for float32, or it would be over 2 GiB
   * @throws IllegalArgumentException if its cell is none of ONNX's, or it has layer normalization
   */
  public static byte[] toBytes(Model model) throws IOException {
    return writer(model).toBytes();
  }

  private static OnnxWriter writer(Model model) {
    model.network().requireWeights();
    OnnxExport export = new OnnxExport(model);
    CellType cell = cellOf(export.config.cell());
    ConfigMetadata.requireNoLayerNorm(export.config, "ONNX's " + cell.name());
    Map<String, String> words = new LinkedHashMap<>();
    words.put("format", FORMAT);
    words.put("version", VERSION);
    words.putAll(ConfigMetadata.of(export.config));
    words.put("vocabulary", model.vocabulary().toJson());
    words.putAll(ModelFile.words(model));
    words.computeIfPresent(
        ModelFile.BORDER,
        (name, border) ->
            '"' + new String(JsonStringEncoder.getInstance().quoteAsString(border)) + '"');
    words.replaceAll((name, value) -> ascii(value));
    export.writer.metadata(words);
    export.interfaces();
    export.graph(cell, model.network().parameters());
    return export.writer;
  }

  private static CellType cellOf(Cell cell) {
    for (CellType listed : CellType.values()) {
      if (listed.equals(cell)) {
        return listed;
      }
    }
    throw new IllegalArgumentException(
        "ONNX has the recurrent layers RNN, LSTM and GRU, and a cell of kind "
            + cell.id()
            + " is none of them: write its weights as safetensors, with StateDict, and rebuild it"
            + " there");
  }

  /**
   * JSON with no other characters than ASCII's: ONNX Runtime's Java binding takes UTF-8 for the
   * modified one of JNI, which spoils what is outside of the basic plane.
   */
  private static String ascii(String json) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < json.length(); i++) {
      char unit = json.charAt(i);
      escaped.append(
          unit < 0x7F ? String.valueOf(unit) : String.format(Locale.ROOT, "\\u%04X", (int) unit));
    }
    return escaped.toString();
  }

  private void interfaces() {
    String layers = Integer.toString(config.allLayers());
    String units = Integer.toString(config.hiddenSize());
    String tokens = Integer.toString(config.vocabularySize());
    writer.input("tokens", Elements.INTEGER64, "the texts, as ids of tokens", "time", "batch");
    writer.output("logits", Elements.FLOAT32, "of the token after each", "time", "batch", tokens);
    for (int part = 0; part < config.cell().stateParts(); part++) {
      writer.input(
          state(part, "0"),
          Elements.FLOAT32,
          "the state before, zeros at the start of a text",
          layers,
          "batch",
          units);
      writer.output(state(part, "n"), Elements.FLOAT32, "the state after", layers, "batch", units);
    }
  }

  /** From tokens and states to logits and states. */
  private void graph(CellType cell, Parameters parameters) {
    List<OnnxMember> members = new ArrayList<>();
    List<String> vectors = new ArrayList<>();
    for (int m = 0; m < config.members(); m++) {
      members.add(new OnnxMember(writer, config, cell, m, parameters.member(m)));
      vectors.add(members.get(m).input());
    }
    splitStates();
    List<String> tops = new ArrayList<>();
    for (int m = 0; m < members.size(); m++) {
      tops.add(members.get(m).layers(vectors.get(m)));
    }
    joinStates();
    List<String> logits = new ArrayList<>();
    for (int m = 0; m < members.size(); m++) {
      logits.add(members.get(m).decoder(tops.get(m)));
    }
    if (logits.size() > 1) {
      mixture(logits);
    }
  }

  /**
   * The logarithm of the mean of the members' probabilities: of two summands log(eᵃ + eᵇ) = max(a,
   * b) + softplus(−|a − b|), and so on for the next.
   */
  private void mixture(List<String> logits) {
    String sum = writer.node("LogSoftmax", List.of(logits.get(0)), "mixture.0");
    for (int m = 1; m < logits.size(); m++) {
      String name = "mixture." + m;
      String next = writer.node("LogSoftmax", List.of(logits.get(m)), name + ".log");
      String difference = writer.node("Sub", List.of(sum, next), name + ".difference");
      String distance = writer.node("Abs", List.of(difference), name + ".distance");
      String below = writer.node("Neg", List.of(distance), name + ".below");
      String more = writer.node("Softplus", List.of(below), name + ".more");
      String larger = writer.node("Max", List.of(sum, next), name + ".larger");
      sum = writer.node("Add", List.of(larger, more), name);
    }
    writer.constant(
        "log_members", new int[0], () -> new double[] {StrictMath.log(config.members())});
    writer.node("Sub", List.of(sum, "log_members"), OnnxMember.LOGITS);
  }

  private void splitStates() {
    for (int part = 0; config.allLayers() > 1 && part < config.cell().stateParts(); part++) {
      writer.node("Split", List.of(state(part, "0")), states(part, "0"), Map.of("axis", 0));
    }
  }

  private void joinStates() {
    for (int part = 0; config.allLayers() > 1 && part < config.cell().stateParts(); part++) {
      writer.node("Concat", states(part, "n"), List.of(state(part, "n")), Map.of("axis", 0));
    }
  }

  /** h_0, h_n, c_0 or c_n. */
  private static String state(int part, String when) {
    return PARTS.get(part) + "_" + when;
  }

  /** A layer's part of a state, (1, batch, H): the whole, if there is no other layer. */
  static String layerState(NetworkConfig config, int part, String when, int k) {
    return config.allLayers() == 1 ? state(part, when) : state(part, when) + "_l" + k;
  }

  private List<String> states(int part, String when) {
    List<String> names = new ArrayList<>();
    for (int k = 0; k < config.allLayers(); k++) {
      names.add(layerState(config, part, when, k));
    }
    return names;
  }
}
