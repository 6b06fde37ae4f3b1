/* Fråga as a conversation: a question is streamed into the page, kept in this browser, shown again
   after a reload. One question at a time; a second press of the button asks nothing twice. What
   another tab or an earlier day asked lies behind a button, and is no part of what «och året innan?»
   refers to. Focus follows to the answer only from where the question was asked. */
"use strict";

(() => {
  const { say, store, stream, reveal, closePanel } = window.planassistent;
  const byId = (id) => document.getElementById(id);
  const form = byId("fraga");
  const talk = byId("samtal");
  if (!form || !talk) return;

  const FEW = 8;
  const REMEMBERED = 8;
  const LONGEST_SAID = 1500;
  const field = form.elements.q;
  let turns = [];
  let earlier = [];
  let running = null;

  const newId = () => Date.now().toString(36) + Math.random().toString(36).slice(2, 6);
  const articleOf = (id) => byId(`svar-${id}`);
  const paramsOf = (url) => new URL(url, location.origin).searchParams;

  const elementOf = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    return holder.content.firstElementChild;
  };

  /* htmx takes hold only of what stands in the page. */
  const ready = (part) => {
    window.htmx.process(part);
    reveal(part);
  };

  const showTools = () => {
    const some = Boolean(talk.querySelector("article.turn"));
    document.querySelector("[data-tools]").hidden = !some;
    const examples = document.querySelector("[data-examples]");
    if (examples) examples.hidden = some;
    const older = byId("aldre");
    older.hidden = !earlier.length;
    older.firstElementChild.textContent = `Visa tidigare frågor (${earlier.length})`;
  };

  const showEarlier = (count) => {
    const shown = earlier.splice(-count);
    for (const turn of shown.reverse()) {
      talk.prepend(elementOf(turn.html));
      ready(talk.firstElementChild);
    }
    showTools();
    return shown.length ? articleOf(shown.at(-1).id) : null;
  };

  const goTo = (article, focused) => {
    article.scrollIntoView({ block: "start" });
    (focused || article.querySelector("h2")).focus({ preventScroll: true });
  };

  /* What the server is sent. */

  const scopeOf = (pairs) => ({
    boards: pairs.filter(([name]) => name === "board").map(([, value]) => value),
    units: pairs.filter(([name]) => name === "unit").map(([, value]) => value),
    years: pairs.filter(([name]) => name === "year").map(([, value]) => Number(value)),
    report_types: pairs.filter(([name]) => name === "report_type").map(([, value]) => value),
  });

  const historyBefore = (turn) =>
    turns
      .filter((other) => other.at < turn.at && other.done)
      .slice(-REMEMBERED)
      .flatMap((other) => [
        { role: "user", content: other.question },
        { role: "assistant", content: (other.said || "").slice(0, LONGEST_SAID) },
      ]);

  const bodyOf = (turn) => {
    const params = paramsOf(turn.url);
    const dropped = params.getAll("utan").map((one) => [one.split(":")[0], one.slice(one.indexOf(":") + 1)]);
    return {
      question: turn.question,
      turn: turn.id,
      filters: scopeOf([...params.entries()]),
      dropped: scopeOf(dropped),
      history: historyBefore(turn),
    };
  };

  /* One question on its way. */

  const waitingFor = (turn) => {
    const article = byId("pagar").content.firstElementChild.cloneNode(true);
    article.id = `svar-${turn.id}`;
    article.dataset.turn = turn.id;
    article.dataset.url = turn.url;
    article.querySelector("[data-question]").textContent = turn.question;
    return article;
  };

  const busy = (on) => {
    form.querySelector("[data-stop]").hidden = !on;
    form.classList.toggle("busy", on);
    const button = form.querySelector("[type=submit]");
    if (on) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  };

  const keep = (turn, article, done, said) => {
    Object.assign(turn, { html: article.outerHTML, done, said, tab: store.tab });
    turns = [...turns.filter((other) => other.id !== turn.id), turn].sort((a, b) => a.at - b.at);
    store.put(turn);
    showTools();
  };

  const stopped = (turn, title, detail) => {
    const article = articleOf(turn.id);
    const notice = byId("avbrutet").content.firstElementChild.cloneNode(true);
    notice.querySelector("[data-title]").textContent = title;
    notice.querySelector("[data-detail]").textContent = detail;
    article.removeAttribute("aria-busy");
    article.classList.remove("waiting");
    const group = article.querySelector(".group");
    if (group) {
      group.querySelector(".searching")?.remove();
      if (!group.querySelector("li")) group.remove();
    }
    article.append(notice);
    keep(turn, article, false, "");
    say(`${title}. ${detail}`);
  };

  const finished = (turn, part) => {
    const old = articleOf(turn.id);
    const active = document.activeElement;
    const inside = old.contains(active);
    const fresh = elementOf(part.html);
    const same = inside && active.getAttribute("href");
    old.replaceWith(fresh);
    keep(turn, fresh, true, part.said);
    ready(fresh);
    say(part.status);
    if (inside || form.contains(active) || active === document.body) {
      const link = same && fresh.querySelector(`a[href="${CSS.escape(same)}"]`);
      if (link) link.focus();
      else goTo(fresh, fresh.querySelector("[data-answer]"));
    }
  };

  const ask = async (turn, instead) => {
    if (running) {
      say("Ett svar är på väg. Vänta tills det är klart, eller avbryt det.");
      return;
    }
    const article = waitingFor(turn);
    if (instead) instead.replaceWith(article);
    else {
      talk.append(article);
      history.pushState({ turn: turn.id }, "", `/#svar-${turn.id}`);
    }
    closePanel();
    document.title = `${turn.question} – Planassistent`;
    running = { turn, control: new AbortController() };
    busy(true);
    showTools();
    say("Söker i rapporterna …");
    if (instead) goTo(article);
    else article.scrollIntoView({ block: "start" });
    const list = article.querySelector(".statements");
    try {
      const told = (part) => {
        list.append(elementOf(part.html));
        ready(list.lastElementChild);
      };
      const inLine = (place) => say(`Språkmodellen skriver åt andra. Din plats i kön: ${place}.`);
      const part = await stream.answer(bodyOf(turn), running.control.signal, told, inLine);
      if (running?.turn === turn) finished(turn, part);
    } catch (problem) {
      if (running?.turn === turn) {
        const known = problem instanceof stream.Stopped;
        if (known) stopped(turn, problem.title, problem.detail);
        else stopped(turn, "Något gick fel på sidan", "Fråga igen.");
      }
    } finally {
      if (running?.turn === turn) {
        running = null;
        busy(false);
      }
    }
  };

  const stop = (title, detail) => {
    if (!running) return;
    const { turn, control } = running;
    running = null;
    busy(false);
    control.abort();
    stopped(turn, title, detail);
  };

  const askNew = (url) => {
    const question = (paramsOf(url).get("q") || "").trim();
    if (!question) return;
    if (!running) {
      field.value = "";
      field.dispatchEvent(new Event("input"));
    }
    ask({ id: newId(), at: Date.now(), question, url, html: "", said: "" });
  };

  const chooseAs = (url) => {
    const params = paramsOf(url);
    for (const box of form.querySelectorAll("input[type=checkbox]")) {
      box.checked = params.getAll(box.name).includes(box.value);
    }
    form.dispatchEvent(new Event("change"));
  };

  const askAgain = (article, url) => {
    const id = article.dataset.turn;
    const known = turns.find((turn) => turn.id === id);
    const question = (paramsOf(url).get("q") || "").trim();
    ask({ id, at: known?.at || Date.now(), question, url, html: "", said: "" }, running ? null : article);
  };

  /* What the user does. */

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    askNew(`/?${new URLSearchParams(new FormData(form))}`);
  });

  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });

  form.addEventListener("change", () => {
    const count = form.querySelectorAll("input:checked").length;
    form.querySelector("[data-chosen]").textContent = count ? ` (${count} ${count === 1 ? "vald" : "valda"})` : "";
  });

  const clear = () => {
    const kept = store.all();
    const shown = [...turns];
    stop("Frågan avbröts", "Samtalet rensades.");
    store.clear();
    turns = [];
    earlier = [];
    talk.replaceChildren();
    closePanel();
    showTools();
    history.replaceState(null, "", "/");
    say("Samtalet är rensat. ");
    const undo = document.createElement("button");
    undo.type = "button";
    undo.className = "quiet";
    undo.textContent = "Ångra";
    undo.addEventListener("click", () => {
      for (const turn of kept) store.put(turn);
      undo.remove();
      begin(shown);
      say("Samtalet är tillbaka.");
      field.focus();
    });
    byId("lage").append(undo);
    field.focus();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.ask-again");
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (link && plain) {
      event.preventDefault();
      if ("instead" in link.dataset) {
        if (!running) chooseAs(link.href);
        askAgain(link.closest("article"), link.href);
      } else askNew(link.href);
      return;
    }
    const button = event.target.closest("button");
    if (!button) return;
    if (button.matches("[data-retry]")) askAgain(button.closest("article"), button.closest("article").dataset.url);
    if (button.matches("[data-stop]")) {
      stop("Frågan avbröts", "Du avbröt den innan svaret var klart.");
      field.focus();
    }
    if (button.matches("[data-clear]")) clear();
    if (button.matches("[data-older]")) {
      const first = showEarlier(FEW);
      if (first) goTo(first);
    }
  });

  window.addEventListener("popstate", () => {
    const id = /^#svar-([a-z0-9]+)$/.exec(location.hash)?.[1];
    if (!id && location.hash) return;
    if (running && running.turn.id !== id) {
      stop("Svaret avbröts", "Du gick bakåt innan det var klart.");
    }
    const article = id && articleOf(id);
    /* After the browser's own move to the fragment, which takes focus away. */
    window.setTimeout(() => (article ? goTo(article) : field.focus()));
  });

  window.addEventListener("pagehide", () => stop("Svaret avbröts", "Du lämnade sidan innan det var klart."));

  window.addEventListener("storage", (event) => {
    if (!store.owns(event.key) || event.newValue !== null || store.all().length || running) return;
    turns = [];
    earlier = [];
    talk.replaceChildren();
    showTools();
    say("Samtalet rensades i en annan flik.");
  });

  /* The page as it is opened: this tab's questions, and what the server answered at the address. */

  const begin = (shown) => {
    turns = shown;
    const all = store.all();
    const mine = new Set(shown.slice(-FEW).map((turn) => turn.id));
    earlier = all.filter((turn) => !mine.has(turn.id));
    talk.replaceChildren(...shown.slice(-FEW).map((turn) => elementOf(turn.html)));
    [...talk.children].forEach(ready);
    showTools();
  };

  const adopt = (served) => {
    const id = served.dataset.turn;
    const question = served.querySelector("[data-question]").textContent;
    const turn = { id, at: Date.now(), question, url: served.dataset.url, html: "", said: "" };
    keep(turn, served, true, "");
    field.value = "";
    history.replaceState({ turn: id }, "", `/#svar-${id}`);
  };

  const served = talk.querySelector("article.turn");
  if (served) adopt(served);
  begin(store.all().filter((turn) => turn.tab === store.tab));
  const named = /^#svar-/.test(location.hash) && document.querySelector(location.hash);
  if (named) named.scrollIntoView({ block: "start" });
})();
