// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.State;
import io.github.rnn4j.safetensors.Dtype;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.SafetensorsWriter;
import io.github.rnn4j.safetensors.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A {@link State} in a safetensors file: a tensor {@code h} and for an LSTM {@code c}, (L, H) of
 * F64, which holds the numbers of every backend exactly.
 */
public final class StateFile {
  private static final String FORMAT = "rnn4j.state";
  private static final String VERSION = "1";
  private static final List<String> PARTS = List.of("h", "c");

  private StateFile() {}

  /**
   * Writes a state. The file appears whole or not at all.
   *
   * @param state the state
   * @param path the file, by custom ending in {@code .safetensors}; replaced if it exists
   * @throws IOException if it cannot be written; what was there before is then still there
   * @throws IllegalArgumentException if its cell is none that {@link CellType} lists
   */
  public static void save(State state, Path path) throws IOException {
    writer(state).write(path);
  }

  /**
   * The state as a file in memory.
   *
   * @param state the state
   * @return the bytes that {@link #save} writes
   * @throws IOException if it is too large for one array
   * @throws IllegalArgumentException if its cell is none that {@link CellType} lists
   */
  public static byte[] toBytes(State state) throws IOException {
    return writer(state).toBytes();
  }

  /**
   * Reads a state.
   *
   * @param path a file that {@link #save} wrote
   * @return the state
   * @throws io.github.rnn4j.safetensors.SafetensorsException if the file is damaged or no
   *     safetensors
   * @throws ModelFileException if it is safetensors, but not a state of ours
   * @throws IOException if it cannot be read
   */
  public static State load(Path path) throws IOException {
    return of(SafetensorsFile.read(path));
  }

  /**
   * The state in a file that was read already.
   *
   * @param file the file
   * @return the state
   * @throws ModelFileException if it is not a state of ours
   * @throws IOException if a tensor's format holds no real numbers
   */
  public static State of(SafetensorsFile file) throws IOException {
    if (!FORMAT.equals(file.metadata().get("format"))
        || !VERSION.equals(file.metadata().get("version"))) {
      throw new ModelFileException(
          file.source(),
          "not a state: its metadata has the format '"
              + file.metadata().get("format")
              + "' and version '"
              + file.metadata().get("version")
              + "' instead of '"
              + FORMAT
              + "' and '"
              + VERSION
              + "'");
    }
    try {
      CellType cell = CellType.of(String.valueOf(file.metadata().get("cell")));
      long read = Long.parseLong(String.valueOf(file.metadata().get("tokens_read")));
      return new State(cell, read, values(file, cell));
    } catch (IllegalArgumentException e) {
      throw new ModelFileException(file.source(), "a damaged state: " + e.getMessage());
    }
  }

  private static double[][][] values(SafetensorsFile file, CellType cell) throws IOException {
    Set<String> names = new LinkedHashSet<>(PARTS.subList(0, cell.stateParts()));
    if (!file.tensors().keySet().equals(names)) {
      throw new IllegalArgumentException(
          "it has " + file.tensors().size() + " tensors, expected are " + names + " alone");
    }
    long[] shape = file.tensor(PARTS.get(0)).shape();
    if (shape.length != 2 || shape[0] < 1 || shape[1] < 1) {
      throw new IllegalArgumentException("tensor h has the shape " + Arrays.toString(shape));
    }
    int layers = Math.toIntExact(shape[0]);
    int hidden = Math.toIntExact(shape[1]);
    double[][][] values = new double[layers][cell.stateParts()][];
    for (int part = 0; part < cell.stateParts(); part++) {
      Tensor tensor = file.tensor(PARTS.get(part));
      if (!Arrays.equals(tensor.shape(), shape)) {
        throw new IllegalArgumentException("tensors h and c have different shapes");
      }
      double[] all = tensor.toDoubles();
      for (int k = 0; k < layers; k++) {
        values[k][part] = Arrays.copyOfRange(all, k * hidden, (k + 1) * hidden);
      }
    }
    return values;
  }

  private static SafetensorsWriter writer(State state) {
    SafetensorsWriter writer =
        new SafetensorsWriter()
            .metadata("format", FORMAT)
            .metadata("version", VERSION)
            .metadata("cell", ConfigMetadata.nameOf(state.cell()))
            .metadata("tokens_read", Long.toString(state.tokensRead()));
    int hidden = state.hiddenSize();
    for (int part = 0; part < state.cell().stateParts(); part++) {
      double[] all = new double[Math.multiplyExact(state.layers(), hidden)];
      for (int k = 0; k < state.layers(); k++) {
        System.arraycopy(state.values(k, part), 0, all, k * hidden, hidden);
      }
      writer.add(PARTS.get(part), Dtype.F64, new long[] {state.layers(), hidden}, all);
    }
    return writer;
  }
}
