"""Pictures of the topic “Reading and learning”."""

import math
import random

from home.demo.drawing.motifs import bird, leaf, ridge, smooth, swell, tree
from home.demo.drawing.palettes import READING as P
from home.demo.drawing.paper import Sheet


def leave_a_gap():
    """Stepping stones across calm water, the gaps between them growing."""
    sheet = Sheet(P.ground, fade=P.steps[0])
    sheet.lay(sheet.cut().disc(1240, 245, 118), P.warm, 10)
    sheet.lay(ridge(sheet, 330, 90, 5)[0], P.steps[1], 10)
    sheet.lay(ridge(sheet, 372, 50, 8)[0], P.steps[2], 10)
    for number, colour in enumerate(["#86acbd", P.steps[3], P.steps[4], P.steps[5], P.steps[6]]):
        water = swell(sheet, 410 + number * 100, 7 + number, 330 + number * 60, number * 0.3)
        sheet.lay(water, colour, 9)
    stones = [
        (190, 842, 140),
        (440, 792, 128),
        (720, 722, 108),
        (990, 632, 86),
        (1160, 540, 62),
        (1238, 462, 42),
    ]
    for x, y, size in stones:
        sheet.lay(sheet.cut().disc(x, y + size * 0.16, size, radius_y=size * 0.34), P.steps[6], 5)
        sheet.lay(sheet.cut().disc(x, y, size, radius_y=size * 0.3), P.ground, 6)
    return sheet


def tests_that_teach():
    """A boat on the surface; its line reaches a light in the deep."""
    sheet = Sheet(P.ground, fade=P.steps[0])
    sheet.lay(sheet.cut().disc(330, 190, 84), P.warm, 8)
    layers = ["#8fb3c2", P.steps[3], P.steps[4], P.steps[5], P.steps[6], "#0b1e33"]
    boat = sheet.cut().polygon([(700, 262), (1010, 262), (950, 338), (770, 338)])
    sail = sheet.cut().polygon([(850, 246), (850, 66), (984, 246)])
    jib = sheet.cut().polygon([(834, 246), (834, 100), (736, 246)])
    sheet.lay(sheet.cut().box(838, 60, 10, 210), P.steps[6], 4)
    sheet.lay(sail, P.spark, 8).lay(jib, P.steps[2], 8)
    sheet.lay(boat, P.steps[6], 10)
    for number, colour in enumerate(layers):
        water = swell(sheet, 318 + number * 100, 11, 300 + number * 50, number * 0.37)
        sheet.lay(water, colour, 13)
    sheet.glow(1126, 792, 120, P.warm, 0.8)
    line = smooth([(1000, 268), (1120, 380), (1140, 560), (1126, 772)])
    sheet.lay(sheet.cut().stroke(line, 5), P.ground, 3)
    sheet.lay(sheet.cut().disc(1126, 796, 32), P.warm, 8)
    fish = sheet.cut()
    for x, y, size in [(420, 560, 46), (520, 640, 34), (330, 660, 30), (1380, 600, 36)]:
        leaf(fish, x - size, y, size * 2.2, 0, 0.62)
        fish.polygon(
            [
                (x - size * 0.8, y),
                (x - size * 1.5, y - size * 0.5),
                (x - size * 1.5, y + size * 0.5),
            ]
        )
    return sheet.lay(fish, P.steps[2], 5)


def two_questions_about_a_struggling_reader():
    """Two ribbons that cross and cross again, now one above, now the other, into one rope."""

    def angle(x):
        return max(0.0, min(1.0, x / 1500)) ** 0.8 * 6.2 * math.pi

    def strand(side, x):
        height = 250 * (1 - max(0.0, min(1.0, x / 1500))) ** 1.3 + 34
        return 430 + side * height * math.cos(angle(x))

    def plaited(upper):
        sheet = Sheet(P.ground, fade=P.steps[0])
        for base, colour in [(730, P.steps[0]), (800, P.steps[1])]:
            sheet.lay(ridge(sheet, base, 60, base)[0], colour, 8)
        for side in (-upper, upper):
            line = [(x, strand(side, x)) for x in range(-60, 1681, 10)]
            colour = P.steps[2] if side == 1 else P.steps[4]
            sheet.lay(sheet.cut().stroke(line, 64), colour, 14)
        return sheet

    sheet = plaited(1)
    other = sheet.cut()
    for x in range(1600):
        if int(angle(x) / math.pi) % 2:
            other.box(x, 0, 1, 900)
    sheet.image.paste(plaited(-1).image, mask=other.mask)
    return sheet


