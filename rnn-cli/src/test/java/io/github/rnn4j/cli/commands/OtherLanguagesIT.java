// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Snippet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The programs of docs/INTERCHANGE.md in Python and JavaScript, beside rnn sample. It needs ONNX
 * Runtime for both: {@code .ci/consumers} fetches it, and names the folder as {@code
 * rnn.test.consumers}.
 */
class OtherLanguagesIT {
  private static final String DOCUMENT = "docs/INTERCHANGE.md";

  @TempDir private static Path folder;

  private static List<OnnxModels.Exported> models;

  @BeforeAll
  static void export() throws IOException {
    models = OnnxModels.in(folder).toList();
  }

  static Stream<OnnxModels.Exported> models() {
    return models.stream();
  }

  @ParameterizedTest
  @MethodSource("models")
  void javaScriptProgram_writesWhatRnnSampleWrites(OnnxModels.Exported model) throws Exception {
    Path program =
        Files.writeString(
            consumers().resolve("sample.mjs"),
            Snippet.block(DOCUMENT, "javascript", "onnxruntime-node"));
    assertThat(run("node", program, model)).isEqualTo(model.written());
  }

  @ParameterizedTest
  @MethodSource("models")
  void pythonProgram_writesWhatRnnSampleWrites(OnnxModels.Exported model) throws Exception {
    Path program =
        Files.writeString(
            consumers().resolve("sample.py"), Snippet.block(DOCUMENT, "python", "onnxruntime"));
    assertThat(run(consumers().resolve("python/bin/python").toString(), program, model))
        .isEqualTo(model.written());
  }

  private static Path consumers() {
    return Path.of(System.getProperty("rnn.test.consumers"));
  }

  private static String run(String interpreter, Path program, OnnxModels.Exported model)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            interpreter, program.toString(), model.file().toString(), model.prime(), "60");
    builder.environment().put("PYTHONIOENCODING", "utf-8");
    Path errors = folder.resolve("errors.txt");
    Process process = builder.redirectError(errors.toFile()).start();
    String written = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(() -> error(errors)).isZero();
    return written;
  }

  private static String error(Path errors) {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
