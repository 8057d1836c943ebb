// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

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

  private final Unrolled one;
  private final Unrolled many;
  private final int hidden;
  private final int vocabulary;
  private final int[] tokens;
  private final double[] rows;
  private final double[] logits;
  private final List<Step> reading = new ArrayList<>();

  /** Of {@link #many}: for each number of streams the rows of the start state, made when needed. */
  private final Matrix[][] starts;

  PredictorLane(Network network, int most) {
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
    int count = steps.size();
    if (count == 0) {
      return;
    }
    for (int i = 0; i < count; i++) {
      tokens[i] = steps.get(i).token;
    }
    Unrolled unrolled = count == 1 ? one : many;
    start(unrolled, steps);
    Matrix z = unrolled.forward(tokens, 1, count);
    z.copyTo(logits, 0);
    for (int i = 0; i < count; i++) {
      System.arraycopy(logits, i * vocabulary, steps.get(i).logits, 0, vocabulary);
    }
    for (int k = 0; k < steps.get(0).state.length; k++) {
      for (int part = 0; part < unrolled.stateParts(); part++) {
        unrolled.endState(k, part).copyTo(rows, 0);
        for (int i = 0; i < count; i++) {
          System.arraycopy(rows, i * hidden, steps.get(i).state[k][part], 0, hidden);
        }
      }
    }
  }

  /** Puts the streams' states where the pass starts. */
  private void start(Unrolled unrolled, List<Step> steps) {
    int parts = unrolled.stateParts();
    for (int k = 0; k < steps.get(0).state.length; k++) {
      for (int part = 0; part < parts; part++) {
        for (int i = 0; i < steps.size(); i++) {
          System.arraycopy(steps.get(i).state[k][part], 0, rows, i * hidden, hidden);
        }
        Matrix start =
            unrolled == one ? one.startState(k, part) : startsOf(steps.size())[k * parts + part];
        start.copyFrom(rows, 0);
      }
    }
  }

  private Matrix[] startsOf(int streams) {
    Matrix[] known = starts[streams];
    if (known.length == 0) {
      int parts = many.stateParts();
      known = new Matrix[many.network().config().layers() * parts];
      for (int i = 0; i < known.length; i++) {
        known[i] = many.startState(i / parts, i % parts).rows(0, streams);
      }
      starts[streams] = known;
    }
    return known;
  }
}
