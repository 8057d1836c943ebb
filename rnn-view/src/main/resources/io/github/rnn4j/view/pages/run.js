// SPDX-License-Identifier: Apache-2.0
// A run as it learns. All there is comes at once, what is new as events; who was away asks anew.
import { $, ask, element, number, problem, say, shortcuts, theme, whole } from './common.js';
import { Chart, smoothed } from './charts.js';

const MOST_SAMPLES = 64;
const NAMES = { running: 'running', paused: 'paused', stopping: 'stopping', stopped: 'stopped and saved', finished: 'finished', failed: 'failed', lost: 'connection lost' };

let run = null;
let reports = [];
let heldOut = [];
let samples = [];
let source = null;

const charts = {
  loss: new Chart($('chart-loss'), 'Loss', [
    { label: 'report', color: '--series-1', alpha: 0.4, width: 1 },
    { label: 'smoothed', color: '--series-1', width: 2.5 },
    { label: 'held out', color: '--series-2', width: 2, dash: [6, 4], points: true },
  ]),
  rate: new Chart($('chart-rate'), 'Learning rate', [{ label: 'rate', color: '--series-1', width: 2 }]),
  norm: new Chart($('chart-norm'), 'Gradient norm', [{ label: 'norm', color: '--series-1', width: 1.5 }]),
  speed: new Chart($('chart-speed'), 'Speed', [{ label: 'speed', color: '--series-1', width: 1.5 }]),
};

const figure = (value) => (Number.isFinite(value) ? `${+value.toPrecision(3)}` : '–');

function time(seconds) {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return '–';
  const s = Math.round(seconds);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
}

// ----------------------------------------------------------------------------------------- drawing

function drawCharts() {
  const rows = new Map(reports.map((one) => [one.step, [one, null]]));
  for (const one of heldOut) {
    if (rows.has(one.step)) rows.get(one.step)[1] = one; else rows.set(one.step, [null, one]);
  }
  const steps = [...rows.keys()].sort((a, b) => a - b);
  const loss = steps.map((step) => rows.get(step)[0]?.loss ?? null);
  const held = steps.map((step) => rows.get(step)[1]?.validation_loss ?? null);
  charts.loss.set([steps, loss, smoothed(loss, Number($('smoothing').value)), held], run.unit);
  const at = reports.map((one) => one.step);
  charts.rate.set([at, reports.map((one) => one.learning_rate ?? null)]);
  charts.norm.set([at, reports.map((one) => one.gradient_norm ?? null)]);
  charts.speed.set([at, reports.map((one) => one.chars_per_second ?? null)], `${run.unit}s a second`);
  $('numbers').replaceChildren(...reports.slice(-100).reverse().map((one) => element('tr', {},
    ...[whole(one.step), number(one.epoch, 2), number(one.loss), figure(one.learning_rate), number(one.gradient_norm), whole(one.chars_per_second)]
      .map((text) => element('td', { class: 'number' }, text)))));
}

let frame = 0;
const redraw = () => { frame ||= requestAnimationFrame(() => { frame = 0; drawCharts(); }); };

function tiles() {
  const last = reports[reports.length - 1];
  if (last) {
    $('tile-loss').textContent = number(last.loss);
    $('tile-bits').textContent = `${number(last.bits_per_character ?? last.loss / Math.LN2)} bits`;
    $('tile-speed').textContent = whole(last.chars_per_second);
    $('tile-rate').textContent = figure(last.learning_rate);
    $('tile-norm').textContent = figure(last.gradient_norm);
    $('tile-time').textContent = time(last.seconds);
    $('epoch').textContent = `epoch ${number(last.epoch, 2)}`;
  }
  const held = heldOut[heldOut.length - 1];
  if (held) {
    const best = heldOut.reduce((a, b) => (b.validation_loss < a.validation_loss ? b : a));
    $('tile-held').textContent = number(held.validation_loss);
    $('tile-best').textContent = best === held ? 'the best so far' : `best ${number(best.validation_loss)} at ${whole(best.step)}`;
  } else {
    $('tile-best').textContent = run.heldOut ? 'not read yet' : 'no text held out';
  }
}

function way() {
  const last = reports[reports.length - 1];
  const done = run.totalSteps ? (100 * run.step) / run.totalSteps : 0;
  $('step').textContent = whole(run.step);
  $('total').textContent = whole(run.totalSteps);
  $('bar').style.setProperty('--done', `${done.toFixed(2)}%`);
  $('bar').setAttribute('aria-valuenow', Math.round(done));
  const going = run.state === 'running' || run.state === 'paused';
  $('left').textContent = going && last ? `about ${time(last.seconds_left)} left` : '\u00a0';
  $('tile-left').textContent = going && last ? `${time(last.seconds_left)} left` : '\u00a0';
}

function addSample(one) {
  $('samples').querySelector('.none')?.remove();
  // What a model wrote: text, never markup.
  $('samples').prepend(element('li', {},
    element('span', { class: 'small soft' }, `after ${whole(one.step)} steps, epoch ${number(one.epoch, 2)}`),
    element('pre', {}, one.sample)));
  while ($('samples').children.length > MOST_SAMPLES) $('samples').lastElementChild.remove();
  $('samples-note').textContent = `${samples.length} sample${samples.length === 1 ? '' : 's'}`;
}

