package io.github.rnn4j.network;

import java.util.ArrayList;
import java.util.List;

/**
 * What a network is, apart from its weights: enough to know the name and shape of every parameter.
 *
 * @param cell the kind of recurrent cell
 * @param vocabularySize V, the number of tokens, at least 1
 * @param hiddenSize H, the units of each recurrent layer, at least 1
 * @param layers L, the number of recurrent layers, at least 1
 * @param recurrentBias whether each layer trains a second bias b_hh beside b_ih, as PyTorch's do;
 *     the two enter as a sum, so that it changes how fast biases learn, not what a network can
 *     express
 */
public record NetworkConfig(
    CellType cell, int vocabularySize, int hiddenSize, int layers, boolean recurrentBias) {

  /**
   * Checks the sizes.
   *
   * @param cell the kind of recurrent cell
   * @param vocabularySize V
   * @param hiddenSize H
   * @param layers L
   * @param recurrentBias whether there is a second bias
   * @throws IllegalArgumentException if a size is below 1, or a weight matrix would be too large
   */
  public NetworkConfig {
    if (cell == null) {
      throw new NullPointerException("NetworkConfig: cell is null");
    }
    positive("vocabulary size", vocabularySize);
    positive("hidden size", hiddenSize);
    positive("number of layers", layers);
    if ((long) cell.gates() * hiddenSize * Math.max(hiddenSize, vocabularySize)
        > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a hidden size of "
              + hiddenSize
              + " with a vocabulary of "
              + vocabularySize
              + " needs a weight matrix of more than 2^31 - 1 elements");
    }
  }

  /**
   * A network with one recurrent layer and one bias.
   *
   * @param cell the kind of recurrent cell
   * @param vocabularySize V
   * @param hiddenSize H
   */
  public NetworkConfig(CellType cell, int vocabularySize, int hiddenSize) {
    this(cell, vocabularySize, hiddenSize, 1, false);
  }

  /**
   * The name and shape of every parameter, in the order in which they are initialised and updated.
   *
   * @return names and shapes as PyTorch's state_dict has them
   */
  public List<ParameterShape> parameterShapes() {
    List<ParameterShape> shapes = new ArrayList<>();
    int rows = cell.gates() * hiddenSize;
    for (int k = 0; k < layers; k++) {
      shapes.add(new ParameterShape("rnn.weight_ih_l" + k, rows, inputSize(k)));
      shapes.add(new ParameterShape("rnn.weight_hh_l" + k, rows, hiddenSize));
      shapes.add(new ParameterShape("rnn.bias_ih_l" + k, rows));
      if (recurrentBias) {
        shapes.add(new ParameterShape("rnn.bias_hh_l" + k, rows));
      }
    }
    shapes.add(new ParameterShape("decoder.weight", vocabularySize, hiddenSize));
    shapes.add(new ParameterShape("decoder.bias", vocabularySize));
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
   * @return V for the first layer, H above
   */
  public int inputSize(int layer) {
    return layer == 0 ? vocabularySize : hiddenSize;
  }

  private static void positive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("the " + what + " must be at least 1: " + value);
    }
  }
}
