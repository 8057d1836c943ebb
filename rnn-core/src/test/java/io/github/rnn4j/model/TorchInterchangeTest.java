// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.commonsmath.CommonsMathLinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.ParameterShape;
import io.github.rnn4j.network.Unrolled;
import io.github.rnn4j.safetensors.Dtype;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.SafetensorsWriter;
import io.github.rnn4j.safetensors.Tensor;
import io.github.rnn4j.text.MalformedTextException;
import io.github.rnn4j.text.UnusableTextException;
import io.github.rnn4j.text.Vocabulary;
import io.github.rnn4j.text.VocabularyFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** PyTorch's {@code reference/torch-*.safetensors}, imported; and what is exported, read again. */
class TorchInterchangeTest {
  private static final double TOLERANCE = 1e-10;
  private static final int STEPS = 6;
  private static final int BATCH = 3;
  private static final Vocabulary FIVE = Vocabulary.of("abcde");
  private static final Predicate<String> WEIGHTS =
      name -> name.startsWith("rnn.") || name.startsWith("decoder.");

  @TempDir Path folder;

  static Stream<Arguments> cases() {
    return Stream.of(
            new EjmlLinearAlgebra(), new CommonsMathLinearAlgebra(), new JavaLinearAlgebra())
        .flatMap(
            la ->
                Arrays.stream(CellType.values())
                    .flatMap(
                        cell -> Stream.of(1, 2).map(layers -> Arguments.of(la, cell, layers))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void importedModel_hasPyTorchsLogits(LinearAlgebra la, CellType cell, int layers)
      throws IOException {
    SafetensorsFile reference = reference(cell, layers);
    SafetensorsFile weights = only(reference, WEIGHTS);
    TorchImport torch = new TorchImport(FIVE);
    Model model = torch.read(weights, la);
    NetworkConfig expected =
        NetworkConfig.builder(cell, 5, 7).layers(layers).recurrentBias(true).build();

    assertThat(model.network().config()).isEqualTo(expected);
    assertLogits(model, reference);
    assertThat(TorchImport.builder(FIVE).cell(cell).build().read(weights, la).network().config())
        .isEqualTo(expected);
    Model merged = TorchImport.builder(FIVE).oneBias(true).build().read(weights, la);
    assertThat(merged.network().config())
        .isEqualTo(expected.toBuilder().recurrentBias(cell == CellType.GRU).build());
    assertLogits(merged, reference);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void exportedModel_hasTheBitsAndNamesThatWereImported(LinearAlgebra la, CellType cell, int layers)
      throws IOException {
    SafetensorsFile weights = only(reference(cell, layers), WEIGHTS);
    Model model = new TorchImport(FIVE).read(weights, la);
    Path path = folder.resolve("twin.safetensors");

    TorchExport.write(model, path, StateDict.dtypeOf(model.network()));

    SafetensorsFile written = SafetensorsFile.read(path);
    assertThat(written.metadata()).containsOnlyKeys("format").containsEntry("format", "pt");
    assertThat(written.tensors().keySet()).isEqualTo(weights.tensors().keySet());
    for (Tensor tensor : weights.tensors().values()) {
      Tensor again = written.tensor(tensor.name());
      assertThat(again.shape()).isEqualTo(tensor.shape());
      assertThat(again.bytes()).as(tensor.name()).isEqualTo(tensor.bytes());
    }
    assertThat(VocabularyFile.read(folder.resolve("twin.vocabulary.json"))).isEqualTo(FIVE);
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void float32_roundsEachWeight(CellType cell) throws IOException {
    Model model = RandomModels.of(cell, "abc");
    SafetensorsFile file = parse(TorchExport.writer(model, Dtype.F32));
    for (Tensor tensor : file.tensors().values()) {
      assertThat(tensor.dtype()).isEqualTo(Dtype.F32);
    }
    double weight = model.network().parameters().get("decoder.bias").value().get(0, 1);
    assertThat(file.tensor("decoder.bias").toFloats()[1]).isEqualTo((float) weight);
    assertThatThrownBy(() -> TorchExport.writer(model, Dtype.I64))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void oneBias_isExportedAsTwoOfWhichOneIsZero(CellType cell) throws IOException {
    Model model = RandomModels.of(cell, "abc");
    SafetensorsFile file = parse(TorchExport.writer(model, Dtype.F64));
    Set<String> names = new TreeSet<>();
    for (ParameterShape shape :
        model.network().config().toBuilder().recurrentBias(true).build().parameterShapes()) {
      names.add(shape.name());
      assertThat(file.tensor(shape.name()).shape()).isEqualTo(shape.dimensions());
    }
    assertThat(file.tensors().keySet()).isEqualTo(names);
    Model again = TorchImport.builder(model.vocabulary()).oneBias(true).build().read(file, la());
    assertThat(again.toBytes()).isEqualTo(model.toBytes());
  }

  @Test
  void embedding_isFound() throws IOException {
    Model model = model(NetworkConfig.builder(CellType.GRU, 3, 4).embedding(6).build());
    SafetensorsFile file = parse(TorchExport.writer(model, Dtype.F64));
    assertThat(new TorchImport(model.vocabulary()).read(file, la()).toBytes())
        .isEqualTo(model.toBytes());
  }

  @Test
  void tiedWeights_areFoundUnderBothNamesOrOne() throws IOException {
    NetworkConfig config =
        NetworkConfig.builder(CellType.GRU, 3, 4).embedding(4).tieWeights(true).build();
    Model model = model(config);
    SafetensorsFile both = parse(TorchExport.writer(model, Dtype.F64));
    TorchImport torch = new TorchImport(model.vocabulary());
    assertThat(both.tensors()).containsKeys("encoder.weight", "decoder.weight");
    for (String missing : new String[] {"", "encoder.weight", "decoder.weight"}) {
      SafetensorsFile file = only(both, name -> !name.equals(missing));
      assertThat(torch.read(file, la()).toBytes()).as(missing).isEqualTo(model.toBytes());
    }
    assertThat(
            TorchImport.builder(model.vocabulary())
                .tieWeights(false)
                .build()
                .read(both, la())
                .network()
                .config())
        .isEqualTo(config.toBuilder().tieWeights(false).build());
  }

  @Test
  void differentEncoderAndDecoder_areNotTied() throws IOException {
    Model model = model(NetworkConfig.builder(CellType.GRU, 3, 4).embedding(4).build());
    SafetensorsFile file = parse(TorchExport.writer(model, Dtype.F64));
    TorchImport torch = new TorchImport(model.vocabulary());
    assertThat(torch.read(file, la()).toBytes()).isEqualTo(model.toBytes());
    TorchImport tied = TorchImport.builder(model.vocabulary()).tieWeights(true).build();
    assertThatThrownBy(() -> tied.read(file, la()))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("differ");
  }

  @Test
  void whatIsNoSuchModule_isRefused() throws IOException {
    SafetensorsFile lstm = only(reference(CellType.LSTM, 2), WEIGHTS);
    TorchImport torch = new TorchImport(FIVE);
    assertRefused(TorchImport.builder(FIVE).cell(CellType.GRU).build(), lstm, "lstm", "gru");
    assertRefused(new TorchImport(Vocabulary.of("abcd")), lstm, "5 tokens", "has 4");
    assertRefused(torch, reference(CellType.LSTM, 2), "grad.rnn, ", "rnn", "--rnn");
    assertRefused(
        torch, only(lstm, name -> !name.equals("decoder.bias")), "its decoder has no bias");
    assertRefused(torch, only(lstm, name -> !name.endsWith("hh_l0")), "rnn.weight_hh_l0");
    assertRefused(torch, only(lstm, name -> name.startsWith("rnn.")), "no output layer", "decoder");
    assertRefused(
        torch,
        parse(
            new SafetensorsWriter()
                .add("rnn.weight_hh_l0", Dtype.F32, new long[] {10, 5}, new double[50])),
        "rnn.weight_ih_l0 is missing");
    assertRefused(
        torch,
        parse(
            new SafetensorsWriter()
                .add("rnn.weight_hh_l0", Dtype.F32, new long[] {10, 5}, new double[50])
                .add("rnn.weight_ih_l0", Dtype.F32, new long[] {10, 5}, new double[50])
                .add("decoder.weight", Dtype.F32, new long[] {5, 5}, new double[25])
                .add("decoder.bias", Dtype.F32, new long[] {5}, new double[5])),
        "[10, 5]",
        "an LSTM 4");
    assertRefused(
        torch,
        parse(
            new SafetensorsWriter()
                .add("rnn.weight_hh_l0", Dtype.F32, new long[] {5}, new double[5])),
        "no matrix");
    assertRefused(torch, parse(new SafetensorsWriter()), "no tensor at all");
  }

  /** What a checkpoint of training has beside the weights is left out, and told. */
  @Test
  void tensorsOfOtherThings_areToldAsUnused() throws IOException {
    SafetensorsFile reference = reference(CellType.LSTM, 2);
    TorchImport torch = TorchImport.builder(FIVE).rnn("rnn").build();
    assertThat(torch.names(reference).areOurs()).isTrue();
    assertThat(torch.names(reference).unused())
        .extracting(Tensor::name)
        .contains("h0", "ids", "grad.decoder.weight")
        .noneMatch(WEIGHTS);
    assertLogits(torch.read(reference, la()), reference);
  }

  @Test
  void vocabularyFile_isJsonOrText() throws IOException {
    assertThat(vocabulary("v.json", "\uFEFF[\"b\", \"a\", \"😀\", \"\\n\"]"))
        .isEqualTo(Vocabulary.ofCodePoints('b', 'a', 0x1F600, '\n'));
    // sorted(set(open("v.txt", encoding="utf-8").read())) in Python 3.11
    assertThat(vocabulary("v.txt", "\uFEFFba😀\r\nc\rd"))
        .isEqualTo(Vocabulary.of("\nabcd\uFEFF😀"));
    Files.write(folder.resolve("v16"), "\uFEFFba\r\n".getBytes(StandardCharsets.UTF_16LE));
    assertThat(VocabularyFile.read(folder.resolve("v16"))).isEqualTo(Vocabulary.of("\nab"));
    assertThat(vocabulary("v.txt", "[\"b\"]")).isEqualTo(Vocabulary.of("[]\"b"));
    assertThatThrownBy(() -> vocabulary("v.json", "[\"ab\"]"))
        .isInstanceOf(UnusableTextException.class)
        .hasMessageContaining("v.json")
        .hasMessageContaining("entry 0");
    assertThatThrownBy(() -> vocabulary("v.txt", "")).isInstanceOf(UnusableTextException.class);
    Files.write(folder.resolve("bad"), new byte[] {'a', (byte) 0xFF});
    assertThatThrownBy(() -> VocabularyFile.read(folder.resolve("bad")))
        .isInstanceOf(MalformedTextException.class);
  }

  private Vocabulary vocabulary(String name, String content) throws IOException {
    return VocabularyFile.read(Files.writeString(folder.resolve(name), content));
  }

  private static void assertRefused(TorchImport torch, SafetensorsFile file, String... words) {
    assertThatThrownBy(() -> torch.read(file, la()))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContainingAll(words);
  }

  /** The first chunk of six steps by three streams. */
  private static void assertLogits(Model model, SafetensorsFile reference) throws IOException {
    Unrolled unrolled = new Unrolled(model.network(), STEPS, BATCH, Unrolled.Gradients.NONE);
    for (int part = 0; part < unrolled.stateParts(); part++) {
      double[] start = reference.tensor(part == 0 ? "h0" : "c0").toDoubles();
      for (int k = 0; k < model.network().config().layers(); k++) {
        unrolled.startState(k, part).copyFrom(start, k * BATCH * 7);
      }
    }
    int[] ids =
        Arrays.stream(reference.tensor("ids").toLongs()).mapToInt(Math::toIntExact).toArray();
    double[] logits = unrolled.forward(ids, STEPS, BATCH).toArray();
    double[] expected = reference.tensor("logits").toDoubles();
    assertThat(logits).hasSameSizeAs(expected);
    for (int i = 0; i < logits.length; i++) {
      assertThat(logits[i]).as("logits[%d]", i).isCloseTo(expected[i], within(TOLERANCE));
    }
  }

  private static SafetensorsFile only(SafetensorsFile file, Predicate<String> names)
      throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    for (Tensor tensor : file.tensors().values()) {
      if (names.test(tensor.name())) {
        writer.add(tensor.name(), Dtype.F64, tensor.shape(), tensor.toDoubles());
      }
    }
    return parse(writer);
  }

  private static SafetensorsFile parse(SafetensorsWriter writer) throws IOException {
    return SafetensorsFile.parse(writer.toBytes(), "state_dict");
  }

  private static SafetensorsFile reference(CellType cell, int layers) throws IOException {
    String resource = "/reference/torch-" + cell.id() + "-" + layers + ".safetensors";
    try (InputStream in = TorchInterchangeTest.class.getResourceAsStream(resource)) {
      return SafetensorsFile.read(in, resource);
    }
  }

  private static Model model(NetworkConfig config) {
    return RandomModels.of(
        la(), config.toBuilder().recurrentBias(true).build(), Vocabulary.of("abc"));
  }

  private static LinearAlgebra la() {
    return new EjmlLinearAlgebra();
  }
}
