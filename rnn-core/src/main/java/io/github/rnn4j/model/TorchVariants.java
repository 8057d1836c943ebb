// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import static io.github.rnn4j.network.ParameterNames.DECODER_BIAS;
import static io.github.rnn4j.network.ParameterNames.DECODER_WEIGHT;
import static io.github.rnn4j.network.ParameterNames.inputBias;
import static io.github.rnn4j.network.ParameterNames.recurrentBias;
import static io.github.rnn4j.network.ParameterNames.recurrentWeight;

import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** PyTorch's variants of a recurrent module that no network here is, known by their names. */
final class TorchVariants {
  private TorchVariants() {}

  /**
   * Refuses those that have more than a network here.
   *
   * @param modules the recurrent modules
   * @throws ModelFileException with the variant and what to do instead
   */
  static void refuse(SafetensorsFile file, List<String> modules) throws ModelFileException {
    Set<String> names = file.tensors().keySet();
    for (String module : modules) {
      String prefix = module.isEmpty() ? "" : module + ".";
      Optional<String> reverse =
          first(names, name -> name.startsWith(prefix) && name.endsWith("_reverse"));
      if (reverse.isPresent()) {
        throw new ModelFileException(
            file.source(),
            "its rnn is bidirectional ("
                + reverse.get()
                + "): it reads a text from the end, too, which nothing that predicts the next token"
                + " can; train it with bidirectional=False");
      }
      Optional<String> projection = first(names, name -> name.startsWith(prefix + "weight_hr"));
      if (projection.isPresent()) {
        throw new ModelFileException(
            file.source(),
            "its rnn has projections ("
                + projection.get()
                + "), which no network here has: train it without proj_size");
      }
    }
  }

  /**
   * Refuses a module whose rnn or decoder has no bias at all.
   *
   * @throws ModelFileException with what changes nothing
   */
  static void requireBiases(NamedTensors file) throws ModelFileException {
    Set<String> names = file.tensors().keySet();
    Tensor recurrent = file.tensors().get(recurrentWeight(0));
    if (recurrent != null && first(names, name -> name.startsWith("rnn.bias_")).isEmpty()) {
      throw withoutBias(
          file,
          "rnn",
          recurrent,
          file.original(inputBias(0)) + " and " + file.original(recurrentBias(0)) + " and so on");
    }
    Tensor decoder = file.tensors().get(DECODER_WEIGHT);
    if (decoder != null && !names.contains(DECODER_BIAS)) {
      throw withoutBias(file, "decoder", decoder, file.original(DECODER_BIAS));
    }
  }

  /**
   * The shape of a matrix.
   *
   * @throws ModelFileException if it is none
   */
  static int[] matrix(String source, Tensor tensor) throws ModelFileException {
    long[] shape = tensor.shape();
    if (shape.length != 2
        || shape[0] < 1
        || shape[1] < 1
        || Math.max(shape[0], shape[1]) > Integer.MAX_VALUE) {
      throw new ModelFileException(
          source,
          "tensor "
              + tensor.name()
              + " has the shape "
              + Arrays.toString(shape)
              + ": it is no matrix");
    }
    return new int[] {(int) shape[0], (int) shape[1]};
  }

  private static ModelFileException withoutBias(
      NamedTensors file, String module, Tensor weight, String names) {
    return new ModelFileException(
        file.source(),
        "its "
            + module
            + " has no bias, as with bias=False: train it with one, or add zeros, which change"
            + " nothing, of the shape ["
            + (weight.shape().length > 0 ? weight.shape()[0] : 0)
            + "] as "
            + names);
  }

  private static Optional<String> first(Set<String> names, Predicate<String> which) {
    return names.stream().filter(which).sorted().findFirst();
  }
}
