// SPDX-License-Identifier: Apache-2.0
// Writes with a model, a token at a time, and shows what each was drawn from.
import { $, ask, element, number, percent, problem, say, shown, spoken } from './common.js';
import { costTint, paint, token } from './text.js';

const AHEAD = 32;
const MOST = 20000;

export function writer(model, readThis) {
  let steps = [];
  let seen = 0;
  let here = null;
  let timer = null;
  let settings = null;
  let asking = null;

  const failed = (error) => { stop(); problem(error.message); };

  function given() {
    return {
      prompt: $('prompt').value,
      temperature: Number($('temperature').value),
      topP: Number($('top-p').value),
      seed: Number($('seed').value),
    };
  }

  /** Has so many steps at hand. */
  async function have(count) {
    settings ??= given();
    const mine = settings;
    while (steps.length < count && mine === settings) {
      asking ??= ask('api/write', { ...mine, from: steps.length, count: AHEAD });
      try {
        const found = await asking;
        if (mine === settings && found.from === steps.length) steps.push(...found.steps);
      } finally { asking = null; }
    }
    return mine === settings;
  }

  async function step() {
    try {
      if (seen >= MOST) { stop(); return; }
      if (!(await have(seen + 1))) return;
      const one = steps[seen];
      const span = token(one.text, true, model.unit);
      if (one.text === '\n') span.textContent = '↵\n';
      paint(span, one.p === null ? null : costTint(-Math.log(Math.max(one.p, 1e-300))));
      span.id = `w${seen}`;
      span.setAttribute('role', 'option');
      span.setAttribute('aria-label', spoken(one.text));
      $('written').append(span);
      seen++;
      look(seen - 1);
      $('written').scrollTop = $('written').scrollHeight;
      $('written-status').textContent = `${seen} ${model.unit}${seen === 1 ? '' : 's'}`;
      problem('');
    } catch (error) { failed(error); }
  }

  function stop() {
    clearTimeout(timer);
    timer = null;
    $('play').textContent = 'Play';
    $('play').setAttribute('aria-pressed', 'false');
  }

  async function run() {
    await step();
    if (timer !== null) timer = setTimeout(run, 40);
  }

  function play() {
    if (timer !== null) { stop(); return; }
    $('play').textContent = 'Pause';
    $('play').setAttribute('aria-pressed', 'true');
    timer = setTimeout(run, 0);
  }

  function restart() {
    stop();
    steps = [];
    seen = 0;
    here = null;
    asking = null;
    settings = null;
    $('written').replaceChildren();
    if ($('prompt').value) $('written').append(element('span', { class: 'prompt' }, $('prompt').value));
    $('written-status').textContent = '\u00a0';
    $('drawn').replaceChildren();
    $('drawn-place').textContent = '\u00a0';
    $('drawn-note').textContent = 'Step, and see the choices.';
  }

  /** What was written; bytes that are no text become U+FFFD. */
  function written() {
    const texts = steps.slice(0, seen).map((one) => one.text);
    if (model.unit !== 'byte') return texts.join('');
    return new TextDecoder().decode(Uint8Array.from(texts, (one) => (one.length > 1 ? parseInt(one.slice(2), 16) : one.charCodeAt(0))));
  }

  /** Shows what a token was drawn from. */
  function look(place) {
    const one = steps[place];
    if (!one) return;
    document.getElementById(`w${here}`)?.classList.remove('here');
    here = place;
    document.getElementById(`w${here}`)?.classList.add('here');
    $('written').setAttribute('aria-activedescendant', `w${place}`);
    $('drawn-place').textContent = `${place + 1} of ${seen}`;
    $('drawn-note').textContent = one.choices.length
      ? `“${shown(one.text)}” had ${percent(one.p)}, cost ${number(-Math.log(one.p), 2)} nats; ${one.left} of ${model.vocabulary} were left to draw from.`
      : 'Nothing stood before it: all were equally likely.';
    $('drawn').replaceChildren(...one.choices.map((choice) => {
      const item = element('li', { class: choice.drawn ? 'came' : '' },
        element('span', { class: 'sign' }, shown(choice.text)),
        element('span', {}, bar(choice.p), bar(choice.q)),
        element('span', { class: 'p' }, percent(choice.q)));
      item.setAttribute('aria-label', `${spoken(choice.text)} ${percent(choice.p)}, then ${percent(choice.q)}${choice.drawn ? ', drawn' : ''}`);
      return item;
    }));
    if (timer === null) say(`${spoken(one.text)} ${one.p === null ? '' : percent(one.p)}`);
  }

  function bar(p) {
    const inner = element('i');
    inner.style.setProperty('--w', `${(100 * p).toFixed(2)}%`);
    return element('span', { class: 'track' }, inner);
  }

  $('step').addEventListener('click', () => { stop(); step(); });
  $('play').addEventListener('click', play);
  $('restart').addEventListener('click', restart);
  $('read-this').addEventListener('click', () => readThis($('prompt').value + written()));
  $('write-form').addEventListener('submit', (event) => { event.preventDefault(); step(); });
  for (const id of ['prompt', 'temperature', 'top-p', 'seed']) $(id).addEventListener('input', restart);
  const placeOf = (target) => {
    const id = target.closest?.('.t')?.id;
    return id ? Number(id.slice(1)) : null;
  };
  $('written').addEventListener('pointerover', (event) => {
    const place = placeOf(event.target);
    if (place !== null && timer === null) look(place);
  });
  $('written').addEventListener('keydown', (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (by === undefined || !seen) return;
    event.preventDefault();
    look(Math.max(0, Math.min(seen - 1, (here ?? 0) + by)));
  });
}
