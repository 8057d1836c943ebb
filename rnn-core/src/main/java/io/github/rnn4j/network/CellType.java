package io.github.rnn4j.network;

import java.util.Locale;

/** The kinds of recurrent cell. */
public enum CellType {
  /** h⟨t⟩ = tanh(W_ih x⟨t⟩ + b + W_hh h⟨t−1⟩); Elman's simple recurrent network. */
  RNN(1);

  private final int gates;

  CellType(int gates) {
    this.gates = gates;
  }

  /**
   * g, the number of blocks of H rows in a cell's weights.
   *
   * @return 1 for RNN
   */
  public int gates() {
    return gates;
  }

  /**
   * The name on the command line and in files.
   *
   * @return {@code rnn}
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
