// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import static io.github.rnn4j.network.ParameterNames.DECODER_BIAS;
import static io.github.rnn4j.network.ParameterNames.DECODER_WEIGHT;
import static io.github.rnn4j.network.ParameterNames.ENCODER_WEIGHT;
import static io.github.rnn4j.network.ParameterNames.inputBias;
import static io.github.rnn4j.network.ParameterNames.inputWeight;
import static io.github.rnn4j.network.ParameterNames.recurrentBias;
import static io.github.rnn4j.network.ParameterNames.recurrentWeight;

import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Parameters;
import io.github.rnn4j.onnx.OnnxWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One member of a network, which in most is the whole of it, as nodes of an ONNX graph: from tokens
 * to its logits.
 *
 * <p>Letters: I inputs of a layer, H units, V tokens, g gates.
 */
final class OnnxMember {
  /** The network's logits; a member's have its prefix before it. */
  static final String LOGITS = "logits";

  /** PyTorch's blocks of rows in ONNX's order: i, o, f, c of i, f, g, o. */
  private static final int[] LSTM_BLOCKS = {0, 3, 1, 2};

  /** z, r, h of r, z, n. */
  private static final int[] GRU_BLOCKS = {1, 0, 2};

  private static final int[] RNN_BLOCKS = {0};

  private final OnnxWriter writer;
  private final NetworkConfig config;
  private final CellType cell;
  private final int number;
  private final String prefix;
  private final Parameters parameters;

  /**
   * A member whose nodes are not there yet.
   *
   * @param number from 0
   * @param parameters the member's
   */
  OnnxMember(
      OnnxWriter writer, NetworkConfig config, CellType cell, int number, Parameters parameters) {
    this.writer = writer;
    this.config = config;
    this.cell = cell;
    this.number = number;
    this.prefix = config.parameterName(number, "");
    this.parameters = parameters;
  }

  /** The tokens as vectors, (time, batch, I): one-hot, the same for all members. */
  String input() {
    if (config.embedding() > 0) {
      constant(ENCODER_WEIGHT, config.vocabularySize(), config.embedding());
      return writer.node("Gather", List.of(prefix + ENCODER_WEIGHT, "tokens"), prefix + "vectors");
    }
    if (number > 0) {
      return "vectors";
    }
    writer.constant("vocabulary_size", new int[0], config.vocabularySize());
    writer.constant("off_on", new int[] {2}, () -> new double[] {0, 1});
    return writer.node("OneHot", List.of("tokens", "vocabulary_size", "off_on"), "vectors");
  }

  /** The recurrent layers, from vectors to (time, batch, H). */
  String layers(String vectors) {
    String top = vectors;
    for (int k = 0; k < config.layers(); k++) {
      String up = layer(k, top);
      boolean adds = config.residual() && k > 0;
      top = adds ? writer.node("Add", List.of(up, top), prefix + "rnn.u_l" + k) : up;
    }
    return top;
  }

  /** A layer's part of the state, as the graph calls it. */
  private String state(int part, String when, int k) {
    return OnnxExport.layerState(config, part, when, number * config.layers() + k);
  }

  /** A recurrent layer: from (time, batch, I) to (time, batch, H). */
  private String layer(int k, String from) {
    int units = config.hiddenSize();
    int rows = cell.gates() * units;
    int inputs = config.inputSize(k);
    int[] order =
        switch (cell) {
          case RNN -> RNN_BLOCKS;
          case LSTM -> LSTM_BLOCKS;
          case GRU -> GRU_BLOCKS;
        };
    String w = prefix + "rnn.W_l" + k;
    String r = prefix + "rnn.R_l" + k;
    String b = prefix + "rnn.B_l" + k;
    writer.constant(
        w,
        new int[] {1, rows, inputs},
        () -> reordered(values(inputWeight(k)), order, units * inputs));
    writer.constant(
        r,
        new int[] {1, rows, units},
        () -> reordered(values(recurrentWeight(k)), order, units * units));
    writer.constant(b, new int[] {1, 2 * rows}, () -> biases(k, order));

    String y = prefix + "rnn.Y_l" + k;
    List<String> ins = new ArrayList<>(List.of(from, w, r, b, "", state(0, "0", k)));
    List<String> outs = new ArrayList<>(List.of(y, state(0, "n", k)));
    if (cell.stateParts() > 1) {
      ins.add(state(1, "0", k));
      outs.add(state(1, "n", k));
    }
    Map<String, Integer> attributes = new LinkedHashMap<>();
    attributes.put("hidden_size", units);
    if (cell == CellType.GRU) {
      attributes.put("linear_before_reset", 1);
    }
    writer.node(cell.name(), ins, outs, attributes);
    if (k == 0 && number == 0) {
      writer.constant("directions", new int[] {1}, 1);
    }
    return writer.node("Squeeze", List.of(y, "directions"), prefix + "rnn.h_l" + k);
  }

  /** (time, batch, H) to (time, batch, V). */
  String decoder(String from) {
    int units = config.hiddenSize();
    int tokens = config.vocabularySize();
    String weight = prefix + DECODER_WEIGHT + ".T";
    if (config.tieWeights()) {
      writer.node("Transpose", List.of(prefix + ENCODER_WEIGHT), weight);
    } else {
      writer.constant(
          weight,
          new int[] {units, tokens},
          () -> transposed(values(DECODER_WEIGHT), tokens, units));
    }
    constant(DECODER_BIAS, tokens);
    String products = writer.node("MatMul", List.of(from, weight), prefix + "products");
    return writer.node("Add", List.of(products, prefix + DECODER_BIAS), prefix + LOGITS);
  }

  private void constant(String name, int... shape) {
    writer.constant(prefix + name, shape, () -> values(name));
  }

  private double[] values(String name) {
    return parameters.get(name).value().toArray();
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
