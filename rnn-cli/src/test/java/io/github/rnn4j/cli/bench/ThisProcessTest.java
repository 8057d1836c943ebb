// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ThisProcessTest {

  /** From a Linux machine; the program's name is made difficult. */
  @Test
  void age_isTheUptimeLessTheStart() {
    String stat =
        "31989 (a ) b) R 31974 31974 11120 0 -1 4194304 100 0 0 0 0 0 0 0 20 0 1 0 614060 3133440";
    assertThat(ThisProcess.age(stat, "6142.85 3435.10\n").getAsDouble())
        .isCloseTo(2.25, within(1e-9));
  }

  @Test
  void age_isUnknownIfTheFilesAreOfAnotherKind() {
    assertThat(ThisProcess.age("", "1.0 2.0")).isEmpty();
    assertThat(ThisProcess.age("1 (java) R 1", "1.0 2.0")).isEmpty();
    assertThat(ThisProcess.age("1 (a) R 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 5", "up")).isEmpty();
  }

  @Test
  void peakResident_isTheHighWaterMark() {
    String status = "Name:\tjava\nVmPeak:\t 9999 kB\nVmHWM:\t    2176 kB\nVmRSS:\t 100 kB\n";
    assertThat(ThisProcess.peakResident(status)).hasValue(2176 * 1024);
    assertThat(ThisProcess.peakResident("Name:\tjava\n")).isEmpty();
  }
}
