// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.records.RecordReader;
import io.github.rnn4j.records.RecordTokens;
import io.github.rnn4j.text.SourceReader;
import io.github.rnn4j.text.TextEncoding;
import io.github.rnn4j.text.Tokens;
import io.github.rnn4j.text.Unit;
import io.github.rnn4j.text.UnusableTextException;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes in a held-out text, of which the model may not know every token. It is in memory whole,
 * being read again and again.
 */
final class HeldOutTokens implements SourceReader.Sink {
  private final Model model;
  private final Vocabulary vocabulary;
  private final StringBuilder text = new StringBuilder();
  private long values;

  private HeldOutTokens(Model model) {
    this.model = model;
    this.vocabulary = model.vocabulary();
  }

  /** Gives a reader what it is to read. */
  @FunctionalInterface
  interface Source {
    void addTo(SourceReader reader) throws IOException;
  }

  /**
   * Reads a held-out text.
   *
   * @throws UnusableTextException if it is too short to be predicted, or has tokens that the model
   *     has never seen, and keeps no probability for
   * @throws IOException if it cannot be read
   */
  static TrainingText read(Model model, TextEncoding encoding, Source source) throws IOException {
    HeldOutTokens tokens = new HeldOutTokens(model);
    source.addTo(new SourceReader(model.vocabulary().unit(), encoding, tokens));
    return tokens.text();
  }

  @Override
  public void accept(int value) {
    values++;
    text.appendCodePoint(value);
  }

  /** Words end where their source ends: the next one cannot go on with it. */
  @Override
  public void end() {}

  @Override
  public long tokens() {
    return values;
  }

  private TrainingText text() {
    return model.records().isPresent() ? records() : continuous();
  }

  private TrainingText continuous() {
    int[] ids = vocabulary.unit() == Unit.BYTE ? text.chars().toArray() : encode(text.toString());
    int[] seen = seen(ids);
    if (seen.length < 2) {
      throw new UnusableTextException(
          "the held-out text has "
              + seen.length
              + " "
              + vocabulary.unit().noun()
              + "s that the model knows: at least two are needed, one to predict the other");
    }
    return TrainingText.of(Tokens.of(vocabulary.size(), seen)).withUnseen(ids.length - seen.length);
  }

  private TrainingText records() {
    List<int[]> all = new ArrayList<>();
    long[] unseen = new long[1];
    for (RecordReader.Read record :
        RecordReader.split(text.toString(), vocabulary, model.requireRecords())) {
      int[] seen = seen(record.tokens());
      unseen[0] += record.tokens().length - seen.length;
      all.add(seen);
    }
    if (unseen[0] > 0) {
      requireCost(text.toString());
    }
    if (all.isEmpty()) {
      throw new UnusableTextException("the held-out text has no record");
    }
    int[] border = model.requireRecords().tokens(vocabulary);
    return TrainingText.of(RecordTokens.of(vocabulary.size(), all.toArray(int[][]::new), border))
        .withUnseen(unseen[0]);
  }

  private int[] encode(String some) {
    int[] ids = vocabulary.encodeMarking(some);
    if (Arrays.stream(ids).anyMatch(id -> id == Vocabulary.NONE)) {
      requireCost(some);
    }
    return ids;
  }

  private void requireCost(String some) {
    if (model.novelty().probability() == 0) {
      throw new UnusableTextException(
          "the held-out text has "
              + vocabulary.unit().describe(vocabulary.unknown(some))
              + ", which the model has never seen, and it keeps no probability for such: take them"
              + " out, or add a text that has them");
    }
  }

  private static int[] seen(int[] ids) {
    return Arrays.stream(ids).filter(id -> id != Vocabulary.NONE).toArray();
  }
}
