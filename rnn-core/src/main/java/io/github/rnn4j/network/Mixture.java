// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import io.github.rnn4j.api.Elementary;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The logarithm of the mean of what M members hold for probable:
 *
 * <pre>
 *   z = log 1/M Σ softmax(z_m) = log Σ exp(z_m − log Σ exp z_m) − log M
 * </pre>
 *
 * <p>with the largest summand taken out of the outer sum, so that nothing vanishes. Computed in
 * double, row by row: it does not depend on the threads.
 *
 * <p>Letters: n rows, V tokens.
 */
final class Mixture {
  /** The numbers of the rows that are worked on at a time, about. */
  private static final int BLOCK = 8192;

  private final LinearAlgebra la;
  private final int members;
  private final int vocabulary;
  private final int blockRows;
  private final Matrix logSumExp;
  private final double[][] logSums;

  /** Room for a block of each member's logits, for each thread. */
  private final double[][][] room;

  /**
   * Makes the storage.
   *
   * @param rows the most rows
   * @param vocabulary V
   */
  Mixture(LinearAlgebra la, int members, int rows, int vocabulary) {
    this.la = la;
    this.members = members;
    this.vocabulary = vocabulary;
    this.blockRows = Math.min(rows, Math.max(1, BLOCK / vocabulary));
    this.logSumExp = la.zeros(rows, 1);
    this.logSums = new double[members][rows];
    this.room = new double[la.parallelism()][members][Math.multiplyExact(blockRows, vocabulary)];
  }

  /**
   * Views of some rows.
   *
   * @param logits z_m of each member, n×V; never modified
   * @param mixed z, n×V; overlaps none of them
   */
  Window window(List<Matrix> logits, Matrix mixed) {
    return new Window(logits, mixed);
  }

  /** Some rows. */
  final class Window {
    private final List<Matrix> logits;
    private final Matrix all;
    private final Matrix logSum;
    private final Matrix[][] parts;
    private final Matrix[] mixed;
    private final int tasks;
    private final IntConsumer task = this::mix;

    private Window(List<Matrix> logits, Matrix mixed) {
      int rows = mixed.rows();
      int blocks = (rows + blockRows - 1) / blockRows;
      this.logits = logits;
      this.all = mixed;
      this.logSum = logSumExp.rows(0, rows);
      this.parts = new Matrix[members][];
      for (int m = 0; m < members; m++) {
        parts[m] = blocks(logits.get(m), blocks);
      }
      this.mixed = blocks(mixed, blocks);
      this.tasks = Math.min(room.length, blocks);
    }

    private Matrix[] blocks(Matrix matrix, int count) {
      Matrix[] blocks = new Matrix[count];
      for (int i = 0; i < count; i++) {
        blocks[i] = matrix.rows(i * blockRows, Math.min(matrix.rows(), (i + 1) * blockRows));
      }
      return blocks;
    }

    /** z from the members' logits. */
    Matrix mix() {
      for (int m = 0; m < members; m++) {
        la.logSumExp(logits.get(m), logSum);
        logSum.copyTo(logSums[m], 0);
      }
      if (tasks == 1) {
        mix(0);
      } else {
        la.parallel(tasks, task);
      }
      return all;
    }

    private void mix(int number) {
      for (int block = number; block < mixed.length; block += tasks) {
        mix(block, room[number]);
      }
    }

    private void mix(int block, double[][] numbers) {
      for (int m = 0; m < members; m++) {
        parts[m][block].copyTo(numbers[m], 0);
      }
      double logMembers = StrictMath.log(members);
      int rows = mixed[block].rows();
      for (int i = 0; i < rows; i++) {
        int row = block * blockRows + i;
        for (int k = i * vocabulary; k < (i + 1) * vocabulary; k++) {
          double largest = Double.NEGATIVE_INFINITY;
          for (int m = 0; m < members; m++) {
            numbers[m][k] -= logSums[m][row];
            largest = Math.max(largest, numbers[m][k]);
          }
          double sum = 0;
          for (int m = 0; m < members; m++) {
            sum += Elementary.exp(numbers[m][k] - largest);
          }
          numbers[0][k] = largest + StrictMath.log(sum) - logMembers;
        }
      }
      mixed[block].copyFrom(numbers[0], 0);
    }
  }
}
