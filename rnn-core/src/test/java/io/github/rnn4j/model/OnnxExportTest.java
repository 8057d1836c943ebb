// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.backend.ejml.EjmlLinearAlgebra;
import io.github.rnn4j.backend.vector.VectorLinearAlgebra;
import io.github.rnn4j.files.OwnFile;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.MinimalGatedCell;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Unrolled;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.records.Labels;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.text.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is exported, computed by ONNX Runtime and parsed by Tribuo's classes of onnx.proto. */
class OnnxExportTest {
  /** The bound; weights, and what ONNX Runtime computes, are float32. */
  private static final double TOLERANCE = 1e-5;

  private static final int STEPS = 7;
  private static final int UNITS = 6;
  private static final Vocabulary VOCABULARY = Vocabulary.of("abcdefghij\u00E9");

  @TempDir Path folder;

  /** Every cell, depth, kind of input and number of biases. */
  static Stream<NetworkConfig> configs() {
    List<NetworkConfig> all = new ArrayList<>();
    for (CellType cell : CellType.values()) {
      for (int layers = 1; layers <= 3; layers++) {
        NetworkConfig plain =
            NetworkConfig.builder(cell, VOCABULARY.size(), UNITS).layers(layers).build();
        all.add(plain);
        all.add(plain.toBuilder().recurrentBias(true).build());
        all.add(plain.toBuilder().embedding(4).build());
        all.add(plain.toBuilder().embedding(UNITS).tieWeights(true).recurrentBias(true).build());
        if (layers > 1) {
          all.add(plain.toBuilder().residual(true).build());
          all.add(plain.toBuilder().residual(true).members(2).build());
        }
        all.add(plain.toBuilder().members(3).recurrentBias(true).build());
        all.add(plain.toBuilder().members(2).embedding(UNITS).tieWeights(true).build());
      }
    }
    return all.stream();
  }

  static LinearAlgebra ejml() {
    return new EjmlLinearAlgebra();
  }

  @ParameterizedTest
  @MethodSource("configs")
  void sequenceAndSteps_haveTheNetworksLogitsAndStates(NetworkConfig config) throws Exception {
    Model model = model(ejml(), config);
    try (OnnxRun onnx = new OnnxRun(OnnxExport.toBytes(model))) {
      for (int batch : new int[] {1, 3}) {
        int[] ids = new Random(31 * batch).ints(STEPS * batch, 0, VOCABULARY.size()).toArray();
        Unrolled unrolled = new Unrolled(model.network(), STEPS, batch, Unrolled.Gradients.NONE);
        Map<String, float[]> start = randomStates(config, batch, unrolled);
        double[] expected = unrolled.forward(ids, STEPS, batch).toArray();
        unrolled.carryState();

        Map<String, float[]> atOnce = onnx.read(ids, batch, config.allLayers(), start);
        assertClose(atOnce.get("logits"), expected, "logits at once, batch " + batch);
        assertEnd(atOnce, unrolled, config);

        Map<String, float[]> states = start;
        int row = batch * VOCABULARY.size();
        for (int t = 0; t < STEPS; t++) {
          Map<String, float[]> step =
              onnx.read(
                  Arrays.copyOfRange(ids, t * batch, (t + 1) * batch),
                  batch,
                  config.allLayers(),
                  states);
          assertClose(
              step.get("logits"),
              Arrays.copyOfRange(expected, t * row, (t + 1) * row),
              "logits of step " + t + ", batch " + batch);
          states = next(step);
          if (t == STEPS - 1) {
            assertEnd(step, unrolled, config);
          }
        }
      }
    }
  }

