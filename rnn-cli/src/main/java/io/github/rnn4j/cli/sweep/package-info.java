// SPDX-License-Identifier: Apache-2.0
/** Many runs of training that a file describes: which they are, and what came of each. */
@NullMarked
package io.github.rnn4j.cli.sweep;

import org.jspecify.annotations.NullMarked;
