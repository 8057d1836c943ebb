// SPDX-License-Identifier: Apache-2.0
/** How well a model predicts a given text. */
@NullMarked
package io.github.rnn4j.scoring;

import org.jspecify.annotations.NullMarked;
