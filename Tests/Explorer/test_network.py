"""The simulated network without a page: nodes that fork and agree, and what a forger gets told."""

import json

import pytest

from Explorer.javascript import run
from support.chains import is_valid_chain

#: Loads what the scripts below use. Actions change `state`.
MODULES = """
    const net = await load("network.js");
    const rules = await load("rules.js");
    const { forgeries, canForge, endOf } = await load("forgery.js");
    const guides = await load("guide.js");
    const { search } = await load("search.js");

    let state = net.fresh();
    const prove = async (previous, draft) => {
      const found = await search(rules.problem(previous, draft, state.settings));
      return { ...draft, proof: rules.proofOf(draft, found.number, state.settings.isSealed) };
    };
    const draftOf = (name) => prove(net.tipOf(state, name).draft, net.draftFor(state, name));
    const mine = async (name) => {
      state = net.mined(state, name, await draftOf(name)) ?? state;
      return net.canMine(state, name);
    };
    const send = (name, amount = "7") => {
      state = net.send(state, name, { sender: "dan", recipient: "eve", amount });
    };
    const resolve = (name) => { state = net.resolve(state, name); };
    const lengths = () => net.honest.map((name) => state.nodes[name].chain.length);
    const pending = (name) => state.nodes[name].pending.map((each) => each.amount);
    const tips = () => net.honest.map((name) => net.tipOf(state, name).hash);
    const verdicts = (name) => Object.values(state.cables).flatMap((cable) => cable.verdicts)
      .filter((each) => each.asker === name).map((each) => [each.asked, each.kind]);
    const cable = (one, other) => `${one} ${other}`;
    const times = (name, amount) =>
      net.paymentsIn(state.nodes[name].chain).filter((each) => each.amount === amount).length;
    const texts = (name) => state.nodes[name].chain.map((each) => rules.textOf(each.draft));
"""

HONEST = ["alice", "bob", "carol"]


def network(script: str, value=None):
    return run(MODULES + script, value)


#: Bob has mined one block with a payment, and carol two.
FORK = """send("bob"); await mine("bob"); await mine("carol"); await mine("carol");"""


def test_what_is_mined_is_a_chain_that_python_takes():
    chains = network(FORK + "return net.honest.map(texts);")
    for texts, length in zip(chains, (5, 6, 7), strict=True):
        chain = [json.loads(text) for text in texts]
        assert len(chain) == length
        assert is_valid_chain(chain, 3)


def test_both_chains_of_a_fork_are_valid_and_the_longer_one_wins():
    script = FORK + """
        const [{ hash }] = state.nodes.alice.chain;
        const faults = net.honest.map((name) => net.faultIn(state.nodes[name].chain, hash, state.settings));
        const common = net.commonLength(state.nodes.bob.chain, state.nodes.carol.chain);
        resolve("bob");
        return [faults, common, lengths(), verdicts("bob"), tips()[1] === tips()[2]];
        """
    faults, common, lengths, verdicts, is_same = network(script)
    assert faults == [None] * 3
    assert common == 5
    assert lengths == [5, 7, 7]
    assert dict(verdicts) == {"alice": "not-longer", "carol": "taken", "mallory": "not-longer"}
    assert is_same


def test_what_falls_out_is_remembered_and_its_payment_waits_again_until_it_is_mined_once():
    script = FORK + """
        const before = pending("bob");
        resolve("bob");
        const again = pending("bob");
        const news = state.news.find((each) => each.name === "taken");
        const remembered = state.remembered.map((each) => [each.name, each.chain.length]);
        await mine("bob");
        for (const name of net.honest) resolve(name);
        const counts = net.honest.map((name) => times(name, "7"));
        return [before, again, news.fell, news.again.length, remembered, counts, pending("bob"), new Set(tips()).size];
        """
    before, again, fell, count, remembered, counts, left, different = network(script)
    assert (before, again, fell, count) == ([], ["7"], ["6"], 1)
    assert remembered == [["bob", 6]]
    assert (counts, left, different) == ([1, 1, 1], [], 1)


def test_a_payment_that_the_new_chain_has_does_not_wait_again():
    script = """
        state = net.setGossip(state, true);
        send("bob");
        for (const name of ["alice", "bob", "carol"]) {
          state = net.setGossip(state, false);
        }
        const everywhere = net.names.map(pending);
        await mine("bob"); await mine("carol"); await mine("carol");
        const both = [times("bob", "7"), times("carol", "7")];
        resolve("bob");
        return [everywhere, both, times("bob", "7"), pending("bob")];
        """
    assert network(script) == [[["7"]] * 4, [1, 1], 1, []]


def test_a_tie_changes_nothing():
    script = """
        await mine("bob"); await mine("carol");
        const before = tips();
        resolve("bob"); resolve("carol");
        return [before, tips(), verdicts("bob"), state.remembered.length];
        """
    before, after, verdicts, remembered = network(script)
    assert before == after
    assert ["carol", "not-longer"] in verdicts and remembered == 0


