/* What is done with a field or the whole draft: copy, make a section again, check, download. */
"use strict";

window.Skriv = window.Skriv || {};

Skriv.tools = (() => {
  const { el, button, message, say } = Skriv.view;
  const { live, shown, touched, plain, checkTexts, exported, takeSection } = Skriv.model;
  const PATIENCE = 180_000;
  const LONGEST_CHECK = 50_000;
  const SEVERITIES = { important: "Viktigt", advice: "Råd", note: "Upplysning" };
  const OFFLINE = "Servern svarar inte. Dina ändringar är kvar på sidan. Kontrollera anslutningen och försök igen.";

  /* The answer, or an Error with Swedish words that say what to do. */
  const post = async (url, body) => {
    const stop = new AbortController();
    const timer = window.setTimeout(() => stop.abort(), PATIENCE);
    let answer;
    try {
      answer = await fetch(url, {
        method: "POST", body: JSON.stringify(body), signal: stop.signal,
        headers: { "Content-Type": "application/json", Accept: "*/*", ...window.planassistent.sentByUs() },
      });
    } catch {
      throw new Error(OFFLINE);
    } finally {
      window.clearTimeout(timer);
    }
    if (answer.ok) return answer;
    let told = OFFLINE;
    try {
      const problem = await answer.json();
      told = `${problem.title.replace(/\.?$/, ".")} ${problem.detail} Dina ändringar är kvar på sidan.`;
    } catch { /* not the service's own words */ }
    throw new Error(told);
  };

  const busy = async (pressed, work) => {
    if (pressed.getAttribute("aria-disabled") === "true") return;
    pressed.setAttribute("aria-disabled", "true");
    try {
      await work();
    } finally {
      pressed.removeAttribute("aria-disabled");
    }
  };

  const copyText = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch { /* an address without https has no clipboard */ }
    const back = document.activeElement;
    const area = el("textarea", { class: "visually-hidden", "aria-label": "Text att kopiera" });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (back) back.focus();
    return done;
  };

  const copy = async (state, key, withSources, pressed) => {
    const slot = state.slots[key];
    const text = plain(state, slot, withSources);
    const done = text && await copyText(text);
    const label = pressed.firstChild;
    const before = label.data;
    label.data = done ? "Kopierat" : text ? "Gick inte att kopiera" : "Fältet är tomt";
    say(`${slot.label}: ${label.data.toLowerCase()}.`);
    window.setTimeout(() => { label.data = before; }, 2500);
  };

  /* The form under a section that has it made again. */
  const redoForm = (page, goal, key, heading) => {
    const field = el("input", { maxlength: "1000", required: true });
    const send = el("button", { type: "submit" }, "Gör om");
    const told = el("p", { class: "fine", role: "status", tabindex: "-1" });
    const form = el("form", { class: "redo-form" },
      el("label", {}, "Vad ska ändras? Till exempel: kortare, eller: lägg till matsvinn ", field), send);
    const box = el("details", { class: "redo" }, el("summary", {}, `Gör om avsnittet ${heading}`),
      el("p", { class: "hint" }, "Det du har ändrat, godtagit, tagit bort eller skrivit själv rörs inte."), form, told);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      busy(send, async () => {
        told.textContent = "Avsnittet görs om …";
        try {
          await redo(page, goal, key, heading, field.value);
          told.textContent = "";
        } catch (error) {
          told.textContent = error.message;
          told.focus();
        }
      });
    });
    return box;
  };

  const redo = async (page, goal, key, heading, instructions) => {
    const { state, data } = page;
    const slot = state.slots[key];
    const writing = "Spara eller avbryt det du skriver i avsnittet först.";
    if (page.isOpen(key)) throw new Error(writing);
    const enhetsmal = state.slots[goal.enhetsmal].statements[0];
    const dropped = slot.statements.filter((one) => one.dropped).map((one) => one.was || one.text);
    const gone = [...(slot.gone || []), ...dropped].slice(-200);
    const sentAt = JSON.stringify(slot.statements);
    const answer = await (await post("/api/draft/section", {
      ...data.request, namndmal: goal.namndmal, heading, instructions,
      enhetsmal: enhetsmal ? enhetsmal.was || enhetsmal.text : null,
      statements: live(slot).map((one) => ({ text: one.text, edited: touched(one), was: one.was || (touched(one) ? one.text : "") })),
      dropped: gone,
    })).json();
    if (page.state !== state || JSON.stringify(slot.statements) !== sentAt) {
      throw new Error("Avsnittet ändrades medan det gjordes om, så inget byttes ut. Försök igen.");
    }
    if (page.isOpen(key)) throw new Error(`Avsnittet gjordes inte om. ${writing}`);
    const before = { statements: slot.statements, gone: slot.gone };
    const kept = slot.statements.filter((one) => !one.dropped && touched(one)).length;
    takeSection(state, slot, answer);
    slot.gone = gone;
    page.changed(key);
    const own = kept ? ` ${kept === 1 ? "En mening" : `${kept} meningar`} som du har rört står kvar.` : "";
    const warned = answer.warnings.length ? ` ${answer.warnings[0]}` : "";
    message("good", `${heading} är omgjort.`, `${own}${warned}`.trim(),
      ["Ångra omgörningen", () => { Object.assign(slot, before); page.changed(key); page.focusSlot(key); }],
      ["Visa avsnittet", () => page.focusSlot(key)]).focus();
  };

  const check = (page, pressed) => busy(pressed, async () => {
    const place = document.getElementById("kontroll");
    say("Planen kontrolleras …");
    try {
      const found = [];
      for (const part of bundles(checkTexts(page.state, page.data.goals))) {
        const answer = await (await post("/api/draft/check", {
          text: part.text, unit: page.data.unit, board: page.data.board, year: page.data.request.year,
        })).json();
        found.push(...answer.findings.map((one) => ({ ...one, id: one.place ? part.ids[one.place.line - 1] : "" })));
      }
      place.replaceChildren(...findings(page, found));
      place.hidden = false;
      document.getElementById("kontroll-rubrik").focus();
    } catch (error) {
      message("warning", "Planen kunde inte kontrolleras.", error.message).focus();
    }
  });

  /* Goals together while the check takes them. */
  const bundles = (parts) => {
    const made = [];
    for (const part of parts) {
      const last = made[made.length - 1];
      if (last && last.text.length + part.text.length + 2 <= LONGEST_CHECK) {
        last.text += `\n\n${part.text}`;
        last.ids.push("", ...part.ids);
      } else {
        made.push({ text: part.text, ids: [...part.ids] });
      }
    }
    return made;
  };

  const findings = (page, found) => {
    const head = el("h2", { id: "kontroll-rubrik", tabindex: "-1" },
      found.length === 1 ? "Kontrollen gav 1 fynd" : `Kontrollen gav ${found.length} fynd`);
    const hide = button("Stäng kontrollen", () => {
      document.getElementById("kontroll").hidden = true;
      document.querySelector("[data-do=check]").focus();
    });
    if (!found.length) return [head, el("p", {}, "Inget att anmärka på."), hide];
    const items = found.map((one) => el("li", {},
      el("p", {}, el("strong", { class: "kind" }, SEVERITIES[one.severity]), ` ${one.message}`),
      one.place ? el("p", {}, el("q", {}, one.place.text)) : "",
      el("p", {}, one.suggestion, " ", one.id ? button("Gå till meningen", () => page.focusOne(one.id)) : "")));
    return [head, el("ol", { class: "findings" }, ...items), hide];
  };

  const download = async (page, link) => busy(link, async () => {
    const format = link.dataset.format;
    say("Filen görs …");
    try {
      const answer = await post(`/api/draft/export?format=${format}`, exported(page.state, page.data));
      const told = answer.headers.get("content-disposition") || "";
      const name = (told.match(/filename="([^"]+)"/) || ["", `utkast.${format}`])[1];
      const url = URL.createObjectURL(await answer.blob());
      const hand = el("a", { href: url, download: name, hidden: true });
      document.body.append(hand);
      hand.click();
      hand.remove();
      window.setTimeout(() => URL.revokeObjectURL(url), 60_000);
      say(`${name} är nedladdad.`);
    } catch (error) {
      message("warning", "Filen kunde inte göras.", error.message).focus();
    }
  });

  return { copy, redoForm, check, download };
})();
