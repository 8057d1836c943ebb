// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page of a run, in a browser, with the program itself behind it. */
class RunPagesTest {
  private static final String EVIL = "<script>document.title='evil'</script><img src=x>";

  @TempDir private static Path folder;
  private static Browser browser;

  @BeforeAll
  static void start() {
    browser = new Browser(folder.resolve("profile"));
  }

  @AfterAll
  static void stop() {
    browser.close();
  }

  private static Program train(Path out, String port, Object... more) throws IOException {
    Object[] arguments = {
      "train",
      Files.writeString(folder.resolve("text"), EVIL.repeat(40)),
      "--hidden",
      12,
      "--layers",
      1,
      "--steps",
      10_000_000,
      "--report-every",
      20,
      "--sample-every",
      200,
      "--validation",
      0.1,
      "--validate-every",
      100,
      "--progress",
      "none",
      "--backend",
      "java",
      "--metrics",
      folder.resolve("m.jsonl"),
      "--view" + port,
      "--out",
      out
    };
    return new Program(more.length > 0 ? more : arguments);
  }

  private static long step() {
    return Long.parseLong(browser.text("#step").replace(",", "").replace("–", "0"));
  }

  @Test
  void run_isSeenLive_pausedAndStoppedByKeys_andFoundAgainWhenItIsResumed() throws Exception {
    Path out = folder.resolve("m.safetensors");
    String address;
    try (Program run = train(out, "")) {
      address = run.address();
      browser.open(address);
      browser.problems().clear();
      browser.until("it is live", () -> browser.text("#state").equals("running"));
      browser.until("a loss", () -> !browser.text("#tile-loss").equals("–"));
      browser.until("a held-out loss", () -> !browser.text("#tile-held").equals("–"));
      long first = step();
      browser.until("it goes on", () -> step() > first);
      assertThat(browser.find("#chart-loss canvas").isDisplayed()).isTrue();
      assertThat(browser.find("#chart-loss").getAttribute("aria-label")).contains("at last");
      browser.until("a sample", () -> browser.text("#samples-note").contains("sample"));
      browser.until("what it writes is text", () -> browser.text("#samples").contains("<"));
      assertThat(browser.js("return document.querySelectorAll('main script, main img').length"))
          .isEqualTo(0L);

      browser.press("p");
      browser.until("it is paused", () -> browser.text("#state").equals("paused"));
      assertThat(browser.text("#pause")).isEqualTo("Continue");
      String metrics = "";
      while (!metrics.equals(Files.readString(folder.resolve("m.jsonl")))) {
        metrics = Files.readString(folder.resolve("m.jsonl"));
        browser.js("return 1");
      }
      long held = step();
      browser.press("p");
      browser.until(
          "it goes on again", () -> browser.text("#state").equals("running") && step() > held);

      browser.press("x");
      browser.until("it is asked", () -> browser.find("#ask-stop").isDisplayed());
      browser.press(Keys.ESCAPE);
      assertThat(browser.text("#state")).isEqualTo("running");
      browser.press("x");
      browser.press(Keys.TAB, Keys.ENTER);
      assertThat(run.end()).isEqualTo(130);
      browser.until("it is stopped", () -> browser.text("#state").equals("stopped and saved"));
      assertThat(browser.problems()).isEmpty();
    }

    // A page that was open before, at the same place: it finds the resumed run, and its past.
    String port = "=" + URI.create(address).getPort();
    long last = step();
    try (Program run =
        train(out, port, "train", "--resume", out, "--progress", "none", "--view" + port)) {
      browser.open(run.address());
      browser.until(
          "the past is there", () -> browser.text("#state").equals("running") && step() >= last);
      browser.click("summary");
      browser.until("and what is new", () -> step() > last);
      assertThat((Long) browser.js("return document.querySelectorAll('#numbers tr').length"))
          .isGreaterThanOrEqualTo(2);
      run.kill();
      browser.until("it is missed", () -> browser.text("#state").equals("connection lost"));
    }
    Program again =
        train(out, port, "train", "--resume", out, "--progress", "none", "--view" + port);
    try {
      browser.until("it is found again", () -> browser.text("#state").equals("running"));
      // The page has the address of the run before, and so may look, but not stop this one.
      browser.press("p");
      browser.until("it is refused", () -> browser.text("#problem").contains("whole address"));
    } finally {
      again.kill();
    }
    assertThat(browser.requests())
        .isNotEmpty()
        .allMatch(one -> one.startsWith("http://127.0.0.1:") || !one.startsWith("http"));
    assertThat(browser.js("return document.title").toString()).doesNotContain("evil");
  }

  @Test
  void page_isNarrowAndDark() throws Exception {
    try (Program run = train(folder.resolve("n.safetensors"), "")) {
      browser.size(390, 844);
      browser.open(run.address());
      browser.until("a loss", () -> !browser.text("#tile-loss").equals("–"));
      assertThat(browser.hasHorizontalScroll()).isFalse();
      String light = browser.find("body").getCssValue("background-color");
      browser.press("d");
      browser.until(
          "dark", () -> !browser.find("body").getCssValue("background-color").equals(light));
      browser.js("localStorage.clear()");
      assertThat(browser.hasHorizontalScroll()).isFalse();
      browser.open("about:blank");
    } finally {
      browser.size(1440, 1000);
    }
  }
}
