// SPDX-License-Identifier: Apache-2.0
/** Options that commands share, each group checked as it is read. */
@NullMarked
package io.github.rnn4j.cli.options;

import org.jspecify.annotations.NullMarked;
