"""What goes over the wire to a chat-completions server, and what its answers say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kg.errors import InputError, UsageError
from kg.llm.settings import Endpoint, Limits
from kg.llm.transport import Answer

SEED = 7
_OPTIONAL = ("max_tokens", "max_completion_tokens", "temperature", "seed")
_CODE = re.compile(r"[a-z][a-z_]{1,39}")
_THOUGHT = ("<think>", "</think>")
_FENCE = "```"


class BrokenReply(Exception):
    """An answer or reply that is not of the form asked for; never leaves the package."""


class Mode(StrEnum):
    """How a server is made to answer in JSON, the strictest first."""

    SCHEMA = "json_schema"
    OBJECT = "json_object"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Message:
    """A turn of the conversation; role is system, user or assistant."""

    role: str
    content: str


def write_body(
    endpoint: Endpoint,
    messages: Sequence[Message],
    mode: Mode,
    schema: dict[str, Any],
    limits: Limits,
    refused: Iterable[str],
) -> bytes:
    """The request, without the parameters that the server has ``refused``."""
    body: dict[str, Any] = {
        "model": endpoint.model,
        "messages": [{"role": m.role, "content": m.content} for m in messages],
        "max_tokens": limits.reply_tokens,
        "temperature": 0,
        "seed": SEED,
    }
    if mode is Mode.SCHEMA:
        named = {"name": "second_opinion", "strict": True, "schema": schema}
        body["response_format"] = {"type": "json_schema", "json_schema": named}
    elif mode is Mode.OBJECT:
        body["response_format"] = {"type": "json_object"}
    for name in refused:
        body.pop(name, None)
        if name == "max_tokens":
            body["max_completion_tokens"] = limits.reply_tokens
    return json.dumps(body, ensure_ascii=True).encode()


def refused_parameter(answer: Answer) -> str | None:
    """The optional parameter that the server says it does not take."""
    fault = _fault(answer)
    named = fault.get("param")
    if isinstance(named, str):
        return named if named in _OPTIONAL else None
    told = fault.get("message")
    words = re.findall(r"\w+", told[:2000]) if isinstance(told, str) else []
    return next((name for name in _OPTIONAL if name in words), None)


def check_status(answer: Answer, endpoint: Endpoint) -> None:
    """Nothing, where the server took the request.

    Raises UsageError where it refused it, InputError where its answer makes no sense. Of the
    server's own words only a short code is shown: it could repeat the key, or steer a terminal.
    """
    status, host = answer.status, endpoint.host
    if 200 <= status < 300:
        return
    if 300 <= status < 400:
        raise InputError(
            f"{host}: the server sends elsewhere (status {status}); that is not followed",
            hint="give the URL that answers itself",
        )
    if status in (401, 403):
        raise UsageError(f"{host}: the server refuses the key (status {status})", hint="KG_LLM_KEY")
    code = _code(answer, endpoint)
    if status == 404:
        raise UsageError(f"{host}: no such path or model{code}", hint="the URL often ends in /v1")
    if 400 <= status < 500:
        raise UsageError(f"{host}: the server refuses the question (status {status}{code})")
    raise InputError(f"{host}: the server fails (status {status}{code})")


def read_content(answer: Answer) -> str:
    """What the model wrote; raises BrokenReply where the answer has no such place."""
    envelope = parse_json(answer.content)
    try:
        content = envelope["choices"][0]["message"]["content"]
    except (LookupError, TypeError):
        raise BrokenReply("no choices[0].message.content") from None
    if not isinstance(content, str):
        raise BrokenReply("the content is no text")
    return content


def tokens_used(answer: Answer) -> int:
    """What the server says the question and answer took, 0 where it does not say."""
    try:
        used = parse_json(answer.content)["usage"]["total_tokens"]
    except (BrokenReply, LookupError, TypeError):
        return 0
    return used if type(used) is int and used > 0 else 0


def parse_reply(content: str) -> dict[str, Any]:
    """The JSON object that the model wrote, also from a fenced block or behind a thought.

    Raises BrokenReply where there is none.
    """
    bare = content.strip()
    if bare.startswith(_THOUGHT[0]):
        bare = bare.partition(_THOUGHT[1])[2].strip()
    if bare.startswith(_FENCE) and bare.endswith(_FENCE):
        bare = bare.partition("\n")[2].removesuffix(_FENCE)
    parsed = parse_json(bare)
    if not isinstance(parsed, dict):
        raise BrokenReply("no JSON object")
    return parsed


def parse_json(text: str | bytes) -> Any:
    """The value of a hostile JSON text; raises BrokenReply, also where it nests too deep."""
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise BrokenReply("no JSON") from None


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _fault(answer: Answer) -> dict[str, Any]:
    try:
        fault = parse_json(answer.content)["error"]
    except (BrokenReply, LookupError, TypeError):
        return {}
    return fault if isinstance(fault, dict) else {}


def _code(answer: Answer, endpoint: Endpoint) -> str:
    fault = _fault(answer)
    for name in ("code", "type"):
        told = fault.get(name)
        if isinstance(told, str) and _CODE.fullmatch(told) and not _shows(told, endpoint.key):
            return f", {told}"
    return ""


def _shows(told: str, key: str | None) -> bool:
    return key is not None and (key in told or told in key)
