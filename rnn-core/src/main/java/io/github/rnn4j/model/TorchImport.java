// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import static io.github.rnn4j.network.ParameterNames.DECODER_WEIGHT;
import static io.github.rnn4j.network.ParameterNames.ENCODER_WEIGHT;
import static io.github.rnn4j.network.ParameterNames.inputWeight;
import static io.github.rnn4j.network.ParameterNames.recurrentWeight;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.ParameterNames;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.Tensor;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Makes a model of a PyTorch {@code state_dict} that was stored as safetensors: that of a module
 * with an nn.RNN, nn.LSTM or nn.GRU, an nn.Linear for the output, and perhaps an nn.Embedding;
 * without one, the input is one-hot. What they are called is found by {@link TorchNames}, or said.
 *
 * <p>The configuration follows from names and shapes:
 *
 * <ul>
 *   <li>the cell from the rows of {@code weight_hh_l0}, (g·H, H): g = 1 is an RNN, 3 a GRU, 4 an
 *       LSTM. That an RNN has tanh, not ReLU, does not stand in the file: it is taken for granted;
 *   <li>the layers from the names {@code weight_hh_l0}, {@code _l1} and so on, and from the modules
 *       that are stacked;
 *   <li>the embedding from its matrix;
 *   <li>residual connections from what {@link TorchExport} noted, or {@link Builder#residual};
 *   <li>the members of an ensemble from what it noted; of one by another program, each member can
 *       be asked for by its module;
 *   <li>that decoder and embedding are tied if both have the same bits, or if one of the two is
 *       missing, as the safetensors library leaves it out of what shares memory. {@link
 *       Builder#tieWeights} decides otherwise.
 * </ul>
 *
 * <p>Numbers in float16 and bfloat16 are taken exactly. PyTorch's two biases are kept as two, so
 * that an export gives the same bits again; {@link Builder#oneBias} adds them.
 *
 * <p>Whether the module does more than these layers, a file does not say: {@link TorchNames#unused}
 * has the tensors that are no part of the model.
 */
public final class TorchImport {
  private final Vocabulary vocabulary;
  private final Optional<CellType> cell;
  private final Optional<Boolean> tieWeights;
  private final boolean oneBias;
  private final Optional<Boolean> residual;
  private final TorchNames.Wanted wanted;

  /**
   * An import that takes what it finds.
   *
   * @param vocabulary the characters, by token
   */
  public TorchImport(Vocabulary vocabulary) {
    this(new Builder(vocabulary));
  }

  private TorchImport(Builder settings) {
    this.vocabulary = settings.vocabulary;
    this.cell = settings.cell;
    this.tieWeights = settings.tieWeights;
    this.oneBias = settings.oneBias;
    this.residual = settings.residual;
    this.wanted = new TorchNames.Wanted(settings.rnn, settings.decoder, settings.encoder);
  }

  /**
   * A builder of an import that takes what it finds, but for what is set.
   *
   * @param vocabulary the characters, by token
   * @return a new builder
   */
  public static Builder builder(Vocabulary vocabulary) {
    return new Builder(vocabulary);
  }

  /** Gathers what is expected of a file, in any order. */
  public static final class Builder {
    private final Vocabulary vocabulary;
    private Optional<CellType> cell = Optional.empty();
    private Optional<Boolean> tieWeights = Optional.empty();
    private boolean oneBias;
    private Optional<Boolean> residual = Optional.empty();
    private List<String> rnn = List.of();
    private Optional<String> decoder = Optional.empty();
    private Optional<String> encoder = Optional.empty();

    private Builder(Vocabulary vocabulary) {
      if (vocabulary == null) {
        throw new NullPointerException("TorchImport: vocabulary is null");
      }
      this.vocabulary = vocabulary;
    }

    /**
     * Makes another kind of cell an error.
     *
     * @param cell the cell that is expected
     * @return this builder
     */
    public Builder cell(CellType cell) {
      this.cell = Optional.of(cell);
      return this;
    }

    /**
     * Says whether weights are tied, instead of the file.
     *
     * @param tieWeights whether decoder and embedding are one parameter
     * @return this builder
     */
    public Builder tieWeights(boolean tieWeights) {
      this.tieWeights = Optional.of(tieWeights);
      return this;
    }

    /**
     * Sets whether the two biases of RNN and LSTM cells are added. Logits change by rounding only.
     *
     * @param oneBias false if it is not set
     * @return this builder
     */
    public Builder oneBias(boolean oneBias) {
      this.oneBias = oneBias;
      return this;
    }

    /**
     * Says whether the module adds what a layer above the first reads to its output, which a file
     * does not say unless {@link TorchExport} wrote it.
     *
     * @param residual as the file has it, if it is not set
     * @return this builder
     */
    public Builder residual(boolean residual) {
      this.residual = Optional.of(residual);
      return this;
    }

    /**
     * Says which are the recurrent modules, where a file has several.
     *
     * @param modules their names, such as {@code model.lstm}; of several the second reads what the
     *     first gives, and so on
     * @return this builder
     */
    public Builder rnn(String... modules) {
      this.rnn = List.of(modules);
      return this;
    }

    /**
     * Says which is the output layer, where several could be.
     *
     * @param module its name, such as {@code model.fc}
     * @return this builder
     */
    public Builder decoder(String module) {
      this.decoder = Optional.of(module);
      return this;
    }

    /**
     * Says which is the embedding, where several could be.
     *
     * @param module its name, such as {@code model.embed}
     * @return this builder
     */
    public Builder encoder(String module) {
      this.encoder = Optional.of(module);
      return this;
    }

    /**
     * Builds the import.
     *
     * @return a new import
     */
    public TorchImport build() {
      return new TorchImport(this);
    }
  }

  /**
   * Finds what of a file is what, without making a model.
   *
   * @param file the state_dict
   * @return the modules, and what is left over
   * @throws ModelFileException if a part is missing, is no part of a network here, or could be
   *     several modules of which none was said
   */
  public TorchNames names(SafetensorsFile file) throws ModelFileException {
    if (members(file) > 1) {
      return names(file, 0);
    }
    boolean listed = wanted.rnn().isEmpty() && residual(file);
    return TorchNames.of(
        file,
        listed
            ? new TorchNames.Wanted(
                TorchExport.moduleList(file, ""), wanted.decoder(), wanted.encoder())
            : wanted,
        vocabulary.size());
  }

  /** What of an ensemble's file is what of one of its members. */
  private TorchNames names(SafetensorsFile file, int member) throws ModelFileException {
    String before = ParameterNames.ofMember(member, "");
    String encoder = before + "encoder";
    return TorchNames.of(
        file,
        new TorchNames.Wanted(
            residual(file) ? TorchExport.moduleList(file, before) : List.of(before + "rnn"),
            Optional.of(before + "decoder"),
            Optional.of(encoder).filter(name -> file.tensors().containsKey(name + ".weight"))),
        vocabulary.size());
  }

  /** An ensemble that {@link TorchExport} wrote is taken whole, unless a module is asked for. */
  private int members(SafetensorsFile file) throws ModelFileException {
    return wanted.rnn().isEmpty() ? ConfigMetadata.members(file.source(), file.metadata()) : 1;
  }

  private boolean residual(SafetensorsFile file) {
    return residual.orElseGet(() -> ConfigMetadata.residual(file.metadata()));
  }

  /**
   * Makes the model.
   *
   * @param file the state_dict
   * @param la the backend that will compute
   * @return the model
   * @throws ModelFileException if the tensors are not those of such a module, or not as many tokens
   *     as the vocabulary has
   * @throws IOException if a tensor's format holds no real numbers
   */
  public Model read(SafetensorsFile file, LinearAlgebra la) throws IOException {
    if (ConfigMetadata.layerNorm(file.metadata())) {
      throw new ModelFileException(
          file.source(),
          "a model with layer normalization, which is no state_dict: use it as it is");
    }
    int members = members(file);
    NamedTensors first = names(file).tensors();
    NamedTensors tensors = members > 1 ? withMore(first, file, members) : first;
    NetworkConfig config = configOf(first, residual(file)).toBuilder().members(members).build();
    TorchVariants.requireBiases(first);
    StateDict.check(tensors, config, name -> false);
    if (config.vocabularySize() != vocabulary.size()) {
      throw new ModelFileException(
          file.source(),
          "it was trained on a vocabulary of "
              + config.vocabularySize()
              + " tokens, the vocabulary given has "
              + vocabulary.size());
    }
    Network network = new Network(la, config);
    StateDict.read(tensors, network, name -> false);
    return ModelFile.withWords(file, new Model(network, vocabulary));
  }

  /** The tensors of all members, under the names that they have in a network of several. */
  private NamedTensors withMore(NamedTensors first, SafetensorsFile file, int members)
      throws ModelFileException {
    Map<String, Tensor> all = new LinkedHashMap<>();
    for (int m = 0; m < members; m++) {
      NamedTensors member = m == 0 ? first : names(file, m).tensors();
      for (Map.Entry<String, Tensor> own : member.tensors().entrySet()) {
        all.put(ParameterNames.ofMember(m, own.getKey()), own.getValue());
      }
    }
    return new NamedTensors(file.source(), all, UnaryOperator.identity());
  }

  private NetworkConfig configOf(NamedTensors file, boolean residual) throws ModelFileException {
    try {
      int[] recurrent = matrix(file, recurrentWeight(0));
      int hidden = recurrent[1];
      CellType found = cellOf(file, recurrent[0], hidden);
      boolean tied = tied(file, hidden);
      boolean embedded = tied || file.tensors().containsKey(ENCODER_WEIGHT);
      int[] decoder =
          matrix(
              file, file.tensors().containsKey(DECODER_WEIGHT) ? DECODER_WEIGHT : ENCODER_WEIGHT);
      return NetworkConfig.builder(found, decoder[0], hidden)
          .layers(ParameterNames.layers(file.tensors().keySet()))
          .recurrentBias(!oneBias)
          .embedding(embedded ? matrix(file, inputWeight(0))[1] : 0)
          .tieWeights(tied)
          .residual(residual)
          .build();
    } catch (IllegalArgumentException e) {
      throw new ModelFileException(file.source(), "no network has these sizes: " + e.getMessage());
    }
  }

  private CellType cellOf(NamedTensors file, int rows, int hidden) throws ModelFileException {
    for (CellType type : CellType.values()) {
      if (rows == (long) type.gates() * hidden) {
        if (cell.isPresent() && cell.get() != type) {
          throw new ModelFileException(
              file.source(), "its cells are " + type.id() + ", expected are " + cell.get().id());
        }
        return type;
      }
    }
    throw new ModelFileException(
        file.source(),
        file.original(recurrentWeight(0))
            + " has the shape ["
            + rows
            + ", "
            + hidden
            + "]: for each column an RNN has 1 row, a GRU 3, an LSTM 4");
  }

  private boolean tied(NamedTensors file, int hidden) throws ModelFileException {
    if (tieWeights.isPresent()) {
      return tieWeights.get();
    }
    Tensor encoder = file.tensors().get(ENCODER_WEIGHT);
    Tensor decoder = file.tensors().get(DECODER_WEIGHT);
    if (encoder != null && decoder != null) {
      return Arrays.equals(encoder.shape(), decoder.shape())
          && encoder.dtype() == decoder.dtype()
          && encoder.bytes().equals(decoder.bytes());
    }
    if (decoder == null) {
      return encoder != null;
    }
    int inputs = matrix(file, inputWeight(0))[1];
    return inputs == hidden && inputs != matrix(file, DECODER_WEIGHT)[0];
  }

  private static int[] matrix(NamedTensors file, String name) throws ModelFileException {
    Tensor tensor = file.tensors().get(name);
    if (tensor == null) {
      throw new ModelFileException(file.source(), "tensor " + file.original(name) + " is missing");
    }
    return TorchVariants.matrix(file.source(), tensor);
  }
}
