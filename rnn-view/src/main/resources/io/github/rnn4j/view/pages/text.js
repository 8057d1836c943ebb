// SPDX-License-Identifier: Apache-2.0
// A text of any length: only the lines that are seen are asked for, and in the page.
import { ask, element, shown, spoken } from './common.js';

const LINE = 28;
const MARGIN = 8;
const AHEAD = 8;
/** So many tokens are colored at a time: the first ones are there before the last ones are known. */
const AT_ONCE = 600;

/** How a value is colored: towards the high or the low color, and how much. */
export function tint(value, signal) {
  if (value === null || Number.isNaN(value)) return null;
  const bounded = signal.least !== null && signal.most !== null;
  const t = bounded
    ? (2 * (value - signal.least)) / (signal.most - signal.least) - 1
    : Math.tanh(value);
  return { side: t < 0 ? 'l' : 'h', t: Math.min(1, Math.abs(t)) };
}

export const costTint = (nats) => (nats === null ? null : { side: 'c', t: Math.min(1, nats / 6) });

export function paint(span, how) {
  span.classList.remove('h', 'l', 'c');
  if (how) {
    span.classList.add(how.side);
    span.style.setProperty('--t', `${(100 * how.t).toFixed(1)}%`);
  }
}

/** A span of a token: its text only ever as text. */
export function token(text, known, unit) {
  const sign = shown(text);
  const span = element('span', { class: 't' }, sign === '␣' ? ' ' : sign);
  if (sign !== text && sign !== '␣') span.classList.add('sign');
  if (unit === 'byte' && sign.length > 1) { span.classList.add('byte'); span.textContent = sign.slice(2); }
  if (!known) span.classList.add('unknown');
  return span;
}

export class TextView {
  /**
   * @param box the element that scrolls, in which there is one for the lines
   * @param on what is called: current(place or null), chosen(), shown(from, to), failed(error)
   */
  constructor(box, on) {
    this.box = box;
    this.rows = box.firstElementChild;
    this.on = on;
    this.lines = new Map();
    this.text = { revision: 0, length: 0 };
    this.total = 0;
    this.columns = 0;
    this.cursor = null;
    this.anchor = null;
    this.ranges = [];
    this.busy = false;
    this.again = false;
    this.stale = [];
    this.shade = () => null;
    this.colored = new Map();
    this.epoch = 0;
    box.addEventListener('scroll', () => this.update(), { passive: true });
    new ResizeObserver(() => this.measure()).observe(box);
    box.addEventListener('pointerdown', (e) => this.down(e));
    box.addEventListener('pointermove', (e) => this.move(e));
    box.addEventListener('pointerleave', () => this.on.current(this.cursor));
    window.addEventListener('pointerup', () => { if (this.dragging) { this.dragging = false; this.on.chosen(); } });
    box.addEventListener('keydown', (e) => this.key(e));
    box.addEventListener('focus', () => { if (this.cursor === null && this.text.length) this.go(this.first() ?? 0); });
  }

  /** Shows another text, at its beginning or where it was. */
  async open(text, unit, keep) {
    this.text = text;
    this.unit = unit;
    this.cursor = keep && this.cursor !== null && this.cursor < text.length ? this.cursor : null;
    this.ranges = [];
    this.lines.forEach((line) => line.node.remove());
    this.lines.clear();
    this.colored.clear();
    this.epoch++;
    if (!keep) this.box.scrollTop = 0;
    this.columns = 0;
    await this.measure();
  }

  async measure() {
    const probe = element('span', { class: 't' }, '0'.repeat(50));
    this.rows.append(probe);
    const width = probe.getBoundingClientRect().width / 50;
    probe.remove();
    const columns = Math.max(8, Math.floor((this.rows.clientWidth - 2) / width));
    if (!width || columns === this.columns || !this.text.revision) return;
    const at = this.columns ? this.first() : null;
    this.columns = columns;
    // The old lines stay in sight until there are new ones.
    this.stale.push(...[...this.lines.values()].map((line) => line.node));
    this.lines.clear();
    this.epoch++;
    await this.fetchLines(0, 1);
    if (at) await this.reveal(at, true);
    this.update();
  }

  /** The lines in sight, and some before and after. */
  window() {
    const from = Math.floor((this.box.scrollTop - MARGIN) / LINE);
    const to = Math.ceil((this.box.scrollTop + this.box.clientHeight) / LINE);
    return [Math.max(0, from - AHEAD), Math.min(this.total, to + AHEAD)];
  }

