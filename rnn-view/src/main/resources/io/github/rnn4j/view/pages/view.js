// SPDX-License-Identifier: Apache-2.0
// Looks inside a model: a text colored by a neuron, what each character costs, who follows what.
import { $, ask, element, later, number, percent, problem, say, shortcuts, shown, spoken, theme, whole } from './common.js';
import { TextView, costTint, paint, tint } from './text.js';
import { writer } from './write.js';

let model;
let text;
let shade = { kind: 'cost', layer: 0, signal: 0, unit: 0 };
let current = null;

const failed = (error) => { if (error.name !== 'AbortError') problem(error.message); };

const view = new TextView($('text'), {
  current: (place) => { current = place; look(); },
  chosen: () => chosen(),
  shown: (from, to) => {
    progress();
    $('save').href = saveAddress(from, to);
    if (current === null) look();
  },
  failed,
});

// ------------------------------------------------------------------------------------ what colors

const query = (fields) => new URLSearchParams(fields).toString();

function shading() {
  return shade.kind === 'cost'
    ? async (from, count) => {
      const found = await ask(`api/costs?${query({ revision: text.revision, from, count })}`);
      noted(found.exact);
      return (i) => costTint(found.values[i]);
    }
    : async (from, count) => {
      const { layer, signal, unit } = shade;
      const found = await ask(`api/values?${query({ revision: text.revision, from, count, layer, signal, unit })}`);
      noted(found.exact);
      return (i) => tint(found.values[i], model.signals[signal]);
    };
}

let exact = true;
function noted(isExact) { exact = isExact; status(); }

function status() {
  const length = `${whole(text.length)} ${model.unit}${text.length === 1 ? '' : 's'}`;
  const reading = text.read < text.length ? `, ${Math.floor((100 * text.read) / text.length)}% read` : '';
  $('text-status').textContent = length + reading
    + (exact ? '' : '. The reader has not come here yet: these values start shortly before, from zero, and will be made exact');
}

/** Watches how far the text was read, and colors anew what was not exact. */
let watching = false;
async function progress() {
  if (watching || text.read >= text.length) return;
  watching = true;
  try {
    while (text.read < text.length) {
      const { revision } = text;
      const found = await ask(`api/progress?revision=${revision}`);
      if (revision === text.revision) {
        text.read = found.read;
        if (!exact && view.sight()[1] <= text.read) { exact = true; view.recolor(shading()); look(); }
        status();
      }
      await new Promise((done) => setTimeout(done, 700));
    }
  } catch (error) { failed(error); } finally { watching = false; }
}

function show(change) {
  shade = { ...shade, ...change };
  const unitOnly = shade.kind === 'unit';
  $(`shade-${shade.kind}`).checked = true;
  $('layer').value = shade.layer;
  $('signal').value = shade.signal;
  $('unit').value = shade.unit;
  const signal = model.signals[shade.signal];
  $('legend').classList.toggle('cost', !unitOnly);
  $('legend-low').textContent = unitOnly ? (signal.least ?? '−∞') : '0';
  $('legend-high').textContent = unitOnly ? (signal.most ?? '+∞') : '6 nats';
  $('legend').title = unitOnly && signal.most === null ? `The color is tanh ${signal.name}` : '';
  $('grid-title').textContent = `All neurons: ${signal.name} of layer ${shade.layer + 1}`;
  $('here-value-name').textContent = name(shade.layer, shade.signal, shade.unit);
  for (const cell of $('grid').children) {
    const is = Number(cell.dataset.unit) === shade.unit;
    cell.setAttribute('aria-checked', is && unitOnly);
    cell.tabIndex = is ? 0 : -1;
  }
  for (const button of $('ranked').querySelectorAll('button')) button.setAttribute('aria-pressed', unitOnly && button.dataset.key === key());
  view.recolor(shading());
  look();
}

const key = () => `${shade.layer}.${shade.signal}.${shade.unit}`;
const name = (layer, signal, unit) => `${model.signals[signal].name} ${unit}, layer ${layer + 1}`;

function saveAddress(from, to) {
  return `api/page?${query({ revision: text.revision, from, to, ...shade })}`;
}

// ------------------------------------------------------------------------------- the character here

let looking = false;
let wanted = null;
async function look() {
  wanted = [current ?? view.first(), shade.layer, shade.signal, text.revision].join();
  if (looking) return;
  if (!text.length) { blank(); return; }
  looking = true;
  try {
    for (let done = null; done !== wanted;) {
      done = wanted;
      const place = current ?? view.first() ?? 0;
      const found = await ask(`api/token?${query({ revision: text.revision, at: place, layer: shade.layer, signal: shade.signal })}`);
      if (place < text.length) tell(found);
    }
  } catch (error) {
    if (error.code !== 'other-text') failed(error);
  } finally { looking = false; }
}


