/* What is around the pictures of a page, for keys and for who hears it: parts of the theme get names, and what is wider than the page the focus. */
(() => {
  "use strict";

  /* Names for parts of the theme that have none, or one that another part has too. */
  function nameParts() {
    const names = { ".md-search": "Search", ".md-path": "Path", ".md-nav--primary": "Pages", ".md-nav--primary .md-nav--secondary": "On this page" };
    for (const [part, name] of Object.entries(names)) document.querySelector(part)?.setAttribute("aria-label", name);
    for (const nav of document.querySelectorAll("nav.md-nav[aria-labelledby]")) {
      if (document.getElementById(nav.getAttribute("aria-labelledby"))?.textContent.trim()) continue;
      nav.removeAttribute("aria-labelledby");
      nav.setAttribute("aria-label", `Pages, level ${nav.dataset.mdLevel || ""}`.trim());
    }
  }

  /* What the theme makes while a page is read: buttons beside code, and what is wider than the page, for keys to move. */
  function tend() {
    [...document.querySelectorAll(".md-code__nav")].forEach((nav, k) => nav.setAttribute("aria-label", `Of code ${k + 1}`));
    for (const wide of document.querySelectorAll(".md-typeset__scrollwrap, .md-typeset pre > code")) {
      if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
    }
  }

  function start() {
    nameParts();
    tend();
    window.addEventListener("resize", tend);
    window.addEventListener("load", tend);
    const article = document.querySelector("article");
    if (article) new MutationObserver(tend).observe(article, { childList: true, subtree: true });
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
