/* The source panel, on every page that has one: opens beside the text, closes, keeps focus.
   On a narrow screen it lies over the page, which is then out of reach until it is closed. */
"use strict";

window.planassistent = window.planassistent || {};

(() => {
  const byId = (id) => document.getElementById(id);
  const narrow = window.matchMedia("(max-width: 63.99rem)");
  let opener = null;

  const say = (text) => {
    const status = byId("lage");
    if (status) status.textContent = text;
  };
  window.planassistent.say = say;

  /* What this browser keeps is one person's: it is thrown away when another has signed in. */
  const forgetOthers = () => {
    const who = document.querySelector('meta[name="vem"]');
    if (!who) return;
    try {
      if (localStorage.getItem("planassistent.vem") === who.content) return;
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith("planassistent.")) localStorage.removeItem(key);
      }
      localStorage.setItem("planassistent.vem", who.content);
    } catch { /* a browser that keeps nothing has nothing to throw away */ }
  };
  forgetOthers();

  /* What tells the server that a page of ours sends; nothing where nobody has signed in. */
  window.planassistent.sentByUs = () => {
    const code = document.querySelector('meta[name="formkod"]');
    return code ? { "X-Formkod": code.content } : {};
  };

  const behind = () =>
    [...document.querySelectorAll("body > .top, body > .foot, body > .skip, .desk > :not(.panel)")];

  const coverPage = () => {
    const panel = byId("sidvisning");
    const open = Boolean(panel && panel.firstElementChild && narrow.matches);
    for (const part of behind()) part.inert = open;
    document.body.classList.toggle("covered", open);
  };
  narrow.addEventListener("change", coverPage);

  const markOpener = (link) => {
    for (const old of document.querySelectorAll("a.open[aria-current]")) old.removeAttribute("aria-current");
    if (link) link.setAttribute("aria-current", "true");
  };

  const giveBackFocus = () => {
    if (!opener) return;
    const same = opener.isConnected ? opener
      : document.querySelector(`a.open[href="${CSS.escape(opener.getAttribute("href"))}"]`);
    (same || byId("innehall")).focus();
  };

  const closePanel = () => {
    const panel = byId("sidvisning");
    if (!panel || !panel.firstChild) return;
    panel.replaceChildren();
    markOpener(null);
    coverPage();
    giveBackFocus();
    opener = null;
  };
  window.planassistent.closePanel = closePanel;

  const showMark = () => {
    const figure = document.querySelector("#sidvisning figure[data-mark]");
    if (!figure) return;
    const image = figure.querySelector("img");
    const down = (Number(figure.dataset.mark) / 100) * image.offsetHeight;
    figure.scrollTop = Math.max(0, down - figure.clientHeight / 3);
  };

  document.addEventListener("htmx:config:request", (event) => {
    Object.assign(event.detail.ctx.request.headers, window.planassistent.sentByUs());
  });

  document.addEventListener("htmx:before:request", (event) => {
    const source = event.detail.ctx.sourceElement;
    if (source.matches("a.open") && !source.closest("#sidvisning")) opener = source;
  });

  document.addEventListener("htmx:finally:request", (event) => {
    const source = event.detail.ctx.sourceElement;
    if (!source.matches("a.open")) return;
    if (!source.closest("#sidvisning")) markOpener(source);
    coverPage();
    showMark();
  });

  document.addEventListener("htmx:error", (event) => {
    const ctx = event.detail.ctx;
    if (ctx && ctx.sourceElement.matches("a.open")) {
      window.setTimeout(() => say("Servern svarar inte. Kontrollera anslutningen och försök igen."));
    }
  });

  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-close]");
    if (!close) return;
    if (close.closest("#sidvisning")) closePanel();
    else close.closest(".notice")?.remove();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && byId("sidvisning")?.firstChild) closePanel();
  });
})();
