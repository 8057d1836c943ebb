// SPDX-License-Identifier: Apache-2.0
/** Files that the program writes, and what is known of those that are there already. */
package io.github.rnn4j.cli.files;
