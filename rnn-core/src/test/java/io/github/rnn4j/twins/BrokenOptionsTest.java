// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectIteration;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.github.rnn4j.network.Network;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/**
 * Broken twins of the options of training and evaluation that are made of present operations, of
 * which the kit of the backends knows nothing. In each a few words of a source are other ones, as
 * someone could have written them by mistake; the class is compiled anew, and the test that stands
 * for the option meets it in a class loader of its own, and must fail.
 */
@Tag("twins")
class BrokenOptionsTest {
  /** More cases than a test has. */
  private static final int ALL = 4096;

  private static final Path SOURCES = Path.of("src/main/java/io/github/rnn4j");

  private static final String GRADIENTS =
      "network.GradientCheckTest#everyGradient_equalsCentralDifference";
  private static final String SCALED =
      "network.VariationalDropoutTest#oneStream_isThatOfANetworkWithScaledWeights";
  private static final String STREAMS = "network.VariationalDropoutTest#batch_isItsStreams";
  private static final String MASKS =
      "network.VariationalDropoutTest#masks_dropAFractionP_andDifferInEverything";
  private static final String TORCH_LAYERS = "network.TorchLayersTest#window_equalsPyTorch";
  private static final String MEMBERS = "network.MembersTest#";
  private static final String MEMBERS_GRADIENTS =
      MEMBERS + "eachMember_hasTheStatesAndGradientsThatItHasAlone";
  private static final String MEMBERS_DROPOUT =
      MEMBERS + "members_haveDropoutOfTheirOwn_theFirstOneThatItHasAlone";
  private static final String EMA = "training.WeightAverageTest#ema_isTheWeightedMeanOfAllWeights";
  private static final String ASGD = "training.WeightAverageTest#asgd_isTheMeanSinceTheRise";
  private static final String AWD = "training.WeightAverageTest#rise_isThatOfAwdLstmLm";
  private static final String ACCUMULATED =
      "training.AccumulationTest#step_isThatOfTheMeanOverItsWindows";
  private static final String LONG_WINDOW =
      "training.AccumulationTest#firstLoss_isThatOfALongWindow";
  private static final String PASSES =
      "training.AccumulationTest#stepsAndPasses_areCountedInUpdates";
  private static final String FIRST_SEGMENT =
      "scoring.DynamicScorerTest#firstSegment_costsWhatItCostsWithoutLearning";
  private static final String TORCH_DYNAMIC =
      "scoring.DynamicScorerTest#bothRules_costWhatTheyCostInPyTorch";
  private static final String CODED =
      "compression.CompressedFileTest#size_isTheCostOfDynamicEvaluation";
  private static final String AS_NEW =
      "scoring.DynamicScorerTest#modelStays_andScorerIsAsNewAfterEachText";

  @TempDir private Path folder;

  /**
   * A mistake.
   *
   * @param mistake what is wrong
   * @param source the file, without its ending
   * @param right what stands there, once
   * @param wrong what the twin has instead
   * @param caughtBy the test that tells it
   */
  record Twin(String mistake, String source, String right, String wrong, String caughtBy) {
    @Override
    public String toString() {
      return source + ": " + mistake;
    }
  }

  static Stream<Twin> twins() {
    return Stream.of(masks(), layers(), members(), averages(), sums(), learning())
        .flatMap(List::stream);
  }