def test_of_two_longer_chains_the_longest_is_taken():
    script = """
        await mine("bob"); await mine("carol"); await mine("carol");
        resolve("alice");
        return [verdicts("alice"), tips()[0] === tips()[2]];
        """
    verdicts, is_carols = network(script)
    assert dict(verdicts) == {"bob": "another", "carol": "taken", "mallory": "not-longer"}
    assert is_carols


def test_over_a_cut_cable_nothing_is_said():
    script = """
        state = net.setJoined(state, cable("bob", "carol"), false);
        await mine("carol");
        resolve("bob");
        const cut = [verdicts("bob"), lengths()];
        resolve("alice");
        resolve("bob");
        const key = cable("alice", "bob");
        return [cut, lengths(), net.setJoined(state, key, false).cables[key].verdicts];
        """
    (verdicts, lengths), detour, after = network(script)
    assert dict(verdicts) == {"alice": "not-longer", "mallory": "not-longer"}
    assert lengths == [5, 5, 6]
    assert detour == [6, 6, 6]
    assert after == []


def test_with_gossip_payments_and_blocks_come_by_themselves_and_go_around_a_cut():
    script = """
        state = net.setGossip(net.setJoined(state, cable("alice", "carol"), false), true);
        send("alice");
        const told = net.honest.map(pending);
        await mine("carol");
        const after = [lengths(), net.honest.map(pending), new Set(tips()).size];
        state = net.setGossip(state, false);
        await mine("bob");
        const quiet = lengths();
        state = net.setGossip(state, true);
        return [told, after, quiet, lengths()];
        """
    told, (lengths, left, different), quiet, at_last = network(script)
    assert told == [["7"]] * 3
    assert (lengths, left, different) == ([6, 6, 6], [[], [], []], 1)
    assert quiet == [6, 7, 6] and at_last == [7, 7, 7]


def test_a_proof_for_a_chain_that_has_changed_meanwhile_is_of_no_use():
    script = """
        const draft = await draftOf("bob");
        await mine("carol");
        resolve("bob");
        return net.mined(state, "bob", draft);
        """
    assert network(script) is None


def test_nothing_grows_without_end():
    script = """
        for (let n = 0; n < 100; n += 1) send("alice", String(n));
        const sent = pending("alice").length;
        let isMore = true;
        while (isMore) isMore = await mine("bob");
        await mine("bob");
        resolve("carol");
        // Each time bob's is replaced by a longer one.
        for (let n = 0; n < 10; n += 1) {
          state = { ...state, nodes: net.fresh().nodes, clock: state.clock + n };
          await mine("bob"); await mine("carol"); await mine("carol");
          resolve("bob");
        }
        const most = net.mostBlocks;
        return [sent, net.mostPending, most, state.remembered.length, canForge("amount", Array(most).fill({}))];
        """
    sent, most_pending, most, remembered, can_forge = network(script)
    assert sent == most_pending == 12
    assert most == 40 and remembered == 6
    assert can_forge is False


# MARK: - The forger

#: What becomes of each forgery: the verdict, the rule that notices, and the block at which it does.
FORGERIES = {
    "amount": ("refused", "previous_hash", 4),
    "link": ("refused", "proof", 4),
    "proof": ("refused", "previous_hash", 5),
    "rebuild": ("not-longer", None, None),
    "ahead": ("taken", None, None),
    "newest": ("taken", None, None),
    "index": ("refused", "index", 6),
    "cheap": ("refused", "proof", 6),
    "twice": ("refused", "twice", 7),
    "other": ("refused", "genesis", 1),
}

FORGE = """
    if (value === "twice") { send("alice"); await mine("alice"); resolve("bob"); resolve("carol"); }
    const before = tips();
    const base = net.baseOf(state);
    const { drafts, about } = await forgeries[value].make(base, { clock: state.clock, settings: state.settings, prove });
    state = net.offer(state, drafts);
"""

#: Which end otherwise where each proof begins with the seal of its block.
SEALED = {**FORGERIES, **dict.fromkeys(("amount", "link", "proof"), ("refused", "seal", 3)), "newest": ("refused", "seal", 5)}


def test_every_forgery_is_tried():
    assert network("return Object.keys(forgeries);") == list(FORGERIES)


@pytest.mark.parametrize("is_sealed", [False, True])
@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_gets_the_verdict_that_it_deserves_from_everybody(name: str, is_sealed: bool):
    script = f"state = net.fresh({{ isSealed: {json.dumps(is_sealed)} }});" + FORGE + """
        const found = Object.values(state.cables).flatMap((cable) => cable.verdicts);
        return [found.map((each) => [each.asker, each.asked, each.kind, each.fault?.rule, each.fault?.place]),
          before, tips(), canForge(value, base), endOf(value, state.settings), drafts.map(rules.textOf)];
        """
    found, before, after, is_possible, ends, texts = network(script, name)
    kind, rule, block = (SEALED if is_sealed else FORGERIES)[name]
    offered = [each for each in found if each[1] == "mallory"]
    assert [each[0] for each in offered] == HONEST
    assert {tuple(each[2:]) for each in offered} == {(kind, rule, None if block is None else block - 1)}
    assert (before == after) is (kind != "taken")
    assert is_possible
    assert (ends["kind"], ends.get("rule")) == (kind, rule)
    if is_sealed:
        return
    # Python says the same, but for what it doesn't look at.
    chain = [json.loads(text) for text in texts]
    assert is_valid_chain(chain, 3) is (kind != "refused" or name in ("index", "twice", "other"))


