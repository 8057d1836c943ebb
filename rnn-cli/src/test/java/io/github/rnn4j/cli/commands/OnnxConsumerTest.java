// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Snippet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java program of docs/INTERCHANGE.md, beside rnn sample. */
class OnnxConsumerTest {
  @TempDir private static Path folder;

  static Stream<OnnxModels.Exported> models() throws IOException {
    return OnnxModels.in(folder);
  }

  @ParameterizedTest
  @MethodSource("models")
  void javaProgram_writesWhatRnnSampleWrites(OnnxModels.Exported model) throws Exception {
    assertThat(
            Snippet.run(
                "docs/INTERCHANGE.md",
                "SampleOnnx",
                folder,
                model.file().toString(),
                model.prime(),
                "60"))
        .isEqualTo(model.written());
  }
}
