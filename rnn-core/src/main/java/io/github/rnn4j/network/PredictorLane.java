// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.together.Together;
import java.util.ArrayList;
import java.util.List;

/** The storage with which one thread at a time reads tokens of up to {@code most} streams. */
final class PredictorLane implements Together.Lane<PredictorLane.Step> {
  /** A token of a stream, or −1 for the logits that follow from its state. */
  static final class Step {
    final double[][][] state;
    double[] logits;
    int token;

    Step(double[][][] state, int token, double[] logits) {
      this.state = state;
      this.token = token;
      this.logits = logits;
    }
  }

  private final LinearAlgebra la;
  private final Unrolled one;
  private final Unrolled many;
  private final int hidden;
  private final int vocabulary;
  private final int[] tokens;
  private final double[] rows;
  private final double[] logits;
  private final List<Step> reading = new ArrayList<>();

  /** For each number of streams the rows of the start state, made when needed. */
  private final Matrix[][] starts;

  /** Each row of the start states of {@link #many}, made when needed. */
  private RowViews[] startRows = {};

  PredictorLane(Network network, int most) {
    this.la = network.la();
    this.hidden = network.config().hiddenSize();
    this.vocabulary = network.config().vocabularySize();
    this.one = new Unrolled(network, 1, 1, Unrolled.Gradients.NONE);
    this.many = most == 1 ? one : new Unrolled(network, 1, most, Unrolled.Gradients.NONE);
    this.tokens = new int[most];
    this.rows = new double[most * hidden];
    this.logits = new double[most * vocabulary];
    this.starts = new Matrix[most + 1][0];
  }

  @Override
  public void work(List<Step> steps) {
    reading.clear();
    for (Step step : steps) {
      if (step.token < 0) {
        logits(step);
      } else {
        reading.add(step);
      }
    }
    read(reading);
  }

  void logits(Step step) {
    start(one, List.of(step));
    one.startLogits().copyTo(step.logits, 0);
  }

  void read(List<Step> steps) {
    if (!steps.isEmpty()) {
      load(steps);
      pass(steps);
      store(steps);
    }
  }

  /** The storage for so many streams. */
  private Unrolled of(int streams) {
    return streams == 1 ? one : many;
  }

  /** Puts the streams' states where the pass starts; there is at least one. */
  void load(List<Step> steps) {
    start(of(steps.size()), steps);
  }

  /** Puts the states that the last pass left, of as many streams, where the next one starts. */
  void carry(int streams) {
    Unrolled unrolled = of(streams);
    int parts = unrolled.stateParts();
    Matrix[] starts = startsOf(streams);
    for (int i = 0; i < starts.length; i++) {
      la.copy(unrolled.endState(i / parts, i % parts), starts[i]);
    }
  }

  /** Makes the state zero with which a stream of several, the i-th, starts the next pass. */
  void forget(int streams, int i) {
    if (startRows.length == 0) {
      int parts = many.stateParts();
      startRows = new RowViews[startsOf(1).length];
      for (int k = 0; k < startRows.length; k++) {
        startRows[k] = new RowViews(many.startState(k / parts, k % parts));
      }
    }
    for (int k = 0; k < startRows.length; k++) {
      la.fill(0, streams == 1 ? startsOf(1)[k] : startRows[k].at(i));
    }
  }

  /** Reads the tokens; the logits are written. */
  void pass(List<Step> steps) {
    int count = steps.size();
    for (int i = 0; i < count; i++) {
      tokens[i] = steps.get(i).token;
    }
    Matrix z = of(count).forward(tokens, 1, count);
    z.copyTo(logits, 0);
    for (int i = 0; i < count; i++) {
      System.arraycopy(logits, i * vocabulary, steps.get(i).logits, 0, vocabulary);
    }
  }

  /** Writes the states that the last pass, of the same streams, left. */
  void store(List<Step> steps) {
    int count = steps.size();
    Unrolled unrolled = of(count);
    int parts = unrolled.stateParts();
    for (int k = 0; k < steps.get(0).state.length; k++) {
      for (int part = 0; part < parts; part++) {
        unrolled.endState(k, part).copyTo(rows, 0);
        for (int i = 0; i < count; i++) {
          System.arraycopy(rows, i * hidden, steps.get(i).state[k][part], 0, hidden);
        }
      }
    }
  }

  private void start(Unrolled unrolled, List<Step> steps) {
    Matrix[] starts = unrolled == one ? startsOf(1) : startsOf(steps.size());
    int parts = unrolled.stateParts();
    for (int i = 0; i < starts.length; i++) {
      for (int row = 0; row < steps.size(); row++) {
        double[] state = steps.get(row).state[i / parts][i % parts];
        System.arraycopy(state, 0, rows, row * hidden, hidden);
      }
      starts[i].copyFrom(rows, 0);
    }
  }

  /** Where so many streams start: of each layer the parts of its state. */
  private Matrix[] startsOf(int streams) {
    Matrix[] known = starts[streams];
    if (known.length == 0) {
      Unrolled unrolled = of(streams);
      int parts = unrolled.stateParts();
      known = new Matrix[unrolled.network().config().allLayers() * parts];
      for (int i = 0; i < known.length; i++) {
        Matrix start = unrolled.startState(i / parts, i % parts);
        known[i] = streams == start.rows() ? start : start.rows(0, streams);
      }
      starts[streams] = known;
    }
    return known;
  }
}
