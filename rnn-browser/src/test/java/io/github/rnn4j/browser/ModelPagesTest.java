// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.activations.ReadText;
import io.github.rnn4j.activations.Reading;
import io.github.rnn4j.api.Backends;
import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.CellType;
import io.github.rnn4j.network.Initialization;
import io.github.rnn4j.network.Network;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.random.RandomStreams;
import io.github.rnn4j.sampling.Sampling;
import io.github.rnn4j.text.Vocabulary;
import io.github.rnn4j.view.http.WebServer;
import io.github.rnn4j.view.pages.ModelPages;
import io.github.rnn4j.view.pages.Shade;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page that looks inside a model, in a browser. */
class ModelPagesTest {
  private static final String EVIL =
      "<script>document.title='evil'</script><img src=x onerror=alert(1)>";
  private static final String TEXT =
      "First " + EVIL + "\nThe Cat sat on the \"mat\".\n\tIt was 3 o'clock.\n";

  private static final String NAME = "a-name-without-blanks/".repeat(4) + "text";

  @TempDir private static Path profile;
  private static Browser browser;
  private static LinearAlgebra la;

  private WebServer server;

  @BeforeAll
  static void start() {
    browser = new Browser(profile);
    la = Backends.onClassPath().choose("java");
  }

  @AfterAll
  static void stop() {
    browser.close();
  }

  @AfterEach
  void nothingWentWrong() {
    // Before the server goes, so that nothing is asked of it then.
    browser.open("about:blank");
    server.close();
    List<String> problems = List.copyOf(browser.problems());
    browser.problems().clear();
    assertThat(problems).isEmpty();
    assertThat(browser.requests())
        .allMatch(
            address -> address.startsWith("http://127.0.0.1:") || !address.startsWith("http"));
    browser.size(1440, 1000);
    browser.dark(false);
  }

  private static Model model(CellType cell, int hidden, int layers) {
    Vocabulary vocabulary = Vocabulary.of(TEXT);
    NetworkConfig config =
        NetworkConfig.builder(cell, vocabulary.size(), hidden).layers(layers).build();
    Network network = new Network(la, config);
    Initialization.uniform(network, new RandomStreams(8));
    return new Model(network, vocabulary);
  }

  private void open(Model model, String text) throws IOException {
    server =
        new ModelPages(model, "m<b>", ReadText.of(model, text), NAME, Shade.COST)
            .addTo(WebServer.builder())
            .start();
    browser.open(server.address().toString());
    browser.until("the text is colored", () -> colored() > 0);
  }

  private static long colored() {
    return (Long)
        browser.js("return document.querySelectorAll('#rows .c, #rows .h, #rows .l').length");
  }

  @Test
  void text_isText_whateverAModelWrites() throws IOException {
    Model model = model(CellType.LSTM, 12, 2);
    open(model, TEXT);
    assertThat(browser.text("#rows")).contains("<script>document.title='evil'</script>");
    assertThat(
            browser.js("return document.querySelectorAll('main script, main img, main b').length"))
        .isEqualTo(0L);
    assertThat(browser.js("return document.title")).isEqualTo("m<b> – rnn view");
    assertThat(browser.text("#model-name")).isEqualTo("m<b>");
  }

