"""Pictures of the topic “Speech and language”."""

import math
import random

from home.demo.drawing.motifs import (
    arch_bridge,
    bird,
    house,
    leaf,
    ridge,
    smooth,
    sun_rays,
    swell,
    tree,
)
from home.demo.drawing.palettes import SPEECH as P
from home.demo.drawing.paper import Sheet, turned


def bubble(cut, x, y, width, height, tail=1):
    """A speech bubble around a point, its tail to the right (1) or left (-1)."""
    cut.box(x - width / 2, y - height / 2, width, height, height * 0.46)
    foot = y + height * 0.42
    return cut.polygon(
        [
            (x + tail * width * 0.04, foot - 4),
            (x + tail * width * 0.3, foot - 8),
            (x + tail * width * 0.34, y + height * 0.78),
        ]
    )


def two_in_every_class():
    """Thirty paper bubbles; two of them are turned the other way."""
    sheet = Sheet(P.ground, fade=P.steps[0])
    chance = random.Random(30)
    turned_round = {(3, 1), (4, 3)}
    for row in range(5):
        for column in range(6):
            x, y = 340 + column * 184, 112 + row * 166
            different = (column, row) in turned_round
            cut = bubble(sheet.cut(), x, y, 146, 100, tail=-1 if different else 1)
            colour = P.spark if different else P.steps[chance.choice([1, 1, 2, 2, 3, 4])]
            sheet.lay(cut, colour, lift=16 if different else 8)
    return sheet


def signs_and_symbols():
    """A fan of symbol cards: moon, drop, sun, house, leaf."""
    sheet = Sheet(P.steps[0], fade=P.steps[1])
    for base, height, seed, colour in [(640, 110, 4, P.steps[2]), (760, 80, 9, P.steps[3])]:
        sheet.lay(ridge(sheet, base, height, seed)[0], colour, 12)
    faces = [P.steps[5], P.spark, P.ground, P.warm, P.steps[4]]
    inks = [P.warm, P.ground, P.steps[4], P.steps[5], P.ground]
    draw = [_moon, _drop, _sun, _house, _leaf]
    for index, (face, ink) in enumerate(zip(faces, inks, strict=True)):
        place = index - 2
        x, y = 800 + place * 204, 430 + abs(place) ** 1.7 * 26
        card = sheet.cut().box(x - 106, y - 160, 212, 320, 22, tilt=place * 9)
        sheet.lay(card, face, 16)
        sheet.lay(draw[index](sheet.cut(), x, y), ink, 5)
    return sheet


def _moon(cut, x, y):
    return cut.disc(x, y, 68).disc(x + 32, y - 20, 60, ink=0)


def _drop(cut, x, y):
    return cut.disc(x, y + 26, 52).polygon([(x - 46, y + 2), (x, y - 86), (x + 46, y + 2)])


def _sun(cut, x, y):
    return sun_rays(cut.disc(x, y, 46), x, y, 64, 86, 12, 12)


def _house(cut, x, y):
    cut.polygon([(x - 84, y - 4), (x + 2, y - 88), (x + 88, y - 4)])
    return cut.box(x - 60, y - 12, 124, 92, 6).box(x - 16, y + 20, 36, 66, 4, ink=0)


def _leaf(cut, x, y):
    return leaf(cut, x - 54, y + 74, 196, -62, fat=0.6)


def the_word_for_it():
    """Many luggage labels; one of them is the one."""
    sheet = Sheet(P.steps[1], fade=P.steps[2])
    chance = random.Random(17)
    places = [(c * 300 + (r % 2) * 150 - 20, r * 190 + 40) for r in range(6) for c in range(7)]
    chance.shuffle(places)
    shades = [P.ground, P.steps[0], P.steps[2], P.steps[3], P.steps[3], P.steps[4]]
    for x, y in places:
        tilt, size = chance.uniform(-34, 34), chance.uniform(0.8, 1)
        _label(sheet, x, y, tilt, chance.choice(shades), 9, size)
    eye = _label(sheet, 830, 470, -9, P.spark, 26, 1.9)
    cord = smooth([eye, (470, 470), (330, 330), (250, 120), (300, -40)])
    sheet.lay(sheet.cut().stroke(cord, 9), P.warm, 8)
    lines = sheet.cut().stroke([(720, 438), (1040, 388)], 17).stroke([(735, 506), (960, 471)], 17)
    return sheet.lay(lines, P.ground, 0)


def _label(sheet, x, y, tilt, colour, lift, size):
    """A luggage label; returns the centre of its eye."""
    half, rise = 165 * size, 75 * size
    corner = rise * 0.6
    outline = [
        (x - half + corner, y - rise),
        (x + half, y - rise),
        (x + half, y + rise),
        (x - half + corner, y + rise),
        (x - half, y + rise - corner),
        (x - half, y - rise + corner),
    ]
    cut = sheet.cut().polygon([turned(point, (x, y), tilt) for point in outline])
    eye = turned((x - half + 44 * size, y), (x, y), tilt)
    sheet.lay(cut.disc(*eye, 17 * size, ink=0), colour, lift)
    return eye


