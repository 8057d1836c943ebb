// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

import io.github.rnn4j.model.Model;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A record that is being drawn, a token at a time, so that several go on side by side: each step
 * has the generator read one token. When it is whole, the next one may begin in its place.
 */
final class RecordDraft {
  private final Model model;
  private final RecordForm form;
  private final TextGenerator generator;
  private final int[] prime;
  private final long most;
  private long stream;
  private int label;

  /** What the record begins with, drawn or not: a label's symbol and the prime. */
  private int[] given = {};

  private int givenRead;

  /** The prime, and what is drawn after it. */
  private int[] tokens;

  private int drawn;
  private boolean under;

  /**
   * No record has begun.
   *
   * @param generator draws the tokens
   * @param prime what each record begins with, after its label. Not modified
   * @param most the most tokens beyond the prime
   */
  RecordDraft(Model model, RecordForm form, TextGenerator generator, int[] prime, long most) {
    this.model = model;
    this.form = form;
    this.generator = generator;
    this.prime = prime;
    this.most = most;
    this.tokens = prime.clone();
  }

  /** Draws from a distribution of the caller's, which is modified, when a record has begun. */
  int draw(double[] logits) {
    return generator.draw(logits);
  }

  /** The number of the record's random stream. */
  long stream() {
    return stream;
  }

  /** Whether a record has begun and not ended. */
  boolean isUnderWay() {
    return under;
  }

  /** Gives up the record. */
  void abandon() {
    under = false;
  }

  /**
   * Begins a record.
   *
   * @param stream the number of its random stream
   * @param random that stream
   */
  void begin(long stream, UniformRandomProvider random) {
    generator.beginRecord(random);
    this.stream = stream;
    this.label = WrittenRecord.NO_LABEL;
    this.given = prime;
    this.givenRead = 0;
    this.drawn = 0;
    this.under = true;
  }

  /**
   * Gives the record that has just begun a label.
   *
   * @param number the label's
   * @param symbol the label's token
   */
  void label(int number, int symbol) {
    label = number;
    given = new int[prime.length + 1];
    given[0] = symbol;
    System.arraycopy(prime, 0, given, 1, prime.length);
  }

  /** Reads or draws a token; whether the record has ended. */
  boolean next() {
    if (givenRead < given.length) {
      generator.readOne(given[givenRead++]);
      return false;
    }
    if (drawn == 0) {
      generator.within(most);
    }
    if (drawn < most) {
      int length = prime.length + drawn;
      if (length == tokens.length) {
        tokens = Arrays.copyOf(tokens, Math.addExact(length, Math.max(16, length >> 1)));
      }
      tokens[length] = generator.nextToken();
      drawn++;
    }
    under = drawn < most && !isWhole();
    return !under;
  }

  private boolean isWhole() {
    return drawn > 0 && generator.atRecordStart();
  }

  /** The record that has ended. */
  WrittenRecord record() {
    boolean whole = isWhole();
    // What is cut inside a border ends before it.
    int end = whole ? form.borderLength() : Math.min(generator.matched(), drawn);
    int[] own = Arrays.copyOf(tokens, prime.length + drawn - end);
    return new WrittenRecord(label, own, model.vocabulary().decode(own), whole);
  }
}
