// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.records.KnownRecords;
import io.github.rnn4j.records.Labels;
import java.util.Optional;

/**
 * A record that a model wrote.
 *
 * @param label which of the model's labels it is of, from 0; {@link #NO_LABEL} if its records have
 *     none
 * @param tokens its tokens, the prime included, without label and border; not copied
 * @param text their text
 * @param whole whether it ended by itself; false if it was cut at the most tokens it might have
 */
public record WrittenRecord(int label, int[] tokens, String text, boolean whole) {
  /** In place of a label: the records have none. */
  public static final int NO_LABEL = -1;

  /**
   * The name of its label.
   *
   * @param model the model that wrote it
   * @return empty if its records have no labels
   */
  public Optional<String> labelName(Model model) {
    return label == NO_LABEL
        ? Optional.empty()
        : Optional.of(model.requireLabels().names().get(label));
  }

  /**
   * What {@link io.github.rnn4j.scoring.RecordScorer} scores: the symbol of its label, if it has
   * one, and its tokens.
   *
   * @param model the model that wrote it
   * @return a fresh array
   */
  public int[] scored(Model model) {
    return label == NO_LABEL
        ? tokens.clone()
        : after(model.requireLabels().tokens(model.vocabulary())[label]);
  }

  /**
   * Whether it stands among the records that the model was trained on, with whatever label.
   *
   * @param model a model that remembers them
   * @return true if it does, or, with a probability of {@link KnownRecords#errorRate}, if it does
   *     not
   * @throws IllegalArgumentException if the model remembers none
   */
  public boolean isKnownTo(Model model) {
    KnownRecords known = requireKnown(model);
    Optional<Labels> labels = model.labels();
    if (labels.isEmpty()) {
      return known.contains(tokens);
    }
    for (int symbol : labels.get().tokens(model.vocabulary())) {
      if (known.contains(after(symbol))) {
        return true;
      }
    }
    return false;
  }

  static KnownRecords requireKnown(Model model) {
    return model
        .known()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the model does not remember the records it was trained on, so that nothing"
                        + " tells what is new: train it with --remember N, with N from the number"
                        + " of its records on"));
  }

  private int[] after(int symbol) {
    int[] all = new int[tokens.length + 1];
    all[0] = symbol;
    System.arraycopy(tokens, 0, all, 1, tokens.length);
    return all;
  }
}
