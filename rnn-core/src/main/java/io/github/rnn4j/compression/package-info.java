// SPDX-License-Identifier: Apache-2.0
/**
 * Lossless compression: arithmetic coding with the probabilities of a model.
 *
 * <p>What a text costs a model in bits, {@link io.github.rnn4j.scoring.Score}, is what it takes
 * here, to within a few bytes, and any bytes at all come back as they were: what the model's
 * vocabulary lacks is escaped, with the probability that the model keeps for it.
 *
 * <ul>
 *   <li>{@link io.github.rnn4j.compression.Compressor} makes each short record a blob of its own.
 *   <li>{@link io.github.rnn4j.compression.CompressedWriter} and {@link
 *       io.github.rnn4j.compression.CompressedReader} are for files.
 * </ul>
 *
 * <h2>From probabilities to integers</h2>
 *
 * With the logits z_0 … z_{V−1} that the backend computes, widened to float64, the frequencies are
 *
 * <pre>
 *   f_i = 1 + ⌊2^s · e(z_i − max z)⌋,    s = min(30, 46 − ⌈log₂(V + 2)⌉)
 *   f_escape = 1 + ⌊min(1, ε/(1 − ε)) · Σ f_i⌋,    of a vocabulary without the unknown symbol
 * </pre>
 *
 * where ε is {@link io.github.rnn4j.model.Novelty}. Every symbol has at least 1; the total, below
 * 2⁴⁸, is whatever the sum is. e(x) is a fixed sequence of additions and multiplications in
 * float64, which Java rounds alike everywhere since version 17, correct to a few units in the last
 * place: no function of the JDK or the machine takes part. So a text is read wherever the backend
 * gives the same logits: the backends in float64 on any machine and JDK, {@code vector} on any that
 * has fused multiply-add, whatever the number of threads and the size of vectors. Each backend
 * reads what it wrote itself, and no other one does.
 *
 * <p>The coder is a range coder without carries (Martin 1979; Subbotin 1999) with 64 bits.
 *
 * @see <a href="https://doi.org/10.1145/214762.214771">Witten, Neal, Cleary: Arithmetic coding for
 *     data compression, 1987</a>
 * @see io.github.rnn4j.compression.CompressedWriter
 */
@NullMarked
package io.github.rnn4j.compression;

import org.jspecify.annotations.NullMarked;
