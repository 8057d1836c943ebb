// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a network is, apart from its weights: enough to know the name and shape of every parameter.
 *
 * <pre>
 *   NetworkConfig.builder(CellType.LSTM, 65, 128).layers(2).embedding(128).tieWeights(true).build()
 * </pre>
 */
public final class NetworkConfig {
  private final Cell cell;
  private final int vocabularySize;
  private final int hiddenSize;
  private final int layers;
  private final boolean recurrentBias;
  private final int embedding;
  private final boolean tieWeights;
  private final boolean residual;
  private final boolean layerNorm;
  private final int members;

  /**
   * A network with one-hot input, one recurrent layer, and one bias where one will do.
   *
   * @param cell the kind of recurrent cell
   * @param vocabularySize V, at least 1
   * @param hiddenSize H, at least 1
   * @throws IllegalArgumentException if a size is too small, or a weight matrix would be too large
   */
  public NetworkConfig(Cell cell, int vocabularySize, int hiddenSize) {
    this(cell, vocabularySize, hiddenSize, 1, false, 0, false, false, false, 1);
  }

  private NetworkConfig(
      Cell cell,
      int vocabularySize,
      int hiddenSize,
      int layers,
      boolean recurrentBias,
      int embedding,
      boolean tieWeights,
      boolean residual,
      boolean layerNorm,
      int members) {
    if (cell == null) {
      throw new NullPointerException("NetworkConfig: cell is null");
    }
    requirePossible(cell);
    positive("vocabulary size", vocabularySize);
    positive("hidden size", hiddenSize);
    positive("number of layers", layers);
    positive("number of members", members);
    if (embedding < 0) {
      throw new IllegalArgumentException(
          "the embedding size must be at least 1, or 0 for one-hot input: " + embedding);
    }
    if (tieWeights && embedding != hiddenSize) {
      throw new IllegalArgumentException(
          "tied weights need an embedding as large as the hidden size, "
              + hiddenSize
              + (embedding == 0 ? ": there is no embedding" : ": it is " + embedding));
    }
    if (residual && layers == 1) {
      throw new IllegalArgumentException(
          "residual connections go from layer to layer, and there is 1: leave them out, or have 2"
              + " layers or more");
    }
    if (members > Integer.MAX_VALUE / layers) {
      throw new IllegalArgumentException(
          members + " members of " + layers + " layers are more than 2^31 - 1 layers");
    }
    long widest = Math.max(Math.max(hiddenSize, vocabularySize), embedding);
    if (widest > Integer.MAX_VALUE / ((long) cell.gates() * hiddenSize)
        || widest * embedding > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a hidden size of "
              + hiddenSize
              + " with a vocabulary of "
              + vocabularySize
              + (embedding == 0 ? "" : " and an embedding of " + embedding)
              + " needs a weight matrix of more than 2^31 - 1 elements");
    }
    this.cell = cell;
    this.vocabularySize = vocabularySize;
    this.hiddenSize = hiddenSize;
    this.layers = layers;
    this.recurrentBias = recurrentBias || cell.twoBiases();
    this.embedding = embedding;
    this.tieWeights = tieWeights;
    this.residual = residual;
    this.layerNorm = layerNorm;
    this.members = members;
  }

  /**
   * A builder of which nothing is set.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * A builder of which the three are set that every network needs.
   *
   * @param cell the kind of recurrent cell
   * @param vocabularySize V, at least 1
   * @param hiddenSize H, at least 1
   * @return a new builder
   */
  public static Builder builder(Cell cell, int vocabularySize, int hiddenSize) {
    return new Builder().cell(cell).vocabularySize(vocabularySize).hiddenSize(hiddenSize);
  }

  /**
   * A builder for a network like this one: what is not set is as it is here.
   *
   * @return a new builder
   */
  public Builder toBuilder() {
    return new Builder().orElse(this);
  }

  /**
   * The kind of recurrent cell.
   *
   * @return not null
   */
  public Cell cell() {
    return cell;
  }

  /**
   * The number of tokens.
   *
   * @return V, at least 1
   */
  public int vocabularySize() {
    return vocabularySize;
  }

  /**
   * The units of each recurrent layer.
   *
   * @return H, at least 1
   */
  public int hiddenSize() {
    return hiddenSize;
  }

  /**
   * The number of recurrent layers, of each member where there are several.
   *
   * @return L, at least 1
   */
  public int layers() {
    return layers;
  }

  /**
   * The number of members: networks of these sizes that read the same tokens side by side, each
   * with weights of its own, and whose probabilities are averaged. {@link Network} has the formula.
   *
   * @return M, at least 1; 1 unless it was asked for
   */
  public int members() {
    return members;
  }

  /**
   * One of the members by itself.
   *
   * @return the same sizes, with one member
   */
  public NetworkConfig member() {
    return members == 1 ? this : toBuilder().members(1).build();
  }

  /**
   * The recurrent layers of all members: those that a state has, a member's after those of the one
   * before.
   *
   * @return M·L
   */
  public int allLayers() {
    return members * layers;
  }

  /**
   * Whether each layer trains a second bias b_hh beside b_ih, as PyTorch's do. The two enter as a
   * sum, so that it changes how fast biases learn, not what a network can express.
   *
   * @return always true for a GRU, whose candidate needs both: {@link Cell#twoBiases()}
   */
  public boolean recurrentBias() {
    return recurrentBias;
  }

  /**
   * The size of the vectors that stand for tokens.
   *
   * @return E, or 0 for one-hot input
   */
  public int embedding() {
    return embedding;
  }

  /**
   * Whether the decoder's weights are the embedding's, one parameter for both uses.
   *
   * @return true only if E = H
   */
  public boolean tieWeights() {
    return tieWeights;
  }

  /**
   * Whether what a layer above the first reads is added to its output, before the next layer or the
   * decoder reads it: {@link Network} has the formula.
   *
   * @return true only if L is at least 2
   */
  public boolean residual() {
    return residual;
  }

  /**
   * Whether the products of each layer are normalized, W_ih with its input and W_hh with h⟨t−1⟩
   * each by itself, and c of an LSTM on its way to h:
   *
   * <pre>
   *   LN(a; g, b) = g ⊙ (a − μ) / √(v + ε) + b,     ε = 10⁻⁵
   *   rnn, lstm     z = LN(W_ih in; g_ih, b_ih) + LN(W_hh h⟨t−1⟩; g_hh, b_hh)
   *   gru           x = LN(W_ih in; g_ih, b_ih),  y = LN(W_hh h⟨t−1⟩; g_hh, b_hh)
   *   lstm          h⟨t⟩ = o ⊙ tanh(LN(c⟨t⟩; g_c, b_c))
   * </pre>
   *
   * <p>with μ and v the mean and the variance of a row's numbers: of all gates together, but of a
   * GRU of each of the three by itself, and of c. With one bias, b_ih stands for the sum of both.
   *
   * @return false unless it was asked for
   * @see <a href="https://arxiv.org/abs/1607.06450">Ba, Kiros and Hinton, Layer normalization,
   *     2016</a>
   */
  public boolean layerNorm() {
    return layerNorm;
  }

  /**
   * The name and shape of every parameter, in the order in which they are initialised and updated.
   * Tied weights are one parameter, {@code encoder.weight}. Those of several members are named as
   * {@link ParameterNames#ofMember} says, one member's after the other's.
   *
   * @return names and shapes as PyTorch's state_dict has them, but for {@code decoder.weight} of
   *     tied weights, which PyTorch lists a second time
   */
  public List<ParameterShape> parameterShapes() {
    List<ParameterShape> shapes = new ArrayList<>();
    for (int member = 0; member < members; member++) {
      for (ParameterShape shape : memberShapes()) {
        shapes.add(shape.named(parameterName(member, shape.name())));
      }
    }
    return List.copyOf(shapes);
  }

  /**
   * The name of a member's parameter in this network.
   *
   * @param member from 0
   * @param name the name in a network that is the member alone
   * @return {@link ParameterNames#ofMember}; the name itself if there is one member
   */
  public String parameterName(int member, String name) {
    return members == 1 ? name : ParameterNames.ofMember(member, name);
  }

  /** The name and shape of every parameter of a member by itself. */
  private List<ParameterShape> memberShapes() {
    List<ParameterShape> shapes = new ArrayList<>();
    int rows = cell.gates() * hiddenSize;
    if (embedding > 0) {
      shapes.add(new ParameterShape(ParameterNames.ENCODER_WEIGHT, vocabularySize, embedding));
    }
    for (int k = 0; k < layers; k++) {
      shapes.add(new ParameterShape(ParameterNames.inputWeight(k), rows, inputSize(k)));
      shapes.add(new ParameterShape(ParameterNames.recurrentWeight(k), rows, hiddenSize));
      shapes.add(new ParameterShape(ParameterNames.inputBias(k), rows));
      if (recurrentBias) {
        shapes.add(new ParameterShape(ParameterNames.recurrentBias(k), rows));
      }
      if (layerNorm) {
        shapes.add(new ParameterShape(ParameterNames.inputGain(k), rows));
        shapes.add(new ParameterShape(ParameterNames.recurrentGain(k), rows));
      }
      if (layerNorm && cell.normalizesState()) {
        shapes.add(new ParameterShape(ParameterNames.stateGain(k), hiddenSize));
        shapes.add(new ParameterShape(ParameterNames.stateBias(k), hiddenSize));
      }
    }
    if (!tieWeights) {
      shapes.add(new ParameterShape(ParameterNames.DECODER_WEIGHT, vocabularySize, hiddenSize));
    }
    shapes.add(new ParameterShape(ParameterNames.DECODER_BIAS, vocabularySize));
    return shapes;
  }

  /**
   * The number of trainable numbers.
   *
   * @return the sum of the sizes of all parameters
   */
  public long parameterCount() {
    return parameterShapes().stream().mapToLong(ParameterShape::size).sum();
  }

  /**
   * The number of inputs of a layer of a member.
   *
   * @param layer from 0 to L − 1
   * @return E, or V without an embedding, for the first layer, H above
   */
  public int inputSize(int layer) {
    if (layer > 0) {
      return hiddenSize;
    }
    return embedding > 0 ? embedding : vocabularySize;
  }

  /**
   * What each unit of a layer shows of itself at each step: h, c if the cell has it, then its
   * gates.
   *
   * @return at least h
   */
  public List<Signal> signals() {
    List<Signal> signals =
        new ArrayList<>(List.of(Signal.H, Signal.C).subList(0, cell.stateParts()));
    signals.addAll(cell.gateSignals());
    return List.copyOf(signals);
  }

  /** The parameter that is W_dec: the embedding's, if the two are tied. */
  String decoderWeightName() {
    return tieWeights ? ParameterNames.ENCODER_WEIGHT : ParameterNames.DECODER_WEIGHT;
  }

  /** What a layer cannot do is refused here, before there is one. */
  private static void requirePossible(Cell cell) {
    if (cell.gates() < 1 || cell.stateParts() < 1 || cell.stateParts() > 2) {
      throw new IllegalArgumentException(
          "a cell has at least 1 gate, and 1 or 2 parts of the state: "
              + cell.id()
              + " has "
              + cell.gates()
              + " and "
              + cell.stateParts());
    }
    if (cell.normGroups() < 1 || cell.gates() % cell.normGroups() != 0) {
      throw new IllegalArgumentException(
          "the groups of a cell's gates divide their number: "
              + cell.id()
              + " has "
              + cell.normGroups()
              + " for "
              + cell.gates());
    }
    if (cell.normalizesState() && cell.stateParts() != 2) {
      throw new IllegalArgumentException(
          "what is normalized of a state is c: " + cell.id() + " has h alone");
    }
    if (cell.inPlace() && (cell.gates() > 1 || cell.twoBiases())) {
      throw new IllegalArgumentException(
          "h takes the place of z only where a cell has one gate and one bias: "
              + cell.id()
              + " has "
              + cell.gates()
              + (cell.gates() == 1 ? " gate and " : " gates and ")
              + (cell.twoBiases() ? "two biases" : "one bias"));
    }
  }

  private static void positive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("the " + what + " must be at least 1: " + value);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NetworkConfig that
        && cell.equals(that.cell)
        && vocabularySize == that.vocabularySize
        && hiddenSize == that.hiddenSize
        && layers == that.layers
        && recurrentBias == that.recurrentBias
        && embedding == that.embedding
        && tieWeights == that.tieWeights
        && residual == that.residual
        && layerNorm == that.layerNorm
        && members == that.members;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        cell,
        vocabularySize,
        hiddenSize,
        layers,
        recurrentBias,
        embedding,
        tieWeights,
        residual,
        layerNorm,
        members);
  }

  /** Such as {@code lstm, 2 layers of 128, two biases, vocabulary of 65}. */
  @Override
  public String toString() {
    return (members > 1 ? members + " members of " : "")
        + cell.id()
        + ", "
        + layers
        + (layers == 1 ? " layer of " : " layers of ")
        + hiddenSize
        + (recurrentBias ? ", two biases" : ", one bias")
        + (embedding > 0 ? ", embedding of " + embedding : "")
        + (tieWeights ? ", tied weights" : "")
        + (residual ? ", residual" : "")
        + (layerNorm ? ", layer norm" : "")
        + ", vocabulary of "
        + vocabularySize;
  }

  /**
   * Gathers the settings of a network, in any order; they are checked together by {@link #build}.
   */
  public static final class Builder {
    private Optional<NetworkConfig> usual = Optional.empty();
    private Optional<Cell> cell = Optional.empty();
    private Optional<Integer> vocabularySize = Optional.empty();
    private Optional<Integer> hiddenSize = Optional.empty();
    private Optional<Integer> layers = Optional.empty();
    private Optional<Boolean> recurrentBias = Optional.empty();
    private Optional<Integer> embedding = Optional.empty();
    private Optional<Boolean> tieWeights = Optional.empty();
    private Optional<Boolean> residual = Optional.empty();
    private Optional<Boolean> layerNorm = Optional.empty();
    private Optional<Integer> members = Optional.empty();

    private Builder() {}

    /**
     * Takes from another network what is not set here, neither before nor after this call.
     *
     * @param usual another network
     * @return this builder
     */
    public Builder orElse(NetworkConfig usual) {
      this.usual = Optional.of(usual);
      return this;
    }

    /**
     * The cell, if it was set.
     *
     * @return empty if not
     */
    public Optional<Cell> cell() {
      return cell;
    }

    /**
     * The units of each layer, if they were set.
     *
     * @return empty if not
     */
    public Optional<Integer> hiddenSize() {
      return hiddenSize;
    }

    /**
     * The number of layers, if it was set.
     *
     * @return empty if not
     */
    public Optional<Integer> layers() {
      return layers;
    }

    /**
     * Sets the kind of recurrent cell, which every network needs.
     *
     * @param cell not null
     * @return this builder
     */
    public Builder cell(Cell cell) {
      this.cell = Optional.of(cell);
      return this;
    }

    /**
     * Sets the number of tokens, which every network needs.
     *
     * @param vocabularySize V, at least 1
     * @return this builder
     */
    public Builder vocabularySize(int vocabularySize) {
      this.vocabularySize = Optional.of(vocabularySize);
      return this;
    }

    /**
     * Sets the units of each recurrent layer, which every network needs.
     *
     * @param hiddenSize H, at least 1
     * @return this builder
     */
    public Builder hiddenSize(int hiddenSize) {
      this.hiddenSize = Optional.of(hiddenSize);
      return this;
    }

    /**
     * Sets the number of recurrent layers.
     *
     * @param layers L, at least 1; 1 if it is not set
     * @return this builder
     */
    public Builder layers(int layers) {
      this.layers = Optional.of(layers);
      return this;
    }

    /**
     * Sets whether each layer trains a second bias.
     *
     * @param recurrentBias taken as true for a GRU; false if it is not set
     * @return this builder
     */
    public Builder recurrentBias(boolean recurrentBias) {
      this.recurrentBias = Optional.of(recurrentBias);
      return this;
    }

    /**
     * Sets the size of the vectors that stand for tokens.
     *
     * @param embedding E, or 0 for one-hot input; 0 if it is not set
     * @return this builder
     */
    public Builder embedding(int embedding) {
      this.embedding = Optional.of(embedding);
      return this;
    }

    /**
     * Sets whether the decoder's weights are the embedding's.
     *
     * @param tieWeights whether they are one parameter, which needs E = H; false if it is not set
     * @return this builder
     */
    public Builder tieWeights(boolean tieWeights) {
      this.tieWeights = Optional.of(tieWeights);
      return this;
    }

    /**
     * Sets whether what a layer above the first reads is added to its output.
     *
     * @param residual whether it is, which needs L ≥ 2; false if it is not set
     * @return this builder
     */
    public Builder residual(boolean residual) {
      this.residual = Optional.of(residual);
      return this;
    }

    /**
     * Sets whether the products of each layer, and c of an LSTM, are normalized.
     *
     * @param layerNorm whether they are; false if it is not set
     * @return this builder
     */
    public Builder layerNorm(boolean layerNorm) {
      this.layerNorm = Optional.of(layerNorm);
      return this;
    }

    /**
     * Sets the number of members whose probabilities are averaged.
     *
     * @param members M, at least 1; 1 if it is not set
     * @return this builder
     */
    public Builder members(int members) {
      this.members = Optional.of(members);
      return this;
    }

    /**
     * The number of members, if it was set.
     *
     * @return empty if not
     */
    public Optional<Integer> members() {
      return members;
    }

    /**
     * Builds the configuration. The builder can be used further.
     *
     * @return a new configuration
     * @throws IllegalStateException if cell, V or H is not set
     * @throws IllegalArgumentException if a size is too small, a weight matrix would be too large,
     *     weights are tied without E = H, or a single layer is to be residual
     */
    public NetworkConfig build() {
      return new NetworkConfig(
          needed("cell", cell.or(() -> usual.map(NetworkConfig::cell))),
          needed("vocabulary size", vocabularySize.or(() -> usual.map(u -> u.vocabularySize))),
          needed("hidden size", hiddenSize.or(() -> usual.map(u -> u.hiddenSize))),
          layers.or(() -> usual.map(u -> u.layers)).orElse(1),
          recurrentBias.or(() -> usual.map(u -> u.recurrentBias)).orElse(false),
          embedding.or(() -> usual.map(u -> u.embedding)).orElse(0),
          tieWeights.or(() -> usual.map(u -> u.tieWeights)).orElse(false),
          residual.or(() -> usual.map(u -> u.residual)).orElse(false),
          layerNorm.or(() -> usual.map(u -> u.layerNorm)).orElse(false),
          members.or(() -> usual.map(u -> u.members)).orElse(1));
    }

    private static <T> T needed(String what, Optional<T> value) {
      return value.orElseThrow(
          () -> new IllegalStateException("the network's " + what + " is not set"));
    }
  }
}
