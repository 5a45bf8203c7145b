// Which exercises were solved, kept by the browser.

const place = "forgechain lessons";

/** The names of solved exercises, such as `hash-1`. */
let solved = null;

function read() {
  if (solved) return;
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? "[]");
    solved = new Set(Array.isArray(kept) ? kept.map(String) : []);
  } catch { solved = new Set(); }
}

const nameOf = (lesson, number) => `${lesson}-${number}`;

/** Whether the exercise with a number from 1 was solved. */
export function isSolved(lesson, number) {
  read();
  return solved.has(nameOf(lesson, number));
}

export function solve(lesson, number) {
  read();
  solved.add(nameOf(lesson, number));
  try { localStorage.setItem(place, JSON.stringify([...solved])); } catch { /* Then until the page is closed. */ }
}

export function forgetSolved() {
  solved = new Set();
  try { localStorage.removeItem(place); } catch { /* Nothing was kept. */ }
}