function state(now, message) {
  run.state = now;
  showState(now);
  $('pause').textContent = now === 'paused' ? 'Continue' : 'Pause';
  const mayAct = Boolean(key()) && (now === 'running' || now === 'paused');
  $('pause').disabled = !mayAct;
  $('stop').disabled = !mayAct;
  if (message) { run.message = message; say(message); }
  if (now === 'failed') problem(message);
  way();
}

function showState(now) {
  $('state').textContent = NAMES[now] ?? now;
  $('state').dataset.state = now;
  document.title = `${NAMES[now] ?? now} – ${run?.name ?? 'rnn train'}`;
}

// --------------------------------------------------------------------------------------- what comes

async function load() {
  run = await ask('api/run');
  // What an older run did not tell is null.
  reports = run.reports.map((one) => Object.fromEntries(Object.entries(one).map(([name, value]) => [name, typeof value === 'number' ? value : null])));
  heldOut = run.readings;
  samples = run.samples;
  $('name').textContent = run.name;
  $('model').textContent = run.model;
  $('loss-unit').textContent = `nats per ${run.unit}`;
  $('speed-unit').textContent = `${run.unit}s a second`;
  $('tile-speed-unit').textContent = `${run.unit}s a second`;
  $('settings').replaceChildren(...run.settings.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]));
  $('samples').replaceChildren();
  samples.forEach(addSample);
  if (!samples.length) {
    $('samples').append(element('li', { class: 'none small' }, 'No sample yet. --sample-every N shows what it writes.'));
    $('samples-note').textContent = '\u00a0';
  }
  tiles();
  state(run.state, run.message);
  drawCharts();
  listen(run.after);
}

const ENDED = ['finished', 'stopped', 'failed'];

function listen(after) {
  source?.close();
  source = new EventSource(`api/events?after=${encodeURIComponent(after)}`);
  const on = (name, action) => source.addEventListener(name, (event) => action(JSON.parse(event.data)));
  on('step', (one) => { run.step = one.step; way(); });
  on('report', (one) => {
    reports.push(one);
    run.step = Math.max(run.step, one.step);
    if (reports.length > 6000) { load().catch(lost); return; }
    tiles(); way(); redraw();
  });
  on('reading', (one) => { heldOut.push(one); tiles(); redraw(); say(`Held-out loss ${number(one.validation_loss)}`); });
  on('sample', (one) => { samples.push(one); addSample(one); });
  on('back', () => { load().catch(lost); });
  on('missed', () => { load().catch(lost); });
  on('state', (one) => state(one.state, one.message));
  source.onopen = () => { if (run.state && !ENDED.includes(run.state)) { problem(''); showState(run.state); } };
  source.onerror = () => lost();
}

/** The server does not answer: the run may have ended, or come back. */
let retry = 0;
function lost() {
  source?.close();
  source = null;
  if (run && ENDED.includes(run.state)) return;
  showState('lost');
  $('pause').disabled = true;
  $('stop').disabled = true;
  clearTimeout(retry);
  retry = setTimeout(() => load().then(() => problem('')).catch(lost), 1000);
}

// ----------------------------------------------------------------------------------------- commands

/** The secret of this run, which only the address that the command line printed has. */
function key() { return location.hash.slice(1); }

async function command(path, body) {
  try {
    await ask(path, body, { 'X-Rnn-Key': key() });
    problem('');
  } catch (error) { problem(error.message); }
}

const pause = () => { if (!$('pause').disabled) command('api/pause', { paused: run.state !== 'paused' }); };
const askStop = () => { if (!$('stop').disabled) { $('ask-stop').returnValue = ''; $('ask-stop').showModal(); } };
$('pause').addEventListener('click', pause);
$('stop').addEventListener('click', askStop);
$('ask-stop').addEventListener('close', () => { if ($('ask-stop').returnValue === 'stop') command('api/stop', {}); });
$('smoothing').addEventListener('input', () => {
  $('smoothing-value').textContent = Number($('smoothing').value).toFixed(2);
  redraw();
});
const log = () => { charts.loss.log = $('log').checked; charts.loss.draw(); };
$('log').addEventListener('change', log);
shortcuts([
  { key: 'p', label: 'p', text: 'Pause, or continue', action: pause },
  { key: 'x', label: 'x', text: 'Stop and save', action: askStop },
  { key: 'g', label: 'g', text: 'Log scale', action: () => { $('log').checked = !$('log').checked; log(); } },
  { key: 'w', label: 'w', text: 'Go to what it writes', action: () => $('samples').focus() },
  { key: 'd', label: 'd', text: 'Light or dark', action: () => $('theme').click() },
]);
theme(() => { for (const chart of Object.values(charts)) if (chart.plot) chart.draw(); });
// Another run at the same place, opened in the same tab: only what stands behind the # differs.
addEventListener('hashchange', () => load().catch(lost));
load().catch(lost);
