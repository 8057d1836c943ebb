// SPDX-License-Identifier: Apache-2.0
/**
 * Records: a text that is not one but many, such as names, log lines or host names. Each starts
 * from a state of zero and depends on itself alone.
 *
 * <p>A {@link io.github.rnn4j.records.RecordBorder} ends each record. Its last token is the last
 * thing that a record predicts and, read with a state of zero, the first thing that the next one
 * reads. For a record x₁ … xₙ and a border b₁ … b_k the network reads and predicts
 *
 * <pre>
 *   reads     b_k  x₁ … xₙ  b₁ … b_{k−1}
 *   predicts  x₁ … xₙ  b₁ … b_{k−1}  b_k
 * </pre>
 *
 * so that a record costs n + k predictions: P(record) = Π P(token | the tokens of this record
 * before it), and the probabilities of all records sum to 1.
 *
 * <p>{@link io.github.rnn4j.records.RecordTokens} finds the records of a text, {@link
 * io.github.rnn4j.records.RecordDealer} deals them to the streams of a batch.
 */
@NullMarked
package io.github.rnn4j.records;

import org.jspecify.annotations.NullMarked;
