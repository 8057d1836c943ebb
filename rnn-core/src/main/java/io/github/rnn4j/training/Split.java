// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import java.util.Optional;

/**
 * A text and what is held out of it.
 *
 * @param training what is trained on
 * @param heldOut what the model is evaluated on; empty for nothing
 */
public record Split(TrainingText training, Optional<TrainingText> heldOut) {}
