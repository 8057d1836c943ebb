// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes are those of the examples in the documentation of the wire format. */
class MessageTest {
  private static String hex(Message message) throws IOException {
    byte[] bytes = message.toBytes();
    assertThat(message.length()).isEqualTo(bytes.length);
    return HexFormat.ofDelimiter(" ").formatHex(bytes);
  }

  @Test
  void number_isAVarint() throws IOException {
    assertThat(hex(new Message().number(1, 150))).isEqualTo("08 96 01");
    assertThat(hex(new Message().number(2, -2))).isEqualTo("10 fe ff ff ff ff ff ff ff ff 01");
    assertThat(hex(new Message().number(16, 0))).isEqualTo("80 01 00");
  }

  @Test
  void text_isItsLengthAndUtf8() throws IOException {
    assertThat(hex(new Message().text(2, "testing"))).isEqualTo("12 07 74 65 73 74 69 6e 67");
    assertThat(hex(new Message().text(2, "é"))).isEqualTo("12 02 c3 a9");
  }

  @Test
  void message_isItsLengthAndFields() throws IOException {
    assertThat(hex(new Message().message(3, new Message().number(1, 150))))
        .isEqualTo("1a 03 08 96 01");
    Message two = new Message().number(1, 1).append(new Message().number(2, 2));
    assertThat(hex(two)).isEqualTo("08 01 10 02");
  }

  @Test
  void floats_haveTheLowestByteFirst() throws IOException {
    assertThat(hex(new Message().float64(1, 1.0))).isEqualTo("09 00 00 00 00 00 00 f0 3f");
    assertThat(hex(new Message().float32(2, -2.0f))).isEqualTo("15 00 00 00 c0");
  }
}
