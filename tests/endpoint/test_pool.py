"""The pool as clients meet it: turns, lanes, limits, lost workers, cancelled questions, the end."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from kg.endpoint import ended
from kg.endpoint.limits import Allowance
from kg.endpoint.pool import Pool
from kg.endpoint.process import Process
from kg.endpoint.question import Question
from kg.errors import Busy, InputError, KgError, LimitReached, TooLarge, UnknownName
from kg.project import Project
from kg.store.embedded import database
from tests.endpoint.asking import ASK, BOMB, SHORT, asked, children, named, opened

PATIENT = Allowance(seconds=10, memory=2**30)
QUICK = 2
STANDING = QUICK + 1


async def is_usable(pool: Pool) -> None:
    """As many workers stand as are meant to, and they answer."""
    await settled(pool)
    for _ in range(STANDING):
        reply = await pool.ask(asked(ASK), "somebody")
        assert b"true" in reply.body
    await settled(pool)


async def settled(pool: Pool) -> None:
    await until(lambda: len(pool.pids) == STANDING and children() == pool.pids)


async def until(done: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not done():
            await asyncio.sleep(0.005)


def run(world: Project, body: object, allowance: Allowance = SHORT) -> None:
    async def whole() -> None:
        async with opened(world, allowance, QUICK) as pool:
            await body(pool)  # type: ignore[operator]
            await is_usable(pool)

    asyncio.run(whole())


DOUBLING = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
ENDED = {
    "cross product": (BOMB, LimitReached, None),
    "order of a cross product": (
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?e ?i", LimitReached, None,
    ),
    "property paths": (
        "SELECT (COUNT(*) AS ?n) { ?a (!<x:a>|!<x:b>|^!<x:c>)*/(!<x:a>|^!<x:b>)* ?b . "
        "?b (!<x:a>|^!<x:c>)*/(!<x:c>|^!<x:a>)* ?c }", LimitReached, None,
    ),
    "doubled text": (
        f'SELECT (STRLEN(?x40) AS ?n) {{ BIND("x" AS ?x0) {DOUBLING} }}', LimitReached, None,
    ),
    "too many bytes": ("SELECT * { ?a ?b ?c . ?d ?e ?f }", TooLarge, "larger than"),
    "nested brackets": (f"ASK {{ {'{' * 20000}{'}' * 20000} }}", InputError, None),
    "nested parentheses": (f"SELECT ({'(' * 20000}1{')' * 20000} AS ?x) {{}}", InputError, None),
    "nested lists": (f"ASK {{ {'[' * 20000}{']' * 20000} }}", InputError, None),
    "no SPARQL": ("SELECT", InputError, None),
    "an update": ("INSERT DATA { <x:a> <x:b> <x:c> }", InputError, None),
    "a half pair of surrogates": ("ASK { ?s ?p '\ud800' }", InputError, "cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize("attack", ENDED)
def test_no_query_takes_more_than_it_may(world: Project, world_store: Path, attack: str) -> None:
    text, error, words = ENDED[attack]

    async def body(pool: Pool) -> None:
        with pytest.raises(error, match=words) as caught:
            await asyncio.wait_for(pool.ask(asked(text), "a"), 20)
        assert len(str(caught.value)) < 1000

    run(world, body)


def test_too_many_rows_are_refused(world: Project, world_store: Path) -> None:
    async def body(pool: Pool) -> None:
        text = f"SELECT ?x {{ VALUES ?x {{ {'1 ' * 1001} }} }}"
        with pytest.raises(TooLarge, match="more than 1000 rows"):
            await pool.ask(asked(text), "a")
        await pool.ask(asked(text.replace("1 1 ", "1 ", 1)), "a")

    run(world, body)


def test_the_length_of_a_question_is_bounded(world: Project, world_store: Path) -> None:
    async def body(pool: Pool) -> None:
        for question in (
            asked(ASK + "#" * SHORT.text),
            asked(ASK, default_graphs=("x:" + "a" * SHORT.text,)),
            named("summary", none="n" * SHORT.text),
        ):
            with pytest.raises(InputError, match="longer than"):
                await pool.ask(question, "a")
        # An error that names what was asked is told whole.
        with pytest.raises(UnknownName):
            await pool.ask(named("\x00" * (SHORT.text - 10)), "a")

    run(world, body)


def test_a_name_is_never_a_path(world: Project, world_store: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text("ASK {}", encoding="ascii")

    async def body(pool: Pool) -> None:
        for name in (str(tmp_path / "mine.rq"), "/etc/passwd", "../queries/summary.rq", ""):
            question = Question("json", "ntriples", name=name) if name else asked("")
            with pytest.raises(KgError):
                await pool.ask(question, "a")
        reply = await pool.ask(named("stances-of", actor="Anna Examplova"), "a")
        assert b"bindings" in reply.body

    run(world, body)


def test_many_of_one_client_do_not_hold_up_another(world: Project, world_store: Path) -> None:
    async def body(pool: Pool) -> None:
        order: list[str] = []

        async def ask(client: str, number: int) -> None:
            await pool.ask(asked(f"{ASK} # {number}"), client)
            order.append(client)

        crowd = [asyncio.ensure_future(ask("a", number)) for number in range(50)]
        await asyncio.sleep(0)
        # The worker that takes one of them may be slow to begin; not the workers of all.
        await asyncio.gather(*crowd, *(ask("b", number) for number in range(STANDING)))
        assert order.index("b") <= 2 * STANDING

    run(world, body, PATIENT)


def test_a_full_queue_turns_away_who_fills_it(world: Project, world_store: Path) -> None:
    async def body(pool: Pool) -> None:
        many = [
            asyncio.ensure_future(pool.ask(asked(f"{ASK} # {n}"), "a"))
            for n in range(SHORT.queue + 30)
        ]
        await asyncio.sleep(0)
        assert pool.waiting <= SHORT.queue
        await pool.ask(asked(ASK), "b")
        done = await asyncio.gather(*many, return_exceptions=True)
        turned = [one for one in done if isinstance(one, BaseException)]
        assert turned
        assert all(isinstance(one, Busy) for one in turned)
        assert pool.tally.turned_away == len(turned)

    run(world, body, PATIENT)


def test_long_queries_leave_the_quick_ones_alone(world: Project, world_store: Path) -> None:
    async def body(pool: Pool) -> None:
        bombs = [
            asyncio.ensure_future(pool.ask(asked(f"{BOMB} # {number}"), "a")) for number in range(8)
        ]
        await until(lambda: pool.long > 0)
        for number in range(20):
            await pool.ask(asked(f"{ASK} # {number}"), "b")
        assert not all(bomb.done() for bomb in bombs)
        assert pool.long <= 2
        done = await asyncio.gather(*bombs, return_exceptions=True)
        assert all(isinstance(one, LimitReached) for one in done)
        assert sum(isinstance(one, Busy) for one in done) >= 4

    run(world, body, PATIENT)


def test_a_question_ended_by_its_own_doing_is_refused_for_a_while(
    world: Project, world_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def body(pool: Pool) -> None:
        large = asked("SELECT * { ?a ?b ?c . ?d ?e ?f }")
        with pytest.raises(TooLarge):
            await pool.ask(large, "a")
        workers = pool.tally.seconds
        with pytest.raises(TooLarge, match="a moment ago"):
            await pool.ask(large, "b")
        assert pool.tally.seconds - workers < 0.1
        await pool.ask(asked("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 1"), "a")
        monkeypatch.setattr(ended.time, "monotonic", lambda: 1e12)
        with pytest.raises(TooLarge) as caught:
            await pool.ask(large, "a")
        assert "a moment ago" not in str(caught.value)
        monkeypatch.undo()

    run(world, body)


def test_a_question_that_had_no_processor_is_not_held_to_blame(
    world: Project, world_store: Path
) -> None:
    async def body(pool: Pool) -> None:
        asking = asyncio.ensure_future(pool.ask(asked(BOMB), "a"))
        await until(lambda: len(pool.pids - idle(pool)) == 1)
        (pid,) = pool.pids - idle(pool)
        os.kill(pid, signal.SIGSTOP)
        with pytest.raises(Busy, match="others ran too"):
            await asking
        again = asyncio.ensure_future(pool.ask(asked(BOMB), "a"))
        await asyncio.sleep(0.1)
        assert not again.done(), "it is tried again"
        again.cancel()

    run(world, body)


def idle(pool: Pool) -> set[int]:
    return {process.pid for process in pool._stock._idle}


def test_a_worker_that_dies_idle_is_replaced(world: Project, world_store: Path) -> None:
    async def body(pool: Pool) -> None:
        old = pool.pids
        for pid in old:
            os.kill(pid, signal.SIGKILL)
        # Before and after the server hears of it.
        for _ in range(2 * STANDING):
            await pool.ask(asked(ASK), "a")
        await settled(pool)
        assert not pool.pids & old

    run(world, body, PATIENT)


def test_a_question_whose_workers_are_killed_is_tried_again(
    world: Project, world_store: Path
) -> None:
    async def body(pool: Pool) -> None:
        asking = asyncio.ensure_future(pool.ask(asked(BOMB), "a"))
        for _ in range(4):
            assert not asking.done()
            await until(lambda: pool.pids - idle(pool))
            busy = pool.pids - idle(pool)
            for pid in busy:
                os.kill(pid, signal.SIGKILL)
            await until(lambda: not pool.pids & busy)  # noqa: B023
        with pytest.raises(Busy, match="from outside"):
            await asking

    run(world, body, PATIENT)


@pytest.mark.parametrize("seed", range(4))
def test_a_storm_of_cancellations_loses_no_worker(
    world: Project, world_store: Path, seed: int
) -> None:
    chance = Random(seed)
    texts = (ASK, ASK, "SELECT * { ?s ?p ?o } LIMIT 500", BOMB, "SELECT nonsense")

    async def body(pool: Pool) -> None:
        running: list[asyncio.Task[object]] = []
        for number in range(120):
            question = asked(f"{chance.choice(texts)} # {number}")
            running.append(asyncio.ensure_future(pool.ask(question, chance.choice("abc"))))
            if chance.random() < 0.7:
                chance.choice(running).cancel()
            if chance.random() < 0.5:
                await asyncio.sleep(chance.choice((0, 0, 0.001, 0.01)))
            if chance.random() < 0.03 and (pids := sorted(pool.pids)):
                with suppress(ProcessLookupError):
                    os.kill(chance.choice(pids), signal.SIGKILL)
        for task in running:
            if chance.random() < 0.8:
                task.cancel()
        done = await asyncio.gather(*running, return_exceptions=True)
        wrong = [
            one
            for one in done
            if isinstance(one, BaseException)
            and not isinstance(one, KgError | asyncio.CancelledError)
        ]
        assert wrong == []
        assert pool.waiting == 0

    run(world, body)


def test_answers_are_not_mixed_up_after_a_cancellation(world: Project, world_store: Path) -> None:
    async def body(pool: Pool) -> None:
        chance = Random(7)

        async def ask(number: int) -> None:
            text = f'SELECT ("{number}" AS ?x) ("{"y" * 70_000}" AS ?y) {{}}'
            reply = await pool.ask(
                asked(text.replace("y" * 70_000, "y" * 50_000)), "abc"[number % 3]
            )
            assert f'"value":"{number}"'.encode() in reply.body

        tasks = [asyncio.ensure_future(ask(number)) for number in range(60)]
        for task in tasks:
            await asyncio.sleep(0.001)
            if chance.random() < 0.4:
                task.cancel()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(one is None or isinstance(one, asyncio.CancelledError | Busy) for one in done)

    run(world, body)


def test_a_pool_closed_while_it_is_asked_answers_everybody(
    world: Project, world_store: Path
) -> None:
    async def whole() -> None:
        async with opened(world) as pool:
            asking = [
                asyncio.ensure_future(pool.ask(asked(f"{text} # {n}"), f"client {n % 4}"))
                for n, text in enumerate([BOMB, ASK, BOMB, ASK, BOMB, ASK] * 4)
            ]
            await asyncio.sleep(0.1)
            await pool.close()
            assert pool.pids == frozenset()
            assert children() == set()
            done = await asyncio.wait_for(asyncio.gather(*asking, return_exceptions=True), 1)
            assert not any(
                isinstance(one, BaseException) and not isinstance(one, LimitReached) for one in done
            )
            with pytest.raises(Busy, match="takes over"):
                await pool.ask(asked(ASK), "a")

    asyncio.run(whole())


def test_a_pool_that_cannot_open_leaves_nothing(world: Project, tmp_path: Path) -> None:
    async def whole() -> None:
        pool = Pool(world, tmp_path / "none", SHORT)
        with pytest.raises(KgError):
            await pool.open()
        assert children() == set()

    asyncio.run(whole())


def test_workers_that_do_not_start_are_tried_again(
    world: Project, world_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = Process.start
    failures = iter([OSError("no more files"), KgError("no"), OSError("no more files")])

    async def failing(*arguments: object) -> Process:
        error = next(failures, None)
        if error:
            raise error
        return await start(*arguments)  # type: ignore[arg-type]

    async def body(pool: Pool) -> None:
        monkeypatch.setattr(Process, "start", failing)
        for pid in pool.pids:
            os.kill(pid, signal.SIGKILL)
        await pool.ask(asked(ASK), "a")
        assert next(failures, None) is None

    run(world, body, PATIENT)


def test_a_damaged_database_is_told(world: Project, world_store: Path, tmp_path: Path) -> None:
    async def whole() -> None:
        broken = tmp_path / "db"
        broken.mkdir()
        for path in database(world_store).iterdir():
            if not path.name.startswith("MANIFEST"):
                (broken / path.name).write_bytes(path.read_bytes())
        with pytest.raises(KgError) as caught:
            await Pool(world, broken, SHORT).open()
        assert caught.value.exit_code == 4

    asyncio.run(whole())
