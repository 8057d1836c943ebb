// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class TogetherTest {

  /** A number, and after the call its square. */
  private static final class Square {
    final int number;
    long square;

    Square(int number) {
      this.number = number;
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "1, 64, 16", "2, 64, 16", "3, 2, 16", "64, 64, 7"})
  void calls_areAnsweredEachWithItsOwn_byNoMoreLanesThanThereAre(int lanes, int most, int threads)
      throws Exception {
    AtomicInteger made = new AtomicInteger();
    AtomicInteger working = new AtomicInteger();
    AtomicInteger mostWorking = new AtomicInteger();
    AtomicInteger largest = new AtomicInteger();
    Together<Square> together =
        new Together<>(
            lanes,
            most,
            () -> {
              made.incrementAndGet();
              return calls -> {
                mostWorking.accumulateAndGet(working.incrementAndGet(), Math::max);
                largest.accumulateAndGet(calls.size(), Math::max);
                calls.forEach(call -> call.square = (long) call.number * call.number);
                working.decrementAndGet();
              };
            });
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<?>> all = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int first = t;
      all.add(
          pool.submit(
              () -> {
                for (int i = first; i < 20_000; i += threads) {
                  Square square = new Square(i);
                  together.call(square);
                  assertThat(square.square).isEqualTo((long) i * i);
                }
              }));
    }
    for (Future<?> one : all) {
      one.get();
    }
    pool.shutdown();
    assertThat(together.calls()).isEqualTo(20_000);
    assertThat(together.batches()).isBetween(20_000L / most, 20_000L);
    assertThat(made.get()).isBetween(1, lanes);
    assertThat(mostWorking.get()).isBetween(1, lanes);
    assertThat(largest.get()).isBetween(1, most);
  }

  @Test
  void calls_thatComeWhileTheLaneIsBusy_areWorkedOnTogether() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    List<Integer> sizes = new ArrayList<>();
    Together<Square> together =
        new Together<>(
            1,
            5,
            () ->
                calls -> {
                  sizes.add(calls.size());
                  first.countDown();
                  await(goOn);
                });
    List<Thread> threads = new ArrayList<>();
    threads.add(start(together));
    first.await();
    for (int i = 0; i < 7; i++) {
      threads.add(start(together));
    }
    for (int i = 1; i < 8; i++) {
      awaitParked(threads.get(i));
    }
    goOn.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(sizes).containsExactly(1, 5, 2);
  }

  private static Thread start(Together<Square> together) {
    Thread thread = new Thread(() -> together.call(new Square(1)));
    thread.start();
    return thread;
  }

  private static void awaitParked(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void failure_isThatOfTheCallsOfItsBatch_andTheLaneGoesOn() {
    Together<Square> together =
        new Together<>(
            1,
            9,
            () ->
                calls -> {
                  if (calls.get(0).number < 0) {
                    throw new ArithmeticException("below zero");
                  }
                });
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> together.call(new Square(-1))).hasMessage("below zero");
      together.call(new Square(1));
    }
  }

  @Test
  void laneThatCannotBeMade_isTriedAgain() {
    AtomicInteger tries = new AtomicInteger();
    Together<Square> together =
        new Together<>(
            1,
            9,
            () -> {
              if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("not now");
              }
              return calls -> {};
            });
    assertThatThrownBy(() -> together.call(new Square(1))).hasMessage("not now");
    together.call(new Square(1));
    assertThat(tries).hasValue(2);
  }

  @Test
  void interrupt_breaksNoCallOff_andIsKept() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Together<Square> together =
        new Together<>(
            1,
            9,
            () ->
                calls -> {
                  first.countDown();
                  if (goOn.getCount() > 0) {
                    await(goOn);
                  }
                  calls.forEach(call -> call.square = 1);
                });
    Thread busy = start(together);
    first.await();
    boolean[] kept = new boolean[1];
    Square square = new Square(1);
    Thread waiting =
        new Thread(
            () -> {
              together.call(square);
              kept[0] = Thread.currentThread().isInterrupted();
            });
    waiting.start();
    awaitParked(waiting);
    waiting.interrupt();
    goOn.countDown();
    busy.join();
    waiting.join();
    assertThat(square.square).isEqualTo(1);
    assertThat(kept[0]).isTrue();
  }
}
