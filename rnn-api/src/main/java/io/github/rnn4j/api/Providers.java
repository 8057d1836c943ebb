// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.api;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The providers of {@link LinearAlgebra}: each is loaded, made and asked what it is. What one of
 * them throws is kept as its failure and does not keep the others from being found.
 */
final class Providers {

  /** A backend and what it said of itself. */
  record Found(BackendInfo info, LinearAlgebra backend) {}

  final List<Found> found = new ArrayList<>();
  final List<BrokenBackend> broken = new ArrayList<>();

  /** Takes everything that a class loader's service files and modules provide. */
  void addAll(ClassLoader loader) {
    Iterator<ServiceLoader.Provider<LinearAlgebra>> scan =
        ServiceLoader.load(LinearAlgebra.class, loader).stream().iterator();
    String lastProblem = "";
    while (true) {
      try {
        if (!scan.hasNext()) {
          return;
        }
        add(scan.next());
      } catch (Throwable e) { // a class that is missing, of a newer Java, no LinearAlgebra, ...
        String problem = describe(e);
        if (problem.equals(lastProblem)) {
          return; // the scan stands still: the class loader itself fails
        }
        lastProblem = problem;
        broken.add(new BrokenBackend(problem, "unknown", e));
      }
    }
  }

  private void add(ServiceLoader.Provider<LinearAlgebra> provider) {
    LinearAlgebra backend;
    try {
      backend = provider.get();
    } catch (Throwable e) { // the constructor's
      broken.add(new BrokenBackend(describe(e), location(provider.type()), e));
      return;
    }
    add(backend);
  }

  /** Takes one backend. */
  void add(LinearAlgebra backend) {
    Class<?> type = backend.getClass();
    try {
      found.add(new Found(ask(backend), backend));
    } catch (Throwable e) { // name()'s, precision()'s, ...
      broken.add(new BrokenBackend(type.getName() + ": " + describe(e), location(type), e));
    }
  }

  private static BackendInfo ask(LinearAlgebra backend) {
    String name = backend.name();
    if (name == null || !name.matches("[a-z0-9-]+")) {
      throw new IllegalStateException(
          "name() is to be lower-case letters, digits and hyphens, and is " + quote(name));
    }
    Precision precision = Objects.requireNonNull(backend.precision(), "precision() is null");
    Optional<String> unavailable =
        Objects.requireNonNull(backend.unavailable(), "unavailable() is null");
    Class<?> type = backend.getClass();
    String description =
        unavailable.isPresent()
            ? ""
            : Objects.requireNonNull(backend.description(), "description() is null");
    return new BackendInfo(
        name, precision, backend.rank(), unavailable, description, type.getName(), location(type));
  }

  private static String quote(@Nullable String name) {
    return name == null ? "null" : '"' + name + '"';
  }

  /** One line: what was thrown and, of the service loader's errors, by what it was caused. */
  private static String describe(Throwable e) {
    String text = e.toString();
    if (e instanceof ServiceConfigurationError && e.getMessage() != null) {
      text =
          e.getMessage().replaceFirst("^" + LinearAlgebra.class.getName() + ": (Provider )?", "");
      text += e.getCause() == null ? "" : ": " + e.getCause();
    }
    return text.replaceAll("\\s+", " ");
  }

  private static String location(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    URL url = source == null ? null : source.getLocation();
    if (url == null) {
      return "unknown";
    }
    try {
      return Path.of(url.toURI()).toString();
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      return url.toString();
    }
  }
}
