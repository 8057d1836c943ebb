// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class GemmTilesTest {

  @Test
  void file_isWhatItsWriterPrints() throws IOException {
    assertThat(Files.readString(GemmTilesWriter.FILE)).isEqualTo(GemmTilesWriter.text());
  }
}
