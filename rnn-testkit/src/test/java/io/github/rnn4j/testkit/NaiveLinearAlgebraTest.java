package io.github.rnn4j.testkit;

import io.github.rnn4j.api.LinearAlgebra;
import org.junit.jupiter.api.Nested;

/** The plain backend keeps the contract; it is the example of how the kit is used. */
class NaiveLinearAlgebraTest {

  interface Naive extends BackendUnderTest {
    @Override
    default LinearAlgebra backend() {
      return new NaiveLinearAlgebra();
    }
  }

  @Nested
  class Provider extends ProviderContract implements Naive {}

  @Nested
  class Matrix extends MatrixContract implements Naive {}

  @Nested
  class View extends ViewContract implements Naive {}

  @Nested
  class Gemm extends GemmContract implements Naive {}

  @Nested
  class ElementWise extends ElementWiseContract implements Naive {}

  @Nested
  class RowsAndColumns extends RowsAndColumnsContract implements Naive {}

  @Nested
  class Reduction extends ReductionContract implements Naive {}

  @Nested
  class Index extends IndexContract implements Naive {}

  @Nested
  class Fused extends FusedContract implements Naive {}

  @Nested
  class Operand extends OperandContract implements Naive {}

  @Nested
  class Aliasing extends AliasingContract implements Naive {}

  @Nested
  class Error extends ErrorContract implements Naive {}

  @Nested
  class Thread extends ThreadContract implements Naive {}

  @Nested
  class Memory extends MemoryContract implements Naive {}
}
