// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.cli.console.Printable;
import io.github.rnn4j.cli.console.Version;
import io.github.rnn4j.cli.options.BackendOption;
import io.github.rnn4j.cli.options.ServeOptions;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.view.http.Served;
import io.github.rnn4j.view.serve.ModelServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code rnn serve}. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Lets other programs ask models over HTTP: to draw, to score, to detect and to classify.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn serve names.safetensors log=new-log.safetensors",
      "  curl localhost:8080/v1/models",
      "  curl localhost:8080/v1/models/names/sample --json '{\"count\": 5, \"seed\": 42}'",
      "  curl -N localhost:8080/v1/models/names/sample --json '{\"count\": 5, \"stream\": true}'",
      "  curl localhost:8080/v1/models/log/detect --json '{\"records\": [\"GET / 200\"]}'",
      "  rnn serve names.safetensors --host 0.0.0.0 --token-file token",
      "",
      "/openapi.json describes all that can be asked, /metrics counts it for Prometheus, /health"
          + " says that the server answers. The same model, seed and options draw the text of 'rnn"
          + " sample', whatever else is asked at the same time; what comes at the same time is"
          + " computed together. The address is told on standard output.",
      "",
      "Only this computer reaches it, unless --host gives another address; each request must then"
          + " bring the token, as the header 'Authorization: Bearer TOKEN'. It speaks HTTP without"
          + " encryption: over a network let a proxy that speaks HTTPS stand before it.",
      "",
      "Ctrl-C, or SIGTERM, takes no more requests, answers those that were begun, and ends."
    })
public final class ServeCommand implements Callable<Integer> {
  private static final String SUFFIX = ".safetensors";

  @ParentCommand private Console console;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "MODEL|NAME=MODEL",
      description =
          "Files that 'rnn train' wrote, each under its name: NAME, or else that of the file"
              + " without .safetensors.")
  private List<String> operands;

  @Mixin private ServeOptions options;

  @Mixin private BackendOption backendOption;

  @Override
  public Integer call() throws IOException {
    Map<String, Path> files = files();
    ModelServer.Builder builder = options.server(console);
    // A request is computed by one thread, several requests side by side.
    LinearAlgebra one = backendOption.choose(console).withThreads(1);
    builder.threads(backendOption.threads());
    for (Map.Entry<String, Path> file : files.entrySet()) {
      builder.model(file.getKey(), Model.load(file.getValue(), one));
    }
    CountDownLatch end = new CountDownLatch(1);
    ModelServer server = builder.listener(this::tell).start();
    Interrupt interrupt = new Interrupt(end::countDown);
    try {
      console.streams().out().println(server.address());
      console.streams().flush();
      console.note("serving " + String.join(", ", files.keySet()) + "; Ctrl-C ends it");
      end.await();
      console.note("finishing what was begun; Ctrl-C again leaves at once");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      boolean all = server.close(options.grace());
      console.note(all ? "ended" : "ended; what took longer than --grace allows was broken off");
      interrupt.close();
    }
    return ExitCode.OK;
  }

  /** The files by the names under which they are served. */
  private Map<String, Path> files() {
    Map<String, Path> files = new LinkedHashMap<>();
    for (String operand : operands) {
      int equals = operand.indexOf('=');
      boolean named = equals > 0 && !Files.exists(Path.of(operand));
      Path path = Path.of(named ? operand.substring(equals + 1) : operand);
      String name = named ? operand.substring(0, equals) : stem(path);
      Path before = files.putIfAbsent(name, path);
      if (before != null) {
        throw new ParameterException(
            spec.commandLine(),
            before
                + " and "
                + path
                + " would both be served as '"
                + name
                + "': give one of them another name, as in NAME="
                + path);
      }
      if (!ModelServer.isName(name)) {
        throw new ParameterException(
            spec.commandLine(),
            "'"
                + name
                + "' is no name for a model in an address, which is of letters, digits, '-', '_'"
                + " and '.': give it one, as in NAME="
                + path);
      }
    }
    return files;
  }

  private static String stem(Path path) {
    Path last = path.getFileName();
    String name = last == null ? "" : last.toString();
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }

  /** A line for a request, if that is wanted, and always for a fault of the program. */
  private void tell(Served request) {
    String what = request.method() + " " + Printable.line(request.path());
    request
        .fault()
        .ifPresent(
            fault ->
                console.note(
                    "a fault of the program in "
                        + what
                        + ": "
                        + Printable.line(fault.toString())
                        + (fault.getStackTrace().length > 0
                            ? " at " + fault.getStackTrace()[0]
                            : "")));
    if (options.log()) {
      console
          .streams()
          .err()
          .println(
              String.format(
                  Locale.ROOT,
                  "%s %s %s %s %d bytes %.1f ms",
                  Instant.now().truncatedTo(ChronoUnit.MILLIS),
                  request.remote(),
                  what,
                  request.whole() ? request.status() : request.status() + " broken off",
                  request.bytes(),
                  request.time().toNanos() / 1e6));
    }
  }
}
