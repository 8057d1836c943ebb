// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.text.Vocabulary;
import java.util.Arrays;
import java.util.Optional;

/**
 * What every record of a model looks like: a label first, if its records have labels, then at least
 * one token, then the border, which occurs nowhere before. The unknown symbol is never in it.
 *
 * <p>The border is found by the automaton of Knuth, Morris and Pratt. Immutable.
 */
final class RecordForm {
  private final int[] border;
  private final int[] labels;
  private final int unknown;

  /** For each length of a matched beginning of the border: the longest shorter one that ends it. */
  private final int[] shorter;

  /** Whether there is anything but borders to draw. */
  private final boolean hasContent;

  private RecordForm(Vocabulary vocabulary, int[] border, int[] labels) {
    this.border = border;
    this.labels = labels;
    this.unknown = vocabulary.unknownId();
    this.shorter = new int[border.length + 1];
    shorter[0] = -1;
    int b = -1;
    for (int i = 0; i < border.length; i++) {
      while (b >= 0 && border[b] != border[i]) {
        b = shorter[b];
      }
      shorter[i + 1] = ++b;
    }
    int others = vocabulary.size() - labels.length - 1 - (unknown == Vocabulary.NONE ? 0 : 1);
    this.hasContent = others > 0;
  }

  /** The form of a model's records; none of a model of continuous text. */
  static Optional<RecordForm> of(Model model) {
    Vocabulary vocabulary = model.vocabulary();
    return model
        .records()
        .map(
            border ->
                new RecordForm(
                    vocabulary,
                    border.tokens(vocabulary),
                    model.labels().map(some -> some.tokens(vocabulary)).orElse(new int[0])));
  }

  /** What a record reads first: the last token of the border. */
  int first() {
    return border[border.length - 1];
  }

  /** k, the tokens of the border. */
  int borderLength() {
    return border.length;
  }

  /** Where a record has not begun. */
  Place start() {
    return new Place(0, 0, 0);
  }

  /** Somewhere in a record, of which it is not known how it began. */
  Place inside() {
    return new Place(1, border.length + 1, 0);
  }

  boolean isLabel(int token) {
    for (int label : labels) {
      if (label == token) {
        return true;
      }
    }
    return false;
  }

  /** A place that is told by what was read of the record. */
  final class Place implements RecordPlace {
    private final int length;
    private final int content;
    private final int matched;

    /**
     * @param length tokens of the record, 0 or more
     * @param content those of them that are no label
     * @param matched how many of the border's the last ones are
     */
    Place(int length, int content, int matched) {
      this.length = length;
      this.content = content;
      this.matched = matched;
    }

    /** How many tokens of the border the last ones are. */
    int matched() {
      return matched;
    }

    boolean isStart() {
      return length == 0;
    }

    @Override
    public void restrict(double[] logits) {
      if (length == 0 && labels.length > 0) {
        double[] those = new double[labels.length];
        for (int k = 0; k < those.length; k++) {
          those[k] = logits[labels[k]];
        }
        Arrays.fill(logits, Double.NEGATIVE_INFINITY);
        for (int k = 0; k < those.length; k++) {
          logits[labels[k]] = those[k];
        }
        return;
      }
      for (int label : labels) {
        logits[label] = Double.NEGATIVE_INFINITY;
      }
      if (unknown != Vocabulary.NONE) {
        logits[unknown] = Double.NEGATIVE_INFINITY;
      }
      boolean wouldBeEmpty = content == matched && matched == border.length - 1;
      if (wouldBeEmpty && hasContent) {
        logits[first()] = Double.NEGATIVE_INFINITY;
      }
    }

    @Override
    public Place after(int token) {
      int longer = matched;
      while (longer >= 0 && (longer == border.length || border[longer] != token)) {
        longer = shorter[longer];
      }
      boolean isLabel = length == 0 && isLabel(token);
      return new Place(
          Math.min(length, Integer.MAX_VALUE - 1) + 1,
          isLabel ? 0 : Math.min(content, Integer.MAX_VALUE - 1) + 1,
          longer + 1);
    }

    @Override
    public boolean ended() {
      return matched == border.length;
    }
  }
}
