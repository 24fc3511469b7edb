/* What the browser does by itself: moving between addresses without a reload, theme, keyboard, brush and click. */
(function () {
  "use strict";
  const root = document.documentElement;

  /* ---- address ---- */
  function go(href) {
    const target = new URL(href, window.location.href);
    if (target.origin !== window.location.origin) return;
    const moved = target.pathname !== window.location.pathname;
    if (moved) target.search = withColumns(target.pathname, target.search);
    else keepColumns(target.pathname, target.search);
    for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
    if (moved && scrolledPanels.size) { scrolledPanels.clear(); window.dash_clientside.set_props("scrolled", { data: [] }); }
    if (moved || target.search !== window.location.search) {
      keepPlace();
      window.history.pushState({}, "", target.pathname + target.search);
      window.dispatchEvent(new CustomEvent("_dashprivate_pushstate", { detail: target.pathname + target.search }));
    }
    if (target.hash) reveal(target.hash.slice(1), 20);
    else if (moved) window.scrollTo(0, 0);
  }
  /* what was found is on the page: the keys are shortcuts again, and the next search begins empty */
  function leaveSearch() {
    const box = document.getElementById("jump");
    if (!box || document.activeElement !== box) return;
    box.blur();
    window.dash_clientside.set_props("jump", { value: "" });
  }
  /* ---- back to where one was: the page is made anew, so the browser's own memory comes too early ---- */
  let returning = 0;
  window.history.scrollRestoration = "manual";
  function keepPlace() {
    if (!returning) window.history.replaceState({ ...window.history.state, y: window.scrollY }, "");
  }
  function comeBack() {
    const y = (window.history.state || {}).y || 0, until = Date.now() + 8000;
    let held = 0;
    window.clearInterval(returning);
    returning = window.setInterval(() => {
      const here = window.location.pathname + window.location.search;
      const drawn = [...document.querySelectorAll(".panel [data-for]")].some((one) => one.dataset.for === here);
      // panels grow as their rows come in: the place is held until they have stopped to move it
      held = drawn && Math.abs(window.scrollY - y) < 2 ? held + 1 : 0;
      if (drawn) window.scrollTo(0, y);
      if (held > 5 || Date.now() > until) stay();
    }, 100);
  }
  function stay() { window.clearInterval(returning); returning = 0; }
  let placed = 0;
  window.addEventListener("scroll", () => { window.clearTimeout(placed); placed = window.setTimeout(keepPlace, 300); });
  window.addEventListener("popstate", comeBack);
  for (const gesture of ["wheel", "touchstart", "keydown", "mousedown"]) window.addEventListener(gesture, stay, { passive: true });
  if ((window.history.state || {}).y) comeBack();

  /* ---- the columns that somebody chose for a page: kept for the next visit, and in the address for others ---- */
  function columnsOf(path) { return `aurorascope-columns ${path.split("/").slice(0, 2).join("/")}${path.split("/").length > 2 ? "/*" : ""}`; }
  function keepColumns(path, search) { keep(columnsOf(path), JSON.stringify(new URLSearchParams(search).getAll("show"))); }
  function withColumns(path, search) {
    const params = new URLSearchParams(search);
    if (params.has("show")) return search;
    let chosen = [];
    try { chosen = JSON.parse(kept(columnsOf(path)) || "[]"); } catch { /* not ours */ }
    if (!chosen.length) return search;
    for (const name of chosen) params.append("show", name);
    return `?${params}`;
  }
  const remembered = withColumns(window.location.pathname, window.location.search);
  if (remembered !== window.location.search) window.history.replaceState(window.history.state, "", window.location.pathname + remembered + window.location.hash);

  function reveal(place, tries) {
    const panel = document.getElementById(place);
    if (panel) { window.setTimeout(() => panel.scrollIntoView({ block: "start", behavior: "smooth" }), 60); }
    else if (tries > 0) window.setTimeout(() => reveal(place, tries - 1), 100);
  }
  function changed(sets) {
    const params = new URLSearchParams(window.location.search);
    for (const [name, values] of Object.entries(sets)) {
      params.delete(name);
      for (const value of values) params.append(name, value);
    }
    const text = params.toString();
    return text ? `?${text}` : "";
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const target = new URL(link.href, window.location.href);
    if (link.target || target.origin !== window.location.origin || link.hasAttribute("download")) return;
    if (/^\/(csv|assets|oidc|_)/.test(target.pathname)) return;
    if (link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    go(target.href);
    document.body.classList.remove("nav-open");
  });

  /* ---- theme ---- */
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  function kept(name) { try { return window.localStorage.getItem(name); } catch { return null; } }
  function keep(name, value) { try { window.localStorage.setItem(name, value); } catch { /* private window */ } }
  function theme() { return kept("aurorascope-theme") || (dark.matches ? "dark" : "light"); }
  function paint() {
    const chosen = theme();
    root.dataset.theme = chosen;
    root.setAttribute("data-mantine-color-scheme", chosen);
    if (document.body) document.body.dataset.agThemeMode = chosen;
    if (window.dash_clientside && window.dash_clientside.set_props && document.getElementById("shell")) {
      window.dash_clientside.set_props("theme", { forceColorScheme: chosen });
    }
  }
  paint();
  document.addEventListener("DOMContentLoaded", paint);
  dark.addEventListener("change", paint);

  /* ---- buttons and keys ---- */
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-does]");
    if (!button) return;
    const does = button.dataset.does;
    if (does === "theme") { keep("aurorascope-theme", theme() === "dark" ? "light" : "dark"); paint(); }
    if (does === "nav") document.body.classList.toggle("nav-open");
    if (does === "copy-link") copy(window.location.href, button);
    if (does === "copy") copy(document.getElementById(button.dataset.of).innerText, button);
    if (does === "browser-zone") go(changed({ tz: [Intl.DateTimeFormat().resolvedOptions().timeZone] }));
  });
  function copy(text, button) {
    const done = () => { button.classList.add("done"); window.setTimeout(() => button.classList.remove("done"), 1200); };
    if (navigator.clipboard) { navigator.clipboard.writeText(text).then(done, () => {}); return; }
    const area = document.createElement("textarea");
    area.value = text; document.body.append(area); area.select(); document.execCommand("copy"); area.remove(); done();
  }
  /* ---- lists that a refresh must not move under the reader ---- */
  const scrolledPanels = new Set();
  document.addEventListener("scroll", (event) => {
    const list = event.target.closest && event.target.closest(".ag-body-viewport");
    const panel = list && list.closest("[data-panel]");
    if (!panel || scrolledPanels.has(panel.dataset.panel) === list.scrollTop > 0) return;
    if (list.scrollTop > 0) scrolledPanels.add(panel.dataset.panel); else scrolledPanels.delete(panel.dataset.panel);
    window.dash_clientside.set_props("scrolled", { data: [...scrolledPanels] });
  }, true);

  const jumps = { o: "/", q: "/queries", e: "/errors", l: "/log", k: "/locks", t: "/temp-files", c: "/connections", v: "/vacuums" };
  let leader = 0;
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "Escape" && typing) { event.target.blur(); return; }
    if (typing || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === "/") { const box = document.getElementById("jump"); if (box) { event.preventDefault(); box.focus(); box.select(); } }
    else if (event.key === "g") leader = Date.now();
    else if (Date.now() - leader < 1500 && jumps[event.key]) { leader = 0; follow(jumps[event.key]); }
    else if (event.key === "Enter" && event.target.classList.contains("ag-cell")) {
      const link = event.target.querySelector("a[href]");
      if (link) go(link.href);
    }
    else if (event.key === "d") { const link = document.querySelector("a.different"); if (link) go(link.href); }
    else if (event.key === "i") { const one = document.getElementById("under"); one.open = true; one.scrollIntoView({ block: "start" }); }
    else if (event.key === "t" ) { keep("aurorascope-theme", theme() === "dark" ? "light" : "dark"); paint(); }
  });
  function follow(path) {
    const link = [...document.querySelectorAll("nav a")].find((one) => new URL(one.href).pathname === path);
    if (link) go(link.href);
  }

  document.addEventListener("change", (event) => {
    const slider = event.target.closest && event.target.closest(".choice-slider");
    if (!slider) return;
    const off = (stop) => Math.abs(Number(stop) - Number(event.target.value));
    const nearest = slider.dataset.stops.split(" ").reduce((one, other) => (off(other) < off(one) ? other : one));
    go(window.location.pathname + changed({ [slider.dataset.name]: [nearest] }));
  });
  document.addEventListener("input", (event) => {
    if (!event.target.classList.contains("option-search")) return;
    const wanted = event.target.value.toLowerCase();
    for (const link of event.target.closest(".popover").querySelectorAll(".option")) {
      link.hidden = !link.textContent.toLowerCase().includes(wanted);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.classList.contains("option-search")) return;
    const first = event.target.closest(".popover").querySelector(".option:not([hidden]):not(.clear)");
    if (first) go(first.href);
  });
  document.addEventListener("toggle", (event) => {
    const menu = event.target;
    if (!menu.open || !menu.classList.contains("menu")) return;
    for (const other of document.querySelectorAll("details.menu[open]")) if (other !== menu) other.open = false;
    const box = menu.querySelector(".option-search");
    if (box) box.focus();
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest && event.target.closest("details.menu")) return;
    for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
  });

  /* ---- the timeline: asked for when it is open and in sight ---- */
  let timelineFor = "", timelineNear = false;
  function timelineSeen() { const one = document.getElementById("under"); return Boolean(one && one.open && timelineNear); }
  function look() { if (timelineSeen()) window.dash_clientside.set_props("under-seen", { data: Date.now() }); }
  const near = new IntersectionObserver((found) => {
    timelineNear = found[found.length - 1].isIntersecting;
    look();
  }, { rootMargin: "150px" });
  const waiting = window.setInterval(() => {
    const one = document.getElementById("under");
    if (!one) return;
    window.clearInterval(waiting);
    one.open = (kept("aurorascope-timeline") || (window.innerWidth < 900 ? "shut" : "open")) === "open";
    one.addEventListener("toggle", () => { keep("aurorascope-timeline", one.open ? "open" : "shut"); look(); });
    near.observe(one);
  }, 100);

  /* ---- callbacks of the app that run here ---- */
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.aurorascope = {
    go: function (href) { if (href) { go(href); leaveSearch(); } },
    typed: function (values, ids) {
      const sets = {};
      ids.forEach((id, place) => { if (values[place] !== undefined && values[place] !== null) sets[id.name] = values[place] === "" ? [] : [String(values[place])]; });
      const now = new URLSearchParams(window.location.search);
      const same = Object.entries(sets).every(([name, wanted]) => JSON.stringify(now.getAll(name)) === JSON.stringify(wanted));
      if (!same) go(window.location.pathname + changed(sets));
    },
    brush: function (moved) {
      if (!moved) return;
      const begin = moved["xaxis.range[0]"], end = moved["xaxis.range[1]"];
      if (!begin || !end) return;
      const plain = (text) => String(text).replace(" ", "T").replace(/(\.\d{3})\d*$/, "$1");
      go(window.location.pathname + changed({ last: [], from: [plain(begin)], to: [plain(end)] }));
    },
    press: function (pressed, figure) {
      const point = pressed && pressed.points && pressed.points[0];
      if (!point || !figure) return;
      const meta = (figure.data[point.curveNumber] || {}).meta || {};
      let target = null;
      if (meta.each) target = point.customdata;
      else if (meta.sets) target = meta.sets;
      if (!target || !target.page) return;
      const sets = Object.assign({}, target.sets);
      if (!meta.each && target.bucket && Array.isArray(point.customdata)) {
        const time = (micros) => new Date(micros / 1000).toISOString();
        sets.last = []; sets.from = [time(point.customdata[0])]; sets.to = [time(point.customdata[1])];
      }
      const now = new URLSearchParams(window.location.search);
      const shared = new URLSearchParams();
      for (const name of ["last", "from", "to", "cluster", "instance", "database", "user", "host", "application", "vs", "off", "tz"]) {
        for (const value of now.getAll(name)) shared.append(name, value);
      }
      if (target.keep) for (const [name, value] of now) if (!shared.has(name)) shared.append(name, value);
      for (const [name, values] of Object.entries(sets)) {
        shared.delete(name);
        for (const value of values) shared.append(name, value);
      }
      const text = shared.toString();
      go(target.page + (text ? `?${text}` : "") + (target.place ? `#${target.place}` : ""));
    },
    title: function (title) { if (title) document.title = title; },
    under: function (request, seen) {
      const key = request && `${request.path}${request.search} ${request.version}`;
      if (!request || !timelineSeen() || key === timelineFor) return window.dash_clientside.no_update;
      timelineFor = key;
      return request;
    },
    painted: function () { paint(); },
  };
})();
