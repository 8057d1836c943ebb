// SPDX-License-Identifier: Apache-2.0

/**
 * Models as a JSON API over HTTP: {@link io.github.rnn4j.view.serve.ModelServer} draws, scores,
 * detects and classifies for other programs.
 *
 * <p>Callers share the models; each has a state of its own. What they ask at the same time is
 * computed together, and what each gets does not depend on the others.
 */
@NullMarked
package io.github.rnn4j.view.serve;

import org.jspecify.annotations.NullMarked;
