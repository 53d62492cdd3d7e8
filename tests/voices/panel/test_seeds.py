"""Public random numbers can be worked out by hand, and every number is equally likely."""

from __future__ import annotations

import hashlib
from collections import Counter

import numpy as np
from scipy import stats

from dueregard.voices.panel.seeds import Stream, content_hash, plain_seed


def test_a_number_is_what_sha256sum_says() -> None:
    digest = hashlib.sha256(b"dueregard panel 1|ticket|ab12|4 8 15 16 23 42|0").hexdigest()
    assert Stream("ticket", lottery="ab12", seed="4 8 15 16 23 42").below(1000) == int(digest, 16) % 1000


def test_further_numbers_come_from_further_blocks() -> None:
    stream = Stream("people", lottery="ab12", seed="7")
    found = [stream.below(10**6) for _ in range(3)]
    blocks = [hashlib.sha256(f"dueregard panel 1|people|ab12|7|{i}".encode()).digest() for i in range(3)]
    assert found == [int.from_bytes(block, "big") % 10**6 for block in blocks]


def test_purpose_lottery_and_seed_each_matter() -> None:
    made = [
        Stream("ticket", lottery="a", seed="1"),
        Stream("part", lottery="a", seed="1"),
        Stream("ticket", lottery="b", seed="1"),
        Stream("ticket", lottery="a", seed="2"),
    ]
    assert len({stream.below(10**12) for stream in made}) == 4


def test_numbers_and_orders_are_equally_likely() -> None:
    stream = Stream("test", lottery="a", seed="1")
    counts = Counter(stream.below(7) for _ in range(7000))
    assert stats.chisquare([counts[i] for i in range(7)]).pvalue > 1e-4
    orders = Counter(tuple(stream.shuffled(range(4))) for _ in range(4800))
    assert len(orders) == 24
    assert stats.chisquare(list(orders.values())).pvalue > 1e-4


def test_a_seed_does_not_depend_on_blanks() -> None:
    assert plain_seed(" Round  42\t") == "Round 42"
    assert plain_seed(0) == "0"


def test_a_content_has_one_hash_whatever_its_order() -> None:
    one, two = {"size": 2, "tickets": [["ŵ", "2"]]}, {"tickets": [["ŵ", "2"]], "size": 2}
    text = '{"size":2,"tickets":[["ŵ","2"]]}'
    assert content_hash(one) == content_hash(two) == hashlib.sha256(text.encode()).hexdigest()
    assert content_hash({**one, "size": 3}) != content_hash(one)
    assert np.unique([content_hash({"size": size})[:4] for size in range(20)]).size > 15
