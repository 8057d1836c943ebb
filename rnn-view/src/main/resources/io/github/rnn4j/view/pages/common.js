// SPDX-License-Identifier: Apache-2.0
// What both pages share. What a model wrote goes into the page as text only, never as markup.

export const $ = (id) => document.getElementById(id);

/** An element; properties are set, children appended, strings as text. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === 'class') made.className = value;
    else if (key.startsWith('aria') || key === 'role') made.setAttribute(key.replace('aria', 'aria-').toLowerCase(), value);
    else made[key] = value;
  }
  made.append(...children);
  return made;
}

export class Refused extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Asks the server; a refusal is an error with the server's own words. */
export async function ask(path, body, headers = {}, signal) {
  const response = await fetch(path, body === undefined ? { signal } : {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal,
  });
  const answer = await response.json();
  if (!response.ok) {
    throw new Refused(response.status, answer.error?.code, answer.error?.message ?? response.statusText);
  }
  return answer;
}

/** Calls only the last of several calls that come together. */
export function later(milliseconds, action) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), milliseconds);
  };
}

/** Says something to those who do not see the page. */
export const say = later(250, (text) => { $('live').textContent = text; });

export const number = (value, digits = 4) =>
  value === null || value === undefined || !Number.isFinite(value) ? '–'
    : value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
export const whole = (value) => Math.round(value).toLocaleString('en');

/** A probability as people read it. */
export function percent(p) {
  const share = 100 * p;
  return share >= 99.95 && p < 1 ? '>99.9%' : share >= 10 ? `${share.toFixed(1)}%`
    : share >= 0.1 ? `${share.toFixed(2)}%` : share === 0 ? '0%' : '<0.1%';
}

const NAMES = { '\n': '↵', '\t': '⇥', '\r': '␍', ' ': '␣' };

/** A token as it is written: what cannot be seen gets a sign. */
export function shown(text) {
  if (text in NAMES) return NAMES[text];
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (c) => NAMES[c] ?? `\\x${c.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`);
}

/** A token as it is spoken. */
export function spoken(text) {
  const words = { '\n': 'line feed', '\t': 'tab', '\r': 'carriage return', ' ': 'space' };
  return words[text] ?? (text.length === 1 && text !== text.toLowerCase() ? `capital ${text}` : shown(text));
}

/** The color that a variable stands for now, as a browser writes it. */
export function color(name) {
  const probe = $('live');
  probe.style.color = `var(${name})`;
  const found = getComputedStyle(probe).color;
  probe.style.color = '';
  return found;
}

const dark = matchMedia('(prefers-color-scheme: dark)');
export const isDark = () => {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : dark.matches;
};

/** Light or dark, as the system has it until somebody chooses. */
export function theme(changed) {
  const root = document.documentElement;
  const button = $('theme');
  const show = () => {
    button.textContent = isDark() ? '☀' : '☾';
    button.setAttribute('aria-label', isDark() ? 'Light colors' : 'Dark colors');
    button.title = button.getAttribute('aria-label');
    changed();
  };
  try {
    const kept = localStorage.getItem('rnn-theme');
    if (kept === 'light' || kept === 'dark') root.dataset.theme = kept;
  } catch { /* a browser that keeps nothing */ }
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    try { localStorage.setItem('rnn-theme', root.dataset.theme); } catch { /* the same */ }
    show();
  });
  dark.addEventListener('change', show);
  show();
}

/** Keys that do something anywhere but where one writes; ? lists them. */
export function shortcuts(keys) {
  const dialog = $('keys');
  const list = dialog.querySelector('dl');
  for (const { key, label, text } of [...keys, { key: '?', label: '?', text: 'This list' }]) {
    list.append(element('dt', {}, ...label.split(' ').flatMap((k) => [element('kbd', {}, k), ' '])), element('dd', {}, text));
  }
  const open = () => dialog.showModal();
  $('show-keys').addEventListener('click', open);
  document.addEventListener('keydown', (event) => {
    const writing = event.target.closest('input:not([type="radio"]):not([type="checkbox"]):not([type="range"]), textarea, select, dialog');
    if (writing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === '?') { open(); return; }
    const found = keys.find(({ key, action }) => action && key === event.key);
    if (found) { event.preventDefault(); found.action(); }
  });
}

/** Tells what went wrong, where one sees it. */
export function problem(text) {
  $('problem').textContent = text;
  $('problem').hidden = !text;
}
