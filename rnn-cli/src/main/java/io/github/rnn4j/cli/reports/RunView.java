// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import io.github.rnn4j.training.Report;
import io.github.rnn4j.view.http.WebServer;
import io.github.rnn4j.view.pages.RunPages;
import io.github.rnn4j.view.pages.RunPages.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Shows a run on a page in the browser, while it lasts. The run waits for no browser: what is told
 * is put into a list of a fixed length, from which each page reads as fast as it can.
 */
public final class RunView implements Progress, AutoCloseable {
  private static final long STEP_NANOS = 250_000_000;
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final RunPages pages;
  private final Pause pause;
  private final Runnable stop;
  private final RunHistory history = new RunHistory();
  private final long totalSteps;
  private final WebServer server;
  private State state = State.RUNNING;
  private String message = "";
  private long step;
  private long told;

  /** What the person at the page asks for. */
  private final class Control implements RunPages.Control {
    @Override
    public void pause(boolean paused) {
      synchronized (history) {
        if (state == State.RUNNING || state == State.PAUSED) {
          pause.set(paused);
          tell(paused ? State.PAUSED : State.RUNNING, paused ? "paused after this step" : "");
        }
      }
    }

    @Override
    public void stop() {
      synchronized (history) {
        if (state != State.RUNNING && state != State.PAUSED) {
          return;
        }
      }
      stop.run();
    }
  }

  /**
   * Starts the page.
   *
   * @param builder a server
   * @param facts what the run is
   * @param heldOut whether a text is held out
   * @param step how many steps the run has done
   * @param pause holds the run
   * @param stop ends the run after its step, and has it saved
   * @throws IOException if the server cannot be started
   */
  public RunView(
      WebServer.Builder builder,
      RunFacts facts,
      boolean heldOut,
      long step,
      Pause pause,
      Runnable stop)
      throws IOException {
    this.pause = pause;
    this.stop = stop;
    this.step = step;
    this.totalSteps = facts.totalSteps();
    this.pages = new RunPages(facts(facts, heldOut), this::now, new Control());
    this.server = pages.addTo(builder).start();
  }

  private static RunPages.Facts facts(RunFacts facts, boolean heldOut) {
    List<Map.Entry<String, String>> settings = new ArrayList<>();
    facts
        .settings()
        .forEach((name, lines) -> settings.add(Map.entry(name, String.join("\n", lines))));
    settings.add(Map.entry("command", facts.command()));
    facts.machine().forEach((name, value) -> settings.add(Map.entry(name, value)));
    List<String> model = facts.settings().getOrDefault("model", List.of());
    return new RunPages.Facts(
        facts.model(), model.isEmpty() ? "" : model.get(0), facts.unit().noun(), heldOut, settings);
  }

  /**
   * Takes up what the run told before it was resumed.
   *
   * @param metrics a metrics file of it
   * @throws IOException if it cannot be read
   */
  public void takeUpMetrics(Path metrics) throws IOException {
    synchronized (history) {
      history.takeUp(MetricsLine.upTo(metrics, step));
    }
  }

  /**
   * Takes up what the run told before it was resumed.
   *
   * @param page a page on it, which may be missing
   * @throws IOException if it cannot be read
   */
  public void takeUpPage(Path page) throws IOException {
    synchronized (history) {
      history.takeUp(RunReport.past(page, step));
    }
  }

  /** Where the page is, with what it takes to pause and stop the run. */
  public String address() {
    return server.address() + "#" + pages.key();
  }

  /** All that there is by now; the lists are copied while the run waits, and written after. */
  private RunPages.Snapshot now() {
    List<MetricsPoint> reports;
    List<MetricsPoint> readings;
    List<MetricsPoint> samples;
    State stands;
    String why;
    String after;
    long at;
    synchronized (history) {
      reports = List.copyOf(history.reports());
      readings = List.copyOf(history.heldOut());
      samples = List.copyOf(history.samples());
      stands = state;
      why = message;
      after = pages.lastId();
      at = step;
    }
    return new RunPages.Snapshot(
        after, stands, why, at, totalSteps, json(reports), json(readings), json(samples));
  }

  private static List<String> json(List<MetricsPoint> points) {
    return points.stream().map(MetricsPoint::json).toList();
  }

  private void tell(State state, String message) {
    synchronized (history) {
      this.state = state;
      this.message = message;
      pages.state(state, message);
    }
  }

  // ------------------------------------------------------------------------------------- progress

  @Override
  public void step(long step) {
    long now = System.nanoTime();
    if (now - told < STEP_NANOS) {
      return;
    }
    told = now;
    synchronized (history) {
      this.step = step;
      pages.step(step);
    }
  }

  @Override
  public void report(Report report, Pace pace) {
    synchronized (history) {
      step = report.step();
      history.report(report, pace);
      pages.report(last(history.reports()));
    }
  }

  @Override
  public void validated(long step, double epoch, double loss, boolean best) {
    synchronized (history) {
      history.validated(step, epoch, loss, best);
      pages.reading(last(history.heldOut()));
    }
  }

  @Override
  public void sampled(long step, double epoch, String text) {
    synchronized (history) {
      history.sampled(step, epoch, text);
      pages.sample(last(history.samples()));
    }
  }

  private static String last(List<? extends MetricsPoint> points) {
    return points.get(points.size() - 1).json();
  }

  @Override
  public void wentBack(long step) {
    synchronized (history) {
      this.step = step;
      history.wentBack(step);
      pages.back();
    }
  }

  @Override
  public void stopping() {
    tell(State.STOPPING, "finishing the step and saving");
  }

  /**
   * The run has ended, and is saved.
   *
   * @param early whether it was stopped before its end
   */
  public void ended(boolean early) {
    tell(early ? State.STOPPED : State.FINISHED, "");
  }

  /**
   * The run has ended by an error.
   *
   * @param why the error
   */
  public void failed(String why) {
    tell(State.FAILED, why);
  }

  /** Ends the page; those who listen hear how the run ended. */
  @Override
  public void close() {
    server.close(GRACE);
  }
}
