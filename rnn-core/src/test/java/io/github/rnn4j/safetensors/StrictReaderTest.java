// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.safetensors;

import static io.github.rnn4j.safetensors.RawFile.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each forbidden case is refused with one clear message. */
class StrictReaderTest {
  @TempDir Path directory;

  @Test
  void fileUnderEightBytes_isRefused() {
    refused(new byte[7], "m.safetensors: has 7 bytes; a safetensors file begins with the 8 bytes");
    refused(new byte[0], "has 0 bytes");
  }

  @Test
  void headerOverTheLimit_isRefused() {
    refused(
        RawFile.of(100_000_001L, new byte[0]),
        "claims a header of 100000001 bytes, over the limit of 100000000");
  }

  @Test
  void headerLengthWithItsTopBitSet_isRefusedAsUnsigned() {
    refused(
        RawFile.of(-1L, new byte[0]),
        "claims a header of 18446744073709551615 bytes, over the limit");
  }

  @Test
  void otherFormatsOfWeights_areNamedWithTheWayOut() {
    for (String begins :
        List.of("PK\3\4\0\0\b\b", "\u0080\2}q\0X\1\0", "\u0080\5\u0095\0\0\0\0\1")) {
      refused(
          begins.getBytes(StandardCharsets.ISO_8859_1),
          "m.safetensors: is no safetensors file but a pickle as PyTorch's torch.save writes it");
      refused(
          begins.getBytes(StandardCharsets.ISO_8859_1),
          "save_file({k: v.clone().contiguous() for k, v");
    }
    refused("\u0089HDF\r\n\u001A\n".getBytes(StandardCharsets.ISO_8859_1), "but HDF5, as Keras");
    refused("rnn4jcmp\1".getBytes(StandardCharsets.ISO_8859_1), "but a file that 'rnn compress'");
    refused("GGUF\3\0\0\1".getBytes(StandardCharsets.ISO_8859_1), "but GGUF");
    refused("\b\7\22\5rnn4".getBytes(StandardCharsets.ISO_8859_1), "but ONNX");
    refused("\b\12\22\7pyto".getBytes(StandardCharsets.ISO_8859_1), "but ONNX");
    refused("{\"metadata\": {}}".getBytes(StandardCharsets.ISO_8859_1), "but JSON");
    refused("\u001F\u008B\b\0\0\0\0\1".getBytes(StandardCharsets.ISO_8859_1), "gunzip");
  }

  @Test
  void headerPastTheFile_isRefused() {
    refused(
        RawFile.of(100_000_000L, "{}".getBytes(StandardCharsets.UTF_8)),
        "claims a header of 100000000 bytes, but only 2 follow");
  }

  @Test
  void headerThatDoesNotBeginWithABrace_isRefused() {
    refused(RawFile.of(" {}"), "the header must begin with '{', not with byte 0x20");
    refused(RawFile.of("[]"), "must begin with '{', not with byte 0x5B");
    refused(RawFile.of("\uFEFF{}"), "must begin with '{', not with byte 0xEF");
  }

  @Test
  void emptyHeader_isRefused() {
    refused(RawFile.of(""), "must begin with '{', not with nothing (it is empty)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"a\"",
        "{\"a\":",
        "{a:1}",
        "{\"a\":{",
        "{,}",
        "{\"__metadata__\":{},}",
        "{'a':1}"
      })
  void brokenJson_isRefused(String header) {
    refused(RawFile.of(header), "the header is not valid JSON: ");
  }

  @Test
  void headerThatGoesOnAfterItsEnd_isRefused() {
    refused(RawFile.of("{}{}"), "the header goes on after its closing '}'");
    refused(RawFile.of("{}\u0000"), "the header is not valid JSON: ");
  }

  @Test
  void duplicateTensor_isRefused() {
    String twice =
        "{" + entry("w", "U8", "[1]", "[0,1]") + "," + entry("w", "U8", "[1]", "[1,2]") + "}";
    refused(RawFile.of(twice, (byte) 1, (byte) 2), "Duplicate field 'w'");
  }

  @Test
  void duplicateTensorWrittenWithAnEscape_isRefused() {
    String twice =
        "{" + entry("w", "U8", "[1]", "[0,1]") + "," + entry("\\u0077", "U8", "[1]", "[1,2]") + "}";
    refused(RawFile.of(twice, (byte) 1, (byte) 2), "Duplicate field 'w'");
  }

