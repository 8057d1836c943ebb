// SPDX-License-Identifier: Apache-2.0
// Curves over the steps, drawn by uPlot in the colors of the page.
import { color, element, number, whole } from './common.js';

const cursor = window.uPlot.sync('steps');

function short(value) {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6) return `${+(value / 1e6).toPrecision(3)}M`;
  if (size >= 1e4) return `${+(value / 1e3).toPrecision(3)}k`;
  return size < 1e-3 ? value.toExponential(0) : `${+value.toPrecision(3)}`;
}

/** Exponential means, each as if the first values had weighed as much as the others. */
export function smoothed(values, factor) {
  let mean = 0;
  let weight = 0;
  return values.map((value) => {
    if (value === null) return null;
    mean = factor * mean + (1 - factor) * value;
    weight = factor * weight + (1 - factor);
    return mean / weight;
  });
}

export class Chart {
  /**
   * @param box where it goes
   * @param title what it is called
   * @param curves for each: label, color, width, dash, points
   */
  constructor(box, title, curves) {
    this.box = box;
    this.title = title;
    this.curves = curves;
    this.data = [[], ...curves.map(() => [])];
    this.log = false;
    this.empty = element('span', { class: 'empty small' }, 'Nothing yet');
    this.tip = element('div', { class: 'tip', hidden: true });
    box.append(this.empty, this.tip);
    new ResizeObserver(() => {
      if (this.plot) this.plot.setSize(this.size());
    }).observe(box);
  }

  size() { return { width: this.box.clientWidth, height: this.box.clientHeight }; }

  /** Draws it anew, in the colors of now. */
  draw() {
    this.plot?.destroy();
    const soft = color('--ink-soft');
    const grid = { stroke: color('--line'), width: 1 };
    const axis = { stroke: soft, grid, ticks: { show: false }, font: '12px system-ui, sans-serif' };
    this.plot = new window.uPlot({
      ...this.size(),
      padding: [8, 12, 0, 0],
      cursor: { sync: { key: cursor.key }, points: { size: 7 }, drag: { x: true, y: false }, y: false },
      legend: { show: false },
      scales: { x: { time: false }, y: { distr: this.log ? 3 : 1 } },
      axes: [
        { ...axis, size: 28, gap: 4, space: 64, values: (_, ticks) => ticks.map((t) => (t === Math.round(t) ? short(t) : '')) },
        { ...axis, size: 52, gap: 6, space: 36, values: (_, ticks) => ticks.map((t) => (t === null ? '' : short(t))) },
      ],
      series: [{}, ...this.curves.map((curve) => ({
        label: curve.label,
        stroke: color(curve.color) .replace(/^rgb\((.*)\)$/, `rgba($1, ${curve.alpha ?? 1})`),
        width: curve.width,
        dash: curve.dash,
        spanGaps: true,
        points: { show: (_, __, ___, ____, filled) => Boolean(curve.points) || (this.data[0].length < 3 && filled !== 0), size: curve.points ? 7 : 5, fill: color(curve.color) },
      }))],
      hooks: { setCursor: [(plot) => this.point(plot)] },
    }, this.data, this.box);
    this.plot.root.setAttribute('aria-hidden', 'true');
  }

  point(plot) {
    const { idx, left } = plot.cursor;
    this.tip.hidden = idx === null || idx === undefined || left < 0;
    if (this.tip.hidden) return;
    const parts = this.curves
      .map((curve, i) => [curve.label, this.data[i + 1][idx]])
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([label, value]) => `${label} ${Math.abs(value) >= 1000 ? whole(value) : +value.toPrecision(5)}`);
    this.tip.textContent = `step ${whole(this.data[0][idx])}: ${parts.join(', ')}`;
    const width = this.tip.offsetWidth;
    const x = plot.over.offsetLeft + left;
    this.tip.style.left = `${Math.max(0, Math.min(x + 12, this.box.clientWidth - width - 4))}px`;
    if (x + 12 + width > this.box.clientWidth) this.tip.style.left = `${Math.max(0, x - width - 12)}px`;
  }

  /** Shows other numbers: the steps, and the values of each curve. */
  set(data, unit) {
    this.data = data;
    const any = data[0].length > 0;
    this.empty.hidden = any;
    if (!this.plot) this.draw(); else this.plot.setData(data);
    const told = this.curves.map((curve, i) => {
      const values = data[i + 1].filter((v) => v !== null);
      if (!values.length) return null;
      return `${curve.label} ${number(values[values.length - 1])} at last, ${number(values.reduce((a, b) => Math.min(a, b)))} at least`;
    }).filter(Boolean);
    this.box.setAttribute('aria-label', `${this.title}${unit ? `, ${unit}` : ''}: ${told.join('; ') || 'nothing yet'}`);
  }
}
