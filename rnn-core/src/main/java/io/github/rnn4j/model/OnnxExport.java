// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import static io.github.rnn4j.network.ParameterNames.DECODER_BIAS;
import static io.github.rnn4j.network.ParameterNames.DECODER_WEIGHT;
import static io.github.rnn4j.network.ParameterNames.ENCODER_WEIGHT;
import static io.github.rnn4j.network.ParameterNames.inputBias;
import static io.github.rnn4j.network.ParameterNames.inputWeight;
import static io.github.rnn4j.network.ParameterNames.recurrentBias;
import static io.github.rnn4j.network.ParameterNames.recurrentWeight;

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
 * <p>Letters: L layers, H units, V tokens, E the size of an embedding, I inputs of a layer, g
 * gates.
 *
 * @see <a href="https://onnx.ai/onnx/operators/">ONNX's operators</a>
 */
public final class OnnxExport {
  private static final String FORMAT = "rnn4j.onnx";
  private static final String VERSION = "1";

  /** PyTorch's blocks of rows in ONNX's order: i, o, f, c of i, f, g, o. */
  private static final int[] LSTM_BLOCKS = {0, 3, 1, 2};

  /** z, r, h of r, z, n. */
  private static final int[] GRU_BLOCKS = {1, 0, 2};

  private static final int[] RNN_BLOCKS = {0};
  private static final List<String> PARTS = List.of("h", "c");

  private final NetworkConfig config;
  private final Parameters parameters;
  private final OnnxWriter writer = new OnnxWriter();

  private OnnxExport(Model model) {
    this.config = model.network().config();
    this.parameters = model.network().parameters();
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
    String top = export.input();
    export.splitStates();
    for (int k = 0; k < export.config.layers(); k++) {
      String up = export.layer(cell, k, top);
      boolean adds = export.config.residual() && k > 0;
      top = adds ? export.node("Add", List.of(up, top), "rnn.u_l" + k) : up;
    }
    export.joinStates();
    export.decoder(top);
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
    String layers = Integer.toString(config.layers());
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

  /** The tokens as vectors, (time, batch, I). */
  private String input() {
    if (config.embedding() > 0) {
      constant(ENCODER_WEIGHT, config.vocabularySize(), config.embedding());
      return node("Gather", List.of(ENCODER_WEIGHT, "tokens"), "vectors");
    }
    writer.constant("vocabulary_size", new int[0], config.vocabularySize());
    writer.constant("off_on", new int[] {2}, () -> new double[] {0, 1});
    return node("OneHot", List.of("tokens", "vocabulary_size", "off_on"), "vectors");
  }

  private void splitStates() {
    for (int part = 0; config.layers() > 1 && part < config.cell().stateParts(); part++) {
      writer.node("Split", List.of(state(part, "0")), states(part, "0"), Map.of("axis", 0));
    }
  }

  private void joinStates() {
    for (int part = 0; config.layers() > 1 && part < config.cell().stateParts(); part++) {
      writer.node("Concat", states(part, "n"), List.of(state(part, "n")), Map.of("axis", 0));
    }
  }

  /** A recurrent layer: from (time, batch, I) to (time, batch, H). */
  private String layer(CellType cell, int k, String from) {
    int units = config.hiddenSize();
    int rows = cell.gates() * units;
    int inputs = config.inputSize(k);
    int[] order =
        switch (cell) {
          case RNN -> RNN_BLOCKS;
          case LSTM -> LSTM_BLOCKS;
          case GRU -> GRU_BLOCKS;
        };
    String w = "rnn.W_l" + k;
    String r = "rnn.R_l" + k;
    String b = "rnn.B_l" + k;
    writer.constant(
        w,
        new int[] {1, rows, inputs},
        () -> reordered(values(inputWeight(k)), order, units * inputs));
    writer.constant(
        r,
        new int[] {1, rows, units},
        () -> reordered(values(recurrentWeight(k)), order, units * units));
    writer.constant(b, new int[] {1, 2 * rows}, () -> biases(k, order));

    List<String> ins = new ArrayList<>(List.of(from, w, r, b, "", layerState(0, "0", k)));
    List<String> outs = new ArrayList<>(List.of("rnn.Y_l" + k, layerState(0, "n", k)));
    if (cell.stateParts() > 1) {
      ins.add(layerState(1, "0", k));
      outs.add(layerState(1, "n", k));
    }
    Map<String, Integer> attributes = new LinkedHashMap<>();
    attributes.put("hidden_size", units);
    if (cell == CellType.GRU) {
      attributes.put("linear_before_reset", 1);
    }
    writer.node(cell.name(), ins, outs, attributes);
    if (k == 0) {
      writer.constant("directions", new int[] {1}, 1);
    }
    return node("Squeeze", List.of("rnn.Y_l" + k, "directions"), "rnn.h_l" + k);
  }

  /** (time, batch, H) to (time, batch, V). */
  private void decoder(String from) {
    int units = config.hiddenSize();
    int tokens = config.vocabularySize();
    String weight = DECODER_WEIGHT + ".T";
    if (config.tieWeights()) {
      node("Transpose", List.of(ENCODER_WEIGHT), weight);
    } else {
      writer.constant(
          weight,
          new int[] {units, tokens},
          () -> transposed(values(DECODER_WEIGHT), tokens, units));
    }
    constant(DECODER_BIAS, tokens);
    node("Add", List.of(node("MatMul", List.of(from, weight), "products"), DECODER_BIAS), "logits");
  }

  private String node(String operator, List<String> from, String to) {
    writer.node(operator, from, List.of(to), Map.of());
    return to;
  }

  private void constant(String name, int... shape) {
    writer.constant(name, shape, () -> values(name));
  }

  private double[] values(String name) {
    return parameters.get(name).value().toArray();
  }

  /** h_0, h_n, c_0 or c_n. */
  private static String state(int part, String when) {
    return PARTS.get(part) + "_" + when;
  }

  /** A layer's part of a state, (1, batch, H): the whole, if there is no other layer. */
  private String layerState(int part, String when, int k) {
    return config.layers() == 1 ? state(part, when) : state(part, when) + "_l" + k;
  }

  private List<String> states(int part, String when) {
    List<String> names = new ArrayList<>();
    for (int k = 0; k < config.layers(); k++) {
      names.add(layerState(part, when, k));
    }
    return names;
  }

  /** The input biases, then the recurrent ones, zeros where there is one bias only. */
  private double[] biases(int k, int[] order) {
    double[] input = reordered(values(inputBias(k)), order, config.hiddenSize());
    double[] both = new double[2 * input.length];
    System.arraycopy(input, 0, both, 0, input.length);
    if (config.recurrentBias()) {
      double[] recurrent = reordered(values(recurrentBias(k)), order, config.hiddenSize());
      System.arraycopy(recurrent, 0, both, input.length, input.length);
    }
    return both;
  }

  private static double[] reordered(double[] values, int[] order, int block) {
    double[] moved = new double[values.length];
    for (int to = 0; to < order.length; to++) {
      System.arraycopy(values, order[to] * block, moved, to * block, block);
    }
    return moved;
  }

  private static double[] transposed(double[] values, int rows, int columns) {
    double[] turned = new double[values.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        turned[j * rows + i] = values[i * columns + j];
      }
    }
    return turned;
  }
}
