/* Several files at once: each is sent and followed on its own line, and one that cannot be used
   never stops the others. Nothing is put in place of a line that someone is writing in. */
"use strict";

(() => {
  const form = document.querySelector("form.upload");
  const list = document.getElementById("filer");
  const room = document.getElementById("uppladdning");
  const summary = document.getElementById("filer-lage");
  const input = document.getElementById("file");
  const PART = { Accept: "application/json", "HX-Request": "true", "HX-Request-Type": "partial" };
  const SENDING = 2;
  const MOST = 40;
  const STAGES = { queued: "väntar på sin tur", reading: "läses", embedding: "görs sökbar" };
  const waiting = [];
  const seen = new Set();
  let sending = 0;

  const el = (tag, given = {}, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(given)) made.setAttribute(name, value);
    made.append(...inside);
    return made;
  };

  /* The summary tells everything that happens, politely and only when it changes. */
  const counts = () => {
    const jobs = [...list.querySelectorAll(".job")];
    const of = (...kinds) => jobs.filter((job) => kinds.includes(job.dataset.status)).length;
    const said = [
      [of("sending", "queued", "reading", "embedding"), "är på väg"], [of("waiting"), "väntar på att du säger ja"],
      [of("ready"), of("ready") === 1 ? "är inlagd" : "är inlagda"], [of("failed", "cut", "gone"), "kunde inte läggas in"],
    ].filter(([count]) => count).map(([count, words]) => `${count} ${words}`);
    const text = said.length ? `${jobs.length} ${jobs.length === 1 ? "fil" : "filer"}: ${said.join(", ")}.` : "";
    if (summary.textContent !== text) summary.textContent = text;
    room.hidden = !jobs.length;
    const sure = jobs.filter((job) => "sure" in job.dataset).length;
    all.hidden = sure < 2;
    all.textContent = `Lägg in alla som är säkra (${sure})`;
    const address = new URL(window.location.href);
    address.searchParams.delete("jobb");
    for (const job of jobs.slice(-MOST)) if (job.dataset.job) address.searchParams.append("jobb", job.dataset.job);
    window.history.replaceState(null, "", address);
  };

  const box = (status, kind, ...inside) => el("div", { class: `job notice ${kind}`, "data-status": status, tabindex: "-1" }, ...inside);

  const put = (line, node, focus = false) => {
    const had = line.contains(document.activeElement);
    if (node.dataset.status === "failed" && !node.querySelector("button")) {
      node.append(el("p", { class: "tools" }, press("Ta bort raden", () => leave(line, line.dataset.key || ""))));
    }
    line.replaceChildren(node);
    counts();
    if (had || focus) node.focus();
  };

  const fromMarkup = (markup) => {
    const made = document.createElement("template");
    made.innerHTML = markup;
    return made.content.querySelector(".job");
  };

  const problemOf = (text) => {
    try {
      const problem = JSON.parse(text);
      return problem.detail || problem.title;
    } catch {
      return "Servern kunde inte ta emot filen. Försök igen.";
    }
  };

  const press = (text, then) => {
    const made = el("button", { type: "button", class: "quiet" }, text);
    made.addEventListener("click", then);
    return made;
  };

  const leave = (line, key) => {
    const next = line.nextElementSibling || line.previousElementSibling;
    seen.delete(key);
    line.remove();
    counts();
    (next ? next.querySelector(".job") : input).focus();
  };

  const failed = (line, file, status, why, again) => {
    const key = keyOf(file);
    const row = el("p", { class: "tools" }, press("Ta bort raden", () => leave(line, key)));
    if (again) row.prepend(press("Försök igen", () => { start(line, file); next(); }));
    put(line, box(status, "warning", el("p", {}, el("strong", {}, file.name), ` ${why}`), row));
  };

  /* Sending. */
  const keyOf = (file) => `${file.name}|${file.size}|${file.lastModified}`;

  const start = (line, file) => {
    put(line, box("sending", "", el("p", {}, el("strong", {}, file.name), " ", el("span", { "data-stage": "" }, "väntar på att skickas")),
      el("progress", { max: "1", value: "0", "aria-label": `Så mycket av ${file.name} är skickat` })));
    waiting.push({ line, file });
  };

  const next = () => {
    while (sending < SENDING && waiting.length) {
      const { line, file } = waiting.shift();
      if (!line.isConnected) continue;
      sending += 1;
      send(line, file, () => { sending -= 1; next(); });
    }
  };

  const send = (line, file, done) => {
    const stage = line.querySelector("[data-stage]");
    const bar = line.querySelector("progress");
    const request = new XMLHttpRequest();
    const cut = () => {
      failed(line, file, "cut", "skickades inte: anslutningen bröts. Inget av filen har sparats.", true);
      done();
    };
    stage.textContent = "skickas";
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.value = event.loaded / event.total;
      if (event.loaded === event.total) {
        stage.textContent = "är skickad och läses";
        bar.removeAttribute("value");
        bar.setAttribute("aria-label", `${file.name} läses`);
      }
    });
    request.addEventListener("error", cut);
    request.addEventListener("abort", cut);
    request.addEventListener("load", () => {
      const part = request.status === 200 ? fromMarkup(request.responseText) : null;
      if (part) put(line, part);
      else failed(line, file, "failed", problemOf(request.responseText), request.status >= 500);
      done();
      follow();
    });
    request.open("POST", "/rapporter/filer");
    request.setRequestHeader("Accept", "application/json");
    for (const [name, value] of Object.entries(window.planassistent.sentByUs())) request.setRequestHeader(name, value);
    const body = new FormData();
    body.append("file", file);
    request.send(body);
  };

  const take = (files) => {
    const limit = Number(form.dataset.limit) * 1e6;
    for (const file of files) {
      const key = keyOf(file);
      if (seen.has(key)) continue;
      seen.add(key);
      const line = el("li", { "data-key": key });
      list.append(line);
      if (list.children.length > MOST) failed(line, file, "failed", `är en för mycket: högst ${MOST} filer åt gången.`, false);
      else if (!/\.(pdf|docx|txt)$/i.test(file.name)) failed(line, file, "failed", "kan inte läsas. Lägg in rapporten som PDF, Word (.docx) eller text (.txt).", false);
      else if (file.size > limit) failed(line, file, "failed", `är för stor. Den får vara högst ${form.dataset.limit} MB.`, false);
      else if (!file.size) failed(line, file, "failed", "är tom. Välj en fil med innehåll.", false);
      else start(line, file);
    }
    counts();
    next();
    if (files.length) document.getElementById("filer-rubrik").focus();
  };

  /* Following what is being taken in. */
  let timer = 0;
  const follow = () => {
    window.clearTimeout(timer);
    const jobs = [...list.querySelectorAll(".job[data-job]")].filter((job) => job.dataset.status in STAGES);
    if (!jobs.length) return;
    timer = window.setTimeout(async () => {
      for (const job of jobs) if (job.isConnected) await look(job);
      follow();
    }, 700);
  };

  const look = async (job) => {
    const stage = job.querySelector("[data-stage]");
    try {
      const answer = await fetch(`/api/documents/${job.dataset.job}`, { headers: { Accept: "application/json" } });
      const told = answer.ok ? await answer.json() : { status: "gone" };
      if (told.status in STAGES) {
        stage.textContent = STAGES[told.status];
        job.querySelector("progress").value = told.progress;
        if (job.dataset.status !== told.status) { job.dataset.status = told.status; counts(); }
        return;
      }
      await swap(job, await fetch(`/rapporter/jobb/${job.dataset.job}`, { headers: PART }));
      if (told.status === "ready") await refresh();
    } catch {
      stage.textContent = "– servern svarar inte, försöker igen …";
    }
  };

  const swap = async (job, answer, focus = false) => {
    const part = answer.ok ? fromMarkup(await answer.text()) : null;
    if (part) put(job.parentElement, part, focus);
    return Boolean(part);
  };

  /* The list of reports anew, unless someone stands in it. */
  const refresh = async () => {
    const old = document.getElementById("bibliotek");
    if (old.contains(document.activeElement)) return;
    const answer = await fetch("/rapporter", { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("bibliotek");
    if (fresh) old.replaceWith(fresh);
  };

  /* Saying yes, or no. */
  const answerFor = async (identity, action, focus) => {
    const job = identity.closest(".job");
    if (job.getAttribute("aria-busy") === "true") return;
    job.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(action, { method: "POST", body: new FormData(identity), headers: PART });
      if (answer.status === 204) leave(job.parentElement, job.parentElement.dataset.key || "");
      else if (!await swap(job, answer, focus)) wrong(job, problemOf(await answer.text()));
    } catch {
      wrong(job, "Servern svarar inte. Det du skrev är kvar. Kontrollera anslutningen och försök igen.");
    } finally {
      job.removeAttribute("aria-busy");
    }
    follow();
  };

  const wrong = (job, why) => {
    const old = job.querySelector("[role=alert]");
    if (old) old.remove();
    job.querySelector("form").append(el("p", { role: "alert", class: "notice warning" }, why));
  };

  list.addEventListener("submit", (event) => {
    const identity = event.target.closest("form.identity");
    if (!identity) return;
    event.preventDefault();
    const by = event.submitter;
    answerFor(identity, by && by.hasAttribute("formaction") ? by.formAction : identity.action, true);
  });

  const all = press("", async () => {
    for (const job of [...list.querySelectorAll(".job[data-sure]")]) {
      const identity = job.querySelector("form");
      await answerFor(identity, identity.action, false);
    }
    document.getElementById("filer-rubrik").focus();
  });
  all.className = "";
  all.hidden = true;
  room.insertBefore(all, list);

  /* Choosing and dropping. */
  const zone = el("div", { class: "drop" });
  const pick = el("span", { class: "pick", "aria-hidden": "true" }, "Välj filer");
  pick.addEventListener("click", () => input.click());
  const name = form.querySelector("label");
  form.querySelector("button[type=submit]").remove();
  input.required = false;
  form.insertBefore(zone, name);
  name.textContent = name.textContent.replace(/^Filer/, "Dra filer hit eller välj dem");
  zone.append(name, input, pick);
  input.classList.add("visually-hidden");
  input.addEventListener("change", () => { take([...input.files]); input.value = ""; });
  form.addEventListener("submit", (event) => event.preventDefault());
  let inside = 0;
  const over = (on) => form.classList.toggle("over", on);
  document.addEventListener("dragenter", (event) => { if (event.dataTransfer.types.includes("Files")) { inside += 1; over(true); } });
  document.addEventListener("dragleave", () => { inside = Math.max(0, inside - 1); over(inside > 0); });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    inside = 0;
    over(false);
    take([...event.dataTransfer.files]);
  });

  counts();
  follow();
})();