def seven_listeners():
    """Seven openings cut into one another, with a small light in the deepest."""
    sheet = Sheet("#2a1520")
    sheet.glow(912, 500, 150, P.warm, 0.55)
    sheet.lay(sheet.cut().disc(912, 500, 34), P.warm, 6)
    for number in reversed(range(7)):
        radius = 560 - number * 74
        x, y = 800 + number * 16, 450 + number * 7
        rim = []
        for step in range(60):
            angle = step / 60 * 2 * math.pi
            bend = 13 * math.sin(5 * angle + number * 1.9)
            across, down = radius * 1.22 + bend, radius * 0.86 + bend
            rim.append((x + math.cos(angle) * across, y + math.sin(angle) * down))
        opening = sheet.cut().polygon(smooth([*rim, rim[0]], 6))
        around = sheet.cut().box(0, 0, 1600, 900).without(opening)
        sheet.lay(around, P.steps[number], 18, depth=0.45)
    return sheet


def the_therapist_goes_home():
    """Houses at dusk, some windows lit, and a path that leads away."""
    sheet = Sheet("#7a4a55", fade=P.steps[2])
    sheet.glow(1200, 240, 250, P.warm, 0.5)
    sheet.lay(sheet.cut().disc(1200, 240, 74), "#ffe3ad", 0)
    sheet.lay(ridge(sheet, 520, 110, 3)[0], P.steps[3], 12)
    hill, y_at = ridge(sheet, 640, 90, 12)
    firs = sheet.cut()
    for x, height in [(1190, 120), (1250, 160), (1400, 130), (1460, 180), (1530, 140), (90, 150)]:
        tree(firs, x, y_at(x) + 14, height, "fir")
    sheet.lay(firs, P.steps[5], 6)
    sheet.lay(hill, P.steps[4], 12)
    row = [
        (300, 150, 150, 90, P.steps[5]),
        (470, 130, 200, 80, P.ground),
        (620, 170, 140, 100, P.steps[3]),
        (810, 120, 180, 76, P.spark),
        (950, 160, 150, 96, P.steps[1]),
    ]
    for index, (x, width, height, roof, colour) in enumerate(row):
        sheet.lay(house(sheet.cut(), x, 790, width, height + 60, roof), colour, 12)
        panes = sheet.cut()
        for column in range(2):
            for level in range(2):
                left = x + width * (0.2 + 0.36 * column)
                panes.box(left, 770 - height + level * 84, width * 0.24, 50, 5)
        sheet.lay(panes, P.steps[6] if index % 2 else "#ffdf97", 0)
    sheet.lay(ridge(sheet, 800, 34, 21, 1100)[0], P.steps[5], 14)
    path = smooth([(1030, 800), (1090, 820), (1200, 836), (1350, 870), (1500, 930)])
    return sheet.lay(sheet.cut().stroke(path, 26), P.steps[2], 4)


def when_to_act_on_stammering():
    """Arches that repeat and repeat, then run out into one long wave."""
    sheet = Sheet(P.ground, fade=P.steps[0])
    sheet.lay(sheet.cut().disc(1290, 260, 120), P.warm, 10)
    layers = [(560, 1.25), (640, 1.1), (715, 1.0), (790, 0.9)]
    for layer, (base, size) in enumerate(layers):
        line, x = [], -60.0 - layer * 31
        while x < 1700:
            part = max(0.0, min(1.0, (x - 420 - layer * 60) / 900))
            span = (74 + 430 * part**1.5) * size
            height = (150 - 90 * part) * size
            for step in range(16):
                t = step / 16
                arch = abs(math.sin(math.pi * t)) ** (0.55 + 0.45 * part)
                wave = 0.5 + 0.5 * math.sin(2 * math.pi * t - math.pi / 2)
                line.append((x + span * t, base - height * (arch * (1 - part) + wave * part)))
            x += span
        cut = sheet.cut().polygon([(-80, 910), *line, (1700, 910)])
        sheet.lay(cut, P.steps[layer + 1], 14)
    flock = sheet.cut()
    for x, y, span in [(980, 190, 70), (1060, 150, 54), (1100, 240, 46)]:
        bird(flock, x, y, span)
    return sheet.lay(flock, P.steps[5], 0)


def understanding_runs_both_ways():
    """Two banks that face each other, and a footbridge between them."""
    sheet = Sheet("#fbe3c4", fade=P.steps[1])
    sheet.glow(800, 420, 300, P.warm, 0.5)
    sheet.lay(sheet.cut().disc(800, 430, 150), P.warm, 8)
    sheet.lay(ridge(sheet, 560, 90, 31)[0], P.steps[2], 12)
    for base, colour, shift in [(690, "#2f8187", 0), (760, P.spark, 0.4), (830, "#155257", 0.75)]:
        sheet.lay(swell(sheet, base, 9, 190, shift), colour, 10)
    left = [(-20, 420), (160, 430), (330, 500), (430, 600), (500, 720), (470, 830), (520, 920)]
    right = [
        (1620, 360),
        (1420, 400),
        (1270, 480),
        (1190, 590),
        (1110, 700),
        (1150, 820),
        (1090, 920),
    ]
    sheet.lay(arch_bridge(sheet, 360, 1240, 610, 150, 64), P.steps[6], 12)
    sheet.lay(sheet.cut().polygon([*smooth(left), (-20, 920)]), P.steps[4], 16)
    sheet.lay(sheet.cut().polygon([*smooth(right), (1620, 920)]), P.steps[3], 16)
    trees = tree(tree(sheet.cut(), 300, 500, 210), 200, 460, 150)
    for x, foot, height in [(1320, 464, 230), (1258, 500, 150), (1384, 430, 160)]:
        tree(trees, x, foot, height, "tall")
    return sheet.lay(trees, P.steps[5], 10)
