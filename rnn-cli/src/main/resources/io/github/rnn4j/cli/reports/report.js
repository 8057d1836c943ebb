// SPDX-License-Identifier: Apache-2.0
// Shows the numbers of the nearest point under the pointer. Without it the page lacks only that.
// It has neither of the two characters that XML would take for its own.
(function () {
  "use strict";
  var points = [];
  document.getElementById("points").textContent.split("\n").forEach(function (line) {
    if (line.trim() !== "") { points.push(JSON.parse(line)); }
  });

  function nearest(field, step) {
    var best = null;
    points.forEach(function (point) {
      if (typeof point[field] !== "number") { return; }
      if (best === null || Math.abs(best.step - step) >= Math.abs(point.step - step)) { best = point; }
    });
    return best;
  }

  function shown(number) {
    var size = Math.abs(number);
    if (size >= 1000) { return Math.round(number).toLocaleString("en"); }
    if (size >= 0.01 || size === 0) { return number.toFixed(4); }
    return number.toPrecision(3);
  }

  function line(tip, text, strong) {
    var row = document.createElement("div");
    var inner = document.createElement(strong ? "b" : "span");
    inner.textContent = text;
    row.appendChild(inner);
    tip.appendChild(row);
  }

  document.querySelectorAll("figure.chart").forEach(function (figure) {
    var plot = figure.querySelector(".plot");
    var svg = figure.querySelector("svg");
    var tip = figure.querySelector(".tip");
    var cross = svg.querySelector(".cross");
    var dots = svg.querySelectorAll(".dot");
    var fields = figure.dataset.fields.split("|");
    var names = figure.dataset.names.split("|");
    var x = figure.dataset.x.split(" ").map(Number);
    var y = figure.dataset.y.split(" ").map(Number);
    var logarithmic = figure.dataset.scale === "log";

    function hide() {
      tip.hidden = true;
      [cross].concat(Array.from(dots)).forEach(function (one) { one.setAttribute("visibility", "hidden"); });
    }

    svg.addEventListener("pointerleave", hide);
    svg.addEventListener("pointermove", function (event) {
      var box = svg.getBoundingClientRect();
      var scale = box.width / svg.viewBox.baseVal.width;
      var step = x[2] + ((event.clientX - box.left) / scale - x[0]) / (x[1] - x[0]) * (x[3] - x[2]);
      tip.textContent = "";
      var at = null;
      fields.forEach(function (field, i) {
        var point = nearest(field, step);
        if (point === null) { return; }
        if (at === null) {
          at = x[0] + (point.step - x[2]) / (x[3] - x[2]) * (x[1] - x[0]);
          line(tip, "step " + point.step.toLocaleString("en") + ", epoch " + point.epoch.toFixed(2), true);
        }
        var value = point[field];
        line(tip, names[i] + " " + shown(value) + (i > 0 ? " (step " + point.step.toLocaleString("en") + ")" : ""), false);
        var height = logarithmic ? Math.log10(value) : value;
        dots[i].setAttribute("cx", x[0] + (point.step - x[2]) / (x[3] - x[2]) * (x[1] - x[0]));
        dots[i].setAttribute("cy", y[0] - (height - y[2]) / (y[3] - y[2]) * (y[0] - y[1]));
        dots[i].setAttribute("visibility", "visible");
      });
      if (at === null) { return; }
      cross.setAttribute("x1", at);
      cross.setAttribute("x2", at);
      cross.setAttribute("visibility", "visible");
      tip.hidden = false;
      var left = at * scale + 14;
      if (left + tip.offsetWidth > plot.clientWidth + plot.scrollLeft) { left = at * scale - tip.offsetWidth - 14; }
      tip.style.left = Math.max(0, left) + "px";
    });
  });
})();