def test_whoever_repents_has_what_the_others_have():
    script = FORGE + """
        const forging = state.nodes.mallory.isForging;
        await mine("alice"); await mine("alice"); await mine("alice");
        resolve("mallory");
        const kept = state.nodes.mallory.chain.length;
        state = net.repent(state);
        return [forging, kept, net.tipOf(state, "mallory").hash === tips()[0]];
        """
    assert network(script, "amount") == [True, 6, True]


def test_nobody_hears_of_a_forgery_over_cut_cables_nor_forges_what_is_not_there():
    script = """
        for (const name of net.honest) state = net.setJoined(state, cable(name, "mallory"), false);
        const { drafts } = await forgeries.amount.make(
          net.baseOf(state), { clock: state.clock, settings: state.settings, prove });
        state = net.offer(state, drafts);
        const one = net.fresh({ isGuided: true }).nodes.mallory.chain;
        return [state.news, Object.keys(forgeries).filter((name) => canForge(name, one))];
        """
    news, possible = network(script)
    assert news == []
    assert possible == ["index", "cheap", "other"]


def test_with_gossip_a_longer_forgery_goes_from_one_to_the_next():
    script = """
        state = net.setGossip(state, true);
        for (const name of ["bob", "carol"]) state = net.setJoined(state, cable(name, "mallory"), false);
        """ + FORGE + """
        return [lengths(), verdicts("carol")];
        """
    lengths, verdicts = network(script, "ahead")
    assert lengths == [6, 6, 6]
    assert ["alice", "taken"] in verdicts or ["bob", "taken"] in verdicts


# MARK: - The guided run

GUIDE = """
    state = net.fresh({ isGuided: true });
    let guide = guides.begin(state);
    const tools = {
      state: () => state, mine, resolve, setGossip: (isOn) => { state = net.setGossip(state, isOn); },
      send: (name, payment) => { state = net.send(state, name, payment); },
      join: (key) => { state = net.setJoined(state, key, true); },
    };
"""


def test_the_guided_run_goes_through_its_eight_steps():
    script = GUIDE + """
        const seen = [];
        for (; guides.stepOf(guide); guide = guides.next(guide, state)) {
          const before = guides.isOver(guide, state);
          await guides.doStep(guide, tools);
          seen.push([guides.stepOf(guide).name, before, guides.isOver(guide, state), lengths()]);
        }
        return [seen, times("bob", "7"), net.names.map(pending)];
        """
    seen, times, pending = network(script)
    assert seen == [
        ["nodes", True, True, [1, 1, 1]],
        ["payment", False, True, [1, 1, 1]],
        ["mining", False, True, [2, 1, 1]],
        ["behind", False, True, [2, 2, 2]],
        ["fork", False, True, [2, 3, 4]],
        ["longest", False, True, [2, 4, 4]],
        ["again", False, True, [5, 5, 5]],
        ["gossip", False, True, [6, 6, 6]],
    ]
    assert times == 1 and pending == [[]] * 4


def test_the_guided_run_copes_with_whatever_was_done_by_hand():
    script = GUIDE + """
        const disturb = [
          () => { state = net.setGossip(state, true); },
          () => { state = net.setJoined(state, cable("bob", "carol"), false); },
          () => mine("carol"),
          async () => { await mine("bob"); send("carol", "9"); },
          () => { state = net.setGossip(state, true); },
          () => { state = net.setGossip(state, true); },
          () => { for (const name of net.honest) resolve(name); },
          () => mine("alice"),
        ];
        const over = [];
        for (; guides.stepOf(guide); guide = guides.next(guide, state)) {
          await disturb[guide.place]();
          if (!guides.isOver(guide, state)) await guides.doStep(guide, tools);
          over.push(guides.isOver(guide, state));
        }
        return over;
        """
    assert network(script) == [True] * 8


def test_it_is_said_what_a_fork_is_when_it_is_undecided_and_how_it_was_settled():
    found = network("""
        const { situation } = await load("situation.js");
        const found = [situation(state)];
        const look = () => found.push(situation(state));
        await mine("bob");
        look();
        await mine("carol");
        look();
        // Of equal ones each keeps its own.
        resolve("bob");
        look();
        await mine("carol");
        look();
        resolve("bob");
        look();
        resolve("alice");
        look();
        return found;
        """)
    tied = {"kind": "tied", "index": "6", "branches": 2, "names": ["bob", "carol"]}
    assert found == [
        {"kind": "agree"}, {"kind": "behind", "names": ["alice", "carol"]}, tied, tied,
        {"kind": "ahead", "index": "6", "branches": 2, "names": ["carol"]},
        {"kind": "settled", "fell": [{"node": "bob", "blocks": ["6"]}]}, {"kind": "agree"},
    ]
