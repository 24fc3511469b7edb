/* The one cell renderer. Log text is hostile: everything here becomes a text node or an attribute that React
   escapes; nothing is ever parsed as markup. */
(function () {
  "use strict";
  const renderers = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});
  const SEVERITIES = ["LOG", "INFO", "NOTICE", "WARNING", "ERROR", "FATAL", "PANIC"];
  const VERDICTS = ["act", "watch", "note", "unknown", "ok"];
  const el = (...parts) => window.React.createElement(...parts);

  function sparkline(values) {
    const width = 96, height = 18;
    const greatest = Math.max(...values, 0) || 1;
    const step = width / Math.max(values.length, 1);
    return el("svg", { className: "spark", width, height, viewBox: `0 0 ${width} ${height}`, role: "img",
      "aria-label": `from ${values[0]} to ${values[values.length - 1]}, at most ${greatest}` },
      values.map((value, place) => {
        const tall = value > 0 ? Math.max(1, (value / greatest) * height) : 0;
        return el("rect", { key: place, x: place * step, y: height - tall, width: Math.max(step - 0.6, 0.6), height: tall });
      }));
  }

  renderers.Cell = function Cell(props) {
    const row = props.data;
    if (!row) return el("span", { className: "cell-waiting" }, "…");
    const name = props.colDef.field;
    if (props.spark) return sparkline(row[name] || []);
    const text = (row._text || {})[name] ?? "";
    const link = (row._link || {})[name];
    const share = (row._share || {})[name];
    const inner = [];
    if (share !== undefined) {
      inner.push(el("span", { key: "bar", className: "cell-bar", style: { width: `${share * 100}%` } }));
    }
    const known = props.unit === "severity" && SEVERITIES.includes(text) ? ` severity-${text}`
      : props.unit === "verdict" && VERDICTS.includes(text) ? ` badge badge-${text}` : "";
    const label = (props.unit === "code" ? "cell-text code" : "cell-text") + known;
    const missing = row[name] === null || row[name] === undefined;
    const title = text.length > 12 ? text : undefined;
    const words = missing ? el("span", { className: "nothing" }, text) : text;
    inner.push(link && /^\/(?!\/)/.test(link)
      ? el("a", { key: "text", className: label, href: link, title }, words)
      : el("span", { key: "text", className: label, title }, words));
    return el("div", { className: "cell", "data-value": typeof row[name] === "number" ? row[name] : undefined }, inner);
  };
})();
