// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.vector.VectorLinearAlgebra;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Unrolled;
import io.github.rnn4j.safetensors.Dtype;
import io.github.rnn4j.safetensors.SafetensorsFile;
import io.github.rnn4j.safetensors.SafetensorsWriter;
import io.github.rnn4j.safetensors.Tensor;
import io.github.rnn4j.text.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** State_dicts as they come: {@code reference/torch-modules.py}, and what cannot be told. */
class TorchModulesTest {
  private static final double TOLERANCE = 1e-10;
  private static final Vocabulary FIVE = Vocabulary.of("abcde");

  /** The cases of torch-modules.py, with what is to be found in them. */
  enum Case {
    NESTED(
        NetworkConfig.builder(CellType.LSTM, 5, 4).layers(2).embedding(3),
        List.of("model.lstm"),
        "model.fc",
        "model.embed",
        Dtype.F32,
        "criterion.weight"),
    PARALLEL(
        NetworkConfig.builder(CellType.GRU, 5, 4),
        List.of("module.gru"),
        "module.head",
        null,
        Dtype.BF16),
    SQUARE(
        NetworkConfig.builder(CellType.RNN, 5, 4).layers(2).embedding(4),
        List.of("recurrent"),
        "linear",
        "emb",
        Dtype.F16),
    CELLS(
        NetworkConfig.builder(CellType.LSTM, 5, 4).layers(2).embedding(3),
        List.of("cells.0", "cells.1"),
        "output",
        "embedding",
        Dtype.F32);

    private final NetworkConfig config;
    private final List<String> rnn;
    private final String decoder;
    private final Optional<String> encoder;
    private final Dtype dtype;
    private final List<String> unused;

    Case(
        NetworkConfig.Builder config,
        List<String> rnn,
        String decoder,
        String encoder,
        Dtype dtype,
        String... unused) {
      this.config = config.recurrentBias(true).build();
      this.rnn = rnn;
      this.decoder = decoder;
      this.encoder = Optional.ofNullable(encoder);
      this.dtype = dtype;
      this.unused = List.of(unused);
    }

    SafetensorsFile file() throws IOException {
      return resource(name().toLowerCase(Locale.ROOT));
    }

    TorchImport torch() {
      TorchImport.Builder torch = TorchImport.builder(FIVE);
      return (this == CELLS ? torch.rnn("cells.0", "cells.1") : torch).build();
    }
  }

  @ParameterizedTest
  @EnumSource
  void modules_areFoundWhateverTheyAreCalled(Case some) throws IOException {
    SafetensorsFile file = some.file();
    TorchNames names = some.torch().names(file);
    assertThat(names.rnn()).isEqualTo(some.rnn);
    assertThat(names.decoder()).contains(some.decoder);
    assertThat(names.encoder()).isEqualTo(some.encoder);
    assertThat(names.areOurs()).isFalse();
    assertThat(names.unused()).extracting(Tensor::name).isEqualTo(some.unused);
    assertThat(file.tensors().get(some.decoder + ".weight").dtype()).isEqualTo(some.dtype);
  }