def three_questions_for_feedback():
    """A mountain path with three flags on the way up."""
    sheet = Sheet("#dbe7ec", fade=P.ground)
    sheet.lay(sheet.cut().disc(330, 220, 96), P.warm, 8)
    for base, height, seed, colour in [(560, 190, 2, "#a9c4d0"), (640, 150, 6, P.steps[3])]:
        sheet.lay(ridge(sheet, base, height, seed, 520)[0], colour, 12)
    peak = [
        (380, 910),
        (600, 640),
        (700, 560),
        (820, 380),
        (930, 250),
        (1010, 130),
        (1080, 240),
        (1170, 330),
        (1260, 500),
        (1400, 640),
        (1640, 910),
    ]
    sheet.lay(sheet.cut().polygon(peak), P.steps[4], 18)
    snow = [
        (1010, 130),
        (1080, 240),
        (1112, 272),
        (1060, 300),
        (1020, 262),
        (970, 322),
        (930, 290),
        (905, 286),
        (930, 250),
    ]
    sheet.lay(sheet.cut().polygon(snow), P.ground, 4)
    shadow = [
        (1010, 130),
        (1080, 240),
        (1170, 330),
        (1260, 500),
        (1400, 640),
        (1640, 910),
        (1150, 910),
        (1190, 700),
        (1080, 540),
        (1110, 400),
        (1030, 290),
    ]
    face = sheet.cut().polygon(shadow).without(sheet.cut().polygon(snow))
    sheet.lay(face, P.steps[5], 0)
    path = smooth(
        [
            (560, 930),
            (700, 850),
            (1000, 800),
            (1060, 720),
            (900, 640),
            (830, 570),
            (960, 500),
            (1040, 430),
            (980, 350),
            (1004, 150),
        ]
    )
    dots = sheet.cut()
    for index in range(0, len(path), 5):
        dots.disc(*path[index], 7 - 3.4 * index / len(path))
    sheet.lay(dots, P.ground, 0)
    for x, y, size in [(1046, 742, 1.25), (842, 590, 1.05), (1008, 138, 0.95)]:
        pole = sheet.cut().stroke([(x, y), (x, y - 128 * size)], 8 * size)
        flag = sheet.cut().polygon(
            [(x + 4, y - 128 * size), (x + 104 * size, y - 100 * size), (x + 4, y - 70 * size)]
        )
        sheet.lay(pole, P.steps[6], 4).lay(flag, P.spark, 8)
    sheet.lay(ridge(sheet, 850, 60, 14, 800)[0], P.steps[2], 14)
    return sheet


def after_the_reading_wars():
    """A stack of books with a plant that grows out of the top one."""
    sheet = Sheet(P.steps[0], fade=P.steps[1])
    sheet.lay(sheet.cut().disc(800, 400, 330), P.ground, 6)
    stems = [
        ([(800, 470), (792, 380), (810, 280), (800, 150)], P.steps[5]),
        ([(800, 470), (730, 380), (660, 300), (610, 250)], P.steps[5]),
        ([(800, 470), (880, 400), (950, 320), (985, 240)], P.steps[5]),
    ]
    for points, colour in stems:
        sheet.lay(sheet.cut().stroke(smooth(points), 9), colour, 5)
    leaves = [
        (800, 150, 130, -90),
        (806, 270, 120, -30),
        (797, 330, 120, -150),
        (610, 250, 110, -125),
        (680, 320, 96, -70),
        (720, 372, 90, 178),
        (985, 240, 110, -62),
        (925, 345, 96, -115),
        (880, 400, 90, 8),
    ]
    for index, (x, y, length, angle) in enumerate(leaves):
        colour = [P.steps[4], P.steps[3], P.spark][index % 3]
        sheet.lay(leaf(sheet.cut(), x, y, length, angle, 0.5), colour, 8)
    sheet.lay(sheet.cut().box(-10, 868, 1620, 60), P.steps[2], 8)
    books = [
        (470, 786, 690, 86, P.steps[5], 0),
        (540, 704, 580, 84, P.spark, 1),
        (500, 628, 620, 78, P.steps[4], 0),
        (590, 546, 440, 84, P.steps[2], 1),
        (560, 474, 500, 74, P.steps[6], 0),
    ]
    for x, y, width, height, colour, spine in books:
        sheet.lay(sheet.cut().box(x, y, width, height, 10), colour, 12)
        first = x + 26 if spine else x
        sheet.lay(sheet.cut().box(first, y + 13, width - 26, height - 26, 4), P.ground, 0)
        lines = sheet.cut()
        for row in range(3):
            lines.box(first + 8, y + 23 + row * (height - 40) / 2.4, width - 50, 3)
        sheet.lay(lines, P.steps[1], 0)
        back = x if spine else x + width - 46
        sheet.lay(sheet.cut().box(back, y, 46, height, 10), colour, 0)
    return sheet


