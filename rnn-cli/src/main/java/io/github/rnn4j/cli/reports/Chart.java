// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import io.github.rnn4j.cli.console.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Curves over the steps, as an SVG that stands in a page. Colors are the page's, by the classes of
 * the curves; what its script needs to find a point under the pointer stands in the attributes.
 */
final class Chart {
  /**
   * A curve.
   *
   * @param name what a legend calls it
   * @param style its class
   * @param field the name of its numbers in the metrics
   * @param steps where its points are, growing
   * @param values its points; those that are not finite are left out
   * @param marked whether each point is marked
   */
  record Curve(
      String name, String style, String field, long[] steps, double[] values, boolean marked) {}

  private static final int TOP = 12;
  private static final int RIGHT = 24;
  private static final int BOTTOM = 28;
  private static final int WIDTH_OF_A_DIGIT = 7;

  /** Numbers of one sign further apart than this are drawn by their logarithm. */
  private static final double FAR_APART = 300;

  /** A tick that is missed by so little of the distance of two is drawn. */
  private static final double NEARLY = 0.05;

  /** More marks than this would be a band. */
  private static final int MOST_MARKS = 80;

  private final String title;
  private final int width;
  private final int height;
  private final List<Curve> curves;
  private final long firstStep;
  private final long lastStep;
  private final boolean logarithmic;
  private final double low;
  private final double high;
  private final List<Double> ticks;
  private final int left;

  /**
   * A chart.
   *
   * @param title what it shows
   * @param width of the drawing
   * @param height of the drawing
   * @param curves its curves, at least one
   */
  Chart(String title, int width, int height, List<Curve> curves) {
    this.title = title;
    this.width = width;
    this.height = height;
    this.curves = List.copyOf(curves);
    long last = 1;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (Curve curve : curves) {
      for (int i = 0; i < curve.steps.length; i++) {
        last = Math.max(last, curve.steps[i]);
        if (Double.isFinite(curve.values[i])) {
          least = Math.min(least, curve.values[i]);
          most = Math.max(most, curve.values[i]);
        }
      }
    }
    this.firstStep = 0;
    this.lastStep = last;
    if (!(least <= most)) {
      least = 0;
      most = 1;
    }
    this.logarithmic = least > 0 && most / least > FAR_APART;
    if (logarithmic) {
      this.ticks = powers(least, most);
    } else {
      double step = round((most - least) / Math.max(2, height / 60));
      step = step > 0 ? step : most == 0 ? 1 : Math.abs(most) / 2;
      this.ticks = multiples(step, Math.floor(least / step), Math.floor(most / step + NEARLY));
    }
    this.low = scale(Math.min(least, ticks.get(0)));
    this.high = scale(Math.max(most, ticks.get(ticks.size() - 1)));
    this.left =
        16 + WIDTH_OF_A_DIGIT * ticks.stream().mapToInt(t -> label(t).length()).max().orElse(1);
  }

  /** The least of 1, 2 and 5 times a power of ten that is not below a number. */
  private static double round(double number) {
    if (!(number > 0)) {
      return 0;
    }
    double power = Math.pow(10, Math.floor(Math.log10(number)));
    double digit = number / power;
    return (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10) * power;
  }

