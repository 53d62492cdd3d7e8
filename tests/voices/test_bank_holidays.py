"""Bank holidays as gov.uk lists them."""

from datetime import date

import pytest

from dueregard.voices.bank_holidays import Nation, bank_holidays


@pytest.mark.parametrize(
    ("nation", "year", "days"),
    [
        ("England", 2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        ("Wales", 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        ("Scotland", 2024, "01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26"),
        ("Scotland", 2023, "01-02 01-03 04-07 05-01 05-29 08-07 11-30 12-25 12-26"),
        ("Northern Ireland", 2025, "01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26"),
    ],
)
def test_years(nation: Nation, year: int, days: str) -> None:
    found = bank_holidays(date(year, 1, 1), date(year, 12, 31), nation=nation)
    # 2023 also had a coronation, on 8 May: what happens once is no rule.
    assert [f"{day:%m-%d}" for day in found] == days.split()


def test_a_substitute_comes_after_the_other_holiday() -> None:
    found = bank_holidays(date(2022, 12, 20), date(2023, 1, 5), nation="England")
    assert [f"{day:%m-%d}" for day in found] == ["12-26", "12-27", "01-02"]
