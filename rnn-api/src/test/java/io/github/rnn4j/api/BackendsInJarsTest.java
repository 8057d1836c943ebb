// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The look-up of backends in real jars; each test but the first breaks one of them. */
class BackendsInJarsTest {
  @TempDir private Path folder;
  private static Path good;

  @BeforeAll
  static void makeAGoodBackend(@TempDir Path shared) throws IOException {
    good = BackendSource.jar(shared, "good.jar", "Good", BackendSource.working("Good", "good"));
  }

  @Test
  void backend_isFoundWithItsClassAndItsJar() throws IOException {
    try (URLClassLoader loader = loader(good)) {
      Backends backends = Backends.of(loader);
      assertThat(backends.list())
          .containsExactly(
              new BackendInfo(
                  "good",
                  Precision.FLOAT64,
                  0,
                  Optional.empty(),
                  "",
                  "fake.Good",
                  good.toString()));
      assertThat(backends.get("good").getClass().getClassLoader()).isSameAs(loader);
      assertThat(backends.broken()).isEmpty();
    }
  }

  @Test
  void onClassPath_asksTheContextClassLoader() throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = loader(good)) {
      thread.setContextClassLoader(loader);
      assertThat(Backends.onClassPath().best().name()).isEqualTo("good");
      thread.setContextClassLoader(null);
      assertThat(Backends.onClassPath().list()).isEmpty();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void onClassPath_ignoresAContextClassLoaderThatSeesAnotherInterface() throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    URL[] path = {good.toUri().toURL(), BackendSource.api().toUri().toURL()};
    try (URLClassLoader foreign = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(foreign);
      Backends backends = Backends.onClassPath();
      assertThat(backends.list()).isEmpty();
      assertThat(backends.broken()).isEmpty();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void twoJarsWithOneName_areBothShown() throws IOException {
    Path twin = BackendSource.jar(folder, "a b.jar", "Twin", BackendSource.working("Twin", "good"));
    try (URLClassLoader loader = loader(twin, good)) {
      Backends backends = Backends.of(loader);
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> backends.get("good"))
          .withMessage(
              "backend \"good\" (asked for by name) is in doubt: fake.Good in "
                  + good
                  + " and fake.Twin in "
                  + twin
                  + " bear this name: leave one of them on the class path");
    }
  }

  @Test
  void oneJarSeenTwice_isOneBackend() throws IOException {
    try (URLClassLoader parent = loader(good);
        URLClassLoader loader = new URLClassLoader(urls(good, good), parent)) {
      Backends backends = Backends.of(loader);
      assertThat(backends.list()).hasSize(1);
      assertThat(backends.best().name()).isEqualTo("good");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "public Bad() { throw new IllegalStateException(\"boom\"); }"
            + "| fake.Bad could not be instantiated: java.lang.IllegalStateException: boom",
        "static final int X = Integer.parseInt(\"x\");"
            + "| fake.Bad could not be instantiated: java.lang.ExceptionInInitializerError",
        "private Bad() {}"
            + "| fake.Bad Unable to get public no-arg constructor:"
            + " java.lang.NoSuchMethodException: fake.Bad.<init>()",
        "public String name() { throw new AssertionError(\"boom\"); }"
            + "| fake.Bad: java.lang.AssertionError: boom",
        "public int rank() { throw new IllegalStateException(\"boom\"); }"
            + "| fake.Bad: java.lang.IllegalStateException: boom",
        "public java.util.Optional<String> unavailable() { throw new NoClassDefFoundError(\"x/Y\"); }"
            + "| fake.Bad: java.lang.NoClassDefFoundError: x/Y",
        "public java.util.Optional<String> unavailable() { return null; }"
            + "| fake.Bad: java.lang.NullPointerException: unavailable() is null",
        "public io.github.rnn4j.api.Precision precision() { return null; }"
            + "| fake.Bad: java.lang.NullPointerException: precision() is null",
      })
  void classThatBreaks_isListedAndHidesNoOther(String members, String problem) throws IOException {
    String name = members.contains(" name(") ? "" : "public String name() { return \"bad\"; }";
    Path bad = BackendSource.jar(folder, "bad.jar", "Bad", BackendSource.of("Bad", members + name));
    assertBroken(bad, problem);
  }

  @Test
  void missingClass_isListedAndHidesNoOther() throws IOException {
    Path bad = BackendSource.jar(folder, "bad.jar", "", "", "fake.Gone\n");
    assertBroken(bad, "fake.Gone not found");
  }

  @Test
  void classThatIsNoLinearAlgebra_isListedAndHidesNoOther() throws IOException {
    Path bad = BackendSource.jar(folder, "bad.jar", "Bad", "package fake; public class Bad {}");
    assertBroken(bad, "fake.Bad not a subtype");
  }

  @Test
  void serviceFileThatIsNone_isListedAndHidesNoOther() throws IOException {
    Path bad = BackendSource.jar(folder, "bad.jar", "", "", "two words\n");
    assertBroken(bad, "Illegal configuration-file syntax");
  }

  @Test
  void classOfALaterJava_isListedAndHidesNoOther() throws IOException {
    String source = BackendSource.working("Bad", "bad");
    Path bad = BackendSource.jar(folder, "bad.jar", "Bad", source);
    Path parts = folder.resolve("parts of bad.jar");
    Path file = parts.resolve("fake/Bad.class");
    byte[] bytes = Files.readAllBytes(file);
    bytes[6] = 0x7f; // the high byte of the major version
    Files.write(file, bytes);
    assertBroken(parts, "java.lang.UnsupportedClassVersionError: fake/Bad");
    assertThat(bad).exists();
  }

  @Test
  void severalBrokenOnes_areAllListed() throws IOException {
    Path bad = BackendSource.jar(folder, "bad.jar", "", "", "fake.Gone\nfake.Lost\nfake.Away\n");
    try (URLClassLoader loader = loader(bad, good)) {
      Backends backends = Backends.of(loader);
      assertThat(backends.broken())
          .extracting(BrokenBackend::problem)
          .containsExactly("fake.Gone not found", "fake.Lost not found", "fake.Away not found");
      assertThat(backends.best().name()).isEqualTo("good");
    }
  }

  @Test
  void classLoaderThatFails_endsTheSearch() throws IOException {
    ClassLoader failing =
        new ClassLoader(BackendSource.class.getClassLoader()) {
          @Override
          public Enumeration<URL> getResources(String name) throws IOException {
            throw new IOException("disk on fire");
          }
        };
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> Backends.of(failing).best())
        .withMessageStartingWith("there is no backend: add ")
        .withMessageEndingWith(
            "; broken: Error locating configuration files: java.io.IOException: disk on fire" + "");
  }

  private void assertBroken(Path bad, String problem) throws IOException {
    try (URLClassLoader loader = loader(bad, good)) {
      Backends backends = Backends.of(loader);
      assertThat(backends.best().name()).isEqualTo("good");
      assertThat(backends.broken())
          .singleElement()
          .extracting(BrokenBackend::problem)
          .asString()
          .contains(problem)
          .hasLineCount(1);
      assertThat(backends.broken().get(0).location()).isIn(bad.toString(), "unknown");
    }
    try (URLClassLoader loader = loader(bad)) {
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> Backends.of(loader).best())
          .withMessageStartingWith("there is no backend: add io.github.rnn4j:rnn-backend-vector, ")
          .withMessageContaining("; broken: ")
          .withMessageContaining(problem);
    }
  }

  private static URLClassLoader loader(Path... paths) throws MalformedURLException {
    return new URLClassLoader(urls(paths), Backends.class.getClassLoader());
  }

  private static URL[] urls(Path... paths) throws MalformedURLException {
    URL[] urls = new URL[paths.length];
    for (int i = 0; i < paths.length; i++) {
      urls[i] = paths[i].toUri().toURL();
    }
    return urls;
  }
}
