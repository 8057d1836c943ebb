// SPDX-License-Identifier: Apache-2.0
package org.example.learn;

import static io.github.rnn4j.api.Transpose.NO;
import static io.github.rnn4j.api.Transpose.YES;

import io.github.rnn4j.api.Backends;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.text.Vocabulary;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A vanilla recurrent network that learns "hello world" by heart, written out formula by formula.
 *
 * <pre>
 *   h⟨t⟩ = tanh(x⟨t⟩ W_x + h⟨t−1⟩ W_h + b)      x⟨t⟩ is one-hot, h⟨0⟩ = 0
 *   ŷ⟨t⟩ = softmax(h⟨t⟩ W_y + c)
 *   L    = −Σ_t log ŷ⟨t⟩(the character after t)
 * </pre>
 *
 * <p>Letters: T steps, V characters, H hidden units. Row t of a matrix is step t.
 */
public final class HelloWorld {
  private static final String TEXT = "hello world";
  private static final int T = TEXT.length() - 1;
  private static final int H = 32;
  private static final double RATE = 0.05;

  /** The mean loss in nats a character after so many epochs: what 'rnn demo' prints, too. */
  private static final Map<Integer, String> KNOWN =
      new TreeMap<>(Map.of(1, "2.0884", 10, "1.3923", 100, "0.0109", 2000, "0.0003"));

  private final LinearAlgebra la = Backends.onClassPath().choose();
  private final Vocabulary vocabulary = Vocabulary.of(TEXT);
  private final int[] text = vocabulary.encode(TEXT);
  private final int V = vocabulary.size();

  private final Matrix wx = la.zeros(V, H);
  private final Matrix wh = la.zeros(H, H);
  private final Matrix b = la.zeros(1, H);
  private final Matrix wy = la.zeros(H, V);
  private final Matrix c = la.zeros(1, V);

  private final Matrix dwx = la.zeros(V, H);
  private final Matrix dwh = la.zeros(H, H);
  private final Matrix db = la.zeros(1, H);
  private final Matrix dwy = la.zeros(H, V);
  private final Matrix dc = la.zeros(1, V);

  private final List<Matrix> weights = List.of(wx, wh, b, wy, c);
  private final List<Matrix> gradients = List.of(dwx, dwh, db, dwy, dc);

  private final Matrix z = la.zeros(T, H);
  private final Matrix h = la.zeros(T + 1, H); // h⟨0⟩, h⟨1⟩ ... h⟨T⟩
  private final Matrix y = la.zeros(T, V); // the logits, and then the gradient dy
  private final Matrix logSumExp = la.zeros(T, 1);
  private final Matrix dh = la.zeros(T, H);
  private final Matrix dz = la.zeros(T, H);

  /** The start weights are the library's: uniform within 1/√H, from a seed. */
  private HelloWorld(long seed) {
    Network start = new Network(la, new NetworkConfig(CellType.RNN, V, H));
    Initialization.uniform(start, new RandomStreams(seed));
    la.transpose(start.parameters().get("rnn.weight_ih_l0").value(), wx);
    la.transpose(start.parameters().get("rnn.weight_hh_l0").value(), wh);
    la.copy(start.parameters().get("rnn.bias_ih_l0").value(), b);
    la.transpose(start.parameters().get("decoder.weight").value(), wy);
    la.copy(start.parameters().get("decoder.bias").value(), c);
  }

  private static Matrix row(Matrix x, int t) {
    return x.rows(t, t + 1);
  }

  /** The logits of every step. */
  private void forward() {
    la.gatherRows(wx, text, 0, z); // z⟨t⟩ = x⟨t⟩ W_x: a one-hot row picks a row
    la.broadcastRow(b, 1, z); //      + b
    for (int t = 0; t < T; t++) {
      la.gemm(1, row(h, t), NO, wh, NO, 1, row(z, t)); // + h⟨t−1⟩ W_h
      la.tanh(row(z, t), row(h, t + 1));
    }
    la.broadcastRow(c, 0, y);
    la.gemm(1, h.rows(1, T + 1), NO, wy, NO, 1, y);
  }

  /** L, and in the place of the logits dy⟨t⟩ = ŷ⟨t⟩ − the one-hot next character. */
  private double loss() {
    return la.softmaxCrossEntropy(y, text, 1, 1, logSumExp, y);
  }

  /** Back through time: every dW is a sum over the steps. */
  private void backward() {
    Matrix after = h.rows(1, T + 1);
    Matrix before = h.rows(0, T);
    la.gemm(1, after, YES, y, NO, 0, dwy); // dW_y = Σ h⟨t⟩ᵀ dy⟨t⟩
    la.columnSums(y, 0, dc);
    la.gemm(1, y, NO, wy, YES, 0, dh); //     dh⟨t⟩ = dy⟨t⟩ W_yᵀ
    for (int t = T - 1; t >= 0; t--) {
      la.tanhBackward(row(h, t + 1), row(dh, t), row(dz, t)); // dz = (1 − h²) ⊙ dh
      if (t > 0) {
        la.gemm(1, row(dz, t), NO, wh, YES, 1, row(dh, t - 1)); // dh⟨t−1⟩ += dz⟨t⟩ W_hᵀ
      }
    }
    la.fill(0, dwx);
    la.scatterAddRows(dz, text, 0, dwx); //   dW_x = Σ x⟨t⟩ᵀ dz⟨t⟩
    la.gemm(1, before, YES, dz, NO, 0, dwh); // dW_h = Σ h⟨t−1⟩ᵀ dz⟨t⟩
    la.columnSums(dz, 0, db);
  }

  /** θ = θ − η dθ. */
  private void descend() {
    for (int i = 0; i < weights.size(); i++) {
      la.axpy(-RATE, gradients.get(i), weights.get(i));
    }
  }

  /** From "h" on, the most probable character each time. */
  private String write() {
    int[] written = {text[0]};
    StringBuilder all = new StringBuilder(TEXT.substring(0, 1));
    Matrix state = la.zeros(1, H);
    Matrix next = la.zeros(1, H);
    Matrix logits = la.zeros(1, V);
    for (int t = 0; t < T; t++) {
      la.gatherRows(wx, written, 0, next);
      la.broadcastRow(b, 1, next);
      la.gemm(1, state, NO, wh, NO, 1, next);
      la.tanh(next, state);
      la.broadcastRow(c, 0, logits);
      la.gemm(1, state, NO, wy, NO, 1, logits);
      for (int k = 0; k < V; k++) {
        written[0] = logits.get(0, k) > logits.get(0, written[0]) ? k : written[0];
      }
      all.append(vocabulary.textOf(written[0]));
    }
    return all.toString();
  }

  /** Trains, and fails if what comes out is not what is known. */
  public static void main(String[] args) {
    HelloWorld network = new HelloWorld(1);
    for (int epoch = 1; epoch <= 2000; epoch++) {
      network.forward();
      String loss = String.format(Locale.ROOT, "%.4f", network.loss() / T);
      network.backward();
      network.descend();
      if (KNOWN.containsKey(epoch)) {
        System.out.printf(Locale.ROOT, "epoch %,5d  loss %s nats a character%n", epoch, loss);
        require(loss, KNOWN.get(epoch));
      }
    }
    String written = network.write();
    System.out.println("From \"h\" it writes: " + written);
    require(written, TEXT);
  }

  private static void require(String found, String known) {
    if (!found.equals(known)) {
      throw new IllegalStateException("it is " + found + ", and should be " + known);
    }
  }
}
