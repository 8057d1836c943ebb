// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.testkit;

import static io.github.rnn4j.api.Transpose.NO;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.api.Matrix;
import java.lang.reflect.Modifier;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What makes a backend a provider: found, named, available, warm in the end, and the same at every
 * look.
 */
abstract class ProviderContract extends MemoryContract {
  @Test
  final void provider_isFoundByServiceLoader() {
    assertThat(ServiceLoader.load(LinearAlgebra.class).stream().map(ServiceLoader.Provider::type))
        .as("the classes named in META-INF/services/%s", LinearAlgebra.class.getName())
        .contains(backend().getClass());
  }

  @Test
  final void provider_hasAPublicConstructorWithoutArguments() throws Exception {
    Class<?> type = backend().getClass();
    assertThat(Modifier.isPublic(type.getModifiers())).as("%s is public", type).isTrue();
    assertThat(Modifier.isPublic(type.getConstructor().getModifiers())).isTrue();
  }

  @Test
  final void name_isOfLowerCaseLettersDigitsAndHyphens() {
    assertThat(backend().name()).matches("[a-z0-9]+(-[a-z0-9]+)*").isEqualTo(backend().name());
  }

  @Test
  final void precision_neverChanges() {
    LinearAlgebra backend = backend();
    assertThat(backend.precision())
        .isNotNull()
        .isEqualTo(backend.precision())
        .isEqualTo(backend().precision());
  }

  @Test
  final void rank_isNotNegativeAndNeverChanges() {
    LinearAlgebra backend = backend();
    assertThat(backend.rank()).isNotNegative().isEqualTo(backend.rank());
  }

  @Test
  final void backend_isAvailableHere() {
    assertThat(backend().unavailable())
        .as("the reason why %s cannot be tested on this virtual machine", backend().name())
        .isEmpty();
  }

  /** A backend has twenty seconds for it; who never gets warm is caught then. */
  @Test
  final void isWarm_afterTheSameAgainAndAgain_isTrue() throws InterruptedException {
    LinearAlgebra backend = backend();
    Matrix x = Grid.filled(40, 40, 0.1).on(backend);
    Matrix y = backend.zeros(40, 40);
    for (int i = 0; i < 4_000 && (i < 100 || !backend.isWarm()); i++) {
      backend.gemm(1, x, NO, x, NO, 0, y);
      backend.tanh(y, y);
      TimeUnit.MILLISECONDS.sleep(backend.isWarm() ? 0 : 5);
    }
    assertThat(backend.isWarm()).as("isWarm after a product and a tanh again and again").isTrue();
  }

  @Test
  final void secondInstance_acceptsMatricesOfTheFirst_R13() throws Exception {
    LinearAlgebra one = backend();
    LinearAlgebra two = one.getClass().getConstructor().newInstance();
    assertThat(two.name()).isEqualTo(one.name());
    Matrix x = Grid.row(1, 2).on(one);
    assertThat(two.owns(x)).isTrue();
    two.scale(2, x);
    assertThat(x.toArray()).containsExactly(2, 4);
  }
}
