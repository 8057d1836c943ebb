// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.training;

import java.io.IOException;

/**
 * Saves what is to be saved after another listener heard of it.
 *
 * @param first the other listener
 * @param files where things go
 */
record CheckpointListener(TrainingListener first, Checkpoints files) implements TrainingListener {
  @Override
  public void stepped(Trainer trainer) {
    first.stepped(trainer);
  }

  @Override
  public void report(Report report) throws IOException {
    first.report(report);
  }

  @Override
  public void validated(TrainingRun run, double loss, boolean best) throws IOException {
    first.validated(run, loss, best);
    if (best) {
      files.saveBest(run.finished());
    }
  }

  @Override
  public void checkpoint(TrainingRun run) throws IOException {
    first.checkpoint(run);
    files.save(run);
  }

  @Override
  public void wentBack(DivergenceException cause, long step, double learningRate)
      throws IOException {
    first.wentBack(cause, step, learningRate);
  }
}
