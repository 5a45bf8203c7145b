"""When a page asks for events, and when it does without, with a clock that is told the time."""

from Explorer.javascript import run

#: A browser's parts, as far as they are used: streams that were opened, and timers.
BROWSER = """
    const streams = [];
    globalThis.EventSource = class extends EventTarget {
      static CLOSED = 2;
      readyState = 0;
      constructor(url) { super(); this.url = url; streams.push(this); }
      close() { this.readyState = 2; }
      open() { this.readyState = 1; this.dispatchEvent(new Event("open")); }
      fail(state) { this.readyState = state; this.dispatchEvent(new Event("error")); }
      tell(name, data) { this.dispatchEvent(Object.assign(new Event(name), { data })); }
    };
    globalThis.document = new EventTarget();
    document.hidden = false;
    document.documentElement = { hasAttribute: () => false };
    const page = new EventTarget();
    globalThis.addEventListener = (...parts) => page.addEventListener(...parts);
    const timers = new Map();
    let last = 0;
    globalThis.setTimeout = (action, after) => { timers.set(++last, { action, after }); return last; };
    globalThis.clearTimeout = (number) => timers.delete(number);
    /** Lets the time of all timers that are set by now come. */
    const fire = () => [...timers.keys()].flatMap((number) => {
      const timer = timers.get(number);
      if (!timers.delete(number)) return [];
      timer.action();
      return [timer.after];
    });
    const show = (isShown) => { document.hidden = !isShown; document.dispatchEvent(new Event("visibilitychange")); };
    const { listen } = await load("events.js");
    const heard = [], became = [];
    listen((name, data) => heard.push([name, data]), (state) => became.push(state));
    const isOpen = () => streams.filter((each) => each.readyState !== 2).length;
    """


def told(script: str):
    return run(BROWSER + script)


def test_what_is_told_is_passed_on():
    found = told(
        """
        streams[0].open();
        streams[0].tell("block", '{"index": 2}');
        return { url: streams[0].url, heard, became };
        """)
    # Relative to the page: the node may be below a path.
    assert found == {"url": "events", "heard": [["block", {"index": 2}]], "became": ["live"]}


def test_a_node_that_is_away_is_the_browser_s_to_ask_again():
    found = told("streams[0].fail(0); const waits = fire(); return { became, waits, count: streams.length };")
    assert found == {"became": ["away"], "waits": [], "count": 1}


def test_after_a_refusal_it_is_asked_for_again_now_and_then_and_not_by_all_at_once():
    found = told(
        """
        const waits = [];
        for (let turn = 0; turn < 50; turn += 1) { streams.at(-1).fail(2); waits.push(...fire()); }
        streams.at(-1).open();
        return { waits, became, open: isOpen() };
        """)
    assert len(found["waits"]) == 50 and len(set(found["waits"])) > 40
    assert all(8000 <= wait <= 16000 for wait in found["waits"])
    assert found["became"] == ["refused"] * 50 + ["live"]
    assert found["open"] == 1


def test_a_page_that_nobody_looks_at_for_some_time_gives_its_stream_back():
    found = told(
        """
        streams[0].open();
        show(false); show(true); fire();
        const kept = isOpen();
        show(false); fire();
        const given = isOpen();
        show(true);
        return { kept, given, again: isOpen(), became, count: streams.length };
        """)
    assert found == {"kept": 1, "given": 0, "again": 1, "became": ["live", "hidden"], "count": 2}


def test_a_hidden_page_that_was_refused_does_not_ask():
    found = told("show(false); streams[0].fail(2); fire(); fire(); fire(); return { open: isOpen() };")
    assert found == {"open": 0}


def test_a_page_that_is_left_and_kept_for_going_back_gives_its_stream_back():
    found = told(
        """
        streams[0].open();
        page.dispatchEvent(new Event("pagehide"));
        const given = isOpen();
        page.dispatchEvent(new Event("pageshow"));
        return { given, again: isOpen(), became, count: streams.length };
        """)
    assert found == {"given": 0, "again": 1, "became": ["live", "hidden"], "count": 2}
