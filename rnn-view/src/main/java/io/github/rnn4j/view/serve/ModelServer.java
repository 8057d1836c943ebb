// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.serve;

import io.github.rnn4j.model.Model;
import io.github.rnn4j.view.http.Handler;
import io.github.rnn4j.view.http.HttpProblem;
import io.github.rnn4j.view.http.Limits;
import io.github.rnn4j.view.http.Reply;
import io.github.rnn4j.view.http.Request;
import io.github.rnn4j.view.http.Served;
import io.github.rnn4j.view.http.Token;
import io.github.rnn4j.view.http.WebServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;

/**
 * Models that other programs ask over HTTP: to draw, to score, to detect and to classify.
 *
 * <pre>
 *   JdkServerSettings.apply();
 *   LinearAlgebra la = Backends.onClassPath().choose();
 *   try (ModelServer server =
 *       ModelServer.builder()
 *           .model("names", Model.load(Path.of("names.safetensors"), la))
 *           .port(8080)
 *           .start()) {
 *     System.out.println(server.address()); // http://127.0.0.1:8080/
 *     ...
 *   }
 * </pre>
 *
 * <p>What it answers is described by {@code /openapi.json}. Callers share the models, and what they
 * ask at the same time is computed together; the same seed draws the same text, that of {@link
 * io.github.rnn4j.sampling.Sampling} and of {@code rnn sample}, whatever the load.
 *
 * <p>It listens on loopback unless another host is set, which then needs a token.
 *
 * <p>The JDK's server takes some of its settings from system properties: see {@link
 * io.github.rnn4j.view.http.JdkServerSettings}.
 */
public final class ModelServer implements AutoCloseable {
  private static final String OPENAPI = "openapi.json";

  private final Map<String, ServedModel> models;
  private final Semaphore permits;
  private final int most;
  private final Metrics metrics = new Metrics();
  private final WebServer server;

  private ModelServer(Builder builder) throws IOException {
    Map<String, ServedModel> all = new LinkedHashMap<>();
    builder.models.forEach(
        (name, model) -> all.put(name, new ServedModel(name, model, builder.threads)));
    this.models = Collections.unmodifiableMap(all);
    this.most = builder.limits.requests();
    this.permits = new Semaphore(most);
    Served.Listener listener = builder.listener;
    Reply description = Reply.bytes(200, "application/json", description());
    builder
        .web
        .limits(Limits.USUAL.withBodyBytes(builder.bodyBytes).withThreads(most + 16))
        .open("/health")
        .listener(
            request -> {
              metrics.served(request);
              listener.served(request);
            })
        .get("/", request -> Reply.text(200, overview()))
        .get("/health", request -> health())
        .get("/metrics", request -> metrics())
        .get("/openapi.json", request -> description)
        .get("/v1/models", request -> list())
        .get("/v1/models/{name}", request -> Reply.json(model(request)::describe))
        .post("/v1/models/{name}/sample", worked(new SampleCall(builder.limits)))
        .post("/v1/models/{name}/score", worked(new ScoreCall(builder.limits)))
        .post("/v1/models/{name}/detect", worked(new DetectCall(builder.limits)))
        .post("/v1/models/{name}/classify", worked(new ClassifyCall(builder.limits)));
    this.server = builder.web.start();
  }

  /**
   * A server of no model yet, on loopback, on any free port.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Whether a model can have this name.
   *
   * @param name the name
   * @return true if it is of letters, digits, hyphens, underscores and dots, and begins with no dot
   */
  public static boolean isName(String name) {
    return name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*");
  }

  /** What a server is to be. Changed by each call; starts one server. Not thread-safe. */
  public static final class Builder {
    private final Map<String, Model> models = new LinkedHashMap<>();
    private final WebServer.Builder web = WebServer.builder();
    private ServeLimits limits = ServeLimits.USUAL;
    private int bodyBytes = Limits.USUAL.bodyBytes();
    private int threads = Runtime.getRuntime().availableProcessors();
    private Served.Listener listener = request -> {};

    private Builder() {}

    /**
     * Adds a model.
     *
     * @param name its name in addresses: letters, digits, hyphens, underscores and dots, beginning
     *     with none of the last
     * @param model the model, shared; nobody trains it meanwhile. Its backend should compute with
     *     one thread: requests are computed side by side
     * @return this
     * @throws IllegalArgumentException if it is no such name, or there is one of this name
     */
    public Builder model(String name, Model model) {
      if (!isName(name)) {
        throw new IllegalArgumentException(
            "'"
                + name
                + "' is no name for a model: it is of letters, digits, hyphens, underscores and"
                + " dots, such as names or names-2.1");
      }
      if (models.putIfAbsent(name, model) != null) {
        throw new IllegalArgumentException(
            "two models have the name '" + name + "': give one of them another");
      }
      return this;
    }

    /**
     * Where to listen. Another address than loopback wants a token.
     *
     * @param host the address; 127.0.0.1 if it is not set
     * @return this
     */
    public Builder host(String host) {
      web.host(host);
      return this;
    }

