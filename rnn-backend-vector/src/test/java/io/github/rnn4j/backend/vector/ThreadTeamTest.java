// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadTeamTest {

  /** Many short rounds, so that workers come late to one and in the middle of the next. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void eachTask_runsOnce(int threads) {
    try (ThreadTeam team = new ThreadTeam(threads)) {
      for (int round = 0; round < 20_000; round++) {
        int tasks = round % 9;
        AtomicIntegerArray ran = new AtomicIntegerArray(9);
        team.run(tasks, ran::incrementAndGet);
        for (int i = 0; i < 9; i++) {
          if (ran.get(i) != (i < tasks ? 1 : 0)) {
            assertThat(ran.get(i)).as("task %s of %s in round %s", i, tasks, round).isEqualTo(1);
          }
        }
      }
    }
  }

  /** What a task wrote is seen after the call, and what was written before it within. */
  @Test
  void tasks_seeWhatWasWrittenBefore_andTheCallerWhatTheyWrote() {
    int[] values = new int[8];
    try (ThreadTeam team = new ThreadTeam(3)) {
      for (int round = 0; round < 20_000; round++) {
        team.run(8, i -> values[i]++);
        for (int i = 0; i < 8; i++) {
          assertThat(values[i]++).isEqualTo(2 * round + 1);
        }
      }
    }
  }

  /** All tasks but one are done while that one lasts: nobody has a share of his own. */
  @Test
  void aThreadThatIsHeldUp_leavesTheOtherTasksToTheOthers() {
    CountDownLatch others = new CountDownLatch(19);
    Set<String> held = ConcurrentHashMap.newKeySet();
    try (ThreadTeam team = new ThreadTeam(2)) {
      team.run(
          20,
          i -> {
            if (i == 0) {
              held.add(Thread.currentThread().getName());
              waitFor(others);
            } else {
              assertThat(held).doesNotContain(Thread.currentThread().getName());
              others.countDown();
            }
          });
    }
    assertThat(others.getCount()).isZero();
  }

  /** The task ends only when the others have. */
  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatTasksThrow_isThrownOnce_afterAllHaveEnded() {
    try (ThreadTeam team = new ThreadTeam(3)) {
      for (int bad = 0; bad < 8; bad++) {
        int failing = bad;
        AtomicIntegerArray ran = new AtomicIntegerArray(8);
        assertThatThrownBy(
                () ->
                    team.run(
                        8,
                        i -> {
                          ran.incrementAndGet(i);
                          if (i >= failing) {
                            throw new IllegalStateException("task " + i);
                          }
                        }))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("task " + bad);
        assertThat(ran).hasToString("[1, 1, 1, 1, 1, 1, 1, 1]");
        team.run(8, ran::incrementAndGet);
        assertThat(ran).hasToString("[2, 2, 2, 2, 2, 2, 2, 2]");
      }
      assertThatThrownBy(
              () ->
                  team.run(
                      2,
                      i -> {
                        throw new StackOverflowError("deep");
                      }))
          .isInstanceOf(StackOverflowError.class);
    }
  }

  @Test
  void threads_areStartedWhenThereAreTasksForThem() {
    try (ThreadTeam team = new ThreadTeam(64)) {
      assertThat(team.started()).isZero();
      team.run(1, i -> {});
      assertThat(team.started()).isZero();
      team.run(3, i -> {});
      assertThat(team.started()).isEqualTo(2);
      team.run(2, i -> {});
      assertThat(team.started()).isEqualTo(2);
    }
  }

  @Test
  void aTeamNeedsAThread_andIsOpen() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ThreadTeam(0))
        .withMessageContaining("threads 0");
    ThreadTeam team = new ThreadTeam(2);
    team.close();
    assertThatThrownBy(() -> team.run(2, i -> {})).hasMessageContaining("closed");
  }

  /** Rounds in which the caller waits for long, until the team rests; then a task is not cut. */
  @Test
  void aTeamThatRests_doesATaskInOnePiece() {
    try (ThreadTeam team = new ThreadTeam(2)) {
      int whole = 0;
      while (whole == 0) {
        if (!team.rests()) {
          CountDownLatch both = new CountDownLatch(2);
          Thread caller = Thread.currentThread();
          team.run(2, i -> meet(both, caller));
        }
        Pieces task = new Pieces();
        boolean rested = team.rests();
        task.run(team, 1000, 1, 1, 1_000_000);
        // It may have gone on meanwhile; the next rest is twice as long.
        if (rested && team.rests()) {
          whole = task.pieces.get();
        }
        assertThat(task.covered.get()).isEqualTo(1000);
      }
      assertThat(whole).isEqualTo(1);
    }
  }

  /** Comes back at once in the caller, and late in the other thread, when both have begun. */
  private static void meet(CountDownLatch both, Thread caller) {
    both.countDown();
    try {
      both.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    long end = System.nanoTime() + 30_000_000;
    while (Thread.currentThread() != caller && System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
  }

  private static final class Pieces extends Task {
    final AtomicInteger pieces = new AtomicInteger();
    final AtomicInteger covered = new AtomicInteger();

    @Override
    void range(int from, int to) {
      pieces.incrementAndGet();
      covered.addAndGet(to - from);
    }

    @Override
    void release() {}
  }
}
