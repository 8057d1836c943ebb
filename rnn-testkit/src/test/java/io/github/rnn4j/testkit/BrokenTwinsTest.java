package io.github.rnn4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.github.rnn4j.api.LinearAlgebra;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** The kit catches every broken twin by the tests that name what is broken, and by no other. */
class BrokenTwinsTest {

  static final List<Arguments> TWINS =
      List.of(
          caught(
              BrokenTwins.TransposeMistaken.class,
              "gemm_alphaAndBeta_workTogether_R14",
              "gemm_alpha_scalesTheProduct_R14",
              "gemm_smallIntegers_isExact_R14",
              "gemm_transposition_isWithinErrorBound_R14",
              "gemm_zeroTimesNaNOrInfinity_isNaN_R2"),
          caught(
              BrokenTwins.FloatAccumulation.class,
              "gemm_alphaAndBeta_workTogether_R14",
              "gemm_alpha_scalesTheProduct_R14",
              "gemm_beta_scalesC_R14",
              "gemm_transposition_isWithinErrorBound_R14"),
          caught(BrokenTwins.ZeroSkipped.class, "gemm_zeroTimesNaNOrInfinity_isNaN_R2"),
          caught(BrokenTwins.RowsDepend.class, "gemm_row_hasTheSameBitsAloneAndAmongOthers_R12"),
          caught(
              BrokenTwins.BetaIgnored.class,
              "gemm_alphaAndBeta_workTogether_R14",
              "gemm_betaNotZero_keepsNaNAndInfinityOfC_R2",
              "gemm_beta_scalesC_R14",
              "gemm_nanScalar_makesEverythingNaN_R2",
              "gemm_smallIntegers_isExact_R14"),
          caught(
              BrokenTwins.AlphaIgnored.class,
              "gemm_alphaAndBeta_workTogether_R14",
              "gemm_alphaZero_doesNotClearNaNOrInfinity_R2",
              "gemm_alpha_scalesTheProduct_R14",
              "gemm_nanScalar_makesEverythingNaN_R2",
              "gemm_smallIntegers_isExact_R14"),
          caught(
              BrokenTwins.CReadAtBetaZero.class,
              "gemm_betaZero_neverReadsC_R1",
              "writtenOutput_isNeverRead_R1"),
          caught(
              BrokenTwins.AlphaZeroShortcut.class, "gemm_alphaZero_doesNotClearNaNOrInfinity_R2"),
          caught(BrokenTwins.ShapeUnchecked.class, "wrongShape_isRefusedNamingBothShapes_R8"),
          caught(
              BrokenTwins.InputModified.class,
              "dot_zeroTimesNaNOrInfinity_isNaN_R2",
              "eightThreadsReadingTheSameInputs_getTheBitsOfOne_R13",
              "inputs_neverChange_R3"),
          caught(BrokenTwins.WipedBeforeCheck.class, "anyFault_leavesEveryOperandAsItWas_R5"),
          caught(BrokenTwins.CheckedOnTheWay.class, "anyFault_leavesEveryOperandAsItWas_R5"),
          caught(
              BrokenTwins.ViewsCopy.class,
              "operationThroughAView_isSeenByEveryOtherView_R10",
              "viewOfAView_isAViewOfTheRoot_R10",
              "view_readsWhatItsParentWrote_R10",
              "view_writesThroughToItsParent_R10"),
          caught(
              BrokenTwins.FillsTooFar.class,
              "operationThroughAView_isSeenByEveryOtherView_R10",
              "rowsAroundAnOutput_neverChange_R3"),
          caught(BrokenTwins.NaNLostInMaximum.class, "logSumExp_nan_isNeverLostInTheMaximum_R15"),
          caught(
              BrokenTwins.MaximumNotSubtracted.class,
              "logSumExp_hugeValues_overflowOnlyWhereTheResultDoes_R15",
              "logSumExp_oneElementFarAbove_isThatElement_R15",
              "softmaxCrossEntropy_farApartLogits_isFinite_R15"),
          caught(
              BrokenTwins.TanhInaccurate.class,
              "function_atEverySize_isWithinFourUlp_R14",
              "function_isWithinFourUlp_R14",
              "lstmForward_isWithinErrorBound_R14"),
          caught(
              BrokenTwins.SigmoidOverflows.class,
              "function_isWithinFourUlp_R14",
              "sigmoid_specialValues_R15"),
          caught(
              BrokenTwins.SharedScratch.class,
              "eightThreadsReadingTheSameInputs_getTheBitsOfOne_R13"),
          caught(
              BrokenTwins.OrderChanges.class,
              "eightThreadsReadingTheSameInputs_getTheBitsOfOne_R13",
              "operationOnViews_givesTheBitsOfRoots_R10",
              "repetition_givesTheSameBits_R11"),
          caught(
              BrokenTwins.RemainderDiffers.class, "element_hasTheSameBitsAloneAndAmongOthers_R12"),
          caught(BrokenTwins.OverlapAccepted.class, "outputOverlappingAnOperand_isRefused_R4"),
          caught(BrokenTwins.AliasBroken.class, "outputWhichIsAnInput_getsTheBitsOfItsOwn_R4"),
          caught(
              BrokenTwins.ForeignAccepted.class,
              "foreignMatrix_isRefusedNamingBothBackends_R7",
              "owns_itsRootsAndViewsAndNothingElse_R7"),
          caught(
              BrokenTwins.IndexUnchecked.class, "indexOutOfRange_isRefusedNamingIndexAndRange_R9"),
          caught(
              BrokenTwins.OrderOfRowsChanged.class, "scatterAddRows_repeatedIndex_addsInOrder_R11"),
          caught(BrokenTwins.NullNotNamed.class, "nullArgument_isNamed_R6"),
          caught(
              BrokenTwins.OverrideWrong.class,
              "override_staysWithinTheErrorOfTheDefault_R16",
              "sgdMomentum_isWithinErrorBound_R14"),
          caught(BrokenTwins.OverrideSpreadsNaN.class, "override_isNaNWhereTheDefaultIs_R16"),
          caught(BrokenTwins.Grows.class, "manyCalls_leaveNothingBehind_R17"),
          caught(BrokenTwins.FloatElements.class, "transpose_turnsEveryElement_R14"),
          caught(
              BrokenTwins.BadName.class,
              "matrix_namesItsBackend_R7",
              "name_isOfLowerCaseLettersDigitsAndHyphens"),
          caught(BrokenTwins.Unavailable.class, "backend_isAvailableHere"),
          caught(BrokenTwins.Unregistered.class, "provider_isFoundByServiceLoader"));

