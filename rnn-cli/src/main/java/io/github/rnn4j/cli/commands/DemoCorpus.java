// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.text.Corpus;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The sources of this program, which the build puts beside its classes. */
final class DemoCorpus {
  private static final String FOLDER = "corpus";

  private DemoCorpus() {}

  /**
   * Reads them, from the program's folder or jar.
   *
   * @throws IOException if they cannot be read
   */
  static Corpus read() throws IOException {
    URL url = DemoCorpus.class.getResource(FOLDER);
    if (url == null) {
      throw new IOException("this build of the program lacks its text for the demo");
    }
    try {
      URI uri = url.toURI();
      if (!uri.getScheme().equals("jar")) {
        return Corpus.read(List.of(Path.of(uri)));
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return Corpus.read(List.of(jar.provider().getPath(uri)));
      }
    } catch (URISyntaxException e) {
      throw new IOException("the program stands in a place that is no URI: " + url, e);
    }
  }
}
