// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.sampling;

/** A place in a record that is to match an expression, too. For one thread. */
record MatchedRecordPlace(RecordPlace place, Match match) implements RecordPlace {
  @Override
  public void restrict(double[] logits) {
    place.restrict(logits);
    match.restrict(logits);
  }

  @Override
  public RecordPlace after(int token) {
    return new MatchedRecordPlace(place.after(token), match.after(token));
  }

  @Override
  public boolean ended() {
    return place.ended();
  }
}
