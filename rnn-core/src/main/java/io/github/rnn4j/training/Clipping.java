// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.network.Parameters;
import java.util.Locale;

/**
 * A limit on gradients.
 *
 * <p>As text: {@code none}, {@code norm:5}, {@code value:5}.
 *
 * @param kind what is limited
 * @param limit c, above 0; 0 if nothing is limited
 */
public record Clipping(Kind kind, double limit) {

  /** What is limited. */
  public enum Kind {
    /** Nothing. */
    NONE,
    /**
     * The Euclidean norm of all gradients together: g = g · min(1, c / (‖g‖ + 10⁻⁶)), as PyTorch's
     * {@code clip_grad_norm_} computes it.
     *
     * @see <a href="https://arxiv.org/abs/1211.5063">Pascanu, Mikolov and Bengio, On the difficulty
     *     of training recurrent neural networks, 2013</a>
     */
    NORM,
    /** Each element: g = min(max(g, −c), c). */
    VALUE
  }

  private static final double EPSILON = 1e-6;

  /** No limit. */
  public static final Clipping NONE = new Clipping(Kind.NONE, 0);

  /**
   * Checks the limit.
   *
   * @param kind what is limited
   * @param limit c
   * @throws IllegalArgumentException if the limit is not a finite number above 0, or there is one
   *     although nothing is limited
   */
  public Clipping {
    boolean positive = limit > 0 && limit < Double.POSITIVE_INFINITY;
    if (kind == Kind.NONE ? limit != 0 : !positive) {
      throw new IllegalArgumentException(
          "clipping by "
              + id(kind)
              + " has "
              + (kind == Kind.NONE ? "no limit: " : "a finite limit above 0: ")
              + limit);
    }
  }

  /**
   * A limit on the norm of all gradients together.
   *
   * @param limit c, above 0
   * @return the clipping
   */
  public static Clipping norm(double limit) {
    return new Clipping(Kind.NORM, limit);
  }

  /**
   * A limit on each element.
   *
   * @param limit c, above 0
   * @return the clipping
   */
  public static Clipping value(double limit) {
    return new Clipping(Kind.VALUE, limit);
  }

  /**
   * Reads the text form.
   *
   * @param text {@code none}, {@code norm:c} or {@code value:c}
   * @return the clipping
   * @throws IllegalArgumentException if it is none of these
   */
  public static Clipping parse(String text) {
    String[] parts = text.strip().split(":", 2);
    for (Kind kind : Kind.values()) {
      if (id(kind).equals(parts[0]) && (kind == Kind.NONE) == (parts.length == 1)) {
        return kind == Kind.NONE ? NONE : new Clipping(kind, number(text, parts[1]));
      }
    }
    throw malformed(text);
  }

  private static double number(String text, String digits) {
    try {
      return Double.parseDouble(digits);
    } catch (NumberFormatException e) {
      throw malformed(text);
    }
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "clipping is none, norm:LIMIT or value:LIMIT, such as norm:5: '" + text + "'");
  }

  /**
   * Clips. If a gradient is not finite, or the norm overflows, all are left as they are and the
   * result says so: what is broken must not look whole.
   *
   * @param la the backend that holds the gradients
   * @param gradients g; modified if beyond the limit
   * @return ‖g‖ before clipping, over all gradients; NaN or infinite if nothing could be done
   */
  public double clip(LinearAlgebra la, Parameters gradients) {
    double norm = norm(la, gradients);
    if (Double.isFinite(norm)) {
      switch (kind) {
        case NONE -> {}
        case NORM -> scale(la, limit / (norm + EPSILON), gradients);
        case VALUE -> clamp(la, limit, gradients);
      }
    }
    return norm;
  }

  /**
   * The Euclidean norm of all gradients together, summed in their order.
   *
   * @param la the backend that holds the gradients
   * @param gradients g; not modified
   * @return ‖g‖
   */
  public static double norm(LinearAlgebra la, Parameters gradients) {
    double sum = 0;
    for (int i = 0; i < gradients.size(); i++) {
      sum += la.dot(gradients.get(i).value(), gradients.get(i).value());
    }
    return Math.sqrt(sum);
  }

  private static void scale(LinearAlgebra la, double coefficient, Parameters gradients) {
    if (coefficient < 1) {
      for (int i = 0; i < gradients.size(); i++) {
        la.scale(coefficient, gradients.get(i).value());
      }
    }
  }

  private static void clamp(LinearAlgebra la, double limit, Parameters gradients) {
    for (int i = 0; i < gradients.size(); i++) {
      la.clamp(-limit, limit, gradients.get(i).value());
    }
  }

  private static String id(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** The text form; {@link #parse} gives back an equal clipping. */
  @Override
  public String toString() {
    return kind == Kind.NONE ? id(kind) : id(kind) + ":" + Setting.text(limit);
  }
}
