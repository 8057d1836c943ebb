// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnFileTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "METRICS | {\"step\":1,\"epoch\":0.5,\"loss\":1.5,\"bits_per_character\":2.1}",
        "METRICS | {\"step\":40,\"epoch\":1.0E-4,\"validation_loss\":1.5,\"best\":true}",
        "METRICS | {\"step\":1,\"epoch\":0.5,\"sample\":\"to be\"}",
        "PLOT | <?xml version=\"1.0\"?><!-- rnn4j --><svg>",
        "PAGE | <!doctype html> <meta name=\"generator\" content=\"rnn4j view\"><p>hello",
        "REPORT | <!DOCTYPE html><!-- rnn4j report --><html>",
        "CACHE | rnn4jtok and so on"
      })
  void ours_isKnownByItsBeginning(OwnFile kind, String content) throws IOException {
    Path file = Files.writeString(directory.resolve("notes.txt"), content);
    assertThat(OwnFile.of(file)).contains(kind);
    assertThat(kind.noun()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "precious",
        "{\"name\": \"package\", \"step\":1}",
        "{\"step\":1,\"epoch\":2,\"note\":\"loss\"}",
        "{\"step\":\"one\",\"epoch\":1,\"loss\":1}",
        "<svg>rnn4j</svg>",
        "<!doctype html><p>mine</p>",
        "text with <!-- rnn4j --> in it",
        "text with <!-- rnn4j report --> in it",
        "123456781234\t12345678\u001A\rbrain.Event:2R\u0007\n\u0005other",
        "\u0089PNG\r\n\u001A\n rnn4j",
        "\b\7\22\7pytorch",
        "12345678{\"__metadata__\":{\"format\":\"pt\"}}",
        "{\"__metadata__\":{\"format\":\"rnn4j.model\"}}"
      })
  void others_areNot(String content) throws IOException {
    assertThat(OwnFile.of(content.getBytes(StandardCharsets.ISO_8859_1))).isEmpty();
    Path file = directory.resolve("model.safetensors");
    Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(OwnFile.of(file)).isEmpty();
  }

  @Test
  void png_isOursByItsChunkOfText() {
    String png = "\u0089PNG\r\n\u001A\n\0\0\0\rIHDR and more\0\0\0\u000EtEXt" + OwnFile.PNG_MARK;
    assertThat(OwnFile.of(png.getBytes(StandardCharsets.ISO_8859_1))).contains(OwnFile.PLOT);
  }

  @Test
  void events_areOursByTheirWriter() {
    String events = "123456781234\t12345678" + OwnFile.EVENTS_MARK + "and so on";
    assertThat(OwnFile.of(events.getBytes(StandardCharsets.ISO_8859_1))).contains(OwnFile.EVENTS);
  }

  @Test
  void whatIsNoRegularFile_isNone() throws IOException {
    assertThat(OwnFile.of(directory)).isEmpty();
    assertThat(OwnFile.of(directory.resolve("missing"))).isEmpty();
  }
}
