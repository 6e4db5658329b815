"""The pictures in brand/, as Home Assistant serves them."""

from PIL import Image
import pytest

from .source import PACKAGE

BRAND = PACKAGE / "brand"
THEMES = ["", "dark_"]


@pytest.mark.parametrize("theme", THEMES, ids=["light", "dark"])
@pytest.mark.parametrize(("name", "side"), [("icon", 256), ("icon@2x", 512)])
def test_an_icon_is_a_square(theme: str, name: str, side: int) -> None:
    """256 pixels, and twice that for sharp screens."""
    with Image.open(BRAND / f"{theme}{name}.png") as image:
        assert image.format == "PNG"
        assert image.size == (side, side)


@pytest.mark.parametrize("theme", THEMES, ids=["light", "dark"])
@pytest.mark.parametrize(
    ("name", "low", "high"), [("logo", 128, 256), ("logo@2x", 256, 512)]
)
def test_a_logo_is_a_landscape(theme: str, name: str, low: int, high: int) -> None:
    """Its shorter side is what is limited."""
    with Image.open(BRAND / f"{theme}{name}.png") as image:
        assert image.format == "PNG"
        assert low <= image.height <= high
        assert image.width > image.height


@pytest.mark.parametrize("name", sorted(file.name for file in BRAND.glob("*.png")))
def test_a_picture_is_trimmed_and_transparent(name: str) -> None:
    """No empty border makes it look small, no white box stands out on a dark page."""
    with Image.open(BRAND / name) as image:
        opacity = image.getchannel("A")
    left, top, right, bottom = opacity.getbbox() or (0, 0, 0, 0)
    assert (left, top) == (0, 0)
    # The last column of a scaled picture may round to nothing.
    assert opacity.width - right <= 1
    assert opacity.height - bottom <= 1
    assert opacity.getpixel((0, 0)) == 0


def test_there_is_no_other_picture() -> None:
    """Home Assistant serves these names and ignores the rest."""
    names = {
        f"{theme}{name}{scale}.png"
        for theme in THEMES
        for name in ("icon", "logo")
        for scale in ("", "@2x")
    }
    assert {file.name for file in BRAND.iterdir()} == names