  @Test
  void duplicateField_isRefused() {
    refused(
        RawFile.of(
            "{\"w\":{\"dtype\":\"U8\",\"dtype\":\"I8\",\"shape\":[0],\"data_offsets\":[0,0]}}"),
        "'dtype'");
  }

  @Test
  void duplicateMetadata_isRefused() {
    refused(RawFile.of("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}"), "Duplicate field 'k'");
    refused(
        RawFile.of("{\"__metadata__\":{},\"__metadata__\":{}}"), "Duplicate field '__metadata__'");
  }

  @Test
  void holeBetweenTensors_isRefused() {
    String header =
        "{" + entry("a", "U8", "[1]", "[0,1]") + "," + entry("b", "U8", "[1]", "[2,3]") + "}";
    refused(
        RawFile.of(header, new byte[3]),
        "hole in the data: tensor 'b' lies at [2, 3), but tensor 'a' lies at [0, 1)");
  }

  @Test
  void holeBeforeTheFirstTensor_isRefused() {
    refused(
        RawFile.of("{" + entry("a", "U8", "[1]", "[1,2]") + "}", new byte[2]),
        "hole in the data: tensor 'a' lies at [1, 2), but the data begins at 0");
  }

  @Test
  void overlap_isRefused() {
    String header =
        "{" + entry("a", "U8", "[2]", "[0,2]") + "," + entry("b", "U8", "[2]", "[1,3]") + "}";
    refused(
        RawFile.of(header, new byte[3]),
        "overlap in the data: tensor 'b' lies at [1, 3), but tensor 'a' lies at [0, 2)");
  }

  @Test
  void twoTensorsOnTheSameBytes_areRefused() {
    String header =
        "{" + entry("a", "U8", "[2]", "[0,2]") + "," + entry("b", "U8", "[2]", "[0,2]") + "}";
    refused(RawFile.of(header, new byte[2]), "overlap in the data: ");
  }

  @Test
  void emptyTensorInsideAnother_isRefused() {
    String header =
        "{" + entry("a", "U8", "[4]", "[0,4]") + "," + entry("z", "U8", "[0]", "[2,2]") + "}";
    refused(RawFile.of(header, new byte[4]), "overlap in the data: tensor 'z' lies at [2, 2)");
  }

  @Test
  void trailingBytes_areRefused() {
    refused(
        RawFile.of("{" + entry("a", "U8", "[2]", "[0,2]") + "}", new byte[5]),
        "trailing bytes: the tensors end at byte 2 of the data, which has 5");
    refused(
        RawFile.of("{}", new byte[1]),
        "trailing bytes: the tensors end at byte 0 of the data, which has 1");
  }

  @Test
  void tensorPastTheFile_isRefused() {
    refused(
        RawFile.of("{" + entry("a", "F64", "[2]", "[0,16]") + "}", new byte[15]),
        "tensor 'a' ends at byte 16 of the data, but the file has only 15 there");
  }

  @Test
  void hugeTensor_isRefusedBeforeAnythingOfItsSizeIsAllocated() {
    refused(
        RawFile.of(
            "{" + entry("a", "U8", "[9000000000000000000]", "[0,9000000000000000000]") + "}"),
        "ends at byte 9000000000000000000 of the data, but the file has only 0 there");
  }

  @Test
  void beginAfterEnd_isRefused() {
    refused(
        RawFile.of("{" + entry("a", "U8", "[2]", "[4,2]") + "}", new byte[4]),
        "tensor 'a' begins at 4, after its end at 2");
  }

  @Test
  void sizeThatIsNotShapeTimesDtype_isRefused() {
    refused(
        RawFile.of("{" + entry("a", "F32", "[2, 3]", "[0,23]") + "}", new byte[23]),
        "tensor 'a': F32 [2, 3] takes 24 bytes, but its data_offsets [0, 23] give 23");
  }

  @Test
  void bitsThatFillNoWholeByte_areRefused() {
    refused(
        RawFile.of("{" + entry("a", "F4", "[3]", "[0,2]") + "}", new byte[2]),
        "tensor 'a': F4 [3] takes 12 bits, not a whole number of bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[4294967296, 4294967296]",
        "[9223372036854775807, 2]",
        // Times the 64 bits of an F64 only.
        "[288230376151711744]",
        // The product overflows before the zero is reached.
        "[4294967296, 4294967296, 0]",
      })
  void overflowOfTheSize_isRefused(String shape) {
    refused(
        RawFile.of("{" + entry("a", "F64", shape, "[0,0]") + "}"),
        "tensor 'a': the size of F64 " + shape + " overflows 64 bits");
  }

