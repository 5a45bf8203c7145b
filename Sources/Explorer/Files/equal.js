// Hovering a hash, or what has the focus, marks every equal one on the page.

const mark = (hash, isMarked) => {
  if (!hash) return;
  for (const each of document.querySelectorAll(`.hash[data-hash="${CSS.escape(hash)}"]`)) {
    each.classList.toggle("same", isMarked);
  }
};

/** The hash at an element or around it, or the only one in what was given the focus. */
const hashAt = (element) => {
  const around = element.closest?.(".hash");
  const within = around ? [around] : [...(element.querySelectorAll?.(".hash") ?? [])];
  return within.length === 1 ? within[0].dataset.hash : null;
};

export function startEqual() {
  let marked = null;
  const show = (event) => {
    const hash = hashAt(event.target);
    if (hash === marked) return;
    mark(marked, false);
    mark(hash, true);
    marked = hash;
  };
  for (const name of ["pointerover", "focusin"]) addEventListener(name, show);
}
