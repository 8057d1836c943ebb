// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.view.pages;

import io.github.rnn4j.activations.Activations;
import io.github.rnn4j.activations.ReadText;
import io.github.rnn4j.activations.Reading;
import io.github.rnn4j.files.OwnFile;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Signal;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * A text colored by its costs or by a unit, as one page that needs nothing else: no script, no
 * other file, no network. Each token tells its cost, its value and what was expected after it when
 * it is pointed at.
 */
public final class SavedPage {
  private static final double MOST_NATS = 6;

  private final String modelName;
  private final String textName;
  private final Reading reading;
  private final Shade shade;
  private final NetworkConfig config;

  /**
   * A page of a text.
   *
   * @param modelName what the model is called
   * @param textName what the text is called
   * @param reading the text
   * @param shade what colors it
   */
  public SavedPage(String modelName, String textName, Reading reading, Shade shade) {
    this.modelName = modelName;
    this.textName = textName;
    this.reading = reading;
    this.shade = shade;
    this.config = reading.model().network().config();
  }

  /**
   * Some of the text.
   *
   * @param from the first token
   * @param to the token after the last one
   * @return HTML
   * @throws IndexOutOfBoundsException if the text does not have them
   * @throws ArithmeticException if the model's weights are so damaged that they give no
   *     probabilities
   */
  public String of(int from, int to) {
    ReadText text = reading.text();
    StringBuilder page = new StringBuilder();
    page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append(OwnFile.PAGE_MARK)
        .append("\n<meta http-equiv=\"Content-Security-Policy\"")
        .append(" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
        .append(escape(modelName + ", " + textName))
        .append("</title>\n<style>\n")
        .append(PageFiles.text("saved.css"))
        .append("</style>\n</head>\n<body>\n<main>\n<h1>")
        .append(escape(modelName))
        .append("</h1>\n<p class=\"soft\">")
        .append(escape(config + " · " + textName + range(from, to)))
        .append("</p>\n<p class=\"legend\"><b>")
        .append(escape(title()))
        .append("</b> ")
        .append(ramp())
        .append("</p>\n<p class=\"text\">");
    for (int at = from; at < to; ) {
      Activations activations = reading.at(at);
      for (; at < Math.min(to, activations.to()); at++) {
        token(page, text, activations, at);
      }
    }
    return page.append("</p>\n</main>\n</body>\n</html>\n").toString();
  }

  private String range(int from, int to) {
    int length = reading.text().length();
    return to - from == length
        ? ""
        : String.format(Locale.ROOT, ", %,d to %,d of %,d", from + 1, to, length);
  }

  private String title() {
    return shade.cost()
        ? "What each " + reading.model().vocabulary().unit().noun() + " cost"
        : signal().name() + " of unit " + shade.unit() + ", layer " + (shade.layer() + 1);
  }

  private Signal signal() {
    return config.signals().get(shade.signal());
  }

  private String ramp() {
    String low = shade.cost() ? "0" : bound(signal().least());
    String high = shade.cost() ? "6 nats" : bound(signal().most());
    return low + " <span class=\"ramp" + (shade.cost() ? " cost" : "") + "\"></span> " + high;
  }

  private static String bound(double value) {
    return Double.isInfinite(value) ? (value < 0 ? "−∞" : "+∞, as its tanh") : plain(value);
  }

  private static String plain(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }

  private void token(StringBuilder page, ReadText text, Activations activations, int at) {
    String token = text.text(at);
    double value =
        shade.cost()
            ? activations.cost(at)
            : activations.value(at, shade.layer(), shade.signal(), shade.unit());
    page.append("<span").append(color(value)).append(" title=\"");
    page.append(escape(details(text, activations, at, value))).append("\">");
    String sign = token.equals("\n") ? "↵" : token.equals("\t") ? "⇥" : control(token);
    page.append(escape(sign)).append("</span>");
    if (token.equals("\n")) {
      page.append('\n');
    }
  }

  private String details(ReadText text, Activations activations, int at, double value) {
    StringBuilder details =
        new StringBuilder(text.text(at).equals("\n") ? "line feed" : text.text(at));
    double cost = activations.cost(at);
    details.append(
        Double.isNaN(cost) ? ": no cost" : String.format(Locale.ROOT, ": %.4f nats", cost));
    if (!shade.cost() && !Double.isNaN(value)) {
      details.append(String.format(Locale.ROOT, ", %s %.4f", signal().name(), value));
    }
    StringJoiner next = new StringJoiner(", ", "; then ", "");
    for (Activations.Successor one : activations.successors(at)) {
      String sign = ReadText.text(reading.model().vocabulary(), one.token());
      next.add(
          String.format(
              Locale.ROOT,
              "%s %.1f%%",
              sign.equals("\n") ? "↵" : sign.equals(" ") ? "␣" : sign,
              100 * one.probability()));
    }
    return details.append(next).toString();
  }

  /** As the page in the browser has it. */
  private String color(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    double t;
    if (shade.cost()) {
      t = value / MOST_NATS;
    } else if (Double.isInfinite(signal().most())) {
      t = Math.tanh(value);
    } else {
      t = 2 * (value - signal().least()) / (signal().most() - signal().least()) - 1;
    }
    String side = shade.cost() ? "c" : t < 0 ? "l" : "h";
    return String.format(
        Locale.ROOT, " class=\"%s\" style=\"--t:%.1f%%\"", side, 100 * Math.min(1, Math.abs(t)));
  }

  private static String control(String token) {
    StringBuilder shown = new StringBuilder();
    token
        .codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                shown.append(String.format("\\x%02X", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
