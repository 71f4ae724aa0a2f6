"""Geometry of the double diamond as plain numbers; a template draws it."""

from dataclasses import dataclass

PHASES = ("ground", "discover", "define", "develop", "deliver", "learn")


@dataclass(frozen=True)
class PhaseShape:
    """The shape of one phase of the double diamond: half a diamond, or the circle before or after them."""

    phase: str
    points: str
    middle: int


WIDTH, HEIGHT, HALF = 960, 150, 180


def double_diamond() -> list[PhaseShape]:
    """Return the shapes of the six phases: a circle, four half diamonds (widening, narrowing, twice), a circle."""
    left, top, mid, low = 120, 8, HEIGHT // 2, HEIGHT - 8
    shapes = [PhaseShape("ground", _circle(60, mid, 34), 60)]
    for i, phase in enumerate(PHASES[1:5]):
        x0, x1 = left + i * HALF + 3, left + (i + 1) * HALF - 3
        widening = i % 2 == 0
        points = f"{x0},{mid} {x1},{top} {x1},{low}" if widening else f"{x0},{top} {x1},{mid} {x0},{low}"
        shapes.append(PhaseShape(phase, points, (x0 + x1) // 2 + (24 if widening else -24)))
    shapes.append(PhaseShape("learn", _circle(WIDTH - 60, mid, 34), WIDTH - 60))
    return shapes


def _circle(x: int, y: int, radius: int) -> str:
    """Return a circle as the points of an octagon, so that every phase is a polygon."""
    near = round(radius * 0.414)
    corners = [(near, radius), (radius, near), (radius, -near), (near, -radius)]
    corners += [(-a, -b) for a, b in corners]
    return " ".join(f"{x + a},{y + b}" for a, b in corners)
