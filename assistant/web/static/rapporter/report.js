/* Reporting a misreading without leaving the page: a row's link fills the form in. */
"use strict";

(() => {
  const room = document.getElementById("fel");
  if (!room) return;
  const form = room.querySelector("form");
  const told = document.getElementById("fel-svar");
  let opener = null;

  const tell = (kind, text) => {
    const line = document.createElement("p");
    line.className = `notice ${kind}`;
    line.textContent = text;
    told.replaceChildren(line);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.wrong");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    opener = link;
    form.elements.sida.value = link.dataset.page;
    form.elements.rad.value = link.dataset.quote;
    told.replaceChildren();
    form.elements.kommentar.focus();
    room.scrollIntoView({ block: "start" });
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const send = form.querySelector("button");
    if (send.getAttribute("aria-disabled") === "true") return;
    send.setAttribute("aria-disabled", "true");
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new FormData(form),
        headers: { Accept: "application/json", "HX-Request": "true", "HX-Request-Type": "partial" },
      });
      if (answer.ok) {
        form.reset();
        form.elements.sida.value = "";
        form.elements.rad.value = "";
        tell("good", "Tack! Felet är sparat i loggen för förvaltaren.");
        (opener && opener.isConnected ? opener : document.getElementById("fel-rubrik")).focus({ preventScroll: true });
        opener = null;
      } else {
        const problem = await answer.json();
        tell("warning", `${problem.title}. ${problem.detail}`);
      }
    } catch {
      tell("warning", "Servern svarar inte. Det du skrev är kvar. Kontrollera anslutningen och försök igen.");
    } finally {
      send.removeAttribute("aria-disabled");
    }
  });
})();
