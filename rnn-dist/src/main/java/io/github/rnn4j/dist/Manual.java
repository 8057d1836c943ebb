// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.dist;

import io.github.rnn4j.cli.Main;
import io.github.rnn4j.cli.console.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** Writes what the commands say of themselves as manual pages and as a shell's completion. */
public final class Manual {
  private Manual() {}

  /**
   * Writes them.
   *
   * @param arguments the folder for the pages, in AsciiDoc, and the file for the completion
   * @throws IOException if one cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    Path pages = Files.createDirectories(Path.of(arguments[0]));
    Path completion = Path.of(arguments[1]);
    Files.createDirectories(completion.getParent());
    CommandLine rnn = Main.commandLine(Streams.standard());
    Files.writeString(completion, AutoComplete.bash("rnn", rnn));
    int code =
        ManPageGenerator.generateManPage(
            pages.toFile(), null, new boolean[0], false, rnn.getCommandSpec());
    if (code != 0) {
      throw new IOException("the manual could not be made, code " + code);
    }
  }
}