  /** The first token in sight; null if there is none yet. */
  first() {
    const line = this.lines.get(Math.max(0, Math.ceil((this.box.scrollTop - MARGIN) / LINE)));
    return line ? line.from : null;
  }

  /** The tokens in sight. */
  sight() {
    const found = [...this.lines.values()].filter((line) => {
      const y = line.number * LINE + MARGIN;
      return y + LINE > this.box.scrollTop && y < this.box.scrollTop + this.box.clientHeight;
    });
    return found.length
      ? [Math.min(...found.map((l) => l.from)), Math.max(...found.map((l) => l.from + l.spans.length))]
      : [0, 0];
  }

  async update() {
    if (!this.columns) return;
    if (this.busy) { this.again = true; return; }
    this.busy = true;
    try {
      for (;;) {
        const epoch = this.epoch;
        this.again = false;
        const [from, to] = this.window();
        for (const [number, line] of this.lines) {
          if (number < from - 2 * AHEAD || number >= to + 2 * AHEAD) {
            line.node.remove();
            this.lines.delete(number);
          }
        }
        let missing = from;
        while (missing < to && this.lines.has(missing)) missing++;
        if (missing < to) await this.fetchLines(missing, Math.min(to, missing + 200) - missing);
        this.stale.splice(0).forEach((node) => node.remove());
        if (missing < to) continue;
        if (!(await this.color(from, to)) && epoch === this.epoch && !this.again) break;
      }
    } catch (error) {
      this.on.failed(error);
    } finally {
      this.busy = false;
    }
    const [from, to] = this.sight();
    this.on.shown(from, to);
  }

  async fetchLines(from, count) {
    const epoch = this.epoch;
    const found = await ask(`api/lines?revision=${this.text.revision}&columns=${this.columns}&from=${from}&count=${count}`);
    if (epoch !== this.epoch) return;
    this.total = found.total;
    this.rows.style.height = `${found.total * LINE}px`;
    found.lines.forEach((line, i) => {
      const number = from + i;
      if (this.lines.has(number)) return;
      const unknown = new Set(line.unknown);
      const node = element('div', { class: 'line', role: 'presentation' });
      node.style.top = `${number * LINE}px`;
      const spans = line.tokens.map((text, j) => {
        const span = token(text, !unknown.has(j), this.unit);
        const place = line.from + j;
        span.id = `t${place}`;
        span.setAttribute('role', 'option');
        span.setAttribute('aria-label', spoken(text));
        span.setAttribute('aria-selected', this.isChosen(place));
        span.setAttribute('aria-posinset', place + 1);
        span.setAttribute('aria-setsize', this.text.length);
        span.classList.toggle('selected', this.isChosen(place));
        span.classList.toggle('here', place === this.cursor);
        return span;
      });
      node.append(...spans);
      this.rows.append(node);
      this.lines.set(number, { number, from: line.from, tokens: line.tokens, spans, node, shade: null });
    });
  }

  /** Colors the lines in sight; true if there was something to do. */
  async color(from, to) {
    const due = [];
    for (let i = from; i < to; i++) {
      const line = this.lines.get(i);
      if (line && line.shade !== this.shade) due.push(line);
    }
    if (!due.length) return false;
    const shade = this.shade;
    const start = due[0].from;
    const last = due[due.length - 1];
    const values = await shade(start, Math.min(AT_ONCE, last.from + last.spans.length - start));
    if (shade !== this.shade) return true;
    for (const line of due) {
      if (line.from + line.spans.length - start > AT_ONCE && line !== due[0]) break;
      line.shade = shade;
      line.spans.forEach((span, j) => paint(span, values ? values(line.from + j - start) : null));
    }
    return true;
  }

  /** Colors anew: from, count → a function from an index to a tint. */
  recolor(shade) {
    this.shade = shade;
    return this.update();
  }

  // ------------------------------------------------------------------------ places and selection

  placeOf(target) {
    const span = target?.closest?.('.t');
    return span && this.box.contains(span) && span.id ? Number(span.id.slice(1)) : null;
  }

  span(place) { return document.getElementById(`t${place}`); }