function blank() {
  for (const id of ['here-sign', 'here-place']) $(id).textContent = '\u00a0';
  for (const id of ['here-cost', 'here-value']) $(id).textContent = '–';
  $('successors').replaceChildren();
}

function tell(found) {
  const sign = shown(found.text);
  $('here-sign').textContent = sign;
  $('here-sign').classList.toggle('long', sign.length > 3);
  $('here-place').textContent = `${whole(found.at + 1)} of ${whole(text.length)}`;
  $('here-cost').textContent = found.cost === null ? (found.known ? 'nothing before it' : 'never seen')
    : `${number(found.cost)} nats, ${percent(Math.exp(-found.cost))}`;
  const value = found.units[shade.unit];
  $('here-value').textContent = value === null ? 'not read' : number(value);
  $('successors').replaceChildren(...found.successors.map((one) => {
    const item = element('li', { class: one.text === found.next ? 'came' : '' },
      element('span', { class: 'sign', title: one.text === found.next ? 'This came' : '' }, shown(one.text)),
      track(one.p), element('span', { class: 'p' }, percent(one.p)));
    item.setAttribute('aria-label', `${spoken(one.text)} ${percent(one.p)}${one.text === found.next ? ', this came' : ''}`);
    return item;
  }));
  grid(found.units);
  if (document.activeElement === $('text')) {
    say(`${spoken(found.text)}, ${found.cost === null ? 'no cost' : `${number(found.cost, 2)} nats`}, `
      + `${name(shade.layer, shade.signal, shade.unit)} ${value === null ? 'not read' : number(value, 2)}. Expected next: `
      + found.successors.slice(0, 3).map((one) => `${spoken(one.text)} ${percent(one.p)}`).join(', '));
  }
}

export function track(p) {
  const bar = element('i');
  bar.style.setProperty('--w', `${(100 * p).toFixed(2)}%`);
  return element('span', { class: 'track' }, bar);
}

// ----------------------------------------------------------------------------------- all the units

function buildGrid() {
  $('grid').style.setProperty('--cell', model.hidden > 512 ? '9px' : model.hidden > 192 ? '12px' : '16px');
  $('grid').replaceChildren(...Array.from({ length: model.hidden }, (_, unit) => {
    const cell = element('div', { role: 'radio', tabIndex: -1, title: `unit ${unit}` });
    cell.dataset.unit = unit;
    cell.setAttribute('aria-label', `unit ${unit}`);
    cell.setAttribute('aria-checked', 'false');
    return cell;
  }));
}

function grid(values) {
  const signal = model.signals[shade.signal];
  const cells = $('grid').children;
  let least = 0;
  let most = 0;
  for (let i = 0; i < cells.length; i++) {
    paint(cells[i], tint(values[i], signal));
    if (values[i] < values[least]) least = i;
    if (values[i] > values[most]) most = i;
  }
  $('grid-note').textContent = values[0] === null ? 'not read'
    : `unit ${least}: ${number(values[least], 2)} … unit ${most}: ${number(values[most], 2)}`;
}

$('grid').addEventListener('click', (event) => {
  const cell = event.target.closest('[role="radio"]');
  if (cell) show({ kind: 'unit', unit: Number(cell.dataset.unit) });
});
$('grid').addEventListener('keydown', (event) => {
  const columns = getComputedStyle($('grid')).gridTemplateColumns.split(' ').length;
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key];
  if (event.key === ' ' || event.key === 'Enter') { event.preventDefault(); show({ kind: 'unit' }); return; }
  if (!step) return;
  event.preventDefault();
  const unit = Math.max(0, Math.min(model.hidden - 1, shade.unit + step));
  show({ kind: 'unit', unit });
  $('grid').children[unit].focus();
});

// ---------------------------------------------------------------------------------- who follows this

const KINDS = [
  ['capitals', '\\p{Lu}'], ['digits', '\\d'], ['spaces', ' '], ['line ends', '\\n'],
  ['vowels', '[aeiouAEIOU]'], ['in quotes', '"[^"\\n]*"'], ['in brackets', '\\([^()\\n]*\\)'],
];

function compared() {
  const [from, to] = view.ranges.length
    ? [Math.min(...view.ranges.map((r) => r[0])), Math.max(...view.ranges.map((r) => r[1]))]
    : view.sight();
  const middle = Math.floor((from + to) / 2);
  const start = Math.max(0, Math.min(middle - 2048, text.length - 4096));
  return [start, Math.min(text.length, start + 4096)];
}

