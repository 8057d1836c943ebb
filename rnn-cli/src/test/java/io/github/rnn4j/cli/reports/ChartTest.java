// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.reports.Chart.Curve;
import java.util.Arrays;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {
  private static Element chart(long[] steps, double... values) {
    Curve curve = new Curve("name", "train", "loss", steps, values, true);
    String html = new Chart("<title>", 340, 190, List.of(curve)).html();
    return Jsoup.parse(html).selectFirst("figure");
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split("[ ,]")).mapToDouble(Double::parseDouble).toArray();
  }

  private static List<String> ticks(Element chart) {
    return chart.select("text[text-anchor=end]").eachText();
  }

  @Test
  void points_lieWhereTheScalesSay() {
    Element chart = chart(new long[] {0, 50, 100}, 1, 2, 3);
    double[] x = numbers(chart.attr("data-x"));
    double[] y = numbers(chart.attr("data-y"));
    assertThat(Arrays.copyOfRange(x, 2, 4)).containsExactly(0, 100);
    assertThat(Arrays.copyOfRange(y, 2, 4)).containsExactly(1, 3);
    assertThat(numbers(chart.selectFirst("polyline").attr("points")))
        .containsExactly(x[0], y[0], (x[0] + x[1]) / 2, (y[0] + y[1]) / 2, x[1], y[1]);
    assertThat(chart.select("circle.mark")).hasSize(3);
    assertThat(ticks(chart)).startsWith("1").endsWith("3").contains("2");
    assertThat(chart.selectFirst(".title").text()).isEqualTo("<title>");
  }

  @Test
  void numbersFarApart_areDrawnByTheirLogarithm() {
    Element chart = chart(new long[] {0, 50, 100}, 1e-3, 1, 1e3);
    double[] y = numbers(chart.attr("data-y"));
    double[] points = numbers(chart.selectFirst("polyline").attr("points"));
    assertThat(chart.attr("data-scale")).isEqualTo("log");
    assertThat(new double[] {points[1], points[3], points[5]})
        .containsExactly(y[0], (y[0] + y[1]) / 2, y[1]);
    assertThat(ticks(chart)).contains("1e-3", "1e+3");
  }

  @Test
  void whatIsNotFinite_isLeftOut() {
    Element chart = chart(new long[] {1, 2, 3}, Double.NaN, 5, Double.POSITIVE_INFINITY);
    assertThat(numbers(chart.selectFirst("polyline").attr("points"))).hasSize(2);
    assertThat(chart.outerHtml()).doesNotContain("NaN", "Infinity");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -1, 0.003, 1e-30, 1e30})
  void oneNumber_hasAScale(double number) {
    Element chart = chart(new long[] {7, 8}, number, number);
    assertThat(chart.outerHtml()).doesNotContain("NaN", "Infinity");
    double[] y = numbers(chart.attr("data-y"));
    assertThat(y[3]).isGreaterThan(y[2]);
    assertThat(number).isBetween(y[2], y[3]);
  }
}