  textOf(place) {
    for (const line of this.lines.values()) {
      if (place >= line.from && place < line.from + line.spans.length) return line.tokens[place - line.from];
    }
    return '';
  }

  down(event) {
    if (event.button !== 0) return;
    const place = this.placeOf(event.target);
    if (place === null) return;
    if (event.shiftKey && this.anchor !== null) {
      this.extend(place);
    } else {
      if (!(event.ctrlKey || event.metaKey)) this.ranges = [];
      this.anchor = place;
      this.fresh = true;
      this.setCursor(place);
      this.mark();
    }
    this.dragging = event.pointerType !== 'touch';
  }

  move(event) {
    const place = this.placeOf(event.target);
    if (place === null) return;
    if (this.dragging && this.anchor !== null && place !== this.cursor) this.extend(place);
    this.on.current(place);
  }

  extend(place) {
    if (!this.fresh) this.ranges.pop();
    this.fresh = false;
    this.ranges.push([Math.min(this.anchor, place), Math.max(this.anchor, place) + 1]);
    this.setCursor(place);
    this.mark();
  }

  choose(ranges) {
    this.ranges = ranges;
    this.anchor = null;
    this.mark();
    this.on.chosen();
  }

  isChosen(place) { return this.ranges.some(([from, to]) => place >= from && place < to); }

  mark() {
    for (const line of this.lines.values()) {
      line.spans.forEach((span, j) => {
        const chosen = this.isChosen(line.from + j);
        span.classList.toggle('selected', chosen);
        span.setAttribute('aria-selected', chosen);
      });
    }
  }

  setCursor(place) {
    this.span(this.cursor)?.classList.remove('here');
    this.cursor = place;
    this.span(place)?.classList.add('here');
    this.box.setAttribute('aria-activedescendant', `t${place}`);
    this.on.current(place);
  }

  async go(place) {
    const to = Math.max(0, Math.min(this.text.length - 1, place));
    await this.reveal(to);
    this.setCursor(to);
  }

  lineOf(place) {
    for (const line of this.lines.values()) {
      if (place >= line.from && place < line.from + line.spans.length) return line.number;
    }
    return null;
  }

  async reveal(place, top) {
    let line = this.lineOf(place);
    if (line === null) {
      line = (await ask(`api/line?revision=${this.text.revision}&columns=${this.columns}&at=${place}`)).line;
    }
    const y = line * LINE + MARGIN;
    if (top || y < this.box.scrollTop) this.box.scrollTop = top ? y : Math.max(0, y - LINE);
    else if (y + 2 * LINE > this.box.scrollTop + this.box.clientHeight) this.box.scrollTop = y + 2 * LINE - this.box.clientHeight;
    await this.update();
  }

  async key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.text.length) return;
    const here = this.cursor ?? 0;
    const number = this.lineOf(here);
    const line = this.lines.get(number);
    const column = line ? here - line.from : 0;
    const beside = (other) => {
      const next = this.lines.get(number + other);
      return next ? next.from + Math.min(column, next.spans.length - 1) : here;
    };
    const page = Math.max(1, Math.floor(this.box.clientHeight / LINE) - 1);
    let to = null;
    switch (event.key) {
      case 'ArrowLeft': to = here - 1; break;
      case 'ArrowRight': to = here + 1; break;
      case 'ArrowUp': to = beside(-1); break;
      case 'ArrowDown': to = beside(1); break;
      case 'PageDown': case 'PageUp': {
        event.preventDefault();
        this.box.scrollTop += (event.key === 'PageDown' ? 1 : -1) * page * LINE;
        await this.update();
        to = this.first() ?? here;
        break;
      }
      case 'Home': to = line ? line.from : 0; break;
      case 'End': to = line ? line.from + line.spans.length - 1 : here; break;
      case 'Escape': this.choose([]); return;
      case ' ': case 'Enter': event.preventDefault(); this.choose(this.isChosen(here) ? [] : [...this.ranges, [here, here + 1]]); return;
      default: return;
    }
    event.preventDefault();
    to = Math.max(0, Math.min(this.text.length - 1, to));
    if (event.shiftKey) {
      if (this.anchor === null || !this.ranges.length) { this.anchor = here; this.fresh = true; this.ranges = []; }
      await this.reveal(to);
      this.extend(to);
      this.on.chosen();
    } else {
      this.anchor = null;
      await this.go(to);
    }
  }
}
