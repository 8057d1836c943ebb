// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.text.Vocabulary;
import java.util.BitSet;
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
  private final BitSet isLabel = new BitSet();
  private final int unknown;

  /** For each length of a matched beginning of the border: the longest shorter one that ends it. */
  private final int[] shorter;

  /** Whether there is anything but borders to draw. */
  private final boolean hasContent;

  private final Place start = new Place(true, true, 0);

  /**
   * All other places, by how much of the border is matched: of nothing but border, and after more.
   */
  private final Place[] onlyBorder;

  private final Place[] afterMore;

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
    for (int label : labels) {
      isLabel.set(label);
    }
    this.onlyBorder = new Place[border.length + 1];
    this.afterMore = new Place[border.length + 1];
    for (int matched = 0; matched <= border.length; matched++) {
      onlyBorder[matched] = new Place(false, true, matched);
      afterMore[matched] = new Place(false, false, matched);
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
    return start;
  }

  /** Somewhere in a record, of which it is not known how it began. */
  Place inside() {
    return afterMore[0];
  }

  boolean isLabel(int token) {
    return isLabel.get(token);
  }

  /** A place that is told by what was read of the record; there are few, all made at once. */
  final class Place implements RecordPlace {
    private final boolean start;
    private final boolean onlyBorder;
    private final int matched;

    /**
     * @param start whether nothing was read of the record
     * @param onlyBorder whether nothing was read but what is matched, and a label
     * @param matched how many of the border's the last ones are
     */
    Place(boolean start, boolean onlyBorder, int matched) {
      this.start = start;
      this.onlyBorder = onlyBorder;
      this.matched = matched;
    }

    /** How many tokens of the border the last ones are. */
    int matched() {
      return matched;
    }

    boolean isStart() {
      return start;
    }

    @Override
    public void restrict(double[] logits) {
      if (start && labels.length > 0) {
        for (int token = 0; token < logits.length; token++) {
          logits[token] = isLabel(token) ? logits[token] : Double.NEGATIVE_INFINITY;
        }
        return;
      }
      for (int label : labels) {
        logits[label] = Double.NEGATIVE_INFINITY;
      }
      if (unknown != Vocabulary.NONE) {
        logits[unknown] = Double.NEGATIVE_INFINITY;
      }
      boolean wouldBeEmpty = onlyBorder && matched == border.length - 1;
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
      boolean label = start && isLabel(token);
      boolean only = label ? longer < 0 : onlyBorder && longer == matched;
      return (only ? RecordForm.this.onlyBorder : afterMore)[longer + 1];
    }

    @Override
    public boolean ended() {
      return matched == border.length;
    }
  }
}