def the_trouble_with_learning_styles():
    """Three jars with different labels, each holding marbles of every colour."""
    sheet = Sheet(P.ground, fade=P.steps[0])
    sheet.lay(sheet.cut().box(-10, 742, 1620, 200), P.steps[1], 10)
    chance = random.Random(6)
    colours = [P.spark, P.steps[2], P.steps[4], P.steps[6], P.steps[3]]
    jars = [440, 800, 1160]
    glass, labels, marks, glints = (sheet.cut() for _ in range(4))
    marbles = {colour: sheet.cut() for colour in colours}
    for x in jars:
        glass.box(x - 165, 210, 330, 590, 60)
        labels.box(x - 72, 262, 144, 88, 10)
        for level in range(6):
            for place in range(4 - level % 2):
                cx = x - 114 + place * 76 + (38 if level % 2 else 0)
                cy = 748 - level * 66
                marbles[chance.choice(colours)].disc(cx, cy, 36)
                glints.disc(cx - 11, cy - 12, 8)
    marks.disc(440, 306, 24)
    marks.polygon([(772, 328), (800, 280), (828, 328)])
    marks.box(1137, 283, 46, 46, 6)
    sheet.lay(glass, "#e4eef0", 16, fade="#c9dde3")
    for colour, cut in marbles.items():
        sheet.lay(cut, colour, 6)
    sheet.lay(glints, P.ground, 0).lay(labels, P.ground, 6).lay(marks, P.steps[5], 0)
    for x, colour in zip(jars, [P.steps[4], P.steps[2], P.spark], strict=True):
        sheet.lay(sheet.cut().box(x - 142, 172, 284, 66, 20), colour, 12)
    return sheet


def where_a_mindset_takes_root():
    """Seedlings of different heights above layers of soil, their roots below."""
    sheet = Sheet(P.ground, fade="#e6eff1")
    sheet.lay(sheet.cut().disc(1270, 220, 108), P.warm, 8)
    sheet.lay(ridge(sheet, 470, 80, 40)[0], P.steps[0], 8)
    soil = ["#b9874a", "#8f5f3b", "#6b432f", "#472c25"]
    plants = [
        (260, 120, 3),
        (470, 210, 5),
        (690, 150, 4),
        (900, 290, 7),
        (1120, 190, 5),
        (1330, 250, 6),
    ]
    stems, near, far = sheet.cut(), sheet.cut(), sheet.cut()
    for x, height, pairs in plants:
        stems.stroke(smooth([(x, 560), (x + 8, 560 - height * 0.5), (x - 4, 560 - height)]), 9)
        for pair in range(pairs):
            y = 556 - height * (pair + 1) / (pairs + 0.2)
            leaf(near, x, y, 70 - pair * 5, -28, 0.5)
            leaf(far, x, y, 70 - pair * 5, 208, 0.5)
    sheet.lay(stems, P.steps[5], 5).lay(near, P.steps[3], 5).lay(far, P.steps[4], 5)
    for number, colour in enumerate(soil):
        cut = ridge(sheet, 566 + number * 92, 26, 50 + number, 620)[0]
        sheet.lay(cut, colour, 12)
    roots = sheet.cut()
    for x, height, pairs in plants:
        for way in range(pairs):
            spread = (way - (pairs - 1) / 2) * 34
            roots.stroke(
                smooth(
                    [
                        (x, 580),
                        (x + spread * 0.5, 610 + height * 0.2),
                        (x + spread * 1.7, 600 + height * 0.75),
                    ]
                ),
                5,
            )
    return sheet.lay(roots, P.steps[0], 2)


def too_many_instructions_at_once():
    """A pile of paper blocks that leans too far."""
    sheet = Sheet(P.ground, fade=P.steps[0])
    sheet.lay(ridge(sheet, 640, 60, 3)[0], P.steps[1], 10)
    sheet.lay(sheet.cut().box(-10, 770, 1620, 150), P.steps[2], 12)
    blocks = [(0, 0), (18, -3), (44, 2), (80, -4), (128, 3), (190, 9), (270, 18)]
    colours = [P.steps[5], P.steps[3], P.spark, P.steps[4], P.steps[2], P.steps[6], P.spark]
    for level, ((slip, tilt), colour) in enumerate(zip(blocks, colours, strict=True)):
        cut = sheet.cut().box(640 + slip, 676 - level * 93, 250 - level * 8, 96, 14, tilt=tilt)
        sheet.lay(cut, colour, 14)
    flock = sheet.cut()
    bird(flock, 300, 210, 70)
    bird(flock, 390, 170, 50)
    sheet.lay(flock, P.steps[5], 0)
    trees = sheet.cut()
    tree(trees, 240, 780, 180)
    tree(trees, 1330, 780, 150, "tall")
    tree(trees, 1400, 780, 210, "tall")
    return sheet.lay(trees, P.steps[4], 10)
