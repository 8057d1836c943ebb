// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pictures of each page, to be looked at: mvn -Pbrowser -pl rnn-browser -am verify
 * -Dtest=Screenshots -Dscreenshots=DIR. They show a network that learns this project's own text.
 */
@EnabledIfSystemProperty(named = "rnn.screenshots", matches = ".+")
class Screenshots {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int STEPS = 1200;

  @TempDir private Path folder;

  @Test
  void pages() throws Exception {
    Path pictures = Path.of(System.getProperty("rnn.screenshots")).toAbsolutePath();
    Path model = folder.resolve("rnn4j.safetensors");
    try (Browser browser = new Browser(folder.resolve("profile"))) {
      try (Program run =
          new Program(
              "train",
              ROOT.resolve("rnn-core/src/main/java"),
              ROOT.resolve("README.md"),
              "--hidden",
              128,
              "--validation",
              0.05,
              "--validate-every",
              150,
              "--steps",
              STEPS,
              "--report-every",
              5,
              "--sample-every",
              150,
              "--progress",
              "none",
              "--view",
              "--out",
              model)) {
        browser.open(run.address());
        browser.until(
            "most of the run is over",
            Duration.ofMinutes(5),
            () -> Long.parseLong(browser.text("#step").replaceAll("\\D", "0")) > 0.8 * STEPS);
        browser.press("p");
        browser.until("paused", () -> browser.text("#state").equals("paused"));
        for (boolean dark : new boolean[] {false, true}) {
          browser.dark(dark);
          browser.size(1440, 1000);
          browser.picture(pictures.resolve("run-" + (dark ? "dark" : "light") + ".png"));
          browser.size(1080, 700);
          browser.picture(pictures.resolve("run-small-" + (dark ? "dark" : "light") + ".png"));
          browser.size(390, 844);
          browser.picture(pictures.resolve("run-narrow-" + (dark ? "dark" : "light") + ".png"));
        }
        browser.size(1440, 1000);
        browser.press("p");
        run.end();
      }
      Path text = ROOT.resolve("rnn-core/src/main/java/io/github/rnn4j/model/Model.java");
      Files.size(text);
      try (Program view = new Program("view", model, text)) {
        for (boolean dark : new boolean[] {false, true}) {
          String shade = dark ? "dark" : "light";
          browser.dark(dark);
          browser.open(view.address());
          browser.until("colored", () -> browser.text("#text-status").contains("characters"));
          browser.js("document.getElementById('text').scrollTop = 28 * 24");
          browser.js(
              "[...document.querySelectorAll('#kinds button')].find((b) => b.textContent === 'line"
                  + " ends').click()");
          browser.until("ranked", () -> browser.text("#ranked").contains("·"));
          browser.press("t");
          browser.size(1440, 1180);
          browser.picture(pictures.resolve("view-" + shade + ".png"));
          browser.size(1080, 700);
          browser.picture(pictures.resolve("view-small-" + shade + ".png"));
          browser.size(390, 844);
          browser.picture(pictures.resolve("view-narrow-" + shade + ".png"));
          browser.size(1440, 1000);
          browser.click("#tab-write");
          browser.press("w");
          browser.press("/** The ");
          browser.click("#play");
          browser.until("written", () -> browser.text("#written").length() > 250);
          browser.click("#play");
          browser.picture(pictures.resolve("write-" + shade + ".png"));
        }
      }
    }
  }
}
