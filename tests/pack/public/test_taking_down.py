"""What nobody may read any more is gone from every version, and what stands in its place leads to nobody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dueregard.alliance.comparing import key_of
from dueregard.errors import UsageError
from dueregard.pack.public.reading import altered_files, published_quotes, read_site
from dueregard.pack.public.storing import prepare
from dueregard.pack.public.taking_down import TakenDown, take_down
from dueregard.pack.public.withdrawing import Notice, holds_figure, holds_words, notice_for
from dueregard.register import Register
from tests.alliance.test_comparing import figure
from tests.pack.public.making import ENTRANCE, OTHER, WORDS, finish, publish
from tests.pack.public.test_storing import Killed, Killer

NOTICE = Notice(on="1 February 2027", why="The person asked for it.", entrance=ENTRANCE)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    publish(tmp_path)
    publish(tmp_path, [figure("f", 501.0), figure("m", 510.0)])
    return tmp_path


def taken(out: Path, **what: object) -> TakenDown:
    site = read_site(out, Register(out / "register.jsonl").entries())
    found = take_down(out, site, notice=NOTICE, by="Officer", **what)  # type: ignore[arg-type]
    assert found is not None
    return found


def carry_out(out: Path, found: TakenDown) -> None:
    prepare(out, files=found.files, entries=[("withdrawn", found.payload)])
    assert altered_files(out, finish(out)) == ()


def every_file(out: Path) -> dict[str, bytes]:
    public = out / "public"
    return {
        each.relative_to(public).as_posix(): each.read_bytes() for each in public.rglob("*") if each.is_file()
    }


def test_withdrawn_words_are_nowhere_and_the_rest_stays(out: Path) -> None:
    before = every_file(out)
    assert sum(holds_words(content, [WORDS]) for content in before.values()) == 4
    found = taken(out, words=[WORDS])
    assert sorted(found.files) == ["v1/estimates.json", "v1/pack.html", "v2/estimates.json", "v2/pack.html"]
    carry_out(out, found)
    after = every_file(out)
    assert not any(holds_words(content, [WORDS]) for content in after.values())
    page = after["v1/pack.html"].decode()
    assert "Words that stood here were withdrawn on 1 February 2027." in page
    assert OTHER in page
    assert page.count("Carer") == 1  # who said the words is gone with them
    told = json.loads(after["v1/estimates.json"])
    assert [each["words"] for each in told["voices"]["testimony"]["quotes"]] == [OTHER]
    assert len(told["estimates"]) == 2
    log = after["corrections.html"].decode()
    assert "The person asked for it." in log
    assert "words of testimony" in log
    assert set(published_quotes(out, finish(out))) == {(OTHER, None)}


def test_the_register_keeps_hashes_and_not_the_words(out: Path) -> None:
    carry_out(out, taken(out, words=[WORDS]))
    register = (out / "register.jsonl").read_bytes()
    assert not holds_words(register, [WORDS])
    last = Register(out / "register.jsonl").entries()[-1]
    assert last.kind == "withdrawn"
    assert all(set(each) == {"path", "was", "now", "whole"} for each in last.payload["parts"])


def test_a_file_in_which_words_cannot_be_cut_is_replaced_whole(out: Path) -> None:
    found = taken(out, words=["Nobody asked them."])
    assert (
        found.files["v1/reviews/forum-1.toml"] == b"Withdrawn on 1 February 2027. The person asked for it.\n"
    )
    assert b"This page was withdrawn" in found.files["v1/index.html"]
    carry_out(out, found)
    assert not any(holds_words(each, ["Nobody asked them."]) for each in every_file(out).values())
    assert "What it said was withdrawn." in every_file(out)["index.html"].decode()


def test_a_figure_that_may_not_be_shown_takes_every_file_with_it_that_could_show_it(out: Path) -> None:
    found = taken(out, figures={"v1": {key_of(figure("m"))}})
    assert sorted(found.files) == ["v1/estimates.json", "v1/pack.html", "v1/tables/income.csv"]
    carry_out(out, found)
    after = every_file(out)
    assert b"510" not in after["v1/tables/income.csv"] + after["v1/pack.html"] + after["v1/estimates.json"]
    site = read_site(out, Register(out / "register.jsonl").entries())
    again = take_down(out, site, notice=NOTICE, by="Officer", figures={"v1": {key_of(figure("m"))}})
    assert again is None  # once


def test_a_table_without_the_figure_stays(out: Path) -> None:
    assert "v1/tables/income.csv" not in taken(out, figures={"v1": {key_of(figure("x"))}}).files


def test_a_version_or_a_file_can_be_named(out: Path) -> None:
    assert list(taken(out, parts=["out/public/v1/tables/income.csv"]).files) == ["v1/tables/income.csv"]
    assert "v2/pack.html" in taken(out, parts=["v2"]).files
    with pytest.raises(UsageError, match=r"v1/tables/income\.csv"):
        taken(out, parts=["v1/table/income.csv"])
    with pytest.raises(UsageError):
        taken(out, parts=["../register.jsonl"])


def test_a_withdrawal_that_was_stopped_is_finished(out: Path) -> None:
    found = taken(out, words=[WORDS])
    prepare(out, files=found.files, entries=[("withdrawn", found.payload)])
    with pytest.raises(Killed):
        finish(out, step=Killer(3))
    finish(out)
    assert not any(holds_words(content, [WORDS]) for content in every_file(out).values())


@pytest.mark.parametrize(
    "hidden", ["I can\\u0027t board", "I can&#39;t&nbsp;<b>board</b>", "I CAN\u2019T\nboard"]
)
def test_words_are_found_however_they_are_written(hidden: str) -> None:
    assert holds_words(hidden.encode(), ["I can't board"])
    assert not holds_words(b"I could board", ["I can't board"])


def test_a_notice_is_a_file_of_the_same_kind() -> None:
    docx = pytest.importorskip("docx")
    import io

    document = docx.Document(io.BytesIO(notice_for("v1/documents/psed.docx", NOTICE)))
    assert "Withdrawn on 1 February 2027" in document.paragraphs[0].text
    assert json.loads(notice_for("v1/estimates.json", NOTICE))["withdrawn"]["why"] == NOTICE.why
    assert notice_for("v1/tables/a.csv", NOTICE).startswith(b"notice\r\n")
    assert holds_words(notice_for("v1/documents/psed.docx", NOTICE), ["Withdrawn on 1 February"])


def test_a_page_of_why_is_withdrawn_with_any_figure():
    key = ("mean", "{}", "income", '{"sex": "Women"}', None, None)
    assert holds_figure("why/income.html", b"", [key])
    assert not holds_figure("why/income.html", b"", [])
