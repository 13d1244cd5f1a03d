/* Pictures: move, zoom, show neighbours, open a component's page, walk through a flow step by step.
   Everything is bound from what stands on the page; without this script the picture and its lists of links remain. */
(() => {
  "use strict";

  const ICONS = {
    previous: "M15 5 8 12l7 7", next: "M9 5l7 7-7 7", closer: "M12 5v14M5 12h14", farther: "M5 12h14",
    reset: "M4 12a8 8 0 1 0 3-6.2M7 2v4h4", fit: "M3 5h18v14H3zM7 9.5h10v5H7z", full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  };
  const NAMESPACE = "http://www.w3.org/2000/svg";
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

  /* The steps that a badge stands for, also those that `2–4` only spans; the one of the legend stands for none. */
  const span = (first, last) => Array.from({ length: last - first + 1 }, (_, k) => String(first + k));
  const numbers = (badge) => [...badge.dataset.step.matchAll(/(\d+[a-z]?)(?:–(\d+))?/g)]
    .flatMap(([, first, last]) => (last ? span(Number(first), Number(last)) : [first]));

  /* Component id → address, from the links below the pictures: what they say that they are of, else what they lead to. */
  function addresses(scope) {
    const found = new Map();
    for (const link of scope.querySelectorAll(".ad-told a[data-component]")) found.set(link.dataset.component, link.href);
    for (const link of scope.querySelectorAll(".ad-told a[href], .ad-steps a[href]")) {
      const id = /\/([a-z0-9-]+?)(?:\.html|\/)(?:#.*)?$/.exec(link.href);
      if (id && /\/components\/[^/]+\/?$/.test(new URL(link.href).pathname) && !found.has(id[1])) found.set(id[1], link.href);
    }
    return found;
  }

  function button(name, title, action) {
    const made = document.createElement("button");
    made.type = "button";
    made.title = title;
    made.setAttribute("aria-label", title);
    const icon = document.createElementNS(NAMESPACE, "svg");
    icon.setAttribute("viewBox", "0 0 24 24");
    icon.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(NAMESPACE, "path");
    path.setAttribute("d", ICONS[name]);
    icon.append(path);
    made.append(icon);
    made.addEventListener("click", action);
    return made;
  }

  /* What part of the drawing is seen: a viewBox inside the whole one. */
  function camera(host, svg) {
    const { x, y, width, height } = svg.viewBox.baseVal;
    const whole = { x, y, width, height };
    let seen = { ...whole };
    let fits = 1; // how much of the width of a drawing its frame shows: on a phone the drawing is wider, and cut to it
    const cut = (w) => (w < whole.width ? (w * (1 - fits)) / 2 : 0); // on either side
    const show = (next) => {
      const w = clamp(next.width, whole.width / 12, whole.width);
      const h = (w * whole.height) / whole.width;
      seen = {
        x: clamp(next.x, whole.x - cut(w), whole.x + whole.width - w + cut(w)),
        y: clamp(next.y, whole.y, whole.y + whole.height - h),
        width: w, height: h,
      };
      svg.setAttribute("viewBox", `${seen.x} ${seen.y} ${seen.width} ${seen.height}`);
      svg.setAttribute("preserveAspectRatio", cut(w) ? "xMidYMid slice" : "xMidYMid meet");
      host.classList.toggle("ad-zoomed", w < whole.width);
    };
    const scale = () => svg.getScreenCTM().a;
    const point = (clientX, clientY) => new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
    return {
      zoomed: () => seen.width < whole.width,
      reset: () => show(whole),
      move: (dx, dy) => show({ ...seen, x: seen.x - dx / scale(), y: seen.y - dy / scale() }),
      shift: (dx, dy) => show({ ...seen, x: seen.x + dx * seen.width, y: seen.y + dy * seen.height }),
      zoom: (factor, clientX, clientY) => {
        const box = svg.getBoundingClientRect();
        const frame = svg.parentElement.getBoundingClientRect();
        if (seen.width >= whole.width) fits = Math.min(1, frame.width / box.width);
        const [x, y] = [clientX ?? frame.x + frame.width / 2, clientY ?? box.y + box.height / 2];
        const at = point(x, y);
        const w = clamp(seen.width / factor, whole.width / 12, whole.width);
        const by = w / seen.width;
        if (fits === 1) show({ x: at.x - (at.x - seen.x) * by, y: at.y - (at.y - seen.y) * by, width: w });
        else show({ x: at.x - cut(w) - (w * fits * (x - frame.x)) / frame.width, y: at.y - (at.y - seen.y) * by, width: w });
        if (w >= whole.width) svg.parentElement.scrollLeft = (at.x - whole.x) * scale() - (x - frame.x);
      },
    };
  }

  function hands(svg, view) {
    const down = new Map();
    let dragged = false;
    svg.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      view.zoom(Math.exp(-event.deltaY / 200), event.clientX, event.clientY);
    }, { passive: false });
    svg.addEventListener("dblclick", (event) => { event.preventDefault(); view.zoom(1.8, event.clientX, event.clientY); });
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    svg.addEventListener("pointerdown", (event) => {
      down.set(event.pointerId, event);
      if (down.size === 1) dragged = false;
    });
    window.addEventListener("pointermove", (event) => {
      const before = down.get(event.pointerId);
      if (!before) return;
      const others = [...down.values()].filter((other) => other.pointerId !== event.pointerId);
      const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
      if (others.length) {
        const apart = (one) => Math.hypot(one.clientX - others[0].clientX, one.clientY - others[0].clientY) || 1;
        view.zoom(apart(event) / apart(before), (event.clientX + others[0].clientX) / 2, (event.clientY + others[0].clientY) / 2);
        dragged = true;
      } else if (dragged || Math.hypot(dx, dy) > 4) {
        dragged = true;
        view.move(dx, dy);
      } else return;
      down.set(event.pointerId, event);
    });
    for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, (event) => down.delete(event.pointerId));
    svg.addEventListener("click", (event) => { if (dragged) { event.preventDefault(); event.stopPropagation(); } }, true);
  }

  /* Relation → the components at its ends. */
  function endsIn(host) {
    return new Map((host.dataset.ends || "").split(";").filter(Boolean).map((line) => {
      const [relation, ...both] = line.split(" ");
      return [relation, both];
    }));
  }

  /* On a phone the drawing is wider than its frame: brings a part of it to the middle. */
  function centre(frame, part) {
    const box = frame.getBoundingClientRect();
    frame.scrollBy({ left: part.x + part.width / 2 - (box.x + box.width / 2), behavior: "smooth" });
  }

  /* On a phone a drawing begins where its boxes do: left of them is nothing but its title, which the page has too. */
  function begin(frame, svg) {
    const boxes = Array.from(svg.querySelectorAll(".node, .group"), (part) => part.getBoundingClientRect().x);
    const first = Math.min(...boxes) - frame.getBoundingClientRect().x;
    if (first > frame.clientWidth / 4) frame.scrollLeft = first - 16;
  }

  /* Lights parts of the drawing and puts the rest in the shade. */
  function light(host, svg) {
    const ends = endsIn(host);
    const relations = (edge) => (edge.dataset.relations || "").split(" ").filter(Boolean);
    const endsOf = (edge) => relations(edge).flatMap((relation) => ends.get(relation) || []);
    const only = (lit, components, others = [], faded = true) => {
      for (const part of svg.querySelectorAll(".ad-lit")) part.classList.remove("ad-lit");
      for (const part of [...lit, ...others]) part.classList.add("ad-lit");
      for (const edge of lit) words.get(edge.id)?.classList.add("ad-lit");
      for (const node of svg.querySelectorAll("[data-component]")) {
        const meant = faded || !node.classList.contains("dimmed");
        if (meant && components.has(node.dataset.component)) node.classList.add("ad-lit");
      }
      host.classList.toggle("ad-shaded", lit.length + components.size + others.length > 0);
    };
    const edges = [...svg.querySelectorAll(".edge")];
    const words = new Map([...svg.querySelectorAll("[data-edge]")].map((one) => [one.dataset.edge, one]));
    const edgeOf = (badge) => badge.closest(".edge") || svg.getElementById(badge.closest("[data-edge]")?.dataset.edge || "none");
    return {
      none: () => only([], new Set()),
      edge: (edge) => only([edge], new Set(endsOf(edge))),
      neighbours: (component) => {
        const near = edges.filter((edge) => endsOf(edge).includes(component));
        only(near, new Set([component, ...near.flatMap(endsOf)]));
      },
      step: (number) => {
        const badges = [...svg.querySelectorAll("[data-step]")].filter((badge) => numbers(badge).includes(number));
        const near = badges.map(edgeOf).filter(Boolean);
        const nodes = badges.map((badge) => badge.closest("[data-component]")).filter(Boolean);
        only(near, new Set([...near.flatMap(endsOf), ...nodes.map((node) => node.dataset.component)]), badges, false);
        if (badges.length) centre(svg.parentElement, badges[0].getBoundingClientRect());
      },
    };
  }

  function walk(scope, svg, lights, caption) {
    const rows = [...scope.querySelectorAll(".ad-steps tbody tr")];
    const steps = rows.length === 0 ? [] : [...new Set([...svg.querySelectorAll("[data-step]")].flatMap(numbers))];
    steps.sort((a, b) => parseInt(a, 10) - parseInt(b, 10) || a.localeCompare(b));
    let now = -1;
    const go = (to) => {
      now = clamp(to, -1, steps.length - 1);
      for (const row of rows) row.classList.toggle("ad-now", now >= 0 && row.cells[0].textContent.trim() === steps[now]);
      if (now < 0) { lights.none(); caption.textContent = `${steps.length} ${steps.length === 1 ? "step: the arrows here lead to it" : "steps: the arrows here walk through them"}`; return; }
      lights.step(steps[now]);
      const row = rows.find((one) => one.classList.contains("ad-now"));
      const [, from, to_, what] = row ? [...row.cells].map((cell) => cell.textContent.trim()) : [];
      caption.textContent = `Step ${steps[now]} of ${steps.length}` + (row ? `: ${from}${to_ ? ` → ${to_}` : ""}. ${what || ""}` : "");
    };
    if (steps.length) go(-1);
    return { any: steps.length > 0, next: () => go(now + 1), previous: () => go(now - 1), none: () => { if (steps.length) go(-1); }, again: () => go(now) };
  }

  /* What texts say, each of their lines apart. */
  function saidIn(texts) {
    const lines = [...texts].flatMap((text) => (text.querySelector("tspan") ? [...text.children] : [text]));
    return lines.map((one) => one.textContent.trim()).filter(Boolean).join(" ");
  }

  /* The words that are seen on a box come first in its name: whoever speaks to the page says those. */
  function nameOf(node) {
    const seen = saidIn(node.querySelectorAll("text"));
    const rest = (node.querySelector(":scope > title")?.textContent || (seen ? "" : node.dataset.component)).split(" – ");
    return [seen, ...rest.filter((part) => !seen.includes(part))].filter(Boolean).join(" – ");
  }

  function openPages(svg, links) {
    let bound = 0;
    for (const node of svg.querySelectorAll("[data-component]")) {
      const href = links.get(node.dataset.component);
      if (!href || node.closest("a")) continue;
      const anchor = document.createElementNS(NAMESPACE, "a");
      anchor.setAttribute("href", href);
      anchor.setAttribute("aria-label", nameOf(node));
      anchor.append(...[...node.childNodes].filter((part) => part.tagName !== "title")); // which is no part of what is seen
      for (const text of anchor.querySelectorAll("text")) text.after(" ");
      node.append(anchor);
      bound += 1;
    }
    if (bound) svg.setAttribute("role", "group");
  }

  /* Boxes from left to right, or down where most arrows lead down; those of a flow in the order of its steps; each
     followed by the arrows that begin there, so that keys and voices go through a picture as what it tells does. */
  function order(host, svg, stepped) {
    const nodes = [...svg.querySelectorAll(".node")];
    const edges = [...svg.querySelectorAll(".edge")];
    const of = new Map(nodes.map((node) => [node.id.slice(host.dataset.view.length + 2), node]));
    const corner = (node) => { const tile = node.querySelector("rect"); return tile ? [tile.x.baseVal.value, tile.y.baseVal.value] : [0, 0]; };
    const at = new Map(nodes.map((node) => [node, corner(node)]));
    const ends = endsIn(host);
    const steps = new Map(); // component → the first step that it has a part in, on the page of a flow
    for (const badge of stepped ? svg.querySelectorAll("[data-step]") : []) {
      const edge = svg.getElementById(badge.closest("[data-edge]")?.dataset.edge || "none");
      for (const relation of (edge?.dataset.relations || "").split(" ")) {
        for (const [k, component] of (ends.get(relation) || []).entries()) {
          const step = parseInt(numbers(badge)[0], 10) + k / 2;
          if (!(steps.get(component) <= step)) steps.set(component, step);
        }
      }
    }
    const spans = edges.map((edge) => [of.get(edge.dataset.from), of.get(edge.dataset.to)]).filter(([a, b]) => a && b)
      .map(([a, b]) => at.get(a).map((value, k) => Math.abs(value - at.get(b)[k])));
    const down = spans.filter(([x, y]) => y > x).length > spans.length / 2 ? 1 : 0;
    const place = (node) => [steps.get(node.dataset.component) ?? 1e6, Math.round(at.get(node)[down] / 20), at.get(node)[1 - down]];
    const before = (a, b) => { const [one, other] = [place(a), place(b)]; const k = one.findIndex((value, n) => value !== other[n]); return k < 0 ? 0 : one[k] - other[k]; };
    const end = nodes.length ? nodes[nodes.length - 1].nextSibling : null;
    for (const node of [...nodes].sort(before)) {
      const mine = edges.filter((edge) => of.get(edge.dataset.from) === node || (!of.has(edge.dataset.from) && of.get(edge.dataset.to) === node));
      const [here, into] = [mine.filter((edge) => of.has(edge.dataset.from)), mine.filter((edge) => !of.has(edge.dataset.from))];
      for (const one of [...into, node, ...here]) svg.insertBefore(one, end);
    }
  }

  /* Arrows take the focus as boxes do, and say from where to where they lead, and what for. */
  function openArrows(host, svg) {
    const name = (end) => {
      const part = svg.getElementById(`${host.dataset.view}--${end}`);
      if (!part) return "";
      return saidIn(part.querySelectorAll(part.classList.contains("node") ? "text" : ".group-label"));
    };
    for (const edge of svg.querySelectorAll(".edge:not(.dimmed)")) {
      const ends = [name(edge.dataset.from), name(edge.dataset.to)];
      const says = edge.querySelector("title")?.textContent;
      if (!ends.every(Boolean) && !says) continue;
      edge.setAttribute("tabindex", "0");
      edge.setAttribute("role", "img");
      edge.setAttribute("aria-label", [`Arrow: ${ends.map((one) => one || "elsewhere").join(" to ")}`, says].filter(Boolean).join(": "));
    }
  }

  /* "+ 9 services" leads to the list of all that the picture is of, below it, and opens that. */
  function openList(host, svg) {
    const told = [...document.querySelectorAll(".ad-told details")].find(
      (one) => host.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
    for (const words of told ? svg.querySelectorAll("text.more") : []) {
      told.id = `${host.dataset.view}--told`;
      const anchor = document.createElementNS(NAMESPACE, "a");
      anchor.setAttribute("href", `#${told.id}`);
      anchor.setAttribute("aria-label", words.textContent);
      anchor.addEventListener("click", () => { told.open = true; });
      words.replaceWith(anchor);
      anchor.append(words);
    }
  }

  /* Past all boxes and arrows of a picture, to what can be reached next. */
  function past(host) {
    const next = [...document.querySelectorAll("a[href], button, input, select, summary")].find(
      (one) => host.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING && !host.contains(one) && one.checkVisibility());
    if (document.fullscreenElement || !next) return false;
    next.focus({ focusVisible: true });
    return true;
  }

  function bind(host) {
    const scope = host.closest(".ad-embedded") || document; // a page that people wrote may show several systems
    const links = addresses(scope);
    const svg = host.querySelector("svg");
    if (!svg || host.dataset.bound) return;
    host.dataset.bound = "yes";
    openPages(svg, links);
    openList(host, svg);
    openArrows(host, svg);
    order(host, svg, Boolean(scope.querySelector(".ad-steps tbody tr")));
    const view = camera(host, svg);
    const lights = light(host, svg);
    const caption = document.createElement("p");
    caption.className = "ad-caption";
    caption.setAttribute("aria-live", "polite");
    const steps = walk(scope, svg, lights, caption);
    hands(svg, view);
    const asBefore = () => (steps.any ? steps.again() : lights.none());
    for (const node of svg.querySelectorAll("[data-component]")) {
      node.addEventListener("pointerenter", (event) => { if (event.pointerType !== "touch") lights.neighbours(node.dataset.component); });
      node.addEventListener("pointerleave", asBefore);
    }
    svg.parentElement.addEventListener("focusin", (event) => { // a drawing that listens itself would take the focus
      const node = event.target.closest("[data-component]");
      if (!event.target.matches(":focus-visible")) return;
      if (node) lights.neighbours(node.dataset.component);
      else if (event.target.matches(".edge")) lights.edge(event.target);
      centre(svg.parentElement, event.target.getBoundingClientRect());
    });
    svg.parentElement.addEventListener("focusout", asBefore);
    const bar = document.createElement("div");
    bar.className = "ad-bar";
    if (steps.any) {
      bar.append(button("previous", "Previous step", steps.previous), button("next", "Next step", steps.next));
    }
    bar.append(
      button("farther", "Zoom out (−)", () => view.zoom(1 / 1.4)), button("closer", "Zoom in (+)", () => view.zoom(1.4)),
      button("reset", "Show everything (0)", () => { view.reset(); steps.none(); }),
    );
    const fit = button("fit", "Fit to the window (w)", () => {
      view.reset();
      const fitted = host.classList.toggle("ad-fitted");
      fit.setAttribute("aria-pressed", String(fitted));
      if (fitted) host.scrollIntoView();
    });
    fit.setAttribute("aria-pressed", "false");
    const full = button("full", "Full screen (f)", () => (document.fullscreenElement ? document.exitFullscreen() : host.requestFullscreen()));
    bar.append(fit, ...(document.fullscreenEnabled ? [full] : []));
    bar.prepend(caption);
    host.prepend(bar);
    begin(svg.parentElement, svg);
    host.tabIndex = 0;
    svg.parentElement.tabIndex = -1; // what it shows takes the focus itself
    host.setAttribute("role", "group");
    host.setAttribute("aria-label", "Picture: plus and minus zoom, arrow keys move or step, 0 shows everything, w fits it to the window, Escape leads past it");
    const arrow = (dx, dy) => {
      if (view.zoomed()) view.shift(dx / 8, dy / 8);
      else if (steps.any && dx) (dx > 0 ? steps.next : steps.previous)();
      else return false;
      return true;
    };
    const keys = {
      "+": () => view.zoom(1.4), "=": () => view.zoom(1.4), "-": () => view.zoom(1 / 1.4), 0: () => { view.reset(); steps.none(); },
      f: () => full.click(), w: () => fit.click(), ArrowLeft: () => arrow(-1, 0), ArrowRight: () => arrow(1, 0), ArrowUp: () => arrow(0, -1),
      ArrowDown: () => arrow(0, 1), Escape: () => past(host),
    };
    host.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
      if (keys[event.key]() !== false) { event.preventDefault(); event.stopPropagation(); }
    });
  }

  /* `?only=prod`: the page is nothing but that picture, for a frame in a page of others; its links leave the frame. */
  function frame(only) {
    const host = [...document.querySelectorAll(".ad-picture")].find((one) => one.dataset.view === only);
    if (!host) return;
    document.body.classList.add("ad-only");
    document.body.append(host);
    for (const link of host.querySelectorAll("a")) link.setAttribute("target", "_top");
  }

  function start() {
    for (const host of document.querySelectorAll(".ad-picture")) bind(host);
    frame(new URLSearchParams(location.search).get("only"));
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
