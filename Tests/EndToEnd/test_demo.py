"""The demo: stories that real nodes play, in each language, watched as people and scripts watch them."""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
from collections.abc import Iterator

import pytest

from support.commands import CRASH
from support.nodes import forgechain_binary
from support.terminal import Terminal
from support.waiting import SOON, eventually

#: Seconds for a whole story: a debug build on a busy machine searches for about ten proofs.
STORY = 55

STORIES = {"fork": [], "tamper": ["tamper"], "ledger": ["ledger"]}
LANGUAGES = ["en", "zh", "es"]

#: How each language says whose verdict follows.
VERDICT_OF = {"en": r"The verdict of \w+: ", "zh": r"\w+ 的结论： ?", "es": r"El veredicto de \w+: "}

#: The verdict on each forged chain, in the order of the story.
VERDICTS = [
    r"refused at block 3: previous_hash is not the hash of block 2",
    r"refused at block 3: its proof does not fit",
    r"refused at block 4: its index is 9",
    r"refused at block 4: its proof does not fit",
    r"not longer",
    r"refused at block 3: its transaction 0123456789abcdef0123456789abcdef is in block 2 already",
    r"taken",
    r"refused at block 5: previous_hash is not the hash of block 4",
]


def tell(*flags: str, env: dict[str, str] | None = None) -> str:
    """The whole story, as a script gets it."""
    environment = {name: value for name, value in os.environ.items() if name not in ("LANG", "LC_ALL", "LC_MESSAGES")}
    result = subprocess.run(
        [str(forgechain_binary()), "demo", *flags],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=STORY,
        env={**environment, **(env or {})},
    )
    assert result.returncode == 0, result
    assert not result.stderr, result.stderr
    return result.stdout


def squeezed(text: str) -> str:
    """On one line, because long texts were wrapped."""
    return re.sub(r"\s+", " ", text)


def members(text: str, key: str) -> list:
    """The values under a key in the answers, in order."""
    flat, found = squeezed(text), []
    for match in re.finditer(rf'"{key}": ', flat):
        # A payment nested in another value has keys too.
        if flat[: match.start()].rstrip().endswith(("{", ",")):
            continue
        found.append(json.JSONDecoder().raw_decode(flat, match.end())[0])
    return found


def columns(line: str) -> int:
    return sum(2 if ord(character) >= 0x2E80 else 1 for character in line)


def ports(text: str) -> set[int]:
    return {int(port) for port in re.findall(r"127\.0\.0\.1:(\d+)", text)}


def is_listening(port: int) -> bool:
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == 0


def commands(text: str) -> Iterator[list[str]]:
    """The curl commands shown, as a shell parses them."""
    for match in re.finditer(r"^  \$ (curl .*?)(?<!\\)$", text, re.M | re.S):
        yield shlex.split(match[1].replace("\\\n", " "))


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fork_ends_with_the_payment_mined_once_and_all_agreeing(language: str) -> None:
    text = tell("--language", language)
    messages = members(text, "message")
    assert messages.count("Our chain was replaced") == 5, messages
    assert "Our chain is authoritative" not in messages, messages
    assert len(members(text, "proof")) == 2
    pending = [
        [(payment["sender"], payment["recipient"]) for payment in transactions]
        for transactions in members(text, "transactions")
    ]
    assert pending == [
        [("ann", "shop")],  # waits on alice
        [("ann", "shop"), ("0", "alice")],  # mined by alice
        [("dan", "eve")],  # has fallen out of bob's chain
        [("dan", "eve"), ("0", "bob")],  # mined again
        [],  # and no more pending
        [("fay", "gus"), ("0", "chloe")],  # gossiped
    ]
    assert re.search(r"dan -> eve 7.*\b5[.。]", squeezed(text)), text
    tips = re.findall(r"^    (\w+) +(\d+)  ([0-9a-f]{8})\.\.\.$", text, re.M)
    assert [name for name, *_ in tips] == ["bob", "alice", "carol", "anna", "ben", "chloe"], tips
    assert len({tip[1:] for tip in tips[:3]}) == 1 and len({tip[1:] for tip in tips[3:]}) == 1, tips
    assert tips[0][1] == "5", tips