  private static Arguments caught(Class<? extends LinearAlgebra> twin, String... by) {
    return arguments(twin, Set.of(by));
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("TWINS")
  void brokenTwin_isCaughtByTheTestsThatNameTheRule(
      Class<? extends LinearAlgebra> twin, Set<String> tests) {
    EngineExecutionResults results = runKitOn(twin);
    Set<String> failed =
        results.testEvents().failed().stream()
            .map(Event::getTestDescriptor)
            .map(BrokenTwinsTest::method)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(failed).isEqualTo(tests);
    assertNothingSkipped(results);
  }

  @Test
  void everyTwin_isInTheTable() {
    Set<Object> listed =
        TWINS.stream().map(arguments -> arguments.get()[0]).collect(Collectors.toSet());
    assertThat(listed)
        .isEqualTo(
            Arrays.stream(BrokenTwins.class.getDeclaredClasses())
                .filter(type -> !Modifier.isAbstract(type.getModifiers()))
                .collect(Collectors.toSet()));
  }

  private static void assertNothingSkipped(EngineExecutionResults results) {
    assertThat(results.allEvents().skipped().count()).as("skipped").isZero();
    assertThat(results.allEvents().aborted().count()).as("aborted").isZero();
  }

  /** Growth is looked for in the twin that grows alone: it takes as long as all else. */
  private static EngineExecutionResults runKitOn(Class<? extends LinearAlgebra> twin) {
    DiscoverySelector[] tests =
        Kit.tests().stream()
            .filter(
                test ->
                    test.getDeclaringClass() != MemoryContract.class
                        || twin == BrokenTwins.Grows.class)
            .map(test -> selectMethod(TwinSubject.class, test))
            .toArray(DiscoverySelector[]::new);
    TwinSubject.twin = twin;
    return EngineTestKit.engine("junit-jupiter").selectors(tests).execute();
  }

  private static String method(TestDescriptor test) {
    return ((MethodSource) test.getSource().orElseThrow()).getMethodName();
  }
}