  @ParameterizedTest
  @EnumSource
  void importedModel_hasPyTorchsLogits(Case some) throws IOException {
    Model model = some.torch().read(some.file(), new EjmlLinearAlgebra());
    assertThat(model.network().config()).isEqualTo(some.config);
    SafetensorsFile expected = resource("expected");
    String name = some.name().toLowerCase(Locale.ROOT);
    Tensor ids = expected.tensor(name + ".ids");
    int steps = Math.toIntExact(ids.shape()[0]);
    int batch = Math.toIntExact(ids.shape()[1]);
    Unrolled unrolled = new Unrolled(model.network(), steps, batch, Unrolled.Gradients.NONE);
    double[] found =
        unrolled
            .forward(
                Arrays.stream(ids.toLongs()).mapToInt(Math::toIntExact).toArray(), steps, batch)
            .toArray();
    double[] logits = expected.tensor(name + ".logits").toDoubles();
    assertThat(found).hasSameSizeAs(logits);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).as("logits[%d]", i).isCloseTo(logits[i], within(TOLERANCE));
    }
  }

  /** Under our names; half precision widened, each number as it was. */
  @ParameterizedTest
  @EnumSource
  void export_hasTheNumbersThatWereImported(Case some) throws IOException {
    SafetensorsFile file = some.file();
    Model model = some.torch().read(file, new VectorLinearAlgebra());
    SafetensorsFile again =
        SafetensorsFile.parse(TorchExport.writer(model, Dtype.F32).toBytes(), "again");
    NamedTensors named = some.torch().names(file).tensors();
    assertThat(again.tensors().keySet()).isEqualTo(named.tensors().keySet());
    named
        .tensors()
        .forEach(
            (name, tensor) -> {
              assertThat(again.tensors().get(name).shape()).as(name).isEqualTo(tensor.shape());
              assertThat(doubles(again.tensors().get(name))).as(name).isEqualTo(doubles(tensor));
            });
    TorchImport torch = new TorchImport(FIVE);
    assertThat(torch.names(again).areOurs()).isTrue();
    assertThat(torch.names(again).unused()).isEmpty();
    assertThat(torch.read(again, new VectorLinearAlgebra()).toBytes()).isEqualTo(model.toBytes());
  }

  @Test
  void recurrentModuleAlone_hasNoPrefix() throws IOException {
    Map<String, long[]> tensors = lstm("", 2, 5, 3);
    tensors.putAll(linear("out", 5, 3));
    TorchNames names = names(tensors);
    assertThat(names.rnn()).containsExactly("");
    assertThat(names.decoder()).contains("out");
    assertRead(tensors);
  }

  @Test
  void severalRecurrentModules_areNamed_andChosenOrStacked() throws IOException {
    Map<String, long[]> tensors = lstm("net.lstm1", 1, 5, 3);
    tensors.putAll(lstm("net.lstm2", 2, 3, 3));
    tensors.putAll(linear("net.fc", 5, 3));
    assertRefused(
        TorchImport.builder(FIVE), tensors, "net.lstm1, net.lstm2", "--rnn net.lstm1,net.lstm2");
    Model stacked =
        TorchImport.builder(FIVE)
            .rnn("net.lstm1", "net.lstm2")
            .build()
            .read(file(tensors), new EjmlLinearAlgebra());
    assertThat(stacked.network().config().layers()).isEqualTo(3);
    TorchNames one = TorchImport.builder(FIVE).rnn("net.lstm1").build().names(file(tensors));
    assertThat(one.unused()).extracting(Tensor::name).hasSize(8).allMatch(n -> n.contains("lstm2"));
    assertRefused(
        TorchImport.builder(FIVE).rnn("lstm1"), tensors, "'lstm1'", "net.lstm1, net.lstm2");
    assertRefused(
        TorchImport.builder(FIVE).rnn("net.lstm2", "net.lstm1"),
        tensors,
        "net.lstm1.weight_ih_l0",
        "[12, 5]");
  }

  @Test
  void severalOutputLayers_areNamed_andChosen() throws IOException {
    Map<String, long[]> tensors = lstm("lstm", 1, 5, 3);
    tensors.putAll(linear("a", 5, 3));
    tensors.putAll(linear("b", 5, 3));
    assertRefused(
        TorchImport.builder(FIVE), tensors, "output layer", "a.weight [5, 3]", "--decoder a");
    assertThat(TorchImport.builder(FIVE).decoder("b").build().names(file(tensors)).decoder())
        .contains("b");
    assertRefused(TorchImport.builder(FIVE).decoder("c"), tensors, "'c'", "c.weight");
    // One that has the usual name, or the right number of rows, or the same parent, is taken.
    tensors.remove("b.weight");
    tensors.remove("b.bias");
    tensors.putAll(linear("value", 1, 3));
    assertThat(names(tensors).decoder()).contains("a");
    tensors.putAll(linear("fc", 5, 3));
    assertThat(names(tensors).decoder()).contains("fc");
    Map<String, long[]> averaged = lstm("model.rnn", 1, 5, 3);
    averaged.putAll(linear("model.x", 5, 3));
    averaged.putAll(linear("average.fc", 5, 3));
    assertThat(names(averaged).decoder()).contains("model.x");
  }

  @Test
  void severalEmbeddings_areNamed_andChosen() throws IOException {
    Map<String, long[]> tensors = lstm("rnn", 1, 2, 3);
    tensors.putAll(linear("fc", 5, 3));
    tensors.put("x.weight", new long[] {5, 2});
    tensors.put("y.weight", new long[] {5, 2});
    assertRefused(TorchImport.builder(FIVE), tensors, "embedding", "x.weight", "--encoder x");
    assertThat(TorchImport.builder(FIVE).encoder("y").build().names(file(tensors)).encoder())
        .contains("y");
  }

  @Test
  void tiedWeights_areFoundUnderOneNameOfTwo() throws IOException {
    Map<String, long[]> tensors = lstm("gpt.lstm", 1, 3, 3);
    tensors.put("gpt.emb.weight", new long[] {5, 3});
    tensors.put("gpt.head.bias", new long[] {5});
    TorchNames names = names(tensors);
    assertThat(names.encoder()).contains("gpt.emb");
    assertThat(names.decoder()).contains("gpt.head");
    assertThat(assertRead(tensors).network().config().tieWeights()).isTrue();

    Map<String, long[]> other = lstm("lstm", 1, 3, 3);
    other.putAll(linear("fc", 5, 3));
    assertThat(names(other).encoder()).isEmpty();
    assertThat(assertRead(other).network().config().tieWeights()).isTrue();
  }

  @Test
  void whatDoesNotFit_isNamed() throws IOException {
    Map<String, long[]> reverse = lstm("birnn", 1, 5, 3);
    reverse.put("birnn.weight_hh_l0_reverse", new long[] {12, 3});
    reverse.putAll(linear("fc", 5, 6));
    assertRefused(TorchImport.builder(FIVE), reverse, "bidirectional (birnn.weight_hh_l0_reverse)");

    Map<String, long[]> projected = lstm("m.lstm", 1, 5, 3);
    projected.put("m.lstm.weight_hr_l0", new long[] {2, 3});
    assertRefused(TorchImport.builder(FIVE), projected, "m.lstm.weight_hr_l0", "proj_size");

    Map<String, long[]> headless = lstm("lstm", 1, 5, 3);
    assertRefused(TorchImport.builder(FIVE), headless, "no output layer", "3 columns", "[5, 3]");

    Map<String, long[]> between = lstm("lstm", 1, 5, 3);
    between.putAll(linear("fc1", 8, 3));
    between.putAll(linear("fc2", 5, 8));
    assertRefused(TorchImport.builder(FIVE), between, "fc2.weight [5, 8] reads 8", "3 numbers");

    Map<String, long[]> blind = lstm("lstm", 1, 2, 3);
    blind.putAll(linear("fc", 5, 3));
    assertRefused(TorchImport.builder(FIVE), blind, "reads 2 numbers", "nn.Embedding");

    Map<String, long[]> sizes = lstm("net.lstm", 1, 5, 3);
    sizes.putAll(linear("net.fc", 5, 3));
    sizes.put("net.lstm.bias_ih_l0", new long[] {11});
    assertRefused(TorchImport.builder(FIVE), sizes, "net.lstm.bias_ih_l0", "[11]", "[12]");
    sizes.remove("net.lstm.bias_ih_l0");
    assertRefused(TorchImport.builder(FIVE), sizes, "missing: net.lstm.bias_ih_l0");
    sizes.remove("net.lstm.weight_ih_l0");
    assertRefused(TorchImport.builder(FIVE), sizes, "net.lstm.weight_ih_l0 is missing");

    Map<String, long[]> gap = lstm("lstm", 1, 5, 3);
    gap.putAll(linear("fc", 5, 3));
    gap.put("lstm.weight_hh_l2", new long[] {12, 3});
    assertRefused(TorchImport.builder(FIVE), gap, "unexpected: lstm.weight_hh_l2");

    Map<String, long[]> transformer = linear("h.0.attn.c_attn", 9, 3);
    assertRefused(TorchImport.builder(FIVE), transformer, "no recurrent layer", "h.0.attn");

    Map<String, long[]> larger = lstm("lstm", 1, 7, 3);
    larger.putAll(linear("fc", 7, 3));
    assertRefused(TorchImport.builder(FIVE), larger, "vocabulary of 7", "given has 5");

    Map<String, long[]> noBias = lstm("a.lstm", 1, 5, 3);
    noBias.put("a.fc.weight", new long[] {5, 3});
    assertRefused(TorchImport.builder(FIVE), noBias, "its decoder has no bias", "a.fc.bias");
  }

  private static double[] doubles(Tensor tensor) {
    try {
      return tensor.toDoubles();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Model assertRead(Map<String, long[]> tensors) throws IOException {
    return new TorchImport(FIVE).read(file(tensors), new EjmlLinearAlgebra());
  }

  private static TorchNames names(Map<String, long[]> tensors) throws IOException {
    return new TorchImport(FIVE).names(file(tensors));
  }

  private static void assertRefused(
      TorchImport.Builder torch, Map<String, long[]> tensors, String... words) throws IOException {
    SafetensorsFile file = file(tensors);
    assertThatThrownBy(() -> torch.build().read(file, new EjmlLinearAlgebra()))
        .isInstanceOf(ModelFileException.class)
        .hasMessageStartingWith("state_dict: ")
        .hasMessageContainingAll(words);
  }

  private static Map<String, long[]> lstm(String module, int layers, int inputs, int units) {
    String prefix = module.isEmpty() ? "" : module + ".";
    Map<String, long[]> tensors = new LinkedHashMap<>();
    for (int k = 0; k < layers; k++) {
      tensors.put(prefix + "weight_ih_l" + k, new long[] {4 * units, k == 0 ? inputs : units});
      tensors.put(prefix + "weight_hh_l" + k, new long[] {4 * units, units});
      tensors.put(prefix + "bias_ih_l" + k, new long[] {4 * units});
      tensors.put(prefix + "bias_hh_l" + k, new long[] {4 * units});
    }
    return tensors;
  }

  private static Map<String, long[]> linear(String module, int rows, int columns) {
    Map<String, long[]> tensors = new LinkedHashMap<>();
    tensors.put(module + ".weight", new long[] {rows, columns});
    tensors.put(module + ".bias", new long[] {rows});
    return tensors;
  }

  /** Different numbers in each tensor, so that none has the bits of another. */
  private static SafetensorsFile file(Map<String, long[]> tensors) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    tensors.forEach(
        (name, shape) -> {
          int size = Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
          double[] values = new double[size];
          Arrays.setAll(values, i -> (name.hashCode() % 97 + i) / 256.0);
          writer.add(name, Dtype.F32, shape, values);
        });
    return SafetensorsFile.parse(writer.toBytes(), "state_dict");
  }

  private static SafetensorsFile resource(String name) throws IOException {
    String resource = "/reference/torch-modules-" + name + ".safetensors";
    try (InputStream in = TorchModulesTest.class.getResourceAsStream(resource)) {
      return SafetensorsFile.read(in, resource);
    }
  }
}