  @Test
  void values_areThoseOfAForwardPass_forPointerAndKeys() throws IOException {
    Model model = model(CellType.LSTM, 12, 2);
    open(model, TEXT);
    Reading reading = new Reading(model, ReadText.of(model, TEXT));
    browser.hover("#t9");
    browser.until("the pointer is followed", () -> browser.text("#here-place").startsWith("10 of"));
    assertThat(browser.text("#here-cost"))
        .startsWith(String.format(Locale.ROOT, "%.4f nats", reading.at(9).cost(9)));
    // With keys alone: to the text, on to its fifth character; signal c; layer 2; unit 2.
    browser.press("t");
    browser.press(
        Keys.HOME, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
    browser.press("s", "l", "n", "n");
    String value = String.format(Locale.ROOT, "%.4f", reading.at(4).value(4, 1, 1, 2));
    browser.until("value " + value, () -> browser.text("#here-value").equals(value));
    assertThat(browser.text("#here-place")).startsWith("5 of");
    assertThat(browser.text("#here-value-name")).isEqualTo("c 2, layer 2");
    browser.until("it is said", () -> browser.text("#live").contains("c 2, layer 2"));
    String first = ReadText.text(model.vocabulary(), reading.at(4).successors(4).get(0).token());
    assertThat(browser.text("#successors li .sign"))
        .isEqualTo(
            first.equals(" ") ? "␣" : first.equals("\n") ? "↵" : first.equals("\t") ? "⇥" : first);
    // The color of a character is its value's.
    browser.until(
        "colors",
        () -> {
          Object t =
              browser.js("return document.getElementById('t20').style.getPropertyValue('--t')");
          double shown = Double.parseDouble(t.toString().replace("%", ""));
          double tanh = Math.tanh(reading.at(20).value(20, 1, 1, 2));
          return Math.abs(shown - 100 * Math.abs(tanh)) < 0.06
              && browser.find("#t20").getAttribute("class").contains(tanh < 0 ? "l" : "h");
        });
  }

  @Test
  void selection_ofKeys_findsNeurons() throws IOException {
    open(model(CellType.GRU, 16, 1), TEXT.repeat(30));
    browser.press("t");
    browser.press(Keys.HOME);
    browser.pressWithShift(Keys.ARROW_RIGHT, 4);
    browser.until("5 are selected", () -> browser.text("#follow-note").startsWith("5 characters"));
    browser.press("f");
    browser.until("neurons are ranked", () -> browser.text("#ranked").contains("1 · h ·"));
    assertThat(browser.text("#ranked-note")).startsWith("5 selected against ");
    assertThat(browser.js("return document.querySelectorAll('#ranked tr').length")).isEqualTo(12L);
    browser.click("#kinds button");
    browser.until(
        "capitals", () -> browser.text("#ranked-note").startsWith("120 selected against"));
    browser.press(Keys.ESCAPE);
  }

  @Test
  void typedText_isReadAsItIsWritten() throws IOException {
    Model model = model(CellType.GRU, 16, 1);
    open(model, TEXT);
    browser.press("y");
    browser.press("The Cat");
    browser.until("it is read", () -> browser.text("#rows").equals("The Cat"));
    browser.until("it is colored", () -> colored() == 6);
    browser.press(" sat ß");
    browser.until("it is read on", () -> browser.text("#rows").equals("The Cat sat ß"));
    assertThat(browser.js("return document.querySelectorAll('#rows .unknown').length"))
        .isEqualTo(1L);
  }

  @Test
  void writing_stepByStep_isThatOfSampling() throws IOException {
    Model model = model(CellType.GRU, 16, 1);
    open(model, TEXT);
    browser.press("w");
    browser.press("The ");
    browser.click("#step");
    browser.until("a step", () -> browser.text("#written-status").startsWith("1 character"));
    assertThat(browser.js("return document.querySelectorAll('#drawn .came').length")).isEqualTo(1L);
    for (int i = 2; i <= 20; i++) {
      int steps = i;
      browser.click("#step");
      browser.until(
          "step " + i, () -> browser.text("#written-status").equals(steps + " characters"));
    }
    String expected = Sampling.length(20).prime("The ").temperature(0.8).seed(1).from(model);
    String shown = expected.replace("\n", "↵\n").replace("\t", "⇥");
    assertThat(browser.text("#written")).isEqualTo("The " + shown);
    browser.click("#play");
    browser.until("it plays", () -> browser.text("#written").length() > 60);
    browser.click("#play");
    browser.click("#read-this");
    browser.until(
        "it is read", () -> browser.text("#rows").startsWith("The " + shown.substring(0, 3)));
  }

  @Test
  void megabyte_isScrolledFluently_onlyWhatIsSeenIsThere() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int line = 0; text.length() < 1_000_000; line++) {
      text.append("The Cat ").append(line % 4 == 0 ? "sat on" : "was at").append(" the mat.\n");
    }
    open(model(CellType.LSTM, 32, 2), text.toString());
    browser.press("n");
    for (double share : List.of(0.5, 0.9, 0.2, 1.0)) {
      browser.js(
          "const t = document.getElementById('text'); t.scrollTop = arguments[0] * t.scrollHeight",
          share);
      browser.until(
          "colors at " + share,
          () ->
              Boolean.TRUE.equals(
                  browser.js(
                      "const t = document.getElementById('text').getBoundingClientRect();const"
                          + " inside = [...document.querySelectorAll('.line')].filter((l) => {"
                          + " const r = l.getBoundingClientRect(); return r.top >= t.top &&"
                          + " r.bottom <= t.bottom; });return inside.length > 10 &&"
                          + " inside.every((l) => l.querySelector('.h, .l'))")));
      assertThat((Long) browser.js("return document.querySelectorAll('.line').length"))
          .isLessThan(200);
    }
    assertThat(browser.text("#text-status")).contains("characters");
  }

  @Test
  void pages_areDarkAndNarrow_withoutHorizontalScroll() throws IOException {
    open(model(CellType.LSTM, 12, 2), TEXT);
    String light = browser.find("body").getCssValue("background-color");
    browser.dark(true);
    browser.until(
        "dark", () -> !browser.find("body").getCssValue("background-color").equals(light));
    assertThat(contrast("#model-summary")).isGreaterThan(4.5);
    browser.press("d");
    browser.until(
        "light", () -> browser.find("body").getCssValue("background-color").equals(light));
    assertThat(contrast("#model-summary")).isGreaterThan(4.5);
    browser.press("d");
    browser.js("localStorage.clear()");
    browser.size(390, 844);
    for (String tab : List.of("#tab-read", "#tab-write")) {
      browser.click(tab);
      assertThat(browser.hasHorizontalScroll()).as(tab).isFalse();
    }
    browser.press("?");
    browser.until("keys", () -> browser.find("#keys").isDisplayed());
    assertThat(browser.hasHorizontalScroll()).isFalse();
    browser.press(Keys.ESCAPE);
    browser.until("focus stays visible", () -> !browser.find("#keys").isDisplayed());
  }

  /** The contrast of a text to the page behind it, by the formula of WCAG 2. */
  private static double contrast(String css) {
    double text = luminance(browser.find(css).getCssValue("color"));
    double page = luminance(browser.find("body").getCssValue("background-color"));
    return (Math.max(text, page) + 0.05) / (Math.min(text, page) + 0.05);
  }

  private static double luminance(String color) {
    String[] parts = color.replaceAll("[^0-9.,]", "").split(",");
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      double c = Double.parseDouble(parts[i]) / 255;
      sum += weights[i] * (c <= 0.03928 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
  }
}