  /** Of a realistic size, on the backend in float32, whose weights are written as they are. */
  @Test
  void float32Weights_areWrittenBitForBit() throws Exception {
    NetworkConfig config =
        NetworkConfig.builder(CellType.LSTM, VOCABULARY.size(), 96).layers(2).build();
    Model model = model(new VectorLinearAlgebra(), config);
    int[] ids = new Random(4).ints(40, 0, VOCABULARY.size()).toArray();
    Unrolled unrolled = new Unrolled(model.network(), 40, 1, Unrolled.Gradients.NONE);
    double[] expected = unrolled.forward(ids, 40, 1).toArray();
    byte[] file = OnnxExport.toBytes(model);
    try (OnnxRun onnx = new OnnxRun(file)) {
      Map<String, float[]> zeros = Map.of("h_0", new float[2 * 96], "c_0", new float[2 * 96]);
      assertClose(onnx.read(ids, 1, 2, zeros).get("logits"), expected, "logits");
    }
    TensorProto bias =
        ModelProto.parseFrom(file).getGraph().getInitializerList().stream()
            .filter(tensor -> tensor.getName().equals("decoder.bias"))
            .findFirst()
            .orElseThrow();
    assertThat(floats(bias))
        .isEqualTo(model.network().parameters().get("decoder.bias").value().toArray());
  }

  @ParameterizedTest
  @MethodSource("configs")
  void file_hasTheStructureThatIsDocumented(NetworkConfig config) throws Exception {
    ModelProto file = ModelProto.parseFrom(OnnxExport.toBytes(model(ejml(), config)));
    assertThat(file.getIrVersion()).isEqualTo(7);
    assertThat(file.getOpsetImportList())
        .singleElement()
        .satisfies(set -> assertThat(set.getDomain()).isEmpty())
        .satisfies(set -> assertThat(set.getVersion()).isEqualTo(14));
    assertThat(file.getProducerName()).isEqualTo("rnn4j");
    GraphProto graph = file.getGraph();
    boolean lstm = config.cell() == CellType.LSTM;
    String state = "(" + config.allLayers() + ", batch, " + UNITS + ")";
    List<String> inputs = new ArrayList<>(List.of("tokens INT64 (time, batch)"));
    List<String> outputs =
        new ArrayList<>(List.of("logits FLOAT (time, batch, " + VOCABULARY.size() + ")"));
    for (String part : lstm ? List.of("h", "c") : List.of("h")) {
      inputs.add(part + "_0 FLOAT " + state);
      outputs.add(part + "_n FLOAT " + state);
    }
    assertThat(graph.getInputList()).extracting(OnnxExportTest::told).isEqualTo(inputs);
    assertThat(graph.getOutputList()).extracting(OnnxExportTest::told).isEqualTo(outputs);

    List<NodeProto> recurrent =
        graph.getNodeList().stream()
            .filter(node -> node.getOpType().equals(config.cell().id().toUpperCase(Locale.ROOT)))
            .toList();
    assertThat(recurrent).hasSize(config.allLayers());
    for (NodeProto node : recurrent) {
      Map<String, Long> attributes =
          node.getAttributeList().stream()
              .collect(Collectors.toMap(AttributeProto::getName, AttributeProto::getI));
      assertThat(attributes)
          .isEqualTo(
              config.cell() == CellType.GRU
                  ? Map.of("hidden_size", (long) UNITS, "linear_before_reset", 1L)
                  : Map.of("hidden_size", (long) UNITS));
    }
    List<String> operators = graph.getNodeList().stream().map(NodeProto::getOpType).toList();
    assertThat(operators.contains("OneHot")).isEqualTo(config.embedding() == 0);
    assertThat(operators.contains("Gather")).isEqualTo(config.embedding() > 0);
    assertThat(operators.contains("Split")).isEqualTo(config.allLayers() > 1);
    assertThat(operators.contains("Transpose")).isEqualTo(config.tieWeights());
    assertThat(operators.contains("LogSoftmax")).isEqualTo(config.members() > 1);
    assertThat(operators).doesNotContain("Dropout");
    assertThat(graph.getInitializerList())
        .extracting(TensorProto::getName)
        .doesNotHaveDuplicates()
        .filteredOn(name -> name.endsWith("encoder.weight"))
        .hasSize(config.embedding() > 0 ? config.members() : 0);
    long numbers =
        graph.getInitializerList().stream()
            .filter(tensor -> tensor.getDataType() == TensorProto.DataType.FLOAT.getNumber())
            .filter(tensor -> !List.of("off_on", "log_members").contains(tensor.getName()))
            .mapToLong(tensor -> tensor.getRawData().size() / Float.BYTES)
            .sum();
    assertThat(numbers)
        .as("each weight once, and PyTorch's two biases")
        .isEqualTo(config.toBuilder().recurrentBias(true).build().parameterCount());
  }

