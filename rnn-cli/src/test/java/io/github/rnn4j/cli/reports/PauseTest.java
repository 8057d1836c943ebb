// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PauseTest {
  private final Pause pause = new Pause();
  private final AtomicLong waited = new AtomicLong();

  private Thread waiting() {
    Thread thread = new Thread(() -> waited.set(pause.await()));
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return thread;
  }

  @Test
  void run_waits_untilItMayGoOn() throws Exception {
    assertThat(pause.await()).isZero();
    pause.set(true);
    Thread thread = waiting();
    pause.set(false);
    thread.join();
    assertThat(waited.get()).isPositive();
    assertThat(pause.await()).isZero();
  }

  @Test
  void run_thatIsToEnd_waitsNoMore() throws Exception {
    pause.set(true);
    Thread thread = waiting();
    pause.end();
    thread.join();
    assertThat(waited.get()).isPositive();
    pause.set(true);
    assertThat(pause.await()).isZero();
  }
}
