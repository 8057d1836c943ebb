// SPDX-License-Identifier: Apache-2.0
/**
 * Trained models: a network with its vocabulary, and the files they live in.
 *
 * <p>A model file is one safetensors file: the weights under PyTorch's names, and in its metadata
 * the configuration and the vocabulary, and for records their border. Nothing else is needed to use
 * it.
 *
 * @see io.github.rnn4j.model.Model
 */
package io.github.rnn4j.model;
