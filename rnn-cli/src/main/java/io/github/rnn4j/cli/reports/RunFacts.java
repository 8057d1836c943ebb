// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.cli.reports;

import io.github.rnn4j.text.Unit;
import java.util.List;
import java.util.Map;

/**
 * What a run is, to be shown beside what it does.
 *
 * @param model the name of the model's file
 * @param command the command that began or resumed it
 * @param unit what is predicted
 * @param parameters how many numbers are trained
 * @param totalSteps the step at which it will end
 * @param settings what it is made of: names, and the lines of each
 * @param details each setting of the training by its name in files
 * @param machine what it runs on: names and values
 */
public record RunFacts(
    String model,
    String command,
    Unit unit,
    long parameters,
    long totalSteps,
    Map<String, List<String>> settings,
    Map<String, String> details,
    Map<String, String> machine) {}
