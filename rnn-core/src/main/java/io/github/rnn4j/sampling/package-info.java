// SPDX-License-Identifier: Apache-2.0
/**
 * Drawing text from a model, or records from a model of records: {@link
 * io.github.rnn4j.sampling.Sampling} and {@link io.github.rnn4j.sampling.RecordSampling} say how,
 * {@link io.github.rnn4j.sampling.TextGenerator} and {@link
 * io.github.rnn4j.sampling.RecordGenerator} do it, {@link io.github.rnn4j.sampling.BeamSearch}
 * looks for the most probable instead.
 */
@NullMarked
package io.github.rnn4j.sampling;

import org.jspecify.annotations.NullMarked;
