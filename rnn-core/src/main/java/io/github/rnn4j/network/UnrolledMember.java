// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import static io.github.rnn4j.api.Transpose.NO;
import static io.github.rnn4j.api.Transpose.YES;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One member of a network, which in most is the whole of it, unrolled over windows of up to T steps
 * and B streams: its layers one above the other, and its decoder.
 *
 * <p>Letters: n rows of a window, V tokens, H units, L layers.
 */
final class UnrolledMember {

  /** Storage that the members of a network use one after the other. */
  static final class Shared {
    final int steps;
    final int batch;
    final Unrolled.Gradients wanted;
    final Resets resets;
    final Dropout dropout;

    /** Room for the numbers of a mask. */
    final double[] numbers;

    /** The gradient with respect to h of the layer that is at work, and its rows; null without. */
    final @Nullable Matrix dh;

    final @Nullable RowViews dhRows;

    /** The gradient with respect to z of an in-place cell, n×H; null without. */
    final @Nullable Matrix dz;

    /** In a residual network, the gradient with respect to what goes up, until it goes past. */
    final @Nullable Matrix past;

    Shared(
        Network network,
        int steps,
        int batch,
        Unrolled.Gradients wanted,
        Resets resets,
        Dropout dropout) {
      LinearAlgebra la = network.la();
      NetworkConfig config = network.config();
      int rows = Math.multiplyExact(steps, batch);
      int hidden = config.hiddenSize();
      boolean training = wanted != Unrolled.Gradients.NONE;
      this.steps = steps;
      this.batch = batch;
      this.wanted = wanted;
      this.resets = resets;
      this.dropout = dropout;
      this.numbers = new double[maskSize(dropout.rates(), config, rows, batch)];
      this.dh = training ? la.zeros(rows, hidden) : null;
      this.dhRows = dh == null ? null : new RowViews(dh);
      this.dz = training && config.cell().inPlace() ? la.zeros(rows, hidden) : null;
      this.past = training && config.residual() ? la.zeros(rows, hidden) : null;
    }

    /** The numbers of the largest mask. */
    private static int maskSize(DropoutRates rates, NetworkConfig config, int rows, int batch) {
      int hidden = config.hiddenSize();
      int outputs = rates.output() > 0 ? Math.multiplyExact(rows, hidden) : 0;
      int states = rates.recurrent() > 0 ? Math.multiplyExact(batch, hidden) : 0;
      int weights = rates.weights() > 0 ? config.cell().gates() * hidden * hidden : 0;
      return Math.max(outputs, Math.max(states, weights));
    }
  }

  private final LinearAlgebra la;
  private final NetworkConfig config;
  private final MemberWeights weights;
  private final Shared shared;
  private final List<RecurrentLayer> layers = new ArrayList<>();
  private final List<LayerGradients> layerGradients = new ArrayList<>();
  private final List<DroppedOutput> droppedOutputs = new ArrayList<>();

  /** What goes up from each layer of a residual network, the first one's null. */
  private final @Nullable Matrix[] sums;

  /** Where gradients go; null without training. */
  private final @Nullable Parameters gradients;

  private final Matrix logits;
  private @Nullable Matrix startLogits;
  private @Nullable Matrix startSum;

  /**
   * Makes the storage.
   *
   * @param member the number of the member, from 0
   * @param gradients where those of the whole network go; null without training
   */
  UnrolledMember(Network network, int member, Shared shared, @Nullable Parameters gradients) {
    this.la = network.la();
    this.config = network.config();
    this.weights = network.member(member);
    this.shared = shared;
    this.gradients = gradients == null ? null : gradients.member(member);
    int rows = Math.multiplyExact(shared.steps, shared.batch);
    int hidden = config.hiddenSize();
    this.logits = la.zeros(rows, config.vocabularySize());
    this.sums = new Matrix[config.layers()];
    for (int k = 1; config.residual() && k < sums.length; k++) {
      sums[k] = la.zeros(rows, hidden);
    }
    boolean dropping = shared.dropout.probability() > 0;
    for (int k = 0; k < config.layers(); k++) {
      layers.add(new RecurrentLayer(network, member, k, shared));
      if (this.gradients != null) {
        layerGradients.add(new LayerGradients(network, weights.layer(k), this.gradients, k));
      }
      if (dropping) {
        droppedOutputs.add(
            new DroppedOutput(
                la,
                shared.dropout,
                member * config.layers() + k,
                rows,
                shared.batch,
                hidden,
                shared.numbers));
      }
    }
  }

  /** The layers, the lowest first. */
  List<RecurrentLayer> layers() {
    return layers;
  }

  /** z, of all rows: a window's stand in the first ones. */
  Matrix logits() {
    return logits;
  }

  /** Draws the masks of the present window. */
  void draw() {
    for (int k = 0; k < layers.size(); k++) {
      layers.get(k).draw();
    }
  }

