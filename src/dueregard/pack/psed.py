"""The equality impact assessment as committees read it: filled from the evidence, its blanks visible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from dueregard.appraisal.duty_standing import AimStanding, DutyStanding, decided_on
from dueregard.appraisal.duty_words import (
    against_words,
    aim_words,
    characteristics_words,
    day_words,
    force_words,
    standing_words,
)
from dueregard.casebook.duties import duty_named
from dueregard.pack.numbers import number_format
from dueregard.pack.options_summary import cost_words
from dueregard.pack.psed_crossed import crossed_blocks
from dueregard.pack.psed_evidence import KEPT_BACK, OFFICER, characteristic_blocks
from dueregard.pack.psed_heard import heard_blocks
from dueregard.pack.psed_principles import principle_blocks
from dueregard.pack.word_blocks import Blank, Block, Document, Grid, Heading, Paragraph

if TYPE_CHECKING:
    from dueregard.casebook import Casebook, Specification
    from dueregard.estimates import Record
    from dueregard.pack.written import Written

__all__ = ["psed_document"]

DUTY = "psed"
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""What a document without figures bears: it tells no time."""


def psed_document(
    casebook: Casebook, *, written: Written | None, standings: Sequence[DutyStanding]
) -> Document:
    """Compose the document.

    Parameters
    ----------
    casebook : Casebook
        The question.
    written : Written or None
        The last assessment; None where there is none, and then every part that rests on it is a blank.
    standings : sequence of DutyStanding
        What was screened, and whose regard is recorded.

    Returns
    -------
    Document
        With a number on every blank, and a list of them at its front.
    """
    specification = casebook.specification
    duty = duty_named(DUTY)
    standing = next((each for each in standings if each.duty.name == DUTY), None)
    body = [*_proposal(specification), *_screened(standing, written), *_no_figures(written)]
    body.append(Heading(text="Evidence and likely effects, characteristic by characteristic"))
    for name in duty.aims[0].characteristics:
        body += characteristic_blocks(name, written=written, specification=specification, duty=duty)
    body += crossed_blocks(written, specification)
    body += heard_blocks(written, specification)
    body += _options(written)
    body += principle_blocks(written)
    body += _aims(standing, specification)
    body += _actions(written)
    body += _cumulative()
    body += _monitoring(specification)
    body += _signed(specification)
    body += _read(written)
    return Document(
        title="Equality impact assessment",
        subtitle=specification.question.title,
        front=tuple(_front(written, specification)),
        body=tuple(body),
        made_at=(written.assessed_at if written else None) or UNDATED,
        author="dueregard",
    )


def _front(written: Written | None, specification: Specification) -> Iterator[Block]:
    people = specification.people
    if people is not None and people.synthetic:
        yield Paragraph(
            lead="Synthetic data.",
            text="These are not real people. Do not use these figures for a decision.",
        )
    duty = duty_named(DUTY)
    force = force_words(duty, territory=specification.question.territory)
    yield Paragraph(text=f"{duty.title}: {duty.law}. {force} {duty.asks}")
    if written is not None:
        when = f" of {day_words(written.assessed_at.date())}" if written.assessed_at else ""
        yield Paragraph(
            text=f"Figures, objections and actions are those of the assessment{when}; screening and "
            "regard are as they are recorded now. `dueregard assess` brings the figures up to date.",
            quiet=True,
        )


def _proposal(specification: Specification) -> Iterator[Block]:
    question, people = specification.question, specification.people
    decided = decided_on(specification)
    affected = specification.voices.affected if specification.voices else None
    told = [people.population if people else None, affected.label if affected else None]
    whom = "; ".join(part for part in told if part)
    yield Heading(text="The proposal")
    yield Grid(
        title="What is proposed, who decides and when",
        header=("Item", "Entry"),
        rows=(
            ("Question", question.title),
            ("Proposal", question.summary or _blank("what is proposed, in a few sentences")),
            ("Who decides", question.owner or _blank("who decides")),
            ("Day of the decision", day_words(decided) if decided else _blank("the day of the decision")),
            ("Where", question.territory or _blank("England, Scotland or Wales")),
            ("Who is affected", whom or _blank("who is affected")),
        ),
    )


def _blank(what: str) -> Blank:
    return Blank(what=what, who=OFFICER)


def _screened(standing: DutyStanding | None, written: Written | None) -> Iterator[Block]:
    yield Heading(text="Screening")
    if standing is None or standing.screened is None:
        yield Blank(
            what="whether the decision is relevant to the duty, and why",
            who=OFFICER,
            hint="`dueregard screen` records it, with the date.",
        )
        return
    yield Paragraph(text=" ".join(standing_words(standing)))
    yield Paragraph(lead="Why:", text=standing.screened.why)
    dialogue = {} if written is None else written.beside.get("dialogue", {})
    worse = len(dialogue.get("unanswered", ()))
    worse += sum(bool(each.get("negative")) for each in dialogue.get("said", ()))
    against = against_words(standing.relevant, worse)
    if against:
        yield Paragraph(lead="Against it:", text=against)


def _no_figures(written: Written | None) -> Iterator[Block]:
    if written is None:
        yield Heading(text="Figures")
        yield Blank(
            what="the evidence: the casebook was not assessed yet",
            who=OFFICER,
            hint="Run `dueregard assess`, then write this document again.",
        )


