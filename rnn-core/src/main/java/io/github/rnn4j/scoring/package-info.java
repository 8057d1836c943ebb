/** How well a model predicts a given text. */
package io.github.rnn4j.scoring;
