"""The sandbox's rules and state without a browser."""

import hashlib
import json

import pytest

from Explorer.javascript import run
from support.chains import block_hash, find_proof, forged_chain, is_valid_chain

#: Loads what the scripts below use.
MODULES = """
    const bench = await load("workbench.js");
    const rules = await load("rules.js");
    const { example } = await load("example.js");
    const { tryNumbers, search } = await load("search.js");
    const { canonical } = await load("canonical.js");
    const { parse } = await load("json.js");
    const states = (state) => bench.verdicts(state).map((each) => each.state);
    const broken = (state, place) =>
      bench.verdicts(state)[place].findings.filter((each) => !each.holds).map((each) => each.rule);
    const forged = bench.editPayment(bench.fresh(), 2, 0, "amount", "200");
"""

OK, BROKEN, HANGING = "ok", "broken", "hanging"


def sandbox(script: str, value=None):
    return run(MODULES + script, value)


def test_the_built_in_chain_is_one_that_python_takes_at_each_difficulty():
    texts = sandbox("return example(false).map(rules.textOf);")
    chain = [json.loads(text) for text in texts]
    assert all(is_valid_chain(chain, difficulty) for difficulty in range(1, 6))
    found = sandbox(
        """
        return bench.difficulties.flatMap((difficulty) => [false, true].map((isSealed) => {
          const judged = rules.judge(example(isSealed), { difficulty, isSealed, rules: "tutorial" });
          return judged.every((each) => each.state === "ok");
        }));
        """)
    assert found == [True] * 10


@pytest.mark.parametrize("name", ["tutorial", "article"])
def test_a_chain_that_python_forged_is_judged_as_python_judges_it(name: str):
    chain = forged_chain(4, 2, rules=name)
    script = """
        const state = bench.from(parse(value.text), 2, value.rules);
        const hashes = bench.verdicts(state).map((each) => each.hash);
        return [states(state), hashes, states(bench.edit(state, 1, "proof", "0"))];
        """
    found, hashes, after = sandbox(script, {"text": json.dumps(chain), "rules": name})
    assert found == [OK] * 4
    assert hashes == [block_hash(block) for block in chain]
    assert after == [OK, BROKEN, BROKEN, HANGING]


def test_a_change_breaks_the_link_to_the_right_and_the_rest_hangs_on_it():
    assert sandbox("return [states(forged), broken(forged, 3), bench.firstBroken(bench.verdicts(forged))];") == [
        [OK, OK, OK, BROKEN, HANGING], ["previous_hash", "proof"], 3]


def test_three_repairs_move_the_break_to_the_right_until_there_is_none():
    script = """
        const settings = bench.setDifficulty(forged, 2);
        const prove = async (state, place) => {
          const found = await search(rules.problem(state.drafts[place - 1], state.drafts[place], state.settings));
          return bench.writeProof(state, place, rules.proofOf(state.drafts[place], found.number, false), found.tried);
        };
        const one = bench.writeHash(settings, 3);
        const two = await prove(one, 3);
        const three = await prove(bench.writeHash(two, 4), 4);
        const texts = three.drafts.map(rules.textOf);
        const work = [three.guesses, bench.minedByOthers(three)];
        return [broken(one, 3), states(two), broken(two, 4), states(three), ...work, texts];
        """
    one, two, rest, three, guesses, mined, texts = sandbox(script)
    assert one == ["proof"]
    assert two == [OK, OK, OK, OK, BROKEN]
    assert rest == ["previous_hash", "proof"]
    assert three == [OK] * 5
    chain = [json.loads(text) for text in texts]
    assert is_valid_chain(chain, 2)
    # Like Python, it finds the smallest proofs.
    assert [block["proof"] for block in chain[3:]] == [find_proof(chain[2], 2), find_proof(chain[3], 2)]
    assert guesses == sum(block["proof"] + 1 for block in chain[3:])
    assert mined == 3 * guesses // 16**2


