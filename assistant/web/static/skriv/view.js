/* What a statement, its editor and the page's messages look like. All text is set as text. */
"use strict";

window.Skriv = window.Skriv || {};

Skriv.view = (() => {
  const { WORDS, look, shown } = Skriv.model;

  const el = (tag, given = {}, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(given)) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "onclick") made.addEventListener("click", value);
      else made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...inside.filter((one) => one !== null && one !== undefined && one !== ""));
    return made;
  };

  const hidden = (text) => el("span", { class: "visually-hidden" }, text);
  const start = (one) => ` «${shown(one).slice(0, 60)}»`;
  const button = (text, onclick, more = "", name = "") =>
    el("button", { type: "button", class: "small", onclick, "data-do": name || null }, text, more && hidden(more));

  const source = (c) => el("a", {
    class: "open short", href: c.url, "hx-get": c.url, "hx-target": "#sidvisning",
    "aria-label": `${c.short}, visa källan: ${c.full}`,
  }, c.short);

  const badge = (kind) => el("span", { class: "badge" }, el("span", { class: "sign", "aria-hidden": "true" }), WORDS[kind]);

  const sources = (state, one) => one.cites.filter((id) => state.citations[id])
    .flatMap((id) => [" ", source(state.citations[id])]);

  /* A blank in a statement is seen as one. */
  const withBlanks = (text) => text.split(/(\[[^[\]]+\])/).map((part) =>
    part.startsWith("[") && part.endsWith("]") ? el("span", { class: "blank" }, part) : part);

  const changed = (state, one) => el("p", { class: "fine" },
    one.cites.length ? "Källan hör till den ursprungliga lydelsen: " : "Ursprunglig lydelse: ",
    el("q", {}, one.was), ...sources(state, one));

  const said = (state, one, acts, fixed) => {
    const kind = look(one);
    const words = el("p", {}, badge(kind), " ", ...withBlanks(shown(one)), ...(one.edited ? [] : sources(state, one)));
    const tools = el("p", { class: "tools" },
      button(Skriv.model.isBlank(one) ? "Fyll i" : "Ändra", () => acts.edit(one.id), start(one), "edit"),
      one.kind === "proposal" && !one.edited && !one.accepted ? button("Godta", () => acts.accept(one.id), start(one), "accept") : "",
      one.accepted ? button("Ångra godtagandet", () => acts.accept(one.id), start(one), "accept") : "",
      one.edited && one.was ? button("Återställ", () => acts.restore(one.id), start(one), "restore") : "",
      fixed ? "" : button("Ta bort", () => acts.drop(one.id), start(one), "drop"));
    return el("li", { class: `said ${kind}`, id: one.id }, words, one.edited && one.was ? changed(state, one) : "", tools);
  };

  const gone = (one, acts) => el("li", { class: "said gone", id: one.id },
    el("p", {}, "Borttagen: ", el("s", {}, shown(one)), " ", button("Ångra borttagningen", () => acts.drop(one.id), start(one), "undrop")));

  const editor = (one, text, acts) => {
    const name = `${one.id}-text`;
    const area = el("textarea", { id: name, rows: "3", maxlength: "4000", "aria-describedby": `${name}-hint` });
    area.value = text;
    area.addEventListener("input", () => acts.typed(one.id, area.value));
    area.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.preventDefault(); acts.cancel(one.id); }
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); acts.keep(one.id, area.value); }
    });
    const first = one.was || (one.kind === "own" ? "" : shown(one));
    const hint = first && one.cites.length
      ? "Källan följer den ursprungliga lydelsen. Din text märks som ändrad av dig."
      : "Texten blir din egen, utan källa.";
    const form = el("form", { class: "edit" },
      el("label", { for: name }, one.kind === "placeholder" && !one.edited ? `Fyll i: ${one.text}` : first ? "Ändra meningen" : "Egen mening"),
      area,
      el("p", { class: "hint", id: `${name}-hint` }, `${hint} Ctrl + Retur sparar, Escape avbryter.`),
      el("p", { class: "tools" }, el("button", { type: "submit" }, "Spara"), button("Avbryt", () => acts.cancel(one.id))));
    form.addEventListener("submit", (event) => { event.preventDefault(); acts.keep(one.id, area.value); });
    return el("li", { class: "said editing", id: one.id }, form);
  };

  const slot = (list, state, key, opens, acts) => {
    const fixed = list.dataset.fixed === "ja";
    const items = state.slots[key].statements.map((one) => {
      if (opens[one.id] !== undefined) return editor(one, opens[one.id].text, acts);
      return one.dropped ? gone(one, acts) : said(state, one, acts, fixed);
    });
    list.replaceChildren(...items);
    if (window.htmx) window.htmx.process(list);
  };

  /* A message that stays until it is closed; the actions are buttons. */
  const message = (kind, title, text, ...actions) => {
    const box = el("div", { class: `notice ${kind}`, tabindex: "-1" },
      el("p", {}, el("strong", {}, title), text ? ` ${text}` : ""));
    const close = (then) => () => { box.remove(); if (then) then(); };
    const row = el("p", { class: "tools" },
      ...actions.map(([label, then]) => button(label, close(then))), button("Stäng", close(null)));
    box.append(row);
    document.getElementById("meddelanden").append(box);
    window.setTimeout(() => { if (!box.contains(document.activeElement)) say(`${title} ${text || ""}`); });
    return box;
  };

  const say = (text) => {
    const place = document.getElementById("sagt");
    place.textContent = "";
    window.setTimeout(() => { place.textContent = text; }, 50);
  };

  return { el, button, hidden, slot, message, say, source };
})();
