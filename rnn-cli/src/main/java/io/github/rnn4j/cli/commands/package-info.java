// SPDX-License-Identifier: Apache-2.0
/** The commands, but for {@code bench}. */
@NullMarked
package io.github.rnn4j.cli.commands;

import org.jspecify.annotations.NullMarked;