    /**
     * At which port.
     *
     * @param port 0 to 65535; 0 for any that is free, as it is if it is not set
     * @return this
     * @throws IllegalArgumentException if it is none
     */
    public Builder port(int port) {
      web.port(port);
      return this;
    }

    /**
     * Another name of the server that a request may give in its header Host: that of a proxy before
     * it, for example. With a token any may be given.
     *
     * @param name a name without a port
     * @return this
     */
    public Builder alsoKnownAs(String name) {
      web.alsoKnownAs(name);
      return this;
    }

    /**
     * What each request must bring, but one for {@code /health}.
     *
     * @param token the token
     * @return this
     */
    public Builder token(Token token) {
      web.token(token);
      return this;
    }

    /**
     * How much one request may ask, and how many are worked on.
     *
     * @param limits the limits; {@link ServeLimits#USUAL} if they are not set
     * @return this
     */
    public Builder limits(ServeLimits limits) {
      this.limits = limits;
      return this;
    }

    /**
     * How large the body of a request may be.
     *
     * @param bytes the most bytes, at least 1; 1 MiB if it is not set
     * @return this
     */
    public Builder bodyBytes(int bytes) {
      this.bodyBytes = bytes;
      return this;
    }

    /**
     * How many threads compute at a time, for each model.
     *
     * @param threads at least 1; as many as there are processors if it is not set
     * @return this
     */
    public Builder threads(int threads) {
      this.threads = threads;
      return this;
    }

    /**
     * Is told of each request, after it.
     *
     * @param listener the listener
     * @return this
     */
    public Builder listener(Served.Listener listener) {
      this.listener = listener;
      return this;
    }

    /**
     * Starts the server.
     *
     * @return the server, which answers now
     * @throws IOException if it cannot listen there; the message says why
     * @throws IllegalArgumentException if there is no model; or if others could reach it, and there
     *     is no token
     */
    public ModelServer start() throws IOException {
      if (models.isEmpty()) {
        throw new IllegalArgumentException("a server without a model: add one");
      }
      return new ModelServer(this);
    }
  }

  /**
   * Where the server is.
   *
   * @return the address of its root
   */
  public URI address() {
    return server.address();
  }

  /** Closes, giving what was begun ten seconds. */
  @Override
  public void close() {
    server.close();
  }

  /**
   * Takes no more requests, answers those that were begun, and ends.
   *
   * @param grace for how long to wait for them at most; what is left then is broken off
   * @return whether all was answered
   */
  public boolean close(Duration grace) {
    return server.close(grace);
  }

  // ----------------------------------------------------------------------------------- requests

  private Handler worked(ApiCall call) {
    return request -> {
      ServedModel model = model(request);
      boolean events = request.accepts("text/event-stream");
      var asked = request.json();
      if (!permits.tryAcquire()) {
        throw new HttpProblem(
                503,
                "busy",
                "as many requests as are worked on at a time, " + most + ", are: come back soon")
            .header("Retry-After", "1");
      }
      boolean streaming = false;
      metrics.working(1);
      try {
        Reply reply = call.answer(model, asked, events);
        streaming = reply.isStream();
        return streaming ? reply.andThen(this::workedOut) : reply;
      } catch (ArithmeticException e) {
        throw damaged(e);
      } finally {
        if (!streaming) {
          workedOut();
        }
      }
    };
  }

  private void workedOut() {
    metrics.working(-1);
    permits.release();
  }

  /** That a model's weights are no good. */
  static HttpProblem damaged(ArithmeticException e) {
    return new HttpProblem(500, "damaged-model", String.valueOf(e.getMessage()));
  }

  private ServedModel model(Request request) {
    String name = request.variable("name");
    ServedModel model = models.get(name);
    if (model == null) {
      throw new HttpProblem(
          404,
          "unknown-model",
          "there is no model '" + name + "'; there is " + String.join(", ", models.keySet()));
    }
    return model;
  }

  private Reply list() {
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("models");
          for (ServedModel model : models.values()) {
            model.describe(json);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static Reply health() {
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("status", "ok");
          json.writeEndObject();
        });
  }

  private Reply metrics() {
    return Reply.bytes(
        200,
        "text/plain; version=0.0.4; charset=utf-8",
        metrics.text(models.values()).getBytes(StandardCharsets.UTF_8));
  }

  private String overview() {
    StringBuilder text = new StringBuilder("Models of rnn4j: ");
    text.append(String.join(", ", models.keySet())).append("\n\n");
    text.append("GET  /openapi.json                 what can be asked, and how\n");
    text.append("GET  /v1/models                    the models\n");
    text.append("POST /v1/models/{name}/sample      draws texts or records\n");
    text.append("POST /v1/models/{name}/score       what texts cost\n");
    text.append("POST /v1/models/{name}/detect      which records are strange\n");
    text.append("POST /v1/models/{name}/classify    of which kind records are\n");
    text.append("GET  /health, /metrics\n");
    return text.toString();
  }

  private static byte[] description() {
    try (InputStream in =
        Objects.requireNonNull(ModelServer.class.getResourceAsStream(OPENAPI), OPENAPI)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
