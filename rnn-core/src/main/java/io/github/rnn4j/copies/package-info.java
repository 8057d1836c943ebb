// SPDX-License-Identifier: Apache-2.0
/**
 * What of a text is copied from another one, such as what a model wrote from what it learned from.
 *
 * @see io.github.rnn4j.copies.CopyFinder
 */
@NullMarked
package io.github.rnn4j.copies;

import org.jspecify.annotations.NullMarked;
