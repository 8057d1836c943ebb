// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import io.github.rnn4j.text.Tokens;

/** The windows of one continuous text in parallel streams, a pass after the other. */
final class TextWindows implements Windows {
  private static final int[] NOWHERE = new int[0];

  private final ParallelStreams streams;
  private long window;

  TextWindows(Tokens tokens, int batch, int steps) {
    this.streams = new ParallelStreams(tokens, batch, steps);
  }

  @Override
  public int largest() {
    return streams.largestWindow();
  }

  @Override
  public int fill(long step, int[] inputs, int[] targets) {
    window = step % streams.windows();
    return streams.fill(window, inputs, targets);
  }

  @Override
  public int steps() {
    return streams.steps(window);
  }

  @Override
  public int rowsOfLastStep() {
    return streams.rowsOfLastStep(window);
  }

  @Override
  public int[] resets() {
    return NOWHERE;
  }

  @Override
  public int resetCount() {
    return 0;
  }

  @Override
  public boolean beginsAt(long step) {
    return step % streams.windows() == 0;
  }

  @Override
  public double epochs(long step) {
    return (double) step / streams.windows();
  }

  @Override
  public long windowsOfPass() {
    return streams.windows();
  }

  @Override
  public long stepsFor(long epochs) {
    return Math.multiplyExact(streams.windows(), epochs);
  }
}
