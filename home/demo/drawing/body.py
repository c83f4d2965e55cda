"""Pictures of the topic “Body, senses and space”."""

import math
import random

from home.demo.drawing.motifs import house, leaf, ridge, smooth, tree
from home.demo.drawing.palettes import BODY as P
from home.demo.drawing.paper import Sheet


def what_the_walls_are_saying():
    """A wall of bright tiles that thins out towards a calm side."""
    sheet = Sheet(P.ground, fade=P.steps[0])
    chance = random.Random(23)
    colours = [P.steps[1], P.steps[2], P.steps[3], P.steps[4], P.steps[5], P.warm, P.spark]
    side = 126
    layers = {colour: sheet.cut() for colour in colours}
    backs = {colour: sheet.cut() for colour in colours}
    for row in range(7):
        for column in range(8):
            x, y = 160 + column * side, 9 + row * side
            if chance.random() < max(0, (column - 1) / 6.5) ** 1.5 or column > 6:
                continue
            front, back = chance.sample(colours, 2)
            backs[back].box(x + 3, y + 3, side - 6, side - 6, 8)
            shape = layers[front]
            kind = chance.randrange(5)
            corner_x = x + 3 + (side - 6) * chance.randrange(2)
            corner_y = y + 3 + (side - 6) * chance.randrange(2)
            middle = (x + side / 2, y + side / 2)
            if kind == 0:
                start = {(0, 0): 0, (1, 0): 90, (1, 1): 180, (0, 1): 270}
                key = (int(corner_x > middle[0]), int(corner_y > middle[1]))
                shape.wedge(corner_x, corner_y, side - 8, start[key], start[key] + 90)
            elif kind == 1:
                shape.disc(*middle, side * 0.3)
            elif kind == 2:
                shape.polygon(
                    [
                        (x + 12, y + side - 12),
                        (x + side / 2, y + 14),
                        (x + side - 12, y + side - 12),
                    ]
                )
            elif kind == 3:
                shape.ring(*middle, side * 0.36, 18)
            else:
                leaf(shape, x + 16, y + side - 16, side * 1.12, -45, 0.52)
    for colour, cut in backs.items():
        sheet.lay(cut, colour, 7)
    for colour, cut in layers.items():
        sheet.lay(cut, colour, 4)
    sheet.lay(sheet.cut().box(1106, 270, 250, 330, 12), P.ground, 12)
    picture = sheet.cut().box(1130, 294, 202, 282, 4)
    sheet.lay(picture, P.steps[0], 0)
    sheet.lay(sheet.cut().disc(1270, 370, 34), P.warm, 3)
    hill = sheet.cut().disc(1186, 640, 150).within(picture)
    return sheet.lay(hill, P.steps[3], 4)


def noise_that_nobody_chose():
    """Tall bars of sound in layers, with a small quiet house among them."""
    sheet = Sheet(P.ground, fade=P.steps[0])
    chance = random.Random(41)
    sheet.lay(sheet.cut().disc(430, 220, 96), P.warm, 8)
    for layer, (colour, reach) in enumerate(
        [(P.steps[1], 400), (P.steps[2], 320), (P.steps[3], 240), (P.steps[5], 150)]
    ):
        bars = sheet.cut()
        for number in range(33):
            x = -14 + number * 50 + layer * 12
            near = math.exp(-(((x - 1120) / 400) ** 2)) + 0.16
            height = reach * near * chance.uniform(0.45, 1.1) + 16
            bars.box(x, 520 - height, 24, height * 2, 12)
        sheet.lay(bars, colour, 9)
    hill = sheet.cut().disc(430, 1130, 560)
    sheet.lay(hill, P.steps[4], 14)
    sheet.lay(house(sheet.cut(), 366, 600, 130, 90, 66), P.spark, 10)
    panes = sheet.cut().box(392, 530, 30, 36, 4).box(440, 530, 30, 36, 4)
    sheet.lay(panes, "#fde7b2", 0)
    trees = tree(tree(sheet.cut(), 290, 610, 130), 570, 612, 150, "tall")
    return sheet.lay(trees, P.steps[6], 8)


