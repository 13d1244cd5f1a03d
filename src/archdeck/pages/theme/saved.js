/* A drawing of the page to a file, SVG or PNG: a site has files only of pictures that several of its pages show. A page may name icons as files,
   and beside each lies a script that knows it: what is opened from a folder may not read files, but it may run scripts. */
(() => {
  "use strict";

  const drawings = new Map(); // view → its drawing, before anything is bound to it
  const icons = new Map(); // address of a script → what its icon holds
  window.archdeckIcon = (data) => icons.set(document.currentScript.src, data);

  function icon(href) {
    const script = document.createElement("script");
    script.src = href.replace(/\.png$/, ".js");
    return icons.get(script.src) || new Promise((found, failed) => {
      script.addEventListener("load", () => { script.remove(); found(icons.get(script.src)); });
      script.addEventListener("error", () => { script.remove(); failed(new Error(href)); });
      document.head.append(script);
    });
  }

  /* The drawing with all that it needs in it. */
  async function whole(view) {
    const svg = drawings.get(view).cloneNode(true);
    svg.id = view;
    await Promise.all([...svg.querySelectorAll("image")].map(async (image) => {
      const href = image.getAttribute("href");
      if (!href.startsWith("data:")) image.setAttribute("href", await icon(href));
    }));
    return svg;
  }

  const written = (svg) => `${new XMLSerializer().serializeToString(svg)}\n`;

  /* An image has the letters of the machine, and the page may have brought others: its words take no more room than here. */
  function fitted(svg) {
    svg.style.cssText = "position: absolute; visibility: hidden";
    document.body.append(svg);
    for (const words of svg.querySelectorAll("text:not(:has(tspan)), tspan")) {
      const long = words.getComputedTextLength();
      if (long) for (const [name, value] of [["textLength", long], ["lengthAdjust", "spacingAndGlyphs"]]) words.setAttribute(name, value);
    }
    svg.remove();
    svg.removeAttribute("style");
    return written(svg);
  }

  async function pixels(svg) {
    const { width, height } = svg.viewBox.baseVal;
    const image = new Image(width, height);
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(fitted(svg))}`;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    canvas.getContext("2d").drawImage(image, 0, 0, width, height);
    return new Promise((made) => canvas.toBlob(made, "image/png"));
  }

  async function save(button) {
    const { of, save: suffix } = button.dataset;
    const svg = await whole(of);
    const file = suffix === "png" ? await pixels(svg) : new Blob([written(svg)], { type: "image/svg+xml" });
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: `${of}.${suffix}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  /* Where it cannot be done, how to ask for the file. */
  async function tried(button) {
    button.setAttribute("aria-busy", "true");
    try {
      await save(button);
    } catch {
      for (const request of button.closest(".ad-downloads").querySelectorAll(".ad-request")) request.classList.add("ad-needed");
    }
    button.removeAttribute("aria-busy");
  }

  function start() {
    for (const button of document.querySelectorAll("[data-save]")) {
      const { of } = button.dataset;
      const svg = [...document.querySelectorAll(".ad-picture")].find((one) => one.dataset.view === of)?.querySelector("svg");
      if (!svg) continue;
      if (!drawings.has(of)) drawings.set(of, svg.cloneNode(true));
      button.addEventListener("click", () => tried(button));
    }
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
