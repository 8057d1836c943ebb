// SPDX-License-Identifier: Apache-2.0

package io.github.rnn4j.view.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A server that runs. It is made by a {@link Builder}, and ended by {@link #close}.
 *
 * <pre>
 *   WebServer server =
 *       WebServer.builder()
 *           .files(new StaticFiles().add("/", Pages.class, "index.html"))
 *           .get("/state", request -&gt; Reply.json(json -&gt; json.writeString("fine")))
 *           .start();
 *   System.out.println(server.address()); // http://127.0.0.1:43210/
 * </pre>
 *
 * <p>Its threads are daemons: they do not keep a program alive.
 */
public final class WebServer implements AutoCloseable {
  private static final Duration USUAL_GRACE = Duration.ofSeconds(10);
  private static final int BACKLOG = 256;
  private static final int PIECE = 1 << 14;

  /** A body that was refused is read on to this size, so that the other side reads why. */
  private static final int MOST_DRAINED = 1 << 22;

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
              + " img-src 'self' data:; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cache-Control",
          "no-store");

  private final HttpServer server;
  private final InetSocketAddress bound;
  private final Routes routes;
  private final Guard guard;
  private final Limits limits;
  private final Workers workers;
  private final Served.Listener listener;
  private final List<Runnable> closing;
  private final AtomicBoolean closed = new AtomicBoolean();

  private WebServer(Builder builder, HttpServer server) {
    this.server = server;
    this.bound = server.getAddress();
    this.routes = builder.routes;
    this.limits = builder.limits;
    this.guard = new Guard(builder.names, builder.token, builder.open);
    this.listener = builder.listener;
    this.closing = List.copyOf(builder.closing);
    this.workers = new Workers("rnn-http", 2 * limits.threads(), limits.headTime());
    server.setExecutor(workers);
    server.createContext("/", this::serve);
  }

  /**
   * A server of no route yet, on loopback, on any free port.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** What a server is to be. Changed by each call. Not thread-safe. */
  public static final class Builder {
    private final Routes routes = new Routes();
    private final Set<String> names = new HashSet<>();
    private final Set<String> open = new HashSet<>();
    private final List<Runnable> closing = new ArrayList<>();
    private String host = "127.0.0.1";
    private int port;
    private Optional<Token> token = Optional.empty();
    private Limits limits = Limits.USUAL;
    private Served.Listener listener = request -> {};

    private Builder() {}

    /**
     * Where to listen. Another address than loopback, be it by its name or its number, wants a
     * token.
     *
     * @param host the address, such as 127.0.0.1, ::1, localhost, or 0.0.0.0 for every one of this
     *     machine; 127.0.0.1 if it is not set
     * @return this
     */
    public Builder host(String host) {
      this.host = host;
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
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("a port is a number from 0 to 65535: " + port);
      }
      this.port = port;
      return this;
    }

    /**
     * Another name of the server that a request may give in its header Host. With a token any may
     * be given.
     *
     * @param name a name without a port
     * @return this
     */
    public Builder alsoKnownAs(String name) {
      names.add(name.toLowerCase(Locale.ROOT));
      return this;
    }

    /**
     * What each request must bring.
     *
     * @param token the token
     * @return this
     */
    public Builder token(Token token) {
      this.token = Optional.of(token);
      return this;
    }

    /**
     * A path that needs no token.
     *
     * @param path the path, without names in braces
     * @return this
     */
    public Builder open(String path) {
      open.add(path);
      return this;
    }

    /**
     * How much, and how slow, others may be.
     *
     * @param limits the limits; {@link Limits#USUAL} if they are not set
     * @return this
     */
    public Builder limits(Limits limits) {
      this.limits = limits;
      return this;
    }

    /**
     * Is told of each request.
     *
     * @param listener the listener, instead of one that there was
     * @return this
     */
    public Builder listener(Served.Listener listener) {
      this.listener = listener;
      return this;
    }

    /**
     * Answers GET, and HEAD, at a path.
     *
     * @param path the path; a segment in braces, such as {@code {name}}, stands for any
     * @param handler answers
     * @return this
     * @throws IllegalArgumentException if there is one already
     */
    public Builder get(String path, Handler handler) {
      routes.add("GET", path, handler);
      return this;
    }

    /**
     * Answers POST at a path.
     *
     * @param path the path; a segment in braces, such as {@code {name}}, stands for any
     * @param handler answers
     * @return this
     * @throws IllegalArgumentException if there is one already
     */
    public Builder post(String path, Handler handler) {
      routes.add("POST", path, handler);
      return this;
    }

    /**
     * Serves files of the jar.
     *
     * @param files the files
     * @return this
     * @throws IllegalArgumentException if something is served at one of their paths already
     */
    public Builder files(StaticFiles files) {
      files.handlers().forEach(this::get);
      return this;
    }

    /**
     * Tells what happens to those who listen at a path. The events are closed with the server.
     *
     * @param path the path
     * @param events what happens
     * @return this
     * @throws IllegalArgumentException if something is served at this path already
     */
    public Builder events(String path, Events events) {
      closing.add(events::close);
      return get(path, request -> events.listen(request, limits.streams()));
    }

    /**
     * Something to do when the server begins to close, before it waits for what was begun: to end
     * what would otherwise go on.
     *
     * @param action the action
     * @return this
     */
    public Builder onClose(Runnable action) {
      closing.add(action);
      return this;
    }

    /**
     * Starts the server.
     *
     * @return the server, which answers now
     * @throws IOException if it cannot listen there; the message says why
     * @throws IllegalArgumentException if others could reach it, and there is no token
     */
    public WebServer start() throws IOException {
      InetAddress address;
      try {
        address = InetAddress.getByName(host);
      } catch (UnknownHostException e) {
        throw new IOException("there is no address of the name '" + host + "'", e);
      }
      if (!address.isLoopbackAddress() && token.isEmpty()) {
        throw new IllegalArgumentException(
            "at "
                + host
                + " others can reach this server, and there is no token that keeps them out: give"
                + " one, or listen at 127.0.0.1");
      }
      HttpServer http;
      try {
        http = HttpServer.create(new InetSocketAddress(address, port), BACKLOG);
      } catch (BindException e) {
        throw new IOException(
            "port "
                + port
                + " of "
                + host
                + " cannot be listened at ("
                + e.getMessage()
                + "): another port may be free, and port 0 takes any that is",
            e);
      }
      WebServer server = new WebServer(this, http);
      http.start();
      return server;
    }
  }

  /**
   * The port.
   *
   * @return the number
   */
  public int port() {
    return bound.getPort();
  }

  /**
   * Where the server is.
   *
   * @return the address of its root
   */
  public URI address() {
    InetAddress address = bound.getAddress();
    String host =
        address.isAnyLocalAddress()
            ? "localhost"
            : address instanceof Inet6Address
                ? "[" + address.getHostAddress().replaceFirst("%.*", "") + "]"
                : address.getHostAddress();
    return URI.create("http://" + host + ":" + bound.getPort() + "/");
  }

  /** Closes, giving what was begun ten seconds. */
  @Override
  public void close() {
    close(USUAL_GRACE);
  }

  /**
   * Takes no more requests, answers those that were begun, and ends. Of no effect the second time.
   *
   * @param grace for how long to wait for them at most; what is left then is broken off
   * @return whether all was answered
   */
  public boolean close(Duration grace) {
    if (!closed.compareAndSet(false, true)) {
      return true;
    }
    // The JDK's stop closes the listener at once and then waits; on 17 for all of the time, even if
    // there is nothing to wait for. So what was begun is counted here, and a second stop ends it.
    Thread stopping =
        new Thread(() -> server.stop((int) Math.max(1, grace.toSeconds() + 1)), "rnn-http-stop");
    stopping.setDaemon(true);
    stopping.start();
    closing.forEach(Runnable::run);
    workers.end();
    boolean done = false;
    boolean interrupted = false;
    try {
      done = workers.awaitDone(grace);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    workers.close();
    server.stop(0);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return done;
  }

  // ------------------------------------------------------------------------------------ a request

  /**
   * Deals with a request.
   *
   * @throws IOException if the answer is broken off: the JDK's server closes the connection, and
   *     forgets it, when this is thrown, and only then
   */
  private void serve(HttpExchange exchange) throws IOException {
    workers.works();
    long begun = System.nanoTime();
    InetSocketAddress remote = exchange.getRemoteAddress();
    Answer answer = new Answer(exchange);
    String[] route = {""};
    try {
      Reply reply = reply(exchange, route, answer);
      try {
        answer.send(reply);
      } finally {
        reply.body().ifPresent(Reply.Body::end);
      }
      answer.end();
      answer.whole = true;
    } catch (RuntimeException e) {
      answer.fault = Optional.of(e);
      throw new IOException("an answer was broken off", e);
    } finally {
      workers.works();
      listener.served(
          new Served(
              remote.getAddress().getHostAddress(),
              exchange.getRequestMethod(),
              exchange.getRequestURI().getRawPath(),
              route[0],
              answer.status,
              answer.bytes,
              Duration.ofNanos(System.nanoTime() - begun),
              answer.whole,
              answer.fault));
    }
  }

  private Reply reply(HttpExchange exchange, String[] route, Answer answer) throws IOException {
    try {
      String path = exchange.getRequestURI().getRawPath();
      guard.check(path, exchange.getRequestHeaders());
      Routes.Found found = routes.find(exchange.getRequestMethod(), path);
      route[0] = found.pattern();
      return found.handler().handle(request(exchange, path).with(found.variables()));
    } catch (HttpProblem e) {
      return e.reply();
    } catch (RuntimeException e) {
      answer.fault = Optional.of(e);
      return fault().reply();
    } catch (OutOfMemoryError e) {
      answer.fault = Optional.of(e);
      return new HttpProblem(503, "out-of-memory", "the server is out of memory: ask for less")
          .reply();
    }
  }

  private static HttpProblem fault() {
    return new HttpProblem(
        500, "fault", "this is a fault of the program: what it was stands in the server's log");
  }

  private Request request(HttpExchange exchange, String path) {
    String raw = exchange.getRequestURI().getRawQuery();
    return new Request(
        exchange.getRequestMethod(),
        path,
        raw == null ? Map.of() : Routes.query(raw),
        Map.of(),
        exchange.getRequestHeaders(),
        () -> {
          workers.waits(limits.bodyTime());
          return new Incoming(exchange.getRequestBody());
        },
        limits.bodyBytes());
  }

  /** A body that comes in; when it is read to its end, or given up, the deadline does not run. */
  private final class Incoming extends InputStream {
    private final InputStream in;

    Incoming(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return in.read(buffer, offset, length);
    }

    @Override
    public void close() {
      workers.works();
    }
  }

  /** The answer to one request. */
  private final class Answer {
    private final HttpExchange exchange;
    private int status;
    private long bytes;
    private boolean whole;
    private Optional<Throwable> fault = Optional.empty();

    Answer(HttpExchange exchange) {
      this.exchange = exchange;
    }

    void send(Reply reply) throws IOException {
      Headers headers = exchange.getResponseHeaders();
      HEADERS.forEach(headers::set);
      reply.headers().forEach(headers::set);
      if (closed.get() || reply.status() == 413) {
        headers.set("Connection", "close");
      }
      boolean headOnly = exchange.getRequestMethod().equals("HEAD");
      if (headOnly && reply.body().isEmpty()) {
        headers.set("Content-Length", Integer.toString(reply.bytes().length));
      }
      status = reply.status();
      if (headOnly || (reply.body().isEmpty() && reply.bytes().length == 0)) {
        // The answer ends with its head, and the request must have ended before.
        drain();
        workers.waits(limits.writeTime());
        exchange.sendResponseHeaders(reply.status(), -1);
        return;
      }
      workers.waits(limits.writeTime());
      exchange.sendResponseHeaders(
          reply.status(), reply.body().isPresent() ? 0 : reply.bytes().length);
      OutputStream out = new Outgoing(exchange.getResponseBody());
      if (reply.body().isPresent()) {
        out.flush();
        reply.body().get().writeTo(out);
      } else {
        out.write(reply.bytes());
      }
      out.flush();
      drain();
    }

    /**
     * Reads what is left of the body of a request that was refused: a connection with more in it
     * would be reset, and the other side not read why.
     */
    private void drain() throws IOException {
      workers.waits(limits.bodyTime());
      byte[] buffer = new byte[PIECE];
      InputStream in = exchange.getRequestBody();
      long total = 0;
      for (int count = 0; count >= 0; count = in.read(buffer)) {
        total += count;
        if (total > MOST_DRAINED) {
          throw new IOException("a body that was refused does not end");
        }
      }
    }

    void end() throws IOException {
      workers.waits(limits.writeTime());
      exchange.getRequestBody().close();
      exchange.getResponseBody().close();
      workers.works();
    }

    /** Sends in pieces, each of which has its time. */
    private final class Outgoing extends OutputStream {
      private final OutputStream out;

      Outgoing(OutputStream out) {
        this.out = out;
      }

      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] all, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) {
          int count = Math.min(PIECE, length - done);
          workers.waits(limits.writeTime());
          out.write(all, offset + done, count);
          workers.works();
          done += count;
          bytes += count;
        }
      }

      @Override
      public void flush() throws IOException {
        workers.waits(limits.writeTime());
        out.flush();
        workers.works();
      }
    }
  }
}
