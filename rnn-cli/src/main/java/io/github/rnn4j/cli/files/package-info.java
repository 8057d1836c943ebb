// SPDX-License-Identifier: Apache-2.0
/** Files that the program writes, and what is known of those that are there already. */
@NullMarked
package io.github.rnn4j.cli.files;

import org.jspecify.annotations.NullMarked;
