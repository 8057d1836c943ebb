// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.view.pages;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.rnn4j.activations.Activations;
import io.github.rnn4j.activations.ReadText;
import io.github.rnn4j.activations.Reading;
import io.github.rnn4j.activations.Separation;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.network.NetworkConfig;
import io.github.rnn4j.network.Signal;
import io.github.rnn4j.view.http.Handler;
import io.github.rnn4j.view.http.HttpProblem;
import io.github.rnn4j.view.http.JsonObject;
import io.github.rnn4j.view.http.Reply;
import io.github.rnn4j.view.http.Request;
import io.github.rnn4j.view.http.WebServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A page that looks inside a model, and what it asks for: a text colored by what each token costs
 * or by any unit, what is expected after each token, which units tell chosen tokens from others,
 * and the model writing, step by step.
 *
 * <pre>
 *   ModelPages pages = new ModelPages(model, "book", ReadText.of(model, "Once upon"), "a text", Shade.COST);
 *   WebServer server = pages.addTo(WebServer.builder()).start();
 * </pre>
 *
 * <p>A thread reads on in the text that was opened last, so that every place of it is exact in the
 * end; what is looked at before is worked out at once. Nothing is written to any file.
 */
public final class ModelPages implements AutoCloseable {
  private static final int MOST_TEXTS = 16;
  private static final int MOST_WRITTEN = 16;
  private static final int MOST_LINES = 400;
  private static final int MOST_STEPS = 256;
  private static final int MOST_RANKED = 12;
  private static final int MOST_RANGES = 4096;

  /** The reader waits so long after somebody asked: what is looked at goes first. */
  private static final long QUIET_MILLIS = 250;

  /** A page that is saved has so many tokens at the most. */
  public static final int MOST_SAVED = 20_000;

  private final Model model;
  private final NetworkConfig config;
  private final List<Signal> signals;
  private final String name;
  private final Shade shade;
  private final Map<Integer, OpenText> texts = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<WrittenSteps.Settings, WrittenSteps> written =
      new LinkedHashMap<>(16, 0.75f, true);
  private final OpenText first;
  private final Thread reader = new Thread(this::readOn, "rnn-view-reader");
  private OpenText latest;
  private volatile long asked = System.nanoTime();
  private int revisions;
  private boolean closed;

  /**
   * Opens a text.
   *
   * @param model the model, shared
   * @param name what it is called
   * @param text the text that the page shows first; may be empty
   * @param textName what it is called
   * @param shade what colors it at first
   */
  public ModelPages(Model model, String name, ReadText text, String textName, Shade shade) {
    this.model = model;
    this.config = model.network().config();
    this.signals = config.signals();
    this.name = name;
    this.shade = shade;
    this.first = new OpenText(++revisions, textName, new Reading(model, text));
    this.latest = first;
    reader.setDaemon(true);
    reader.setPriority(Thread.MIN_PRIORITY);
  }

  /**
   * Serves the page, and what it asks for.
   *
   * @param server a server that is not started yet
   * @return the same one
   */
  public WebServer.Builder addTo(WebServer.Builder server) {
    server.files(PageFiles.inside());
    get(server, "/api/model", request -> Reply.json(this::tellModel));
    get(server, "/api/text", request -> tell(first));
    post(server, "/api/text", this::open);
    get(server, "/api/lines", this::lines);
    get(server, "/api/line", this::line);
    get(server, "/api/tokens", this::tokens);
    get(server, "/api/values", this::values);
    get(server, "/api/costs", this::costs);
    get(server, "/api/token", this::token);
    get(server, "/api/progress", this::progress);
    get(server, "/api/page", this::page);
    post(server, "/api/separate", this::separate);
    post(server, "/api/write", this::write);
    server.onClose(this::close);
    reader.start();
    return server;
  }

  private static void get(WebServer.Builder server, String path, Handler handler) {
    server.get(path, Answers.telling(handler));
  }

  private static void post(WebServer.Builder server, String path, Handler handler) {
    server.post(path, Answers.telling(handler));
  }

  /** Ends the reading. */
  @Override
  public void close() {
    synchronized (texts) {
      closed = true;
      texts.notifyAll();
    }
  }

  // -------------------------------------------------------------------------------------- reading

