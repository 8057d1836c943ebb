// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.network;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of a network's parameters: those of PyTorch's state_dict for a module with {@code
 * self.rnn}, {@code self.decoder} and perhaps {@code self.encoder}. In a network of several members
 * each has such names after {@code members.0.}, {@code members.1.} and so on: those of a {@code
 * ModuleList}.
 *
 * <p>Letters: V tokens, E the size of an embedding, I inputs of a layer, H units, g gates.
 */
public final class ParameterNames {
  /** W_enc, V×E. */
  public static final String ENCODER_WEIGHT = "encoder.weight";

  /** W_dec, V×H. */
  public static final String DECODER_WEIGHT = "decoder.weight";

  /** b_dec, V. */
  public static final String DECODER_BIAS = "decoder.bias";

  private static final String MEMBERS = "members.";
  private static final Pattern OF_MEMBER = Pattern.compile("members\\.(0|[1-9][0-9]*)\\.(.+)");
  private static final String LAYERS = "rnn.";
  private static final String INPUT_WEIGHT = "rnn.weight_ih_l";
  private static final String RECURRENT_WEIGHT = "rnn.weight_hh_l";
  private static final String INPUT_BIAS = "rnn.bias_ih_l";
  private static final String RECURRENT_BIAS = "rnn.bias_hh_l";
  private static final String GAIN = "rnn.gain_";
  private static final String STATE_BIAS = "rnn.bias_c_l";

  private ParameterNames() {}

  /**
   * The name of a member's parameter in a network of several.
   *
   * @param member from 0
   * @param name the name in a network that is the member alone
   * @return for example {@code members.1.decoder.weight}
   */
  public static String ofMember(int member, String name) {
    return MEMBERS + member + "." + name;
  }

  /**
   * The name that a parameter would have in a network that is its member alone.
   *
   * @param name any name
   * @return for example {@code decoder.weight} for {@code members.1.decoder.weight}; the name
   *     itself if it is not one of a member
   */
  public static String withinMember(String name) {
    Matcher ofMember = OF_MEMBER.matcher(name);
    return ofMember.matches() ? ofMember.group(2) : name;
  }

  /**
   * The members that some names speak of.
   *
   * @param names names of parameters, and perhaps others
   * @return how many of {@code members.0.rnn.weight_hh_l0}, {@code members.1.} and so on there are
   *     without a gap; 1 if there are none
   */
  public static int members(Set<String> names) {
    int members = 0;
    while (names.contains(ofMember(members, recurrentWeight(0)))) {
      members++;
    }
    return Math.max(members, 1);
  }

  /**
   * W_ih, gH×I.
   *
   * @param layer from 0
   * @return for example {@code rnn.weight_ih_l0}
   */
  public static String inputWeight(int layer) {
    return INPUT_WEIGHT + layer;
  }

  /**
   * W_hh, gH×H.
   *
   * @param layer from 0
   * @return for example {@code rnn.weight_hh_l0}
   */
  public static String recurrentWeight(int layer) {
    return RECURRENT_WEIGHT + layer;
  }

  /**
   * b_ih, gH.
   *
   * @param layer from 0
   * @return for example {@code rnn.bias_ih_l0}
   */
  public static String inputBias(int layer) {
    return INPUT_BIAS + layer;
  }

  /**
   * b_hh, gH.
   *
   * @param layer from 0
   * @return for example {@code rnn.bias_hh_l0}
   */
  public static String recurrentBias(int layer) {
    return RECURRENT_BIAS + layer;
  }

  /**
   * g_ih of layer normalization, gH.
   *
   * @param layer from 0
   * @return for example {@code rnn.gain_ih_l0}
   */
  public static String inputGain(int layer) {
    return GAIN + "ih_l" + layer;
  }

  /**
   * g_hh of layer normalization, gH.
   *
   * @param layer from 0
   * @return for example {@code rnn.gain_hh_l0}
   */
  public static String recurrentGain(int layer) {
    return GAIN + "hh_l" + layer;
  }

  /**
   * g_c of layer normalization, H.
   *
   * @param layer from 0
   * @return for example {@code rnn.gain_c_l0}
   */
  public static String stateGain(int layer) {
    return GAIN + "c_l" + layer;
  }

  /**
   * b_c of layer normalization, H.
   *
   * @param layer from 0
   * @return for example {@code rnn.bias_c_l0}
   */
  public static String stateBias(int layer) {
    return STATE_BIAS + layer;
  }

  /**
   * Whether a name looks like that of a parameter, of whatever network.
   *
   * @param name any name
   * @return true if it begins as one of those above
   */
  public static boolean isParameter(String name) {
    String local = withinMember(name);
    return isOfLayer(name) || local.startsWith("encoder.") || local.startsWith("decoder.");
  }

  /**
   * The recurrent layers that some names speak of.
   *
   * @param names names of parameters, and perhaps others
   * @return how many of {@code rnn.weight_hh_l0}, {@code _l1} and so on there are without a gap, or
   *     of those of the first member
   */
  public static int layers(Set<String> names) {
    int layers = 0;
    while (names.contains(recurrentWeight(layers))
        || names.contains(ofMember(0, recurrentWeight(layers)))) {
      layers++;
    }
    return layers;
  }

  /**
   * Whether it is the name of a weight or bias of a recurrent layer.
   *
   * @param name any name
   * @return true if it begins as one of those above that take a layer
   */
  public static boolean isOfLayer(String name) {
    return withinMember(name).startsWith(LAYERS);
  }

  /** Whether it is the name of a gain, which starts as ones. */
  static boolean isGain(String name) {
    return name.startsWith(GAIN);
  }

  /** Whether it is the name of a b_c, which starts as zeros. */
  static boolean isStateBias(String name) {
    return name.startsWith(STATE_BIAS);
  }

  /** Whether it is the name of a W_hh. */
  static boolean isRecurrentWeight(String name) {
    return name.startsWith(RECURRENT_WEIGHT);
  }
}
