// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.commands;

import io.github.rnn4j.api.LinearAlgebra;
import io.github.rnn4j.cli.console.Console;
import io.github.rnn4j.cli.console.Words;
import io.github.rnn4j.model.Model;
import io.github.rnn4j.records.RecordBorder;
import io.github.rnn4j.sampling.Sampling;
import io.github.rnn4j.text.Unit;
import io.github.rnn4j.training.Trainer;
import io.github.rnn4j.training.Training;
import io.github.rnn4j.training.TrainingListener;
import io.github.rnn4j.training.TrainingRun;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The part of the demonstration that learns the names of Java's classes, and invents new ones. */
final class DemoRecords {
  private static final long SEED = 1;
  private static final int HIDDEN = 128;
  private static final int EPOCHS = 6;
  private static final int WANTED = 12;
  private static final int LONGEST_NAME = 60;
  private static final int MOST_DRAWN = 1000;

  /** A slow machine learns for so long. */
  private static final Duration LONGEST = Duration.ofSeconds(22);

  private final Console console;

  DemoRecords(Console console) {
    this.console = console;
  }

  void run(LinearAlgebra la, long mostSteps) throws IOException {
    PrintStream out = console.streams().out();
    List<String> names = ClassNames.read();
    long start = System.nanoTime();
    TrainingRun[] running = new TrainingRun[1];
    Training training =
        Training.on(String.join("\n", names) + "\n")
            .records(RecordBorder.LINE)
            .backend(la)
            .network(network -> network.hiddenSize(HIDDEN))
            .training(how -> how.batchSize(32))
            .epochs(EPOCHS)
            .seed(SEED)
            .listener(
                new TrainingListener() {
                  @Override
                  public void stepped(Trainer trainer) {
                    if (trainer.steps() >= mostSteps
                        || Duration.ofNanos(System.nanoTime() - start).compareTo(LONGEST) > 0) {
                      running[0].stop();
                    }
                  }
                });
    running[0] = training.prepare();
    out.printf(
        Locale.ROOT,
        "%n3. A network of lstm cells reads the names of the %,d classes of this Java, each by"
            + " itself.%n%n",
        names.size());
    out.flush();
    running[0].run();
    Trainer trainer = running[0].trainer();
    out.printf(
        Locale.ROOT,
        "   After %,d steps, %.1f times through them, the loss is %s.%n",
        trainer.steps(),
        trainer.epochs(),
        Words.loss(trainer.loss(), Unit.CHAR.noun()));
    Set<String> fresh = invent(running[0].model(), new HashSet<>(names));
    out.printf("   It invents classes that are not among them:%n%n");
    fresh.forEach(name -> out.println("   | " + name));
    out.printf("%n   Names, log lines, host names of your own: docs/RECORDS.md%n");
    out.flush();
  }

  /** Names that no class has, as many as are wanted. */
  private static Set<String> invent(Model model, Set<String> old) {
    Set<String> fresh = new TreeSet<>();
    for (int i = 0; i < MOST_DRAWN && fresh.size() < WANTED; i++) {
      StringBuilder name = new StringBuilder();
      boolean whole =
          Sampling.length(LONGEST_NAME)
              .temperature(0.8)
              .seed(SEED)
              .generator(model, i)
              .read("\n")
              .generate(LONGEST_NAME, "\n", name::appendCodePoint);
      if (whole && !name.isEmpty() && !old.contains(name.toString())) {
        fresh.add(name.toString());
      }
    }
    return fresh;
  }
}
