// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.records.RecordReader;
import io.github.rnn4j.scoring.RecordScore;
import io.github.rnn4j.scoring.Score;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.text.LackingTokens;
import io.github.rnn4j.text.SourceReader;
import io.github.rnn4j.text.Unit;
import io.github.rnn4j.text.UnknownTokens;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Scores records as they are read, many side by side if they are there. */
final class RecordCosts {

  /** Receives what each record costs, in their order. */
  interface Sink {
    /**
     * The next record.
     *
     * @param record the record
     * @param score its costs
     * @throws IOException if it cannot be passed on
     */
    void accept(RecordReader.Read record, RecordScore score) throws IOException;
  }

  private final Vocabulary vocabulary;
  private final UnknownTokens policy;
  private final Sink sink;
  private final Function<List<int[]>, List<RecordScore>> scorer;
  private final RecordReader reader;
  private final WaitingRecords waiting = new WaitingRecords(this::score);
  private final LackingTokens unknown = new LackingTokens();
  private long values;
  private Score total = Score.NONE;

  /**
   * Makes what reads them.
   *
   * @param scorer gives the costs of records, in their order
   */
  RecordCosts(
      Model model,
      UnknownTokens policy,
      Function<List<int[]>, List<RecordScore>> scorer,
      Sink sink) {
    this.vocabulary = model.vocabulary();
    this.policy = policy;
    this.sink = sink;
    this.scorer = scorer;
    this.reader =
        new RecordReader(
            vocabulary,
            model.requireRecords(),
            new RecordReader.Sink() {
              @Override
              public void accept(RecordReader.Read record) throws IOException {
                waiting.accept(ready(record));
              }

              @Override
              public void idle() throws IOException {
                waiting.idle();
              }
            });
  }

  /** What code points, or bytes, are read into. */
  SourceReader.Sink source() {
    return new SourceReader.Sink() {
      @Override
      public void accept(int value) {
        values++;
        try {
          reader.accept(value);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public void end() {
        try {
          reader.end();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public long tokens() {
        return values;
      }
    };
  }

  /** Unknown tokens are counted, and become what they are to be. */
  private RecordReader.Read ready(RecordReader.Read record) {
    List<String> lacking = lacking(record);
    if (lacking.isEmpty()) {
      return record;
    }
    lacking.forEach(unknown::add);
    int other = policy.standIn(vocabulary);
    int[] tokens =
        Arrays.stream(record.tokens())
            .map(id -> id == Vocabulary.NONE ? other : id)
            .filter(id -> id != Vocabulary.NONE || policy == UnknownTokens.COST)
            .toArray();
    return new RecordReader.Read(record.number(), record.text(), tokens);
  }

  private List<String> lacking(RecordReader.Read record) {
    boolean any = false;
    for (int token : record.tokens()) {
      any |= token == Vocabulary.NONE || token == vocabulary.unknownId();
    }
    return any && vocabulary.unit() != Unit.BYTE
        ? vocabulary.split(record.text()).stream()
            .filter(token -> vocabulary.idOf(token) == Vocabulary.NONE)
            .toList()
        : List.of();
  }

  /** Scores what has come. */
  void idle() throws IOException {
    waiting.idle();
  }

  private void score(List<RecordReader.Read> records) throws IOException {
    List<RecordScore> scores =
        scorer.apply(records.stream().map(RecordReader.Read::tokens).toList());
    for (int i = 0; i < scores.size(); i++) {
      total = total.plus(scores.get(i).total());
      sink.accept(records.get(i), scores.get(i));
    }
  }

  Score total() {
    return total;
  }

  /** What the vocabulary lacks of what was read. */
  Corpus.Replaced unknown() {
    return unknown.toReplaced();
  }
}
