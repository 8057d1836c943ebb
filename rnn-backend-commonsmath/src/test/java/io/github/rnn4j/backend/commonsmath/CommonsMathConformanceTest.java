package io.github.rnn4j.backend.commonsmath;

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
class CommonsMathConformanceTest {

  interface CommonsMath extends BackendUnderTest {
    @Override
    default LinearAlgebra backend() {
      return new CommonsMathLinearAlgebra();
    }
  }

  @Nested
  class Provider extends ProviderContract implements CommonsMath {}

  @Nested
  class Matrix extends MatrixContract implements CommonsMath {}

  @Nested
  class View extends ViewContract implements CommonsMath {}

  @Nested
  class Gemm extends GemmContract implements CommonsMath {}

  @Nested
  class ElementWise extends ElementWiseContract implements CommonsMath {}

  @Nested
  class RowsAndColumns extends RowsAndColumnsContract implements CommonsMath {}

  @Nested
  class Reduction extends ReductionContract implements CommonsMath {}

  @Nested
  class Index extends IndexContract implements CommonsMath {}

  @Nested
  class Fused extends FusedContract implements CommonsMath {}

  @Nested
  class Operand extends OperandContract implements CommonsMath {}

  @Nested
  class Aliasing extends AliasingContract implements CommonsMath {}

  @Nested
  class Error extends ErrorContract implements CommonsMath {}

  @Nested
  class Thread extends ThreadContract implements CommonsMath {}

  @Nested
  class Memory extends MemoryContract implements CommonsMath {}
}
