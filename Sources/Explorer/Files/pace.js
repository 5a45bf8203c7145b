// How often something is done, however often it is called for.

/** Combines all calls in one frame into one, however many events there are. */
export function perFrame(action) {
  let isWaiting = false;
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    // A hidden tab gets no animation frames, and needs none.
    requestAnimationFrame(() => {
      isWaiting = false;
      action();
    });
  };
}

/** Calls at once, then at most once per interval, and always for the last call. */
export function atMostEvery(milliseconds, action) {
  let last = -Infinity;
  let timer = null;
  return () => {
    if (timer !== null) return;
    const wait = Math.max(0, last + milliseconds - performance.now());
    timer = setTimeout(() => {
      timer = null;
      last = performance.now();
      action();
    }, wait);
  };
}
