"""A made-up payroll, as untidy as they come."""

from __future__ import annotations

import csv
from pathlib import Path

NAMES = ("Ade", "Bea", "Cai", "Dai", "Eva")


def write_payroll(file: Path, *, rows: int = 120) -> Path:
    header = (
        "Employee ID,Full Name,Date of Birth,NI Number,Home Postcode,Gender,Ethnic Group,Disability,"
        "Age,Ward,Hourly Pay,In arrears,Religion,Company,survey_weight"
    )
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(header.split(","))
        for row in range(rows):
            writer.writerow(
                [
                    1000 + row,
                    f"{NAMES[row % 5]} Person{row}",
                    f"19{50 + row % 50}-01-{1 + row % 28:02}",
                    f"QQ{100000 + row}C",
                    f"BW{1 + row % 9} {row % 10}A{chr(65 + row % 26)}",
                    "FM"[row % 2],
                    [1, 1, 1, 2, 3, -9][row % 6] if row else 7,
                    "Yes" if row % 5 == 0 else "No",
                    20 + row % 45,
                    f"Ward {row % 4}",
                    10.5 + row % 37 / 4,
                    row % 2,
                    "" if row % 3 else "Prefer not to say",
                    "Brackwater Buses",
                    1 + row % 3 / 10,
                ]
            )
    return file