function chosen() {
  const count = view.ranges.reduce((sum, [from, to]) => sum + to - from, 0);
  $('follow').disabled = !count;
  $('follow-note').textContent = count
    ? `${whole(count)} ${model.unit}${count === 1 ? '' : 's'} selected. Escape forgets them.`
    : 'Select characters in the text, or take a kind:';
  if (count) say($('follow-note').textContent);
}

async function byPattern(pattern) {
  try {
    const expression = new RegExp(pattern, 'gu');
    const [from, to] = compared();
    const { tokens } = await ask(`api/tokens?${query({ revision: text.revision, from, count: to - from })}`);
    const starts = [];
    let whole = '';
    for (const one of tokens) { starts.push(whole.length); whole += one; }
    const ranges = [];
    for (const match of whole.matchAll(expression)) {
      if (!match[0]) continue;
      let first = upper(starts, match.index) - 1;
      const last = upper(starts, match.index + match[0].length - 1);
      if (ranges.length && ranges[ranges.length - 1][1] >= from + first) ranges[ranges.length - 1][1] = from + last;
      else ranges.push([from + first, from + last]);
    }
    problem(ranges.length ? '' : `Nothing here matches ${pattern}`);
    view.choose(ranges);
    if (ranges.length) await follow();
  } catch (error) { failed(error); }
}

/** How many of the ascending numbers are at most this one. */
function upper(numbers, value) {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] <= value) low = middle + 1; else high = middle;
  }
  return low;
}

async function follow() {
  $('follow').disabled = true;
  $('follow').textContent = 'Looking…';
  try {
    const [from, to] = compared();
    const ranges = view.ranges.map(([a, b]) => [Math.max(from, a), Math.min(to, b)]).filter(([a, b]) => a < b);
    const found = await ask('api/separate', {
      revision: text.revision, from, to, chosen: ranges.map((r) => r.join('-')), gates: $('follow-gates').checked,
    });
    ranked(found);
    problem('');
  } catch (error) { failed(error); } finally {
    $('follow').textContent = 'Find neurons';
    $('follow').disabled = !view.ranges.length;
  }
}

function ranked(found) {
  $('ranked-box').hidden = false;
  $('ranked-note').textContent = `${whole(found.chosen)} selected against ${whole(found.others)} others, from ${whole(found.from + 1)} to ${whole(found.to)}.`;
  $('ranked').replaceChildren(...found.units.map((one) => {
    const button = element('button', { type: 'button' }, `${one.layer + 1} · ${model.signals[one.signal].name} · ${one.unit}`);
    button.dataset.key = `${one.layer}.${one.signal}.${one.unit}`;
    button.setAttribute('aria-label', `Color by ${name(one.layer, one.signal, one.unit)}, AUC ${number(one.auc, 3)}`);
    button.setAttribute('aria-pressed', 'false');
    button.addEventListener('click', () => show({ kind: 'unit', layer: one.layer, signal: one.signal, unit: one.unit }));
    const bar = element('i', { class: one.auc >= 0.5 ? 'up' : 'down' });
    bar.style.setProperty('--from', `${(100 * Math.min(one.auc, 0.5)).toFixed(1)}%`);
    bar.style.setProperty('--w', `${(100 * Math.abs(one.auc - 0.5)).toFixed(1)}%`);
    return element('tr', {},
      element('td', {}, button),
      element('td', {}, element('div', { class: 'auc' }, element('span', { class: 'track' }, bar), element('span', { class: 'small' }, number(one.auc, 3)))),
      element('td', { class: 'number' }, one.d === null ? '∞' : number(one.d, 2)));
  }));
  const [best] = found.units;
  say(`The best: ${name(best.layer, best.signal, best.unit)}, AUC ${number(best.auc, 3)}`);
  show({ kind: 'unit', layer: best.layer, signal: best.signal, unit: best.unit });
}

// ------------------------------------------------------------------------------------------ a text

async function open(other, keep) {
  text = other;
  exact = true;
  current = null;
  problem('');
  $('text-title').textContent = text.name;
  view.shade = shading();
  await view.open(text, model.unit, keep);
  current = view.cursor;
  status();
  chosen();
  look();
}

let typing = 0;
const read = later(120, async () => {
  const mine = ++typing;
  try {
    const found = await ask('api/text', { text: $('typed-text').value, replaces: text.revision });
    if (mine === typing) await open(found, true);
  } catch (error) { failed(error); }
});
$('typed-text').addEventListener('input', read);
$('type').addEventListener('click', () => {
  const open = $('typed').hidden;
  $('typed').hidden = !open;
  $('type').setAttribute('aria-expanded', open);
  if (open) $('typed-text').focus();
});