  @Test
  void metadata_tellsWhatTheModelFileTells() throws Exception {
    Vocabulary words =
        Vocabulary.of("ab\n\u00E9\uD83D\uDE00" + Labels.symbol(0) + Labels.symbol(1));
    Model model =
        model(ejml(), new NetworkConfig(CellType.GRU, words.size(), 5), words)
            .withRecords(new RecordBorder("\n"))
            .withNovelty(new Novelty(0.25))
            .withLabels(new Labels(List.of("a", "\u00FC")), 1.5);
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put("format", "rnn4j.onnx");
    expected.put("version", "1");
    expected.put("cell", "gru");
    expected.put("vocabulary_size", "7");
    expected.put("hidden_size", "5");
    expected.put("layers", "1");
    expected.put("recurrent_bias", "true");
    expected.put("embedding", "0");
    expected.put("tie_weights", "false");
    // ASCII: the binding of Java spoils the characters that take two units of UTF-16.
    expected.put(
        "vocabulary",
        "[\"\\n\",\"a\",\"b\",\"\\u00E9\",\"\\uD83D\\uDE00\",\"\\uDB80\\uDC00\",\"\\uDB80\\uDC01\"]");
    expected.put("record_border", "\"\\n\"");
    expected.put("novelty", "0.25");
    expected.put("labels", "[\"a\",\"\\u00FC\"]");
    expected.put("label_temperature", "1.5");
    byte[] file = OnnxExport.toBytes(model);
    Map<String, String> parsed = new LinkedHashMap<>();
    for (StringStringEntryProto entry : ModelProto.parseFrom(file).getMetadataPropsList()) {
      parsed.put(entry.getKey(), entry.getValue());
    }
    assertThat(Vocabulary.fromJson(parsed.get("vocabulary"))).isEqualTo(words);
    assertThat(parsed).isEqualTo(expected);
    assertThat(parsed.keySet()).containsExactlyElementsOf(expected.keySet());
    try (OnnxRun onnx = new OnnxRun(file)) {
      assertThat(onnx.metadata()).isEqualTo(expected);
    }
    assertThat(OwnFile.of(file)).contains(OwnFile.ONNX);
  }

  @ParameterizedTest
  @MethodSource("configs")
  void sameModel_givesTheSameBytesEachWay(NetworkConfig config) throws Exception {
    Model model = model(ejml(), config);
    byte[] bytes = OnnxExport.toBytes(model);
    assertThat(OnnxExport.toBytes(Model.load(saved(model), ejml()))).isEqualTo(bytes);
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    OnnxExport.writeTo(model, stream);
    assertThat(stream.toByteArray()).isEqualTo(bytes);
    Path file = folder.resolve("m.onnx");
    OnnxExport.write(model, file);
    assertThat(file).hasBinaryContent(bytes);
    // What another writer of Protocol Buffers makes of the same message is as long.
    assertThat(ModelProto.parseFrom(bytes).toByteArray()).hasSameSizeAs(bytes);
  }

  @Test
  void whatOnnxHasNot_isRefusedWithAReason() throws Exception {
    Network own = new Network(ejml(), new NetworkConfig(new MinimalGatedCell(), 3, 2));
    Initialization.uniform(own, new RandomStreams(1));
    Model mine = new Model(own, Vocabulary.of("abc"));
    assertThatThrownBy(() -> OnnxExport.toBytes(mine))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("mgu", "RNN, LSTM and GRU");

    Network empty = new Network(ejml(), new NetworkConfig(CellType.RNN, 3, 2));
    Model none = new Model(empty, Vocabulary.of("abc"));
    assertThatThrownBy(() -> OnnxExport.toBytes(none)).isInstanceOf(IllegalStateException.class);

    Model large = model(ejml(), new NetworkConfig(CellType.RNN, VOCABULARY.size(), 2));
    large.network().parameters().get("decoder.bias").value().set(0, 3, 1e39);
    Path file = Files.writeString(folder.resolve("there.onnx"), "before");
    assertThatThrownBy(() -> OnnxExport.write(large, file))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("decoder.bias", "1.0E39", "float32");
    assertThat(file).hasContent("before");
  }

