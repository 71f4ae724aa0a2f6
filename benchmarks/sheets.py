"""Reading marked sheets: how many marks are read wrongly, and how many go to a person.

``make bench`` writes what is printed to benchmarks/results/sheets.txt. Sheets are drawn with a page's own geometry, marked by
a clumsy hand (ticks, crosses, scribbles, marks taken back, faint pencil, marks beside the box, specks), then printed badly,
scanned, creased, or photographed at an angle, in shade and curled. Beside it, on the same pictures, stands a plain reader:
the same codes and plane, one threshold, no bending, no doubt.

    python benchmarks/sheets.py [--sheets 60]
"""

import argparse
import io
import math
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
import segno
from PIL import Image, ImageDraw, ImageFilter

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from cyfran.methods.errors import MethodError
from cyfran.methods.sheets import Layout, a4, read_sheet
from cyfran.methods.sheets.marks import read_marks
from cyfran.methods.sheets.placing import SheetPlacement, _fit_homography, find_codes

DPI = 300
MM = DPI / 25.4
ROWS = 14
KINDS = {
    "tick": 30, "cross": 30, "scribble": 8, "dot": 3, "faint": 6, "overshoot": 6, "taken back": 5, "struck out": 2,
    "beside": 3, "two": 2, "blank": 8, "speck": 3, "filled": 2,
}  # fmt: skip
LEVELS = ("printed", "scan", "poor scan", "photo", "photo, curled", "photo, creased")


# --- A sheet and a hand -------------------------------------------------------------------------------------------


def blank_sheet(layout: Layout, name: str) -> Image.Image:
    page = Image.new("L", (round(layout.width * MM), round(layout.height * MM)), 255)
    draw = ImageDraw.Draw(page)
    for corner, (x, y) in enumerate(layout.codes):
        matrix = segno.make(f"CY/{name}/{corner}", error="m", micro=False).matrix
        dot = layout.code_size * MM / len(matrix)
        for i, line in enumerate(matrix):
            for j, dark in enumerate(line):
                if dark:
                    at = (x * MM + j * dot, y * MM + i * dot)
                    draw.rectangle([*at, at[0] + dot - 0.5, at[1] + dot - 0.5], fill=0)
    for box in layout.boxes:
        half = layout.box_size / 2 * MM
        draw.rectangle(
            [box.x * MM - half, box.y * MM - half, box.x * MM + half, box.y * MM + half], outline=0, width=4
        )
    for row in {box.row for box in layout.boxes}:  # words, where words are
        y = next(box.y for box in layout.boxes if box.row == row)
        for line in (-4, 0):
            draw.line([12 * MM, (y + line) * MM, 120 * MM, (y + line) * MM], fill=60, width=12)
    return page


class Hand:
    """Someone who marks boxes, not very carefully."""

    def __init__(self, page: Image.Image, layout: Layout, random: np.random.Generator) -> None:
        self.draw, self.layout, self.random = ImageDraw.Draw(page), layout, random
        self.ink, self.pen = int(random.integers(0, 90)), float(random.uniform(0.35, 0.9))

    def stroke(self, points, ink=None, pen=None) -> None:
        wobble = self.random.normal(0, 0.15, (len(points), 2))
        line = [tuple(point) for point in ((np.array(points) + wobble) * MM)]
        width = max(2, round((pen or self.pen) * MM))
        self.draw.line(line, fill=self.ink if ink is None else ink, width=width, joint="curve")

    def cross(self, x, y, size=1.0, **how) -> None:
        r = size * self.random.uniform(1.6, 2.8)
        self.stroke([(x - r, y - r), (x + r, y + r)], **how)
        self.stroke([(x - r, y + r), (x + r, y - r)], **how)

    def tick(self, x, y, size=1.0, **how) -> None:
        r = size * self.random.uniform(1.5, 2.4)
        self.stroke([(x - r, y), (x - 0.3 * r, y + r), (x + 1.4 * r, y - 1.5 * r)], **how)

    def scribble(self, x, y, r=2.0, turns=5, **how) -> None:
        points = [(x - r + 2 * r * k / (2 * turns), y + (r if k % 2 else -r)) for k in range(2 * turns + 1)]
        self.stroke(points, **how)

    def fill(self, x, y) -> None:
        self.scribble(x, y, r=2.6, turns=9, pen=1.1, ink=min(self.ink, 50))

    def marks(self, row: int) -> tuple[str, int | None]:
        """Mark one row in some way. Gives the way, and the answer that was meant."""
        boxes = [box for box in self.layout.boxes if box.row == row]
        meant, other = self.random.choice(len(boxes), 2, replace=False)
        kind = str(self.random.choice(list(KINDS), p=np.array(list(KINDS.values())) / sum(KINDS.values())))
        x, y = boxes[meant].x + self.random.normal(0, 0.5), boxes[meant].y + self.random.normal(0, 0.5)
        self.answer(kind, x, y)
        self.beside_the_answer(kind, boxes[other].x, boxes[other].y)
        return kind, None if kind in ("blank", "speck") else int(boxes[meant].choice)

    def answer(self, kind: str, x: float, y: float) -> None:
        ways = {
            "tick": lambda: self.tick(x, y),
            "cross": lambda: self.cross(x, y),
            "two": lambda: self.cross(x, y),
            "struck out": lambda: self.cross(x, y),
            "taken back": lambda: self.cross(x, y),
            "scribble": lambda: self.scribble(x, y, r=1.6, turns=4),
            "dot": lambda: self.scribble(x, y, r=0.6, turns=3),
            "faint": lambda: self.tick(x, y, ink=int(self.random.integers(150, 200)), pen=0.4),
            "overshoot": lambda: self.tick(x, y, size=1.7),
            "beside": lambda: self.tick(x + self.random.choice([-1, 1]) * self.random.uniform(5, 6.5), y),
            "filled": lambda: self.fill(x, y),
        }
        ways.get(kind, lambda: None)()

    def beside_the_answer(self, kind: str, x: float, y: float) -> None:
        """What else happened in the row, in another box."""
        if kind == "two":
            self.tick(x, y)
        elif kind == "taken back":
            self.fill(x, y)
        elif kind == "struck out":
            self.cross(x, y)
            self.stroke([(x - 5, y + 0.4), (x + 5, y - 0.4)])
        elif kind == "speck":
            self.draw.ellipse([x * MM, y * MM, x * MM + self.random.uniform(2, 8), y * MM + 5], fill=80)


