// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.Tensor;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Tensors by the names of a network's parameters, whatever they are called in their file.
 *
 * @param source the file's name, for messages
 * @param tensors each by the name that it has here
 * @param original the name in the file of what is, or would be, called so here
 */
record NamedTensors(String source, Map<String, Tensor> tensors, UnaryOperator<String> original) {

  /** A file in which the names are those of a network's parameters. */
  static NamedTensors of(SafetensorsFile file) {
    return new NamedTensors(file.source(), file.tensors(), UnaryOperator.identity());
  }

  /** The name in the file. */
  String original(String name) {
    return original.apply(name);
  }
}
