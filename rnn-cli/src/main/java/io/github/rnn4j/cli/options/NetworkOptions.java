// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.options;

import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.InitScheme;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.training.Recipe;
import io.github.rnn4j.training.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The network to make, and its start weights. */
public final class NetworkOptions {
  @Option(
      names = "--model",
      paramLabel = "CELL",
      completionCandidates = Cells.class,
      converter = Cell.class,
      description = "The recurrent cell: ${COMPLETION-CANDIDATES}. (default: lstm)")
  private @Nullable CellType cell;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      converter = Numbers.PositiveInt.class,
      description = "Units of each layer. (default: " + Recipe.HIDDEN_SIZE + ")")
  private @Nullable Integer hidden;

  @Option(
      names = "--layers",
      paramLabel = "N",
      converter = Numbers.PositiveInt.class,
      description = "Recurrent layers, one above the other. (default: 2; 1 for an rnn)")
  private @Nullable Integer layers;

  @Option(
      names = "--embedding",
      paramLabel = "N",
      converter = Numbers.PositiveInt.class,
      description =
          "Learn a vector of N numbers for each character, which is the network's input. (default:"
              + " none, the input is one-hot)")
  private @Nullable Integer embedding;

  @Option(
      names = "--tie-weights",
      description =
          "One matrix for the embedding and the output layer; needs --embedding = --hidden.")
  private boolean tieWeights;

  @Option(
      names = "--residual",
      description =
          "Add what a layer above the first reads to its output; needs two layers or more.")
  private boolean residual;

  @Option(
      names = "--layer-norm",
      negatable = true,
      description =
          "Normalize what comes into each step, from below and from the step before, and an lstm's"
              + " cell state on its way out (Ba et al., 2016). (default: no; yes with"
              + " --time-budget, but for records and an rnn)")
  private @Nullable Boolean layerNorm;

  @Option(
      names = "--members",
      paramLabel = "N",
      converter = Numbers.PositiveInt.class,
      description =
          "An ensemble: N networks of this size side by side, each with weights of its own, whose"
              + " probabilities are averaged. It knows more of other texts than each of them, and"
              + " takes the time and memory of all. (default: 1; up to 4 where --time-budget has time for so"
              + " many)")
  private @Nullable Integer members;

  @Option(
      names = "--recurrent-bias",
      negatable = true,
      description =
          "Train a second bias in each layer, as PyTorch does; a gru has it in any case. (default:"
              + " yes; no for an rnn)")
  private @Nullable Boolean recurrentBias;

  @Option(
      names = "--init-scheme",
      paramLabel = "KIND",
      completionCandidates = Schemes.class,
      converter = Scheme.class,
      description =
          "The start weights: ${COMPLETION-CANDIDATES}. (default: pytorch, uniform within"
              + " 1/sqrt(hidden))")
  private @Nullable InitScheme initScheme;

  @Option(
      names = "--forget-bias",
      paramLabel = "X",
      converter = Numbers.Real.class,
      description =
          "The start of an lstm's forget-gate bias; 1 makes a new network remember. (default: as"
              + " --init-scheme has it)")
  private @Nullable Double forgetBias;

  /** The kind of cell. */
  CellType cell() {
    return cell == null ? Recipe.CELL : cell;
  }

  private int hidden() {
    return hidden == null ? Recipe.HIDDEN_SIZE : hidden;
  }

  /** What is wrong with the options together. */
  public Optional<String> defect() {
    if (forgetBias != null && cell() != CellType.LSTM) {
      return Optional.of("--forget-bias is for --model lstm: the model is " + cell().id());
    }
    if (tieWeights && embedding == null) {
      return Optional.of("--tie-weights needs an embedding: give --embedding " + hidden());
    }
    if (tieWeights && embedding != null && embedding != hidden()) {
      return Optional.of(
          "--tie-weights needs an embedding as large as the hidden layer: --embedding is "
              + embedding
              + ", --hidden "
              + hidden());
    }
    return Optional.empty();
  }

  /** Sets what is given. */
  public void set(NetworkConfig.Builder network) {
    Optional.ofNullable(cell).ifPresent(network::cell);
    Optional.ofNullable(hidden).ifPresent(network::hiddenSize);
    Optional.ofNullable(layers).ifPresent(network::layers);
    Optional.ofNullable(recurrentBias).ifPresent(network::recurrentBias);
    Optional.ofNullable(embedding).ifPresent(network::embedding);
    network.tieWeights(tieWeights);
    network.residual(residual);
    Optional.ofNullable(layerNorm).ifPresent(network::layerNorm);
    Optional.ofNullable(members).ifPresent(network::members);
  }

  /**
   * The configuration for a vocabulary.
   *
   * @throws IllegalArgumentException if it would be too large
   */
  public NetworkConfig config(int vocabularySize) {
    NetworkConfig.Builder network = NetworkConfig.builder();
    set(network);
    return Recipe.network(network, vocabularySize);
  }

  /** Sets what is given of the start weights. */
  public void setStart(Training training) {
    Optional.ofNullable(initScheme).ifPresent(training::initScheme);
    Optional.ofNullable(forgetBias).ifPresent(training::forgetBias);
  }

  /** Whether start weights were asked for. */
  public boolean startGiven() {
    return initScheme != null || forgetBias != null;
  }

  /**
   * What was asked for and a network is not.
   *
   * @return such as {@code --hidden 64, the model has 128}
   */
  public List<String> conflicts(NetworkConfig config) {
    List<String> conflicts = new ArrayList<>();
    differ("--model", cell == null ? null : cell.id(), config.cell().id(), conflicts);
    differ("--hidden", hidden, config.hiddenSize(), conflicts);
    differ("--layers", layers, config.layers(), conflicts);
    differ("--embedding", embedding, config.embedding(), conflicts);
    differ("--tie-weights", tieWeights ? true : null, config.tieWeights(), conflicts);
    differ("--residual", residual ? true : null, config.residual(), conflicts);
    differ("--layer-norm", layerNorm, config.layerNorm(), conflicts);
    differ("--members", members, config.members(), conflicts);
    differ("--recurrent-bias", recurrentBias, config.recurrentBias(), conflicts);
    return conflicts;
  }

  private static void differ(
      String option, @Nullable Object asked, Object has, List<String> conflicts) {
    if (asked != null && !asked.equals(has)) {
      conflicts.add(option + " " + asked + ", the model has " + has);
    }
  }

  /** For example {@code lstm, 2 layers of 128, embedding of 64, 133,217 parameters}. */
  public static String describe(NetworkConfig config) {
    return shape(config)
        + (config.layerNorm() ? ", layer norm" : "")
        + ", "
        + Words.count(config.parameterCount(), "parameter");
  }

  /**
   * For example {@code lstm, 2 layers of 128, embedding of 64}: what a file of weights can tell.
   */
  public static String shape(NetworkConfig config) {
    return (config.members() > 1 ? config.members() + " members of " : "")
        + config.cell().id()
        + ", "
        + Words.count(config.layers(), "layer")
        + " of "
        + config.hiddenSize()
        + (config.embedding() > 0 ? ", embedding of " + config.embedding() : "")
        + (config.tieWeights() ? ", tied weights" : "")
        + (config.residual() ? ", residual" : "");
  }

  /** The names of the cells. */
  static final class Cells extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Cells() {
      super(List.of(CellType.values()).stream().map(CellType::id).toList());
    }
  }

  /** Reads the name of a cell. */
  public static final class Cell implements ITypeConverter<CellType> {
    @Override
    public CellType convert(String text) {
      return Choice.of(text, CellType::of);
    }
  }

  /** The names of the start weights. */
  static final class Schemes extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Schemes() {
      super(List.of(InitScheme.values()).stream().map(InitScheme::id).toList());
    }
  }

  /** Reads the name of start weights. */
  static final class Scheme implements ITypeConverter<InitScheme> {
    @Override
    public InitScheme convert(String text) {
      return Choice.of(text, InitScheme::of);
    }
  }
}
