// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import io.github.rnn4j.api.Contract;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.backend.java.JavaLinearAlgebra;

/** Twins whose layer normalization is wrong. */
public final class BrokenNorms {
  private BrokenNorms() {}

  /** Divides the sum of squares by n − 1, as statisticians do for a sample. */
  @Breaks(
      value = "layerNorm_isWithinErrorBound_R14",
      also = {"R11", "R16"})
  public static class SampleVariance extends JavaLinearAlgebra {
    @Override
    public void layerNorm(
        int groups, double epsilon, Matrix x, Matrix gain, Matrix r, Matrix y, Matrix scratch) {
      Contract.layerNorm(this, groups, x, gain, r, y, scratch);
      int w = x.columns() / groups;
      double more = w > 1 ? w / (w - 1.0) : 1;
      super.layerNorm(groups, epsilon / more, x, gain, r, y, scratch);
      for (int i = 0; i < x.rows(); i++) {
        for (int j = 0; j < x.columns(); j++) {
          double less = x.get(i, j) * (1 - 1 / Math.sqrt(more));
          x.set(i, j, x.get(i, j) - less);
          y.set(i, j, y.get(i, j) - gain.get(0, j) * less);
        }
        for (int k = 0; k < groups; k++) {
          r.set(i, k, r.get(i, k) / Math.sqrt(more));
        }
      }
    }
  }

  /** Adds ε to the root, not under it. */
  @Breaks(
      value = "layerNorm_isWithinErrorBound_R14",
      also = {"R11", "R15", "R16"})
  public static class EpsilonBesideTheRoot extends JavaLinearAlgebra {
    @Override
    public void layerNorm(
        int groups, double epsilon, Matrix x, Matrix gain, Matrix r, Matrix y, Matrix scratch) {
      super.layerNorm(groups, epsilon * epsilon, x, gain, r, y, scratch);
    }
  }

  /** Takes a mean and a variance for numbers that do not depend on x. */
  @Breaks(
      value = "layerNormBackward_isWithinErrorBound_R14",
      also = {"R11", "R15", "R16"})
  public static class MeanOfTheGradientForgotten extends JavaLinearAlgebra {
    @Override
    public void layerNormBackward(
        int groups, Matrix xhat, Matrix gain, Matrix r, Matrix dy, Matrix dx, Matrix scratch) {
      Contract.layerNormBackward(this, groups, xhat, gain, r, dy, dx, scratch);
      int w = xhat.columns() / groups;
      for (int i = 0; i < xhat.rows(); i++) {
        for (int j = 0; j < xhat.columns(); j++) {
          dx.set(i, j, r.get(i, j / w) * gain.get(0, j) * dy.get(i, j));
        }
      }
    }
  }

  /** Takes the gain of the first group for all. */
  @Breaks(
      value = "layerNormBackward_isWithinErrorBound_R14",
      also = {"R11", "R15", "R16"})
  public static class GainOfTheFirstGroup extends JavaLinearAlgebra {
    @Override
    public void layerNormBackward(
        int groups, Matrix xhat, Matrix gain, Matrix r, Matrix dy, Matrix dx, Matrix scratch) {
      Contract.layerNormBackward(this, groups, xhat, gain, r, dy, dx, scratch);
      Matrix first = zeros(1, gain.columns());
      int w = gain.columns() / groups;
      for (int k = 0; k < groups; k++) {
        copyColumns(gain, 0, first, k * w, w);
      }
      super.layerNormBackward(groups, xhat, first, r, dy, dx, scratch);
    }
  }

  /** Writes y instead of adding to it. */
  @Breaks(
      value = "layerNorm_isWithinErrorBound_R14",
      also = {"R11", "R15", "R16"})
  public static class SumForgotten extends JavaLinearAlgebra {
    @Override
    public void layerNorm(
        int groups, double epsilon, Matrix x, Matrix gain, Matrix r, Matrix y, Matrix scratch) {
      Contract.layerNorm(this, groups, x, gain, r, y, scratch);
      fill(0, y);
      super.layerNorm(groups, epsilon, x, gain, r, y, scratch);
    }
  }

  /** Makes nothing of groups that do not divide the columns. */
  @Breaks("layerNorm_groupsThatDoNotDivide_areRefused_R8")
  public static class AnyGroups extends JavaLinearAlgebra {
    @Override
    public void layerNorm(
        int groups, double epsilon, Matrix x, Matrix gain, Matrix r, Matrix y, Matrix scratch) {
      if (x == null || groups > 0 && x.columns() % groups == 0) {
        super.layerNorm(groups, epsilon, x, gain, r, y, scratch);
      } else {
        Contract.layerNorm(this, 1, x, gain, r, y, scratch);
      }
    }
  }
}
