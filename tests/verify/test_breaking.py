"""Where a line may end within a word."""

import pytest

from press.verify.breaking import address_in, stretches


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("word", ["word"]),
        ("", [""]),
        ("mother/father/self-help", ["mother/", "father/", "self-", "help"]),
        ("https://a.org/b/", ["https://", "a.org/", "b/"]),
        ("1-800-555/0146", ["1-800-555/0146"]),
        ("A–B—c", ["A–", "B—", "c"]),
    ],
)
def test_stretches(word: str, expected: list[str]) -> None:
    assert stretches(word) == expected


@pytest.mark.parametrize(
    ("before", "address"),
    [
        ("", "https://example.org/a"),
        ("(", "<https://example.org>"[1:]),
        ("“", "www.example.org”"),
        ("(", "reception@elm.example"),
        ("", "bo.writer+x@elm.org.uk"),
        ("see:", "samaritans.org."),
        ("", "example.org/a/b"),
        ("medicine(", "www.a.org)"),
        ("Tab.Paracetamol", ""),
        ("tab.paracetamol", ""),
        ("Dr.Featherstonehaugh", ""),
        ("mg/kg.bw/antidepressants", ""),
        ("e.g.", ""),
        ("mail@", ""),
        ("10.5", ""),
        ("word", ""),
    ],
)
def test_addresses(before: str, address: str) -> None:
    assert address_in(before + address) == len(before)
