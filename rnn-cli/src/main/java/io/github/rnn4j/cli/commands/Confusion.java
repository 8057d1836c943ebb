// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.records.Labels;
import io.github.rnn4j.scoring.RecordClassifier.Classification;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** How well records of known labels are told apart. */
final class Confusion {
  private final Labels labels;

  /** By true label and by the label that was told. */
  private final long[][] counts;

  /** For two labels: the probability of the first, and whether it was the true one. */
  private final List<Told> told = new ArrayList<>();

  private double nats;

  Confusion(Labels labels) {
    this.labels = labels;
    this.counts = new long[labels.size()][labels.size()];
  }

  private record Told(double probability, boolean first) {}

  void add(int truth, Classification classification) {
    counts[truth][classification.best()]++;
    nats -= StrictMath.log(Math.max(Double.MIN_NORMAL, classification.probabilities()[truth]));
    if (labels.size() == 2) {
      told.add(new Told(classification.probabilities()[0], truth == 0));
    }
  }

  void print(PrintStream out) {
    int width = labels.names().stream().mapToInt(String::length).max().orElseThrow();
    width = Math.max(width, 8);
    out.printf(Locale.ROOT, "%-" + width + "s", "true");
    for (String name : labels.names()) {
      out.printf(Locale.ROOT, "  %" + width + "s", name);
    }
    out.printf(Locale.ROOT, "  %9s  %9s%n", "recall", "precision");
    long right = 0;
    long all = 0;
    for (int k = 0; k < counts.length; k++) {
      out.printf(Locale.ROOT, "%-" + width + "s", labels.names().get(k));
      long row = 0;
      long column = 0;
      for (int j = 0; j < counts.length; j++) {
        out.printf(Locale.ROOT, "  %" + width + "d", counts[k][j]);
        row += counts[k][j];
        column += counts[j][k];
      }
      right += counts[k][k];
      all += row;
      out.printf(Locale.ROOT, "  %9s  %9s%n", part(counts[k][k], row), part(counts[k][k], column));
    }
    out.printf(
        Locale.ROOT,
        "accuracy %s of %,d, %.4f nats a label%s%n",
        part(right, all),
        all,
        nats / all,
        told.isEmpty() ? "" : String.format(Locale.ROOT, ", AUC %.4f", auc()));
  }

  private static String part(long some, long all) {
    return all == 0 ? "-" : String.format(Locale.ROOT, "%.4f", (double) some / all);
  }

  /**
   * The area under the curve of true over false positives: the probability that a record of the
   * first label is called more like it than one of the second; equal ones count half.
   */
  private double auc() {
    told.sort(Comparator.comparingDouble(Told::probability));
    double below = 0;
    double sum = 0;
    long firsts = 0;
    for (int from = 0; from < told.size(); ) {
      int to = from;
      long here = 0;
      while (to < told.size() && told.get(to).probability() == told.get(from).probability()) {
        here += told.get(to).first() ? 1 : 0;
        to++;
      }
      long others = to - from - here;
      sum += here * (below + others / 2.0);
      below += others;
      firsts += here;
      from = to;
    }
    return sum / (firsts * below);
  }
}
