/* What can be done with an answer: copy it with its sources, print it, fetch it as Word. All of it
   is made from what the page carries of the answer; nothing is asked anew. */
"use strict";

window.planassistent = window.planassistent || {};

(() => {
  const { say } = window.planassistent;

  const carried = (article) => {
    const field = article.querySelector('input[name="about"]');
    return field ? JSON.parse(field.value) : null;
  };

  const marks = (ids) => ids.map((id) => `[${id}]`).join("");

  const gridLines = (grid) => [
    [grid.name, ...grid.heads].join("\t"),
    ...grid.rows.map((row) =>
      [row.who, ...row.cells.map((cell) => (cell ? `${cell.text} [${cell.citation}]` : "–"))].join("\t")),
  ];

  const sourceLine = (c) =>
    `[${c.id}] ${c.unit || `${c.board}, hela nämnden`}, ${c.title}, sidan ${c.page}: ”${c.quote}”`;

  const textOf = (told) => {
    const lines = [told.question, ""];
    if (told.warnings.length) lines.push(...told.warnings, "");
    if (told.grid) lines.push(...gridLines(told.grid), "");
    lines.push(...told.statements.map((s) => `${s.text} ${marks(s.citations)}`.trim()));
    if (!told.statements.length && !told.grid) lines.push(told.answer);
    if (told.citations.length) lines.push("", "Källor", ...told.citations.map(sourceLine));
    return lines.join("\n");
  };

  const copyText = async (text) => {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(text);
      return true;
    }
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "visually-hidden";
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
  };

  const copy = async (button) => {
    const told = carried(button.closest("article"));
    const copied = await copyText(textOf(told)).catch(() => false);
    button.focus();
    say(copied ? "Svaret är kopierat, med källor." : "Det gick inte att kopiera. Markera texten och kopiera själv.");
  };

  /* Sources are folded on the screen and open on paper. */
  const unfold = () => {
    for (const fold of document.querySelectorAll(".turn details.cited:not([open])")) {
      fold.open = true;
      fold.dataset.unfolded = "";
    }
  };
  const fold = () => {
    for (const open of document.querySelectorAll("details[data-unfolded]")) {
      open.open = false;
      delete open.dataset.unfolded;
    }
    for (const only of document.querySelectorAll(".turn.only")) only.classList.remove("only");
    document.body.classList.remove("print-one");
  };
  window.addEventListener("beforeprint", unfold);
  window.addEventListener("afterprint", fold);

  const printOne = (article) => {
    article.classList.add("only");
    document.body.classList.add("print-one");
    window.print();
  };

  const word = async (articles) => {
    const form = new URLSearchParams();
    for (const article of articles) {
      const told = article.querySelector('input[name="about"]');
      if (told) form.append("about", told.value);
    }
    if (![...form.keys()].length) return say("Det finns inget svar att hämta ännu.");
    say("Word-filen görs …");
    try {
      const response = await fetch("/fraga/word", { method: "POST", body: form, headers: window.planassistent.sentByUs() });
      if (!response.ok) return say((await response.json()).detail);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await response.blob());
      link.download = form.getAll("about").length > 1 ? "samtal.docx" : "svar.docx";
      link.click();
      window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
      say("Word-filen är hämtad.");
    } catch {
      say("Servern svarar inte. Kontrollera anslutningen och försök igen.");
    }
    return undefined;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.matches("[data-copy]")) copy(button);
    if (button.matches("[data-print-one]")) printOne(button.closest("article"));
    if (button.matches("[data-print]")) window.print();
    if (button.matches("[data-word]")) word(document.querySelectorAll("#samtal article.turn"));
    if (button.matches("[data-file]")) {
      event.preventDefault();
      word([button.closest("article")]);
    }
  });

  window.planassistent.reveal = (article) => {
    for (const button of article.querySelectorAll("[data-copy], [data-print-one]")) button.hidden = false;
  };
})();
