/* Drafts kept in this browser, one record for each unit, year and goal. Never more than MOST, never
   a longer one than LONGEST; what cannot be kept is said, never dropped. A record that another
   version of the page wrote, or that is broken, is left as it is. */
"use strict";

window.Skriv = window.Skriv || {};

Skriv.store = (() => {
  const VERSION = 1;
  const MOST = 20;
  const LONGEST = 1_000_000;
  const PREFIX = `planassistent.utkast.${VERSION}.`;
  const BEFORE = `planassistent.tidigare.${VERSION}.`;
  const OPEN = `planassistent.pagaende.${VERSION}.`;

  const read = (name) => {
    try {
      const record = JSON.parse(window.localStorage.getItem(name));
      return record && typeof record === "object" ? record : null;
    } catch {
      return null;
    }
  };

  const write = (name, value) => {
    try {
      const text = JSON.stringify(value);
      if (text.length > LONGEST) return "Utkastet är för stort för webbläsarens utrymme.";
      window.localStorage.setItem(name, text);
      return "";
    } catch {
      return "Webbläsaren tar inte emot mer.";
    }
  };

  const drop = (name) => {
    try {
      window.localStorage.removeItem(name);
    } catch { /* nothing was kept */ }
  };

  const keys = () => {
    try {
      return Object.keys(window.localStorage).filter((name) => name.startsWith(PREFIX));
    } catch {
      return [];
    }
  };

  const whole = (record) =>
    record && record.v === VERSION && record.slots && record.citations ? record : null;

  return {
    nameOf: (key) => PREFIX + key,
    load: (key) => whole(read(PREFIX + key)),
    save(key, record) {
      const name = PREFIX + key;
      const known = keys();
      if (!known.includes(name) && known.length >= MOST) {
        return `Här finns redan ${MOST} sparade utkast. Rensa något av dem på sidan Skriv.`;
      }
      return write(name, { ...record, v: VERSION });
    },
    loadBefore: (key) => whole(read(BEFORE + key)),
    saveBefore: (key, record) => write(BEFORE + key, { ...record, v: VERSION }),
    dropBefore: (key) => drop(BEFORE + key),
    loadOpen: (key) => read(OPEN + key) || {},
    saveOpen(key, open) {
      if (Object.keys(open).length) return write(OPEN + key, open);
      drop(OPEN + key);
      return "";
    },
    clear(key) {
      for (const prefix of [PREFIX, BEFORE, OPEN]) drop(prefix + key);
    },
    all() {
      const found = keys().map((name) => ({ key: name.slice(PREFIX.length), record: whole(read(name)) }));
      return found.filter((one) => one.record).sort((a, b) => b.record.saved - a.record.saved);
    },
  };
})();
