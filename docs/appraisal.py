"""The page of the five-principle profile: its rules, signals and rubric as the code has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

INTRODUCTION = """\
# The five principles

`dueregard appraise CASEBOOK` holds every option, doing nothing included, against the Alliance's five
principles:
equality of outcome, voice, evidence, place and generations. It is one stage of `dueregard assess`, which puts
the same into `estimates.json` under `principles` and into the pack. What is printed has passed the disclosure
gate.

There is never one score. Nothing is added up over principles, options are not ranked, and no principle has a
weight. Options are compared principle by principle: an option that is clearly worse than another somewhere
and
not better anywhere is named as dominated; everything else is a trade-off, and is said as one, with the
groups for
whom each option does better. Whose gain and whose loss counts is for those who decide to say, and to say why.

## What a cell says

For each principle and option:

| key | what it is |
|---|---|
| `direction` | `better`, `worse`, `too close to call` or `insufficient evidence` |
| `mixed` | whether some gain and some lose; `direction` is then that of those who lose, better-off apart |
| `finding` | what was found, in words: what decided first |
| `size` | the figure that the direction rests on most: `estimate`, `low`, `high`, `unit`, `measure`, `by` |
| `grade` | `data`, `voice`, `both` or `none`: see below |
| `said_by` | tables, testimony themes, groups of the consultation, authors: who decided comes first |
| `gap` | the most pressing thing that is not known: `what`, `owner`, `due`; `gaps` has all |
| `objections` | objections attached to the cell; they stay printed with their answers |
| `rule` | which rule decided; `rules` beside has each rule that did, with reason and source |
| `findings` | every finding that the cell was made of, each with its `signal` |

An option is compared with doing nothing. Doing nothing itself is compared with what went before: its cells
say
how gaps stand and whether they have been opening or closing; by voice, how far those who decide and who
took part
are from a fair draw; by evidence, how much of what was asked is known. With one period only, where things are
heading is not known, and the cell says so.

Age, life stages, cohorts and those not yet born are looked at under generations, places (and people in
places)
under place, every other characteristic under equality of outcome: each group once.
"""

AFTER_RULES = """\

Groups are counted once each: crossings of two characteristics are read for losses like any other group, and
do
not count among what is known or unknown, since most of them are too small to be shown in any survey. Only the
poorest fifth of incomes is a group of its own; the other tenths are not.

## What a finding means

An *instrument* turns released evidence into findings, each with one of these signals. Rules look at nothing
but
signals, so an instrument that comes later needs no new rule.
"""

COMPARED = """\

## Options against each other

- For a group, one option is clearly better than another when their figures are of the same thing and their
  intervals do not touch. Both are worked out on the same people, so this asks for more than a paired test
  would.
- Without figures (who designed it, who opposes it), when one is found clearly good and the other clearly bad.
  An option with something for and something against it counts as bad here; both are told.
- An option **dominates** another when it is clearly better somewhere and no figure of it is on the worse side
  anywhere, *clearly or not*: that two intervals touch does not show that nobody is worse off. How many
  people lose
  is one of the figures. Insufficient evidence of either, by any principle, blocks the claim. Too close to
  call is
  neither better nor worse.
- Every other pair between which there is a choice is told as a **trade-off**, with the groups on either side.

## How to keep it honest

The profile was made to be hard to misuse; try to.

- *A tiny improvement, and a small group that loses.* The loss decides, and its size is what is printed; the
  improvement is said beside it. Groups that may be shown and lose are named, however small.
- *An outcome chosen by the option's author.* If others asked for outcomes that the option was not tried on,
  a gain
  by the author's own outcome alone is insufficient evidence. What an option was not tried on is always
  listed.
- *So much for everybody.* Fewer people below a line that stands still is no gain by equality of outcome
  unless there are also fewer below a line that moves with everybody's income.
- *A cost that falls on nobody.* Where these people do not pay, everybody may seem to gain: the cell says so.
- *A small sample, so that nothing is ever clear.* An interval with both a meaningful gain and a meaningful
  harm in
  it is insufficient evidence, not "no difference".
- *Favourable figures where most are withheld.* Less than half known is insufficient evidence.
- *Leaving out whoever loses.* A characteristic that the grid has and `[consequences] by` leaves out counts as
  not known, is named, and with many of them nothing is called better.
- *Many groups, so that a harm drowns among them.* A harm that many comparisons make uncertain still forbids
  `better`.
- *A gap closed by harm.* It is worse, or too close to call; never better.
- *An effect that nobody stands for.* An amount and take-up without a source give no evidence grade, and the
  evidence
  cell says worse: the decision would rest on less than doing nothing does.
- *Intervals that look certain.* They hold the chance of the sample; unless an option declares
  `uncertainty`, no
  doubt about what it is assumed to do. The evidence cell says so for every option.
- *A favourable consultation.* Objections of small groups count however many agree. Say in
  `[[voices.about]]` what a
  statement is about; otherwise objections count against every option.
- *A token author.* That somebody of the worst-off groups designed an option counts for it only if that
  group was
  also heard, and never outweighs an objection.

