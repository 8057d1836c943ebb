/**
 * The networks: what they are made of, forward, and back-propagation through time.
 *
 * <p>The formulas stand at the head of each layer's class, and the code below them reads like them.
 */
package io.github.rnn4j.network;
