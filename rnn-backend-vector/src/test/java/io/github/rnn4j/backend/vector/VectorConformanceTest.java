package io.github.rnn4j.backend.vector;

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
class VectorConformanceTest {

  interface Vector extends BackendUnderTest {
    @Override
    default LinearAlgebra backend() {
      return new VectorLinearAlgebra();
    }
  }

  @Nested
  class Provider extends ProviderContract implements Vector {}

  @Nested
  class Matrix extends MatrixContract implements Vector {}

  @Nested
  class View extends ViewContract implements Vector {}

  @Nested
  class Gemm extends GemmContract implements Vector {}

  @Nested
  class ElementWise extends ElementWiseContract implements Vector {}

  @Nested
  class RowsAndColumns extends RowsAndColumnsContract implements Vector {}

  @Nested
  class Reduction extends ReductionContract implements Vector {}

  @Nested
  class Index extends IndexContract implements Vector {}

  @Nested
  class Fused extends FusedContract implements Vector {}

  @Nested
  class Operand extends OperandContract implements Vector {}

  @Nested
  class Aliasing extends AliasingContract implements Vector {}

  @Nested
  class Error extends ErrorContract implements Vector {}

  @Nested
  class Thread extends ThreadContract implements Vector {}

  @Nested
  class Memory extends MemoryContract implements Vector {}
}
