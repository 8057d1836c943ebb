// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

/** A step of an optimizer, cut by elements. */
final class OptimizerTask extends Task {
  private enum Kind {
    MOMENTUM,
    NESTEROV,
    SCALED,
    ADAM
  }

  private Kind kind = Kind.MOMENTUM;
  private float rate;
  private float momentum;
  private float rest;
  private float keep;
  private float add;
  private float root;
  private float epsilon;
  private float decay;
  private boolean decoupled;
  private float shrink;
  private VectorMatrix g = NONE;
  private VectorMatrix m = NONE;
  private VectorMatrix s = NONE;
  private VectorMatrix p = NONE;

  /** See {@link Optimizers#momentum} and {@link Optimizers#nesterov}. */
  void momentum(
      ThreadTeam team,
      double rate,
      double momentum,
      boolean nesterov,
      double decay,
      VectorMatrix g,
      VectorMatrix v,
      VectorMatrix p) {
    this.kind = nesterov ? Kind.NESTEROV : Kind.MOMENTUM;
    this.rate = (float) rate;
    this.momentum = (float) momentum;
    this.decay = (float) decay;
    this.g = g;
    this.s = v;
    this.p = p;
    run(team);
  }

  /** See {@link Optimizers#scaled}. */
  void scaled(
      ThreadTeam team,
      double rate,
      double keep,
      double add,
      double epsilon,
      double decay,
      VectorMatrix g,
      VectorMatrix s,
      VectorMatrix p) {
    this.kind = Kind.SCALED;
    this.rate = (float) rate;
    this.keep = (float) keep;
    this.add = (float) add;
    this.epsilon = (float) epsilon;
    this.decay = (float) decay;
    this.g = g;
    this.s = s;
    this.p = p;
    run(team);
  }

  /** See {@link Optimizers#adam}. */
  void adam(
      ThreadTeam team,
      double length,
      double beta1,
      double beta2,
      double root,
      double epsilon,
      double decay,
      boolean decoupled,
      double shrink,
      VectorMatrix g,
      VectorMatrix m,
      VectorMatrix v,
      VectorMatrix p) {
    this.kind = Kind.ADAM;
    this.rate = (float) length;
    this.momentum = (float) beta1;
    this.rest = (float) (1 - beta1);
    this.keep = (float) beta2;
    this.add = (float) (1 - beta2);
    this.root = (float) root;
    this.epsilon = (float) epsilon;
    this.decay = (float) decay;
    this.decoupled = decoupled;
    this.shrink = (float) shrink;
    this.g = g;
    this.m = m;
    this.s = v;
    this.p = p;
    run(team);
  }

  private void run(ThreadTeam team) {
    run(team, p.size, 64, 1 << 12, p.size / 20);
  }

  @Override
  void range(int from, int to) {
    int n = to - from;
    int g0 = g.offset + from;
    int s0 = s.offset + from;
    int p0 = p.offset + from;
    switch (kind) {
      case MOMENTUM ->
          Optimizers.momentum(n, rate, momentum, decay, g.data, g0, s.data, s0, p.data, p0);
      case NESTEROV ->
          Optimizers.nesterov(n, rate, momentum, decay, g.data, g0, s.data, s0, p.data, p0);
      case SCALED ->
          Optimizers.scaled(n, rate, keep, add, epsilon, decay, g.data, g0, s.data, s0, p.data, p0);
      case ADAM ->
          Optimizers.adam(
              n,
              rate,
              momentum,
              rest,
              keep,
              add,
              root,
              epsilon,
              decay,
              decoupled,
              shrink,
              g.data,
              g0,
              m.data,
              m.offset + from,
              s.data,
              s0,
              p.data,
              p0);
    }
  }

  @Override
  void release() {
    g = NONE;
    m = NONE;
    s = NONE;
    p = NONE;
  }
}
