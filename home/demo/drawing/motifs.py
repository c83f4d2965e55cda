"""Things that several pictures are made of: hills, trees, waves, houses, birds."""

import math
import random

from PIL import Image


def ridge(sheet, base, height, seed, length=700, rough=0.35):
    """A range of hills that reaches from one edge to the other and down to the foot."""
    chance = random.Random(seed)
    waves = [(1.0, length), (rough, length * 0.43), (rough * 0.4, length * 0.19)]
    phases = [chance.uniform(0, 2 * math.pi) for _ in waves]
    width, foot = sheet.size

    def y_at(x):
        swell = sum(
            share * math.sin(2 * math.pi * x / span + phase)
            for (share, span), phase in zip(waves, phases, strict=True)
        )
        return base - height * swell / 2

    line = [(x, y_at(x)) for x in range(-10, width + 20, 10)]
    return sheet.cut().polygon([*line, (width + 10, foot + 10), (-10, foot + 10)]), y_at


def swell(sheet, base, height, length, shift=0.0):
    """Even waves of water across the whole sheet, filled to the foot."""
    width, foot = sheet.size
    line = [
        (x, base - height * math.sin(2 * math.pi * (x / length + shift)))
        for x in range(-10, width + 20, 6)
    ]
    return sheet.cut().polygon([*line, (width + 10, foot + 10), (-10, foot + 10)])


def tree(cut, x, foot, height, kind="round"):
    """A tree on its trunk: a round crown, a tall one, or a fir."""
    width = height * 0.05
    cut.box(x - width / 2, foot - height * 0.5, width, height * 0.5 + 6)
    if kind == "round":
        cut.disc(x, foot - height * 0.66, height * 0.34)
    elif kind == "tall":
        cut.disc(x, foot - height * 0.6, height * 0.17, radius_y=height * 0.42)
    else:
        for step in range(3):
            top = foot - height + step * height * 0.22
            half = height * (0.14 + 0.06 * step)
            cut.polygon([(x, top), (x - half, top + height * 0.4), (x + half, top + height * 0.4)])
    return cut


def bird(cut, x, y, span, tilt=0.0):
    """A bird far away: two bent wings."""
    for side in (-1, 1):
        wing = []
        for step in range(13):
            part = step / 12
            lift = math.sin(part * math.pi) * span * 0.16 + part * span * 0.07
            wing.append((x + side * part * span / 2, y - lift + side * part * tilt))
        cut.stroke(wing, span * 0.055)
    return cut


def house(cut, x, foot, width, height, roof):
    """A gabled front."""
    cut.polygon(
        [
            (x, foot),
            (x, foot - height),
            (x + width / 2, foot - height - roof),
            (x + width, foot - height),
            (x + width, foot),
        ]
    )
    return cut


def leaf(cut, x, y, length, angle, fat=0.36):
    """A pointed leaf that grows from a point at an angle in degrees (0 is to the right)."""
    turn = math.radians(angle)
    along, across = (math.cos(turn), math.sin(turn)), (-math.sin(turn), math.cos(turn))
    sides = []
    for side in (1, -1):
        sides.append(
            [
                (
                    x + along[0] * length * part + across[0] * side * bulge,
                    y + along[1] * length * part + across[1] * side * bulge,
                )
                for part in (step / 20 for step in range(21))
                for bulge in [length * fat * math.sin(math.pi * part**0.8) / 2]
            ]
        )
    return cut.polygon(sides[0] + sides[1][::-1])


def arch_bridge(sheet, left, right, spring, rise, deck, thickness=26):
    """A footbridge: an arch between two points with a deck and posts above it."""
    cut = sheet.cut()
    middle, half = (left + right) / 2, (right - left) / 2

    def curve(scale, drop):
        return [
            (middle + half * t / 40, spring - rise * (1 - (t / 40) ** 2) * scale + drop)
            for t in range(-40, 41)
        ]

    upper, lower = curve(1, -thickness), curve(1, 0)
    cut.polygon(upper + lower[::-1])
    rail = curve(1, -thickness - deck)
    cut.stroke(rail, 9)
    for t in range(-36, 37, 6):
        x = middle + half * t / 40
        y = spring - rise * (1 - (t / 40) ** 2)
        cut.stroke([(x, y - thickness), (x, y - thickness - deck)], 6)
    return cut


def smooth(points, steps=16):
    """A smooth line through points (Catmull-Rom)."""
    padded = [points[0], *points, points[-1]]
    line = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            t = step / steps
            line.append(
                tuple(
                    0.5
                    * (
                        2 * b[i]
                        + (c[i] - a[i]) * t
                        + (2 * a[i] - 5 * b[i] + 4 * c[i] - d[i]) * t**2
                        + (3 * b[i] - a[i] - 3 * c[i] + d[i]) * t**3
                    )
                    for i in (0, 1)
                )
            )
    return [*line, points[-1]]


def contours(sheet, seed, levels, bumps=9):
    """Cuts of a made-up landscape's contour lines, widest first."""
    chance = random.Random(seed)
    hills = [
        (
            chance.uniform(-0.1, 1.1),
            chance.uniform(-0.1, 1.1),
            chance.uniform(0.12, 0.3),
            chance.uniform(0.5, 1),
        )
        for _ in range(bumps)
    ]
    columns, rows = 160, 90
    field = Image.new("F", (columns, rows))
    dots = field.load()
    for row in range(rows):
        for column in range(columns):
            x, y = column / columns, row / rows
            dots[column, row] = sum(
                weight * math.exp(-(((x - cx) * 16 / 9) ** 2 + (y - cy) ** 2) / (2 * spread**2))
                for cx, cy, spread, weight in hills
            )
    low, high = field.getextrema()
    cuts = []
    for level in range(levels):
        edge = low + (high - low) * (level + 1) / (levels + 1)
        cut = sheet.cut()
        fine = field.resize(cut.large.size, Image.Resampling.BICUBIC)
        scale = 255 / max(high - low, 1e-6)
        grey = fine.point(lambda v, s=scale, o=-low * scale: v * s + o).convert("L")
        threshold = round((edge - low) * scale)
        cut.large = grey.point(lambda v, t=threshold: 255 if v >= t else 0)
        cuts.append(cut)
    return cuts


def sun_rays(cut, x, y, near, far, count, width, start=0.0):
    """Rays around a point."""
    for ray in range(count):
        angle = start + ray * 2 * math.pi / count
        way = (math.cos(angle), math.sin(angle))
        ends = [(x + way[0] * reach, y + way[1] * reach) for reach in (near, far)]
        cut.stroke(ends, width)
    return cut