  @Test
  void numberOverAllBounds_isRefused() {
    refused(
        RawFile.of("{" + entry("a", "U8", "[18446744073709551616]", "[0,0]") + "}"),
        "tensor 'a': shape 18446744073709551616 overflows 63 bits");
    refused(
        RawFile.of("{" + entry("a", "U8", "[1]", "[0,9223372036854775808]") + "}"),
        "tensor 'a': data_offsets 9223372036854775808 overflows 63 bits");
    refused(
        RawFile.of("{" + entry("a", "U8", "[" + "9".repeat(5000) + "]", "[0,0]") + "}"),
        "not valid JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"F63", "f32", "", "float32", "F32 "})
  void unknownDtype_isRefused(String dtype) {
    refused(
        RawFile.of("{" + entry("a", dtype, "[0]", "[0,0]") + "}"),
        "tensor 'a' has the unknown dtype '" + dtype + "'; known are [BOOL, F4,");
  }

  @Test
  void dtypeThatIsNoString_isRefused() {
    refused(
        RawFile.of("{\"a\":{\"dtype\":32,\"shape\":[0],\"data_offsets\":[0,0]}}"),
        "tensor 'a': dtype must be a string, not a whole number");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | a whole number",
        "1.5 | a fraction",
        "null | null",
        "true | a truth value",
        "[] | an array",
        "{} | an object"
      })
  void metadataThatIsNotAString_isRefused(String value, String what) {
    refused(
        RawFile.of("{\"__metadata__\":{\"k\":" + value + "}}"),
        "__metadata__ 'k' must be a string, not " + what);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"text\"", "[]", "3"})
  void metadataThatIsNotAnObject_isRefused(String value) {
    refused(
        RawFile.of("{\"__metadata__\":" + value + "}"),
        "__metadata__ must be an object of strings, not ");
  }

  @Test
  void malformedUtf8_isRefusedWithItsOffset() {
    byte[] header = "{\"__metadata__\":{\"k\":\"é\"}}".getBytes(StandardCharsets.ISO_8859_1);
    refused(RawFile.of(header), "the header is not UTF-8: malformed at its byte 22 (0xE9)");
  }

  @Test
  void surrogateEncodedInUtf8_isRefused() {
    byte[] header = "{\"__metadata__\":{\"k\":\"???\"}}".getBytes(StandardCharsets.UTF_8);
    header[22] = (byte) 0xED;
    header[23] = (byte) 0xA0;
    header[24] = (byte) 0x80;
    refused(RawFile.of(header), "the header is not UTF-8: malformed at its byte 22 (0xED)");
  }

  @Test
  void utf8CutOffAtTheEndOfTheHeader_isRefused() {
    refused(
        RawFile.of(new byte[] {'{', '}', (byte) 0xC3}),
        "the header is not UTF-8: malformed at its byte 2 (0xC3)");
  }

  @Test
  void malformedUtf8FarIntoALongHeader_isRefusedWithItsOffset() {
    byte[] header =
        ("{\"__metadata__\":{\"k\":\"" + "x".repeat(10_000) + "\"}}")
            .getBytes(StandardCharsets.UTF_8);
    header[9_000] = (byte) 0xFF;
    refused(RawFile.of(header), "the header is not UTF-8: malformed at its byte 9000 (0xFF)");
  }

  @Test
  void escapedHalfOfASurrogatePair_isRefused() {
    refused(
        RawFile.of("{\"__metadata__\":{\"k\":\"\\ud800\"}}"),
        "__metadata__ 'k' holds half of a surrogate pair, \\uD800");
    refused(RawFile.of("{\"__metadata__\":{\"\\udc00\":\"\"}}"), "surrogate");
    refused(RawFile.of("{" + entry("\\ud83d", "U8", "[0]", "[0,0]") + "}"), "surrogate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dtype", "shape", "data_offsets"})
  void missingField_isRefused(String field) {
    String header = "{" + entry("a", "U8", "[0]", "[0,0]") + "}";
    refused(
        RawFile.of(header.replace("\"" + field + "\"", "\"other\"")), "tensor 'a' has no " + field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"[0]\"", "{}", "0"})
  void shapeThatIsNoArray_isRefused(String shape) {
    refused(
        RawFile.of("{" + entry("a", "U8", shape, "[0,0]") + "}"),
        "tensor 'a': shape must be an array, not ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1.0]", "[\"1\"]", "[null]", "[[1]]", "[true]", "[1e0]"})
  void shapeOfOtherThanWholeNumbers_isRefused(String shape) {
    refused(
        RawFile.of("{" + entry("a", "U8", shape, "[0,1]") + "}", new byte[1]),
        "tensor 'a': shape must hold whole numbers, not ");
  }

