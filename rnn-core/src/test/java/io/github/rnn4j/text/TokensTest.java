// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  private static final int PAGE = PagedTokens.PAGE_SIZE;

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "256, 1", "257, 2", "65536, 2", "65537, 4", "1114112, 4"})
  void storage_isTheSmallestThatFits(int vocabularySize, int bytes) {
    Tokens tokens = Tokens.of(vocabularySize, 0, vocabularySize - 1);
    assertThat(((PagedTokens) tokens).bytesPerToken()).isEqualTo(bytes);
    assertThat(tokens.get(1)).isEqualTo(vocabularySize - 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 60_000, 100_000})
  void tokens_comeBackOverPageBorders(int vocabularySize) {
    for (int length : new int[] {0, 1, PAGE - 1, PAGE, PAGE + 1, 3 * PAGE + 5}) {
      int[] ids = new Random(length).ints(length, 0, vocabularySize).toArray();
      Tokens tokens = Tokens.of(vocabularySize, ids);
      int[] copied = new int[length];
      tokens.copy(0, copied, 0, length);
      assertThat(tokens.length()).isEqualTo(length);
      assertThat(copied).isEqualTo(ids);
    }
  }

  @Test
  void bufferThatWidens_keepsWhatItHas() {
    TokenBuffer buffer = new TokenBuffer(1);
    int[] ids = new int[4 * PAGE + 3];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i < PAGE + 7 ? i % 256 : i < 3 * PAGE ? i % 65_536 : i;
      buffer.append(ids[i]);
    }
    PagedTokens tokens = buffer.toTokens();
    assertThat(tokens.bytesPerToken()).isEqualTo(4);
    int[] copied = new int[ids.length];
    tokens.copy(0, copied, 0, ids.length);
    assertThat(copied).isEqualTo(ids);
  }

  @Test
  void bufferThatIsCutAndRemapped_narrowsAgain() {
    TokenBuffer buffer = new TokenBuffer(1);
    for (int i = 0; i < 2 * PAGE; i++) {
      buffer.append(i % 100);
    }
    buffer.append(70_000);
    for (int cut : new int[] {2 * PAGE, PAGE + 1, PAGE}) {
      buffer.truncate(cut);
      assertThat(buffer.length()).isEqualTo(cut);
    }
    buffer.append(5);
    buffer.remap(100, id -> 99 - id);
    PagedTokens tokens = buffer.toTokens();
    assertThat(tokens.bytesPerToken()).isEqualTo(1);
    assertThat(tokens.length()).isEqualTo(PAGE + 1);
    assertThat(tokens.get(0)).isEqualTo(99);
    assertThat(tokens.get(PAGE - 1)).isEqualTo(99 - (PAGE - 1) % 100);
    assertThat(tokens.get(PAGE)).isEqualTo(94);
  }

  @Test
  void indexOutside_isRefused() {
    Tokens tokens = Tokens.of(3, 0, 1, 2);
    assertThatThrownBy(() -> tokens.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tokens.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tokens.get(1L << 32)).isInstanceOf(IndexOutOfBoundsException.class);
    int[] target = {7, 7};
    assertThatThrownBy(() -> tokens.copy(2, target, 0, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tokens.copy(0, target, 1, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tokens.copy(0, target, 0, -1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(target).containsExactly(7, 7);
  }

  @Test
  void idOutsideTheVocabulary_isRefused() {
    assertThatThrownBy(() -> Tokens.of(3, 0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("token 1 is 3, not in a vocabulary of 3");
    assertThatThrownBy(() -> Tokens.of(3, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void slice_isAPartOfItsTokens() {
    Tokens slice = Tokens.of(10, 0, 1, 2, 3, 4, 5).slice(2, 5);
    int[] copied = {9, 9, 9, 9};
    slice.copy(1, copied, 2, 2);
    assertThat(slice.length()).isEqualTo(3);
    assertThat(slice.get(0)).isEqualTo(2);
    assertThat(copied).containsExactly(9, 9, 3, 4);
    assertThat(slice.slice(1, 2).get(0)).isEqualTo(3);
    assertThat(slice.slice(3, 3).length()).isZero();
    assertThatThrownBy(() -> slice.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> slice.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> slice.copy(2, copied, 0, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> slice.slice(0, 4)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
