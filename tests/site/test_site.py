from __future__ import annotations

import gzip
import io
import json
import subprocess
import zipfile
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

from kg.errors import KgError, StoreMissing, UsageError
from kg.exports.dumps import DUMPS
from kg.pages.beside import Beside, public_address
from kg.pages.library import Library
from kg.pages.sitemap import robots, sitemaps
from kg.project import Project
from kg.rdf.terms import DCAT, RDF, SPDX
from kg.site.folder import MARK
from kg.site.site import write_site
from tests.site.conftest import BASE
from tests.site.walking import broken, pages, read


def files(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in site.rglob("*")
        if path.is_file()
    }


def test_the_same_store_gives_the_same_bytes(world: Project, small: Path, tmp_path: Path) -> None:
    written = write_site(world, tmp_path / "site", BASE, workers=2)
    assert files(tmp_path / "site") == files(small)
    assert written.files == len(files(small)) - 1
    assert set((small / MARK).read_text().split()) == files(small).keys() - {MARK}


def test_every_stage_is_told_from_its_beginning(
    world: Project, world_store: Path, tmp_path: Path
) -> None:
    told: list[tuple[str, int, int]] = []
    written = write_site(
        world, tmp_path / "site", BASE, watch=lambda *heard: told.append(heard), workers=2
    )
    beside = len(told) - written.pages - 4
    assert told == [
        ("lists of pages", 0, 1),
        *(("pages", done, written.pages) for done in range(written.pages + 1)),
        ("sitemaps", 0, 1),
        *(("files beside the pages", done, beside) for done in range(beside)),
        ("files put in place", 0, written.files),
    ]
    assert beside > len(DUMPS)


def test_every_page_is_there_in_every_form(world: Project, small: Path) -> None:
    from kg.store.embedded import open_reader

    library = Library(world, open_reader(world.store))
    expected = set()
    for path in library.paths():
        page = library.find(path)
        assert page is not None
        expected |= {f"{path}.{form}" for form in page.forms}
    assert "actor/anna-examplova.ttl" in expected
    assert expected <= files(small).keys()


def test_pages_hold_together(small: Path) -> None:
    seen = {name: read((small / name).read_bytes()) for name in pages(small)}
    assert {name: one.faults for name, one in seen.items() if one.faults} == {}
    assert list(broken(small, seen)) == []


def test_without_an_address_nothing_tells_one(
    world: Project, world_store: Path, tmp_path: Path
) -> None:
    write_site(world, tmp_path / "site", None)
    held = files(tmp_path / "site")
    assert not {"sitemap.xml", "w3id/.htaccess"} & held.keys()
    assert b"Sitemap" not in (tmp_path / "site" / "robots.txt").read_bytes()
    assert b"https://w3id.org/eurostance/dump/eurostance.ttl" in (
        tmp_path / "site" / "void.ttl"
    ).read_bytes().replace(b"\n", b"")


