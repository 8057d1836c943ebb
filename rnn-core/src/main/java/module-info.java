/**
 * Character-level recurrent networks: networks, training, sampling, scoring and files, on any
 * {@link io.github.rnn4j.api.LinearAlgebra}.
 */
module io.github.rnn4j.core {
  requires transitive io.github.rnn4j.api;
  requires com.fasterxml.jackson.core;
  requires transitive org.apache.commons.rng.api;
  requires org.apache.commons.rng.simple;

  exports io.github.rnn4j.cost;
  exports io.github.rnn4j.files;
  exports io.github.rnn4j.model;
  exports io.github.rnn4j.network;
  exports io.github.rnn4j.random;
  exports io.github.rnn4j.records;
  exports io.github.rnn4j.safetensors;
  exports io.github.rnn4j.sampling;
  exports io.github.rnn4j.scoring;
  exports io.github.rnn4j.text;
  exports io.github.rnn4j.training;
}
