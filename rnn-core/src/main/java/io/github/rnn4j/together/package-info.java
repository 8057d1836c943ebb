// SPDX-License-Identifier: Apache-2.0
/** What many threads ask for at the same time, done at once. Not exported. */
@NullMarked
package io.github.rnn4j.together;

import org.jspecify.annotations.NullMarked;
