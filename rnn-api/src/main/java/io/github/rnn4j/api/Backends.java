// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.api;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.joining;

import io.github.rnn4j.api.Providers.Found;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The backends that a class loader provides, and the choice among them.
 *
 * <pre>{@code
 * LinearAlgebra la = Backends.onClassPath().choose();
 * }</pre>
 *
 * <p>The choice is the name that was asked for: by the caller, else by the system property {@value
 * #PROPERTY}, else by the environment variable {@value #VARIABLE}. If nobody asked, it is the
 * available backend of highest {@linkplain LinearAlgebra#rank() rank}; of equal ranks, the first
 * name. A name that two backends bear is refused, but only when the choice falls on it.
 *
 * <p>This is a snapshot: it does not change, and may be used by any number of threads. A provider
 * that cannot be loaded is listed as {@linkplain #broken() broken} and hides no other.
 */
public final class Backends {
  /** The system property that names the backend: {@value}. */
  public static final String PROPERTY = "rnn.backend";

  /** The environment variable that names the backend: {@value}. */
  public static final String VARIABLE = "RNN_BACKEND";

  private static final String ARTIFACTS =
      "io.github.rnn4j:rnn-backend-vector, io.github.rnn4j:rnn-backend-ejml,"
          + " io.github.rnn4j:rnn-backend-commonsmath or io.github.rnn4j:rnn-backend-java";

  private final List<Found> found;
  private final List<BrokenBackend> broken;

  private Backends(Providers providers) {
    Comparator<BackendInfo> choice =
        comparingInt(BackendInfo::rank)
            .reversed()
            .thenComparing(BackendInfo::name)
            .thenComparing(BackendInfo::className);
    found = providers.found.stream().sorted(comparing(Found::info, choice)).toList();
    broken = List.copyOf(providers.broken);
  }

  /**
   * Looks up the backends that the thread's context class loader provides, or, if that loader does
   * not see this interface, the loader of this class.
   *
   * @return what was found, which may be nothing
   */
  public static Backends onClassPath() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return of(seesThisInterface(context) ? context : Backends.class.getClassLoader());
  }

  /**
   * Looks up the backends that a class loader provides.
   *
   * @param loader the loader of the backends; sees this interface
   * @return what was found, which may be nothing
   */
  public static Backends of(ClassLoader loader) {
    Providers providers = new Providers();
    providers.addAll(Objects.requireNonNull(loader, "loader"));
    return new Backends(providers);
  }

  static Backends of(List<LinearAlgebra> backends) {
    Providers providers = new Providers();
    backends.forEach(providers::add);
    return new Backends(providers);
  }

  private static boolean seesThisInterface(@Nullable ClassLoader loader) {
    try {
      String name = LinearAlgebra.class.getName();
      return loader != null && Class.forName(name, false, loader) == LinearAlgebra.class;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /**
   * The backends that were found, those that cannot work on this JVM among them.
   *
   * @return the highest rank first; of equal ranks, the first name
   */
  public List<BackendInfo> list() {
    return found.stream().map(Found::info).toList();
  }

  /**
   * The providers that could not be loaded, made, or asked what they are.
   *
   * @return in the order in which they were met
   */
  public List<BrokenBackend> broken() {
    return broken;
  }

  /**
   * The backend of a name.
   *
   * @param name {@link LinearAlgebra#name()}
   * @return that backend
   * @throws BackendException if there is none of that name, or more than one, or it cannot work on
   *     this JVM
   */
  public LinearAlgebra get(String name) {
    return named(Objects.requireNonNull(name, "name"), "asked for by name");
  }

  /**
   * The available backend of highest rank; of equal ranks, the first name.
   *
   * @return that backend
   * @throws BackendException if no backend is available, or a second one has the same name
   */
  public LinearAlgebra best() {
    BackendInfo best =
        list().stream().filter(BackendInfo::available).findFirst().orElseThrow(this::noneAvailable);
    return named(best.name(), "the best one");
  }

  /**
   * The backend that the system property or the environment names, else the {@link #best()}.
   *
   * @return that backend
   * @throws BackendException if there is none to choose
   */
  public LinearAlgebra choose() {
    return choose(null);
  }

  /**
   * The backend that the caller, the system property or the environment names, else the {@link
   * #best()}. A blank property or variable names nothing.
   *
   * @param name what the caller asks for, such as the value of an option; null if nothing
   * @return that backend
   * @throws BackendException if there is none to choose
   */
  public LinearAlgebra choose(@Nullable String name) {
    return choose(name, System.getProperty(PROPERTY), System.getenv(VARIABLE));
  }

  LinearAlgebra choose(
      @Nullable String name, @Nullable String property, @Nullable String variable) {
    if (name != null) {
      return get(name);
    }
    if (property != null && !property.isBlank()) {
      return named(property.strip(), "named by the system property " + PROPERTY);
    }
    if (variable != null && !variable.isBlank()) {
      return named(variable.strip(), "named by the environment variable " + VARIABLE);
    }
    return best();
  }

  private LinearAlgebra named(String name, String why) {
    List<Found> bearers = found.stream().filter(f -> f.info().name().equals(name)).toList();
    if (bearers.isEmpty()) {
      throw unknown(name, why);
    }
    if (bearers.size() > 1) {
      throw ambiguous(name, why, bearers);
    }
    Found only = bearers.get(0);
    if (!only.info().available()) {
      throw new BackendException(
          what(name, why) + " does not work on this JVM: " + only.info().unavailable().get());
    }
    return only.backend();
  }

  private BackendException unknown(String name, String why) {
    if (found.isEmpty()) {
      return new BackendException(what(name, why) + " was not found: " + nothing());
    }
    return new BackendException(
        what(name, why)
            + " is not among those found: "
            + list().stream().map(BackendInfo::name).distinct().collect(joining(", "))
            + nearest(name)
            + brokenOnes());
  }

  /** The name that has the same letters, large or small and with any hyphens. */
  private String nearest(String name) {
    return list().stream()
        .map(BackendInfo::name)
        .filter(one -> letters(one).equals(letters(name)))
        .findFirst()
        .map(one -> ": did you mean " + one + "?")
        .orElse("");
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\d]", "");
  }

  private static BackendException ambiguous(String name, String why, List<Found> bearers) {
    return new BackendException(
        what(name, why)
            + " is in doubt: "
            + bearers.stream()
                .map(f -> f.info().className() + " in " + f.info().location())
                .collect(joining(" and "))
            + " bear this name: leave one of them on the class path");
  }

  private BackendException noneAvailable() {
    if (found.isEmpty()) {
      return new BackendException(nothing());
    }
    return new BackendException(
        "no backend works on this JVM: "
            + list().stream()
                .map(info -> info.name() + ": " + info.unavailable().get())
                .collect(joining("; "))
            + brokenOnes());
  }

  private String nothing() {
    return "there is no backend: add " + ARTIFACTS + " to the class path" + brokenOnes();
  }

  private String brokenOnes() {
    return broken.stream().map(b -> "; broken: " + b).collect(joining());
  }

  private static String what(String name, String why) {
    return "backend \"" + name + "\" (" + why + ")";
  }
}
