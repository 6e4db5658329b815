"""JSON with damage in one place: every kind of junk, in every field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
import json
from random import Random
from typing import Any

type Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Raw:
    """JSON, or nearly, that is written as it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Twice:
    """Two values under one key."""

    first: object
    second: object


class Gone:
    """A field that is not there."""


GONE = Gone()

# Words no exchange needs, to be looked for where nobody may be named.
SECRET_NAME = "Mallory Mallorson"
SECRET_NUMBER = "+15550666777"

# (id, value): what may stand where something else was meant.
JUNK: tuple[tuple[str, object], ...] = (
    ("gone", GONE),
    ("null", None),
    ("true", True),
    ("false", False),
    ("zero", 0),
    ("negative", -1),
    ("fraction", 0.5),
    ("int64", 2**63 - 1),
    ("uint64", 2**64),
    ("large", Raw("9" * 400)),
    ("too_many_digits", Raw("9" * 5000)),
    ("infinity", Raw("1e999")),
    ("minus_infinity", Raw("-Infinity")),
    ("nan", Raw("NaN")),
    ("empty", ""),
    ("space", " \t\n "),
    ("word", "x"),
    ("name", SECRET_NAME),
    ("number", SECRET_NUMBER),
    ("number_unquoted", Raw(SECRET_NUMBER[1:])),
    ("time", "2026-11-23T12:00:00.000+0000"),
    ("time_first", "0001-01-01T00:00:00+23:59"),
    ("time_last", "9999-12-31T23:59:59-23:59"),
    ("digits_of_any_script", "\u0661\u0662\u0663"),
    ("surrogate", Raw('"\\ud800x\\udfff"')),
    ("null_character", Raw('"a\\u0000b"')),
    ("direction", "\u202egnp.exe\u2066"),
    ("marks", "Z" + "\u0300" * 500),
    ("line_breaks", "a\r\nb\u2028c"),
    ("markup", "<script>{{ 7 * 7 }}</script>"),
    ("path", "../../%2e%2e/?#;"),
    ("long", "L" * 20_000),
    ("long_hidden", "\u200b" * 5_000),
    ("list_in_text", "[{action: ANSWER, deviceIds: [+1]}, {action"),
    ("list_of_lists_in_text", "[[[["),
    ("json_in_text", '[{"action": ["x"], "deviceIds": {"a": 1}}]'),
    ("commas", "," * 5_000),
    ("empty_list", []),
    ("empty_object", {}),
    ("list_of_null", [None]),
    ("list_of_all", [True, 1, 1.5, "x", [], {}, None]),
    ("long_list", ["x"] * 5_000),
    ("long_list_of_objects", [{}] * 5_000),
    ("object", {"a": {"b": ["c"]}}),
    ("keys", {"": 1, "__class__": 2, "callId": 3, "action": 4}),
    ("nested", Raw("[" * 400 + "]" * 400)),
    ("nested_objects", Raw('{"a":' * 400 + "1" + "}" * 400)),
    ("twice_name", Twice(GONE, SECRET_NAME)),
    ("twice_null", Twice(GONE, None)),
    ("twice_list", Twice(GONE, [[]])),
)


def write(value: object) -> str:
    """Return the value as JSON, in which a key may come twice."""
    if value is GONE:
        return ""
    if isinstance(value, Raw):
        return value.text
    if isinstance(value, Mapping):
        return f"{{{','.join(_members(value))}}}"
    if isinstance(value, list):
        return f"[{','.join(map(write, value))}]"
    return json.dumps(value)


def _members(data: Mapping[str, object]) -> Iterator[str]:
    for key, value in data.items():
        both = (value.first, value.second) if isinstance(value, Twice) else (value,)
        for one in both:
            if one is not GONE:
                yield f"{json.dumps(key)}:{write(one)}"


def paths(data: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the way to everything inside, the outermost first."""
    inside = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in inside:
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from paths(value, (*path, key))


def damaged(data: Any, path: Path, junk: object) -> Any:
    """Return a copy with junk in one place; `Twice` keeps what was there as the first."""
    if not path:
        return Twice(data, junk.second) if isinstance(junk, Twice) else junk
    key, *rest = path
    if isinstance(data, list):
        changed = damaged(data[int(key)], tuple(rest), junk)
        if isinstance(changed, Twice):
            both = [changed.first, changed.second]
            return [*data[: int(key)], *both, *data[int(key) + 1 :]]
        before, after = data[: int(key)], data[int(key) + 1 :]
        return [*before, *([] if changed is GONE else [changed]), *after]
    return {**data, key: damaged(data[key], tuple(rest), junk)}


def some_damage(data: Any, random: Random, most: int = 4) -> Any:
    """Return a copy with junk in one or several places."""
    for _ in range(random.randint(1, most)):
        places = [path for path in paths(data) if _is_within(data, path)]
        if not places:
            return data
        data = damaged(data, random.choice(places), random.choice(JUNK)[1])
    return data


def _is_within(data: Any, path: Path) -> bool:
    """Tell whether a place is in what was not damaged yet."""
    for key in path:
        if not isinstance(data, dict | list):
            return False
        data = data[key]  # type: ignore[index]
    return not isinstance(data, Raw | Twice | Gone)
