// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.safetensors;

import static io.github.rnn4j.safetensors.RawFile.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is legal is read, and values come out right. */
class SafetensorsFileTest {
  @TempDir Path directory;

  /** Expected values: read from the files with Python's json and struct modules. */
  @ParameterizedTest
  @CsvSource({
    "torch-rnn-1, 80, 1.6259903058905243, 4, 0.19783517913830045, -0.058425649554807016, -0.04314619679815051",
    "torch-rnn-2, 124, 1.697181702760413, 2, 0.09138757852969141, -0.34523244791412483, -0.1366197028925032",
    "torch-lstm-1, 82, 1.6080073478565007, 3, 0.042890775333708366, -0.3601443574631354, -0.006192293769675557",
    "torch-lstm-2, 126, 1.6388697471239597, 4, 0.27969123155766873, -0.17951984614486305, -0.06962853741541501",
    "torch-gru-1, 80, 1.6431001979233444, 3, -0.21387051477607982, -0.22494989189154857, -0.28171515369309746",
    "torch-gru-2, 124, 1.5502613570547097, 3, -0.11642692783562315, -0.04456807027665873, -0.06074545272473601",
  })
  void filesOfTheReferenceLibrary_areRead(
      String name,
      int tensors,
      double loss,
      long firstId,
      double firstWeight,
      double lastWeight,
      double firstBias)
      throws IOException {
    SafetensorsFile file = reference(name);

    assertThat(file.tensors()).hasSize(tensors);
    assertThat(file.metadata()).containsOnlyKeys("case");
    assertThat(file.metadata().get("case"))
        .startsWith("{\"cell\": \"")
        .contains("\"torch\": \"2.13.0+cpu\"");
    assertThat(file.tensor("loss").toDoubles()).containsExactly(loss);
    assertThat(file.tensor("ids").dtype()).isEqualTo(Dtype.I64);
    assertThat(file.tensor("ids").shape()).containsExactly(13, 3);
    assertThat(file.tensor("ids").toLongs()).hasSize(39).startsWith(firstId);
    assertThat(file.tensor("rnn.weight_hh_l0").toDoubles())
        .startsWith(firstWeight)
        .endsWith(lastWeight);
    assertThat(file.tensor("decoder.bias").toDoubles()).hasSize(5).startsWith(firstBias);
  }

  @Test
  void pathStreamAndBytes_giveTheSame() throws IOException {
    byte[] bytes;
    try (InputStream in = open("torch-gru-1")) {
      bytes = in.readAllBytes();
    }
    SafetensorsFile ofPath = SafetensorsFile.read(Files.write(directory.resolve("m"), bytes));
    SafetensorsFile ofStream = reference("torch-gru-1");
    SafetensorsFile ofBytes = SafetensorsFile.parse(bytes, "bytes");

    assertThat(ofPath.source()).isEqualTo(directory.resolve("m").toString());
    assertThat(ofBytes.source()).isEqualTo("bytes");
    for (String name : ofPath.tensors().keySet()) {
      assertThat(ofStream.tensor(name).bytes()).isEqualTo(ofPath.tensor(name).bytes());
      assertThat(ofBytes.tensor(name).bytes()).isEqualTo(ofPath.tensor(name).bytes());
    }
  }

  @Test
  void fileWithoutAnything_isLegal() throws IOException {
    SafetensorsFile file = SafetensorsFile.parse(RawFile.of("{}"), "m");
    assertThat(file.tensors()).isEmpty();
    assertThat(file.metadata()).isEmpty();
  }

  @Test
  void rankZero_isLegalAndHasOneElement() throws IOException {
    byte[] file = RawFile.of("{" + entry("s", "U8", "[]", "[0,1]") + "}", (byte) 200);
    Tensor scalar = SafetensorsFile.parse(file, "m").tensor("s");
    assertThat(scalar.shape()).isEmpty();
    assertThat(scalar.elements()).isEqualTo(1);
    assertThat(scalar.toLongs()).containsExactly(200);
  }

  @Test
  void zeroSizedTensors_areLegalAnywhereOnABorder() throws IOException {
    String header =
        "{"
            + entry("a", "U8", "[2]", "[0,2]")
            + ","
            + entry("end", "F64", "[3,0]", "[2,2]")
            + ","
            + entry("front", "F64", "[0,9223372036854775807]", "[0,0]")
            + "}";
    SafetensorsFile file = SafetensorsFile.parse(RawFile.of(header, new byte[2]), "m");
    assertThat(file.tensors().keySet()).containsExactly("front", "a", "end");
    assertThat(file.tensor("end").toDoubles()).isEmpty();
    assertThat(file.tensor("front").toDoubles()).isEmpty();
  }

