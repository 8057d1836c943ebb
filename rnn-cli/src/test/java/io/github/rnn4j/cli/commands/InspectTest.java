// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli;
import io.github.rnn4j.cli.Cli.Result;
import io.github.rnn4j.safetensors.Dtype;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.SafetensorsWriter;
import io.github.rnn4j.safetensors.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectTest {
  @TempDir private Path folder;

  @Test
  void model_isToldWithConfigurationVocabularyAndWeights() throws IOException {
    Path model = folder.resolve("m.safetensors");
    rnn(
        "train",
        "--model",
        "rnn",
        "--text",
        "tab\there\nand\\",
        "--hidden",
        3,
        "--steps",
        1,
        "--out",
        model);
    Result result = rnn("inspect", model);
    assertThat(result.code()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains(String.format("an rnn4j model, %,d bytes", Files.size(model)))
        .containsPattern("hidden_size +3\\R")
        .contains("vocabulary of 11: \\t \\n \\\\ a b d e h n r t")
        .containsPattern("decoder.weight +F64 +\\(11×3\\) +-0\\.\\d+ +0\\.\\d+")
        .contains("6 tensors, 92 elements")
        .contains("rnn, 1 layer of 3, 89 parameters");
  }

  @Test
  void foreignFile_isListedAndSaidToBeForeign() throws IOException {
    Path foreign = folder.resolve("foreign.safetensors");
    new SafetensorsWriter()
        .metadata("author", "some\u001b[31mbody")
        .add("x", Dtype.F32, new long[] {2, 2}, () -> new double[] {1, 2, 3, Double.NaN})
        .write(foreign);
    Result result = rnn("inspect", foreign);
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("safetensors, but not an rnn4j model")
        .contains("author  some\\u{1B}[31mbody")
        .containsPattern("x +F32 +\\(2×2\\) +1.000 +3.000 +2.000 +0.8165 +1 not finite")
        .contains("1 tensor, 4 elements");
  }

  @Test
  void damagedModel_isListedAndTheDamageTold() throws IOException {
    Path model = folder.resolve("m.safetensors");
    SafetensorsFile whole = SafetensorsFile.read(Cli.helloWorld(model));
    SafetensorsWriter writer = new SafetensorsWriter();
    whole
        .metadata()
        .forEach((name, value) -> writer.metadata(name, name.equals("hidden_size") ? "99" : value));
    for (Tensor tensor : whole.tensors().values()) {
      double[] values = tensor.toDoubles();
      writer.add(tensor.name(), tensor.dtype(), tensor.shape(), () -> values);
    }
    Path damaged = folder.resolve("damaged.safetensors");
    writer.write(damaged);
    Result result = rnn("inspect", damaged);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).contains("hidden_size", "decoder.weight");
    assertThat(result.err()).hasLineCount(1).contains("damaged.safetensors: ", "99");
  }
}
