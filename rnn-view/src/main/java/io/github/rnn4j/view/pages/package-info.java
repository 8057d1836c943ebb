// SPDX-License-Identifier: Apache-2.0
/** The pages: one that looks inside a model, and one that shows a run as it learns. */
@NullMarked
package io.github.rnn4j.view.pages;

import org.jspecify.annotations.NullMarked;