What it cannot do: a group too small to be shown may lose unseen. The cell says of which groups nothing may be
shown; ask them.

## Could this launder a bad decision?

The pack was read as somebody would read it who wants a bad decision to look well considered. What was found,
and what stands against it now:

- *A gap's figure has the sign of who is ahead, so a gap that widens was printed as "gap −£0.86".* Gaps are
  told in words: closes by, widens by. In charts right is closing.
- *At a glance only the worst effect was there, or only the aim: one hides the other.* Every cell has the
  stated aim, who loses and who gains, in this order; those worse off now are named first.
- *"Closes by £8.71" sounds as if an aim were met.* What would be left is said beside it, and met or not
  met.
- *"Worse for some, better for others" in nearly every cell: where all are mixed, none is.* It is said where
  those who lose are already worse off, and where a stated aim moves away.
- *Doing nothing is held against the past, options against doing nothing: a red first column flatters all
  others.* The column's head says so, and the text above it.
- *Trade-offs so dense that nobody reads them, with who is named first left to chance.* Two columns for each
  pair. The order is fixed: aim, those worse off now or not yet born, then the largest, those better off
  last.
- *A co-designer named in a trade-off, while groups oppose the option.* Both are told; in the comparison
  what speaks for it never stands in the place of what speaks against it.
- *"Too close to call" under evidence reads as balanced, where an effect is only assumed.* It says nothing
  was tested.
- *"All objections are answered", with words.* Answered and nothing done, done in part, and done are counted
  apart, at the top and at each cell.
- *116 negative findings and one answer, in small print at the end.* How many are negative, are answered and
  have an action opens the summary.
- *Someone who loses at some discount rates was told as "may lose −£36.58".* The figure is told as it is,
  and that they lose at another rate.

What remains, and needs a person who asks:

- *Who set the aim.* An aim may be set low, or for a group that the proposal happens to help. The casebook
  says who asked for an outcome; it does not ask who set its aim.
- *An action of no substance.* It needs an owner, a date and a measure, and its level is said; whether it
  helps those who lose is not judged. A list of letters to write looks like a list.
- *Words tied to nothing.* Testimony that `[[voices.about]]` ties to no outcome or option is in no cell. How
  much is tied is said; who chose is not.
- *An option built to lose.* Options that nobody means to choose make the proposal look good. Nothing here
  tells.
- *An average inside a group.* A small average loss may be a large one for a few. The page of each option has
  how many lose.
- *How many more.* "55 more gain" beside "the aim moves away" invites counting. The two are not of one kind;
  nothing here adds them, and nothing can stop a reader who does.
- *Screening.* A duty said to be not relevant shows its reason and who signed it, and no more.

## In Python

```python
from dueregard.appraisal import appraise, evidence_of

evidence = evidence_of(
    release, specification=casebook.specification, consequences=..., voices=..., options=...
)
profile = appraise(evidence)
profile.cell("outcome", "Targeted grant").told  # 'worse for some already worse off, better for others'
```

A new instrument is a function from `Evidence` to `Finding`s, and a line in `INSTRUMENTS` of
`appraisal/instruments/registry.py`.
"""


def appraisal_page() -> str:
    """The page, with tables from the code so that they cannot drift."""
    return "\n".join(
        [
            INTRODUCTION,
            *_rules(),
            AFTER_RULES,
            *_signals(),
            *_flags(),
            *_rubric(),
            COMPARED,
        ]
    )


def _rules() -> Iterator[str]:
    from dueregard.appraisal.rules import RULES

    yield "## The rules\n"
    yield "The first that holds decides.\n"
    yield from _table(
        ("", "rule", "what it says", "why", "source"),
        (
            (str(n), f"`{rule.id}`", rule.says, rule.reason, rule.source)
            for n, rule in enumerate(RULES, start=1)
        ),
    )


def _signals() -> Iterator[str]:
    from dueregard.appraisal.signals import SIGNALS

    yield from _table(
        ("signal", "points to", "when", "why"),
        (
            (f"`{name}`", meaning.direction or "nothing by itself", meaning.when, meaning.reason)
            for name, meaning in SIGNALS.items()
        ),
    )


def _flags() -> Iterator[str]:
    from dueregard.appraisal.instruments.flags import SIGNALS_OF_FLAGS

    yield "\nPatterns that averages hide ([what each is](consequences.md)) mean:\n"
    yield from _table(
        ("flag", "when it is certain", "when chance could show it"),
        (
            (name.replace("_", " "), f"`{sure}`", f"`{unsure}`")
            for name, (sure, unsure) in SIGNALS_OF_FLAGS.items()
        ),
    )


def _rubric() -> Iterator[str]:
    from dueregard.appraisal.grading import RUBRIC

    yield "\n## The grade of evidence\n"
    yield "`both` is data and voice, `none` is neither: what a cell rests on, and not how much of it.\n"
    yield from _table(("counts as", "what", "why"), ((each.as_, each.what, each.reason) for each in RUBRIC))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"
