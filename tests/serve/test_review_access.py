from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from kg.errors import UsageError
from kg.project import Project
from kg.serve.review import Reception
from kg.serve.review_access import require_private
from kg.serve.settings import Settings
from kg.serve.tokens import add_token, strike_out
from tests.review.conftest import POOL, QUOTE
from tests.serve.reviewing import ADA, OWN_PAGE, RITA, Reviewed, decide, open_form, reviewed
from tests.serve.running import serving

GETS = (
    "review/queue",
    "review/queue.json",
    "review/start",
    "review/agreement",
    "review/agreement.json",
    "review/candidate/first",
    "review/candidate/first.json",
    "review/candidate/nothing",
)
POSTS = ("decide", "undo", "skip", "alias", "actor")


def sign_in(client: httpx.Client, token: str) -> httpx.Response:
    return client.post("review/sign-in", data={"token": token})


@pytest.mark.parametrize("path", GETS)
def test_nothing_is_read_without_a_token(shared_review: Reviewed, path: str) -> None:
    answer = shared_review.stranger().get(path)
    assert answer.status_code == 401
    assert "www-authenticate" in answer.headers
    for secret in (QUOTE, *(candidate.holder for candidate in POOL), RITA):
        assert secret not in answer.text


@pytest.mark.parametrize("action", POSTS)
def test_nothing_is_written_without_a_token(shared_review: Reviewed, action: str) -> None:
    form = {"candidate": "first", "verdict": "refuse", "note": "no", "seen": "0", "alias": "x"}
    answer = shared_review.stranger(**OWN_PAGE).post(f"review/{action}", data=form)
    assert answer.status_code == 401
    assert shared_review.ledger() is None


def test_the_front_door_leads_to_the_sign_in(shared_review: Reviewed) -> None:
    client = shared_review.stranger()
    answer = client.get("review", follow_redirects=True)
    assert answer.status_code == 401
    assert 'type="password"' in answer.text
    assert client.get("review/").headers["location"] == "queue"


@pytest.mark.parametrize("token", ["", "secret", "kg_" + "A" * 43, "kg_" + "é" * 43, "x" * 5000])
def test_a_wrong_token_opens_nothing(own_review: Reviewed, token: str) -> None:
    client = own_review.stranger(**OWN_PAGE)
    answer = sign_in(client, token)
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    if token:
        assert token not in answer.text
        header = {"Authorization": f"Bearer {token}".encode()}
        assert client.get("review/queue.json", headers=header).status_code == 401


def test_too_many_wrong_tokens_have_to_wait_and_right_ones_do_not(own_review: Reviewed) -> None:
    browser = own_review.browser()
    client = own_review.stranger(**OWN_PAGE)
    # No proxy is said to stand before this server: nobody else tells who comes.
    answers = [
        client.post(
            "review/sign-in",
            data={"token": "kg_" + "A" * 43},
            headers={"X-Forwarded-For": f"192.0.2.{number}"},
        )
        for number in range(11)
    ]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0
    assert browser.get("review/queue").status_code == 200
    assert own_review.program().get("review/queue.json").status_code == 200
    assert sign_in(client, own_review.tokens[RITA]).status_code == 303


def test_behind_a_proxy_each_client_waits_alone(built: Project, tmp_path: Path) -> None:
    with reviewed(built, tmp_path, base="https://graph.example.org/") as found:
        wrong = {"Authorization": "Bearer " + "A" * 43}
        client = found.stranger(**wrong)
        for address, status in (("192.0.2.1", 429), ("192.0.2.2", 401)):
            headers = {"X-Forwarded-For": address}
            for _ in range(10 if status == 429 else 0):
                assert client.get("review/queue.json", headers=headers).status_code == 401
            assert client.get("review/queue.json", headers=headers).status_code == status


def test_the_cookie_is_kept_from_scripts_and_other_sites(review: Reviewed) -> None:
    answer = sign_in(review.stranger(**OWN_PAGE), review.tokens[RITA])
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("kg-review=")
    for part in ("HttpOnly", "SameSite=strict", "Path=/review", "Max-Age="):
        assert part in cookie
    assert "Secure" not in cookie
    assert review.tokens[RITA] not in cookie


def test_behind_https_the_cookie_is_secure_and_below_the_base(
    built: Project, tmp_path: Path
) -> None:
    with reviewed(built, tmp_path, base="https://graph.example.org/kg/") as found:
        headers = {"Host": "graph.example.org", "Origin": "https://graph.example.org"}
        answer = sign_in(found.stranger(**headers), found.tokens[RITA])
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Secure-kg-review=")
        assert "Path=/kg/review" in cookie
        assert "Secure" in cookie


