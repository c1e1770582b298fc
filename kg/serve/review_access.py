"""Who asks: by a session's cookie or by a token, and from no other site's page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import UsageError
from kg.serve.guarding import is_from_own_page, is_loopback
from kg.serve.refusals import Refused
from kg.serve.review_sessions import LONGEST, Failures, Session, Sessions
from kg.serve.server import client_of
from kg.serve.tokens import Tokens


class Barred(Refused):
    """A request of nobody known, or of one who has to wait; ``headers`` go with the answer."""

    def __init__(self, status: int, message: str, headers: dict[str, str]) -> None:
        super().__init__(status, message)
        self.headers = headers


@dataclass(frozen=True, slots=True)
class Visitor:
    """A reviewer known by a token; ``session`` is None for a program that sends it each time."""

    reviewer: str
    session: Session | None = None


class Door:
    """Lets in who has a token, for a session or for one request; ``base`` is the public URL."""

    def __init__(self, tokens: Tokens, base: str) -> None:
        self._tokens = tokens
        self._host = urlsplit(base).netloc
        self.sessions = Sessions()
        self.failures = Failures()
        self._secure = base.startswith("https://")
        self._cookie = "__Secure-kg-review" if self._secure else "kg-review"
        self._path = f"{urlsplit(base).path}review"

    def visitor(self, request: Request) -> Visitor:
        """Who asks; raises Barred with 401 for nobody known, 429 for too many wrong tokens."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            reviewer, _ = self._known(token.strip(), client_of(request))
            return Visitor(reviewer)
        session = self.sessions.find(request.cookies.get(self._cookie, ""))
        if session is None or not self._tokens.holds(session.digest, session.reviewer):
            raise Barred(401, "sign in to review", {"WWW-Authenticate": 'Bearer realm="review"'})
        return Visitor(session.reviewer, session)

    def require_own_page(self, request: Request) -> None:
        """Raise Refused for what another site's page, or nobody's, sends in a visitor's name.

        A browser says where a request comes from; a program with a token of its own need not.
        """
        own = is_from_own_page(request)
        origin = request.headers.get("origin")
        if own is None and origin is not None:
            place = _place_of(origin)
            own = bool(place) and place in (self._host, request.headers.get("host"))
        elif own is None:
            own = request.headers.get("authorization", "").lower().startswith("bearer ")
        if not own:
            raise Refused(403, "this came from another site's page, and nothing was done")

    def sign_in(self, request: Request, token: str, answer: Response) -> None:
        """Begin a session, whose key the answer's cookie carries; raises Barred."""
        reviewer, digest = self._known(token, client_of(request))
        self.sessions.end(request.cookies.get(self._cookie, ""))
        self._put(answer, self.sessions.begin(reviewer, digest), int(LONGEST))

    def sign_out(self, request: Request, answer: Response) -> None:
        """End the session of a request, if there is one."""
        self.sessions.end(request.cookies.get(self._cookie, ""))
        self._put(answer, "", 0)

    def _known(self, token: str, client: str) -> tuple[str, str]:
        # A right token is let in at any time: who guesses keeps nobody else out.
        if (found := self._tokens.reviewer(token)) is not None:
            return found
        if wait := self.failures.wait(client):
            raise Barred(429, "too many wrong tokens: wait", {"Retry-After": str(wait)})
        self.failures.add(client)
        raise Barred(401, "no reviewer has that token", {"WWW-Authenticate": "Bearer"})

    def _put(self, answer: Response, key: str, seconds: int) -> None:
        answer.set_cookie(
            self._cookie,
            key,
            max_age=seconds,
            path=self._path,
            secure=self._secure,
            httponly=True,
            samesite="strict",
        )


def _place_of(origin: str) -> str:
    """The host and port of an Origin header; empty where it has none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def require_private(host: str, base: str) -> None:
    """Raise UsageError where tokens cross a network in the clear."""
    address = urlsplit(base)
    if address.scheme == "https":
        return
    for name in (host, address.hostname or ""):
        if not is_loopback(name):
            raise UsageError(
                f"review over plain http at {name} is refused: tokens can be read on the way",
                hint="listen on 127.0.0.1, behind a proxy with https, and give --base https://…",
            )
