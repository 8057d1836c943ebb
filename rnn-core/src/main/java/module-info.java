// SPDX-License-Identifier: Apache-2.0
/**
 * Character-level recurrent networks: networks, training, sampling, scoring and files, on any
 * {@link io.github.rnn4j.api.LinearAlgebra}.
 *
 * <p>Five things are enough for most uses:
 *
 * <ul>
 *   <li>a {@link io.github.rnn4j.api.LinearAlgebra} is the backend that computes, {@link
 *       io.github.rnn4j.api.Backends} finds one;
 *   <li>a {@link io.github.rnn4j.training.Training} makes a model of a text, as the recipe says
 *       where nothing is set;
 *   <li>a {@link io.github.rnn4j.model.Model} is what came out: it is saved and loaded, and shared
 *       by threads;
 *   <li>a {@link io.github.rnn4j.sampling.Sampling} writes text with it;
 *   <li>a {@link io.github.rnn4j.scoring.Score} tells what a text costs it.
 * </ul>
 *
 * <pre>
 *   Model model = Training.on(Path.of("book.txt")).backend(la).epochs(5).run();
 *   model.save(Path.of("book.safetensors"));
 *   Sampling.length(300).prime("Once upon").temperature(0.8).seed(42).from(model);
 *   Score.of(model, "It was a dark and stormy night").bitsPerCharacter();
 * </pre>
 *
 * <p>The parts that these are made of are public, for those who want to see or change what happens:
 * {@link io.github.rnn4j.training.Trainer} is the bare step of training, {@link
 * io.github.rnn4j.network.Unrolled} the pass forward and back.
 */
@SuppressWarnings("module") // rnn-cli is built later.
module io.github.rnn4j.core {
  requires transitive io.github.rnn4j.api;
  requires automaton;
  requires com.fasterxml.jackson.core;
  requires transitive org.apache.commons.rng.api;
  requires org.apache.commons.rng.simple;
  requires static org.jspecify;

  exports io.github.rnn4j.activations;
  exports io.github.rnn4j.compression;
  exports io.github.rnn4j.copies;
  exports io.github.rnn4j.cost;
  exports io.github.rnn4j.files;
  exports io.github.rnn4j.metadata;
  exports io.github.rnn4j.model;
  exports io.github.rnn4j.network;
  // The format of TensorBoard's files, too.
  exports io.github.rnn4j.protobuf to
      io.github.rnn4j.cli;
  exports io.github.rnn4j.random;
  exports io.github.rnn4j.records;
  exports io.github.rnn4j.safetensors;
  exports io.github.rnn4j.sampling;
  exports io.github.rnn4j.scoring;
  exports io.github.rnn4j.text;
  exports io.github.rnn4j.training;
}
