package io.github.rnn4j.testkit;

import io.github.rnn4j.api.LinearAlgebra;
import org.junit.jupiter.api.Nested;

/** The kit as a backend's author would use it, on a twin chosen by the test that runs it. */
class TwinSubject {
  static volatile Class<? extends LinearAlgebra> twin = NaiveLinearAlgebra.class;

  interface Twin extends BackendUnderTest {
    @Override
    default LinearAlgebra backend() {
      try {
        return twin.getConstructor().newInstance();
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Nested
  class Provider extends ProviderContract implements Twin {}

  @Nested
  class Matrix extends MatrixContract implements Twin {}

  @Nested
  class View extends ViewContract implements Twin {}

  @Nested
  class Gemm extends GemmContract implements Twin {}

  @Nested
  class ElementWise extends ElementWiseContract implements Twin {}

  @Nested
  class RowsAndColumns extends RowsAndColumnsContract implements Twin {}

  @Nested
  class Reduction extends ReductionContract implements Twin {}

  @Nested
  class Index extends IndexContract implements Twin {}

  @Nested
  class Fused extends FusedContract implements Twin {}

  @Nested
  class Operand extends OperandContract implements Twin {}

  @Nested
  class Aliasing extends AliasingContract implements Twin {}

  @Nested
  class Error extends ErrorContract implements Twin {}

  @Nested
  class Thread extends ThreadContract implements Twin {}

  @Nested
  class Memory extends MemoryContract implements Twin {}
}
