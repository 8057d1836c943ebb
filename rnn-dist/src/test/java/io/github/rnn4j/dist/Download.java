// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A download, unpacked, and what it says when it is run in an environment without anything. */
final class Download {
  static final String VERSION = System.getProperty("rnn.version");
  private static final Path BUILT = Path.of(System.getProperty("rnn.downloads"));

  /** What the launcher may call; a Java is not among them. */
  private static final List<String> TOOLS =
      List.of("sh", "dirname", "basename", "readlink", "sed", "grep");

  /** What a command wrote, and its exit code. */
  record Said(int code, String out, String err) {}

  private final Path folder;
  private final Path home;
  private final Path tools;

  private Download(Path folder, Path home, Path tools) {
    this.folder = folder;
    this.home = home;
    this.tools = tools;
  }

  /** A file that the build made. */
  static Path file(String ending) {
    Path file = BUILT.resolve("rnn-" + VERSION + ending);
    assertThat(file).isRegularFile();
    return file;
  }

  /** Unpacks a .tar.gz as a user would, and takes from everybody the right to write there. */
  static Download unpack(String ending, Path folder) throws IOException, InterruptedException {
    Path place = Files.createDirectories(folder.resolve("a folder/of programs"));
    List<String> tar = List.of("tar", "-xzf", file(ending).toString(), "-C", place.toString());
    assertThat(new ProcessBuilder(tar).inheritIO().start().waitFor()).isZero();
    Path home = place.resolve("rnn-" + VERSION);
    List<String> chmod = List.of("chmod", "-R", "a-w", place.toString());
    assertThat(new ProcessBuilder(chmod).inheritIO().start().waitFor()).isZero();
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : TOOLS) {
      Files.createSymbolicLink(tools.resolve(tool), onThePath(tool));
    }
    return new Download(folder, home, tools);
  }

  private static Path onThePath(String tool) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(entry -> Path.of(entry, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  Path home() {
    return home;
  }

  /** Gives the right to write back and takes the links away, so that the folder can be deleted. */
  void unlock() throws IOException, InterruptedException {
    for (String tool : TOOLS) {
      Files.delete(tools.resolve(tool));
    }
    List<String> chmod = List.of("chmod", "-R", "u+w", folder.resolve("a folder").toString());
    assertThat(new ProcessBuilder(chmod).start().waitFor()).isZero();
  }

  /** The size and time of every file of it. */
  Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(home)) {
      for (Path file : (Iterable<Path>) all::iterator) {
        files.put(
            home.relativize(file).toString(),
            Files.size(file) + " " + Files.getLastModifiedTime(file));
      }
    }
    return files;
  }

  /**
   * Runs {@code bin/rnn} through a link, in another folder.
   *
   * @param environment all that there is beside a PATH with six tools
   */
  Said rnn(Map<String, String> environment, Object... arguments)
      throws IOException, InterruptedException {
    Path work = Files.createDirectories(folder.resolve("my work"));
    Path link = work.resolve("link to rnn");
    if (!Files.exists(link)) {
      Files.createSymbolicLink(link, home.resolve("bin/rnn"));
    }
    List<String> command = new ArrayList<>(List.of(link.toString()));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    CompletableFuture<String> err =
        CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
    String out = read(process.getInputStream());
    return new Said(process.waitFor(), out, err.join());
  }

  /** A file of the folder that it is run in. */
  Path work(String name) {
    return folder.resolve("my work").resolve(name);
  }

  private static String read(InputStream in) {
    try {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "unreadable: " + e;
    }
  }
}
