// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import io.github.rnn4j.api.Transpose;
import java.util.Random;

/**
 * Every operation at sizes around the edges of vectors, tiles and blocks: one hash of all results.
 */
final class Battery {
  private final LinearAlgebra la;
  private final Random random = new Random(20260101);
  private long hash = 17;

  private Battery(LinearAlgebra la) {
    this.la = la;
  }

  /** Prints the hash with one thread and with several, for a JVM of its own. */
  public static void main(String[] arguments) {
    for (int threads : new int[] {1, 2, 4}) {
      System.out.println(
          Lanes.LANES + " " + threads + " " + hash(new VectorLinearAlgebra(threads)));
    }
  }

  static String hash(LinearAlgebra la) {
    Battery battery = new Battery(la);
    battery.products();
    battery.cells();
    battery.rest();
    return Long.toHexString(battery.hash);
  }

  private Matrix random(int rows, int columns) {
    Matrix matrix = la.zeros(rows + 3, columns).rows(1, rows + 1);
    double[] values = new double[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * random.nextGaussian();
    }
    matrix.copyFrom(values, 0);
    return matrix;
  }

  private void take(Matrix... results) {
    for (Matrix result : results) {
      for (double value : result.toArray()) {
        hash = 1_000_003 * hash + Float.floatToIntBits((float) value);
      }
    }
  }

  private void take(double value) {
    hash = 1_000_003 * hash + Double.doubleToLongBits(value);
  }

  private void products() {
    int[][] sizes = {
      {1, 1, 1},
      {1, 65, 130},
      {2, 9, 64},
      {3, 17, 16},
      {5, 33, 97},
      {25, 64, 129},
      {50, 128, 192},
      {97, 70, 33},
      {130, 257, 65},
      {65, 600, 100},
      {100, 20, 1100},
      {1, 300, 700},
      {300, 40, 7},
      {110, 530, 600}
    };
    for (int[] size : sizes) {
      int m = size[0];
      int k = size[1];
      int n = size[2];
      for (Transpose ta : Transpose.values()) {
        for (Transpose tb : Transpose.values()) {
          for (double alpha : new double[] {1, -0.3}) {
            for (double beta : new double[] {0, 1, -0.7}) {
              Matrix a = ta == Transpose.NO ? random(m, k) : random(k, m);
              Matrix b = tb == Transpose.NO ? random(k, n) : random(n, k);
              Matrix c = random(m, n);
              la.gemm(alpha, a, ta, b, tb, beta, c);
              take(c);
            }
          }
        }
      }
    }
  }

  private void cells() {
    for (int[] size : new int[][] {{1, 1}, {2, 7}, {3, 16}, {5, 65}, {50, 128}}) {
      int m = size[0];
      int units = size[1];
      Matrix z = random(m, 4 * units);
      Matrix c = random(m, units);
      Matrix t = random(m, units);
      Matrix h = random(m, units);
      Matrix before = random(m, units);
      Matrix scratch = random(3 * m, units);
      la.lstmForward(z, before, c, t, h);
      take(z, c, t, h);
      Matrix dc = random(m, units);
      la.lstmBackward(z, before, t, h, dc, c, z, scratch);
      take(z, c);
      Matrix x = random(m, 3 * units);
      Matrix y = random(m, 3 * units);
      la.gruForward(x, y, before, h, scratch);
      take(x, h);
      la.gruBackward(x, y, before, dc, c, x, y, scratch);
      take(x, y, c);
      la.tanh(h, h);
      la.tanhBackward(h, dc, c);
      take(h, c);
      for (int groups : new int[] {1, 3}) {
        Matrix gain = random(1, 3 * units);
        Matrix r = random(m, groups);
        Matrix room = random(2 * m, 3 * units / groups);
        la.layerNorm(groups, 1e-5, x, gain, r, y, room);
        take(x, r, y);
        la.layerNormBackward(groups, x, gain, r, y, y, room);
        take(y);
      }
    }
  }

  private void rest() {
    for (int[] size : new int[][] {{1, 1}, {3, 15}, {7, 17}, {33, 65}, {200, 129}, {20, 1000}}) {
      int m = size[0];
      int n = size[1];
      Matrix x = random(m, n);
      Matrix y = random(m, n);
      Matrix z = random(m, n);
      Matrix row = random(1, n);
      Matrix column = random(m, 1);
      Matrix scratch = random(2 * m, n);
      Matrix turned = random(n, m);
      int[] targets = random.ints(m, 0, n).toArray();
      int[] rows = random.ints(m, 0, m).toArray();
      take(la.dot(x, y));
      take(la.sum(x));
      take(la.dotOneHot(x, targets, 0));
      la.transpose(x, turned);
      la.columnSums(x, -0.5, row);
      la.logSumExp(x, column);
      take(turned, row, column);
      la.axpy(0.3, x, y);
      la.scale(1.7, y);
      la.hadamard(x, y, z);
      la.addScalar(0.1, z);
      la.addColumn(0.3, column, z);
      la.broadcastRow(row, 0.7, z);
      la.divide(x, z, z);
      la.clamp(-2, 2, z);
      take(y, z);
      la.sigmoid(x, z);
      take(z);
      la.sqrt(z, z);
      la.exp(x, y);
      take(y, z);
      la.gatherRows(x, rows, 0, y);
      la.scatterAddRows(x, rows, 0, y);
      la.addOneHot(-0.3, targets, 0, y);
      take(y);
      take(la.softmaxCrossEntropy(x, targets, 0, 0.01, column, z));
      take(z, column);
      Matrix g = random(m, n);
      Matrix p = random(m, n);
      Matrix s = la.zeros(m, n);
      Matrix v = la.zeros(m, n);
      la.sgdMomentum(0.1, 0.9, false, 0.01, g, v, p, scratch);
      la.sgdMomentum(0.1, 0.9, true, 0.01, g, v, p, scratch);
      la.adagrad(0.1, 1e-8, 0, g, s, p, scratch);
      la.rmsprop(0.1, 0.95, 1e-8, 0.01, g, s, p, scratch);
      la.adam(3, 0.1, 0.9, 0.999, 1e-8, 0.01, false, g, v, s, p, scratch);
      la.adam(4, 0.1, 0.9, 0.999, 1e-8, 0.01, true, g, v, s, p, scratch);
      take(p, s, v);
    }
  }
}