  private void readOn() {
    try {
      while (true) {
        OpenText text;
        synchronized (texts) {
          text = latest;
          long quiet = QUIET_MILLIS - (System.nanoTime() - asked) / 1_000_000;
          while (!closed && quiet > 0) {
            texts.wait(quiet);
            quiet = QUIET_MILLIS - (System.nanoTime() - asked) / 1_000_000;
          }
          if (closed) {
            return;
          }
        }
        if (!readOn(text)) {
          synchronized (texts) {
            while (!closed && latest == text) {
              texts.wait();
            }
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean readOn(OpenText text) {
    try {
      return text.reading().readOn();
    } catch (ArithmeticException e) {
      return false; // who looks there is told
    }
  }

  // ---------------------------------------------------------------------------------------- texts

  private OpenText text(Request request) {
    int revision = Answers.number(request, "revision", 1, Integer.MAX_VALUE);
    return text(revision);
  }

  private OpenText text(int revision) {
    if (revision == first.revision()) {
      return first;
    }
    synchronized (texts) {
      OpenText text = texts.get(revision);
      if (text == null) {
        throw new HttpProblem(
            409, "other-text", "this text is not open any more: load the page anew");
      }
      return text;
    }
  }

  private Reply open(Request request) throws IOException {
    JsonObject body = request.json();
    body.requireOnly(Set.of("text", "replaces"));
    String given =
        body.string("text").orElseThrow(() -> HttpProblem.badRequest("there is no 'text'"));
    int replaced = (int) body.integer("replaces", 0, Integer.MAX_VALUE).orElse(0);
    ReadText read = ReadText.of(model, given);
    synchronized (texts) {
      OpenText before = texts.get(replaced);
      Reading reading =
          before == null ? new Reading(model, read) : before.reading().continuedBy(read);
      texts.remove(replaced);
      latest = new OpenText(++revisions, "Your text", reading);
      texts.put(latest.revision(), latest);
      if (texts.size() > MOST_TEXTS) {
        texts.remove(texts.keySet().iterator().next());
      }
      texts.notifyAll();
      return tell(latest);
    }
  }

  private static Reply tell(OpenText text) {
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeNumberField("revision", text.revision());
          json.writeStringField("name", text.name());
          json.writeNumberField("length", text.reading().text().length());
          json.writeNumberField("read", text.reading().tokensRead());
          json.writeEndObject();
        });
  }

  private Reply progress(Request request) {
    return tell(text(request));
  }

  private void tellModel(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeStringField(
        "summary",
        config
            + (model.records().isPresent() ? ", of records" : "")
            + ", "
            + String.format(Locale.ROOT, "%,d", config.parameterCount())
            + " weights, on "
            + model.network().la().name());
    json.writeStringField("cell", config.cell().id());
    json.writeNumberField("layers", config.allLayers());
    json.writeNumberField("hidden", config.hiddenSize());
    json.writeStringField("unit", model.vocabulary().unit().noun());
    json.writeNumberField("vocabulary", config.vocabularySize());
    json.writeArrayFieldStart("signals");
    for (Signal signal : signals) {
      json.writeStartObject();
      json.writeStringField("name", signal.name());
      Answers.number(json, "least", signal.least());
      Answers.number(json, "most", signal.most());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("shade");
    json.writeStringField("kind", shade.cost() ? "cost" : "unit");
    json.writeNumberField("layer", shade.layer());
    json.writeNumberField("signal", shade.signal());
    json.writeNumberField("unit", shade.unit());
    json.writeEndObject();
    json.writeEndObject();
  }

  // ---------------------------------------------------------------------------------------- lines

  private static TextLines cut(OpenText text, Request request) {
    return text.lines(Answers.number(request, "columns", 1, 10_000));
  }

  private Reply lines(Request request) {
    OpenText text = text(request);
    TextLines lines = cut(text, request);
    int from = Math.min(lines.size(), Answers.number(request, "from", 0, Integer.MAX_VALUE));
    int to = Math.min(lines.size(), from + Answers.number(request, "count", 0, MOST_LINES));
    ReadText read = text.reading().text();
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeNumberField("total", lines.size());
          json.writeArrayFieldStart("lines");
          for (int line = from; line < to; line++) {
            json.writeStartObject();
            json.writeNumberField("from", lines.start(line));
            tokens(json, read, lines.start(line), lines.start(line + 1));
            json.writeArrayFieldStart("unknown");
            for (int at = lines.start(line); at < lines.start(line + 1); at++) {
              if (!read.isKnown(at)) {
                json.writeNumber(at - lines.start(line));
              }
            }
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private Reply line(Request request) {
    OpenText text = text(request);
    int at = Answers.number(request, "at", 0, last(text));
    TextLines lines = cut(text, request);
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeNumberField("line", lines.lineOf(at));
          json.writeEndObject();
        });
  }

  private Reply tokens(Request request) {
    OpenText text = text(request);
    int from = from(text, request);
    int to = to(text, request, from);
    return Reply.json(
        json -> {
          json.writeStartObject();
          tokens(json, text.reading().text(), from, to);
          json.writeEndObject();
        });
  }

  private static void tokens(JsonGenerator json, ReadText read, int from, int to)
      throws IOException {
    json.writeArrayFieldStart("tokens");
    for (int at = from; at < to; at++) {
      json.writeString(read.text(at));
    }
    json.writeEndArray();
  }

  private static int last(OpenText text) {
    return Math.max(0, text.reading().text().length() - 1);
  }

  private static int from(OpenText text, Request request) {
    return Answers.number(request, "from", 0, text.reading().text().length());
  }

  private static int to(OpenText text, Request request, int from) {
    int count = Answers.number(request, "count", 0, Separation.MOST_TOKENS);
    return Math.min(text.reading().text().length(), from + count);
  }

  // --------------------------------------------------------------------------------------- values

  /** A number of a token. */
  @FunctionalInterface
  private interface Value {
    double at(Activations activations, int at);
  }

  private Reply values(Request request) {
    int layer = Answers.number(request, "layer", 0, config.allLayers() - 1);
    int signal = Answers.number(request, "signal", 0, signals.size() - 1);
    int unit = Answers.number(request, "unit", 0, config.hiddenSize() - 1);
    return each(request, (activations, at) -> activations.value(at, layer, signal, unit));
  }

  private Reply costs(Request request) {
    return each(request, Activations::cost);
  }

  private Reply each(Request request, Value value) {
    OpenText text = text(request);
    asked = System.nanoTime();
    int from = from(text, request);
    int to = to(text, request, from);
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("values");
          boolean exact = true;
          for (int at = from; at < to; ) {
            Activations activations = text.reading().near(at);
            exact &= activations.exact();
            for (; at < Math.min(to, activations.to()); at++) {
              double one = value.at(activations, at);
              if ((float) one == one) {
                Answers.number(json, (float) one);
              } else {
                Answers.number(json, one);
              }
            }
          }
          json.writeEndArray();
          json.writeBooleanField("exact", exact);
          json.writeEndObject();
        });
  }

  private Reply token(Request request) {
    OpenText text = text(request);
    ReadText read = text.reading().text();
    int layer = Answers.number(request, "layer", 0, config.allLayers() - 1);
    int signal = Answers.number(request, "signal", 0, signals.size() - 1);
    if (read.length() == 0) {
      throw HttpProblem.badRequest("the text is empty");
    }
    asked = System.nanoTime();
    int at = Answers.number(request, "at", 0, read.length() - 1);
    Activations activations = text.reading().near(at);
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeNumberField("at", at);
          json.writeStringField("text", read.text(at));
          json.writeBooleanField("known", read.isKnown(at));
          json.writeBooleanField("exact", activations.exact());
          Answers.number(json, "cost", activations.cost(at));
          if (at + 1 < read.length()) {
            json.writeStringField("next", read.text(at + 1));
          }
          json.writeArrayFieldStart("successors");
          for (Activations.Successor one : activations.successors(at)) {
            json.writeStartObject();
            json.writeStringField("text", ReadText.text(model.vocabulary(), one.token()));
            Answers.number(json, "p", one.probability());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeArrayFieldStart("units");
          for (float value : activations.units(at, layer, signal)) {
            Answers.number(json, value);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private Reply separate(Request request) throws IOException {
    JsonObject body = request.json();
    body.requireOnly(Set.of("revision", "from", "to", "chosen", "gates"));
    OpenText text =
        text((int) body.integer("revision", 1, Integer.MAX_VALUE).orElse(first.revision()));
    int length = text.reading().text().length();
    int from = (int) body.integer("from", 0, length).orElse(0);
    int to = (int) body.integer("to", 0, length).orElse(length);
    BitSet chosen = new BitSet();
    for (String range : body.strings("chosen", MOST_RANGES).orElse(List.of())) {
      String[] ends = range.split("-", -1);
      try {
        int start = Integer.parseInt(ends[0]);
        int end = Integer.parseInt(ends[1]);
        chosen.set(Math.max(0, start), Math.min(length, end));
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        throw HttpProblem.badRequest("a range is FROM-TO, two numbers: " + range);
      }
    }
    List<Signal> ranked =
        body.flag("gates", false) ? signals : signals.subList(0, config.cell().stateParts());
    List<Separation> best = Separation.rank(text.reading(), from, to, chosen, ranked, MOST_RANKED);
    int count = chosen.get(from, to).cardinality();
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeNumberField("from", from);
          json.writeNumberField("to", to);
          json.writeNumberField("chosen", count);
          json.writeNumberField("others", to - from - count);
          json.writeArrayFieldStart("units");
          for (Separation one : best) {
            json.writeStartObject();
            json.writeNumberField("layer", one.layer());
            json.writeNumberField("signal", signals.indexOf(one.signal()));
            json.writeNumberField("unit", one.unit());
            json.writeNumberField("auc", one.auc());
            Answers.number(json, "d", one.d());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  // -------------------------------------------------------------------------------------- writing

  private Reply write(Request request) throws IOException {
    JsonObject body = request.json();
    body.requireOnly(Set.of("prompt", "temperature", "topP", "seed", "from", "count"));
    WrittenSteps.Settings settings =
        new WrittenSteps.Settings(
            body.string("prompt").orElse(""),
            body.real("temperature", 0, 1000).orElse(1),
            body.real("topP", 0, 1).orElse(1),
            body.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(1));
    int from = (int) body.integer("from", 0, WrittenSteps.MOST - 1).orElse(0);
    int to =
        Math.min(WrittenSteps.MOST, from + (int) body.integer("count", 1, MOST_STEPS).orElse(1));
    List<WrittenSteps.Step> steps = written(settings).steps(from, to);
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeNumberField("from", from);
          json.writeArrayFieldStart("steps");
          for (WrittenSteps.Step step : steps) {
            json.writeStartObject();
            json.writeStringField("text", step.text());
            Answers.number(json, "p", step.p());
            json.writeNumberField("left", step.left());
            json.writeArrayFieldStart("choices");
            for (WrittenSteps.Choice choice : step.choices()) {
              json.writeStartObject();
              json.writeStringField("text", choice.text());
              json.writeNumberField("p", choice.p());
              json.writeNumberField("q", choice.q());
              json.writeBooleanField("drawn", choice.drawn());
              json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private WrittenSteps written(WrittenSteps.Settings settings) {
    synchronized (written) {
      WrittenSteps steps = written.computeIfAbsent(settings, some -> new WrittenSteps(model, some));
      if (written.size() > MOST_WRITTEN) {
        written.remove(written.keySet().iterator().next());
      }
      return steps;
    }
  }

  // --------------------------------------------------------------------------------------- saving

  private Reply page(Request request) {
    OpenText text = text(request);
    int from = from(text, request);
    int to =
        Math.min(
            Answers.number(request, "to", from, Integer.MAX_VALUE),
            Math.min(text.reading().text().length(), from + MOST_SAVED));
    boolean cost = request.parameter("kind").filter("cost"::equals).isPresent();
    Shade shown =
        new Shade(
            cost,
            Answers.number(request, "layer", 0, config.allLayers() - 1),
            Answers.number(request, "signal", 0, signals.size() - 1),
            Answers.number(request, "unit", 0, config.hiddenSize() - 1));
    String page = new SavedPage(name, text.name(), text.reading(), shown).of(from, to);
    return Reply.bytes(200, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8))
        .header("Content-Disposition", "attachment; filename=\"rnn-view.html\"");
  }
}
