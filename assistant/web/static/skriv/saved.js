/* The list of drafts that this browser keeps, on the page where no draft is shown. */
"use strict";

(() => {
  const room = document.getElementById("sparade");
  if (!room || document.getElementById("utkast")) return;
  const { el, button } = Skriv.view;

  const draw = () => {
    for (const old of room.querySelectorAll("ul, p")) old.remove();
    const all = Skriv.store.all();
    room.hidden = !all.length;
    const items = all.map(({ key, record }) => {
      const day = new Date(record.saved).toLocaleString("sv-SE", { dateStyle: "short", timeStyle: "short" });
      const address = String(record.address || "").startsWith("?") ? `/skriv${record.address}` : "/skriv";
      return el("li", {}, el("a", { href: address }, record.title), ` sparat ${day} `,
        button("Rensa", () => { Skriv.store.clear(key); draw(); after(); }, `: ${record.title}`));
    });
    room.append(el("p", { class: "hint" }, "Utkasten finns bara i den här webbläsaren. Rensa dem om fler använder datorn."), el("ul", { class: "kept" }, ...items));
  };

  const after = () => {
    const next = room.hidden ? document.querySelector("h1") : room.querySelector("h2");
    next.tabIndex = -1;
    next.focus();
  };

  draw();
})();
