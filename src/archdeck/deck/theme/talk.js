/* A talk: one slide at a time, by keys, clicker, touch or address; a second window has what is said. */
(() => {
  "use strict";
  const slides = [...document.querySelectorAll("section")];
  const speaker = location.hash.endsWith("~speaker");
  const body = document.body;
  const made = (name, className = "") => Object.assign(document.createElement(name), { className });
  let now = 0;
  let other = speaker ? window.opener : null; // the window that shows the same slide
  let since = Date.now();

  const at = () => {
    const number = parseInt(/^#s?(\d+)/.exec(location.hash)?.[1] ?? "1", 10);
    return Math.min(Math.max(number, 1), slides.length) - 1;
  };
  const told = made("div", "said");
  told.setAttribute("aria-live", "polite");
  const clock = made("div", "clock");
  const choice = document.createElement("select");
  choice.setAttribute("aria-label", "Slide");
  slides.forEach((slide, k) => choice.add(new Option(`${k + 1}  ${slide.dataset.title}`, k)));

  function show(to, tell = true) {
    now = Math.min(Math.max(to, 0), slides.length - 1);
    slides.forEach((slide, k) => {
      slide.classList.toggle("now", k === now);
      slide.classList.toggle("next", speaker && k === now + 1);
    });
    body.classList.remove("black");
    choice.value = now;
    told.replaceChildren(...[...slides[now].querySelector("aside").children].map((part) => part.cloneNode(true)));
    document.title = `${now + 1} / ${slides.length}  ${slides[now].dataset.title}`;
    history.replaceState(null, "", `#s${now + 1}${speaker ? "~speaker" : ""}`);
    tick();
    if (tell) send({ slide: now });
  }

  const two = (number) => String(number).padStart(2, "0");
  function tick() {
    const gone = Math.floor((Date.now() - since) / 1000);
    const here = new Date();
    const small = made("small");
    small.textContent = `${two(here.getHours())}:${two(here.getMinutes())} – slide ${now + 1} of ${slides.length}`;
    clock.replaceChildren(`${two(Math.floor(gone / 60))}:${two(gone % 60)}`, small);
  }
  const send = (message) => { if (other && !other.closed) other.postMessage({ archdeck: message }, "*"); };
  const black = (tell = true) => { body.classList.toggle("black"); if (tell) send({ black: true }); };

  function notes() {
    if (speaker) return;
    other = window.open(`${location.href.split("#")[0]}#s${now + 1}~speaker`, "archdeck-speaker", "width=1100,height=760");
  }
  const full = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.());

  const next = () => show(now + 1);
  const previous = () => show(now - 1);
  const keys = {
    PageDown: next, ArrowRight: next, ArrowDown: next, " ": next, Enter: next, n: next,
    PageUp: previous, ArrowLeft: previous, ArrowUp: previous, Backspace: previous, p: previous,
    Home: () => show(0), End: () => show(slides.length - 1), b: () => black(), ".": () => black(), f: full, F5: full, s: notes,
  };
  document.addEventListener("keydown", (event) => {
    const chosen = event.target === choice || event.target.localName === "button";
    if (event.ctrlKey || event.metaKey || event.altKey || (chosen && [" ", "Enter"].includes(event.key))) return;
    const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const does = event.shiftKey && name === " " ? previous : Object.hasOwn(keys, name) ? keys[name] : null;
    if (!does || (event.target === choice && name.startsWith("Arrow"))) return;
    event.preventDefault();
    does();
  });

  /* Who has come nearer with two fingers moves the slide with one: then no swipe leads on. */
  const near = () => (window.visualViewport?.scale ?? 1) > 1.05;
  window.visualViewport?.addEventListener("resize", () => document.documentElement.classList.toggle("near", near()));
  let start = null;
  document.addEventListener("pointerdown", (event) => { start = event; });
  document.addEventListener("pointercancel", () => { start = null; });
  document.addEventListener("pointerup", (event) => {
    const from = start;
    start = null;
    if (!from || !event.isPrimary || event.target.closest("nav, a")) return;
    const dx = event.clientX - from.clientX;
    if (near() && Math.abs(dx) > 9) return;
    if (Math.abs(dx) > 60) (dx < 0 ? next : previous)();
    else if (event.pointerType !== "touch" || Math.abs(dx) < 10) (event.clientX < innerWidth / 4 ? previous : next)();
  });

  const nav = made("nav");
  nav.setAttribute("aria-label", "Talk");
  const button = (words, title, does) => {
    const one = made("button");
    one.type = "button";
    one.textContent = words;
    one.title = title;
    one.addEventListener("click", does);
    return one;
  };
  nav.append(button("‹", "Previous (Page Up)", previous), choice, button("›", "Next (Page Down, Space)", next));
  nav.append(button("Black", "Black screen (B)", () => black()));
  if (!speaker) nav.append(button("Notes", "A second window with what is said (S)", notes));
  if (document.fullscreenEnabled && !speaker) nav.append(button("Full screen", "Full screen (F)", full));
  choice.addEventListener("change", () => show(Number(choice.value)));
  let sleeping = 0;
  document.addEventListener("pointermove", () => {
    nav.classList.add("awake");
    clearTimeout(sleeping);
    sleeping = setTimeout(() => nav.classList.remove("awake"), 2500);
  });

  window.addEventListener("message", (event) => {
    const message = event.data?.archdeck;
    if (!message || !other || event.source !== other) return;
    if (message.hello) send({ slide: now });
    else if (message.black) black(false);
    else if (Number.isInteger(message.slide)) show(message.slide, false);
  });
  window.addEventListener("hashchange", () => show(at()));

  body.classList.add("live");
  body.append(nav);
  document.querySelector("main").append(told, clock);
  body.classList.toggle("speaker", speaker);
  if (speaker) {
    nav.append(button("0:00", "Start the time anew", () => { since = Date.now(); tick(); }));
    setInterval(tick, 1000);
    send({ hello: true });
  }
  show(at(), false);
})();
