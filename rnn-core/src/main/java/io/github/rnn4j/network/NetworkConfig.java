package io.github.rnn4j.network;

import java.util.ArrayList;
import java.util.List;

/**
 * What a network is, apart from its weights: enough to know the name and shape of every parameter.
 *
 * <pre>
 *   new NetworkConfig(CellType.LSTM, 65, 128).withLayers(2).withEmbedding(128).withTieWeights(true)
 * </pre>
 *
 * @param cell the kind of recurrent cell
 * @param vocabularySize V, the number of tokens, at least 1
 * @param hiddenSize H, the units of each recurrent layer, at least 1
 * @param layers L, the number of recurrent layers, at least 1
 * @param recurrentBias whether each layer trains a second bias b_hh beside b_ih, as PyTorch's do;
 *     the two enter as a sum, so that it changes how fast biases learn, not what a network can
 *     express; always true for a GRU, whose candidate needs both: {@link CellType#twoBiases()}
 * @param embedding E, the size of the vectors that stand for tokens, or 0 for one-hot input
 * @param tieWeights whether the decoder's weights are the embedding's, one parameter for both uses,
 *     which needs E = H
 */
public record NetworkConfig(
    CellType cell,
    int vocabularySize,
    int hiddenSize,
    int layers,
    boolean recurrentBias,
    int embedding,
    boolean tieWeights) {

  /**
   * Checks the sizes.
   *
   * @param cell the kind of recurrent cell
   * @param vocabularySize V
   * @param hiddenSize H
   * @param layers L
   * @param recurrentBias whether there is a second bias; taken as true for a GRU
   * @param embedding E, or 0
   * @param tieWeights whether the decoder's weights are the embedding's
   * @throws IllegalArgumentException if a size is too small, a weight matrix would be too large, or
   *     weights are tied without E = H
   */
  public NetworkConfig {
    if (cell == null) {
      throw new NullPointerException("NetworkConfig: cell is null");
    }
    positive("vocabulary size", vocabularySize);
    positive("hidden size", hiddenSize);
    positive("number of layers", layers);
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
    recurrentBias |= cell.twoBiases();
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
  }

  /**
   * A network with one-hot input, one recurrent layer, and one bias where one will do.
   *
   * @param cell the kind of recurrent cell
   * @param vocabularySize V
   * @param hiddenSize H
   */
  public NetworkConfig(CellType cell, int vocabularySize, int hiddenSize) {
    this(cell, vocabularySize, hiddenSize, 1, false, 0, false);
  }

  /**
   * The same network with another number of tokens.
   *
   * @param vocabularySize V, at least 1
   * @return a new configuration
   */
  public NetworkConfig withVocabularySize(int vocabularySize) {
    return new NetworkConfig(
        cell, vocabularySize, hiddenSize, layers, recurrentBias, embedding, tieWeights);
  }

  /**
   * The same network with so many recurrent layers.
   *
   * @param layers L, at least 1
   * @return a new configuration
   */
  public NetworkConfig withLayers(int layers) {
    return new NetworkConfig(
        cell, vocabularySize, hiddenSize, layers, recurrentBias, embedding, tieWeights);
  }

  /**
   * The same network with or without a second bias in each recurrent layer.
   *
   * @param recurrentBias whether there is one; a GRU has it in any case
   * @return a new configuration
   */
  public NetworkConfig withRecurrentBias(boolean recurrentBias) {
    return new NetworkConfig(
        cell, vocabularySize, hiddenSize, layers, recurrentBias, embedding, tieWeights);
  }

  /**
   * The same network with an embedding.
   *
   * @param embedding E, or 0 for one-hot input
   * @return a new configuration
   */
  public NetworkConfig withEmbedding(int embedding) {
    return new NetworkConfig(
        cell, vocabularySize, hiddenSize, layers, recurrentBias, embedding, tieWeights);
  }

  /**
   * The same network with the decoder's weights tied to the embedding's, or not.
   *
   * @param tieWeights whether they are one parameter; needs E = H
   * @return a new configuration
   */
  public NetworkConfig withTieWeights(boolean tieWeights) {
    return new NetworkConfig(
        cell, vocabularySize, hiddenSize, layers, recurrentBias, embedding, tieWeights);
  }

  /**
   * The name and shape of every parameter, in the order in which they are initialised and updated.
   * Tied weights are one parameter, {@code encoder.weight}.
   *
   * @return names and shapes as PyTorch's state_dict has them, but for {@code decoder.weight} of
   *     tied weights, which PyTorch lists a second time
   */
  public List<ParameterShape> parameterShapes() {
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
    }
    if (!tieWeights) {
      shapes.add(new ParameterShape(ParameterNames.DECODER_WEIGHT, vocabularySize, hiddenSize));
    }
    shapes.add(new ParameterShape(ParameterNames.DECODER_BIAS, vocabularySize));
    return List.copyOf(shapes);
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
   * The number of inputs of a layer.
   *
   * @param layer from 0
   * @return E, or V without an embedding, for the first layer, H above
   */
  public int inputSize(int layer) {
    if (layer > 0) {
      return hiddenSize;
    }
    return embedding > 0 ? embedding : vocabularySize;
  }

  /** The parameter that is W_dec: the embedding's, if the two are tied. */
  String decoderWeightName() {
    return tieWeights ? ParameterNames.ENCODER_WEIGHT : ParameterNames.DECODER_WEIGHT;
  }

  private static void positive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("the " + what + " must be at least 1: " + value);
    }
  }
}
