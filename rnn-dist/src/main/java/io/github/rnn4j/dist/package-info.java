// SPDX-License-Identifier: Apache-2.0
/** What the build of the download computes; the download itself is {@code rnn-cli}. */
@NullMarked
package io.github.rnn4j.dist;

import org.jspecify.annotations.NullMarked;
