/**
 * The command line: {@code rnn train}, {@code sample}, {@code inspect}, {@code backends} and {@code
 * demo}.
 *
 * <p>Results go to standard output, everything else to standard error. A command reads its options,
 * calls rnn-core and writes what came out; whatever an embedder could want stands in rnn-core.
 */
package io.github.rnn4j.cli;
