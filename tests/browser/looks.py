"""Compares a picture of the card with the one that somebody has looked at.

The text is in the font that Home Assistant's frontend brings along, so that machines agree
on where things are. Versions of Chromium do not agree on the edges of letters: what is
compared is the mean colour of small tiles.
"""

import io
import os
from pathlib import Path

from PIL import Image, ImageChops
from playwright.async_api import Locator

REFERENCES = Path(__file__).with_name("references")

_TILE = 16
# Of 255: letters drawn otherwise change a tile by less, another tint or icon by more.
_SAME_COLOUR = 12
_DIFFERENT_TILES = 2


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
        image.save(path, optimize=True)
        return None
    if found := difference(image, reference(name)):
        image.save(path.with_name(f"{name}.seen.png"))
        return f"{name} {found}: see {name}.seen.png beside it"
    return None


def reference(name: str) -> Image.Image:
    """Return the picture that somebody has looked at."""
    return Image.open(REFERENCES / f"{name}.png").convert("RGB")


def difference(image: Image.Image, reference: Image.Image) -> str | None:
    """Return how the image looks different, if it does."""
    if any(abs(a - b) > 2 for a, b in zip(image.size, reference.size, strict=True)):
        return f"is {image.size}, not {reference.size}"
    tiles = ImageChops.difference(_tiles(image), _tiles(reference))
    red, green, blue = tiles.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    different = sum(most.histogram()[_SAME_COLOUR + 1 :])
    if different > _DIFFERENT_TILES:
        return f"looks different in {different} places"
    return None


def _tiles(image: Image.Image) -> Image.Image:
    """Return the image with a tile's mean colour as a pixel."""
    size = (-(-image.width // _TILE), -(-image.height // _TILE))
    return image.resize(size, Image.Resampling.BOX)
