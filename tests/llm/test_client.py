from __future__ import annotations

import json

import pytest

from kg.errors import InputError, LimitReached, StoreUnusable, UsageError
from kg.llm.budget import Budget
from kg.llm.client import PATIENCE, Question
from kg.llm.wire import Message, Mode
from tests.llm.invented import KEY, QUICK, client
from tests.llm.scripted import Asked, Scripted, refuses, says, served

QUESTION = Question((Message("system", "judge"), Message("user", "article")), {}, "repair it")
OTHER = Question((Message("system", "judge"), Message("user", "another")), {}, "repair it")
GOOD = {"candidates": [], "additional": []}


def plenty() -> Budget:
    return Budget(10**6)


def takes(*modes: str):
    """A server that refuses the output modes that it does not know."""

    def answer(asked: Asked) -> Scripted:
        return says(GOOD) if asked.mode in modes else refuses(400, message="response_format")

    return answer


@pytest.mark.parametrize(
    ("known", "tried"),
    [
        ("json_schema", ["json_schema"]),
        ("json_object", ["json_schema", "json_object"]),
        ("plain", ["json_schema", "json_object", "plain"]),
    ],
)
def test_the_strictest_mode_is_found_and_remembered(known, tried):
    with served(takes(known)) as server:
        asking = client(server.url)
        assert asking.ask(QUESTION, plenty()) == GOOD
        assert asking.mode is Mode(known)
        assert asking.ask(OTHER, plenty()) == GOOD
    assert [asked.mode for asked in server.asked] == [*tried, known]


def test_the_request_is_made_to_repeat():
    with served(says(GOOD)) as server:
        client(server.url).ask(QUESTION, plenty())
    body = server.asked[0].body
    assert (body["temperature"], body["model"], body["max_tokens"]) == (0, "invented-1", 500)
    assert isinstance(body["seed"], int)
    assert body["response_format"]["json_schema"]["strict"] is True
    assert server.asked[0].headers["Authorization"] == f"Bearer {KEY}"


def test_broken_json_tries_the_next_mode():
    with served(says('{"candidates": ['), says(GOOD)) as server:
        asking = client(server.url)
        assert asking.ask(QUESTION, plenty()) == GOOD
    assert asking.mode is Mode.OBJECT


def test_broken_json_is_repaired_once():
    broken = says("Gladly: {")
    with served(broken, broken, broken, says(GOOD)) as server:
        assert client(server.url).ask(QUESTION, plenty()) == GOOD
    assert [asked.mode for asked in server.asked][2:] == ["plain", "plain"]
    assert [turn["content"] for turn in server.asked[3].body["messages"][2:]] == [
        "Gladly: {",
        "repair it",
    ]


@pytest.mark.parametrize("broken", [says("no JSON"), says(["a"]), Scripted(body=b"<html>")])
def test_broken_twice_is_an_error(broken):
    with served(broken) as server, pytest.raises(InputError, match="no JSON") as raised:
        client(server.url).ask(QUESTION, plenty())
    assert raised.value.exit_code == 3
    assert len(server.asked) == 4


@pytest.mark.parametrize("name", ["seed", "temperature", "max_tokens"])
def test_a_parameter_that_is_refused_is_left_out_from_then_on(name):
    def answer(asked: Asked) -> Scripted:
        return refuses(400, param=name) if name in asked.body else says(GOOD)

    with served(answer) as server:
        asking = client(server.url)
        asking.ask(QUESTION, plenty())
        asking.ask(OTHER, plenty())
    assert [name in asked.body for asked in server.asked] == [True, False, False]
    assert ("max_completion_tokens" in server.asked[1].body) == (name == "max_tokens")


def test_a_server_that_refuses_everything_ends():
    with served(refuses(400, param="seed")) as server, pytest.raises(UsageError):
        client(server.url).ask(QUESTION, plenty())
    assert len(server.asked) == 4


def test_the_same_question_is_asked_once(tmp_path):
    with served(says(GOOD)) as server:
        budget = plenty()
        assert client(server.url, cache=tmp_path).ask(QUESTION, budget) == GOOD
        spent = budget.spent
        assert client(server.url, cache=tmp_path).ask(QUESTION, budget) == GOOD
        assert budget.spent == spent > 0
        assert len(server.asked) == 1
        client(server.url, cache=tmp_path, model="invented-2").ask(QUESTION, budget)
        client(server.url, cache=tmp_path).ask(OTHER, budget)
        assert len(server.asked) == 3


