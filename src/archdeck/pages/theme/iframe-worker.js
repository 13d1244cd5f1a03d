/* The search of the theme, with a server and without.
   With one the theme asks for all that is searched on every page; here that waits until somebody opens the search. A
   site that is built with archdeck holds it once, in the file that is read without a server, and says so by `?once`.
   Browsers refuse workers on file://, so there a frame of the same page does the work. It understands what the search
   asks of a worker: messages both ways, and importScripts as a promise. */
(() => {
  "use strict";
  if (location.protocol !== "file:") {
    const search = '[data-md-toggle="search"], [data-md-component="search-query"]';
    const opened = new Promise((open) => {
      for (const sign of ["focusin", "change"]) document.addEventListener(sign, ({ target }) => target.matches?.(search) && open(), true);
      if (new URLSearchParams(location.search).has("q")) open();
    });
    const once = document.currentScript.src.endsWith("?once"), before = "var __index = ".length;
    window.XMLHttpRequest = class extends XMLHttpRequest {
      open(method, address, ...more) {
        this.waits = /\/search\/search_index\.json$/.test(new URL(address, document.baseURI).pathname);
        super.open(method, this.waits && once ? String(address).replace(/json$/, "js") : address, ...more);
      }

      get response() {
        return this.waits && once ? super.response.slice(before) : super.response;
      }

      send(body) {
        if (this.waits) opened.then(() => super.send(body));
        else super.send(body);
      }
    };
    return;
  }

  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      this.onmessage = null;
      this.waiting = [];
      this.ready = false;
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      this.frame.title = "search";
      document.body.append(this.frame);
      const inner = this.frame.contentWindow;
      const base = new URL(url, document.baseURI);
      const load = (address) => new Promise((done, failed) => {
        const script = inner.document.createElement("script");
        script.src = new URL(address, base).href;
        script.onload = done;
        script.onerror = failed;
        inner.document.head.append(script);
      });
      inner.importScripts = (...all) => all.reduce((before, address) => before.then(() => load(address)), Promise.resolve());
      inner.postMessage = (data) => this.tell(this, data);
      this.inner = inner;
      load(base).then(() => {
        this.ready = true;
        for (const data of this.waiting.splice(0)) this.tell(inner, data);
      });
    }

    tell(to, data) {
      const event = new MessageEvent("message", { data });
      setTimeout(() => {
        to.dispatchEvent(event);
        if (to.onmessage) to.onmessage(event);
      });
    }

    postMessage(data) {
      if (this.ready) this.tell(this.inner, data);
      else this.waiting.push(data);
    }

    terminate() {
      this.frame.remove();
    }
  };
})();