@pytest.mark.parametrize("key", ["", "x", "A" * 43, "../../x", "%00", "kg-review"])
def test_a_forged_cookie_opens_nothing(shared_review: Reviewed, key: str) -> None:
    client = shared_review.stranger(Cookie=f"kg-review={key}")
    assert client.get("review/queue").status_code == 401


def test_a_session_that_has_run_out_is_over(
    review: Reviewed, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = review.browser()
    form = open_form(browser, "first")
    monkeypatch.setattr("kg.serve.review_sessions.IDLE", -1.0)
    answer = browser.post("review/decide", data={**form, "verdict": "accept"})
    assert answer.status_code == 401
    assert review.ledger() is None


def test_signing_out_ends_the_session_for_who_keeps_the_cookie(review: Reviewed) -> None:
    browser = review.browser()
    kept = browser.cookies["kg-review"]
    assert browser.post("review/sign-out").status_code == 303
    assert "kg-review" not in browser.cookies
    thief = review.stranger(Cookie=f"kg-review={kept}")
    assert thief.get("review/queue").status_code == 401


def test_who_is_struck_out_is_out_at_once(own_review: Reviewed) -> None:
    browser, program = own_review.browser(), own_review.program()
    strike_out(own_review.file, RITA)
    assert browser.get("review/queue").status_code == 401
    assert program.get("review/queue.json").status_code == 401
    assert own_review.browser(ADA).get("review/queue").status_code == 200


def test_a_new_token_ends_the_sessions_of_the_old(own_review: Reviewed) -> None:
    browser = own_review.browser()
    add_token(own_review.file, RITA, replace=True)
    assert browser.get("review/queue").status_code == 401


CROSS = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": ""},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://["},
    {"Origin": "http://127.0.0.1:1"},
    {},
]


@pytest.mark.parametrize("headers", CROSS, ids=str)
@pytest.mark.parametrize("action", [*POSTS, "sign-in", "sign-out"])
def test_another_sites_page_does_nothing(
    review: Reviewed, headers: dict[str, str], action: str
) -> None:
    browser = review.browser()
    form = open_form(browser, "first")
    del browser.headers["Sec-Fetch-Site"]
    data = {**form, "verdict": "accept", "token": review.tokens[ADA], "alias": "x", "actor": "x"}
    answer = browser.post(f"review/{action}", data=data, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert review.ledger() is None
    assert browser.get("review/queue").status_code == 200


def test_a_browser_that_tells_its_origin_alone_is_heard(review: Reviewed) -> None:
    browser = review.browser()
    form = open_form(browser, "first")
    del browser.headers["Sec-Fetch-Site"]
    own = {"Origin": review.served.base.rstrip("/")}
    answer = browser.post("review/decide", data={**form, "verdict": "accept"}, headers=own)
    assert answer.status_code == 303
    assert review.ledger()


def test_a_token_in_another_sites_script_does_nothing(review: Reviewed) -> None:
    program = review.program()
    json = {"candidate": "first", "verdict": "accept", "seen": "0"}
    answer = program.post("review/decide", json=json, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_no_answer_is_kept_framed_or_shared(review: Reviewed) -> None:
    browser = review.browser()
    browser.headers["Origin"] = review.served.base.rstrip("/")
    for path in ("review/queue", "review/candidate/first", "review/queue.json"):
        headers = browser.get(path).headers
        assert headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "'unsafe" not in headers["content-security-policy"]
        assert "access-control-allow-origin" not in headers
    preflight = browser.options("review/decide", headers={"Access-Control-Request-Method": "POST"})
    assert "access-control-allow-origin" not in preflight.headers


@pytest.mark.parametrize(
    "then", ["//evil.example", "https://evil.example", "../admin", "review/../x", "review\n/x"]
)
def test_signing_in_leads_to_the_review_and_nowhere_else(review: Reviewed, then: str) -> None:
    client = review.stranger(**OWN_PAGE)
    answer = client.post("review/sign-in", data={"token": review.tokens[RITA], "then": then})
    assert answer.headers["location"] == "queue"


def test_signing_in_leads_back_to_where_one_wanted(review: Reviewed) -> None:
    client = review.stranger(**OWN_PAGE)
    asked = client.get("review/candidate/first?band=review")
    assert 'value="review/candidate/first?band=review"' in asked.text
    form = {"token": review.tokens[RITA], "then": "review/candidate/first?band=review"}
    answer = client.post("review/sign-in", data=form)
    assert answer.headers["location"] == "candidate/first?band=review"


@pytest.mark.parametrize("path", [*GETS, *(f"review/{action}" for action in POSTS)])
@pytest.mark.parametrize("query", ["", "?candidate=first&verdict=accept&second=1&as=x"])
def test_to_get_a_page_writes_nothing(review: Reviewed, path: str, query: str) -> None:
    before = {path: path.read_bytes() for path in review.project.seeds.rglob("*.ttl")}
    for client in (review.browser(), review.program()):
        client.get(f"{path}{query}")
        client.head(f"{path}{query}")
    assert {path: path.read_bytes() for path in review.project.seeds.rglob("*.ttl")} == before


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"x" * 70_000, "application/x-www-form-urlencoded", 413),
        (b"{}", "text/xml", 415),
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"candidate": 1}', "application/json", 400),
        (b'{"candidate": "\\ud800"}', "application/json", 400),
        (b"[" * 30_000, "application/json", 400),
        (b"candidate=a&candidate=b", "application/x-www-form-urlencoded", 400),
        (b"candidate=%ff", "application/x-www-form-urlencoded", 400),
        (b"", "application/x-www-form-urlencoded", 422),
    ],
)
def test_what_cannot_be_read_is_told(
    shared_review: Reviewed, content: bytes, kind: str, status: int
) -> None:
    answer = shared_review.program().post(
        "review/decide", content=content, headers={"Content-Type": kind}
    )
    assert answer.status_code == status
    assert answer.json()["error"]
    assert shared_review.ledger() is None


