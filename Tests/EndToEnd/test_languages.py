"""The language in which the commands speak."""

import os

import pytest

from support.commands import run

LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")


def spoken(*flags: str, **locale: str):
    """A command run for somebody whose locale is this."""
    environment = {name: value for name, value in os.environ.items() if name not in LOCALES}
    return run(*flags, env=environment | locale)


@pytest.mark.parametrize(("locale", "words"), [
    ({"LANG": "es_ES.UTF-8"}, ("dirección", "dificultad", "1 bloque, el más nuevo")),
    ({"LANG": "zh_CN.UTF-8"}, ("地址", "难度", "1 个区块，最新的是")),
    ({"LANG": "en_US.UTF-8"}, ("address", "difficulty", "1 block, the newest")),
    ({}, ("address", "difficulty", "1 block, the newest")),
    # The first that is set counts, and what isn't known is English.
    ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, ("address",)),
    ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "es_MX"}, ("dirección",)),
    ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, ("地址",)),
    ({"LANG": "fr_FR.UTF-8"}, ("address",)),
])
def test_it_is_that_of_the_locale(shared_node, locale, words):
    shown = spoken("status", "--node", f"http://{shared_node.address}", **locale)
    assert shown.returncode == 0 and shown.stderr == ""
    assert [word for word in words if word not in shown.stdout] == []


def test_an_answer_as_it_is_has_no_language(shared_node):
    both = [spoken("chain", "--json", "--node", f"http://{shared_node.address}", LANG=locale).stdout for locale in ("C", "zh_CN")]
    assert both[0] == both[1] and both[0].startswith('{"')


def test_common_commands_speak_it(start_node):
    node = start_node()
    at = ("--node", f"http://{node.address}")
    spanish = {"LANG": "es_ES.UTF-8"}
    assert "se añadirá al bloque 2." in spoken("send", "alice", "bob", "5", *at, **spanish).stdout
    assert spoken("mine", *at, **spanish).stdout.startswith("Bloque 2: prueba ")
    assert "transacciones" in spoken("chain", *at, **spanish).stdout
    assert "No conoce ningún nodo." in spoken("peers", *at, **spanish).stdout
    assert "Se añadieron nodos: 127.0.0.1:1" in spoken("peers", "--add", "127.0.0.1:1", *at, **spanish).stdout
    resolved = spoken("resolve", *at, **spanish).stdout
    assert resolved.startswith("Nuestra cadena se queda: 2 bloques") and "inalcanzable" in resolved
    assert "inalcanzable" in spoken("peers", *at, **spanish).stdout
    assert "无法到达" in spoken("resolve", *at, LANG="zh_CN.UTF-8").stdout


def test_a_refusal_is_said_in_it(start_node):
    node = start_node()
    url = f"http://{node.address}"
    refused = spoken("send", "0", "bob", "5", "--node", url, LANG="zh_CN.UTF-8")
    assert refused.returncode == 1
    assert refused.stderr.startswith("forgechain: 付款方“0”是为奖励保留的。请发送这样的对象：")
    node.stop()
    away = spoken("status", "--node", url, LANG="es_ES.UTF-8")
    assert away.returncode == 69
    assert away.stderr.startswith(f"forgechain: Ningún nodo responde en {url}.")
