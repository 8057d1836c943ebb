// SPDX-License-Identifier: Apache-2.0
/**
 * Files that are there in full or not at all, whatever happens to the process that writes them, and
 * what tells them from all others.
 *
 * @see io.github.rnn4j.files.AtomicFile
 * @see io.github.rnn4j.files.OwnFile
 */
@NullMarked
package io.github.rnn4j.files;

import org.jspecify.annotations.NullMarked;