  /** Variational, input and recurrent dropout, and weight drop. */
  private static List<Twin> masks() {
    return List.of(
        new Twin(
            "another mask at each step of a window",
            "network/Dropout",
            "rates.kind() == DropoutRates.Kind.STANDARD",
            "true",
            SCALED),
        new Twin(
            "what is kept is not scaled", "network/Dropout", "1 / (1 - probability)", "1", MASKS),
        new Twin(
            "the same mask in every window",
            "network/Dropout",
            "random.stream(purpose, step)",
            "random.stream(purpose, 0)",
            MASKS),
        new Twin(
            "the same mask of h in every layer",
            "network/Dropout",
            "\"dropout/state/l\" + layer",
            "\"dropout/state\"",
            MASKS),
        new Twin(
            "the same mask of h in every block of streams",
            "network/Dropout",
            "row(key, 0, firstStream + b, rates.recurrent()",
            "row(key, 0, b, rates.recurrent()",
            STREAMS),
        new Twin(
            "another mask at each place of the input, not of each word type",
            "network/Dropout",
            "(tokens[row] + 1L) * GOLDEN_GAMMA",
            "(row + 1L) * GOLDEN_GAMMA",
            SCALED),
        new Twin(
            "the mask of outputs is not in the gradient",
            "network/DroppedOutput",
            "la.hadamard(gradient, mask, gradient);",
            "",
            GRADIENTS),
        new Twin(
            "the bias is scaled with the input",
            "network/DroppedInput",
            "la.scale(1 - kept, shift);",
            "la.fill(0, shift);",
            SCALED),
        new Twin(
            "what is dropped of the input has a gradient",
            "network/DroppedInput",
            "la.fill(0, dzRows.at(dropped[i]));",
            "",
            GRADIENTS),
        new Twin(
            "what is kept of the input is not scaled in the gradient",
            "network/DroppedInput",
            "la.scale(kept, dz);",
            "",
            GRADIENTS),
        new Twin(
            "units are dropped of the state that a gate carries, too",
            "network/LayerWindow",
            "la.hadamard(step.hPrevious(), masks[part][t], masked);",
            "la.hadamard(step.hPrevious(), masks[part][t], step.hPrevious());"
                + " la.copy(step.hPrevious(), masked);",
            SCALED),
        new Twin(
            "the mask of h is not on its gradient",
            "network/LayerWindow",
            "la.hadamard(gradient, masks[part][t], gradient);",
            "",
            GRADIENTS),
        new Twin(
            "the gradient of W_hh is that with all of h",
            "network/LayerWindow",
            "dropped != null ? dropped.all() :",
            "",
            GRADIENTS),
        new Twin(
            "each layer has the weights' mask of the first one",
            "network/DroppedWeights",
            "dropout.weightMask(layer,",
            "dropout.weightMask(0,",
            SCALED),
        new Twin(
            "all of W_hh forward, a part of it back",
            "network/DroppedWeights",
            "la.transpose(dropped, droppedT);",
            "la.transpose(weights, droppedT);",
            SCALED),
        new Twin(
            "a part of W_hh forward, all of it back",
            "network/RecurrentLayer",
            "droppedWeights == null ? weights.whh() : droppedWeights.whh()",
            "weights.whh()",
            GRADIENTS),
        new Twin(
            "what is dropped of W_hh has a gradient",
            "network/DroppedWeights",
            "la.hadamard(gradient, mask, gradient);",
            "",
            GRADIENTS),
        new Twin(
            "the mask of W_hh is made of the input's weights",
            "network/DroppedWeights",
            "la.hadamard(weights, mask, dropped);",
            "la.hadamard(mask, mask, dropped);",
            SCALED));
  }

  /** Residual connections, and normalized layers. */
  private static List<Twin> layers() {
    return List.of(
        new Twin(
            "no gradient goes past a layer",
            "network/UnrolledMember",
            "la.axpy(1, past, dh());",
            "",
            TORCH_LAYERS),
        new Twin(
            "what goes past a layer has its dropout in the gradient",
            "network/UnrolledMember",
            "if (past != null) { la.copy(dh(), past); }"
                + " if (!outputs.isEmpty()) { outputs.get(k).backward(dh()); }",
            "if (!outputs.isEmpty()) { outputs.get(k).backward(dh()); }"
                + " if (past != null) { la.copy(dh(), past); }",
            GRADIENTS),
        new Twin(
            "a restored state leaves out the layers below",
            "network/UnrolledMember",
            "la.axpy(1, layers.get(k).start[0], startSum);",
            "la.copy(layers.get(k).start[0], startSum);",
            TORCH_LAYERS),
        new Twin(
            "the gain of the input on the recurrent product",
            "network/LayerWindow",
            "t, weights.gainHh(), step.recurrent());",
            "t, weights.gainIh(), step.recurrent());",
            TORCH_LAYERS),
        new Twin(
            "no gradient goes through mean and variance",
            "network/LayerWindow",
            "normalizeBackward(recurrentNorm, part, t, weights.gainHh(), step.recurrentGradient(),"
                + " d);",
            "la.copy(step.recurrentGradient(), d);",
            TORCH_LAYERS));
  }