LONG_NAME = "actor:" * 5_000


@pytest.mark.parametrize("field", ["holder", "proposition", "date", "polarity", "verdict"])
def test_a_name_too_long_to_be_one_is_told(shared_review: Reviewed, field: str) -> None:
    program = shared_review.program()
    form = {"candidate": "first", "seen": "0", "verdict": "accept", field: LONG_NAME}
    for answer in (
        program.post("review/decide", json=form),
        shared_review.browser().post("review/decide", data=form),
        program.get("review/queue.json", params={"band": LONG_NAME}),
        program.get("review/queue.json", params={"holder": LONG_NAME}),
        program.get("review/queue.json", params={"document": LONG_NAME}),
        program.get(f"review/candidate/{LONG_NAME}.json"),
    ):
        assert answer.status_code in (404, 422)
        assert answer.text.count("actor:") < 100
    assert shared_review.ledger() is None


def test_a_host_that_is_none_breaks_nothing(shared_review: Reviewed) -> None:
    program = shared_review.program()
    for host in ("[", "[::1", "[::1]x", "localhost:x"):
        assert program.get("review/queue", headers={"Host": host}).status_code < 500
        assert program.get("review/queue.json", headers={"Host": host}).status_code < 500


def test_without_a_token_file_there_is_no_review(built: Project) -> None:
    with serving(built) as served, served.client() as client:
        for path in ("review", "review/queue", "review/queue.json"):
            answer = client.get(path)
            assert answer.status_code == 404
            assert "--token-file" in answer.text
        assert "<h1>Review is off</h1>" in client.get("review/queue").text


@pytest.mark.parametrize(
    ("host", "base", "fine"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000/", True),
        ("::1", "http://[::1]:8000/", True),
        ("localhost", "http://localhost:8000/", True),
        ("0.0.0.0", "https://graph.example.org/", True),
        ("127.0.0.1", "https://graph.example.org/", True),
        ("0.0.0.0", "http://0.0.0.0:8000/", False),
        ("192.0.2.7", "http://192.0.2.7:8000/", False),
        ("127.0.0.1", "http://graph.example.org/", False),
        ("", "http://127.0.0.1/", False),
        ("localhost.example", "http://localhost.example/", False),
    ],
)
def test_tokens_do_not_cross_a_network_in_the_clear(host: str, base: str, fine: bool) -> None:
    if fine:
        require_private(host, base)
        return
    with pytest.raises(UsageError, match="over plain http"):
        require_private(host, base)


def test_the_seeds_of_an_installed_package_are_not_reviewed(
    built: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "tokens"
    add_token(file, RITA)
    monkeypatch.setattr("kg.project._BUNDLE", built.root)
    with pytest.raises(UsageError, match="belong to the installed package"):
        Reception(built, Settings(tokens=file))


def test_tokens_and_notes_do_not_reach_the_log(
    review: Reviewed, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    browser = review.browser()
    decide(browser, "first", "refuse", note="a private thought")
    review.program().get("review/queue.json")
    out, err = capfd.readouterr()
    for text in (out, err, caplog.text):
        assert review.tokens[RITA] not in text
        assert "private thought" not in text
