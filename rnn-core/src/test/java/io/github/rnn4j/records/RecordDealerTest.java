// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.text.Corpus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordDealerTest {

  /** Records of random lengths; the border has one or two tokens. */
  private static RecordTokens records(int count, int longest, String border, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      int length = 1 + random.nextInt(longest);
      for (int j = 0; j < length; j++) {
        text.append((char) ('a' + random.nextInt(20)));
      }
      text.append(border);
    }
    Corpus corpus = Corpus.of(text.toString());
    return RecordTokens.find(corpus.tokens(), corpus.vocabulary().encode(border));
  }

  private static RecordDealer.Order once(int count) {
    int[] next = {0};
    return () -> next[0] < count ? next[0]++ : RecordDealer.Order.NONE;
  }

  /** What one stream reads and predicts at a step, by the plain rule. */
  private record Cell(int input, int target, boolean start, long place) {}

  /** The rule itself, a step at a time. */
  private static List<Cell[]> expected(
      RecordTokens records, int batch, int steps, RecordDealer.Order order) {
    int[] record = new int[batch];
    int[] at = new int[batch];
    Arrays.fill(record, RecordDealer.Order.NONE);
    List<Cell[]> all = new ArrayList<>();
    for (int t = 0; t < steps; t++) {
      Cell[] cells = new Cell[batch];
      for (int b = 0; b < batch; b++) {
        boolean done =
            record[b] == RecordDealer.Order.NONE
                || at[b] == records.length(record[b]) + records.borderLength();
        if (done) {
          record[b] = order.next();
          at[b] = 0;
        }
        int r = record[b];
        if (r == RecordDealer.Order.NONE) {
          cells[b] = new Cell(records.first(), 0, true, RecordDealer.NOWHERE);
        } else {
          int input = at[b] == 0 ? records.first() : records.token(r, at[b] - 1);
          cells[b] = new Cell(input, records.token(r, at[b]), at[b] == 0, ((long) r << 32) + at[b]);
          at[b]++;
        }
      }
      all.add(cells);
    }
    return all;
  }

  private static void check(
      RecordDealer dealer,
      RecordDealer.Order order,
      List<Cell[]> expected,
      int batch,
      int steps,
      int windows) {
    int[] inputs = new int[batch * steps];
    int[] targets = new int[batch * steps];
    long[] places = new long[batch * steps];
    for (int w = 0; w < windows; w++) {
      int active = dealer.fill(order, inputs, targets, places);
      List<Integer> starts = new ArrayList<>();
      int count = 0;
      for (int row = 0; row < inputs.length; row++) {
        Cell cell = expected.get(w * steps + row / batch)[row % batch];
        assertThat(new Cell(inputs[row], targets[row], cell.start(), places[row]))
            .as("window %d, row %d", w, row)
            .isEqualTo(cell);
        if (cell.start()) {
          starts.add(row);
        }
        count += cell.place() == RecordDealer.NOWHERE ? 0 : 1;
      }
      assertThat(active).isEqualTo(count);
      assertThat(Arrays.stream(dealer.startRows()).limit(dealer.starts()).boxed())
          .containsExactlyElementsOf(starts);
    }
  }

  @ParameterizedTest(name = "{0} records to {1}, {2} streams, {3} steps, border {4}")
  @CsvSource({
    "1, 1, 1, 1, 1",
    "1, 9, 4, 3, 2",
    "7, 5, 1, 4, 1",
    "40, 12, 5, 7, 1",
    "40, 12, 5, 7, 2",
    "300, 30, 16, 25, 1",
    "9, 200, 3, 10, 2",
    "5, 3, 64, 50, 1"
  })
  void onePass_isTheRule(int count, int longest, int batch, int steps, int border) {
    RecordTokens records = records(count, longest, border == 1 ? "\n" : "\n\n", 11);
    int windows = (int) (records.predictions() / steps) + 2;

    check(
        new RecordDealer(records, batch, steps),
        once(count),
        expected(records, batch, windows * steps, once(count)),
        batch,
        steps,
        windows);
  }

  @ParameterizedTest(name = "{0} records to {1}, {2} streams, {3} steps")
  @CsvSource({"1, 1, 3, 2", "3, 4, 8, 5", "50, 9, 7, 11", "200, 40, 13, 6"})
  void passes_followEachOtherWithoutAGap(int count, int longest, int batch, int steps) {
    RecordTokens records = records(count, longest, "\n", 5);
    RandomStreams random = new RandomStreams(3);
    int windows = 40;

    check(
        new RecordDealer(records, batch, steps),
        new ShuffledOrder(count, random),
        expected(records, batch, windows * steps, new ShuffledOrder(count, random)),
        batch,
        steps,
        windows);
  }

  @Test
  void skip_leavesTheDealerWhereFillDoes_andRewindGoesBack() {
    RecordTokens records = records(60, 15, "\n", 8);
    RandomStreams random = new RandomStreams(4);
    RecordDealer plain = new RecordDealer(records, 6, 9);
    ShuffledOrder plainOrder = new ShuffledOrder(60, random);
    RecordDealer other = new RecordDealer(records, 6, 9);
    ShuffledOrder otherOrder = new ShuffledOrder(60, random);
    int[] inputs = new int[54];
    int[] targets = new int[54];
    int[] inputs2 = new int[54];
    int[] targets2 = new int[54];
    for (int w = 0; w < 100; w++) {
      plain.fill(plainOrder, inputs, targets);
      if (w % 7 == 3) {
        other.mark();
        otherOrder.mark();
        other.skip(otherOrder);
        other.fill(otherOrder, inputs2, targets2);
        other.rewind();
        otherOrder.rewind();
      }
      if (w % 3 == 1) {
        other.skip(otherOrder);
      } else {
        other.fill(otherOrder, inputs2, targets2);
        assertThat(inputs2).isEqualTo(inputs);
        assertThat(targets2).isEqualTo(targets);
      }
    }
    other.restart();
    otherOrder.restart();
    other.fill(otherOrder, inputs2, targets2);
    RecordDealer fresh = new RecordDealer(records, 6, 9);
    fresh.fill(new ShuffledOrder(60, random), inputs, targets);
    assertThat(inputs2).isEqualTo(inputs);
  }

  @Test
  void shuffledOrder_hasEachRecordOnceAPass_inAnotherOrderEachTime() {
    ShuffledOrder order = new ShuffledOrder(50, new RandomStreams(2));
    List<List<Integer>> passes = new ArrayList<>();
    for (int e = 0; e < 4; e++) {
      List<Integer> pass = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        pass.add(order.next());
      }
      assertThat(pass).doesNotHaveDuplicates().allMatch(r -> r >= 0 && r < 50);
      assertThat(passes).doesNotContain(pass);
      passes.add(pass);
    }
    order.restart();
    assertThat(order.next()).isEqualTo(passes.get(0).get(0));
  }
}
