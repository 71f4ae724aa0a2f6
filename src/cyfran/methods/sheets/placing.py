"""Registration of the sheet in the picture: by its corner codes, then by the frames of its boxes."""

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
class CornerCodes:
    """What the corner codes say: which sheet it is, and where their corners lie in the picture."""

    name: str
    on_paper: np.ndarray  # (n, 2) mm
    in_picture: np.ndarray  # (n, 2) dots


def find_codes(
    picture: np.ndarray, layout_of: Callable[[str], Layout], prefix: str
) -> tuple[CornerCodes, Layout]:
    """Read the corner codes. Each says ``<prefix><name>/<corner>``; at least three of one sheet must be there."""
    sheets: dict[str, dict[int, list[tuple[float, float]]]] = {}
    for code in zxingcpp.read_barcodes(
        picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    ):
        name, _, corner = code.text.removeprefix(prefix).rpartition("/")
        if code.text.startswith(prefix) and name and corner.isdigit() and int(corner) < CORNERS:
            at = code.position
            code_corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
            sheets.setdefault(name, {})[int(corner)] = [(point.x, point.y) for point in code_corners]
    if not sheets:
        raise MethodError("sheet_not_found")
    if len(sheets) > 1:
        raise MethodError("several_sheets", number=len(sheets))
    ((name, corners),) = sheets.items()
    if len(corners) < FEWEST_CODES:
        raise MethodError("corners_hidden", number=len(corners), needed=FEWEST_CODES)
    layout = layout_of(name)
    on_paper = [point for corner in corners for point in layout.corners_of(corner)]
    # The library names dots by whole numbers; here the middle of the first dot is at 0.5
    in_picture = np.array([point for points in corners.values() for point in points], float) + 0.5
    return CornerCodes(name, np.array(on_paper, float), in_picture), layout


@dataclass(frozen=True)
class SheetPlacement:
    """The map from paper (mm) to picture (dots): a plane seen at an angle, and how the paper bends off it."""

    plane: np.ndarray  # (3, 3)
    bend: np.ndarray  # (terms, 2) mm
    centre: tuple[float, float]
    half: tuple[float, float]

    def to_picture(self, points: np.ndarray) -> np.ndarray:
        """Return the dots (n, 2) of points on paper (n, 2) in mm."""
        bent = points + self.terms(points) @ self.bend
        return _apply_homography(self.plane, bent)

    def terms(self, points: np.ndarray) -> np.ndarray:
        """Return the ten monomials xⁱyʲ, i + j ≤ 3, of each point, with the page scaled to −1 … 1."""
        x = (points[:, 0] - self.centre[0]) / self.half[0]
        y = (points[:, 1] - self.centre[1]) / self.half[1]
        return np.stack([x**i * y**j for i in range(4) for j in range(4 - i)], axis=1)

    def dots_a_mm(self) -> float:
        """Return the resolution at the centre of the page, in the direction in which it is lower."""
        centre = np.array([self.centre])
        steps = [
            self.to_picture(centre + step) - self.to_picture(centre) for step in ([1.0, 0.0], [0.0, 1.0])
        ]
        return float(min(np.hypot(*change[0]) for change in steps))


def place(picture: np.ndarray, codes: CornerCodes, layout: Layout) -> SheetPlacement:
    """Find where the sheet lies in the picture: by its codes, then more closely by the frames of its boxes."""
    plane = _fit_homography(codes.on_paper, codes.in_picture)
    centre = (layout.width / 2, layout.height / 2)
    flat = SheetPlacement(plane, np.zeros((10, 2)), centre, centre)
    if flat.dots_a_mm() < FEWEST_DOTS_A_MM:
        raise MethodError("picture_too_small", dots=round(flat.dots_a_mm(), 1), needed=FEWEST_DOTS_A_MM)
    # Wide and stiff first, so that a frame mistaken for something else cannot bend the page; then near and supple
    rough = _fit_bend(picture, flat, layout, SEARCH, 0.3)
    return _fit_bend(picture, rough, layout, SEARCH / 3, 0.05)


def _fit_homography(paper: np.ndarray, picture: np.ndarray) -> np.ndarray:
    """Fit the homography of least squares between two planes (Hartley and Zisserman 2004, algorithm 4.2)."""
    # Normalised first: the equations multiply millimetres by dots, and without it their entries of 1 to 1e6 would let
    # rounding and the largest coordinates decide
    to_unit, from_unit = _normalising_transform(paper), _normalising_transform(picture)
    p, q = _apply_homography(to_unit, paper), _apply_homography(from_unit, picture)
    ones, zeros = np.ones(len(p)), np.zeros((len(p), 3))
    rows = np.column_stack([p, ones])
    # For p = (x, y, 1) and its image (u, v): [p 0 −u p] h = 0 and [0 p −v p] h = 0. The least-squares h of length 1 is the
    # right singular vector of the smallest singular value.
    upper = np.column_stack([rows, zeros, -q[:, :1] * rows])
    lower = np.column_stack([zeros, rows, -q[:, 1:] * rows])
    _, _, v = np.linalg.svd(np.vstack([upper, lower]))
    plane = np.linalg.inv(from_unit) @ v[-1].reshape(3, 3) @ to_unit
    return plane / plane[2, 2]


