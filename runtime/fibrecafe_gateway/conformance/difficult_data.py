"""Data that breaks what is not careful; for the kit and for the tests of projects."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TEXTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "apostrophe": "Siân O'Brien",
        "curly-apostrophe": "Siân O\u2019Brien",
        "quotes": 'the "green" door',
        "back-ticks": "`whoami` $(id)",
        "backslashes": r"C:\new\table\u0041",
        "ampersand": "Smith & Sons <Ltd> &amp; Co",
        "percent": "100%25 + 5%",
        "accents": "Zoë Müller-Łukasz, Señor Ñandú",
        "combining": "Zoe\u0308 Mu\u0308ller",
        "welsh": "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, Tŷ Ŵyn",
        "emoji": "\U0001f469\u200d\U0001f680 \U0001f1ec\U0001f1e7 \u2615",
        "right-to-left": "\u0645\u0631\u062d\u0628\u0627 and שלום",
        "chinese": "測試用戶",
        "newlines": "first line\nsecond line\r\nthird\tline",
        "braces": "{{7*7}} ${jndi:x} %s {0}",
        "sql": "Robert'); DROP TABLE orders;--",
        "json-like": '{"id": 1}',
        "null-like": "null",
        "zeros": "00012345",
    }
)
"""Texts of people and places, by what is difficult in them."""

POSTCODES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "with-space": "TW18 4LG",
        "without-space": "TW184LG",
        "lower-case": "tw18 4lg",
        "short": "M1 1AE",
        "girobank": "GIR 0AA",
    }
)

UUIDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "upper-case": "0F8FAD5B-D9CB-469F-A165-70867728950E",
        "lower-case": "0f8fad5b-d9cb-469f-a165-70867728950e",
    }
)

IDS: Final[Mapping[int, str]] = MappingProxyType(
    {length: ("id-" + "0123456789abcdef" * 17)[:length] for length in (255, 256, 257)}
)
"""Ids of the longest length that the documents allow, and of one and two more."""

LONGEST_ID: Final = 255

NUMBERS: Final[Mapping[str, int]] = MappingProxyType(
    {"beyond-32-bit": 2**31, "beyond-unsigned": 2**32 + 1, "longest": 2**53 - 1}
)
"""Numbers of the gateway's that are whole in JSON."""

EMPTY: Final = ""
"""For optional fields: in an amendment it takes the value away."""


def chosen(*names: str) -> str:
    """Several of TEXTS in one."""
    return " | ".join(TEXTS[name] for name in names)


ALL_IN_ONE: Final = chosen(
    "apostrophe", "quotes", "back-ticks", "backslashes", "ampersand", "emoji"
)
"""When there is room for one text only."""
