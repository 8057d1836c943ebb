// SPDX-License-Identifier: Apache-2.0
/** Typed reading of what files say of themselves in words. */
@NullMarked
package io.github.rnn4j.metadata;

import org.jspecify.annotations.NullMarked;
