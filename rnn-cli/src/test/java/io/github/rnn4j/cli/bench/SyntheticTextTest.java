// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SyntheticTextTest {

  @Test
  void text_hasTheSymbolsOfTinyShakespeare() {
    String symbols = "\n !$&',-.3:;?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    byte[] text = SyntheticText.ascii(SyntheticText.LENGTH);
    assertThat(text).hasSize(1_115_394);
    assertThat(new String(text, StandardCharsets.US_ASCII).chars().distinct().sorted().toArray())
        .isEqualTo(symbols.chars().toArray())
        .hasSize(65);
  }

  @Test
  void text_isAlwaysTheSameAndLongerTextsGoOn() {
    byte[] text = SyntheticText.ascii(5000);
    assertThat(SyntheticText.ascii(5000)).isEqualTo(text);
    assertThat(Arrays.copyOf(SyntheticText.ascii(9000), 5000)).isEqualTo(text);
  }

  @Test
  void text_thatIsLongerThanThePlay_playsItAgain() {
    byte[] text = SyntheticText.ascii(300_000);
    byte[] play = Arrays.copyOf(text, 140_000);
    assertThat(Arrays.copyOfRange(text, 140_000, 280_000)).isEqualTo(play);
    assertThat(Arrays.copyOfRange(text, 280_000, 300_000)).isEqualTo(Arrays.copyOf(play, 20_000));
  }

  @Test
  void text_readsLikeAPlay() {
    String text = new String(SyntheticText.ascii(5000), StandardCharsets.US_ASCII);
    assertThat(text).matches("(?s)([A-Z]+:\\n([A-Z][ !$&',\\-.3:;?a-z]+\\n)+\\n)+.*");
  }
}
