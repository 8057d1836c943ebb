// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What an operation must give: for each output the values and how far each may be missed. */
final class Expected {
  private final Map<Integer, Output> outputs = new LinkedHashMap<>();
  private double result;
  private double resultBound;

  /** The values of one output and the bounds of their errors. */
  record Output(Grid values, Grid bounds) {
    void set(int row, int column, double value, double bound) {
      values.values()[row * values.columns() + column] = value;
      bounds.values()[row * values.columns() + column] = bound;
    }
  }

  Output output(int operand, int rows, int columns) {
    Output output =
        new Output(Grid.filled(rows, columns, Double.NaN), Grid.filled(rows, columns, Double.NaN));
    outputs.put(operand, output);
    return output;
  }

  Expected result(double value, double bound) {
    result = value;
    resultBound = bound;
    return this;
  }

  /** The same values, each of which may be missed by so much more. */
  Expected loosened(double by) {
    Expected loosened = new Expected().result(result, resultBound + by);
    outputs.forEach(
        (operand, output) ->
            loosened.outputs.put(
                operand, new Output(output.values(), output.bounds().map(bound -> bound + by))));
    return loosened;
  }

  /** Asserts that the operands after a run, and what it returned, are within the bounds. */
  void assertWithin(String what, Call call, double returned) {
    outputs
        .keySet()
        .forEach(
            operand -> {
              String name = what + ": " + call.operation().operand(operand).name();
              assertOutput(
                  operand,
                  Grid.of(call.operand(operand)),
                  (i, j) -> name + "(" + i + ", " + j + ")");
            });
    assertClose(what + ": the result", returned, result, resultBound);
  }

  /** Says what the element (i, j) is, for a message. */
  @FunctionalInterface
  interface Naming {
    String of(int i, int j);
  }

  /** Asserts that one output is within its bounds. */
  void assertOutput(int operand, Grid actual, Naming naming) {
    Output output = Objects.requireNonNull(outputs.get(operand));
    for (int i = 0; i < actual.rows(); i++) {
      for (int j = 0; j < actual.columns(); j++) {
        double expected = output.values().at(i, j);
        double bound = output.bounds().at(i, j);
        // The name is made only when it is needed: there are many elements.
        if (!(Math.abs(actual.at(i, j) - expected) <= bound)) {
          assertClose(naming.of(i, j), actual.at(i, j), expected, bound);
        }
      }
    }
  }

  /** Asserts that two runs of the same call differ by no more than both may err. */
  void assertAgree(Call one, double oneResult, Call other, double otherResult) {
    Expected otherwise = new Expected();
    outputs.forEach(
        (operand, output) ->
            otherwise.outputs.put(
                operand,
                new Output(Grid.of(other.operand(operand)), output.bounds().map(x -> 2 * x))));
    otherwise.result(otherResult, 2 * resultBound).assertWithin(one.toString(), one, oneResult);
  }

  static void assertClose(String what, double actual, double expected, double bound) {
    if (Double.isFinite(expected)) {
      double error = Math.abs(actual - expected);
      if (!(error <= bound)) {
        fail(
            "%s is %s instead of %s: the error %s is above the bound %s",
            what, actual, expected, error, bound);
      }
    } else {
      assertThat(Double.valueOf(actual)).as(what).isEqualTo(Double.valueOf(expected));
    }
  }
}
