// Style sheets of views: each is loaded with the first view that wants it.

const loaded = new Map();

/** Loads a style sheet that lies beside the modules, once. Resolves when it is in use, or can't be. */
export function style(name) {
  if (!loaded.has(name)) {
    loaded.set(name, new Promise((resolve) => {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = new URL(name, import.meta.url).href;
      link.onload = link.onerror = resolve;
      document.head.append(link);
    }));
  }
  return loaded.get(name);
}
