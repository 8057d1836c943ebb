// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.text;

import io.github.rnn4j.files.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/** SHA-256 of a text: of its token ids, four bytes each, the highest first. */
public final class TokenDigest {
  private static final int BLOCK = 8192;

  private TokenDigest() {}

  /**
   * The digest of a text, which tells whether it is still the same one.
   *
   * @param tokens the text
   * @return 64 hexadecimal digits
   */
  public static String of(Tokens tokens) {
    MessageDigest digest = Sha256.begin();
    int[] ids = new int[BLOCK];
    ByteBuffer bytes = ByteBuffer.allocate(BLOCK * Integer.BYTES);
    for (long from = 0; from < tokens.length(); from += BLOCK) {
      int count = (int) Math.min(BLOCK, tokens.length() - from);
      tokens.copy(from, ids, 0, count);
      bytes.clear();
      bytes.asIntBuffer().put(ids, 0, count);
      digest.update(bytes.limit(count * Integer.BYTES));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
