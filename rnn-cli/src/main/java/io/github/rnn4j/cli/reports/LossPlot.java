// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import io.github.rnn4j.cli.files.OutputFile;
import io.github.rnn4j.files.AtomicFile;
import io.github.rnn4j.files.OwnFile;
import io.github.rnn4j.text.Unit;
import io.github.rnn4j.training.Report;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The loss over the steps as an image: the training's and that on the held-out text. Drawn at each
 * checkpoint, if the last drawing is long enough ago, and at the end.
 */
public final class LossPlot implements Progress {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 600;

  /** The signature and the chunk IHDR, which is always the first. */
  private static final int PNG_HEADER_BYTES = 8 + 4 + 4 + 13 + 4;

  private static final Color BLUE = new Color(31, 119, 180);
  private static final Color ORANGE = new Color(255, 127, 14);
  private static final long PAUSE_NANOS = 30_000_000_000L;

  private final Path path;
  private final String token;
  private final TreeMap<Long, Double> training = new TreeMap<>();
  private final TreeMap<Long, Double> heldOut = new TreeMap<>();
  private long lastDrawn = System.nanoTime();
  private @Nullable IOException failure;

  /**
   * A plot without points.
   *
   * @param path the image, which ends in .png or .svg
   * @param unit what is predicted
   */
  public LossPlot(Path path, Unit unit) {
    this.path = path;
    this.token = unit.noun();
  }

  /** Whether a name is that of an image that can be drawn. */
  public static boolean isImage(Path path) {
    return isPng(path) || path.toString().toLowerCase(Locale.ROOT).endsWith(".svg");
  }

  private static boolean isPng(Path path) {
    return path.toString().toLowerCase(Locale.ROOT).endsWith(".png");
  }

  /** Takes up the points of a metrics file up to a step, if there is one. */
  public void read(Path metrics, long step) throws IOException {
    if (!OutputFile.isStream(metrics) && Files.isRegularFile(metrics)) {
      for (MetricsLine line : MetricsLine.upTo(metrics, step)) {
        long at = (long) line.number("step");
        add(training, at, line.number("loss"));
        add(heldOut, at, line.number("validation_loss"));
      }
    }
  }

  @Override
  public void report(Report report, Pace pace) {
    add(training, report.step(), report.loss());
  }

  @Override
  public void validated(long step, double epoch, double loss, boolean best) {
    add(heldOut, step, loss);
  }

  @Override
  public void wentBack(long step) {
    training.tailMap(step, false).clear();
    heldOut.tailMap(step, false).clear();
  }

  @Override
  public void checkpoint() {
    if (failure == null && System.nanoTime() - lastDrawn > PAUSE_NANOS) {
      try {
        draw();
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  private static void add(Map<Long, Double> curve, long step, double loss) {
    if (Double.isFinite(loss)) {
      curve.put(step, loss);
    }
  }

  /**
   * Draws the image.
   *
   * @throws IOException if it cannot be written, or this Java cannot draw
   */
  public void draw() throws IOException {
    // No screen is needed, and none is looked for.
    System.setProperty("java.awt.headless", "true");
    // Nor is a file for what is on its way into another one, and so is made in memory first: no
    // library has to tell of a full disk.
    ImageIO.setUseCache(false);
    try {
      byte[] image = isPng(path) ? png(chart()) : svg(chart());
      AtomicFile.write(path, out -> out.write(image));
    } catch (LinkageError | InternalError e) {
      throw new IOException(
          path
              + ": this Java cannot draw ("
              + e.getMessage()
              + "): install a JRE with fonts (Debian, Ubuntu: apt-get install fontconfig"
              + " fonts-dejavu-core), or leave --plot out",
          e);
    }
    lastDrawn = System.nanoTime();
  }

  /** The image, with a chunk of text after its header that tells that it is ours. */
  private static byte[] png(XYChart chart) throws IOException {
    ByteArrayOutputStream drawn = new ByteArrayOutputStream();
    BitmapEncoder.saveBitmap(chart, drawn, BitmapEncoder.BitmapFormat.PNG);
    byte[] typed = ("tEXt" + OwnFile.PNG_MARK).getBytes(StandardCharsets.ISO_8859_1);
    CRC32 sum = new CRC32();
    sum.update(typed);
    ByteBuffer chunk = ByteBuffer.allocate(Integer.BYTES + typed.length + Integer.BYTES);
    chunk.putInt(OwnFile.PNG_MARK.length()).put(typed).putInt((int) sum.getValue());
    ByteArrayOutputStream marked = new ByteArrayOutputStream();
    marked.write(drawn.toByteArray(), 0, PNG_HEADER_BYTES);
    marked.write(chunk.array());
    marked.write(drawn.toByteArray(), PNG_HEADER_BYTES, drawn.size() - PNG_HEADER_BYTES);
    return marked.toByteArray();
  }

  /** The image, with a comment before its first element that tells that it is ours. */
  private static byte[] svg(XYChart chart) throws IOException {
    ByteArrayOutputStream drawn = new ByteArrayOutputStream();
    VectorGraphicsEncoder.saveVectorGraphic(chart, drawn, VectorGraphicsFormat.SVG);
    String image = drawn.toString(StandardCharsets.UTF_8);
    return image.replaceFirst("<svg", OwnFile.SVG_MARK + "\n<svg").getBytes(StandardCharsets.UTF_8);
  }

  private XYChart chart() {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle("step")
            .yAxisTitle("loss, nats per " + token)
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.InsideNE);
    chart.getStyler().setXAxisDecimalPattern("#,###");
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    curve(chart, "training", BLUE, training);
    curve(chart, "held out", ORANGE, heldOut);
    return chart;
  }

  private static void curve(XYChart chart, String name, Color color, TreeMap<Long, Double> points) {
    if (!points.isEmpty()) {
      List<Long> steps = new ArrayList<>(points.keySet());
      XYSeries series = chart.addSeries(name, steps, new ArrayList<>(points.values()));
      series.setLineColor(color);
      series.setMarkerColor(color);
      series.setMarker(points.size() == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    }
  }
}