def test_the_newest_block_is_noticed_only_where_blocks_are_sealed():
    script = """
        const newest = bench.editPayment(bench.fresh(), 4, 0, "amount", "200");
        const sealed = bench.exchange(newest, example(true), true);
        const back = bench.exchange(sealed, example(false), false);
        const isUnnoticed = (state) => bench.isUnnoticed(state, bench.verdicts(state));
        return [
          states(newest), isUnnoticed(newest), isUnnoticed(forged), states(sealed), broken(sealed, 4)[0],
          JSON.stringify(back.drafts) === JSON.stringify(newest.drafts),
        ];
        """
    plain, is_unnoticed, is_other, sealed, rule, is_back = sandbox(script)
    assert (plain, is_unnoticed, is_other) == ([OK] * 5, True, False)
    assert (sealed, rule) == ([OK, OK, OK, OK, BROKEN], "seal")
    assert is_back


def test_steps_are_undone_one_by_one_and_typing_on_in_a_field_is_one():
    script = """
        let state = bench.fresh();
        const first = JSON.stringify(state.drafts);
        for (const text of ["2", "20", "200"]) state = bench.editPayment(state, 2, 0, "amount", text);
        const typed = JSON.stringify(state.drafts);
        state = bench.writeHash(state, 3);
        state = bench.undo(state);
        const isTyped = JSON.stringify(state.drafts) === typed;
        state = bench.undo(state);
        for (let n = 0; n < 300; n += 1) state = bench.setDifficulty(state, 1 + n % 5);
        const isFirst = JSON.stringify(bench.undo(forged).drafts) === first;
        return [isTyped, isFirst, state.before.length, bench.canUndo(bench.fresh())];
        """
    assert sandbox(script) == [True, True, 100, False]


def test_a_state_comes_back_from_its_address():
    script = """
        const named = bench.editPayment(forged, 2, 0, "sender", "茶 \\ud83d\\ude00 \\"<b>");
        const odd = bench.edit(named, 1, "timestamp", "1e");
        const own = bench.edit(bench.from(parse(value), 2, "article"), 1, "proof", "7");
        return [odd, own, bench.exchange(odd, example(true), true)].map((state) => {
          const text = bench.toFragment(state);
          const { before, typedIn, ...found } = bench.fromFragment(text);
          const { before: _, typedIn: __, ...wanted } = state;
          return [canonical(JSON.parse(JSON.stringify(found))) === canonical(JSON.parse(JSON.stringify(wanted))),
            /^[\\w-]+$/.test(text), text.length < 4000];
        });
        """
    assert sandbox(script, json.dumps(forged_chain(5, 1))) == [[True] * 3] * 3


def test_what_is_no_state_is_none():
    script = """
        const encode = (text) => Buffer.from(text).toString("base64url");
        const { settings, drafts } = bench.fresh();
        const good = JSON.parse(Buffer.from(bench.toFragment(bench.fresh()), "base64url").toString());
        const bad = [
          "", "!", encode("null"), encode("{}"), encode(JSON.stringify({ ...good, d: 6 })), "x".repeat(20001),
          encode(JSON.stringify({ ...good, b: good.b.slice(1) })), encode(JSON.stringify({ ...good, r: "other" })),
          encode(JSON.stringify({ ...good, b: [...good.b.slice(1), [1, 2, 3, 4, []]] })),
          encode(JSON.stringify({ ...good, g: -1 })), encode(JSON.stringify({ ...good, o: [], b: [] })),
        ];
        return [bad.map(bench.fromFragment), bench.fromFragment(encode(JSON.stringify(good))) !== null];
        """
    found, is_good = sandbox(script)
    assert found == [None] * 11
    assert is_good


def test_blocks_with_more_in_them_than_the_form_has_are_not_taken():
    chain = forged_chain(2, 1)
    odd = [
        {**chain[1], "memo": 1}, {**chain[1], "previous_hash": 1}, {**chain[1], "transactions": {}},
        {**chain[1], "transactions": [{"sender": "a", "recipient": "b"}]}, {**chain[1], "index": 2.5},
        {**chain[1], "transactions": [{"sender": 1, "recipient": "b", "amount": 1}]},
    ]
    script = "return value.map((each) => bench.from(parse(each), 1, 'tutorial'));"
    assert sandbox(script, [json.dumps([chain[0], each]) for each in odd]) == [None] * len(odd)


