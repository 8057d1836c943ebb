// SPDX-License-Identifier: Apache-2.0
/**
 * Trained models: a network with its vocabulary, and the files they live in.
 *
 * <p>A model file is one safetensors file: the weights under PyTorch's names, and in its metadata
 * the configuration and the vocabulary, and for records their border. Nothing else is needed to use
 * it. {@link io.github.rnn4j.model.TorchImport}, {@link io.github.rnn4j.model.TorchExport} and
 * {@link io.github.rnn4j.model.OnnxExport} are the ways from and to other programs.
 *
 * @see io.github.rnn4j.model.Model
 */
@NullMarked
package io.github.rnn4j.model;

import org.jspecify.annotations.NullMarked;
