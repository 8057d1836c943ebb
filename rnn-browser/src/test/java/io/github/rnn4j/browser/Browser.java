// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Debian's Chromium without a window, which asks nobody but the server under test. */
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern REQUEST =
      Pattern.compile("\"method\":\"Network.requestWillBeSent\".*?\"url\":\"([^\"]+)\"");

  private final ChromeDriver driver;
  private final List<String> requests = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  /** Starts it with nothing that it remembers. */
  Browser(Path profile) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(System.getProperty("rnn.chromium"));
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--user-data-dir=" + profile);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    this.driver = new ChromeDriver(options);
    driver.manage().timeouts().scriptTimeout(PATIENCE);
    size(1440, 1000);
  }

  void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** What the person's system prefers. */
  void dark(boolean dark) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  void open(String address) {
    driver.get(address);
  }

  WebElement find(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  String text(String css) {
    return String.valueOf(js("return document.querySelector(arguments[0])?.textContent", css));
  }

  void click(String css) {
    find(css).click();
  }

  /** Presses keys where the focus is. */
  void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  void pressWithShift(Keys key, int times) {
    Actions actions = new Actions(driver).keyDown(Keys.SHIFT);
    for (int i = 0; i < times; i++) {
      actions.sendKeys(key);
    }
    actions.keyUp(Keys.SHIFT).perform();
  }

  void hover(String css) {
    new Actions(driver).moveToElement(find(css)).perform();
  }

  Object js(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Waits until something is so. */
  void until(String what, Supplier<Boolean> so) {
    until(what, PATIENCE, so);
  }

  /** Waits until something is so that takes its time. */
  void until(String what, Duration patience, Supplier<Boolean> so) {
    new WebDriverWait(driver, patience, Duration.ofMillis(50))
        .withMessage(() -> what + "; the page says: " + text("#problem"))
        .until(some -> so.get());
  }

  /** What the page complained of since it was asked last. */
  List<String> problems() {
    readLogs();
    return problems;
  }

  /** The addresses that were asked for. */
  List<String> requests() {
    readLogs();
    return requests;
  }

  private void readLogs() {
    for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
      problems.add(entry.getLevel() + " " + entry.getMessage());
    }
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      Matcher request = REQUEST.matcher(entry.getMessage());
      if (request.find()) {
        requests.add(request.group(1));
      }
    }
  }

  boolean hasHorizontalScroll() {
    return Boolean.TRUE.equals(
        js("return document.documentElement.scrollWidth > document.documentElement.clientWidth"));
  }

  void picture(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
