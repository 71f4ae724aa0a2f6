"""The state of each tick box: empty, marked, filled all over (a mark taken back), or unsure."""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import grey_closing

from cyfran.methods.sheets.layout import Layout
from cyfran.methods.sheets.placing import SheetPlacement, sample

INNER = 0.72  # of the side: what lies safely inside a frame, however it was printed
FINE = 0.125  # mm between two samples
DARK, DARKER = 0.12, 0.40  # of the paper's brightness: where ink begins, and where it is full
EMPTY, MARKED, FILLED = 0.008, 0.065, 0.88  # shares of a box that are ink
BESIDE, AROUND = 0.012, 0.10  # ink near an empty box may have been meant for it; so much near any is no pen
FEWEST_CONTRAST = 0.25  # of the frame to its paper: below, nothing about the box is sure
STROKE = 2.2  # mm: no pen is wider
SHADED, DEEPEST = 0.88, 0.55  # how dark paper is in a shadow, compared to paper beside it


@dataclass(frozen=True)
class InkMark:
    """``state``: empty, marked, filled, or unsure; ``ink``: the share of the box that is ink; ``beside``: of its surroundings."""

    state: str
    ink: float
    beside: float


def read_marks(picture: np.ndarray, placement: SheetPlacement, layout: Layout) -> list[InkMark]:
    """Measure the ink of each box against the paper around it."""
    half = layout.box_size / 2
    half_width, half_height = (half + clear for clear in layout.clear)
    across, down = np.meshgrid(
        np.arange(-half_width, half_width, FINE), np.arange(-half_height, half_height, FINE)
    )
    offsets = np.stack([across.ravel(), down.ravel()], axis=1)
    centres = np.array([(box.x, box.y) for box in layout.boxes])
    brightness = sample(picture, placement.to_picture((centres[:, None] + offsets).reshape(-1, 2)))
    brightness = brightness.reshape(len(centres), *across.shape)
    distance = np.maximum(np.abs(across), np.abs(down)) / half
    inside, rim, around = distance <= INNER, np.abs(distance - 1) < 0.08, distance >= 1.25
    paper = _paper(brightness, around)
    # Relative to the paper, not in absolute brightness: the same pen is as dark in the shade as in the light. Between
    # DARK and DARKER ink counts in part, so that a share changes smoothly with the exposure.
    dark = (paper - brightness) / np.maximum(paper, 1)
    ink = np.clip((dark - DARK) / (DARKER - DARK), 0, 1)
    measures = zip(
        *(values.mean(axis=1) for values in (ink[:, inside], ink[:, around], dark[:, rim])), strict=True
    )
    return [_mark(float(box), float(beside), float(sharp)) for box, beside, sharp in measures]


def _paper(brightness: np.ndarray, around: np.ndarray) -> np.ndarray:
    """Estimate how bright the paper is at each place: constant, except where the edge of a shadow runs past the box.

    Without its strokes, what is drawn vanishes and shadows stay. A box that was blackened all over stays, too; it is darker
    than shadows are, and does not reach around itself.
    """
    bright = np.quantile(brightness[:, around], 0.7, axis=1)[:, None, None]
    # Closing (a maximum, then a minimum, over STROKE) fills whatever dark is narrower than that
    without_strokes = grey_closing(brightness, size=(1, round(STROKE / FINE), round(STROKE / FINE)))
    darker = without_strokes < SHADED * bright
    shaded = (darker[:, around].mean(axis=1) > 0.1)[:, None, None]
    return np.where(shaded, np.clip(without_strokes, DEEPEST * bright, None), bright)


def _mark(ink: float, beside: float, contrast: float) -> InkMark:
    return InkMark(_state(ink, beside, contrast), round(ink, 4), round(beside, 4))


def _state(ink: float, beside: float, contrast: float) -> str:
    # Between the thresholds nothing is guessed: a faint or misplaced mark is for a person
    if contrast < FEWEST_CONTRAST or beside > AROUND:
        return "unsure"
    if ink >= FILLED:
        return "filled"
    if ink >= MARKED:
        return "marked"
    if ink <= EMPTY and beside <= BESIDE:
        return "empty"
    return "unsure"
