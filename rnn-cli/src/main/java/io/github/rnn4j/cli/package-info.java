// SPDX-License-Identifier: Apache-2.0
/**
 * The program {@code rnn}: its root command, and what it makes of errors.
 *
 * <p>Results go to standard output, everything else to standard error. A command reads its options,
 * calls rnn-core and writes what came out; whatever an embedder could want stands in rnn-core.
 *
 * <p>The packages below need one another in this order, never backwards: {@code commands} and
 * {@code bench}, {@code options}, {@code reports}, {@code files}, {@code console}.
 */
@NullMarked
package io.github.rnn4j.cli;

import org.jspecify.annotations.NullMarked;