def _options(written: Written | None) -> Iterator[Block]:
    yield Heading(text="The options side by side")
    if written is None or not written.options:
        yield Blank(
            what="which options were compared with doing nothing, and why the others were left",
            who=OFFICER,
            hint="A file for each in the folder options/ of the casebook.",
        )
        return
    found = {
        (record.measure, record.by["option"]): record
        for table in written.tables
        if table.name.startswith("consequences-")
        for record in table.records
        if set(record.by) == {"option"}
    }
    yield Grid(
        title="What each option would do, compared with doing nothing",
        header=("Option", "Cost", "People who gain", "People who lose"),
        rows=tuple(
            (
                option,
                _cost(found.get(("total_cost", option))),
                _people(found.get(("winners_share", option))),
                _people(found.get(("losers_share", option))),
            )
            for option in written.options
        ),
    )


def _cost(record: Record | None) -> str:
    if record is None or record.estimate is None:
        return KEPT_BACK if record is not None and record.status == "withheld" else "[x] not available"
    said = cost_words(record)
    return said[:1].upper() + said[1:]


def _people(record: Record | None) -> str:
    if record is None or record.estimate is None:
        return KEPT_BACK if record is not None and record.status == "withheld" else "[x] not available"
    numbers = number_format("proportion", None, [record.estimate])
    if record.low is None or record.high is None:
        return numbers.value(record.estimate)
    return f"{numbers.value(record.estimate)} ({numbers.interval(record.low, record.high)})"


def _aims(standing: DutyStanding | None, specification: Specification) -> Iterator[Block]:
    decides = specification.question.owner or "whoever decides"
    yield Heading(text="The three aims, and the regard of whoever decides")
    yield Paragraph(
        text="The duty is that of whoever decides, and cannot be delegated: these are to be their own words."
    )
    aims = (
        standing.aims
        if standing
        else tuple(AimStanding(aim=aim, regard=None) for aim in duty_named(DUTY).aims)
    )
    for each in aims:
        yield Heading(text=f"To {each.aim.label}", level=2)
        yield Paragraph(text=aim_words(each.aim))
        yield Paragraph(text=f"For: {characteristics_words(each.aim).lower()}.", quiet=True)
        if each.regard is None:
            yield Blank(what=f"the regard that was had to the need to {each.aim.label}", who=decides)
        else:
            late = " Late: given after the decision." if each.late else ""
            when = day_words(each.regard.on)
            yield Paragraph(text=f"“{each.regard.text}” ({each.regard.by}, {when}).{late}")


def _actions(written: Written | None) -> Iterator[Block]:
    yield Heading(text="What will be done")
    dialogue: Mapping[str, Any] = {} if written is None else written.beside.get("dialogue", {})
    actions = dialogue.get("actions", ())
    if not actions:
        yield Blank(
            what="what will be done to lessen harm and do more good, by whom, by when, and how it will show",
            who=OFFICER,
            hint="actions.toml in the casebook holds it.",
        )
        return
    yield Grid(
        title="Actions",
        header=("What", "Who", "By when", "How one will see it", "Level and state"),
        rows=tuple(_action(each) for each in actions),
    )
    if dialogue.get("mix", {}).get("words"):
        yield Paragraph(text=str(dialogue["mix"]["words"]))


def _action(action: Mapping[str, Any]) -> tuple[str | Blank, ...]:
    of = f"of the action “{action['what'][:60]}”"
    due = action.get("due")
    late = ", overdue" if action.get("overdue") else ""
    return (
        str(action["what"]),
        action.get("owner") or _blank(f"an owner {of}"),
        day_words(date.fromisoformat(due)) if due else _blank(f"a date {of}"),
        action.get("measure") or _blank(f"a measure {of}"),
        f"{action['level']}, {action['status']}{late}",
    )


def _cumulative() -> Iterator[Block]:
    yield Heading(text="Together with other decisions")
    yield Blank(
        what="which other decisions fall on the same people at the same time, and what they come to together",
        who=OFFICER,
        hint="`dueregard cumulative` adds them up for each group.",
    )


def _monitoring(specification: Specification) -> Iterator[Block]:
    yield Heading(text="Looking at what came of it")
    monitor = specification.monitor
    if monitor is None or monitor.review_on is None:
        yield Blank(
            what="when it will be looked at what came of it, and by whom",
            who=OFFICER,
            hint="review_on and owner under [monitor] in the casebook.",
        )
        return
    owner = f" by {monitor.owner}" if monitor.owner else ""
    yield Paragraph(
        text=f"What was forecast is held against what happened on {day_words(monitor.review_on)}{owner}: "
        "`dueregard monitor`."
    )


def _signed(specification: Specification) -> Iterator[Block]:
    decides = specification.question.owner or "Whoever decides"
    roles = ("The officer who assesses", "The officer who answers for equality", decides)
    yield Heading(text="Signed")
    yield Grid(
        title="Signatures",
        header=("Who", "Name, signature and date"),
        rows=tuple((role, Blank(what="name, signature and date", who=_in_sentence(role))) for role in roles),
    )


def _in_sentence(role: str) -> str:
    return role[:1].lower() + role[1:] if role.startswith(("The ", "Whoever ")) else role


def _read(written: Written | None) -> Iterator[Block]:
    yield Heading(text="How to read this")
    yield Paragraph(
        text="Brackets hold 95% intervals. “Too close to call” means that the interval reaches to both sides "
        "of no difference, which is not evidence of equality. [c] stands for figures that are kept back so "
        "that nobody can be recognised, [x] for figures that are not available, [u] for figures of low "
        "reliability. Gaps describe; they do not say what brings them about. Nothing here is legal advice."
    )
    if written is not None:
        made_with = written.beside["provenance"].get("made_with", "dueregard")
        yield Paragraph(
            text=f"Every figure is in the evidence pack beside this document, out/pack.html. Made with "
            f"{made_with} from estimates.json with the fingerprint (SHA-256) "
            f"{written.sha256}.",
            quiet=True,
        )
