// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.github.rnn4j.backend.java.JavaLinearAlgebra;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** What an author gets who extends the one class. */
class BackendContractTest {

  @Test
  void entry_hasEveryContractOfThePackage() throws IOException, URISyntaxException {
    Path classes =
        Path.of(BackendContract.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> contracts;
    try (Stream<Path> files =
        Files.list(classes.resolve(BackendContract.class.getPackageName().replace('.', '/')))) {
      contracts =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith("Contract.class"))
              .map(name -> name.substring(0, name.length() - ".class".length()))
              .toList();
    }
    assertThat(Kit.contracts().stream().map(Class::getSimpleName)).containsAll(contracts);
  }

  @Test
  void everyTest_isFinalAndEndsInItsRule() {
    assertThat(Kit.tests()).allMatch(Kit::isFinal).hasSizeGreaterThan(100);
    assertThat(Kit.tests())
        .filteredOn(test -> test.getDeclaringClass() != ProviderContract.class)
        .allMatch(test -> test.getName().matches("\\w+_R(1[0-7]|[1-9])"));
  }

  @Test
  void everyRule_hasATest() {
    for (int rule = 1; rule <= 17; rule++) {
      String end = "_R" + rule;
      assertThat(Kit.tests()).as("tests of R%s", rule).anyMatch(it -> it.getName().endsWith(end));
    }
  }

  @Test
  void oneTest_isReportedUnderTheClassOfTheAuthorAndRunsAlone() throws Exception {
    TwinSubject.begin(JavaLinearAlgebra.class);
    Method test =
        Kit.tests().stream()
            .filter(it -> it.getName().equals("gemm_betaZero_neverReadsC_R1"))
            .findFirst()
            .orElseThrow();
    EngineExecutionResults alone =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectMethod(TwinSubject.class.getName() + "#" + test.getName()))
            .execute();
    assertThat(alone.testEvents().succeeded().stream())
        .singleElement()
        .extracting(event -> event.getTestDescriptor().getSource().orElseThrow())
        .isEqualTo(MethodSource.from(TwinSubject.class, test));
  }

  /** The base of the twins that lose work among threads. */
  @Test
  void soundThreads_passEveryTestOfThreads() {
    TwinSubject.begin(ThreadedLinearAlgebra.class);
    EngineExecutionResults results =
        EngineTestKit.engine("junit-jupiter")
            .selectors(
                Kit.tests().stream()
                    .filter(TwinSubject::concerns)
                    .map(test -> selectMethod(TwinSubject.class, test))
                    .toArray(DiscoverySelector[]::new))
            .execute();
    assertThat(results.testEvents().failed().count()).isZero();
    assertThat(results.testEvents().succeeded().count()).isGreaterThan(100);
  }

  @Test
  void soundBackend_passesEveryTestAndSkipsNone() {
    TwinSubject.begin(JavaLinearAlgebra.class);
    EngineExecutionResults results =
        EngineTestKit.engine("junit-jupiter").selectors(selectClass(TwinSubject.class)).execute();
    assertThat(results.testEvents().failed().count()).isZero();
    assertThat(results.testEvents().succeeded().count()).isGreaterThan(900);
    assertThat(results.allEvents().skipped().count()).as("skipped").isZero();
    assertThat(results.allEvents().aborted().count()).as("aborted").isZero();
  }
}