@pytest.mark.parametrize("start", [0, 9, 98, 999])
def test_numbers_are_tried_in_order_through_a_change_of_length(start: int):
    script = "return tryNumbers({ before: value.before, after: value.after, zeros: 2 }, value.start, 5000);"
    found = sandbox(script, {"before": "x" * 60, "after": "茶", "start": start})
    wanted = next(
        number for number in range(start, start + 5000)
        if hashlib.sha256(f"{'x' * 60}{number}茶".encode()).hexdigest().startswith("00"))
    assert found == {"number": wanted, "tried": wanted - start + 1}


def test_a_search_that_is_given_up_says_how_far_it_got():
    script = """
        const control = new AbortController();
        let tried = 0;
        const found = await search({ before: "", after: "", zeros: 8 }, control.signal, (guesses) => {
          tried = guesses;
          control.abort();
        });
        return [found, tried > 0];
        """
    assert sandbox(script) == [None, True]


#: Says how a chain stands, and of which blocks something is to be said.
STANDING = """
    const { marks, standing } = await load("standing.js");
    const of = (state) => {
      const judged = bench.verdicts(state);
      const { kind, broken, behind, ours, theirs } = standing(state, judged);
      const said = marks(state, judged).map((each) => [each.isChanged && "changed", each.isRedone && "redone",
        each.carrier && `carried by ${each.carrier}`, each.isUnnoticed && "unnoticed"].filter(Boolean).join());
      return { kind, broken, behind, said, lengths: [ours, theirs] };
    };
"""


def test_it_is_said_which_block_was_changed_and_who_carries_its_old_hash():
    whole, found, newest, both = sandbox(STANDING + """
        const newest = bench.editPayment(bench.fresh(), 4, 0, "amount", "200");
        return [bench.fresh(), forged, newest, bench.editPayment(forged, 4, 0, "amount", "200")].map(of);
        """)
    assert whole["kind"] == "whole" and whole["said"] == [""] * 5
    assert (found["kind"], found["broken"], found["behind"]) == ("broken", ["4"], ["5"])
    assert found["said"] == ["", "", "changed,carried by 4", "", ""]
    assert newest["kind"] == "unnoticed" and newest["said"] == ["", "", "", "", "changed,unnoticed"]
    # The newest block's hole is there whatever else is broken.
    assert both["kind"] == "broken" and both["said"][4] == "changed,unnoticed"


def test_after_the_seal_all_that_is_red_is_counted():
    (sealed,) = sandbox(STANDING + """
        const both = bench.editPayment(bench.editPayment(bench.fresh(), 1, 0, "amount", "9"), 4, 0, "amount", "9");
        return [bench.exchange(both, example(true), true)].map(of);
        """)
    assert (sealed["broken"], sealed["behind"]) == (["2", "3", "5"], ["4"])
    assert not any("unnoticed" in each for each in sealed["said"])


@pytest.mark.parametrize(("guesses", "kind"), [(1, "equal"), (100, "shorter")])
def test_a_chain_that_is_whole_again_is_measured_by_that_of_the_others(guesses: int, kind: str):
    (found,) = sandbox(STANDING + """
        let state = bench.setDifficulty(forged, 1);
        for (const place of [3, 4]) {
          state = bench.writeHash(state, place);
          const [previous, draft] = [state.drafts[place - 1], state.drafts[place]];
          const found = await search(rules.problem(previous, draft, state.settings));
          state = bench.writeProof(state, place, rules.proofOf(draft, found.number, false), 0);
        }
        return [of(bench.countGuesses(state, value))];
        """, guesses)
    assert found["kind"] == kind
    assert found["said"] == ["", "", "changed", "redone", "redone"]
    assert found["lengths"][0] == 5


def test_a_fresh_chain_can_be_undone_to_what_was_made_of_it():
    is_fresh, is_back = sandbox("""
        const again = bench.renewed(forged);
        const same = (one, other) => JSON.stringify(one.drafts) === JSON.stringify(other.drafts);
        return [same(again, bench.fresh()), same(bench.undo(again), forged)];
        """)
    assert is_fresh and is_back