def _normalising_transform(points: np.ndarray) -> np.ndarray:
    """Return the matrix that moves the mean of points to 0 and scales their mean distance from it to √2."""
    mean = points.mean(axis=0)
    scale = np.sqrt(2) / max(np.hypot(*(points - mean).T).mean(), 1e-9)
    return np.array([[scale, 0, -scale * mean[0]], [0, scale, -scale * mean[1]], [0, 0, 1]])


def _apply_homography(plane: np.ndarray, points: np.ndarray) -> np.ndarray:
    projected = np.column_stack([points, np.ones(len(points))]) @ plane.T
    return projected[:, :2] / projected[:, 2:]


def sample(picture: np.ndarray, dots: np.ndarray) -> np.ndarray:
    """Return the brightness at points between dots, bilinear in the four around; outside the picture as at its edge."""
    height, width = picture.shape
    x = np.clip(dots[..., 0] - 0.5, 0, width - 1.001)
    y = np.clip(dots[..., 1] - 0.5, 0, height - 1.001)
    left, top = x.astype(int), y.astype(int)
    a, b = x - left, y - top
    upper = picture[top, left] * (1 - a) + picture[top, left + 1] * a
    lower = picture[top + 1, left] * (1 - a) + picture[top + 1, left + 1] * a
    return upper * (1 - b) + lower * b


def _fit_bend(
    picture: np.ndarray, flat: SheetPlacement, layout: Layout, search: float, stiffness: float
) -> SheetPlacement:
    """Locate each frame near where it should be, and fit a smooth bend of the sheet to the shifts found."""
    centres = np.array([(box.x, box.y) for box in layout.boxes])
    shifts, weight = _locate_frames(picture, flat, centres, layout.box_size, search)
    terms = flat.terms(centres)
    # Ridge regression, reweighted by 1/(1 + (e/0.4 mm)²): frames that were mistaken for something else count less each time
    for _ in range(4):
        weighted = terms * weight[:, None]
        ridge = stiffness * np.eye(terms.shape[1]) * max(weight.sum(), 1e-9) / 100
        bend = np.linalg.solve(weighted.T @ terms + ridge, weighted.T @ shifts)
        errors = np.hypot(*(shifts - terms @ bend).T)
        weight = weight / (1 + (errors / 0.4) ** 2)
    return SheetPlacement(flat.plane, flat.bend + bend, flat.centre, flat.half)


def _locate_frames(
    picture: np.ndarray, placement: SheetPlacement, centres: np.ndarray, size: float, search: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return by how much each frame is away from where it should be (mm), and a weight for how clearly it was seen."""
    span = size / 2 + 1.0 + search
    grid = np.arange(-span, span + STEP / 2, STEP)
    across, down = np.meshgrid(grid, grid)
    offsets = np.stack([across.ravel(), down.ravel()], axis=1)
    points = (centres[:, None] + offsets).reshape(-1, 2)
    patches = sample(picture, placement.to_picture(points)).reshape(len(centres), len(grid), len(grid))
    paper = np.quantile(patches, 0.8, axis=(1, 2), keepdims=True)
    dark = np.clip((paper - patches) / np.maximum(paper, 1), 0, 1)
    score = _frame_scores(np.minimum(dark, 0.5), size)  # capped: a heavy mark must not outweigh a thin frame
    steps = score.shape[1]
    best = score.reshape(len(centres), -1).argmax(axis=1)
    shifts = (np.stack([best % steps, best // steps], axis=1) - (steps - 1) / 2) * STEP
    return shifts, np.clip(score.reshape(len(centres), -1).max(axis=1), 0, None) ** 2


def _frame_scores(dark: np.ndarray, size: float) -> np.ndarray:
    """Return how well a square frame fits at each shift: dark on it, light just outside of it."""
    from scipy.signal import fftconvolve  # brings all of scipy.stats: a second at the start of every process

    half = round((size / 2 + 1.0) / STEP)
    offsets = np.arange(-half, half + 1) * STEP
    distance = np.maximum(np.abs(offsets[:, None]), np.abs(offsets[None, :])) - size / 2
    on_rim, outside = np.abs(distance) <= RIM / 2 + 0.05, (distance > 0.4) & (distance <= 1.0)
    # Of sum 0: even darkness, as a shadow or a box filled all over, scores nothing
    template = on_rim / on_rim.sum() - outside / outside.sum()
    return fftconvolve(dark, template[None], mode="valid", axes=(1, 2))  # the same turned around