  @Test
  void negativeNumber_isRefused() {
    refused(
        RawFile.of("{" + entry("a", "U8", "[-1]", "[0,0]") + "}"),
        "tensor 'a': shape holds the negative number -1");
    refused(
        RawFile.of("{" + entry("a", "U8", "[1]", "[-1,0]") + "}"),
        "tensor 'a': data_offsets holds the negative number -1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[0]", "[0,0,0]"})
  void offsetsThatAreNotTwo_areRefused(String offsets) {
    refused(
        RawFile.of("{" + entry("a", "U8", "[0]", offsets) + "}"),
        "tensor 'a' needs two data_offsets, begin and end, not ");
  }

  @Test
  void entryThatIsNoObject_isRefused() {
    refused(RawFile.of("{\"a\":[]}"), "tensor 'a' must be an object, not an array");
  }

  @Test
  void deepNesting_isRefused() {
    refused(RawFile.of("{\"a\":{\"x\":" + "[".repeat(100_000)), "the header is not valid JSON: ");
  }

  @Test
  void hostileNames_cannotReachTheTerminal() {
    String header = "{" + entry("\\u001b[2J\\n" + "y".repeat(500), "XX", "[0]", "[0,0]") + "}";
    assertThatThrownBy(() -> SafetensorsFile.parse(RawFile.of(header), "m"))
        .hasMessageStartingWith("m: tensor '\\u{1B}[2J\\u{A}yyy")
        .hasMessageContaining("y…' has the unknown dtype")
        .hasMessageNotContaining("\u001b");
  }

  @Test
  void everyTruncation_isRefused() throws IOException {
    byte[] whole = reference();
    // Any cut: inside the length, the header and the data.
    for (int size = 0; size < whole.length; size += size < 64 ? 1 : 97) {
      byte[] cut = java.util.Arrays.copyOf(whole, size);
      assertThatThrownBy(() -> SafetensorsFile.parse(cut, "m"))
          .as("cut to %d bytes", size)
          .isInstanceOf(SafetensorsException.class);
    }
  }

  @Test
  void randomDamage_throwsNothingButTheDeclaredException() throws IOException {
    byte[] whole = reference();
    Random random = new Random(42);
    int refused = 0;
    for (int round = 0; round < 3000; round++) {
      byte[] damaged = whole.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        damaged[random.nextInt(7200)] = (byte) random.nextInt(256);
      }
      try {
        SafetensorsFile.parse(damaged, "m");
      } catch (SafetensorsException e) {
        refused++;
        assertThat(e).hasMessageStartingWith("m: ");
      }
    }
    assertThat(refused).as("of 3000 damaged files, seed 42").isGreaterThan(1500);
  }

  @Test
  void missingFile_isNamed() {
    Path missing = directory.resolve("missing.safetensors");
    assertThatThrownBy(() -> SafetensorsFile.read(missing))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(missing + ": there is no such file");
  }

  @Test
  void directory_isRefused() {
    assertThatThrownBy(() -> SafetensorsFile.read(directory))
        .isInstanceOf(SafetensorsException.class)
        .hasMessage(directory + ": is a directory, not a safetensors file");
  }

  @Test
  void pathAndStream_refuseAsBytesDo() throws IOException {
    byte[] bad = RawFile.of("{}", new byte[1]);
    Path file = Files.write(directory.resolve("bad"), bad);
    assertThatThrownBy(() -> SafetensorsFile.read(file))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageStartingWith(file + ": trailing bytes");
    assertThatThrownBy(() -> SafetensorsFile.read(new ByteArrayInputStream(bad), "stream"))
        .isInstanceOfSatisfying(
            SafetensorsException.class, e -> assertThat(e.source()).isEqualTo("stream"))
        .hasMessageStartingWith("stream: trailing bytes");
  }

  private static byte[] reference() throws IOException {
    try (var in =
        StrictReaderTest.class.getResourceAsStream("/reference/torch-rnn-1.safetensors")) {
      return in.readAllBytes();
    }
  }

  private static void refused(byte[] file, String message) {
    assertThatThrownBy(() -> SafetensorsFile.parse(file, "m.safetensors"))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageStartingWith("m.safetensors: ")
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }
}