  private Path saved(Model model) throws IOException {
    Path file = folder.resolve("model.safetensors");
    model.save(file);
    return file;
  }

  private static Model model(LinearAlgebra la, NetworkConfig config) {
    return model(la, config, VOCABULARY);
  }

  /** Every bias other than zero, so that none is taken for another. */
  private static Model model(LinearAlgebra la, NetworkConfig config, Vocabulary vocabulary) {
    Model model = RandomModels.of(la, config, vocabulary);
    Random random = new Random(5);
    model
        .network()
        .parameters()
        .forEach(
            parameter -> {
              if (parameter.shape().rank() == 1) {
                for (int i = 0; i < parameter.shape().columns(); i++) {
                  parameter.value().set(0, i, (float) random.nextGaussian());
                }
              }
            });
    model.network().parametersChanged();
    return model;
  }

  /** Random numbers into the window's start state, and by ONNX's names. */
  private static Map<String, float[]> randomStates(
      NetworkConfig config, int batch, Unrolled unrolled) {
    Random random = new Random(77);
    Map<String, float[]> states = new LinkedHashMap<>();
    for (int part = 0; part < unrolled.stateParts(); part++) {
      float[] all = new float[config.allLayers() * batch * UNITS];
      double[] exact = new double[all.length];
      for (int i = 0; i < all.length; i++) {
        all[i] = (float) (random.nextDouble() - 0.5);
        exact[i] = all[i];
      }
      for (int k = 0; k < config.allLayers(); k++) {
        unrolled.startState(k, part).copyFrom(exact, k * batch * UNITS);
      }
      states.put(part == 0 ? "h_0" : "c_0", all);
    }
    return states;
  }

  private static Map<String, float[]> next(Map<String, float[]> outputs) {
    Map<String, float[]> states = new LinkedHashMap<>();
    outputs.forEach(
        (name, values) -> {
          if (name.endsWith("_n")) {
            states.put(name.charAt(0) + "_0", values);
          }
        });
    return states;
  }

  private static void assertEnd(
      Map<String, float[]> outputs, Unrolled unrolled, NetworkConfig config) {
    for (int part = 0; part < unrolled.stateParts(); part++) {
      String name = part == 0 ? "h_n" : "c_n";
      float[] all = outputs.get(name);
      int size = all.length / config.allLayers();
      for (int k = 0; k < config.allLayers(); k++) {
        assertClose(
            Arrays.copyOfRange(all, k * size, (k + 1) * size),
            unrolled.startState(k, part).toArray(),
            name + " of layer " + k);
      }
    }
  }

  private static void assertClose(float[] found, double[] expected, String what) {
    assertThat(found).as(what).hasSize(expected.length);
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i])
          .as("%s [%d]", what, i)
          .isCloseTo(expected[i], within(TOLERANCE));
    }
  }

  private static double[] floats(TensorProto tensor) {
    var bytes = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[bytes.remaining() / Float.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes.getFloat();
    }
    return values;
  }

  /** Such as {@code logits FLOAT (time, batch, 5)}. */
  private static String told(ValueInfoProto value) {
    var tensor = value.getType().getTensorType();
    return value.getName()
        + " "
        + TensorProto.DataType.forNumber(tensor.getElemType())
        + tensor.getShape().getDimList().stream()
            .map(OnnxExportTest::told)
            .collect(Collectors.joining(", ", " (", ")"));
  }

  private static String told(TensorShapeProto.Dimension dimension) {
    return dimension.hasDimParam()
        ? dimension.getDimParam()
        : Long.toString(dimension.getDimValue());
  }
}
