// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Cli;
import io.github.rnn4j.cli.Cli.Raw;
import io.github.rnn4j.cli.Cli.Result;
import io.github.rnn4j.files.OwnFile;
import io.github.rnn4j.safetensors.Dtype;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.SafetensorsWriter;
import io.github.rnn4j.safetensors.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterchangeTest {
  @TempDir private static Path folder;

  private static Path model;

  @BeforeAll
  static void train() {
    model = Cli.helloWorld(folder.resolve("m.safetensors"));
  }

  @Test
  void exportAndImport_giveTheSameModelAgain() throws IOException {
    Path twin = folder.resolve("twin.safetensors");
    Path json = folder.resolve("twin.vocabulary.json");
    Path again = folder.resolve("again.safetensors");
    Result export = rnn("export", model, "--to", "torch", "--out", twin);
    assertThat(export.err()).contains("F64", "twin.vocabulary.json");
    assertThat(export.code()).isZero();
    Result back = rnn("import", twin, "--vocab", json, "--out", again, "--one-bias");
    assertThat(back.code()).as(back.err()).isZero();
    assertThat(back.err()).contains("1 layer of 16").contains("8 characters");
    assertThat(again).hasSameBinaryContentAs(model);

    Path text = Files.writeString(folder.resolve("corpus.txt"), "hello world");
    rnn("import", twin, "--vocab", text, "--out", again);
    assertThat(rnn("sample", again, "--prime", "h", "--length", 10, "--temperature", 0).out())
        .startsWith("hello world");
  }

  @Test
  void otherFiles_areNotReplaced() throws IOException {
    Path there = Files.writeString(folder.resolve("there.safetensors"), "mine");
    assertThat(rnn("export", model, "--to", "torch", "--out", there).err())
        .contains("already")
        .contains("--force");
    assertThat(rnn("export", model, "--to", "torch", "--out", model, "--force").code())
        .isEqualTo(1);
    assertThat(there).hasContent("mine");
    assertThat(
            rnn("export", model, "--to", "TORCH", "--out", there, "--force", "--dtype", "f32")
                .code())
        .isZero();
  }

  @Test
  void onnx_isOneFileThatIsNoText() throws IOException {
    Path onnx = folder.resolve("onnx/m.onnx");
    Files.createDirectory(onnx.getParent());
    Result export = rnn("export", model, "--to", "onnx", "--out", onnx);
    assertThat(export.code()).as(export.err()).isZero();
    assertThat(export.err()).hasLineCount(1).contains("m.onnx: weights in F32", "h_0");
    assertThat(rnn("sample", onnx).err()).hasLineCount(1).contains("but ONNX");
    assertThat(OwnFile.of(onnx)).contains(OwnFile.ONNX);
    assertThat(onnx.getParent()).isDirectoryNotContaining("glob:**.json");
    byte[] first = Files.readAllBytes(onnx);

    assertThat(rnn("export", model, "--to", "onnx", "--out", onnx).err())
        .contains("already")
        .contains("--force");
    assertThat(rnn("export", model, "--to", "onnx", "--out", onnx, "--force").code()).isZero();
    assertThat(onnx).hasBinaryContent(first);
    Raw piped =
        Cli.raw(false, new byte[0], "export", model, "--to", "onnx", "--out", "/dev/stdout");
    assertThat(piped.code()).as(piped.err()).isZero();

    Files.writeString(onnx.resolveSibling("t.txt"), "hello world");
    Path out = folder.resolve("of-folder.safetensors");
    Result train = rnn("train", onnx.getParent(), "--hidden", 4, "--steps", 2, "--out", out);
    assertThat(train.code()).as(train.err()).isZero();
    assertThat(train.err()).contains("m.onnx is a model of rnn4j for ONNX");
  }

  @Test
  void exportThatCannotBe_isRefusedBeforeAnythingIsWritten() throws IOException {
    Path out = folder.resolve("refused.onnx");
    byte[] before = Files.readAllBytes(model);
    Result same = rnn("export", model, "--to", "onnx", "--out", model, "--force");
    assertThat(same.code()).isEqualTo(1);
    assertThat(same.err()).hasLineCount(1).contains("this is the model that is exported");
    assertThat(model).hasBinaryContent(before);

    Result other = rnn("export", model, "--to", "keras", "--out", out);
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("'keras'").contains("TORCH, ONNX");

    Result wide = rnn("export", model, "--to", "onnx", "--out", out, "--dtype", "f64");
    assertThat(wide.code()).isEqualTo(2);
    assertThat(wide.err()).hasLineCount(1).contains("float32 only");
    assertThat(rnn("export", model, "--to", "onnx", "--out", folder.resolve("no/m.onnx")).err())
        .hasLineCount(1)
        .contains("does not exist");
    Path text = Files.writeString(folder.resolve("some.txt"), "abc");
    assertThat(rnn("export", text, "--to", "onnx", "--out", out).code()).isEqualTo(1);
    assertThat(out).doesNotExist();
  }

  @Test
  void modelOfOurs_isNoStateDictOfOtherSizes() throws IOException {
    Path text = Files.writeString(folder.resolve("other.txt"), "abc");
    Path out = folder.resolve("none.safetensors");
    Result result = rnn("import", model, "--vocab", text, "--out", out);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).hasLineCount(1).contains("8 tokens").contains("has 3");
    assertThat(out).doesNotExist();
    assertThat(rnn("import", model, "--vocab", text, "--out", out, "--cell", "elman").err())
        .contains("there is no cell 'elman'");
  }

  /** Under the names of a module that somebody wrote, in half precision, with more than weights. */
  @Test
  void moduleAsItComes_isImportedAndUsedLikeAnyModel() throws IOException {
    Path book = Files.writeString(folder.resolve("book.txt"), "to be or not to be. ".repeat(40));
    Path trained = folder.resolve("trained.safetensors");
    rnn("train", book, "--model", "lstm", "--hidden", 12, "--steps", 60, "--out", trained);
    SafetensorsFile ours = SafetensorsFile.read(trained);
    SafetensorsWriter writer = new SafetensorsWriter().metadata("format", "pt");
    SafetensorsWriter plain = new SafetensorsWriter().metadata("format", "pt");
    for (Tensor tensor : ours.tensors().values()) {
      String name = tensor.name().replace("rnn.", "net.lstm.").replace("decoder.", "net.fc.");
      writer.add(name, Dtype.F32, tensor.shape(), tensor.toDoubles());
      plain.add(tensor.name(), Dtype.F32, tensor.shape(), tensor.toDoubles());
    }
    writer.add("criterion.weight", Dtype.F32, new long[] {3}, new double[3]);
    Path state = folder.resolve("state.safetensors");
    writer.write(state);
    Path named = folder.resolve("named.safetensors");
    plain.write(named);
    Path reference = folder.resolve("reference.safetensors");
    rnn("import", named, "--vocab", book, "--out", reference);

    Path imported = folder.resolve("imported.safetensors");
    Result result = rnn("import", state, "--vocab", book, "--out", imported);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err())
        .contains("the recurrent module is net.lstm, the output layer net.fc")
        .contains("not used: criterion.weight [3]");
    for (String command : new String[] {"evaluate", "score"}) {
      assertThat(rnn(command, imported, book).out()).isEqualTo(rnn(command, reference, book).out());
    }
    Object[] sampling = {"--prime", "to", "--length", 30, "--seed", 5};
    assertThat(sample(imported, sampling)).isEqualTo(sample(reference, sampling));
    assertThat(rnn("inspect", imported).out()).contains("2 layers of 12");
    Path further = folder.resolve("further.safetensors");
    Result more = rnn("train", book, "--init-from", imported, "--steps", 5, "--out", further);
    assertThat(more.code()).as(more.err()).isZero();
    Path twin = folder.resolve("module-twin.safetensors");
    assertThat(rnn("export", imported, "--to", "torch", "--out", twin).code()).isZero();
    SafetensorsFile again = SafetensorsFile.read(twin);
    for (Tensor tensor : ours.tensors().values()) {
      assertThat(again.tensor(tensor.name()).toFloats()).isEqualTo(tensor.toFloats());
    }

    Result none = rnn("import", state, "--vocab", book, "--out", imported, "--rnn", "lstm");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).hasLineCount(1).contains("'lstm'").contains("net.lstm");
    assertThat(
            rnn("import", state, "--vocab", book, "--out", imported, "--decoder", "net.head").err())
        .hasLineCount(1)
        .contains("net.head.weight");
  }

  private static String sample(Path model, Object... options) {
    List<Object> all = new ArrayList<>(List.of("sample", model));
    all.addAll(List.of(options));
    return rnn(all.toArray()).out();
  }

  @Test
  void recordsBorder_goesToPyTorchAndBack() throws IOException {
    Path names = Files.writeString(folder.resolve("names.txt"), "ann\nbo\ncy\n".repeat(40));
    Path model = folder.resolve("names.safetensors");
    rnn("train", names, "--records", "lines", "--hidden", 8, "--steps", 20, "--out", model);
    Path twin = folder.resolve("names-twin.safetensors");
    Path json = folder.resolve("names-twin.vocabulary.json");
    Path back = folder.resolve("names-back.safetensors");
    assertThat(rnn("export", model, "--to", "torch", "--out", twin).code()).isZero();
    assertThat(rnn("import", twin, "--vocab", json, "--out", back).code()).isZero();

    String costs = rnn("score", model, names).out();
    assertThat(costs.lines()).hasSize(120);
    assertThat(rnn("score", back, names).out()).isEqualTo(costs);

    Path other = folder.resolve("other.safetensors");
    rnn("import", twin, "--vocab", json, "--records", "y", "--out", other);
    assertThat(rnn("score", other, names).out()).isNotEqualTo(costs);
    assertThat(rnn("import", twin, "--vocab", json, "--records", "#", "--out", other).err())
        .contains("'#'");
  }
}
