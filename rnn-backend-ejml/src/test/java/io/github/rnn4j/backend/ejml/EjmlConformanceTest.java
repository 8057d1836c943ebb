package io.github.rnn4j.backend.ejml;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.testkit.AliasingContract;
import io.github.rnn4j.testkit.BackendUnderTest;
import io.github.rnn4j.testkit.ElementWiseContract;
import io.github.rnn4j.testkit.ErrorContract;
import io.github.rnn4j.testkit.FusedContract;
import io.github.rnn4j.testkit.GemmContract;
import io.github.rnn4j.testkit.IndexContract;
import io.github.rnn4j.testkit.MatrixContract;
import io.github.rnn4j.testkit.MemoryContract;
import io.github.rnn4j.testkit.OperandContract;
import io.github.rnn4j.testkit.ProviderContract;
import io.github.rnn4j.testkit.ReductionContract;
import io.github.rnn4j.testkit.RowsAndColumnsContract;
import io.github.rnn4j.testkit.ThreadContract;
import io.github.rnn4j.testkit.ViewContract;
import org.junit.jupiter.api.Nested;

/** Every contract of the conformance kit. */
class EjmlConformanceTest {

  interface Ejml extends BackendUnderTest {
    @Override
    default LinearAlgebra backend() {
      return new EjmlLinearAlgebra();
    }
  }

  @Nested
  class Provider extends ProviderContract implements Ejml {}

  @Nested
  class Matrix extends MatrixContract implements Ejml {}

  @Nested
  class View extends ViewContract implements Ejml {}

  @Nested
  class Gemm extends GemmContract implements Ejml {}

  @Nested
  class ElementWise extends ElementWiseContract implements Ejml {}

  @Nested
  class RowsAndColumns extends RowsAndColumnsContract implements Ejml {}

  @Nested
  class Reduction extends ReductionContract implements Ejml {}

  @Nested
  class Index extends IndexContract implements Ejml {}

  @Nested
  class Fused extends FusedContract implements Ejml {}

  @Nested
  class Operand extends OperandContract implements Ejml {}

  @Nested
  class Aliasing extends AliasingContract implements Ejml {}

  @Nested
  class Error extends ErrorContract implements Ejml {}

  @Nested
  class Thread extends ThreadContract implements Ejml {}

  @Nested
  class Memory extends MemoryContract implements Ejml {}
}
