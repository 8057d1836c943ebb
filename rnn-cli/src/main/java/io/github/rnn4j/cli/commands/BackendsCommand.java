// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.rnn4j.api.BackendException;
import io.github.rnn4j.api.BackendInfo;
import io.github.rnn4j.api.Backends;
import io.github.rnn4j.api.BrokenBackend;
import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.ExitCode;
import io.github.rnn4j.cli.console.Version;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code rnn backends}. */
@Command(
    name = "backends",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Lists the backends on the class path, the best one first, and tells which would be chosen.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn backends",
      "  RNN_CLASSPATH=my-backend.jar rnn backends --backend my-backend",
      "",
      "Chosen is the backend named by --backend, else by the property rnn.backend, else by the"
          + " environment variable RNN_BACKEND, else the available one of highest rank."
    })
public final class BackendsCommand implements Callable<Integer> {
  private static final JsonFactory JSON = new JsonFactory();

  @ParentCommand private Console console;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "Tells what would be chosen if this one was asked for.")
  private @Nullable String name;

  @Option(names = "--json", description = "Prints one JSON object instead.")
  private boolean asJson;

  /**
   * Lists.
   *
   * @throws BackendException if none can be chosen; the list stands before the message
   */
  @Override
  public Integer call() throws IOException {
    Backends backends = Backends.onClassPath();
    String chosen = "";
    BackendException none = null;
    try {
      chosen = backends.choose(name).getClass().getName();
    } catch (BackendException e) {
      none = e;
    }
    if (asJson) {
      console.streams().out().println(json(backends, chosen));
    } else {
      print(backends, chosen);
    }
    if (none != null) {
      throw none;
    }
    return ExitCode.OK;
  }

  private void print(Backends backends, String chosen) {
    PrintStream out = console.streams().out();
    for (BackendInfo info : backends.list()) {
      out.printf(
          Locale.ROOT,
          "%s  %s, rank %d, %s%n",
          info.name(),
          precision(info),
          info.rank(),
          info.className().equals(chosen)
              ? "chosen"
              : info.available() ? "available" : "not available");
      info.unavailable().ifPresent(reason -> out.println("    reason  " + reason));
      if (!info.description().isEmpty()) {
        out.println("    with    " + info.description());
      }
      out.println("    class   " + info.className());
      out.println("    in      " + info.location());
    }
    for (BrokenBackend broken : backends.broken()) {
      out.println("broken provider");
      out.println("    reason  " + broken.problem());
      out.println("    in      " + broken.location());
    }
  }

  private static String precision(BackendInfo info) {
    return info.precision().name().toLowerCase(Locale.ROOT);
  }

  private static String json(Backends backends, String chosen) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("backends");
      for (BackendInfo info : backends.list()) {
        json.writeStartObject();
        json.writeStringField("name", info.name());
        json.writeStringField("precision", precision(info));
        json.writeNumberField("rank", info.rank());
        json.writeBooleanField("available", info.available());
        json.writeStringField("reason", info.unavailable().orElse(null));
        json.writeStringField("description", info.description());
        json.writeBooleanField("chosen", info.className().equals(chosen));
        json.writeStringField("class", info.className());
        json.writeStringField("location", info.location());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("broken");
      for (BrokenBackend broken : backends.broken()) {
        json.writeStartObject();
        json.writeStringField("reason", broken.problem());
        json.writeStringField("location", broken.location());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }
}