# --- What happens to paper ----------------------------------------------------------------------------------------


def moved(page: np.ndarray, size: tuple[int, int], back) -> np.ndarray:
    """A picture of the size (width, height) whose dots come from where ``back`` says on the page."""
    x, y = np.meshgrid(np.arange(size[0]) + 0.5, np.arange(size[1]) + 0.5)
    from_x, from_y = back(x, y)
    outside = (from_x < 0) | (from_y < 0) | (from_x >= page.shape[1] - 1) | (from_y >= page.shape[0] - 1)
    i, j = (
        np.clip(from_y, 0, page.shape[0] - 2).astype(int),
        np.clip(from_x, 0, page.shape[1] - 2).astype(int),
    )
    a, b = np.clip(from_x, 0, page.shape[1] - 2) - j, np.clip(from_y, 0, page.shape[0] - 2) - i
    upper = page[i, j] * (1 - a) + page[i, j + 1] * a
    lower = page[i + 1, j] * (1 - a) + page[i + 1, j + 1] * a
    return np.where(outside, 70.0, upper * (1 - b) + lower * b)


def worn(page: Image.Image, level: str, random: np.random.Generator) -> np.ndarray:
    if level == "printed":
        return np.asarray(page)
    if level.endswith("scan"):
        return scanned(page, random, poor=level.startswith("poor"))
    return photographed(page, random, curled="curled" in level, creased="creased" in level)


def scanned(page: Image.Image, random: np.random.Generator, *, poor: bool) -> np.ndarray:
    angle = random.uniform(-6, 6) if poor else random.uniform(-2, 2)
    upside = 180 if poor and random.random() < 0.5 else 0
    dpi = 144 if poor else 200
    small = page.filter(ImageFilter.GaussianBlur(0.4 * DPI / dpi)).resize(
        (round(page.width * dpi / DPI), round(page.height * dpi / DPI))
    )
    turned = small.rotate(angle + upside, expand=True, fillcolor=235, resample=Image.Resampling.BICUBIC)
    return finished(
        np.asarray(turned, float), random, blur=0.8 if poor else 0.3, noise=6, quality=40 if poor else 80
    )


def photographed(
    page: Image.Image, random: np.random.Generator, *, curled: bool, creased: bool
) -> np.ndarray:
    small = np.asarray(page.resize((1654, 2339), Image.Resampling.LANCZOS), float)
    if creased:
        small = with_creases(small, random)
    width, height = 1500, 2000
    tilt = np.eye(3) + np.array([[0, 0, 0], [0, 0, 0], [*random.uniform(-9e-5, 9e-5, 2), 0]])
    scale, angle = random.uniform(1.16, 1.24), math.radians(random.uniform(-5, 5))
    turn = scale * np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    bend, phase = (random.uniform(10, 24) if curled else 0), random.uniform(0, 3)

    def back(x, y):
        u, v = x - width / 2, y - height / 2
        depth = 1 + tilt[2, 0] * u + tilt[2, 1] * v
        p, q = (turn[0, 0] * u + turn[0, 1] * v) / depth, (turn[1, 0] * u + turn[1, 1] * v) / depth
        wave = bend * np.sin(p / 500 + phase)  # up to 3 mm
        return p + small.shape[1] / 2 + 0.3 * wave, q + small.shape[0] / 2 + wave

    seen = moved(small, (width, height), back)
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    light = 0.8 + 0.17 * random.uniform(-1, 1) * x + 0.17 * random.uniform(-1, 1) * y
    if curled:
        light = light * (0.9 + 0.1 * np.sin(3 * x + phase))
    edge = random.uniform(-0.6, 0.6)
    light = light * np.where(x + 0.3 * y > edge, 0.72, 1.0)  # somebody's shadow
    return finished(seen * light, random, blur=0.9, noise=7, quality=70)


