package io.github.rnn4j.cli;

import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.NetworkConfig;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The network to make. */
final class NetworkOptions {
  private static final int HIDDEN = 128;
  private static final int LAYERS = 1;

  @Option(
      names = "--model",
      paramLabel = "CELL",
      completionCandidates = Cells.class,
      converter = Cell.class,
      description = "The recurrent cell: ${COMPLETION-CANDIDATES}. (default: rnn)")
  private CellType cell = CellType.RNN;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      converter = Numbers.PositiveInt.class,
      description = "Units of each layer. (default: " + HIDDEN + ")")
  private int hidden = HIDDEN;

  @Option(
      names = "--layers",
      paramLabel = "N",
      converter = Numbers.PositiveInt.class,
      description = "Recurrent layers, one above the other. (default: " + LAYERS + ")")
  private int layers = LAYERS;

  /** The configuration for a vocabulary. */
  NetworkConfig config(int vocabularySize) {
    return new NetworkConfig(cell, vocabularySize, hidden).withLayers(layers);
  }

  /** For example {@code rnn, 1 layer of 128, 33,217 parameters}. */
  static String describe(NetworkConfig config) {
    return config.cell().id()
        + ", "
        + Words.count(config.layers(), "layer")
        + " of "
        + config.hiddenSize()
        + ", "
        + Words.count(config.parameterCount(), "parameter");
  }

  /** The names of the cells. */
  static final class Cells extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Cells() {
      super(List.of(CellType.values()).stream().map(CellType::id).toList());
    }
  }

  /** Reads the name of a cell. */
  static final class Cell implements ITypeConverter<CellType> {
    @Override
    public CellType convert(String text) {
      try {
        return CellType.of(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
