// SPDX-License-Identifier: Apache-2.0
/**
 * From text to numbers and back: strict UTF-8, vocabularies of Unicode code points, bytes or words,
 * and corpora read in one pass and stored in a byte or two a token, in memory or in a file that is
 * mapped.
 *
 * <p>A character is a Unicode code point, never half of a surrogate pair. Line ends are kept as
 * they are.
 */
@NullMarked
package io.github.rnn4j.text;

import org.jspecify.annotations.NullMarked;
