/* What a page does beyond htmx: says how the search goes, and keeps focus when the panel closes. */
"use strict";

(() => {
  const byId = (id) => document.getElementById(id);
  let opener = null;

  const say = (text) => {
    const status = byId("lage");
    if (status) status.textContent = text;
  };

  const closePanel = () => {
    const panel = byId("sidvisning");
    if (!panel || !panel.firstChild) return;
    panel.replaceChildren();
    markOpener(null);
    if (opener && opener.isConnected) opener.focus();
  };

  const markOpener = (link) => {
    for (const old of document.querySelectorAll("a.open[aria-current]")) old.removeAttribute("aria-current");
    if (link) link.setAttribute("aria-current", "true");
  };

  document.addEventListener("htmx:before:request", (event) => {
    const source = event.detail.ctx.sourceElement;
    if (source.matches("form.ask")) {
      say("Söker i rapporterna …");
      byId("svar").setAttribute("aria-busy", "true");
      closePanel();
    } else if (source.matches("a.open")) {
      opener = source;
    }
  });

  document.addEventListener("htmx:finally:request", (event) => {
    const source = event.detail.ctx.sourceElement;
    if (source.matches("form.ask")) {
      byId("svar").removeAttribute("aria-busy");
      const answer = document.querySelector("#svar [data-status]");
      say(answer ? answer.dataset.status : "");
      const question = source.querySelector("textarea").value.trim();
      if (question) document.title = `${question} – Planassistent`;
    } else if (source.matches("a.open")) {
      markOpener(source);
    }
  });

  document.addEventListener("htmx:error", (event) => {
    const ctx = event.detail.ctx;
    if (ctx && ctx.sourceElement.matches("form.ask, a.open")) {
      window.setTimeout(() => say("Servern svarar inte. Kontrollera anslutningen och försök igen."));
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) closePanel();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest("#sidvisning")) closePanel();
    const inQuestion = event.target.matches && event.target.matches("form.ask textarea");
    if (inQuestion && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  });
})();
