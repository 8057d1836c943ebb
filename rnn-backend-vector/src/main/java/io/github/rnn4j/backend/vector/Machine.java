// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import java.lang.module.ModuleFinder;
import java.util.Optional;

/** What the JVM and the processor offer. Touches no class of the Vector API unless it is there. */
final class Machine {
  private static final String MODULE = "jdk.incubator.vector";

  /** Without the instruction a fused multiply-add takes twenty microseconds or more. */
  private static final long SLOW_NANOS = 10_000;

  private Machine() {}

  /** Why the kernels cannot work here, and what to do. */
  static Optional<String> unavailable() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return Optional.of(
          ModuleFinder.ofSystem().find(MODULE).isEmpty()
              ? "this Java has no module " + MODULE + ": use a full JDK, 17 or later"
              : "the module "
                  + MODULE
                  + " is not resolved: start Java with --add-modules "
                  + MODULE);
    }
    int lanes = Lanes.LANES;
    if (lanes < 4 || lanes > 32) {
      return Optional.of(
          "the vectors of this Java hold "
              + lanes
              + " floats, and 4 to 32 are needed: use a processor with AVX2, AVX-512 or NEON, and no"
              + " -XX:MaxVectorSize below 16");
    }
    if (!FusedMultiplyAdd.PRESENT) {
      return Optional.of(
          "this processor, or this Java, has no fused multiply-add: use one with FMA3 (x86, from"
              + " 2013 on) or NEON, and no -XX:-UseFMA");
    }
    return Optional.empty();
  }

  /** For people: the size of the vectors. */
  static String description() {
    return "vectors of " + Lanes.LANES + " floats (" + 32 * Lanes.LANES + " bits)";
  }

  /** Asked once, so that the code that answers is a cold one at every asking. */
  private static final class FusedMultiplyAdd {
    static final boolean PRESENT = present();

    private FusedMultiplyAdd() {}

    /** The best of a few calls: with the instruction one takes below a microsecond. */
    private static boolean present() {
      float sum = 1;
      boolean fast = false;
      for (int i = 0; i < 5; i++) {
        long start = System.nanoTime();
        sum = Math.fma(sum, 0.3f, 1.7f);
        fast |= System.nanoTime() - start < SLOW_NANOS;
      }
      return fast && sum > 1;
    }
  }
}
