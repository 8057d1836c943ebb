// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import io.github.rnn4j.api.Matrix;
import java.util.Locale;

/** How an operand comes to hold other elements than at the last call. */
enum Change {
  FIRST_ELEMENT_SET {
    @Override
    void make(Call call, int operand) {
      set(call.operand(operand), 0, 0);
    }
  },
  MIDDLE_ELEMENT_SET {
    @Override
    void make(Call call, int operand) {
      Matrix x = call.operand(operand);
      set(x, x.rows() / 2, x.columns() / 2);
    }
  },
  LAST_ELEMENT_SET {
    @Override
    void make(Call call, int operand) {
      Matrix x = call.operand(operand);
      set(x, x.rows() - 1, x.columns() - 1);
    }
  },
  LAST_ROW_SET_THROUGH_A_VIEW_OF_THE_ROOT {
    @Override
    void make(Call call, int operand) {
      Matrix x = call.operand(operand);
      int last = Call.above(operand) + x.rows() - 1;
      set(call.root(operand).rows(last, last + 1), 0, x.columns() / 3);
    }
  },
  WRITTEN_BY_COPY_FROM {
    @Override
    void make(Call call, int operand) {
      call.operand(operand).copyFrom(call.other(operand, 1).values(), 0);
    }
  },
  ROOT_WRITTEN_BY_COPY_FROM {
    @Override
    void make(Call call, int operand) {
      Matrix root = call.root(operand);
      double[] values = root.toArray();
      for (int i = 0; i < values.length; i++) {
        values[i] = call.backend().precision().round(0.75 * values[i] + 0.125);
      }
      root.copyFrom(call.fitting(operand, new Grid(1, values.length, values)).values(), 0);
    }
  },
  SCALED {
    @Override
    void make(Call call, int operand) {
      call.backend().scale(0.5, call.operand(operand));
    }
  },
  LAST_ROW_FILLED {
    @Override
    void make(Call call, int operand) {
      Matrix x = call.operand(operand);
      call.backend().fill(0.75, x.rows(x.rows() - 1, x.rows()));
    }
  },
  OTHER_ROWS_OF_THE_ROOT {
    @Override
    void make(Call call, int operand) {
      Grid elements = call.other(operand, 2);
      call.rowsOf(call.root(operand), Call.above(operand) + 1, operand, elements);
    }
  },
  NEW_VIEW_OF_THE_ROWS_BEFORE {
    @Override
    void make(Call call, int operand) {
      Grid elements = call.other(operand, 3);
      call.rowsOf(call.root(operand), Call.above(operand), operand, elements);
    }
  },
  OTHER_MATRIX_WITH_ONE_OTHER_ELEMENT {
    @Override
    void make(Call call, int operand) {
      Grid elements = Grid.of(call.operand(operand));
      int row = elements.rows() - 1;
      int column = elements.columns() - 1;
      call.set(operand, elements.with(row, column, other(elements.at(row, column))));
    }
  };

  /** Changes the operand, whose root has rows above and below it. */
  abstract void make(Call call, int operand);

  private static void set(Matrix x, int row, int column) {
    x.set(row, column, other(x.get(row, column)));
  }

  private static double other(double value) {
    return value > 1 ? 0.25 : 1.75;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
