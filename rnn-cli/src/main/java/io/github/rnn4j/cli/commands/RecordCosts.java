// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.records.RecordReader;
import io.github.rnn4j.scoring.RecordScore;
import io.github.rnn4j.scoring.RecordScorer;
import io.github.rnn4j.scoring.Score;
import io.github.rnn4j.text.Corpus;
import io.github.rnn4j.text.SourceReader;
import io.github.rnn4j.text.Unit;
import io.github.rnn4j.text.UnknownTokens;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Scores records as they are read, many side by side if they are there. */
final class RecordCosts {
  private static final int SIDE_BY_SIDE = 256;
  private static final int MOST_EXAMPLES = 20;
  private static final int MOST_DISTINCT = 1 << 16;

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
  private final RecordScorer scorer;
  private final RecordReader reader;
  private final List<RecordReader.Read> waiting = new ArrayList<>();
  private final Map<String, Long> unknown = new HashMap<>();
  private long occurrences;
  private long values;
  private Score total = Score.NONE;

  RecordCosts(Model model, UnknownTokens policy, Sink sink) {
    this.vocabulary = model.vocabulary();
    this.policy = policy;
    this.sink = sink;
    this.scorer = new RecordScorer(model);
    this.reader =
        new RecordReader(
            vocabulary,
            model.requireRecords(),
            new RecordReader.Sink() {
              @Override
              public void accept(RecordReader.Read record) throws IOException {
                take(record);
              }

              @Override
              public void idle() throws IOException {
                RecordCosts.this.idle();
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

  private void take(RecordReader.Read record) throws IOException {
    waiting.add(ready(record));
    if (waiting.size() == SIDE_BY_SIDE) {
      idle();
    }
  }

  /** Unknown tokens are counted, and become what they are to be. */
  private RecordReader.Read ready(RecordReader.Read record) {
    List<String> lacking = lacking(record);
    if (lacking.isEmpty()) {
      return record;
    }
    occurrences += lacking.size();
    for (String token : lacking) {
      if (unknown.size() < MOST_DISTINCT || unknown.containsKey(token)) {
        unknown.merge(token, 1L, Long::sum);
      }
    }
    int other =
        switch (policy) {
          case REPLACE -> UnknownTokens.replacement(vocabulary);
          case COST -> vocabulary.unknownId();
          case ERROR, SKIP -> Vocabulary.NONE;
        };
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
    List<RecordScore> scores =
        scorer.score(waiting.stream().map(RecordReader.Read::tokens).toList());
    for (int i = 0; i < scores.size(); i++) {
      total = total.plus(scores.get(i).total());
      sink.accept(waiting.get(i), scores.get(i));
    }
    waiting.clear();
  }

  Score total() {
    return total;
  }

  /** What the vocabulary lacks of what was read. */
  Corpus.Replaced unknown() {
    List<String> examples =
        unknown.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
            .limit(MOST_EXAMPLES)
            .map(Map.Entry::getKey)
            .toList();
    return new Corpus.Replaced(occurrences, unknown.size(), examples);
  }
}
