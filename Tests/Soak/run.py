"""A soak: three nodes under load, of which two are restarted in turn, with looks at everything throughout."""

import signal
import sys
import threading
import time
from collections.abc import Callable

from support.reading import pending
from support.waiting import SOON, eventually

from Soak.load import Rates, Tally, clients
from Soak.network import AGREEMENT, Place, agree, drain, three_places
from Soak.sampling import Sample, sample, sampling
from Soak.verdict import Restart, Run, lost_and_twice

#: Seconds of load before the first look at rest: what is made at the first use is there then.
FIRST = 3

#: Seconds after which connections that nobody uses are closed, and unused memory is given back.
REST = 90

#: Whose payments count.
PAYER = "alice"

#: Seconds between two restarts, at least; and a restart's node is away for so long.
RESTARTS, AWAY = 6, 1.5


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


def soak(seconds: float, rates: Rates) -> Run:
    with three_places() as places:
        return _soak(places, seconds, rates)


def _soak(places: list[Place], seconds: float, rates: Rates) -> Run:
    with clients(places, rates, "first"):
        threading.Event().wait(FIRST)
    before = _at_rest(places, lambda: True)
    say(f"at rest: {_short(before)}")
    problems: list[str] = []
    restarts: list[Restart] = []
    every = between_restarts(seconds)
    with sampling(places, max(seconds / 720, 0.5)) as samples:
        start = time.monotonic()
        with clients(places, rates, PAYER) as tally:
            turn = 0
            while (left := start + seconds - time.monotonic()) > every:
                threading.Event().wait(min(every, left))
                place = places[1 + turn % 2]
                number = signal.SIGTERM if turn // 2 % 2 else signal.SIGKILL
                turn += 1
                try:
                    restarts.append(_restart(places, place, number))
                    say(f"{_last(samples)}; {restarts[-1]}; {tally.answered} answered, failures {tally.failures[-3:]}")
                    _look_for(tally, places)
                except AssertionError as complaint:
                    problems.append(str(complaint))
                    say(f"PROBLEM {complaint}")
            threading.Event().wait(max(start + seconds - time.monotonic(), 0))
    say("the load has ended")
    drain(places)
    chains = {place.name: place.node.get("/chain").body for place in places}
    if len(set(chains.values())) != 1:
        problems.append("the three chains are not the same")
    blocks = places[0].node.chain()
    lost, twice = lost_and_twice(tally.acknowledged, _numbers(blocks))
    most = {place.name: before[place.name].descriptors for place in places}
    after = _at_rest(places, lambda: all(place.descriptors() <= most[place.name] for place in places))
    say(f"at rest: {_short(after)}")
    first = places[0]
    first.end(signal.SIGTERM)
    first.start()
    with clients(places, rates, "last"):
        threading.Event().wait(FIRST)
    drain(places)
    fresh = _at_rest(places, lambda: True)[first.name]
    say(f"{first.name} afresh: {fresh.memory >> 20} MiB")
    for place in places:
        place.end(signal.SIGTERM)
        place.verify()
        problems += [f"{place.name} logged: {line}" for line in place.complaints]
    return Run(seconds, tally, samples, restarts, before, after, fresh, len(blocks), lost, twice, problems)


def between_restarts(seconds: float) -> float:
    return max(RESTARTS, seconds / 60)


def _restart(places: list[Place], place: Place, number: signal.Signals) -> Restart:
    place.end(number)
    # The others go on meanwhile.
    threading.Event().wait(AWAY)
    start = time.monotonic()
    place.start()
    up = time.monotonic()
    agree(places)
    return Restart(place.name, number.name, up - start, time.monotonic() - up)


def _look_for(tally: Tally, places: list[Place]) -> None:
    """Every payment that was acknowledged until now is in the chain or pending at the first node, and none twice."""
    wanted = tally.acknowledged_now()
    node = places[0].node

    def has_all() -> bool:
        # In this order, since a payment goes from one to the other. When a longer chain takes the place of ours some
        # go back, so a look that misses one isn't the last.
        try:
            waiting = {payment["amount"] for payment in pending(node) if payment["sender"] == PAYER}
        except AssertionError:  # one was mined between two pages
            return False
        mined = _numbers(node.chain())
        twice = lost_and_twice(set(), mined)[1]
        assert not twice, f"payments were mined twice: {twice[:5]}"
        return wanted <= waiting.union(mined)

    what = f"{places[0].name} has each of {len(wanted)} acknowledged payments"
    eventually(has_all, what, AGREEMENT)


def _numbers(chain: list[dict]) -> list[int]:
    """Those of the payments in a chain, without rewards."""
    return [each["amount"] for block in chain for each in block["transactions"] if each["sender"] == PAYER]


def _at_rest(places: list[Place], condition: Callable[[], bool]) -> dict[str, Sample]:
    """A sample of each when nobody asks anything any more, or in the end anyway."""
    threading.Event().wait(SOON / 4)
    try:
        eventually(condition, "the nodes are at rest", REST)
    except AssertionError as complaint:
        print(complaint, file=sys.stderr)
    return {place.name: sample(place, 0) for place in places}


def _short(samples: dict[str, Sample]) -> str:
    return ", ".join(
        f"{name} {each.memory >> 20} MiB {each.descriptors} descriptors {each.threads} threads"
        for name, each in samples.items()
    )


def _last(samples: dict[str, list[Sample]]) -> str:
    return _short({name: own[-1] for name, own in samples.items() if own})