function readThis(written) {
  tab('read');
  $('typed').hidden = false;
  $('type').setAttribute('aria-expanded', 'true');
  $('typed-text').value = written;
  read();
}

// -------------------------------------------------------------------------------------------- tabs

function tab(which) {
  for (const one of ['read', 'write']) {
    $(one).hidden = one !== which;
    $(`tab-${one}`).setAttribute('aria-selected', one === which);
    $(`tab-${one}`).tabIndex = one === which ? 0 : -1;
  }
  if (which === 'read') view.measure();
}
for (const [one, other] of [['read', 'write'], ['write', 'read']]) {
  $(`tab-${one}`).addEventListener('click', () => tab(one));
  $(`tab-${one}`).addEventListener('keydown', (event) => {
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') { tab(other); $(`tab-${other}`).focus(); }
  });
}

// ------------------------------------------------------------------------------------------- begin

async function begin() {
  model = await ask('api/model');
  document.title = `${model.name} – rnn view`;
  $('model-name').textContent = model.name;
  $('model-summary').textContent = model.summary;
  $('layer').replaceChildren(...Array.from({ length: model.layers }, (_, i) => element('option', { value: i }, i + 1)));
  $('signal').replaceChildren(...model.signals.map((one, i) => element('option', { value: i }, one.name)));
  $('unit').max = model.hidden - 1;
  $('follow-gates').closest('label').hidden = !model.signals.some((one) => !['h', 'c'].includes(one.name));
  $('kinds').append(...KINDS.map(([label, pattern]) => {
    const button = element('button', { type: 'button' }, label);
    button.addEventListener('click', () => { $('pattern').value = pattern; byPattern(pattern); });
    return button;
  }));
  buildGrid();
  const unit = (change) => show({ kind: 'unit', unit: Math.max(0, Math.min(model.hidden - 1, shade.unit + change)) });
  $('shade-cost').addEventListener('change', () => show({ kind: 'cost' }));
  $('shade-unit').addEventListener('change', () => show({ kind: 'unit' }));
  $('layer').addEventListener('change', () => show({ kind: 'unit', layer: Number($('layer').value) }));
  $('signal').addEventListener('change', () => show({ kind: 'unit', signal: Number($('signal').value) }));
  $('unit').addEventListener('change', () => {
    const value = Math.round(Number($('unit').value));
    show({ kind: 'unit', unit: Math.max(0, Math.min(model.hidden - 1, value || 0)) });
  });
  $('unit-before').addEventListener('click', () => unit(-1));
  $('unit-after').addEventListener('click', () => unit(1));
  $('follow').addEventListener('click', follow);
  $('pattern-form').addEventListener('submit', (event) => { event.preventDefault(); if ($('pattern').value) byPattern($('pattern').value); });
  const next = (count, value, by) => (value + by + count) % count;
  shortcuts([
    { key: 't', label: 't', text: 'Go to the text', action: () => { tab('read'); $('text').focus(); } },
    { label: '← → ↑ ↓', text: 'In the text: the character beside; with Shift select' },
    { label: 'Space', text: 'In the text: select this character, too; Escape forgets all' },
    { key: 'c', label: 'c', text: 'Color by cost', action: () => show({ kind: 'cost' }) },
    { key: 'n', label: 'n', text: 'Next neuron', action: () => unit(1) },
    { key: 'p', label: 'p', text: 'Neuron before', action: () => unit(-1) },
    { key: 'l', label: 'l', text: 'Next layer', action: () => show({ kind: 'unit', layer: next(model.layers, shade.layer, 1) }) },
    { key: 's', label: 's', text: 'Next signal: h, c, gates', action: () => show({ kind: 'unit', signal: next(model.signals.length, shade.signal, 1) }) },
    { key: 'f', label: 'f', text: 'Which neurons follow the selection?', action: () => { if (view.ranges.length) follow(); } },
    { key: 'y', label: 'y', text: 'Type a text', action: () => { tab('read'); if ($('typed').hidden) $('type').click(); else $('typed-text').focus(); } },
    { key: 'w', label: 'w', text: 'Write with the model', action: () => { tab('write'); $('prompt').focus(); } },
    { key: 'd', label: 'd', text: 'Light or dark', action: () => $('theme').click() },
  ]);
  theme(() => {});
  writer(model, readThis);
  shade = { ...shade, ...model.shade };
  await open(await ask('api/text'), false);
  show({});
}

begin().catch(failed);