  private static List<Double> multiples(double step, double from, double to) {
    List<Double> ticks = new ArrayList<>();
    for (double i = from; i <= Math.max(to, from + 1); i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  private static List<Double> powers(double least, double most) {
    List<Double> ticks = new ArrayList<>();
    int from = (int) Math.floor(Math.log10(least));
    int to = (int) Math.ceil(Math.log10(most));
    int by = Math.max(1, (to - from) / 5);
    for (int power = from; power < to + by; power += by) {
      ticks.add(Math.pow(10, power));
    }
    return ticks;
  }

  private double scale(double value) {
    return logarithmic ? Math.log10(value) : value;
  }

  private double x(double step) {
    return left + (step - firstStep) / (lastStep - firstStep) * (width - left - RIGHT);
  }

  private double y(double value) {
    return height - BOTTOM - (scale(value) - low) / (high - low) * (height - BOTTOM - TOP);
  }

  private String label(double tick) {
    if (logarithmic || tick != 0 && Math.abs(tick) < 1e-3) {
      return String.format(Locale.ROOT, "%.0e", tick).replaceAll("e([-+])0*(\\d)", "e$1$2");
    }
    if (Math.abs(tick) >= 1e4) {
      return Words.rate(tick).replace(".0", "");
    }
    String digits = String.format(Locale.ROOT, "%.4f", tick);
    return digits.replaceAll("\\.?0+$", "");
  }

  /** The figure with its legend. */
  String html() {
    StringBuilder html = new StringBuilder();
    html.append("<figure class=\"chart card\"");
    attribute(html, "data-fields", String.join("|", curves.stream().map(Curve::field).toList()));
    attribute(html, "data-names", String.join("|", curves.stream().map(Curve::name).toList()));
    attribute(html, "data-x", left + " " + (width - RIGHT) + " " + firstStep + " " + lastStep);
    attribute(html, "data-y", (height - BOTTOM) + " " + TOP + " " + low + " " + high);
    attribute(html, "data-scale", logarithmic ? "log" : "linear");
    html.append(">\n<figcaption><span class=\"title\">").append(Html.text(title)).append("</span>");
    if (curves.size() > 1) {
      for (Curve curve : curves) {
        html.append("<span class=\"key ").append(curve.style).append("\"><i></i>");
        html.append(Html.text(curve.name)).append("</span>");
      }
    }
    html.append("</figcaption>\n<div class=\"plot\"><svg viewBox=\"0 0 ")
        .append(width)
        .append(' ')
        .append(height)
        .append("\" role=\"img\"");
    attribute(html, "aria-label", title + " over the steps");
    html.append(">\n");
    grid(html);
    curves.forEach(curve -> draw(html, curve));
    html.append("<line class=\"cross\" y1=\"")
        .append(TOP)
        .append("\" y2=\"")
        .append(height - BOTTOM)
        .append("\" visibility=\"hidden\"></line>\n");
    for (Curve curve : curves) {
      html.append("<circle class=\"dot ")
          .append(curve.style)
          .append("\" r=\"4\" visibility=\"hidden\"></circle>\n");
    }
    return html.append("</svg><div class=\"tip\" hidden=\"hidden\"></div></div>\n</figure>\n")
        .toString();
  }

  private void grid(StringBuilder html) {
    for (double tick : ticks) {
      double y = y(tick);
      html.append("<line class=\"grid\" x1=\"").append(left).append("\" x2=\"");
      html.append(width - RIGHT).append('"');
      attribute(html, "y1", decimal(y));
      attribute(html, "y2", decimal(y));
      html.append("></line><text class=\"tick\" text-anchor=\"end\" x=\"").append(left - 8);
      html.append("\" y=\"").append(decimal(y + 4)).append("\">");
      html.append(Html.text(label(tick))).append("</text>\n");
    }
    double step = Math.max(1, round(lastStep / Math.max(2.0, width / 100.0)));
    for (double at = 0; at <= lastStep; at += step) {
      html.append("<text class=\"tick\" text-anchor=\"middle\"");
      attribute(html, "x", decimal(x(at)));
      attribute(html, "y", Integer.toString(height - 8));
      html.append('>').append(Words.number((long) at)).append("</text>\n");
    }
  }

  private void draw(StringBuilder html, Curve curve) {
    StringBuilder points = new StringBuilder();
    StringBuilder marks = new StringBuilder();
    int count = 0;
    for (int i = 0; i < curve.steps.length; i++) {
      double value = curve.values[i];
      if (Double.isFinite(value)) {
        String x = decimal(x(curve.steps[i]));
        String y = decimal(y(value));
        points.append(count++ == 0 ? "" : " ").append(x).append(',').append(y);
        marks.append("<circle class=\"mark ").append(curve.style).append("\" r=\"2.5\"");
        attribute(marks, "cx", x);
        attribute(marks, "cy", y);
        marks.append("></circle>\n");
      }
    }
    html.append("<polyline class=\"curve ").append(curve.style).append("\" points=\"");
    html.append(points).append("\"></polyline>\n");
    if (count == 1 || curve.marked && count <= MOST_MARKS) {
      html.append(marks);
    }
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  private static void attribute(StringBuilder html, String name, String value) {
    html.append(' ').append(name).append("=\"").append(Html.text(value)).append('"');
  }
}