  /** Ensembles. */
  private static List<Twin> members() {
    return List.of(
        new Twin(
            "the members' probabilities are not divided by their number",
            "network/Mixture",
            "largest + StrictMath.log(sum) - logMembers;",
            "largest + StrictMath.log(sum);",
            MEMBERS_GRADIENTS),
        new Twin(
            "the members' logits are mixed before each is normalized",
            "network/Mixture",
            "numbers[m][k] -= logSums[m][row];",
            "",
            MEMBERS_GRADIENTS),
        new Twin(
            "every member learns from the loss of all together",
            "network/Unrolled",
            "la.softmaxCrossEntropy(own, targets, 0, scale, current.logSumExp, own);",
            "la.copy(current.logits, own);",
            MEMBERS_GRADIENTS),
        new Twin(
            "the logits of the first member alone follow from a state",
            "network/Unrolled",
            "return startMixture.mix();",
            "return first;",
            MEMBERS + "startLogits_areThoseOfTheLastStep"),
        new Twin(
            "all members leave out the same units",
            "network/UnrolledMember",
            "member * config.layers() + k,",
            "k,",
            MEMBERS_DROPOUT),
        new Twin(
            "all members leave out the same tokens",
            "network/DroppedInput",
            "dropout.droppedInputs(member,",
            "dropout.droppedInputs(0,",
            MEMBERS_DROPOUT),
        new Twin(
            "all members start alike",
            "network/Initialization",
            "m == 0 ? parameter.name() : ParameterNames.ofMember(m, parameter.name());",
            "parameter.name();",
            MEMBERS + "members_startApart_theFirstOneAsItWouldAlone"));
  }

  private static List<Twin> averages() {
    return List.of(
        new Twin(
            "the bias to the start is not taken out",
            "training/WeightAverage",
            "(1 - decay) / (1 - Elementary.power(decay, t))",
            "1 - decay",
            EMA),
        new Twin(
            "the bias is that of the next update",
            "training/WeightAverage",
            "Elementary.power(decay, t)",
            "Elementary.power(decay, t + 1)",
            EMA),
        new Twin(
            "the mean counts the updates from 0",
            "training/WeightAverage",
            "1.0 / (t - from + 1)",
            "1.0 / (t - from)",
            ASGD),
        new Twin(
            "the mean begins with the weights of the start",
            "training/WeightAverage",
            "average.copyFrom(weights); from = t;",
            "from = t;",
            ASGD),
        new Twin(
            "a loss is held against the last ones, too",
            "training/NonMonotone",
            "loss > lowest;",
            "loss > Math.min(lowest, recent.stream().min(Double::compare).orElse(lowest));",
            AWD),
        new Twin(
            "the held-out text is read by what is trained",
            "training/WeightAverage",
            "averaged.network().parametersChanged();",
            "average.copyFrom(weights); averaged.network().parametersChanged();",
            EMA));
  }

  /** Accumulated gradients. */
  private static List<Twin> sums() {
    return List.of(
        new Twin(
            "the sum, where a mean is wanted",
            "training/Trainer",
            "la.scale(scale, sum.get(i).value());",
            "",
            ACCUMULATED),
        new Twin(
            "the last window alone",
            "training/Trainer",
            "la.axpy(1, gradients.get(i).value(), sum.get(i).value());",
            "la.copy(gradients.get(i).value(), sum.get(i).value());",
            ACCUMULATED),
        new Twin(
            "every window weighs alike",
            "training/Trainer",
            "la.axpy(1, gradients.get(i).value(), sum.get(i).value());",
            "la.scale(config.sequenceLength() * config.batchSize() / (double) characters,"
                + " gradients.get(i).value());"
                + " la.axpy(1, gradients.get(i).value(), sum.get(i).value());",
            ACCUMULATED),
        new Twin(
            "each window of a step begins with the state of the step before",
            "training/Trainer",
            "carry(window - 1);",
            "",
            LONG_WINDOW),
        new Twin(
            "a step goes over the end of a pass",
            "training/Accumulation",
            "return step / steps * ofPass + step % steps * most;",
            "return step * most;",
            PASSES));
  }

  /** Dynamic evaluation, and compression that goes on learning. */
  private static List<Twin> learning() {
    return List.of(
        new Twin(
            "a segment is learned before it is predicted",
            "scoring/Segments",
            "unrolled.losses(targets, nats);",
            "unrolled.loss(targets, 1.0 / filled); gradients.accept(unrolled.backward());"
                + " unrolled.forward(inputs, filled, 1); unrolled.losses(targets, nats);",
            FIRST_SEGMENT),
        new Twin(
            "each segment begins with a state of zero",
            "scoring/Segments",
            "if (carrying) { unrolled.carryState(); }",
            "",
            TORCH_DYNAMIC),
        new Twin(
            "the gradient of the sum, where that of the mean is meant",
            "scoring/Segments",
            "1.0 / filled",
            "1",
            TORCH_DYNAMIC),
        new Twin(
            "weights are pulled to zero, not to where they were",
            "scoring/DynamicScorer",
            "la.copy(start.get(i).value(), move);",
            "la.fill(0, move);",
            TORCH_DYNAMIC),
        new Twin(
            "steps are divided by the mean square",
            "scoring/GradientStatistics",
            "Math.sqrt(roots[i][j] / count)",
            "roots[i][j] / count",
            TORCH_DYNAMIC),
        new Twin(
            "the model itself learns",
            "scoring/DynamicScorer",
            "model.network().copy(la)",
            "model.network()",
            AS_NEW),
        new Twin(
            "what was learned from one text stays for the next",
            "scoring/DynamicScorer",
            "network.parameters().copyFrom(model.network().parameters());",
            "",
            AS_NEW),
        new Twin(
            "the gradient of the sum, where that of the mean is meant",
            "compression/LaneLearner",
            "1.0 / targets.length",
            "1",
            CODED),
        new Twin(
            "each segment begins with a state of zero",
            "compression/LaneLearner",
            "if (begun) { unrolled.carryState(); }",
            "",
            CODED));
  }

