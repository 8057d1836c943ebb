// SPDX-License-Identifier: Apache-2.0
/** Options that commands share, each group checked as it is read. */
package io.github.rnn4j.cli.options;
