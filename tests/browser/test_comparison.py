"""The comparison of pictures: what it must notice, and what it may not."""

from PIL import Image, ImageFilter
import pytest

from .looks import difference, reference

# Where the pictures have these, in pixels: left, top, right, bottom.
DISC = (25, 81, 69, 125)
TRANSFER = (235, 137, 439, 181)
TRANSFER_ICON = (298, 150, 316, 168)


@pytest.fixture(params=["light", "dark"])
def seen(request: pytest.FixtureRequest) -> Image.Image:
    """Return a held call."""
    return reference(f"held-{request.param}")


def painted(image: Image.Image, place: tuple[int, int, int, int]) -> Image.Image:
    """Return the image with a place in the colour of its corner."""
    left, top, right, bottom = place
    corner = image.crop((left, top, left + 1, top + 1))
    copy = image.copy()
    copy.paste(corner.resize((right - left, bottom - top)), place)
    return copy


def test_a_picture_is_like_itself(seen: Image.Image) -> None:
    assert difference(seen, seen) is None


def test_the_edges_of_letters_do_not_count(seen: Image.Image) -> None:
    """Another version of Chromium smooths them otherwise."""
    assert difference(seen.filter(ImageFilter.GaussianBlur(0.6)), seen) is None


def test_one_pixel_more_is_no_difference(seen: Image.Image) -> None:
    """Heights are rounded."""
    higher = seen.resize((seen.width, seen.height + 1))
    assert difference(higher, seen) is None


def test_a_missing_button_is_noticed(seen: Image.Image) -> None:
    assert "places" in str(difference(painted(seen, TRANSFER), seen))


def test_a_missing_icon_is_noticed(seen: Image.Image) -> None:
    assert "places" in str(difference(painted(seen, TRANSFER_ICON), seen))


def test_another_tint_is_noticed(seen: Image.Image) -> None:
    """A fifth of another colour, on the small disc behind the icon alone."""
    copy = seen.copy()
    disc = seen.crop(DISC)
    copy.paste(Image.blend(disc, Image.new("RGB", disc.size, "#43a047"), 0.2), DISC)
    assert "places" in str(difference(copy, seen))


def test_another_size_is_noticed(seen: Image.Image) -> None:
    higher = seen.resize((seen.width, seen.height + 10))
    assert "not (" in str(difference(higher, seen))
