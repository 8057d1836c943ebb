// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReporterTest {

  @Test
  void failureToSave_saysWhatIsLeftOfTheRun() {
    try (Reporter reporter = new Reporter(List.of(), Optional.empty(), System.err)) {
      IOException full = new IOException("m: cannot be written");
      assertThat(reporter.unsaved(full))
          .hasMessage("m: cannot be written; the run had no checkpoint yet, and is lost")
          .hasCause(full);
      reporter.saved(Path.of("my model"), 1200);
      assertThat(reporter.unsaved(full))
          .hasMessage(
              "m: cannot be written; the checkpoint of step 1,200 is whole, and goes on: rnn train"
                  + " --resume 'my model'");
    }
  }
}
