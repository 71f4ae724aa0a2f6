"""Where the sheet lies in the picture: from its corner codes, then from the frames of its boxes."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import zxingcpp

from cyfran.methods.errors import MethodError
from cyfran.methods.sheets.layout import CORNERS, Layout

FEWEST_CODES = 3
FEWEST_DOTS_A_MM = 2.5  # below, a code of 16 mm is hardly read and a thin stroke vanishes
SEARCH = 2.4  # mm around where a box should be: how far a curled page moves it
STEP = 0.2  # mm
RIM = 0.35  # mm, how wide a printed frame appears


@dataclass(frozen=True)
class Codes:
    """What the corner codes say: which sheet it is, and where their corners lie in the picture."""

    name: str
    on_paper: np.ndarray  # (n, 2) mm
    in_picture: np.ndarray  # (n, 2) dots


def find_codes(picture: np.ndarray, layout_of: Callable[[str], Layout], prefix: str) -> tuple[Codes, Layout]:
    """Read the corner codes. Each says ``<prefix><name>/<corner>``; at least three of one sheet must be there."""
    found: dict[str, dict[int, list[tuple[float, float]]]] = {}
    for code in zxingcpp.read_barcodes(
        picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    ):
        name, _, corner = code.text.removeprefix(prefix).rpartition("/")
        if code.text.startswith(prefix) and name and corner.isdigit() and int(corner) < CORNERS:
            at = code.position
            corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
            found.setdefault(name, {})[int(corner)] = [(point.x, point.y) for point in corners]
    if not found:
        raise MethodError("sheet_not_found")
    if len(found) > 1:
        raise MethodError("several_sheets", number=len(found))
    ((name, places),) = found.items()
    if len(places) < FEWEST_CODES:
        raise MethodError("corners_hidden", number=len(places), needed=FEWEST_CODES)
    layout = layout_of(name)
    paper = [point for corner in places for point in layout.corners_of(corner)]
    seen = np.array([point for points in places.values() for point in points], float) + 0.5
    return Codes(name, np.array(paper, float), seen), layout


@dataclass(frozen=True)
class Placed:
    """From a place on paper to a place in the picture: a plane seen at an angle, and how the paper bends off it."""

    plane: np.ndarray  # (3, 3)
    bend: np.ndarray  # (terms, 2) mm
    centre: tuple[float, float]
    half: tuple[float, float]

    def in_picture(self, points: np.ndarray) -> np.ndarray:
        """Dots (n, 2) of places on paper (n, 2) in mm."""
        bent = points + self.terms(points) @ self.bend
        return _through(self.plane, bent)

    def terms(self, points: np.ndarray) -> np.ndarray:
        """Polynomial of the third degree across the page."""
        x = (points[:, 0] - self.centre[0]) / self.half[0]
        y = (points[:, 1] - self.centre[1]) / self.half[1]
        return np.stack([x**i * y**j for i in range(4) for j in range(4 - i)], axis=1)

    def dots_a_mm(self) -> float:
        here = np.array([self.centre])
        across = [self.in_picture(here + step) - self.in_picture(here) for step in ([1.0, 0.0], [0.0, 1.0])]
        return float(min(np.hypot(*change[0]) for change in across))


def place(picture: np.ndarray, codes: Codes, layout: Layout) -> Placed:
    """Lay the sheet over the picture: by its codes, then more closely by the frames of its boxes."""
    plane = _plane(codes.on_paper, codes.in_picture)
    centre = (layout.width / 2, layout.height / 2)
    flat = Placed(plane, np.zeros((10, 2)), centre, centre)
    if flat.dots_a_mm() < FEWEST_DOTS_A_MM:
        raise MethodError("picture_too_small", dots=round(flat.dots_a_mm(), 1), needed=FEWEST_DOTS_A_MM)
    roughly = _bent(picture, flat, layout, SEARCH, 0.3)
    return _bent(picture, roughly, layout, SEARCH / 3, 0.05)


def _plane(paper: np.ndarray, picture: np.ndarray) -> np.ndarray:
    """The homography of least squares between two planes (Hartley and Zisserman 2004, algorithm 4.2)."""
    to_unit, from_unit = _unit(paper), _unit(picture)
    p, q = _through(to_unit, paper), _through(from_unit, picture)
    ones, none = np.ones(len(p)), np.zeros((len(p), 3))
    row = np.column_stack([p, ones])
    upper = np.column_stack([row, none, -q[:, :1] * row])
    lower = np.column_stack([none, row, -q[:, 1:] * row])
    _, _, v = np.linalg.svd(np.vstack([upper, lower]))
    plane = np.linalg.inv(from_unit) @ v[-1].reshape(3, 3) @ to_unit
    return plane / plane[2, 2]


def _unit(points: np.ndarray) -> np.ndarray:
    """Moves the middle of points to 0 and their mean distance to the square root of 2."""
    middle = points.mean(axis=0)
    scale = np.sqrt(2) / max(np.hypot(*(points - middle).T).mean(), 1e-9)
    return np.array([[scale, 0, -scale * middle[0]], [0, scale, -scale * middle[1]], [0, 0, 1]])


def _through(plane: np.ndarray, points: np.ndarray) -> np.ndarray:
    seen = np.column_stack([points, np.ones(len(points))]) @ plane.T
    return seen[:, :2] / seen[:, 2:]


def sample(picture: np.ndarray, dots: np.ndarray) -> np.ndarray:
    """Brightness between dots, by the four around; outside the picture as at its edge."""
    height, width = picture.shape
    x = np.clip(dots[..., 0] - 0.5, 0, width - 1.001)
    y = np.clip(dots[..., 1] - 0.5, 0, height - 1.001)
    left, top = x.astype(int), y.astype(int)
    a, b = x - left, y - top
    upper = picture[top, left] * (1 - a) + picture[top, left + 1] * a
    lower = picture[top + 1, left] * (1 - a) + picture[top + 1, left + 1] * a
    return upper * (1 - b) + lower * b


def _bent(picture: np.ndarray, flat: Placed, layout: Layout, reach: float, stiff: float) -> Placed:
    """Find each frame near where it should be, and bend the sheet smoothly to where they are."""
    middles = np.array([(box.x, box.y) for box in layout.boxes])
    moved, weight = _frames(picture, flat, middles, layout.box_size, reach)
    terms = flat.terms(middles)
    for _ in range(4):  # frames that were mistaken for something else count less each time
        weighted = terms * weight[:, None]
        ridge = stiff * np.eye(terms.shape[1]) * max(weight.sum(), 1e-9) / 100
        bend = np.linalg.solve(weighted.T @ terms + ridge, weighted.T @ moved)
        away = np.hypot(*(moved - terms @ bend).T)
        weight = weight / (1 + (away / 0.4) ** 2)
    return Placed(flat.plane, flat.bend + bend, flat.centre, flat.half)


def _frames(
    picture: np.ndarray, placed: Placed, middles: np.ndarray, size: float, reach: float
) -> tuple[np.ndarray, np.ndarray]:
    """By how much each frame is away from where it should be (mm), and how clearly it was seen."""
    span = size / 2 + 1.0 + reach
    grid = np.arange(-span, span + STEP / 2, STEP)
    across, down = np.meshgrid(grid, grid)
    offsets = np.stack([across.ravel(), down.ravel()], axis=1)
    points = (middles[:, None] + offsets).reshape(-1, 2)
    patches = sample(picture, placed.in_picture(points)).reshape(len(middles), len(grid), len(grid))
    paper = np.quantile(patches, 0.8, axis=(1, 2), keepdims=True)
    dark = np.clip((paper - patches) / np.maximum(paper, 1), 0, 1)
    score = _match(np.minimum(dark, 0.5), size)
    steps = score.shape[1]
    best = score.reshape(len(middles), -1).argmax(axis=1)
    moved = (np.stack([best % steps, best // steps], axis=1) - (steps - 1) / 2) * STEP
    return moved, np.clip(score.reshape(len(middles), -1).max(axis=1), 0, None) ** 2


def _match(dark: np.ndarray, size: float) -> np.ndarray:
    """How well a square frame fits at each place: dark on it, light just outside of it."""
    from scipy.signal import fftconvolve  # brings all of scipy.stats: a second at the start of every process

    half = round((size / 2 + 1.0) / STEP)
    at = np.arange(-half, half + 1) * STEP
    distance = np.maximum(np.abs(at[:, None]), np.abs(at[None, :])) - size / 2
    rim, around = np.abs(distance) <= RIM / 2 + 0.05, (distance > 0.4) & (distance <= 1.0)
    template = rim / rim.sum() - around / around.sum()
    return fftconvolve(dark, template[None], mode="valid", axes=(1, 2))  # the same turned around
