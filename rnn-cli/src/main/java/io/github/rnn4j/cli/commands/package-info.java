// SPDX-License-Identifier: Apache-2.0
/** The commands, but for {@code bench}. */
package io.github.rnn4j.cli.commands;
