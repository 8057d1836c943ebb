// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.LinearAlgebra;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The cells that files and the command line know. */
public enum CellType implements Cell {
  /** h⟨t⟩ = tanh(W_ih x⟨t⟩ + b + W_hh h⟨t−1⟩); Elman's simple recurrent network. */
  RNN(new RnnCell()),

  /**
   * i, f, o = σ(·), g = tanh(·), each of W_ih x⟨t⟩ + b + W_hh h⟨t−1⟩; c⟨t⟩ = f ⊙ c⟨t−1⟩ + i ⊙ g;
   * h⟨t⟩ = o ⊙ tanh(c⟨t⟩); the long short-term memory, in the row order i, f, g, o.
   */
  LSTM(new LstmCell()),

  /**
   * r, z = σ(W_ih x⟨t⟩ + b_ih + W_hh h⟨t−1⟩ + b_hh); n = tanh(W_in x⟨t⟩ + b_in + r ⊙ (W_hn h⟨t−1⟩ +
   * b_hn)); h⟨t⟩ = (1 − z) ⊙ n + z ⊙ h⟨t−1⟩; the gated recurrent unit with the reset after the
   * product, in the row order r, z, n.
   */
  GRU(new GruCell());

  private final Cell cell;

  CellType(Cell cell) {
    this.cell = cell;
  }

  /**
   * The cell of the given name.
   *
   * @param id a name as {@link #id()} gives it
   * @return the cell
   * @throws IllegalArgumentException if there is none of that name; the message lists those there
   *     are
   */
  public static CellType of(String id) {
    for (CellType type : values()) {
      if (type.id().equals(id)) {
        return type;
      }
    }
    String known = Arrays.stream(values()).map(CellType::id).collect(Collectors.joining(", "));
    throw new IllegalArgumentException("there is no cell '" + id + "': there are " + known);
  }

  @Override
  public String id() {
    return cell.id();
  }

  @Override
  public int gates() {
    return cell.gates();
  }

  @Override
  public boolean twoBiases() {
    return cell.twoBiases();
  }

  @Override
  public int stateParts() {
    return cell.stateParts();
  }

  @Override
  public boolean inPlace() {
    return cell.inPlace();
  }

  @Override
  public int savedParts() {
    return cell.savedParts();
  }

  @Override
  public int scratchRows() {
    return cell.scratchRows();
  }

  @Override
  public int normGroups() {
    return cell.normGroups();
  }

  @Override
  public boolean normalizesState() {
    return cell.normalizesState();
  }

  @Override
  public List<Signal> gateSignals() {
    return cell.gateSignals();
  }

  @Override
  public void forward(LinearAlgebra la, CellStep step) {
    cell.forward(la, step);
  }

  @Override
  public void backward(LinearAlgebra la, CellStep step) {
    cell.backward(la, step);
  }
}
