// SPDX-License-Identifier: Apache-2.0
/** What a run tells while it lasts: lines, a bar, metrics, a plot. */
@NullMarked
package io.github.rnn4j.cli.reports;

import org.jspecify.annotations.NullMarked;
