// SPDX-License-Identifier: Apache-2.0
/** Where the program reads and writes, and how it says numbers, names and texts. */
@NullMarked
package io.github.rnn4j.cli.console;

import org.jspecify.annotations.NullMarked;
