/* A draft with the chief's edits, as plain values: no markup, no storage, no network. */
"use strict";

window.Skriv = window.Skriv || {};

Skriv.model = (() => {
  const WORDS = {
    sourced: "Ur rapport", proposal: "Förslag", placeholder: "Att fylla i",
    edited: "Ändrad av dig", own: "Egen text", accepted: "Godtaget förslag",
  };
  const BLANK = /\[[^[\]]+\]/;
  let count = 0;
  const newId = () => `m${Date.now().toString(36)}${(count += 1).toString(36)}${Math.random().toString(36).slice(2, 6)}`;

  const statement = (given, id = newId()) => ({
    id, text: given.text, kind: given.kind, cites: given.citations || [],
    was: "", edited: false, accepted: false, dropped: false,
  });

  const fresh = (data) => {
    const slots = {};
    Object.entries(data.slots).forEach(([key, slot], at) => {
      const statements = slot.statements.map((one, number) => statement(one, `m-${data.made}-${at}-${number}`));
      slots[key] = { label: slot.label, statements };
    });
    return { made: data.made, title: data.title, address: "", mode: data.mode, rev: 0, saved: 0, slots, citations: { ...data.citations } };
  };

  /* The text without the word that the statement's mark says already. */
  const shown = (one) => {
    if (one.edited || !(one.kind === "proposal" || one.kind === "placeholder")) return one.text;
    const lead = `${WORDS[one.kind]}: `;
    if (!one.text.startsWith(lead)) return one.text;
    const rest = one.text.slice(lead.length);
    return rest.charAt(0).toUpperCase() + rest.slice(1);
  };

  /* The text to write in: the mark of the report («(VB 2025)») goes, since it is not the chief's. */
  const MARK = /\s*\((?:[^()]*,\s*|nämndens\s+)?(?:VP|VB|T1|T2) \d{4}[^()]*\)(\.?)$/;
  const writable = (one) => (one.edited ? one.text : shown(one).replace(MARK, "$1"));

  /* What the reader is told that a statement is. */
  const look = (one) => {
    if (one.edited) return one.cites.length ? "edited" : "own";
    return one.accepted ? "accepted" : one.kind;
  };

  const isBlank = (one) => !one.dropped && BLANK.test(one.text);
  const live = (slot) => slot.statements.filter((one) => !one.dropped && one.text.trim());
  const find = (state, id) => {
    for (const [key, slot] of Object.entries(state.slots)) {
      const one = slot.statements.find((s) => s.id === id);
      if (one) return { key, slot, one };
    }
    return null;
  };

  /* A statement of the chief's own, empty at first. */
  const own = (id = newId()) => ({ ...statement({ text: "", kind: "own" }, id), edited: true });

  const change = (one, text) => {
    const said = text.replace(/\s+/g, " ").trim();
    if (!one.edited && (said === shown(one) || said === writable(one))) return false;
    if (!one.edited) {
      one.was = one.text;
      one.edited = true;
      one.accepted = false;
    }
    if (said === one.text) return false;
    one.text = said;
    return true;
  };

  const restore = (one) => {
    one.text = one.was;
    one.was = "";
    one.edited = false;
  };

  const touched = (one) => one.edited || one.accepted || one.dropped;

  /* A field as plain text; with sources, each has a number and stands below. */
  const plain = (state, slot, withSources = false) => {
    const notes = [];
    const lines = live(slot).map((one) => {
      const kind = look(one);
      const lead = kind === "proposal" ? "Förslag: " : "";
      if (!withSources || kind === "own") return lead + shown(one);
      const marks = one.cites.filter((id) => state.citations[id]).map((id) => {
        const c = state.citations[id];
        const belongs = kind === "edited" ? `hör till den ursprungliga lydelsen: ${one.was} – ` : "";
        const told = `${belongs}${c.full}: ”${c.quote}”`;
        if (!notes.includes(told)) notes.push(told);
        return `[${notes.indexOf(told) + 1}]`;
      });
      return lead + shown(one) + (marks.length ? ` ${marks.join(" ")}` : "");
    });
    if (!notes.length) return lines.join("\n");
    return `${lines.join("\n")}\n\nKällor\n${notes.map((note, at) => `[${at + 1}] ${note}`).join("\n")}`;
  };

  /* Each goal as the text that the check reads, and which statement each of its lines is. */
  const checkTexts = (state, goals) => goals.map((goal) => {
    const lines = [];
    const ids = [];
    const put = (text, id = "") => { lines.push(text); ids.push(id); };
    put(`Nämndmål: ${goal.namndmal}`);
    for (const one of live(state.slots[goal.enhetsmal])) put(`Enhetsmål: ${shown(one)}`, one.id);
    for (const { heading, slot } of goal.sections) {
      if (!state.slots[slot] || !live(state.slots[slot]).length) continue;
      put("");
      put(heading);
      for (const one of live(state.slots[slot])) put(`- ${shown(one)}`, one.id);
    }
    return { text: lines.join("\n"), ids, namndmal: goal.namndmal };
  });

  const sent = (one) => ({
    text: one.text, kind: one.kind, citations: one.cites, edited: one.edited,
    accepted: one.accepted, was: one.was,
  });

  /* The whole draft as the export takes it. */
  const exported = (state, data) => {
    const of = (key) => live(state.slots[key] || { statements: [] }).map(sent);
    const used = new Set();
    const goals = data.goals.map((goal) => ({
      namndmal: goal.namndmal,
      enhetsmal: of(goal.enhetsmal)[0] || { text: "", kind: "own" },
      sections: goal.sections.map(({ heading, slot }) => ({ heading, statements: of(slot) })),
      indicators: goal.indicators.filter(({ slot }) => of(slot).length)
        .map(({ name, slot }) => ({ name, target: of(slot)[0] })),
      activities: of(goal.activities),
    }));
    for (const slot of Object.values(state.slots)) for (const one of live(slot)) one.cites.forEach((id) => used.add(id));
    const citations = [...used].filter((id) => state.citations[id]).map((id) => {
      const { document_id, page, quote } = state.citations[id];
      return { id, document_id, page, quote };
    });
    return { request: data.request, mode: state.mode, goals, citations };
  };

  /* A section made again: the chief's statements as they were, the rest new with their sources. */
  const takeSection = (state, slot, answer) => {
    const mine = slot.statements.filter((one) => !one.dropped && touched(one));
    const ids = {};
    const places = Object.entries(state.citations);
    for (const c of answer.citations) {
      const same = places.find(([, p]) => p.document_id === c.document_id && p.page === c.page && p.quote === c.quote);
      const id = same ? Number(same[0]) : Math.max(0, ...Object.keys(state.citations).map(Number)) + 1;
      ids[c.id] = id;
      state.citations[id] = {
        document_id: c.document_id, page: c.page, quote: c.quote, url: c.url,
        short: `${c.report_type} ${c.year} s. ${c.page}`,
        full: `${c.title}, ${c.unit || c.board}, sidan ${c.page}`,
      };
    }
    const next = answer.statements.map((given) => {
      const at = given.kind === "own" ? mine.findIndex((one) => one.text === given.text) : -1;
      if (at >= 0) return mine.splice(at, 1)[0];
      return statement({ ...given, citations: given.citations.map((id) => ids[id]).filter(Boolean) });
    });
    slot.statements = [...next, ...mine];
    if (answer.mode === "generative") state.mode = "generative";
  };

  return {
    WORDS, BLANK, newId, own, fresh, shown, writable, look, isBlank, live, find, change, restore,
    touched, plain, checkTexts, exported, takeSection,
  };
})();
