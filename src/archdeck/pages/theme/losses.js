/* On the picture of an environment, or of a flow in it: a part is chosen, and what is lost with it shows on the picture and in words. All of
   it was worked out when the pages were made; without this script the list below the picture says the same. */
(() => {
  "use strict";

  const NAMESPACE = "http://www.w3.org/2000/svg";

  function drawn(name, attributes, ...inner) {
    const made = document.createElementNS(NAMESPACE, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...inner);
    return made;
  }

  /* The round mark of a state. */
  function sign(look, x, y, size) {
    const ink = { fill: "none", stroke: "#FFFFFF", "stroke-width": 3, "stroke-linecap": "round", "stroke-linejoin": "round" };
    const inside = drawn("g", { transform: `translate(${x} ${y}) scale(${size / 24})` });
    if (look.solid) inside.append(drawn("path", { d: look.solid, fill: "#FFFFFF" }));
    inside.append(drawn("path", { d: look.sign, ...ink }));
    const title = drawn("title", {});
    title.textContent = look.says;
    const ground = drawn("rect", { x, y, width: size, height: size, rx: size / 2, fill: look.colour, stroke: "#FFFFFF", "stroke-width": 1.5 });
    return drawn("g", { class: "ad-loss" }, title, ground, inside);
  }

  /* What stands for several has the state that all have, or goes on with what is left. */
  function together(states) {
    const found = [...new Set(states)];
    if (found.length === 1) return found[0];
    return found.includes("down") ? "degraded" : found.find(Boolean) || "";
  }

  function painter(host, svg, data) {
    const named = (part) => part.id.slice(host.dataset.view.length + 2);
    const clear = () => {
      for (const made of svg.querySelectorAll(".ad-loss")) made.remove();
      for (const part of svg.querySelectorAll("[data-loss]")) delete part.dataset.loss;
    };
    const box = (node, state) => {
      node.dataset.loss = state;
      const tile = node.querySelector("rect");
      const [x, y, w] = [tile.x, tile.y, tile.width].map((one) => one.baseVal.value);
      const size = Math.max(22, w * 0.4);
      const rim = drawn("rect", { class: "ad-loss", x: x - 3, y: y - 3, width: w + 6, height: w + 6, rx: 6, fill: "none", stroke: data.looks[state].colour, "stroke-width": 3 });
      node.append(rim, sign(data.looks[state], x + w - size / 2, y - size / 2, size));
    };
    const frame = (group, state) => {
      group.dataset.loss = state;
      const { x, y, width, height } = group.querySelector("polygon, path, polyline").getBBox();
      const look = data.looks[state];
      const ground = state === "down" ? { fill: look.colour, "fill-opacity": 0.08 } : { fill: "none" };
      group.append(drawn("rect", { class: "ad-loss", x, y, width, height, stroke: look.colour, "stroke-width": 3.5, ...ground }), sign(look, x + width - 34, y + 8, 26));
    };
    return {
      clear,
      paint: (lost) => {
        clear();
        const state = new Map(Object.entries(lost).flatMap(([name, ids]) => (name === "ways" ? [] : ids.map((id) => [id, name]))));
        for (const node of svg.querySelectorAll(".node")) {
          const found = together((node.dataset.instances || named(node)).split(" ").map((id) => state.get(id) || ""));
          if (data.looks[found]) box(node, found);
        }
        for (const group of svg.querySelectorAll(".group")) {
          const places = group.dataset.places ? group.dataset.places.split(" ").map((id) => `place--${id}`) : [named(group)];
          const found = [...new Set(places.map((id) => state.get(id) || ""))];
          const whole = found.length === 1 ? found[0] : found.includes("down") ? "part-down" : "";
          if (data.looks[whole]) frame(group, whole);
        }
        for (const id of lost.ways || []) {
          const edge = svg.getElementById(`${host.dataset.view}--${id}`);
          const own = data.several?.[id] || 1; // what is drawn as one arrow with others keeps its look
          if (edge && edge.dataset.relations.split(" ").length <= own) edge.dataset.loss = "way";
        }
      },
    };
  }

  /* The choice of a part: all that may fail, by sort. */
  function choice(links) {
    const select = document.createElement("select");
    select.append(new Option("Nothing fails", ""));
    const groups = new Map();
    for (const link of links) {
      if (!groups.has(link.dataset.sort)) {
        const group = document.createElement("optgroup");
        group.label = link.dataset.sort;
        groups.set(link.dataset.sort, group);
        select.append(group);
      }
      groups.get(link.dataset.sort).append(new Option(link.textContent, link.dataset.failure));
    }
    return select;
  }

  function bind(host) {
    const svg = host.querySelector(".ad-canvas > svg");
    const bar = host.querySelector(".ad-bar");
    const list = [...document.querySelectorAll(".ad-failures")].find((one) => host.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
    const links = list ? [...list.querySelectorAll("a[data-failure]")] : [];
    if (!svg || !bar || !links.length) return;
    const paints = painter(host, svg, JSON.parse(host.dataset.losses));
    const { lost } = JSON.parse(host.dataset.losses);
    const select = choice(links);
    const label = document.createElement("label");
    label.className = "ad-if";
    label.append("If it fails: ", select);
    const said = document.createElement("div");
    said.className = "ad-without";
    host.append(said);
    const caption = bar.querySelector(".ad-caption"); // which is read out when it changes
    const marked = [];
    const idle = caption.textContent; // how many steps a flow has
    const choose = (key) => {
      select.value = key;
      for (const [button, of] of marked) button.setAttribute("aria-pressed", String(Boolean(key) && of === key));
      if (!lost[key]) { paints.clear(); said.replaceChildren(); caption.textContent = idle; return; }
      paints.paint(lost[key]);
      const words = links.find((link) => link.dataset.failure === key).closest("li").cloneNode(true);
      for (const part of words.querySelectorAll("[id]")) part.removeAttribute("id");
      const back = document.createElement("button");
      back.type = "button";
      back.textContent = "Show it as it works";
      back.addEventListener("click", () => { choose(""); select.focus(); });
      said.replaceChildren(...words.childNodes, back);
      caption.textContent = [...said.childNodes].filter((part) => part !== back && part.nodeName !== "UL").map((part) => part.textContent).join("").replace(/\s+/g, " ").trim();
    };
    select.addEventListener("change", () => choose(select.value));
    const by = new Map(links.filter((link) => link.dataset.of).map((link) => [link.dataset.of, link.dataset.failure]));
    const turn = (key) => choose(select.value === key ? "" : key);

    /* Titles of frames, which are clicked and take the focus; and a mark on each box under the pointer. */
    const press = (part, key, name) => {
      part.setAttribute("role", "button");
      part.setAttribute("aria-label", name);
      part.setAttribute("aria-pressed", "false");
      part.classList.add("ad-fails");
      part.addEventListener("click", (event) => { event.stopPropagation(); turn(key); });
      part.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); turn(key); } });
      marked.push([part, key]);
    };
    for (const group of svg.querySelectorAll(".group[data-place]:not([data-places])")) {
      const title = group.querySelector(".group-label");
      const key = by.get(group.dataset.place);
      if (!title || !key) continue;
      const words = (title.querySelector("tspan") ? [...title.children] : [title]).map((one) => one.textContent.trim()).join(" ");
      title.setAttribute("tabindex", "0");
      press(title, key, `${words}: what is lost if it fails`);
    }
    for (const node of svg.querySelectorAll(".node")) {
      const key = by.get(node.dataset.component);
      if (!key) continue;
      const tile = node.querySelector("rect");
      const [x, y, w] = [tile.x, tile.y, tile.width].map((one) => one.baseVal.value);
      const mark = sign({ colour: "#B3203A", sign: "M7 7L17 17M17 7L7 17", says: "What is lost if it fails (x)" }, x - 12, y - 12, 26);
      mark.setAttribute("class", "ad-ask ad-fails");
      mark.setAttribute("aria-hidden", "true"); // the list, and a key, do the same
      mark.addEventListener("click", () => turn(key));
      node.append(mark);
      node.addEventListener("keydown", (event) => { if (event.key === "x" && !event.ctrlKey && !event.metaKey && !event.altKey) turn(key); });
    }
    host.addEventListener("keydown", (event) => { if (event.key === "0" && event.target !== select) choose(""); });
    caption.after(label);
    const asked = () => { const key = decodeURIComponent(location.hash).replace("#if-", ""); if (location.hash.startsWith("#if-") && lost[key]) { choose(key); host.scrollIntoView({ block: "start" }); } };
    window.addEventListener("hashchange", asked);
    asked();
  }

  const start = () => { for (const host of document.querySelectorAll(".ad-picture[data-losses]")) bind(host); };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