def test_the_drawing_shows_both_chains_and_where_they_part() -> None:
    text = tell("--language", "en")
    rows = re.findall(r"^  \| (\d)  ([0-9a-f]{8})\.\.\. +\|(.*)$", text, re.M)
    common = [row for row in rows if "====" in row[2]]
    assert [row[0] for row in common] == ["1", "2"], rows
    assert all(re.search(rf"\| {index}  {digest}", rest) for index, digest, rest in common), rows
    fork = next(rest for index, digest, rest in rows if index == "3")
    assert re.search(r"\| 3  [0-9a-f]{8}", fork) and rows[-1][1] not in fork, rows
    assert text.index("the fork") > text.index("2  " + common[1][1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_forged_chain_gets_its_verdict_from_a_node(language: str) -> None:
    text = squeezed(tell("tamper", "--language", language))
    parts = re.split(VERDICT_OF[language], text)[1:]
    assert len(parts) == len(VERDICTS), parts
    for part, verdict in zip(parts, VERDICTS, strict=True):
        assert re.match(verdict, part), part[:120]


def test_the_work_of_forging_again_is_the_sum_of_its_searches() -> None:
    text = squeezed(tell("tamper", "--language", "en"))
    single = [int(count) for count in re.findall(r"block \d: (\d+) guesses", text)]
    assert len(single) == 2 and all(single), text
    assert f"{sum(single)} guesses in all" in text


#: What a node of the ledger's story says about another, in its order.
ABOUT = [
    ("judge", "mallory", "refused: block 3 breaks the rule nonce: "),
    ("hidden", "honest", "taken"),
    ("honest", "hidden", "taken"),
    ("honest", "hidden", "no more work"),
    ("old", "honest", "taken"),
    ("honest", "old", "of another network: its rules are tutorial"),
    ("old", "honest", "taken"),
]


def verdicts(text: str) -> list[tuple[str, str, str]]:
    """The node, the peer, and what is said about it."""
    return re.findall(r"(\w+) (?:about|对|sobre) (\w+)(?:: | 的结论： ?)([^$]*)", squeezed(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ledger_refuses_forgeries_and_gives_a_payment_back_only_to_more_work(language: str) -> None:
    text = tell("ledger", "--language", language)
    said = verdicts(text)
    assert [each[:2] for each in said] == [each[:2] for each in ABOUT], said
    assert all(verdict.startswith(start) for (*_, verdict), (*_, start) in zip(said, ABOUT)), said
    # Paid; taken back; paid again, with six blocks on it.
    assert members(text, "balance") == [134, 94, 134]
    errors = members(text, "error")
    assert [error.split(".")[0] for error in errors[:3]] == [
        "This payment is not signed",
        *2 * ["The signature does not hold: another key made it, or for another network, or something was changed since"],
    ], errors
    assert len(errors) == 4 and "knows of no transaction" in errors[3], errors
    # The copy has the payment's id, and waits for nothing.
    ids = members(text, "id")
    assert ids[0] == ids[1] and len(set(ids)) == len(ids) - 1 == 5, ids
    assert members(text, "total") == [0]
    tips = re.findall(r"^    (\w+) +(\d+)  ([0-9a-f]{8})\.\.\.$", text, re.M)
    assert [tip[0] for tip in tips] == 2 * ["honest", "old"], tips
    assert tips[0][1:] == tips[1][1:] and tips[2][1:] == tips[3][1:], tips
    assert [tip[1] for tip in tips] == ["10", "10", "12", "12"], tips


def test_the_ledger_s_race_and_odds_are_the_same_in_each_telling() -> None:
    tellings = [tell("ledger", "--language", "en") for _ in range(2)]
    races = [re.findall(r"^    (\d) +(\d) +(\w+) finds one$", text, re.M) for text in tellings]
    assert races[0] == races[1] and races[0][-1][:2] == ("6", "3"), races
    for before, after in zip([("0", "0", ""), *races[0]], races[0]):
        gains = int(after[0]) - int(before[0]), int(after[1]) - int(before[1])
        assert gains == ((1, 0) if after[2] == "honest" else (0, 1)), races[0]
    odds = re.findall(r"^ +(\d+) +([<\d. ]+ %) +([<\d. ]+ %) +([<\d. ]+ %)$", tellings[0], re.M)
    assert ("6", "0.01 %", "3.2 %", "38.1 %") in odds and len(odds) == 5, odds
    # The network and what is signed for it.
    assert len({str(members(text, "genesis") + members(text, "id")) for text in tellings}) == 1


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_story_for_scripts_is_plain_and_80_columns_wide(story: list[str], language: str) -> None:
    text = tell(*story, "--language", language)
    assert "\x1b" not in text
    assert [line for line in text.splitlines() if columns(line) > 80 and "curl" not in line] == []
    assert [line for line in text.splitlines() if line != line.rstrip()] == []
    assert bool(re.search(r"[\u4e00-\u9fff]", text)) == (language == "zh")
    assert not any(map(is_listening, ports(text)))


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_a_story_says_nothing_in_two_languages(story: list[str]) -> None:
    # Commands, answers, drawings and tables are indented; what is left are titles and paragraphs.
    said = [set(re.findall(r"(?m)^\S.*$", tell(*story, "--language", each))) for each in LANGUAGES]
    for place, one in enumerate(said):
        for other in said[place + 1 :]:
            assert len(one) > 20 and one & other == set()


def test_the_environment_says_which_language() -> None:
    assert "Tres nodos" in tell(env={"LANG": "es_ES.UTF-8"})
    assert "三个节点" in tell(env={"LANG": "zh_CN.UTF-8"})
    assert "Three nodes" in tell(env={"LANG": "zh_CN.UTF-8", "LC_ALL": "C"})


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_on_a_terminal_it_waits_for_return_and_its_commands_work_meanwhile(story: list[str]) -> None:
    with Terminal("demo", *story, "--language", "en") as terminal:
        tried = 0
        for step in range(1, 12):
            eventually(
                lambda: re.findall(r"\[Return", terminal.shown())[step - 1 : step], f"it waits after step {step}", STORY
            )
            shown = plain(terminal.shown())
            # Those that change nothing, so that the story goes on unchanged.
            for command in list(commands(shown))[tried:]:
                if re.search(r"/(chain|status|transactions/\w+)$", command[1]) and "-d" not in command:
                    answer = subprocess.run(
                        [*command, "-sS", "-w", "\n%{http_code}"], capture_output=True, text=True, timeout=SOON
                    )
                    body, _, status = answer.stdout.rpartition("\n")
                    # The ledger's story asks once for a payment that has been taken back.
                    is_gone = status == "404" and "knows of no transaction" in body
                    assert (status == "200" or is_gone) and json.loads(body), (command, answer)
            tried = len(list(commands(shown)))
            terminal.type("\n")
            if "ends them]" in shown:
                break
        assert tried > 5
        assert terminal.wait() == 0
        shown = terminal.shown()
        assert "\x1b[" in shown and not CRASH.search(shown), shown
        assert not any(map(is_listening, ports(shown)))


def play_along(*story: str, moves: dict[int, list[tuple[str, str]]]) -> tuple[int, str]:
    """The story for a reader who queries nodes while it waits: after a step, a node and a target."""
    with Terminal("demo", *story, "--language", "en") as terminal:
        for step in range(1, 12):
            eventually(lambda: plain(terminal.shown()).count("[Return") >= step, f"it waits after step {step}", STORY)
            shown = plain(terminal.shown())
            nodes = dict(re.findall(r"^  (\w+) +(http://\S+)$", shown, re.M))
            if story == ("tamper",):
                # Its nodes are named only at the end; these are the first two that are told about a peer.
                told = [command[1] for command in commands(shown) if command[1].endswith("/nodes/register")]
                nodes = {name: url.removesuffix("/nodes/register") for name, url in zip(["judge", "honest"], told)}
            for name, target in moves.get(step, []):
                body = [] if "-d" not in target else ["-d", target.split(" -d ")[1]]
                url = nodes[name] + target.split(" ")[0]
                subprocess.run(["curl", "-sSf", url, *body], capture_output=True, check=True, timeout=SOON)
            terminal.type("\n")
            if "ends them]" in shown:
                break
            eventually(
                lambda: plain(terminal.shown()).count("[Return") > step or terminal.process.poll() is not None,
                f"it goes on after step {step}",
                STORY,
            )
            if terminal.process.poll() is not None:
                break
        return terminal.wait(), plain(terminal.shown())


def section(text: str, step: int) -> str:
    found = re.search(rf"^{step}\. .*?(?=^{step + 1}\. |\Z)", text, re.M | re.S)
    assert found, text
    return squeezed(found[0])


def test_who_asks_the_judge_about_a_valid_forgery_still_sees_the_newest_block_taken() -> None:
    status, text = play_along("tamper", moves={6: [("judge", "/nodes/resolve")]})
    assert status == 0, text
    assert re.search(r"The verdict of judge: taken Taken!", section(text, 8)), section(text, 8)


def test_the_verdicts_are_the_same_when_the_judge_and_the_honest_node_have_mined() -> None:
    status, text = play_along("tamper", moves={1: [("judge", "/mine?count=4"), ("honest", "/mine")]})
    assert status == 0, text
    parts = re.split(VERDICT_OF["en"], squeezed(text))[1:]
    assert len(parts) == len(VERDICTS) and all(map(re.match, VERDICTS, parts)), [part[:80] for part in parts]


def test_who_mines_for_bob_sees_carol_go_on_until_hers_is_longer() -> None:
    status, text = play_along(moves={5: [("bob", "/mine"), ("bob", "/mine")]})
    assert status == 0, text
    step = section(text, 6)
    assert "Carol mines until hers is the longer one again" in step, step
    assert '"message": "Our chain was replaced"' in step, step
    assert step.count("Fell out of bob's chain") == 3 and '"recipient": "eve"' in step, step
    assert "dan -> eve 7 is there once, in block 7." in section(text, 7), section(text, 7)


def test_who_resolves_before_the_story_is_told_so() -> None:
    status, text = play_along(moves={5: [("bob", "/nodes/resolve")]})
    assert status == 0, text
    step = section(text, 6)
    assert "You were quicker" in step and "Bob is told to resolve" not in step, step
    assert "Fell out of bob's chain: block 3" in step and "It waits again" in step, step


def test_who_mines_what_fell_out_is_not_told_that_it_waits() -> None:
    status, text = play_along(moves={5: [("bob", "/nodes/resolve"), ("bob", "/mine")]})
    assert status == 0, text
    step = section(text, 6)
    assert "has been mined meanwhile" in step and "It waits again" not in step, step
    assert '"transactions": []' in step, step
    assert "dan -> eve 7 is there once, in block 5." in section(text, 7), section(text, 7)


def test_who_makes_another_chain_the_longest_sees_all_agree_nevertheless() -> None:
    status, text = play_along(moves={6: [("bob", "/mine"), ("carol", "/mine?count=3")]})
    assert status == 0, text
    step = section(text, 7)
    assert "Bob resolves once more" in step and "All three have the same newest block." in step, step
    assert "dan -> eve 7 is there once, in block 8." in step, step


def test_the_same_payment_posted_again_is_counted_twice_though_in_one_block() -> None:
    again = '/transactions/new -d {"sender":"dan","recipient":"eve","amount":7}'
    status, text = play_along(moves={6: [("bob", again)]})
    assert status == 0, text
    assert "dan -> eve 7 is there 2 times, in blocks 5, 5." in section(text, 7), section(text, 7)


def test_what_is_said_of_the_first_blocks_is_so_for_who_mines_there() -> None:
    status, text = play_along(moves={2: [("alice", "/mine")], 4: [("carol", "/mine?count=2")]})
    assert status == 0, text
    assert "Somebody has mined the payment already" in section(text, 3), section(text, 3)
    assert "bob one block with a payment in it, carol two" in section(text, 5), section(text, 5)
    assert "Both build on the same block 3" in section(text, 5), section(text, 5)
    drawn = re.findall(r"^  \| (\d)  [0-9a-f]{8}\.\.\. +\|  =====", text, re.M)
    assert drawn == ["1", "2", "3"], text


def test_who_mines_along_with_the_ledger_sees_the_same_end() -> None:
    moves = {
        2: [("honest", "/mine"), ("old", "/mine")], 4: [("honest", "/mine")], 6: [("hidden", "/mine?count=2")],
        7: [("old", "/mine?count=20")], 8: [("honest", "/mine")]}
    status, text = play_along("ledger", moves=moves)
    assert status == 0, text
    said = verdicts(text)
    assert [each[:2] for each in said] == [each[:2] for each in ABOUT], said
    assert [verdict.split(" ")[0] for *_, verdict in said] == [verdict.split(" ")[0] for *_, verdict in ABOUT], said
    assert members(text, "balance") == [134, 94, 134]
    assert text.count("Both have the same newest block.") == 2


def test_no_color_is_heeded_and_no_pause_tells_it_through() -> None:
    with Terminal("demo", "--no-pause", "--language", "en", env={"NO_COLOR": "1"}) as terminal:
        assert terminal.wait() == 0
        assert "\x1b" not in terminal.shown() and "[Return" not in terminal.shown()


def test_interrupted_in_the_middle_it_ends_at_once_and_cleanly() -> None:
    with Terminal("demo", "--language", "en") as terminal:
        eventually(lambda: "[Return" in terminal.shown(), "it waits")
        nodes = ports(terminal.shown())
        assert all(map(is_listening, nodes))
        terminal.type("\x03")
        assert terminal.wait() == 130
        assert not any(map(is_listening, nodes))


def test_interrupted_by_sigterm_it_says_so_by_its_status() -> None:
    with Terminal("demo", "tamper", "--language", "en") as terminal:
        eventually(lambda: "[Return" in terminal.shown(), "it waits")
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.wait() == 128 + signal.SIGTERM


def test_a_reader_that_goes_ends_it() -> None:
    process = subprocess.Popen([str(forgechain_binary()), "demo"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.readline()
    process.stdout.close()
    try:
        assert process.wait(STORY) == -signal.SIGPIPE
    finally:
        process.kill()
        process.stderr.close()


def test_a_narrow_terminal_breaks_no_words() -> None:
    with Terminal("demo", "--no-pause", "--language", "en", columns=50) as terminal:
        eventually(lambda: (terminal.shown(), terminal.process.poll() is not None)[1], "the story ends", STORY)
        lines = plain(terminal.shown()).splitlines()
    prose = [line for line in lines if re.match(r"[A-Za-z]", line)]
    assert len(prose) > 20
    assert [line for line in prose if columns(line) > 50] == []