  static Stream<String> tests() {
    return twins().map(Twin::caughtBy).distinct();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("twins")
  void brokenTwin_isCaughtByTheTestOfItsOption(Twin twin) throws Exception {
    compile(twin);
    assertThat(failures(twin.caughtBy(), ALL))
        .as("failures of %s", twin.caughtBy())
        .isNotEmpty()
        .allSatisfy(failure -> assertThat(failure).isInstanceOf(AssertionError.class));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tests")
  void soundClasses_passInTheSameWay(String test) throws Exception {
    assertThat(failures(test, 1)).isEmpty();
  }

  /** The source with the mistake, to classes in the folder. */
  private void compile(Twin twin) throws IOException {
    Path sound = SOURCES.resolve(twin.source() + ".java");
    Pattern right =
        Pattern.compile(
            Stream.of(twin.right().split("\\s+"))
                .map(Pattern::quote)
                .collect(Collectors.joining("\\s+")));
    String source = Files.readString(sound);
    assertThat(right.matcher(source).results().count())
        .as("times that '%s' stands in %s", twin.right(), sound)
        .isOne();
    Path broken = folder.resolve(sound.getFileName());
    String replacement = Matcher.quoteReplacement(twin.wrong());
    Files.writeString(broken, right.matcher(source).replaceFirst(replacement));
    ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
    int status =
        javac.run(
            System.out,
            System.err,
            "-proc:none",
            "-nowarn",
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            folder.toString(),
            broken.toString());
    assertThat(status).as("javac's status for %s", twin).isZero();
  }

  /**
   * What fails in a test of the classes in the folder, and of the present ones beside them.
   *
   * @param most so many of its cases at most: one, then two, then four, until some of them fail
   */
  private List<Throwable> failures(String test, int most) throws Exception {
    String[] parts = test.split("#");
    try (Anew classes = new Anew(folder)) {
      Class<?> type = classes.loadClass("io.github.rnn4j." + parts[0]);
      assertThat(type.getClassLoader()).isSameAs(classes);
      Method method =
          Stream.of(type.getDeclaredMethods())
              .filter(one -> one.getName().equals(parts[1]))
              .findAny()
              .orElseThrow(() -> new AssertionError("there is no test " + test));
      MethodSelector all = selectMethod(type, method);
      if (method.isAnnotationPresent(Test.class)) {
        return failures(run(all));
      }
      for (int from = 0; from < most; from = 2 * from + 1) {
        int[] cases = IntStream.rangeClosed(from, 2 * from).toArray();
        Events events = run(selectIteration(all, cases));
        assertThat(from + events.finished().count()).as("cases of %s", test).isPositive();
        if (events.failed().count() > 0 || events.finished().count() < cases.length) {
          return failures(events);
        }
      }
      return List.of();
    }
  }

  private static Events run(DiscoverySelector selector) {
    EngineExecutionResults results =
        EngineTestKit.engine("junit-jupiter").selectors(selector).execute();
    assertThat(results.allEvents().skipped().count()).as("skipped").isZero();
    assertThat(results.containerEvents().failed().count()).as("containers that failed").isZero();
    return results.testEvents();
  }

  private static List<Throwable> failures(Events events) {
    return events
        .failed()
        .map(event -> event.getRequiredPayload(TestExecutionResult.class))
        .map(result -> result.getThrowable().orElseThrow())
        .toList();
  }

  /** This module's classes and tests, loaded anew; those in a folder come first. */
  private static final class Anew extends URLClassLoader {
    Anew(Path first) throws MalformedURLException {
      super(
          new URL[] {first.toUri().toURL(), place(Network.class), place(BrokenOptionsTest.class)},
          BrokenOptionsTest.class.getClassLoader());
    }

    private static URL place(Class<?> type) {
      return type.getProtectionDomain().getCodeSource().getLocation();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
          return loaded;
        }
        try {
          return findClass(name);
        } catch (ClassNotFoundException e) {
          return super.loadClass(name, resolve);
        }
      }
    }
  }
}
