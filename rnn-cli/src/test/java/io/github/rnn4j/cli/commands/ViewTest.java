// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import static io.github.rnn4j.cli.Cli.rnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.cli.Child;
import io.github.rnn4j.cli.Cli;
import io.github.rnn4j.cli.Cli.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rnn view}, without a browser. */
class ViewTest {
  @TempDir private static Path folder;

  private static Path model;

  @BeforeAll
  static void train() {
    model = Cli.helloWorld(folder.resolve("m.safetensors"));
  }

  @Test
  void html_isAPageOfTheText_andReplacesNothingElse() throws IOException {
    Path page = folder.resolve("page.html");
    Result result =
        rnn("view", model, "--text", "hello <hello", "--html", page, "--color", "1:h:3");
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.out()).startsWith(page + ": 12 tokens, ");
    assertThat(Files.readString(page)).contains("h of unit 3, layer 1", ">&lt;</span>");
    assertThat(rnn("view", model, "--html", page).code()).isZero();
    assertThat(Files.readString(page)).contains("Written by the model");
    Path mine = Files.writeString(folder.resolve("mine.html"), "<!doctype html><p>mine</p>");
    Result refused = rnn("view", model, "--text", "hello", "--html", mine);
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("not replaced");
    assertThat(Files.readString(mine)).contains("mine");
    Path text = Files.writeString(folder.resolve("text"), "hello world");
    assertThat(rnn("view", model, text, "--html", text).code()).isEqualTo(1);
    assertThat(rnn("view", model, text, "--html", model).code()).isEqualTo(1);
    assertThat(Files.readString(text)).isEqualTo("hello world");
    // What rnn wrote is no text to read.
    Result own = rnn("view", model, page, "--html", folder.resolve("other.html"));
    assertThat(own.code()).isEqualTo(1);
    assertThat(own.err()).contains("there is no text");
  }

  @Test
  void wrongOptions_areToldOf() {
    Result color = rnn("view", model, "--color", "1:c:0");
    assertThat(color.code()).isEqualTo(1);
    assertThat(color.err()).hasLineCount(1).contains("1:c:0", "the signals h,");
    assertThat(rnn("view", model, "--text", "a", "b").code()).isEqualTo(2);
    assertThat(rnn("view", model, "--html", "x.html", "--port", "9").code()).isEqualTo(2);
    assertThat(rnn("view", model, "--port", "65536").code()).isEqualTo(2);
  }

  @Test
  void address_isServed_untilCtrlC() throws Exception {
    Process process = Child.startInForeground("view", model, "--text", "hello");
    try (BufferedReader out = process.inputReader()) {
      URI address = URI.create(out.readLine());
      assertThat(address.getHost()).isEqualTo("127.0.0.1");
      HttpClient client = HttpClient.newHttpClient();
      HttpResponse<String> found =
          client.send(
              HttpRequest.newBuilder(address.resolve("/api/text")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(found.body()).contains("\"length\":5", "Your text");
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
