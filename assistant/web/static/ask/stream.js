/* A question posted, its answer read as server-sent events. A stream that ends before «done», that
   falls silent or cannot be reached is an error with words to show. */
"use strict";

window.planassistent = window.planassistent || {};

(() => {
  const SILENT_MS = 60_000;

  class Stopped extends Error {
    constructor(title, detail) {
      super(title);
      this.title = title;
      this.detail = detail;
    }
  }

  const unreachable = () =>
    new Stopped("Servern svarar inte", "Kontrollera anslutningen och fråga igen.");
  const cutOff = () =>
    new Stopped("Svaret avbröts innan det var klart", "Förbindelsen bröts. Det som hann komma står kvar ovan, men är inte hela svaret.");

  const refused = async (response) => {
    try {
      const problem = await response.json();
      return new Stopped(problem.title, problem.detail);
    } catch {
      return new Stopped("Frågan kunde inte besvaras", "Försök igen om en stund.");
    }
  };

  const eventOf = (block) => {
    const lines = block.split("\n");
    const name = lines.find((line) => line.startsWith("event: "))?.slice(7);
    const data = lines.filter((line) => line.startsWith("data: ")).map((line) => line.slice(6)).join("\n");
    return name ? { name, data: JSON.parse(data) } : null;
  };

  const withoutSilence = (reader) => {
    let timer;
    const silence = new Promise((_, fail) => {
      timer = window.setTimeout(() => fail(cutOff()), SILENT_MS);
    });
    return Promise.race([reader.read(), silence]).finally(() => window.clearTimeout(timer));
  };

  const events = async function* (body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    while (true) {
      const { done, value } = await withoutSilence(reader);
      if (done) return;
      const blocks = (rest + value).split("\n\n");
      rest = blocks.pop();
      for (const block of blocks) {
        const event = eventOf(block);
        if (event) yield event;
      }
    }
  };

  /* Resolves to the «done» part; calls ``told`` with each statement's part before it and
     ``inLine`` with the place in line while the chat model writes for others. */
  const answer = async (question, signal, told, inLine) => {
    let response;
    try {
      response = await fetch("/fraga", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "text/event-stream", ...window.planassistent.sentByUs() },
        body: JSON.stringify(question),
        signal,
      });
    } catch (error) {
      throw signal.aborted ? error : unreachable();
    }
    if (!response.ok) throw await refused(response);
    try {
      for await (const { name, data } of events(response.body)) {
        if (name === "statement") told(data);
        if (name === "queue") inLine(data.place);
        if (name === "error") throw new Stopped(data.title, data.detail);
        if (name === "done") return data;
      }
    } catch (error) {
      throw signal.aborted || error instanceof Stopped ? error : cutOff();
    }
    throw cutOff();
  };

  window.planassistent.stream = { answer, Stopped };
})();