  /** The logits that follow from the start state alone, B×V, the same object at each call. */
  Matrix startLogits() {
    if (startLogits == null) {
      startLogits = la.zeros(shared.batch, config.vocabularySize());
    }
    la.broadcastRow(weights.decoderBias(), 0, startLogits);
    la.gemm(1, startOutput(), NO, weights.decoderWeightT(), NO, 1, startLogits);
    return startLogits;
  }

  /** What goes up from the top layer, had the last step left the start state. */
  private Matrix startOutput() {
    int top = layers.size() - 1;
    if (!config.residual()) {
      return layers.get(top).start[0];
    }
    if (startSum == null) {
      startSum = la.zeros(shared.batch, config.hiddenSize());
    }
    la.copy(layers.get(0).start[0], startSum);
    for (int k = 1; k <= top; k++) {
      la.axpy(1, layers.get(k).start[0], startSum);
    }
    return startSum;
  }

  Window window(int steps, int lastRows) {
    return new Window(steps, lastRows);
  }

  /** The views of all storage for one shape. */
  final class Window {
    final Matrix logits;

    private final List<LayerWindow> layerWindows = new ArrayList<>();
    private final List<DroppedOutput.Window> outputs = new ArrayList<>();
    private final @Nullable Matrix[] sums = new Matrix[UnrolledMember.this.sums.length];
    private final @Nullable Matrix past;
    private final @Nullable Matrix dh;
    private final int top;

    private Window(int steps, int lastRows) {
      int rows = (steps - 1) * shared.batch + lastRows;
      for (RecurrentLayer layer : layers) {
        layerWindows.add(new LayerWindow(layer, steps, lastRows, shared.dh, shared.dhRows));
      }
      for (DroppedOutput output : droppedOutputs) {
        outputs.add(output.window(rows));
      }
      for (int k = 0; k < sums.length; k++) {
        Matrix sum = UnrolledMember.this.sums[k];
        sums[k] = sum == null ? null : sum.rows(0, rows);
      }
      this.past = shared.past == null ? null : shared.past.rows(0, rows);
      this.dh = shared.dh == null ? null : shared.dh.rows(0, rows);
      this.top = layerWindows.size() - 1;
      this.logits = UnrolledMember.this.logits.rows(0, rows);
    }

    /** The layers, the lowest first. */
    List<LayerWindow> layers() {
      return layerWindows;
    }

    /** The logits of the tokens. */
    void forward(int[] tokens) {
      layerWindows.get(0).forward(tokens);
      for (int k = 1; k <= top; k++) {
        layerWindows.get(k).forward(goUp(k - 1));
      }
      la.broadcastRow(weights.decoderBias(), 0, logits);
      la.gemm(1, goUp(top), NO, weights.decoderWeightT(), NO, 1, logits);
    }

    /** The gradients of the member's parameters, from that of the logits, in their place. */
    void backward(int[] tokens) {
      Parameters to = Objects.requireNonNull(gradients, "made without gradients");
      la.gemm(1, logits, YES, output(top), NO, 0, to.get(config.decoderWeightName()).value());
      la.columnSums(logits, 0, to.get(ParameterNames.DECODER_BIAS).value());
      la.gemm(1, logits, NO, weights.decoderWeight(), NO, 0, dh());
      for (int k = top; k >= 0; k--) {
        goUpBackward(k);
        Matrix dz = layerWindows.get(k).backward(layerGradients.get(k));
        if (k > 0) {
          layerGradients.get(k).input(dz, output(k - 1));
          weights.layer(k).projectBackward(dz, dh());
          goPastBackward();
        } else {
          layerWindows.get(k).dropInput(dz);
          layerGradients.get(k).input(dz, tokens);
        }
      }
    }

    /**
     * What goes up from layer k, n×H: h, or h with new dropout; in a residual network with what
     * came up to the layer.
     */
    private Matrix goUp(int k) {
      Matrix h = layerWindows.get(k).h();
      Matrix d = outputs.isEmpty() ? h : outputs.get(k).forward(h);
      Matrix sum = sums[k];
      if (sum == null) {
        return d;
      }
      la.copy(d, sum);
      la.axpy(1, output(k - 1), sum);
      return sum;
    }

    /** What went up from layer k. */
    private Matrix output(int k) {
      Matrix sum = sums[k];
      if (sum != null) {
        return sum;
      }
      return outputs.isEmpty() ? layerWindows.get(k).h() : outputs.get(k).output();
    }

    /** The gradient with respect to h of the layer that is at work. */
    private Matrix dh() {
      return Objects.requireNonNull(dh, "made without gradients");
    }

    /** dh from the gradient with respect to what went up from layer k, in place. */
    private void goUpBackward(int k) {
      if (past != null) {
        la.copy(dh(), past);
      }
      if (!outputs.isEmpty()) {
        outputs.get(k).backward(dh());
      }
    }

    /** To the gradient with respect to what came up to a layer, that which goes past it. */
    private void goPastBackward() {
      if (past != null) {
        la.axpy(1, past, dh());
      }
    }
  }
}