  @Test
  void trailingSpacesInTheHeader_areLegal() throws IOException {
    String header = "{" + entry("a", "U8", "[1]", "[0,1]") + "}" + " ".repeat(100);
    assertThat(SafetensorsFile.parse(RawFile.of(header, (byte) 7), "m").tensor("a").toLongs())
        .containsExactly(7);
  }

  @Test
  void unalignedHeaderAndUnsortedEntries_areLegal() throws IOException {
    String header =
        "{ " + entry("b", "U8", "[1]", "[1,2]") + " , " + entry("a", "I8", "[1]", "[0,1]") + " }";
    SafetensorsFile file = SafetensorsFile.parse(RawFile.of(header, (byte) -1, (byte) -1), "m");
    assertThat(file.tensor("a").toLongs()).containsExactly(-1);
    assertThat(file.tensor("b").toLongs()).containsExactly(255);
    assertThat(file.tensors().keySet()).containsExactly("a", "b");
  }

  @Test
  void unknownFieldOfAnEntry_isPassedOver() throws IOException {
    String header =
        "{\"a\":{\"note\":[{\"x\":1}],\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}";
    assertThat(SafetensorsFile.parse(RawFile.of(header), "m").tensor("a").elements()).isZero();
  }

  @Test
  void metadata_keepsItsOrderAndEveryCharacter() throws IOException {
    String header =
        "{\"__metadata__\":{\"z\":\"\\u0000\\n\\ud83d\\ude00é\",\"a\":\"\",\"\":\"no key\"}}";
    SafetensorsFile file = SafetensorsFile.parse(RawFile.of(header), "m");
    assertThat(file.metadata().keySet()).containsExactly("z", "a", "");
    assertThat(file.metadata()).containsEntry("z", "\0\n😀é").containsEntry("a", "");
  }

