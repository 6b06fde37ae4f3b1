/* Ties the page together: state, storage, fields and bar. Every change is kept at once; what is
   being typed is kept beside it. The newest of two tabs wins, and the other version can be had. */
"use strict";

(() => {
  const { store, model, view, tools } = Skriv;
  const { el, button, message, say } = view;
  const place = document.getElementById("utkast");
  if (!place) return;

  const data = JSON.parse(place.dataset.utkast);
  const tab = model.newId();
  const lists = new Map([...document.querySelectorAll("ul.slot")].map((list) => [list.dataset.slot, list]));
  const boxes = new Map([...document.querySelectorAll("[data-tools]")].map((box) => [box.dataset.tools, box]));
  const page = { data, state: model.fresh(data), changed, focusSlot, focusOne, isOpen };
  let opens = {};
  let unsaved = false;
  let typing = 0;

  /* Keeping. */
  const clock = (time) => new Date(time).toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" });
  const sameWords = (one, two) => JSON.stringify(one.slots) === JSON.stringify(two.slots);

  const status = (text, wrong = false) => {
    const line = document.getElementById("sparlage");
    if (line.textContent !== text) line.textContent = text;
    line.classList.toggle("wrong", wrong);
    document.querySelector("[data-do=clear]").hidden = !page.state.rev;
  };

  const keep = () => {
    const there = store.load(data.key);
    if (there && there.tab !== tab && there.rev > page.state.rev && !sameWords(there, page.state)) {
      store.saveBefore(data.key, there);
      message("warning", "Utkastet hade ändrats i en annan flik.", "Det du gör här gäller nu. Den andra flikens version finns kvar.",
        ["Visa den andra versionen", swap]);
    }
    const rev = Math.max(page.state.rev, there ? there.rev : 0) + 1;
    Object.assign(page.state, { rev, saved: Date.now(), tab, address: window.location.search });
    const wrong = store.save(data.key, page.state);
    unsaved = Boolean(wrong);
    if (wrong) status(`Inte sparat i webbläsaren: ${wrong} Ladda ner utkastet innan du lämnar sidan.`, true);
    else status(`Sparat i den här webbläsaren kl. ${clock(page.state.saved)}.`);
  };

  const keepOpen = () => {
    window.clearTimeout(typing);
    typing = 0;
    const wrong = store.saveOpen(data.key, opens);
    unsaved = Boolean(wrong);
    if (wrong) status(`Inte sparat i webbläsaren: ${wrong} Ladda ner utkastet innan du lämnar sidan.`, true);
  };

  function changed(key) {
    keep();
    draw(key);
    blanks();
  }

  function clearAll() {
    const was = page.state;
    store.clear(data.key);
    opens = {};
    page.state = model.fresh(data);
    drawAll();
    status("Rensat. Inget är sparat i webbläsaren.");
    message("good", "Det som var sparat för det här utkastet är rensat.", "Utkastet visas som det gjordes.",
      ["Ångra", () => { page.state = was; keep(); drawAll(); }]).focus();
  }

  /* Shows the version that another tab, or an earlier visit, left; this one takes its place. */
  function swap() {
    const other = store.loadBefore(data.key);
    if (!other) return;
    store.saveBefore(data.key, page.state);
    take(other);
    keep();
    message("good", "Den andra versionen visas.", "", ["Byt tillbaka", swap]).focus();
  }

  /* Gives what was being typed its place: its own statement, or a new one last in its field. */
  function settle() {
    for (const [id, { text, key }] of Object.entries(opens)) {
      if (model.find(page.state, id)) continue;
      const home = page.state.slots[key] || Object.values(page.state.slots)[0];
      if (text.trim() && home) home.statements.push(model.own(id));
      else delete opens[id];
    }
  }

  function isOpen(key) {
    return page.state.slots[key].statements.some((one) => opens[one.id] !== undefined);
  }

  /* Takes another state; what is being typed here stays, in its place or last in its field. */
  function take(next) {
    page.state = { ...model.fresh(data), ...next };
    for (const [key, slot] of Object.entries(model.fresh(data).slots)) {
      if (!page.state.slots[key]) page.state.slots[key] = slot;
    }
    settle();
    drawAll();
  }

  window.addEventListener("storage", (event) => {
    if (event.key !== store.nameOf(data.key)) return;
    const there = store.load(data.key);
    if (!there || there.tab === tab) return;
    if (sameWords(there, page.state)) { page.state.rev = there.rev; return; }
    const mine = page.state;
    take(there);
    status(`Sparat i den här webbläsaren kl. ${clock(there.saved)}.`);
    message("", "Utkastet ändrades i en annan flik.", "Den nyaste versionen visas här.",
      ["Visa versionen som stod här", () => { store.saveBefore(data.key, page.state); take({ ...mine, rev: there.rev }); keep(); }]);
  });
  window.addEventListener("pagehide", keepOpen);
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

  /* Fields. */
  const acts = {
    edit(id, select = false) {
      const { key, one } = model.find(page.state, id);
      if (opens[id] === undefined) opens[id] = { key, text: model.writable(one) };
      draw(key);
      const area = document.getElementById(`${id}-text`);
      area.focus();
      const blank = model.BLANK.exec(area.value);
      if (blank && (select || model.isBlank(one))) area.setSelectionRange(blank.index, blank.index + blank[0].length);
      keepOpen();
    },
    typed(id, text) {
      opens[id].text = text;
      if (!typing) typing = window.setTimeout(keepOpen, 300);
    },
    keep(id, text) {
      const { key, slot, one } = model.find(page.state, id);
      delete opens[id];
      if (!text.trim() && one.kind === "own") slot.statements = slot.statements.filter((s) => s !== one);
      else if (!text.trim()) one.dropped = !fixed(key);
      else model.change(one, text);
      changed(key);
      keepOpen();
      focusOne(id, key);
    },
    cancel(id) {
      const { key, slot, one } = model.find(page.state, id);
      delete opens[id];
      if (one.kind === "own" && !one.text) slot.statements = slot.statements.filter((s) => s !== one);
      draw(key);
      keepOpen();
      focusOne(id, key, "edit");
    },
    accept(id) { flip(id, "accepted", "accept", ["Förslaget är godtaget.", "Förslaget är inte längre godtaget."]); },
    drop(id) { flip(id, "dropped", null, ["Meningen är borttagen. Den kan ångras där den stod.", "Meningen är tillbaka."]); },
    restore(id) {
      const { key, one } = model.find(page.state, id);
      const text = one.text;
      model.restore(one);
      changed(key);
      focusOne(id, key, "edit");
      say("Utkastets lydelse är tillbaka.");
      message("good", "Utkastets lydelse är tillbaka.", "", ["Ångra", () => { model.change(one, text); changed(key); focusOne(id, key); }]);
    },
  };

  function flip(id, name, then, words) {
    const { key, one } = model.find(page.state, id);
    one[name] = !one[name];
    changed(key);
    focusOne(id, key, then || (one.dropped ? "undrop" : "drop"));
    say(one[name] ? words[0] : words[1]);
  }

  const fixed = (key) => lists.get(key)?.dataset.fixed === "ja";

  function draw(key) {
    if (lists.has(key) && page.state.slots[key]) view.slot(lists.get(key), page.state, key, opens, acts);
  }

  function drawAll() {
    homeless();
    for (const key of lists.keys()) draw(key);
    blanks();
  }

  function focusOne(id, key, what = "edit") {
    const item = document.getElementById(id);
    const target = item && (item.querySelector("textarea") || item.querySelector(`[data-do=${what}]`) || item.querySelector("button"));
    if (target) { target.focus(); target.scrollIntoView({ block: "nearest" }); } else if (key) focusSlot(key);
  }

  function focusSlot(key) {
    const list = lists.get(key);
    if (!list) return;
    list.tabIndex = -1;
    list.focus();
    list.scrollIntoView({ block: "nearest" });
  }

  const add = (key) => {
    const one = model.own();
    page.state.slots[key].statements.push(one);
    acts.edit(one.id);
  };

  const fieldTools = (goal, key, heading) => {
    const label = data.slots[key].label;
    const row = el("p", { class: "tools" },
      button("Kopiera", (event) => tools.copy(page.state, key, false, event.currentTarget), ` ${label}`, "copy"),
      button("Kopiera med källor", (event) => tools.copy(page.state, key, true, event.currentTarget), ` ${label}`, "copy-all"),
      fixed(key) ? "" : button("Lägg till egen mening", () => add(key), ` under ${label}`, "add"));
    boxes.get(key).append(row, ...(heading ? [tools.redoForm(page, goal, key, heading)] : []));
  };

  /* Fields of a kept draft that this one does not have. */
  function homeless() {
    const room = document.getElementById("utan-plats");
    for (const old of room.querySelectorAll("[data-lost]")) old.remove();
    for (const key of [...lists.keys()]) if (!data.slots[key]) lists.delete(key);
    for (const [key, slot] of Object.entries(page.state.slots)) {
      if (data.slots[key] || !slot.statements.some(model.touched)) continue;
      const list = el("ul", { class: "slot", "data-slot": key });
      room.append(el("div", { "data-lost": true }, el("h3", {}, slot.label), list,
        el("p", { class: "tools" }, button("Kopiera", (event) => tools.copy(page.state, key, false, event.currentTarget), ` ${slot.label}`))));
      lists.set(key, list);
    }
    room.hidden = !room.querySelector("[data-lost]");
  }

  /* The bar: places to fill in, downloads, the check. */
  const openBlanks = () => [...lists.keys()].flatMap((key) => (page.state.slots[key] || { statements: [] }).statements)
    .filter((one) => model.isBlank(one));
  let last = "";

  function blanks() {
    const found = openBlanks();
    const room = document.getElementById("platser");
    const was = room.querySelector("details")?.open;
    const had = room.contains(document.activeElement) && document.activeElement.dataset.do;
    if (!found.length) { room.replaceChildren(el("p", {}, "Inga platser kvar att fylla i.")); return; }
    const jump = (one) => () => { last = one.id; acts.edit(one.id, true); };
    const next = () => jump(found[(found.findIndex((one) => one.id === last) + 1) % found.length])();
    const list = el("ol", {}, ...found.map((one) => el("li", {}, button(model.BLANK.exec(one.text)[0], jump(one)))));
    room.replaceChildren(
      el("details", { open: was }, el("summary", {}, `${found.length} ${found.length === 1 ? "plats" : "platser"} att fylla i`), list),
      button("Nästa plats", next, "", "next"));
    if (had === "next") room.querySelector("[data-do=next]").focus();
  }

  const begin = () => {
    for (const goal of data.goals) {
      lists.get(goal.enhetsmal).dataset.fixed = "ja";
      for (const { slot } of goal.indicators) lists.get(slot).dataset.fixed = "ja";
      fieldTools(goal, goal.enhetsmal);
      for (const { heading, slot } of goal.sections) fieldTools(goal, slot, heading);
      for (const { slot } of goal.indicators) fieldTools(goal, slot);
      fieldTools(goal, goal.activities);
    }
    document.getElementById("gor").append(button("Kontrollera planen", (event) => tools.check(page, event.currentTarget), "", "check"));
    document.getElementById("hamta").addEventListener("click", (event) => {
      const link = event.target.closest("a[data-format]");
      const untouched = !page.state.rev && data.mode === "extractive";
      if (!link || untouched) return;
      event.preventDefault();
      tools.download(page, link);
    });
    document.getElementById("sparlage").after(button("Rensa", clearAll, " det som är sparat för det här utkastet", "clear"));
    const kept = store.load(data.key);
    opens = store.loadOpen(data.key);
    if (kept) {
      take(kept);
      status(`Sparat i den här webbläsaren kl. ${clock(kept.saved)}.`);
      if (kept.made !== data.made) older(kept);
    } else {
      settle();
      drawAll();
      status("Det du ändrar sparas i den här webbläsaren.");
    }
  };

  function older(kept) {
    const day = new Date(kept.saved).toLocaleDateString("sv-SE");
    message("", `Ditt sparade utkast från ${day} visas.`, "Rapporterna, rubrikerna eller anvisningen har ändrats sedan dess.",
      ["Visa det nya utkastet", () => {
        store.saveBefore(data.key, page.state);
        page.state = { ...model.fresh(data), rev: page.state.rev };
        drawAll();
        keep();
        message("good", "Det nya utkastet visas.", "Ditt sparade finns kvar.", ["Visa mitt sparade", swap]).focus();
      }]);
  }

  begin();
})();
