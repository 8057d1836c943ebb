// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;

/**
 * What is trained, on what, and how where nothing is set.
 *
 * @param model no step of whose training is done
 * @param split the text
 * @param recipe that for the cell and the kind of text
 */
record TrainingStart(Model model, Split split, Recipe recipe) {
  /** The settings, with the recipe's where none is made. */
  TrainingConfig training(TrainingConfig.Builder settings) {
    return recipe.training(settings, split.training().predictions());
  }

  /** Whether a continuous text is learned by a cell for which it was measured how. */
  boolean measured() {
    return model.records().isEmpty()
        && model.labels().isEmpty()
        && model.network().config().cell() != CellType.RNN;
  }

  TrainingStart with(Recipe other) {
    return new TrainingStart(model, split, other);
  }
}