def test_a_damaged_entry_is_asked_for_again(tmp_path):
    with served(says(GOOD)) as server:
        client(server.url, cache=tmp_path).ask(QUESTION, plenty())
        (entry,) = tmp_path.iterdir()
        entry.write_bytes(entry.read_bytes()[:-9])
        assert client(server.url, cache=tmp_path).ask(QUESTION, plenty()) == GOOD
    assert len(server.asked) == 2


def test_a_broken_reply_is_not_kept(tmp_path):
    with served(says("no JSON")) as server, pytest.raises(InputError):
        client(server.url, cache=tmp_path).ask(QUESTION, plenty())
    assert list(tmp_path.iterdir()) == []


def full(*_: object) -> None:
    raise StoreUnusable("cache: cannot be written: No space left on device")


def test_a_reply_that_cannot_be_kept_is_given_and_no_more_is_paid_for(tmp_path, monkeypatch):
    with served(says(GOOD)) as server:
        asking = client(server.url, cache=tmp_path)
        assert asking.ask(OTHER, plenty()) == GOOD
        monkeypatch.setattr("kg.llm.cache.Cache.keep", full)
        third = Question((Message("user", "a third"),), {}, "repair it")
        assert asking.ask(QUESTION, plenty()) == GOOD
        for _ in range(2):
            with pytest.raises(StoreUnusable, match="No space left"):
                asking.ask(third, plenty())
        # What was kept before costs nothing, and is told still.
        assert asking.ask(OTHER, plenty()) == GOOD
    assert len(server.asked) == 2


def test_nothing_is_paid_for_that_cannot_be_kept(tmp_path):
    (tmp_path / "cache").write_text("a file where a folder should be")
    budget = plenty()
    with served(says(GOOD)) as server:
        asking = client(server.url, cache=tmp_path / "cache")
        for question in (QUESTION, OTHER):
            with pytest.raises(StoreUnusable, match="cannot be written"):
                asking.ask(question, budget)
    assert server.asked == []
    assert budget.spent == 0


def test_the_budget_is_a_hard_stop():
    with served(says(GOOD)) as server:
        with pytest.raises(LimitReached, match="budget"):
            client(server.url).ask(QUESTION, Budget(QUICK.reply_tokens))
        assert server.asked == []
        budget = Budget(QUICK.reply_tokens + 300)
        asking = client(server.url)
        asking.ask(QUESTION, budget)
        budget.charge(budget.left - QUICK.reply_tokens)
        with pytest.raises(LimitReached, match="budget"):
            asking.ask(QUESTION, budget)
    assert len(server.asked) == 1


def test_what_the_server_counts_is_charged():
    with served(says(GOOD, usage={"total_tokens": 5000})) as server:
        budget = Budget(10_000)
        client(server.url).ask(QUESTION, budget)
    assert budget.left == 5000


def test_attempts_are_charged():
    with served(refuses(500), refuses(500), says(GOOD)) as server:
        budget = plenty()
        client(server.url).ask(QUESTION, budget)
    sent = len(json.dumps(server.asked[0].body)) // 3
    assert budget.spent >= 3 * sent


def test_a_refused_key_is_refused_once():
    with served(refuses(401, message=f"Incorrect key {KEY}")) as server:
        asking = client(server.url)
        for question in (QUESTION, OTHER):
            with pytest.raises(UsageError, match="refuses the key"):
                asking.ask(question, plenty())
    assert len(server.asked) == 1


def test_after_failures_in_a_row_no_more_is_asked():
    with served(refuses(500)) as server:
        asking = client(server.url)
        for _ in range(PATIENCE + 4):
            with pytest.raises(InputError):
                asking.ask(QUESTION, plenty())
    assert len(server.asked) == PATIENCE * QUICK.attempts


def test_a_redirect_is_told():
    with served(says(GOOD)) as elsewhere:
        away = Scripted(307, headers={"Location": f"{elsewhere.url}/chat/completions"})
        with served(away) as server, pytest.raises(InputError, match="not followed"):
            client(server.url).ask(QUESTION, plenty())
    assert elsewhere.asked == []
