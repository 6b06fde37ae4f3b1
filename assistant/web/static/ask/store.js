/* The conversation, in this browser only. Each answer lies under a key of its own, so that two tabs
   never write over each other. Bounded in number and in length; the oldest go first. A version is
   part of the key: what an older version kept is thrown away. Where the browser keeps nothing, the
   conversation lives as long as the page. */
"use strict";

window.planassistent = window.planassistent || {};

(() => {
  const ROOT = "planassistent.samtal.";
  const PREFIX = `${ROOT}1.`;
  const MOST = 100;
  const LONGEST = 2_000_000;

  const memory = new Map();
  const shelf = (() => {
    try {
      localStorage.setItem(`${ROOT}prov`, "1");
      localStorage.removeItem(`${ROOT}prov`);
      return localStorage;
    } catch {
      return {
        setItem: (key, value) => memory.set(key, value),
        getItem: (key) => memory.get(key) ?? null,
        removeItem: (key) => memory.delete(key),
      };
    }
  })();

  const keys = () =>
    (shelf === window.localStorage ? Object.keys(localStorage) : [...memory.keys()])
      .filter((key) => key.startsWith(PREFIX))
      .sort();

  const keyOf = (turn) => `${PREFIX}${String(turn.at).padStart(15, "0")}.${turn.id}`;

  const sound = (turn) =>
    turn && [turn.id, turn.question, turn.url, turn.html].every((part) => typeof part === "string");

  const read = (key) => {
    try {
      const turn = JSON.parse(shelf.getItem(key));
      return sound(turn) ? turn : null;
    } catch {
      return null;
    }
  };

  const bound = () => {
    const held = keys();
    let length = 0;
    for (let at = held.length - 1; at >= 0; at -= 1) {
      length += (shelf.getItem(held[at]) || "").length;
      if (held.length - at > MOST || length > LONGEST) shelf.removeItem(held[at]);
    }
  };

  const remove = (id) => {
    for (const key of keys()) if (key.endsWith(`.${id}`)) shelf.removeItem(key);
  };

  const put = (turn) => {
    remove(turn.id);
    const text = JSON.stringify(turn);
    while (true) {
      try {
        shelf.setItem(keyOf(turn), text);
        break;
      } catch {
        const oldest = keys()[0];
        if (!oldest) return;
        shelf.removeItem(oldest);
      }
    }
    bound();
  };

  for (const key of shelf === window.localStorage ? Object.keys(localStorage) : []) {
    if (key.startsWith(ROOT) && !key.startsWith(PREFIX)) localStorage.removeItem(key);
  }

  const tab = (() => {
    try {
      const mine = sessionStorage.getItem("planassistent.flik") || Math.random().toString(36).slice(2, 10);
      sessionStorage.setItem("planassistent.flik", mine);
      return mine;
    } catch {
      return "flik";
    }
  })();

  window.planassistent.store = {
    tab,
    put,
    all: () => keys().map(read).filter(Boolean),
    clear: () => keys().forEach((key) => shelf.removeItem(key)),
    owns: (key) => key === null || key.startsWith(PREFIX),
  };
})();