def test_the_sums_are_right(small: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"],
        cwd=small / "dump", capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.count(": OK") == len(DUMPS)


def test_every_download_can_be_read(small: Path) -> None:
    folder = small / "dump"
    formats = {"ttl": RdfFormat.TURTLE, "trig": RdfFormat.TRIG, "nq": RdfFormat.N_QUADS}
    turtle = set(parse((folder / "eurostance.ttl").read_bytes(), format=RdfFormat.TURTLE))
    packed = gzip.decompress((folder / "eurostance.nt.gz").read_bytes())
    assert set(parse(packed, format=RdfFormat.N_TRIPLES)) == turtle
    for name in DUMPS:
        if (kind := formats.get(name.rpartition(".")[2])) is not None:
            assert list(parse((folder / name).read_bytes(), format=kind)), name
    json.loads((folder / "eurostance.jsonld").read_bytes())
    for name in ("gexf", "graphml"):
        ET.fromstring((folder / f"eurostance.{name}").read_bytes())
    with zipfile.ZipFile(io.BytesIO((folder / "eurostance-csv.zip").read_bytes())) as archive:
        assert "eurostance-csv/stances.csv" in archive.namelist()
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_description_tells_each_download_as_it_is(small: Path) -> None:
    told: dict[NamedNode, dict[NamedNode, object]] = {}
    for quad in parse((small / "void.ttl").read_bytes(), format=RdfFormat.TURTLE):
        assert isinstance(quad.subject, NamedNode)
        told.setdefault(quad.subject, {})[quad.predicate] = quad.object
    found = [one for one in told.values() if one.get(RDF.type) == DCAT.Distribution]
    assert len(found) == len(DUMPS)
    for one in found:
        address, size = one[DCAT.downloadURL], one[DCAT.byteSize]
        assert isinstance(address, NamedNode)
        assert isinstance(size, Literal)
        content = (small / address.value.removeprefix(BASE)).read_bytes()
        assert int(size.value) == len(content)
        checksum = told[one[SPDX.checksum]][SPDX.checksumValue]  # type: ignore[index]
        assert isinstance(checksum, Literal)
        assert checksum.value == sha256(content).hexdigest()


def test_the_sitemap_lists_every_page(small: Path) -> None:
    tree = ET.fromstring((small / "sitemap.xml").read_bytes())
    listed = {str(one.text) for one in tree.iter() if one.tag.endswith("}loc")}
    expected = {f"{BASE}{name}".removesuffix("index.html") for name in pages(small)}
    assert listed == expected
    assert (small / "robots.txt").read_text() == (
        f"User-agent: *\nAllow: /\n\nSitemap: {BASE}sitemap.xml\n"
    )


def test_pages_are_gone_through_once_for_all_sitemaps(
    world: Project, world_reader: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = Beside(Library(world, world_reader), BASE, live=True)
    assert {"sitemap.xml"} == {name for name in beside.names() if name.startswith("sitemap")}
    first = beside.find("sitemap.xml")
    monkeypatch.setattr(Library, "paths", lambda _: pytest.fail("gone through again"))
    assert beside.find("sitemap-7.xml") is None
    assert (beside.find("sitemap.xml"), [*beside.names()][-1]) == (first, "sitemap.xml")


def test_a_long_sitemap_is_split() -> None:
    written = sitemaps("https://example.org/a&b/", [f"{n}.html" for n in range(7)], most=3)
    assert sorted(written) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    assert written["sitemap-3.xml"].count(b"<url>") == 1
    assert b"<loc>https://example.org/a&amp;b/sitemap-2.xml</loc>" in written["sitemap.xml"]
    assert b"Disallow: /sparql" in robots(None, live=True)


@pytest.mark.parametrize(
    "told",
    ["example.org", "ftp://example.org/", "https://", "https://example.org/?a", "https://a/#b",
     "https://example.org/a b", 'https://example.org/"', "https://example.org/%41",
     "https://user:word@example.org/", "https://example.org/a//b", "javascript:alert(1)", ""],
)  # fmt: skip
def test_an_address_is_plain(told: str) -> None:
    with pytest.raises(UsageError, match="no public address"):
        public_address(told)
    assert public_address("https://example.org:8080/a") == "https://example.org:8080/a/"


def test_a_page_that_cannot_be_drawn_leaves_no_site(
    world: Project, world_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Library, "find", lambda _, path: None)
    with pytest.raises(KgError, match="does not find it"):
        write_site(world, tmp_path / "site", BASE)
    assert list(tmp_path.iterdir()) == []


def test_a_graph_without_pages_is_a_site(
    world: Project, world_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Library, "paths", lambda _: iter(()))
    assert write_site(world, tmp_path / "site", BASE).pages == 0
    assert (tmp_path / "site" / "graph.html").is_file()


def test_without_a_store_there_is_no_site(world: Project, tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        write_site(Project(world.root, tmp_path / "none"), tmp_path / "site", None)
    assert not (tmp_path / "site").exists()
