// SPDX-License-Identifier: Apache-2.0
/** {@code rnn bench}: how fast a network learns on this machine. */
@NullMarked
package io.github.rnn4j.cli.bench;

import org.jspecify.annotations.NullMarked;
