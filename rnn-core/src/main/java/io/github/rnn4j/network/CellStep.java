// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.Matrix;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One step of a {@link Cell} for some streams: where its operands are, and where its results go.
 * Views of a layer's storage, made once.
 *
 * <p>Letters: t the step, m streams, H units, g gates.
 */
public final class CellStep {
  private static final String ONE_BIAS = "the cell has one bias";
  private static final String NO_TRAINING = "the layer is not trained";

  private final Matrix[] previous;
  private final Matrix[] state;
  private final Matrix z;
  private final @Nullable Matrix y;
  private final Matrix[] saved;
  private final @Nullable Matrix scratch;
  private final @Nullable Matrix dh;
  private final @Nullable Matrix dhPrevious;
  private final @Nullable Matrix dc;
  private final @Nullable Matrix dz;
  private final @Nullable StateNorm stateNorm;

  /** What of it a cell does not have, and the gradients of a layer that is not trained, is null. */
  CellStep(
      Matrix[] previous,
      Matrix[] state,
      Matrix z,
      @Nullable Matrix y,
      Matrix[] saved,
      @Nullable Matrix scratch,
      @Nullable Matrix dh,
      @Nullable Matrix dhPrevious,
      @Nullable Matrix dc,
      @Nullable Matrix dz,
      @Nullable StateNorm stateNorm) {
    this.previous = previous;
    this.state = state;
    this.z = z;
    this.y = y;
    this.saved = saved;
    this.scratch = scratch;
    this.dh = dh;
    this.dhPrevious = dhPrevious;
    this.dc = dc;
    this.dz = dz;
    this.stateNorm = stateNorm;
  }

  // ------------------------------------------------------------------------------------- forward

  /**
   * z⟨t⟩ = W_ih input⟨t⟩ + b + W_hh h⟨t−1⟩ of a cell with one bias, until the step forward puts
   * there what the step back reads, such as the gates.
   *
   * @return m×gH
   */
  public Matrix z() {
    return z;
  }

  /**
   * x⟨t⟩ = W_ih input⟨t⟩ + b_ih of a cell with two biases, until the step forward puts there what
   * the step back reads, such as the gates.
   *
   * @return m×gH
   */
  public Matrix x() {
    return z;
  }

  /**
   * y⟨t⟩ = W_hh h⟨t−1⟩ + b_hh of a cell with two biases.
   *
   * @return m×gH
   */
  public Matrix y() {
    return Objects.requireNonNull(y, ONE_BIAS);
  }

  /**
   * h⟨t−1⟩.
   *
   * @return m×H; not to be modified
   */
  public Matrix hPrevious() {
    return previous[0];
  }

  /**
   * h⟨t⟩.
   *
   * @return m×H; the step forward writes it
   */
  public Matrix h() {
    return state[0];
  }

  /**
   * c⟨t−1⟩, of a cell whose state has two parts.
   *
   * @return m×H; not to be modified
   */
  public Matrix cPrevious() {
    return previous[1];
  }

  /**
   * c⟨t⟩, of a cell whose state has two parts.
   *
   * @return m×H; the step forward writes it
   */
  public Matrix c() {
    return state[1];
  }

  /**
   * What the step forward leaves for the step back.
   *
   * @param i from 0 to {@link Cell#savedParts()} − 1
   * @return m×H
   */
  public Matrix saved(int i) {
    return saved[i];
  }

  /**
   * Room for what is needed meanwhile.
   *
   * @return at least {@link Cell#scratchRows()}·m rows of H columns
   * @throws NullPointerException if that is 0
   */
  public Matrix scratch() {
    return Objects.requireNonNull(scratch, "the cell asks for no scratch rows");
  }

  /**
   * Whether c⟨t⟩ is normalized on its way to h⟨t⟩.
   *
   * @return true in a network with layer normalization, of a cell that {@link
   *     Cell#normalizesState()}
   */
  public boolean normalizesState() {
    return stateNorm != null;
  }

  /**
   * The normalization of c⟨t⟩.
   *
   * @return for this step
   * @throws NullPointerException if there is none
   */
  public StateNorm stateNorm() {
    return Objects.requireNonNull(stateNorm, "the state is not normalized");
  }

  // ------------------------------------------------------------------------------------- backward

  /**
   * dh⟨t⟩, from all that uses h⟨t⟩.
   *
   * @return m×H; not to be modified
   */
  public Matrix dh() {
    return Objects.requireNonNull(dh, NO_TRAINING);
  }

  /**
   * dh⟨t−1⟩, to which the step back adds what reaches h⟨t−1⟩ by another way than W_hh.
   *
   * @return m×H
   */
  public Matrix dhPrevious() {
    return Objects.requireNonNull(dhPrevious, NO_TRAINING);
  }

  /**
   * dc⟨t⟩ from the step after, in whose place the step back puts dc⟨t−1⟩; of a cell whose state has
   * two parts.
   *
   * @return m×H
   */
  public Matrix dc() {
    return Objects.requireNonNull(dc, "the state has one part, or the layer is not trained");
  }

  /**
   * dz⟨t⟩ of a cell with one bias, in the place of what {@link #z()} holds unless the cell is
   * {@link Cell#inPlace()}.
   *
   * @return m×gH; the step back writes it
   */
  public Matrix dz() {
    return Objects.requireNonNull(dz, NO_TRAINING);
  }

  /**
   * dx⟨t⟩ of a cell with two biases, in the place of what {@link #x()} holds.
   *
   * @return m×gH; the step back writes it
   */
  public Matrix dx() {
    return Objects.requireNonNull(dz, NO_TRAINING);
  }

  /**
   * dy⟨t⟩ of a cell with two biases, in the place of what {@link #y()} holds.
   *
   * @return m×gH; the step back writes it
   */
  public Matrix dy() {
    return Objects.requireNonNull(y, ONE_BIAS);
  }

  // ------------------------------------------------------------------------------------- the layer

  /** A part of the state before the step: 0 for h, 1 for c. */
  Matrix previous(int part) {
    return previous[part];
  }

  /** Where W_hh h⟨t−1⟩ is added: y, or z of a cell with one bias. */
  Matrix recurrent() {
    return y == null ? z : y;
  }

  /** The gradient with respect to it. */
  Matrix recurrentGradient() {
    return y == null ? dz() : y;
  }
}
