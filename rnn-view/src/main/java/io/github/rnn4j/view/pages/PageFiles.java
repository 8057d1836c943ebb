// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.view.pages;

import io.github.rnn4j.view.http.StaticFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What the pages are made of, out of this program's jars. */
final class PageFiles {
  private static final String UPLOT = "META-INF/resources/webjars/uplot/1.6.30/dist/";

  private PageFiles() {}

  /** The page that looks inside a model. */
  static StaticFiles inside() {
    return common("view.html")
        .add("/view.css", PageFiles.class, "view.css")
        .add("/view.js", PageFiles.class, "view.js")
        .add("/text.js", PageFiles.class, "text.js")
        .add("/write.js", PageFiles.class, "write.js");
  }

  /** The page of a run. */
  static StaticFiles run() {
    return common("run.html")
        .add("/run.css", PageFiles.class, "run.css")
        .add("/run.js", PageFiles.class, "run.js")
        .add("/charts.js", PageFiles.class, "charts.js")
        .add("/uplot.css", "uPlot.min.css", library(UPLOT + "uPlot.min.css"))
        .add("/uplot.js", "uPlot.iife.min.js", library(UPLOT + "uPlot.iife.min.js"));
  }

  /** What a page says in its own style, wherever it is kept. */
  static String text(String name) {
    try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StaticFiles common(String page) {
    return new StaticFiles()
        .add("/", PageFiles.class, page)
        .add("/common.css", PageFiles.class, "common.css")
        .add("/common.js", PageFiles.class, "common.js")
        .add("/icon.svg", PageFiles.class, "icon.svg");
  }

  private static byte[] library(String path) {
    try (InputStream in = PageFiles.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("uPlot is not on the class path: " + path);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
