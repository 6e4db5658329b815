"""Compares a picture of the card with the one that somebody has looked at.

The text is in the font that Home Assistant's frontend brings along, so that machines agree
on where things are. Versions of Chromium do not agree on the edges of letters: pictures are
compared at half their size, and a small share of pixels may differ.
"""

import io
import os
from pathlib import Path

from PIL import Image, ImageChops
from playwright.async_api import Locator

REFERENCES = Path(__file__).with_name("references")

# Of 255: the edge of a letter differs by less, a missing one by more.
_SAME_COLOUR = 64
_DIFFERENT_SHARE = 0.01


async def picture(card: Locator, *hidden: Locator) -> Image.Image:
    """Return a picture of the card without what differs from time to time."""
    data = await card.screenshot(
        animations="disabled", caret="hide", mask=list(hidden), mask_color="#888888"
    )
    return Image.open(io.BytesIO(data)).convert("RGB")


def complaint(name: str, image: Image.Image) -> str | None:
    """Return how the image differs from the reference; with REFERENCES=new it becomes one."""
    path = REFERENCES / f"{name}.png"
    if os.environ.get("REFERENCES") == "new":
        path.parent.mkdir(exist_ok=True)
        image.quantize(64).save(path, optimize=True)
        return None
    reference = Image.open(path).convert("RGB")
    if any(abs(a - b) > 2 for a, b in zip(image.size, reference.size, strict=True)):
        return f"{name} is {image.size}, not {reference.size}"
    half = (reference.width // 2, reference.height // 2)
    difference = ImageChops.difference(image.resize(half), reference.resize(half))
    counts = difference.convert("L").histogram()
    share = sum(counts[_SAME_COLOUR:]) / (half[0] * half[1])
    if share > _DIFFERENT_SHARE:
        image.save(path.with_name(f"{name}.seen.png"))
        return f"{share:.1%} of {name} looks different: see {name}.seen.png beside it"
    return None
