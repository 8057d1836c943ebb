// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsWriterTest {
  private static final Pattern ENTRY =
      Pattern.compile(
          "\"([^\"]*)\":\\{\"dtype\":\"([A-Z0-9]+)\",\"shape\":\\[([0-9,]*)\\],\"data_offsets\":\\[([0-9]+),([0-9]+)\\]\\}");

  @TempDir Path directory;

  /** The oracle is the reference library: it wrote these files from the same content. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "torch-rnn-1",
        "torch-rnn-2",
        "torch-lstm-1",
        "torch-lstm-2",
        "torch-gru-1",
        "torch-gru-2"
      })
  void filesOfTheReferenceLibrary_areReproducedByteForByte(String name) throws IOException {
    byte[] expected;
    try (InputStream in = getClass().getResourceAsStream("/reference/" + name + ".safetensors")) {
      expected = in.readAllBytes();
    }
    SafetensorsFile file = SafetensorsFile.parse(expected, name);
    List<Tensor> shuffled = new ArrayList<>(file.tensors().values());
    Collections.shuffle(shuffled, new Random(1));
    SafetensorsWriter writer = new SafetensorsWriter().metadata(file.metadata());
    for (Tensor tensor : shuffled) {
      if (tensor.dtype() == Dtype.I64) {
        writer.add(tensor.name(), tensor.shape(), tensor.toLongs());
      } else {
        writer.add(tensor.name(), tensor.dtype(), tensor.shape(), tensor.toDoubles());
      }
    }
    assertThat(writer.toBytes()).isEqualTo(expected);
  }

  /** The bytes are put together by hand from the rules of the format. */
  @Test
  void smallFile_hasTheseBytes() throws IOException {
    String header = "{\"attn0\":{\"dtype\":\"F32\",\"shape\":[1,1,2,3],\"data_offsets\":[0,24]}}";
    ByteBuffer data = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 6; i++) {
      data.putFloat(i);
    }
    byte[] written =
        new SafetensorsWriter()
            .add("attn0", Dtype.F32, new long[] {1, 1, 2, 3}, new double[] {0, 1, 2, 3, 4, 5})
            .toBytes();
    assertThat(header).hasSize(65);
    assertThat(written).isEqualTo(RawFile.of(header + " ".repeat(7), data.array()));
  }

  @Test
  void emptyFile_hasTheseBytes() throws IOException {
    assertThat(new SafetensorsWriter().toBytes()).isEqualTo(RawFile.of("{}      "));
    assertThat(new SafetensorsWriter().metadata("framework", "pt").toBytes())
        .isEqualTo(RawFile.of("{\"__metadata__\":{\"framework\":\"pt\"}}     "));
  }

  /** Reads the bytes by the rules of the format only, apart from the reader of this package. */
  @Test
  void layout_followsTheRules() throws IOException {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      SafetensorsWriter writer = new SafetensorsWriter();
      if (random.nextBoolean()) {
        writer.metadata("note", "x".repeat(random.nextInt(9)));
      }
      Map<String, double[]> values = new HashMap<>();
      int count = random.nextInt(12);
      for (int i = 0; i < count; i++) {
        long[] shape = random.longs(random.nextInt(4), 0, 5).toArray();
        int elements = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        String name = "t" + random.nextInt(1000) + "." + i;
        double[] v = random.doubles(elements).map(x -> (float) x).toArray();
        values.put(name, v);
        switch (random.nextInt(3)) {
          case 0 -> writer.add(name, Dtype.F32, shape, v);
          case 1 -> writer.add(name, Dtype.F64, shape, () -> v);
          default -> {
            long[] whole = random.longs(elements, 0, 1 << 20).toArray();
            values.put(name, Arrays.stream(whole).asDoubleStream().toArray());
            writer.add(name, shape, whole);
          }
        }
      }
      checkLayout(writer.toBytes(), values, "seed " + seed);
    }
  }

  private static void checkLayout(byte[] file, Map<String, double[]> values, String what) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int n = (int) in.getLong();
    assertThat(n % 8).as(what).isZero();
    String header = new String(file, 8, n, StandardCharsets.UTF_8);
    assertThat(header).as(what).startsWith("{").matches("(?s).*\\} {0,7}");
    Matcher entries = ENTRY.matcher(header);
    int end = 0;
    int alignment = 8;
    String dtype = "";
    String name = "";
    int found = 0;
    while (entries.find()) {
      found++;
      int size = Integer.parseInt(entries.group(2).substring(1)) / 8;
      assertThat(size)
          .as("%s: alignment of %s", what, entries.group(1))
          .isLessThanOrEqualTo(alignment);
      if (entries.group(2).equals(dtype)) {
        assertThat(entries.group(1)).as(what).isGreaterThan(name);
      }
      assertThat(Integer.parseInt(entries.group(4)))
          .as("%s: begin of %s", what, entries.group(1))
          .isEqualTo(end);
      double[] expected = values.get(entries.group(1));
      assertThat(
              Arrays.stream(entries.group(3).split(","))
                  .filter(s -> !s.isEmpty())
                  .mapToInt(Integer::parseInt)
                  .reduce(1, (a, b) -> a * b))
          .as(what)
          .isEqualTo(expected.length);
      for (double value : expected) {
        double stored =
            switch (entries.group(2)) {
              case "F32" -> in.getFloat(8 + n + end);
              case "F64" -> in.getDouble(8 + n + end);
              default -> in.getLong(8 + n + end);
            };
        assertThat(stored).as("%s: %s", what, entries.group(1)).isEqualTo(value);
        end += size;
      }
      assertThat(Integer.parseInt(entries.group(5)))
          .as("%s: end of %s", what, entries.group(1))
          .isEqualTo(end);
      alignment = size;
      dtype = entries.group(2);
      name = entries.group(1);
    }
    assertThat(found).as(what).isEqualTo(values.size());
    assertThat(file.length).as(what).isEqualTo(8 + n + end);
  }

  @Test
  void sameContent_givesTheSameBytesInAnyOrder() throws IOException {
    SafetensorsWriter one = new SafetensorsWriter().metadata("b", "2").metadata("a", "1");
    SafetensorsWriter other = new SafetensorsWriter().metadata("a", "1").metadata("b", "2");
    double[] values = {1, 2};
    one.add("x", Dtype.F64, new long[] {2}, values).add("y", Dtype.F32, new long[] {2}, values);
    other.add("y", Dtype.F32, new long[] {2}, values).add("x", Dtype.F64, new long[] {2}, values);
    assertThat(one.toBytes()).isEqualTo(other.toBytes()).isEqualTo(one.toBytes());
  }

  @Test
  void names_standByCodePointNotByUtf16() throws IOException {
    // In UTF-16 the emoji's surrogates would come before U+FF5E.
    byte[] file =
        new SafetensorsWriter()
            .add("😀", Dtype.F64, new long[] {0}, new double[0])
            .add("～", Dtype.F64, new long[] {0}, new double[0])
            .toBytes();
    String text = new String(file, StandardCharsets.UTF_8);
    assertThat(text.indexOf("～")).isPositive().isLessThan(text.indexOf("😀"));
  }

  @Test
  void anyText_comesBackAsItWas() throws IOException {
    String odd = "\0\u001f\"\\/\n\u007f\u2028é漢😀\u0301";
    SafetensorsFile file =
        SafetensorsFile.parse(
            new SafetensorsWriter()
                .metadata(odd, odd)
                .add(odd, Dtype.F64, new long[0], new double[] {4})
                .toBytes(),
            "m");
    assertThat(file.metadata()).containsExactly(Map.entry(odd, odd));
    assertThat(file.tensor(odd).toDoubles()).containsExactly(4);
    assertThat(file.tensor(odd).shape()).isEmpty();
  }

  @Test
  void largeTensor_comesBackBitForBit() throws IOException {
    double[] values = new Random(3).doubles(10_001).map(x -> Math.scalb(x, 300)).toArray();
    values[0] = Double.NaN;
    values[1] = Double.NEGATIVE_INFINITY;
    values[2] = -0.0;
    values[3] = Double.MIN_VALUE;
    Path path = directory.resolve("m.safetensors");
    new SafetensorsWriter().add("w", Dtype.F64, new long[] {73, 137}, values).write(path);
    Tensor read = SafetensorsFile.read(path).tensor("w");
    assertThat(read.shape()).containsExactly(73, 137);
    assertThat(read.toDoubles()).containsExactly(values);
  }

  @Test
  void f32_roundsAndKeepsInfinityAndNan() throws IOException {
    double[] values = {0.1, Double.POSITIVE_INFINITY, Double.NaN, 1e-300, 3.4028235e38};
    byte[] file = new SafetensorsWriter().add("w", Dtype.F32, new long[] {5}, values).toBytes();
    assertThat(SafetensorsFile.parse(file, "m").tensor("w").toFloats())
        .containsExactly(0.1f, Float.POSITIVE_INFINITY, Float.NaN, 0f, Float.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 1.0",
    "-0.0, -0.0",
    "NaN, NaN",
    "-Infinity, -Infinity",
    // Ulps of 2^-7 between 1 and 2: ties go to the even one.
    "0x1.01p0, 1.0",
    "0x1.03p0, 0x1.04p0",
    "-0x1.03p0, -0x1.04p0",
    // Just beside a tie, and nearer to it than a float can tell.
    "0x1.0100000001p0, 0x1.02p0",
    "0x1.00ffffffffp0, 1.0",
    "0x1.0300000001p0, 0x1.04p0",
    "0x1.02ffffffffp0, 0x1.02p0",
    "0.1, 0x1.9ap-4",
    "1e-300, 0.0",
    "0x1p-133, 0x1p-133",
    "0x1.fep127, 0x1.fep127"
  })
  void bf16_isTheNearestOfTwoNeighbours(String value, String nearest) throws IOException {
    double[] values = {Double.parseDouble(value)};
    byte[] file = new SafetensorsWriter().add("w", Dtype.BF16, new long[] {1}, values).toBytes();
    assertThat(SafetensorsFile.parse(file, "m").tensor("w").toDoubles())
        .containsExactly(Double.parseDouble(nearest));
  }

  @Test
  void valueTooLargeForBf16_isRefused() {
    SafetensorsWriter writer =
        new SafetensorsWriter().add("w", Dtype.BF16, new long[] {1}, new double[] {3.4e38});
    assertThatThrownBy(writer::toBytes)
        .hasMessageContaining("element 0 is 3.4E38, too large for BF16; write it as F64");
  }

  @Test
  void valueTooLargeForF32_isRefusedAndTheOldFileStays() throws IOException {
    Path path = Files.writeString(directory.resolve("m.safetensors"), "old");
    SafetensorsWriter writer =
        new SafetensorsWriter().add("w", Dtype.F32, new long[] {2}, new double[] {0, 1e39});
    assertThatThrownBy(() -> writer.write(path))
        .isInstanceOf(SafetensorsException.class)
        .hasMessage(path + ": tensor 'w': element 1 is 1.0E39, too large for F32; write it as F64");
    assertThat(path).hasContent("old");
    assertThat(directory.toFile().list()).containsExactly("m.safetensors");
  }

  @Test
  void supplierWithAnotherNumberOfValues_isRefused() {
    SafetensorsWriter writer =
        new SafetensorsWriter().add("w", Dtype.F64, new long[] {2, 2}, () -> new double[3]);
    assertThatThrownBy(writer::toBytes)
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining(
            "tensor 'w': its shape [2, 2] needs 4 values, but its supplier gave 3");
  }

  @Test
  void supplierThatThrows_leavesTheOldFile() throws IOException {
    Path path = Files.writeString(directory.resolve("m.safetensors"), "old");
    SafetensorsWriter writer =
        new SafetensorsWriter()
            .add("a", Dtype.F64, new long[] {9000}, new double[9000])
            .add(
                "b",
                Dtype.F64,
                new long[] {1},
                () -> {
                  throw new IllegalStateException("boom");
                });
    assertThatThrownBy(() -> writer.write(path))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("boom");
    assertThat(path).hasContent("old");
    assertThat(directory.toFile().list()).containsExactly("m.safetensors");
  }

  @Test
  void wrongAdditions_areRefused() {
    SafetensorsWriter writer =
        new SafetensorsWriter().metadata("k", "v").add("w", new long[] {1}, new long[] {1});
    assertThatThrownBy(() -> writer.metadata("k", "other"))
        .hasMessage("metadata 'k' was added before");
    assertThatThrownBy(() -> writer.add("w", Dtype.F64, new long[] {1}, new double[1]))
        .hasMessage("tensor 'w' was added before");
    assertThatThrownBy(() -> writer.add("__metadata__", new long[] {1}, new long[1]))
        .hasMessageStartingWith("a tensor cannot be called __metadata__");
    assertThatThrownBy(() -> writer.add("x", Dtype.F64, new long[] {2, 3}, new double[5]))
        .hasMessage("tensor 'x' of shape [2, 3] needs 6 values, not 5");
    assertThatThrownBy(() -> writer.add("x", Dtype.F64, new long[] {-1}, new double[1]))
        .hasMessage("tensor 'x' has a negative size in its shape [-1]");
    assertThatThrownBy(
            () -> writer.add("x", Dtype.F64, new long[] {1L << 32, 1L << 32}, () -> new double[1]))
        .hasMessage("the size of tensor 'x', [4294967296, 4294967296], overflows 64 bits");
    assertThatThrownBy(() -> writer.add("x", Dtype.F16, new long[] {1}, new double[1]))
        .hasMessage("tensor 'x': doubles are written as F64, F32 or BF16, not as F16");
    assertThatThrownBy(() -> writer.add("\ud800", new long[] {1}, new long[1]))
        .hasMessage("tensor name '\\u{D800}' holds half of a surrogate pair, U+D800");
    assertThatThrownBy(() -> writer.metadata("k2", "\udc00"))
        .hasMessageContaining("metadata 'k2'")
        .hasMessageEndingWith("holds half of a surrogate pair, U+DC00");
  }
}
