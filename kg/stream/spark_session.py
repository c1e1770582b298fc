"""The process that drives Spark: it starts with the first question and ends with its parent."""

from __future__ import annotations

import contextlib
import ctypes
import math
import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import kg
from kg.errors import KgError, LimitReached, UsageError
from kg.stream.partition import Question
from kg.stream.spark_partition import FAILED, answer_frames
from kg.temporary import passing_folder

_RETRIES = 4
"""How often a part is read before Spark gives up; where it runs locally, its own word is once."""
_TASKS = 4
"""Parts of a wave for each core, so that no core waits long for another."""
_LEAST = 8
"""Texts that are worth a part of their own."""
_DEATH_SIGNAL = 1
_LOCAL = re.compile(r"local(?:\[(.*)\])?")


@dataclass(frozen=True, slots=True)
class Asked:
    """A wave of questions, and the outfit to answer them by, packed."""

    outfit: bytes
    questions: tuple[Question, ...]


def open_session(master: str) -> Callable[[Asked], list[bytes]]:
    """What answers waves, in order and each answer packed; Spark lives as long as this process.

    Raises UsageError where no Spark is at that master.
    """
    # It is held to the end of this process.
    folder, _ = passing_folder("kg-spark-")
    _end_with_parent(folder)
    log = folder / "log"
    os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), 2)
    os.chdir(folder)
    warnings.filterwarnings("ignore", module="pyspark")
    named, local = master, _LOCAL.fullmatch(master)
    if local:
        home = str(Path(kg.__file__).parents[1])
        paths = [home, *filter(None, [os.environ.get("PYTHONPATH")])]
        os.environ.update(
            PYSPARK_PYTHON=sys.executable,
            PYTHONPATH=os.pathsep.join(paths),
            SPARK_LOCAL_IP="127.0.0.1",
        )
        master = f"local[{local[1] or 1},{_RETRIES}]"
    try:
        session = _session(master, folder, local=local is not None)
    except Exception as error:  # noqa: BLE001 (Java's errors have no common class)
        told = _reason(error, log)
        shutil.rmtree(folder, ignore_errors=True)
        raise UsageError(
            f"no Spark at {named}: {told}", hint="is it running, and reachable from here?"
        ) from None
    kits: dict[bytes, Any] = {}

    def answer(asked: Asked) -> list[bytes]:
        if asked.outfit not in kits:
            kits.clear()
            kits[asked.outfit] = session.sparkContext.broadcast(asked.outfit)
        try:
            return _answers(session, kits[asked.outfit], asked.questions)
        except KgError:
            raise
        except Exception as error:
            raise LimitReached(
                f"Spark at {named} gave up: {_reason(error, log)}",
                hint="with -o, the same call goes on where it stopped",
            ) from error

    return answer


def _session(master: str, folder: Path, *, local: bool) -> Any:
    from pyspark.sql import SparkSession

    builder: Any = SparkSession.builder
    options = {
        "spark.app.name": "kg extract",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "256",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
    }
    if local:
        options |= {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.extraJavaOptions": f"-Djava.io.tmpdir={folder} -XX:-UsePerfData",
            "spark.local.dir": str(folder),
        }
    for name, value in options.items():
        builder = builder.config(name, value)
    return builder.master(master).getOrCreate()


def _answers(session: Any, outfit: Any, questions: tuple[Question, ...]) -> list[bytes]:
    import pyarrow as pa

    if not questions:
        return []
    asked = pa.table(
        {
            "number": pa.array(range(len(questions)), pa.int64()),
            "document": [question.document for question in questions],
            "published": [str(question.published or "") for question in questions],
            "text": [question.text for question in questions],
        }
    )
    parts = min(_TASKS * session.sparkContext.defaultParallelism, math.ceil(len(asked) / _LEAST))
    told = (
        session.createDataFrame(asked)
        .repartition(parts)
        .mapInPandas(lambda frames: answer_frames(outfit.value, frames), "number long, told binary")
        .toArrow()
    )
    by_number = dict(zip(told["number"].to_pylist(), told["told"].to_pylist(), strict=True))
    if FAILED in by_number:
        raise pickle.loads(by_number[FAILED])  # noqa: S301 (made by answer_frames)
    return [by_number[number] for number in range(len(questions))]


def _end_with_parent(folder: Path) -> None:
    """Let Spark end, and its folder go, when this process is told to end or its parent is gone."""

    def end(*_: object) -> None:
        context = sys.modules.get("pyspark.core.context")
        gateway = getattr(getattr(context, "SparkContext", None), "_gateway", None)
        java: subprocess.Popen[bytes] | None = getattr(gateway, "proc", None)
        if java is not None and java.stdin is not None:
            # Java ends when nobody is left to tell it anything.
            with contextlib.suppress(OSError):
                java.stdin.close()
            try:
                java.wait(20)
            except subprocess.TimeoutExpired:
                java.kill()
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)

    signal.signal(signal.SIGTERM, end)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGTERM)


def _reason(error: Exception, log: Path) -> str:
    """The one line of all that Spark says which tells what is the matter."""
    if "stopped SparkContext" in str(error):
        return "no master answers"
    told = log.read_text(errors="replace") if "JAVA_GATEWAY" in str(error) else str(error)
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    for sign in ("ModuleNotFoundError", "Error:", "Exception:", "Exception in", "Caused by"):
        for line in reversed(lines):
            if sign in line:
                return line.lstrip(": ")[:300]
    return lines[0][:300] if lines else type(error).__name__
