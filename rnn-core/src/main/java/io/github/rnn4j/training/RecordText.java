// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.records.RecordTokens;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.text.EscapeEstimate;
import io.github.rnn4j.text.Tokens;
import io.github.rnn4j.text.Unit;
import io.github.rnn4j.text.Vocabulary;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a model is to know of a text: all, but for a carriage return that stands before the borders
 * of records and nowhere else. It is in no record, so that lines which end in CR LF make the model
 * that they make with LF alone.
 */
final class RecordText {
  private static final int CARRIAGE_RETURN = '\r';

  private final Corpus corpus;

  /** How often the carriage return that is left out stands in the text; empty if none is. */
  private final OptionalLong leftOut;

  /**
   * Reads the text once if it has a carriage return.
   *
   * @param border what ends a record; empty for a continuous text, of which nothing is left out
   */
  RecordText(Corpus corpus, Optional<RecordBorder> border) {
    this.corpus = corpus;
    Vocabulary all = corpus.vocabulary();
    int before = all.idOf(CARRIAGE_RETURN);
    this.leftOut =
        border
            .map(RecordBorder::text)
            .filter(text -> before != Vocabulary.NONE && all.unit() != Unit.BYTE)
            .filter(text -> text.startsWith("\n") && text.indexOf(CARRIAGE_RETURN) < 0)
            .filter(text -> all.unknown(text).isEmpty())
            .map(text -> RecordTokens.onlyBefore(corpus.tokens(), all.encode(text), before))
            .filter(count -> count.orElse(0) > 0)
            .orElse(OptionalLong.empty());
  }

  Vocabulary vocabulary() {
    Vocabulary all = corpus.vocabulary();
    return leftOut.isPresent() ? all.without(CARRIAGE_RETURN) : all;
  }

  /** How probable what the vocabulary lacks is. */
  EscapeEstimate escape() {
    return leftOut.isPresent() ? corpus.escape().without(leftOut.getAsLong()) : corpus.escape();
  }

  /** The text in a vocabulary; {@link Vocabulary#NONE} for what is left out, if it lacks that. */
  Tokens in(Vocabulary model) {
    int lacking = leftOut.isPresent() ? corpus.vocabulary().idOf(CARRIAGE_RETURN) : Vocabulary.NONE;
    return corpus.tokensIn(model, lacking);
  }
}