def with_creases(page: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Folds across the page: a dark and a light edge, and paper that is pulled towards it."""
    page = page.copy()
    for _ in range(4):
        down = random.random() < 0.5
        at = round(random.uniform(0.15, 0.85) * page.shape[0 if down else 1])
        for offset, change in ((0, -70), (1, -45), (2, 25), (3, 15)):
            line = (
                (slice(at + offset, at + offset + 1), slice(None))
                if down
                else (slice(None), slice(at + offset, at + offset + 1))
            )
            page[line] = np.clip(page[line] + change, 0, 255)
        page = np.roll(page, 2, axis=1 if down else 0) if random.random() < 0.5 else page
    return page


def finished(
    picture: np.ndarray, random: np.random.Generator, *, blur: float, noise: float, quality: int
) -> np.ndarray:
    image = Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(blur))
    noisy = np.clip(np.asarray(image, float) + random.normal(0, noise, image.size[::-1]), 0, 255)
    kept = io.BytesIO()
    Image.fromarray(noisy.astype(np.uint8)).save(kept, "JPEG", quality=quality)
    return np.asarray(Image.open(kept).convert("L"))


# --- Reading, and counting ----------------------------------------------------------------------------------------


def plain_reader(picture: np.ndarray, layout: Layout) -> list[int | None]:
    """Codes, plane, one threshold: the box with most ink above it."""
    codes, _ = find_codes(picture, lambda _: layout, "CY/")
    middle = (layout.width / 2, layout.height / 2)
    marks = read_marks(
        picture,
        SheetPlacement(_fit_homography(codes.on_paper, codes.in_picture), np.zeros((10, 2)), middle, middle),
        layout,
    )
    answers: dict[int, tuple[float, int | None]] = {}
    for box, mark in zip(layout.boxes, marks, strict=True):
        best = answers.get(box.row, (0.07, None))
        answers[box.row] = max(best, (mark.ink, box.choice), key=lambda pair: pair[0])
    return [choice for _, choice in answers.values()]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--sheets", type=int, default=60)
    asked.add_argument("--seed", type=int, default=0, help="other hands, other accidents")
    asked.add_argument("--keep", help="a folder for the pictures that were read wrongly")
    wanted = asked.parse_args()
    layout = a4([214 / ROWS] * ROWS)
    print(
        f"{'level':<16}{'sheets':>7}{'unread':>7}{'marks':>7}{'accepted':>9}{'wrong':>6}{'to a person':>12}"
        f"{'plain: wrong':>13}{'ms':>6}"
    )
    total, wrong_kinds, person_kinds = Counter(), Counter(), Counter()
    for number, level in enumerate(LEVELS):
        random, found, took = np.random.default_rng([wanted.seed, number]), Counter(), 0.0
        for sheet in range(wanted.sheets):
            page = blank_sheet(layout, f"SHEET{sheet}")
            hand = Hand(page, layout, random)
            meant = [hand.marks(row) for row in range(ROWS)]
            picture = worn(page, level, random)
            began = time.perf_counter()
            try:
                read = read_sheet(picture, layout, prefix="CY/")
            except MethodError:
                found["unread"] += 1
                continue
            took += time.perf_counter() - began
            assert read.name == f"SHEET{sheet}"
            plain = plain_reader(picture, layout)
            for row, (kind, choice), guess in zip(read.rows, meant, plain, strict=True):
                found["marks"] += 1
                found["plain"] += guess != choice
                found["person"] += row.needs_a_person
                person_kinds[kind] += row.needs_a_person
                if not row.needs_a_person and row.choice != choice:
                    found["wrong"] += 1
                    wrong_kinds[kind] += 1
                    if wanted.keep:
                        print(
                            level,
                            kind,
                            "meant",
                            choice,
                            "read",
                            row.choice,
                            [(m.state, m.ink, m.beside) for m in row.marks],
                        )
                    if wanted.keep:
                        Image.fromarray(picture).save(
                            Path(wanted.keep) / f"{level}-{sheet}-{row.row}-{kind}.png"
                        )
        accepted = found["marks"] - found["person"]
        share = 100 * found["person"] / max(found["marks"], 1)
        print(
            f"{level:<16}{wanted.sheets:>7}{found['unread']:>7}{found['marks']:>7}{accepted:>9}{found['wrong']:>6}"
            f"{share:>11.1f}%{found['plain']:>13}{1000 * took / max(wanted.sheets - found['unread'], 1):>6.0f}"
        )
        total += found
    accepted = total["marks"] - total["person"]
    print(
        f"\nmarks read: {total['marks']}; accepted: {accepted}; of them wrong: {total['wrong']} "
        f"({100 * total['wrong'] / accepted:.2f} %); to a person: {100 * total['person'] / total['marks']:.1f} %"
    )
    print(
        f"a plain reader, which doubts nothing: wrong {total['plain']} ({100 * total['plain'] / total['marks']:.2f} %)"
    )
    print(f"wrong, by how they were marked: {dict(wrong_kinds) or 'none'}")
    print(f"to a person, by how they were marked: {dict(person_kinds.most_common())}")


if __name__ == "__main__":
    main()