def to_write_better_write():
    """A ribbon of handwriting whose loops grow even from left to right."""
    sheet = Sheet("#fbf8ec", fade=P.ground)
    rules = sheet.cut()
    for row in range(6):
        rules.box(-10, 150 + row * 130, 1620, 4)
    sheet.lay(rules, P.steps[1], 0)
    sheet.lay(sheet.cut().box(150, -10, 5, 920), P.spark, 0)
    chance = random.Random(2)
    for row, (base, colour, wild) in enumerate(
        [(280, P.steps[2], 1.0), (540, P.steps[4], 0.62), (800, P.steps[6], 0.12)]
    ):
        points, x = [(-30.0, base + 10.0)], 40.0
        while x < 1660:
            calm = max(0.0, 1 - x / 1500)
            noise = wild * (0.35 + calm)
            high = 150 * (1 + noise * chance.uniform(-0.55, 0.35))
            span = 104 * (1 + noise * chance.uniform(-0.4, 0.4))
            lean = noise * chance.uniform(-36, 36)
            low = base + noise * chance.uniform(-34, 30)
            points += [
                (x + span * 0.62 + lean, low - high * 0.62),
                (x + span * 0.42 + lean, low - high),
                (x + span * 0.2 + lean, low - high * 0.62),
                (x + span * 0.5, low),
            ]
            x += span
        sheet.lay(sheet.cut().stroke(smooth(points, 12), 20 - row * 2), colour, 9)
    return sheet


def when_pain_comes_to_school():
    """Rain over dark hills, and one warm umbrella."""
    sheet = Sheet("#c8d7d4", fade="#e7ecdf")
    for base, height, seed, colour in [
        (620, 120, 4, P.steps[2]),
        (700, 100, 9, P.steps[3]),
        (790, 70, 15, P.steps[4]),
    ]:
        sheet.lay(ridge(sheet, base, height, seed)[0], colour, 12)
    rain = sheet.cut()
    chance = random.Random(13)
    for row in range(9):
        for column in range(24):
            x = column * 70 + (row % 2) * 35 + chance.uniform(-8, 8)
            y = 270 + row * 64 + chance.uniform(-10, 10)
            under = 560 < x < 1040 and y > 470
            if not under and y < 800:
                rain.stroke([(x, y), (x - 9, y + 30)], 5)
    sheet.lay(rain, P.steps[5], 0)
    for discs, colour in [
        (
            [
                (250, 120, 150),
                (470, 90, 180),
                (740, 60, 200),
                (1040, 90, 190),
                (1320, 100, 170),
                (1540, 70, 160),
            ],
            P.steps[5],
        ),
        (
            [
                (120, 30, 150),
                (380, 20, 170),
                (640, 0, 170),
                (900, 20, 180),
                (1180, 10, 170),
                (1450, 20, 180),
            ],
            P.steps[6],
        ),
    ]:
        cloud = sheet.cut()
        for x, y, radius in discs:
            cloud.disc(x, y, radius)
        sheet.lay(cloud, colour, 16)
    handle = smooth([(800, 470), (800, 640), (800, 770), (830, 812), (866, 790)])
    sheet.lay(sheet.cut().stroke(handle, 14), P.steps[6], 6)
    top = sheet.cut().wedge(800, 600, 250, 180, 360)
    for x in (612, 737, 863, 988):
        top.disc(x, 604, 64, ink=0, radius_y=30)
    sheet.lay(top, P.spark, 14)
    panel = sheet.cut().disc(800, 600, 126, radius_y=250).within(top)
    sheet.lay(panel, P.warm, 0)
    sheet.lay(sheet.cut().box(792, 326, 16, 34, 8), P.steps[6], 4)
    return sheet.lay(ridge(sheet, 850, 36, 30, 900)[0], P.steps[5], 12)


