package io.github.rnn4j.network;

import java.util.Locale;

/** The kinds of recurrent cell. */
public enum CellType {
  /** h⟨t⟩ = tanh(W_ih x⟨t⟩ + b + W_hh h⟨t−1⟩); Elman's simple recurrent network. */
  RNN(1, false),

  /**
   * i, f, o = σ(·), g = tanh(·), each of W_ih x⟨t⟩ + b + W_hh h⟨t−1⟩; c⟨t⟩ = f ⊙ c⟨t−1⟩ + i ⊙ g;
   * h⟨t⟩ = o ⊙ tanh(c⟨t⟩); the long short-term memory, in the row order i, f, g, o.
   */
  LSTM(4, false),

  /**
   * r, z = σ(W_ih x⟨t⟩ + b_ih + W_hh h⟨t−1⟩ + b_hh); n = tanh(W_in x⟨t⟩ + b_in + r ⊙ (W_hn h⟨t−1⟩ +
   * b_hn)); h⟨t⟩ = (1 − z) ⊙ n + z ⊙ h⟨t−1⟩; the gated recurrent unit with the reset after the
   * product, in the row order r, z, n.
   */
  GRU(3, true);

  private final int gates;
  private final boolean twoBiases;

  CellType(int gates, boolean twoBiases) {
    this.gates = gates;
    this.twoBiases = twoBiases;
  }

  /**
   * g, the number of blocks of H rows in a cell's weights.
   *
   * @return 1 for RNN, 4 for LSTM, 3 for GRU
   */
  public int gates() {
    return gates;
  }

  /**
   * Whether the cell's recurrent bias b_hh cannot be merged into b_ih: the GRU's reset gate scales
   * b_hn, but not b_in.
   *
   * @return true for GRU
   */
  public boolean twoBiases() {
    return twoBiases;
  }

  /**
   * The number of parts of a layer's state.
   *
   * @return 1: h; 2 for an LSTM: h and c
   */
  public int stateParts() {
    return this == LSTM ? 2 : 1;
  }

  /**
   * The name on the command line and in files.
   *
   * @return {@code rnn}, {@code lstm} or {@code gru}
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
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
    for (CellType cell : values()) {
      if (cell.id().equals(id)) {
        return cell;
      }
    }
    StringBuilder known = new StringBuilder();
    for (CellType cell : values()) {
      known.append(known.isEmpty() ? "" : ", ").append(cell.id());
    }
    throw new IllegalArgumentException("there is no cell '" + id + "': there are " + known);
  }
}
