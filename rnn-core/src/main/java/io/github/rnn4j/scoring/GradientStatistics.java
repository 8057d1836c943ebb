// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.scoring;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.Parameter;
import io.github.rnn4j.network.Parameters;
import io.github.rnn4j.text.Tokens;
import io.github.rnn4j.text.Vocabulary;

/**
 * How large the gradient of each weight is on a text, as a rule on that which the model was trained
 * on: its mean square over segments,
 *
 * <pre>
 *   MS = 1/N Σ_k (∇ mean loss of segment k)²        element by element
 * </pre>
 *
 * <p>{@link DynamicScorer} divides its steps by the root, so that weights move in proportion to
 * what they are used to. The model learns nothing from the text.
 *
 * <p>Not thread-safe while it reads.
 */
public final class GradientStatistics {
  private final Model model;
  private final Parameters squares;
  private final Parameters square;
  private final Segments segments;
  private final int[] border;
  private int last = Vocabulary.NONE;
  private long count;

  /**
   * Statistics of nothing yet.
   *
   * @param model the model, shared
   * @param segment the tokens of a segment, at least 1: those of the evaluation to come
   */
  public GradientStatistics(Model model, int segment) {
    this.model = model;
    LinearAlgebra la = model.network().la();
    this.squares = new Parameters(la, model.network().config());
    this.square = new Parameters(la, model.network().config());
    this.segments = new Segments(model.network(), segment, nats -> {}, this::add);
    this.border = model.borderTokens();
  }

  private void add(Parameters gradients) {
    LinearAlgebra la = model.network().la();
    for (int i = 0; i < gradients.size(); i++) {
      Matrix g = gradients.get(i).value();
      la.hadamard(g, g, square.get(i).value());
      la.axpy(1, square.get(i).value(), squares.get(i).value());
    }
    count++;
  }

  /**
   * Reads the next token of a continuous text.
   *
   * @param token its id; {@link Vocabulary#NONE} is passed over
   * @return these statistics
   * @throws IndexOutOfBoundsException if the vocabulary has no such id
   */
  public GradientStatistics read(int token) {
    if (token != Vocabulary.NONE) {
      DynamicScorer.requireToken(model, token);
      if (last != Vocabulary.NONE) {
        segments.add(last, token);
      }
      last = token;
    }
    return this;
  }

  /**
   * Reads the next tokens of a continuous text.
   *
   * @param text their ids
   * @return these statistics
   */
  public GradientStatistics read(Tokens text) {
    for (long i = 0; i < text.length(); i++) {
      read(text.get(i));
    }
    return this;
  }

  /**
   * Reads a record, from a state of zero.
   *
   * @param tokens its tokens without the border; {@link Vocabulary#NONE} is passed over
   * @return these statistics
   * @throws IllegalArgumentException if the model is no model of records
   */
  public GradientStatistics readRecord(int... tokens) {
    model.requireRecords();
    segments.end();
    last = border[border.length - 1];
    for (int token : tokens) {
      read(token);
    }
    for (int token : border) {
      read(token);
    }
    segments.end();
    last = Vocabulary.NONE;
    return this;
  }

  /**
   * Ends the text.
   *
   * @return these statistics
   */
  public GradientStatistics finish() {
    segments.end();
    last = Vocabulary.NONE;
    return this;
  }

  /**
   * N, the segments read.
   *
   * @return from 0
   */
  public long count() {
    return count;
  }

  /**
   * √MS of each parameter, row-major.
   *
   * @throws IllegalStateException if no segment was read
   */
  double[][] roots() {
    if (count == 0) {
      throw new IllegalStateException(
          "statistics of no segment: the text has fewer than two tokens that the model knows");
    }
    double[][] roots = new double[squares.size()][];
    int i = 0;
    for (Parameter parameter : squares) {
      roots[i] = parameter.value().toArray();
      for (int j = 0; j < roots[i].length; j++) {
        roots[i][j] = Math.sqrt(roots[i][j] / count);
      }
      i++;
    }
    return roots;
  }

  /** Whether these are of this very model. */
  boolean areOf(Model other) {
    return model == other;
  }
}
