/** The commands, but for {@code bench}. */
package io.github.rnn4j.cli.commands;