  @Test
  void nanAndInfinity_areLegal() throws IOException {
    byte[] data = new byte[24];
    ByteBuffer.wrap(data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putDouble(Double.NaN)
        .putDouble(Double.NEGATIVE_INFINITY)
        .putDouble(-0.0);
    byte[] file = RawFile.of("{" + entry("a", "F64", "[3]", "[0,24]") + "}", data);
    assertThat(SafetensorsFile.parse(file, "m").tensor("a").toDoubles())
        .containsExactly(Double.NaN, Double.NEGATIVE_INFINITY, -0.0);
  }

  @ParameterizedTest
  @EnumSource
  void everyDtype_isKnownBySize(Dtype dtype) throws IOException {
    int bytes = dtype.bits();
    byte[] file =
        RawFile.of(
            "{" + entry("a", dtype.name(), "[2,4]", "[0," + bytes + "]") + "}", new byte[bytes]);
    Tensor tensor = SafetensorsFile.parse(file, "m").tensor("a");
    assertThat(tensor.dtype()).isEqualTo(dtype);
    assertThat(tensor.elements()).isEqualTo(8);
    assertThat(tensor.bytes().remaining()).isEqualTo(bytes);
  }

  /**
   * Expected values: IEEE 754 binary16 as tabulated in the standard's literature (largest,
   * smallest, one third).
   */
  @ParameterizedTest
  @CsvSource({
    "0000, 0.0",
    "8000, -0.0",
    "0001, 0x1p-24",
    "03FF, 0x1.ff8p-15",
    "0400, 0x1p-14",
    "3555, 0.333251953125",
    "3C00, 1.0",
    "C000, -2.0",
    "7BFF, 65504.0",
    "7C00, Infinity",
    "FC00, -Infinity",
    "7E00, NaN",
  })
  void binary16_isExact(String hex, String value) throws IOException {
    int bits = Integer.parseInt(hex, 16);
    Tensor tensor = tensor("F16", (byte) bits, (byte) (bits >> 8));
    assertThat(tensor.toDoubles()).containsExactly(Double.parseDouble(value));
    assertThat(tensor.toFloats()).containsExactly(Float.parseFloat(value));
  }

  @Test
  void binary16_agreesWithItsFormulaEverywhere() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      int e = bits >> 10 & 31;
      int m = bits & 1023;
      double magnitude =
          e == 31
              ? m == 0 ? Double.POSITIVE_INFINITY : Double.NaN
              : e == 0
                  ? StrictMath.pow(2, -14) * m / 1024
                  : StrictMath.pow(2, e - 15) * (1 + m / 1024.0);
      double expected = bits >= 1 << 15 ? -magnitude : magnitude;
      assertThat((Object) (double) Tensor.binary16((short) bits))
          .as("%04X", bits)
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "3F80, 1.0",
    "C000, -2.0",
    "8000, -0.0",
    "7F80, Infinity",
    "7FC0, NaN",
    "0080, 0x1p-126",
    "4049, 3.140625"
  })
  void bfloat16_isExact(String hex, String value) throws IOException {
    int bits = Integer.parseInt(hex, 16);
    Tensor tensor = tensor("BF16", (byte) bits, (byte) (bits >> 8));
    assertThat(tensor.toDoubles()).containsExactly(Double.parseDouble(value));
    assertThat(tensor.toFloats()).containsExactly(Float.parseFloat(value));
  }

  @Test
  void f32_isReadExactly() throws IOException {
    Tensor tensor = tensor("F32", (byte) 0xDB, (byte) 0x0F, (byte) 0x49, (byte) 0x40);
    assertThat(tensor.toFloats()).containsExactly(3.1415927f);
    assertThat(tensor.toDoubles()).containsExactly(3.1415927410125732);
  }

  @Test
  void f64AsFloats_isRoundedToTheNearest() throws IOException {
    byte[] data = new byte[8];
    ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putDouble(0.1);
    Tensor tensor = tensor("F64", data);
    assertThat(tensor.toFloats()).containsExactly(0.1f);
    assertThat(tensor.toDoubles()[0]).isEqualTo(0.1, offset(0.0));
  }

  @ParameterizedTest
  @CsvSource({
    "U8, FF, 255",
    "I8, FF, -1",
    "U16, FEFF, 65534",
    "I16, FEFF, -2",
    "U32, FEFFFFFF, 4294967294",
    "I32, FEFFFFFF, -2",
    "I64, FEFFFFFFFFFFFFFF, -2",
    "U64, FFFFFFFFFFFFFF7F, 9223372036854775807",
  })
  void integers_areExact(String dtype, String hex, long value) throws IOException {
    assertThat(tensor(dtype, java.util.HexFormat.of().parseHex(hex)).toLongs())
        .containsExactly(value);
  }

  @Test
  void unsignedOverTheLargestLong_isRefusedAsLong() throws IOException {
    Tensor tensor = tensor("U64", java.util.HexFormat.of().parseHex("0000000000000080"));
    assertThatThrownBy(tensor::toLongs)
        .isInstanceOf(SafetensorsException.class)
        .hasMessage(
            "m: tensor 'a': element 0 is 9223372036854775808, over the largest long, 9223372036854775807");
  }

  @Test
  void wrongForm_isRefusedWithTheDtype() throws IOException {
    assertThatThrownBy(tensor("I64", new byte[8])::toDoubles)
        .isInstanceOf(SafetensorsException.class)
        .hasMessage(
            "m: tensor 'a' has dtype I64: only F64, F32, F16 and BF16 can be read as doubles");
    assertThatThrownBy(tensor("F8_E5M2", new byte[1])::toFloats)
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("has dtype F8_E5M2");
    assertThatThrownBy(tensor("F32", new byte[4])::toLongs)
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("only I8 to I64 and U8 to U64 can be read as longs");
  }

  @Test
  void missingTensor_isNamedWithThoseThereAre() throws IOException {
    SafetensorsFile file =
        SafetensorsFile.parse(RawFile.of("{" + entry("a", "U8", "[0]", "[0,0]") + "}"), "m");
    assertThatThrownBy(() -> file.tensor("rnn.weight"))
        .isInstanceOf(SafetensorsException.class)
        .hasMessage("m: has no tensor 'rnn.weight'; it has 'a'");
    assertThatThrownBy(() -> reference("torch-rnn-2").tensor("x"))
        .hasMessageContaining("it has 'ids', 'after.adagrad.decoder.bias'")
        .hasMessageEndingWith(" and 104 more");
  }

  @Test
  void content_cannotBeChangedFromOutside() throws IOException {
    byte[] bytes = RawFile.of("{" + entry("a", "U8", "[1]", "[0,1]") + "}", (byte) 7);
    SafetensorsFile file = SafetensorsFile.parse(bytes, "m");
    bytes[bytes.length - 1] = 9;
    file.tensor("a").shape()[0] = 5;
    file.tensor("a").toLongs()[0] = 5;

    assertThat(file.tensor("a").toLongs()).containsExactly(7);
    assertThat(file.tensor("a").shape()).containsExactly(1);
    assertThatThrownBy(() -> file.tensor("a").bytes().put(0, (byte) 1))
        .isInstanceOf(ReadOnlyBufferException.class);
    assertThatThrownBy(() -> file.tensors().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> file.metadata().put("k", "v"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private static Tensor tensor(String dtype, byte... data) throws IOException {
    byte[] file = RawFile.of("{" + entry("a", dtype, "[1]", "[0," + data.length + "]") + "}", data);
    return SafetensorsFile.parse(file, "m").tensor("a");
  }

  private static SafetensorsFile reference(String name) throws IOException {
    try (InputStream in = open(name)) {
      return SafetensorsFile.read(in, name);
    }
  }

  private static InputStream open(String name) {
    return SafetensorsFileTest.class.getResourceAsStream("/reference/" + name + ".safetensors");
  }
}
