// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.api;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Writes the source of a backend, compiles it, and packs it into a jar with its service file. */
final class BackendSource {
  private static final String SERVICE_FILE = "META-INF/services/" + LinearAlgebra.class.getName();

  private BackendSource() {}

  /** A backend in {@code fake} that works, of rank 0 and float64. */
  static String working(String simpleName, String backendName) {
    return of(simpleName, "public String name() { return \"" + backendName + "\"; }");
  }

  /** A backend in {@code fake} with these members beside operations that are not supported. */
  static String of(String simpleName, String members) {
    String operations =
        Stream.of(LinearAlgebra.class.getMethods())
            .filter(method -> Modifier.isAbstract(method.getModifiers()))
            .filter(method -> !members.contains(" " + method.getName() + "("))
            .map(BackendSource::unsupported)
            .collect(Collectors.joining("\n"));
    return "package fake;\npublic class %s implements %s {\n%s\n%s\n}\n"
        .formatted(simpleName, LinearAlgebra.class.getName(), members, operations);
  }

  private static String unsupported(Method method) {
    Class<?>[] types = method.getParameterTypes();
    String parameters =
        IntStream.range(0, types.length)
            .mapToObj(i -> types[i].getCanonicalName() + " p" + i)
            .collect(Collectors.joining(", "));
    String body =
        method.getReturnType() == Precision.class
            ? "return " + Precision.class.getName() + ".FLOAT64;"
            : "throw new UnsupportedOperationException();";
    return "public %s %s(%s) { %s }"
        .formatted(method.getReturnType().getCanonicalName(), method.getName(), parameters, body);
  }

  /** Compiles sources, each named by its file, into a folder. */
  static void compile(Path classes, List<String> options, Path... sources) {
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(List.of("-proc:none", "-d", classes.toString()));
    Arrays.stream(sources).map(Path::toString).forEach(arguments::add);
    ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
    int status = javac.run(System.out, System.err, arguments.toArray(String[]::new));
    if (status != 0) {
      throw new IllegalStateException("javac " + arguments);
    }
  }

  /** The folder or jar that holds the classes under test. */
  static Path api() {
    URL location = LinearAlgebra.class.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(URI.create(location.toString()));
  }

  /**
   * A jar of one class of package {@code fake} and a service file that names the given providers.
   *
   * @param folder where the jar and its parts go
   */
  static Path jar(Path folder, String jarName, String simpleName, String source, String services)
      throws IOException {
    Path parts = Files.createDirectories(folder.resolve("parts of " + jarName));
    if (!source.isEmpty()) {
      Path file = Files.writeString(parts.resolve(simpleName + ".java"), source);
      compile(parts, List.of("-cp", api().toString()), file);
      Files.delete(file);
    }
    Path serviceFile = parts.resolve(SERVICE_FILE);
    Files.createDirectories(serviceFile.getParent());
    Files.writeString(serviceFile, services);
    return pack(parts, folder.resolve(jarName));
  }

  /** A jar of one backend of package {@code fake}, declared in its service file. */
  static Path jar(Path folder, String jarName, String simpleName, String source)
      throws IOException {
    return jar(folder, jarName, simpleName, source, "fake." + simpleName + "\n");
  }

  private static Path pack(Path parts, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(parts)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = parts.relativize(file).toString().replace('\\', '/');
        entries.putNextEntry(new JarEntry(name));
        Files.copy(file, entries);
      }
    }
    return jar;
  }
}
