// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.compression;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.text.Vocabulary;
import java.io.ByteArrayOutputStream;

/**
 * Codes pieces of lanes, one after the other, each from what its lane's last step predicts. A piece
 * that is no token is an escape and its bytes. An escape that is no token of the vocabulary is
 * nothing that the network reads: the next piece is coded from the same prediction.
 */
final class Coder {
  private final Lanes lanes;
  private final Vocabulary vocabulary;
  private final Frequencies frequencies;

  Coder(Model model, Lanes lanes) {
    this.lanes = lanes;
    this.vocabulary = model.vocabulary();
    this.frequencies = new Frequencies(model);
  }

  /** Turns to a lane: what comes next is coded from its prediction. */
  void turnTo(int lane) {
    lanes.predict(lane, frequencies);
  }

  /**
   * Codes a piece.
   *
   * @param raw codes what is no token
   * @return whether the lane's next piece needs a step
   */
  boolean encode(int lane, Pieces pieces, int piece, RawBytes raw, RangeEncoder encoder) {
    int token = pieces.token(piece);
    if (token != Vocabulary.NONE) {
      encode(lane, token, encoder);
      return true;
    }
    int escape = frequencies.escape();
    frequencies.encode(escape, encoder);
    raw.encode(pieces.bytes(), pieces.from(piece), pieces.to(piece), encoder);
    return escaped(lane, escape);
  }

  /** Codes a token. */
  void encode(int lane, int token, RangeEncoder encoder) {
    frequencies.encode(token, encoder);
    lanes.read(lane, token);
  }

  /**
   * Reads a piece.
   *
   * @param raw reads what is no token
   * @param out takes its bytes
   * @param most how many it may have
   * @return whether the lane's next piece needs a step
   */
  boolean decode(int lane, RawBytes raw, RangeDecoder decoder, ByteArrayOutputStream out, int most)
      throws CompressionException {
    int symbol = frequencies.decode(decoder);
    if (symbol == frequencies.escape()) {
      raw.decode(decoder, out, most);
      return escaped(lane, symbol);
    }
    byte[] bytes = vocabulary.bytesOf(symbol);
    if (bytes.length > most) {
      throw decoder.damaged();
    }
    out.writeBytes(bytes);
    lanes.read(lane, symbol);
    return true;
  }

  private boolean escaped(int lane, int escape) {
    if (frequencies.escapeIsToken()) {
      lanes.readUnknown(lane, escape);
      return true;
    }
    lanes.pass(lane);
    return false;
  }
}
