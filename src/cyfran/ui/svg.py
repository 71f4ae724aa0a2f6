"""Geometry of our drawings: plain numbers in, plain numbers out; the templates draw."""

from dataclasses import dataclass

PHASES = ("ground", "discover", "define", "develop", "deliver", "learn")


@dataclass(frozen=True)
class PhaseShape:
    """One phase of the double diamond: half a diamond, or the point before or after the two."""

    phase: str
    points: str
    middle: int


WIDTH, HEIGHT, HALF = 960, 150, 180


def double_diamond() -> list[PhaseShape]:
    """Widening and narrowing, twice: discover and define, develop and deliver, between a start and what lasts."""
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
    """Eight corners are round enough, and let every phase be the same kind of shape."""
    near = round(radius * 0.414)
    corners = [(near, radius), (radius, near), (radius, -near), (near, -radius)]
    corners += [(-a, -b) for a, b in corners]
    return " ".join(f"{x + a},{y + b}" for a, b in corners)
