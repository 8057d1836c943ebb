// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import io.github.rnn4j.metadata.Entries;
import io.github.rnn4j.network.Cell;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.ParameterShape;
import io.github.rnn4j.safetensors.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A network's configuration as entries of a model file's metadata, which are strings. */
final class ConfigMetadata {
  private static final String CELL = "cell";
  private static final String VOCABULARY_SIZE = "vocabulary_size";
  private static final String HIDDEN_SIZE = "hidden_size";
  private static final String LAYERS = "layers";
  private static final String RECURRENT_BIAS = "recurrent_bias";
  private static final String EMBEDDING = "embedding";
  private static final String TIE_WEIGHTS = "tie_weights";
  private static final String RESIDUAL = "residual";
  private static final String LAYER_NORM = "layer_norm";
  private static final String MEMBERS = "members";

  private final String source;
  private final NetworkConfig config;

  /**
   * Reads a configuration.
   *
   * @param source the file's name, for messages
   * @param metadata its metadata
   * @throws ModelFileException if an entry is missing or makes no sense
   */
  ConfigMetadata(String source, Map<String, String> metadata) throws ModelFileException {
    this.source = source;
    Entries entries = new Entries(metadata);
    try {
      this.config =
          NetworkConfig.builder(
                  entries.read(CELL, CellType::of),
                  entries.whole(VOCABULARY_SIZE, 1),
                  entries.whole(HIDDEN_SIZE, 1))
              .layers(entries.whole(LAYERS, 1))
              .recurrentBias(entries.truth(RECURRENT_BIAS))
              .embedding(entries.whole(EMBEDDING, 0))
              .tieWeights(entries.truth(TIE_WEIGHTS))
              .residual(entries.has(RESIDUAL) && entries.truth(RESIDUAL))
              .layerNorm(entries.has(LAYER_NORM) && entries.truth(LAYER_NORM))
              .members(members(entries))
              .build();
    } catch (IllegalArgumentException e) {
      throw new ModelFileException(source, "its configuration is damaged: " + e.getMessage());
    }
  }

  static Map<String, String> of(NetworkConfig config) {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put(CELL, nameOf(config.cell()));
    entries.put(VOCABULARY_SIZE, Integer.toString(config.vocabularySize()));
    entries.put(HIDDEN_SIZE, Integer.toString(config.hiddenSize()));
    entries.put(LAYERS, Integer.toString(config.layers()));
    entries.put(RECURRENT_BIAS, Boolean.toString(config.recurrentBias()));
    entries.put(EMBEDDING, Integer.toString(config.embedding()));
    entries.put(TIE_WEIGHTS, Boolean.toString(config.tieWeights()));
    entries.putAll(beyondWeights(config));
    return entries;
  }

  /**
   * What the names and shapes of the weights do not tell of a network. What is not there is not
   * said: files of networks without it are as they were before there was such a thing.
   */
  static Map<String, String> beyondWeights(NetworkConfig config) {
    Map<String, String> entries = new LinkedHashMap<>();
    if (config.residual()) {
      entries.put(RESIDUAL, Boolean.toString(true));
    }
    if (config.layerNorm()) {
      entries.put(LAYER_NORM, Boolean.toString(true));
    }
    if (config.members() > 1) {
      entries.put(MEMBERS, Integer.toString(config.members()));
    }
    return entries;
  }

  /** Whether metadata say that a network is residual. */
  static boolean residual(Map<String, String> metadata) {
    return Boolean.parseBoolean(metadata.get(RESIDUAL));
  }

  /**
   * The number of members that metadata tell of.
   *
   * @throws ModelFileException if that is no number
   */
  static int members(String source, Map<String, String> metadata) throws ModelFileException {
    try {
      return members(new Entries(metadata));
    } catch (IllegalArgumentException e) {
      throw new ModelFileException(source, "its configuration is damaged: " + e.getMessage());
    }
  }

  private static int members(Entries entries) {
    return entries.has(MEMBERS) ? entries.whole(MEMBERS, 1) : 1;
  }

  /** The name of a cell, by which it will be found again. */
  static String nameOf(Cell cell) {
    for (CellType listed : CellType.values()) {
      if (listed.equals(cell)) {
        return listed.id();
      }
    }
    throw new IllegalArgumentException(
        "a file names a cell that CellType lists, which "
            + cell.id()
            + " is not: list it there, or write the weights alone, with StateDict");
  }

  /**
   * Refuses to write a network with layer normalization for a program whose layers know none.
   *
   * @param who such as {@code PyTorch's nn.LSTM}
   */
  static void requireNoLayerNorm(NetworkConfig config, String who) {
    if (config.layerNorm()) {
      throw new IllegalArgumentException(
          who
              + " has no layer normalization within a step, so that no twin would compute what this"
              + " model computes: the model file is safetensors, too, with the gains as rnn.gain_*;"
              + " build the steps there by hand, or train without --layer-norm");
    }
  }

  /** Whether metadata say that a network has layer normalization. */
  static boolean layerNorm(Map<String, String> metadata) {
    return Boolean.parseBoolean(metadata.get(LAYER_NORM));
  }

  NetworkConfig config() {
    return config;
  }

  /** The vocabulary has as many characters as the configuration says. */
  void requireVocabulary(int size) throws ModelFileException {
    if (size != config.vocabularySize()) {
      throw new ModelFileException(
          source,
          "its vocabulary has "
              + size
              + " tokens, its configuration says "
              + config.vocabularySize());
    }
  }

  /**
   * The weights are there in the sizes that the configuration says: checked before a network of
   * these sizes is made, so that a false configuration allocates nothing.
   */
  void requireWeights(Map<String, Tensor> tensors) throws ModelFileException {
    if (config.allLayers() > tensors.size()) {
      throw new ModelFileException(
          source,
          "its configuration says "
              + config.allLayers()
              + " layers, it has "
              + tensors.size()
              + " tensors");
    }
    for (ParameterShape shape : config.parameterShapes()) {
      Tensor tensor = tensors.get(shape.name());
      if (tensor == null) {
        throw new ModelFileException(source, "tensor " + shape.name() + " is missing");
      }
      if (!Arrays.equals(tensor.shape(), shape.dimensions())) {
        throw new ModelFileException(
            source,
            "tensor "
                + shape.name()
                + " has the shape "
                + Arrays.toString(tensor.shape())
                + ", its configuration says "
                + Arrays.toString(shape.dimensions()));
      }
    }
  }
}