def clumsy_is_not_a_description():
    """A shoelace on its way through the eyelets, ending in a bow."""
    sheet = Sheet(P.steps[2], fade=P.steps[3])
    for side in (-1, 1):
        edge = [
            (800 + side * 210, -20),
            (800 + side * 150, 300),
            (800 + side * 120, 620),
            (800 + side * 170, 930),
        ]
        cut = sheet.cut().polygon([*smooth(edge), (800 + side * 900, 930), (800 + side * 900, -20)])
        sheet.lay(cut, P.steps[4], 18)
        line = [(x + side * 130, y) for x, y in edge]
        stitches = sheet.cut()
        for point in smooth(line, 9)[::2]:
            stitches.disc(*point, 5)
        sheet.lay(stitches, P.steps[2], 0)
    rows = [(90, 268), (230, 236), (370, 212), (510, 196)]
    eyelets, holes = sheet.cut(), sheet.cut()
    for y, reach in rows:
        for side in (-1, 1):
            eyelets.disc(800 + side * reach, y, 34)
            holes.disc(800 + side * reach, y, 17)
    sheet.lay(eyelets, P.warm, 6).lay(holes, P.steps[6], 0)
    for index in range(3):
        (y, reach), (next_y, next_reach) = rows[index], rows[index + 1]
        for side in (1, -1):
            ends = [(800 + side * reach, y), (800 - side * next_reach, next_y)]
            sheet.lay(sheet.cut().stroke(ends, 30), P.ground, 8)
    y, reach = rows[-1]
    for side in (-1, 1):
        sheet.lay(sheet.cut().stroke([(800 + side * reach, y), (800, 636)], 30), P.ground, 8)
    for side in (-1, 1):
        tail = smooth(
            [(800, 640), (800 + side * 70, 740), (800 + side * 190, 790), (800 + side * 250, 870)]
        )
        sheet.lay(sheet.cut().stroke(tail, 28), P.ground, 8)
        tip = sheet.cut().stroke(tail[-9:], 30)
        sheet.lay(tip, P.spark, 3)
        loop = smooth(
            [
                (800, 640),
                (800 + side * 130, 560),
                (800 + side * 290, 560),
                (800 + side * 320, 640),
                (800 + side * 240, 706),
                (800 + side * 110, 690),
                (800, 640),
            ]
        )
        sheet.lay(sheet.cut().stroke(loop, 28), P.ground, 10)
    return sheet.lay(sheet.cut().box(758, 600, 84, 78, 30), P.ground, 10)


def goals_a_family_would_notice():
    """A ladder of five rungs that leans into an apple tree."""
    sheet = Sheet("#f9f1d8", fade=P.ground)
    sheet.lay(sheet.cut().disc(290, 230, 106), P.warm, 8)
    for base, height, seed, colour in [(650, 100, 3, P.steps[1]), (730, 80, 8, P.steps[2])]:
        sheet.lay(ridge(sheet, base, height, seed)[0], colour, 12)
    trunk = smooth([(1010, 860), (1030, 700), (1020, 560), (1050, 400)])
    sheet.lay(sheet.cut().stroke(trunk, 70), "#6b4a36", 10)
    crowns = [
        (
            [
                (900, 330, 170),
                (1080, 230, 200),
                (1260, 330, 180),
                (1170, 440, 160),
                (990, 440, 150),
            ],
            P.steps[4],
        ),
        ([(960, 270, 110), (1110, 200, 120), (1230, 300, 110), (1080, 380, 120)], P.steps[3]),
    ]
    for discs, colour in crowns:
        crown = sheet.cut()
        for x, y, radius in discs:
            crown.disc(x, y, radius)
        sheet.lay(crown, colour, 14)
    apples = sheet.cut()
    for x, y in [
        (870, 400),
        (960, 250),
        (1070, 330),
        (1190, 210),
        (1290, 350),
        (1150, 470),
        (1010, 150),
    ]:
        apples.disc(x, y, 24)
    sheet.lay(apples, P.spark, 7)
    sheet.lay(ridge(sheet, 840, 40, 20, 1000)[0], P.steps[5], 14)
    left, right = ((560, 860), (820, 330)), ((690, 890), (950, 370))
    rails = sheet.cut().stroke(left, 22).stroke(right, 22)
    rungs = []
    for rung in range(5):
        part = 0.14 + rung * 0.18
        ends = [
            tuple(a + (b - a) * part for a, b in zip(*rail, strict=True)) for rail in (left, right)
        ]
        rungs.append(ends)
    for index, ends in enumerate(rungs):
        colour = P.spark if index == 2 else P.warm
        sheet.lay(sheet.cut().stroke(ends, 20), colour, 8)
    return sheet.lay(rails, P.warm, 9)
