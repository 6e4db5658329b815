"""The vendor document's samples, and variations of them."""

import json
from pathlib import Path

from custom_components.telepo.cti import Call, parse_snapshot

_FOLDER = Path(__file__).parents[1] / "vendor_samples"


def sample(name: str) -> dict[str, object]:
    """Return one of the vendor document's samples, freshly read."""
    data: dict[str, object] = json.loads((_FOLDER / f"{name}.json").read_text())
    return data


def sample_call(**changes: object) -> dict[str, object]:
    """Return the call of the vendor's snapshot, with fields changed."""
    calls = sample("snapshot")["calls"]
    assert isinstance(calls, list)
    return {**calls[0], **changes}


def only_call(**changes: object) -> Call:
    """Return the vendor's snapshot call, changed and parsed."""
    (call,) = parse_snapshot({"calls": [sample_call(**changes)]}).calls
    return call
