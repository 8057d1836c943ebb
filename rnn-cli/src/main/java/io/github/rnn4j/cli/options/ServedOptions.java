// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.options;

import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.view.http.WebServer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a page is served for the person at this computer. */
public final class ServedOptions {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = Numbers.Port.class,
      description = "The port of the page. (default: any that is free)")
  private @Nullable Integer port;

  @Option(names = "--open", description = "Open the page in the browser.")
  private boolean open;

  /** Whether any of them was given. */
  public boolean given() {
    return port != null || open;
  }

  /** A server that nobody but this computer reaches. */
  public WebServer.Builder server() {
    return WebServer.builder().port(port == null ? 0 : port);
  }

  /** Tells the address, and opens it if that was asked for. */
  public void tell(Console console, String address) throws IOException {
    console.streams().out().println(address);
    console.streams().flush();
    if (open) {
      open(console, address);
    }
  }

  private static void open(Console console, String address) {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    List<String> command =
        system.contains("win")
            ? List.of("rundll32", "url.dll,FileProtocolHandler", address)
            : system.contains("mac") ? List.of("open", address) : List.of("xdg-open", address);
    try {
      new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      console.note("no browser could be opened (" + command.get(0) + "): open the address by hand");
    }
  }
}
