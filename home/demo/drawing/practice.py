"""Pictures of the topic “Practice and services”."""

import math
import random

from home.demo.drawing.motifs import bird, contours, house, ridge, smooth, swell, tree
from home.demo.drawing.palettes import PRACTICE as P
from home.demo.drawing.paper import Sheet


def therapy_through_a_screen():
    """Two screens with air between them; one landscape runs through both."""
    sheet = Sheet(P.ground, fade=P.steps[0])
    inside = sheet.cut().box(266, 200, 460, 430, 26).box(874, 200, 460, 430, 26)
    frames = sheet.cut().box(242, 176, 508, 478, 44).box(850, 176, 508, 478, 44)
    feet = sheet.cut()
    for x in (496, 1104):
        feet.box(x - 36, 640, 72, 120).box(x - 140, 746, 280, 34, 17)
    sheet.lay(feet, P.steps[5], 12).lay(frames, P.steps[6], 20)
    sheet.lay(inside, "#fbe9c8", 0, fade=P.steps[1])
    sheet.lay(sheet.cut().disc(610, 330, 84).within(inside), P.warm, 6)
    for base, height, seed, colour in [
        (480, 150, 7, P.steps[2]),
        (545, 110, 3, P.steps[3]),
        (610, 70, 12, P.steps[4]),
    ]:
        sheet.lay(ridge(sheet, base, height, seed)[0].within(inside), colour, 11)
    trees = sheet.cut()
    for x, foot, height in [(340, 590, 150), (415, 600, 110), (1190, 590, 170), (1268, 596, 120)]:
        tree(trees, x, foot, height)
    sheet.lay(trees.within(inside), P.steps[5], 8)
    flock = bird(bird(sheet.cut(), 980, 310, 78), 1066, 270, 54)
    sheet.lay(flock.within(inside), P.steps[5], 0)
    thread = smooth([(750, 420), (776, 385), (800, 420), (824, 455), (850, 420)])
    return sheet.lay(sheet.cut().stroke(thread, 9), P.spark, 8)


def the_therapist_who_stayed():
    """A classroom with an open door, two chairs at one table and hills in the window."""
    sheet = Sheet(P.steps[0], fade="#dfeaea")
    window = sheet.cut().box(284, 120, 500, 380, 20)
    sheet.lay(sheet.cut().box(260, 96, 548, 428, 34), P.ground, 12)
    sheet.lay(window, "#fce7bf", 0, fade="#f3c98c")
    sheet.lay(sheet.cut().disc(650, 240, 72).within(window), P.warm, 5)
    for base, height, seed, colour in [(390, 110, 4, P.steps[2]), (440, 80, 9, P.steps[3])]:
        sheet.lay(ridge(sheet, base, height, seed, 480)[0].within(window), colour, 9)
    sheet.lay(sheet.cut().box(526, 120, 16, 380).box(284, 292, 500, 14), P.ground, 7)
    sheet.lay(sheet.cut().box(-10, 726, 1620, 190), P.steps[2], 12)
    sheet.lay(sheet.cut().box(998, 150, 270, 580, 10), P.steps[5], 0)
    sheet.lay(sheet.cut().box(1016, 172, 234, 560, 4), "#fbe3b3", 0, fade=P.warm)
    light = sheet.cut().polygon([(1016, 732), (1250, 732), (1370, 910), (900, 910)])
    sheet.lay(light, "#dfd9ae", 0, fade="#c9d3b5")
    door = sheet.cut().polygon([(1250, 172), (1356, 124), (1356, 796), (1250, 732)])
    sheet.lay(door, P.spark, 12)
    sheet.lay(sheet.cut().disc(1276, 470, 12), P.warm, 3)
    sheet.lay(sheet.cut().box(836, 330, 128, 12).box(836, 440, 128, 12), P.steps[5], 6)
    colours = [P.spark, P.steps[3], P.warm, P.steps[5]]
    for number in range(8):
        row, place = divmod(number, 4)
        height = 62 + (number * 17) % 26
        book = sheet.cut().box(842 + place * 29, 330 + row * 110 - height, 24, height, 3)
        sheet.lay(book, colours[(number * 3 + row) % 4], 4)
    for x, way, size, colour in [(350, 1, 1.0, P.steps[5]), (880, -1, 0.82, P.spark)]:
        chair, seat = sheet.cut(), 770
        back = seat - 210 * size
        chair.box(x - 62 * size, seat, 124 * size, 20, 8)
        chair.box(x - way * 62 * size - (0 if way > 0 else 18), back, 18, seat - back + 10, 8)
        for leg in (-54 * size, 42 * size):
            chair.box(x + leg, seat + 10, 14, 110, 6)
        sheet.lay(chair, colour, 9)
    table = sheet.cut().box(430, 690, 370, 26, 10).box(458, 700, 18, 180, 6)
    sheet.lay(table.box(754, 700, 18, 180, 6), P.steps[6], 12)
    sheet.lay(sheet.cut().box(500, 672, 110, 18, 3, tilt=-3), P.ground, 4)
    cup = sheet.cut().box(660, 628, 46, 62, 6)
    pencils = sheet.cut().box(668, 574, 8, 60, 2, tilt=-8).box(684, 566, 8, 66, 2, tilt=6)
    return sheet.lay(pencils, P.spark, 3).lay(cup, P.warm, 6)


def traffic_lights_for_therapy():
    """One dot for each rated use: 40 green, 75 yellow, 14 paler, 6 red."""
    sheet = Sheet("#12333c", fade=P.steps[6])
    sheet.lay(sheet.cut().box(212, 60, 1176, 780, 40), P.steps[5], 14)
    lights = [(40, "#5fb58a"), (75, P.warm), (14, "#f3d9a6"), (6, P.spark)]
    slots = [(column, row) for column in range(15) for row in range(9)]
    wells, position = sheet.cut(), 0
    for column, row in slots:
        wells.disc(800 + (column - 7) * 74, 450 + (row - 4) * 80, 30)
    sheet.lay(wells, P.steps[6], 0)
    for count, colour in lights:
        cut = sheet.cut()
        for column, row in slots[position : position + count]:
            cut.disc(800 + (column - 7) * 74, 450 + (row - 4) * 80, 25)
        position += count
        sheet.lay(cut, colour, 9)
    return sheet


def who_needs_whom():
    """Three terraces, broad at the foot, each with fewer trees."""
    sheet = Sheet("#f6efdc", fade=P.ground)
    sheet.lay(sheet.cut().disc(1250, 220, 110), P.warm, 8)
    sheet.lay(ridge(sheet, 470, 120, 6)[0], P.steps[0], 10)
    terraces = [
        (350, 420, P.steps[2], [(700, 140), (890, 120)]),
        (530, 700, P.steps[3], [(480, 150), (640, 120), (940, 130), (1110, 160)]),
        (
            700,
            990,
            P.steps[4],
            [
                (90, 150),
                (230, 170),
                (380, 140),
                (560, 160),
                (760, 150),
                (960, 170),
                (1150, 140),
                (1320, 165),
                (1480, 150),
            ],
        ),
    ]
    for level, (y, half, colour, trees) in enumerate(terraces):
        row = sheet.cut()
        for index, (x, height) in enumerate(trees):
            tree(row, x, y + 26, height, "round" if index % 2 else "tall")
        sheet.lay(row, [P.spark, P.steps[5], P.steps[5]][level], 8)
        bank = [
            (800 - half - 90, 920),
            (800 - half, y + 40),
            (800 - half + 120, y + 4),
            (800, y + 22),
            (800 + half - 120, y + 2),
            (800 + half, y + 42),
            (800 + half + 90, 920),
        ]
        sheet.lay(sheet.cut().polygon(smooth(bank)), colour, 16)
    path = smooth(
        [
            (800, 930),
            (720, 850),
            (860, 770),
            (900, 690),
            (760, 620),
            (740, 540),
            (830, 470),
            (800, 380),
        ]
    )
    steps = sheet.cut()
    for index in range(0, len(path), 4):
        steps.disc(*path[index], 15 - 8 * index / len(path), radius_y=7 - 3 * index / len(path))
    return sheet.lay(steps, P.ground, 3)


def a_programme_without_a_waiting_room():
    """A lighthouse at night, its beam over the water to one lit house."""
    sheet = Sheet("#0d2a35", fade=P.steps[4])
    chance = random.Random(11)
    stars = sheet.cut()
    for _ in range(70):
        stars.disc(chance.uniform(0, 1600), chance.uniform(0, 380), chance.choice([1.6, 2.2, 3]))
    sheet.lay(stars, "#f6ecd2", 0)
    for spread, colour in [(1.0, "#3f7a80"), (0.62, "#6f9a8e"), (0.3, "#b3b98f")]:
        beam = sheet.cut().polygon(
            [(390, 236), (1640, 330 - 150 * spread), (1640, 400 + 170 * spread)]
        )
        sheet.lay(beam, colour, 0)
    sheet.lay(ridge(sheet, 560, 90, 5)[0], P.steps[5], 10)
    shore = smooth([(900, 710), (1010, 622), (1180, 574), (1400, 578), (1640, 550)])
    sheet.lay(sheet.cut().polygon([*shore, (1640, 920), (900, 920)]), P.steps[6], 12)
    sheet.lay(house(sheet.cut(), 1180, 584, 120, 84, 60), P.spark, 8)
    panes = sheet.cut().box(1204, 518, 28, 34, 4).box(1248, 518, 28, 34, 4)
    sheet.lay(panes, "#ffe6a6", 0)
    sheet.glow(1240, 536, 70, P.warm, 0.35)
    sheet.lay(tree(tree(sheet.cut(), 1136, 610, 120, "fir"), 1350, 580, 160, "fir"), "#06181e", 6)
    for number, colour in enumerate([P.steps[4], "#2b6f7b", P.steps[5]]):
        sheet.lay(swell(sheet, 690 + number * 66, 8, 260 + number * 50, number * 0.3), colour, 11)
    rock = smooth(
        [(60, 920), (150, 800), (240, 730), (390, 706), (530, 740), (620, 820), (720, 920)]
    )
    sheet.lay(sheet.cut().polygon(rock), P.steps[6], 14)
    tower = sheet.cut().polygon([(318, 720), (342, 280), (438, 280), (462, 720)])
    sheet.lay(tower, P.ground, 12)
    bands = sheet.cut()
    for y in (340, 470, 600):
        bands.box(280, y, 220, 64)
    sheet.lay(bands.within(tower), P.spark, 0)
    sheet.lay(sheet.cut().box(324, 262, 132, 22, 8), P.steps[6], 8)
    sheet.lay(sheet.cut().box(350, 198, 80, 66, 6), "#ffe9ae", 0)
    sheet.glow(390, 232, 90, P.warm, 0.7)
    sheet.lay(sheet.cut().polygon([(336, 200), (390, 138), (444, 200)]), P.spark, 8)
    return sheet


def what_evidence_based_meant():
    """A map of contour lines with a compass laid on it."""
    sheet = Sheet(P.ground, fade=P.ground)
    colours = [
        "#dcebea",
        P.steps[0],
        "#b9d9da",
        P.steps[1],
        P.steps[2],
        "#55979f",
        P.steps[3],
        P.steps[4],
    ]
    for cut, colour in zip(contours(sheet, 12, len(colours)), colours, strict=True):
        sheet.lay(cut, colour, 9)
    path = smooth([(-20, 760), (180, 700), (330, 600), (520, 640), (700, 540)])
    trail = sheet.cut()
    for index in range(0, len(path), 4):
        trail.disc(*path[index], 8)
    sheet.lay(trail, P.spark, 3)
    x, y = 1010, 450
    sheet.lay(sheet.cut().disc(x, y, 300), P.warm, 26)
    sheet.lay(sheet.cut().disc(x, y, 262), P.ground, 6)
    marks = sheet.cut()
    for tick in range(60):
        angle = tick * math.pi / 30
        near = 206 if tick % 15 == 0 else 226 if tick % 5 == 0 else 238
        ends = [(x + math.cos(angle) * r, y + math.sin(angle) * r) for r in (near, 248)]
        marks.stroke(ends, 9 if tick % 15 == 0 else 4)
    sheet.lay(marks, P.steps[5], 0)
    sheet.lay(sheet.cut().ring(x, y, 176, 5), P.steps[1], 0)
    needle = math.radians(-58)
    for way, colour in [(1, P.spark), (-1, P.steps[5])]:
        tip = (x + way * math.cos(needle) * 192, y + way * math.sin(needle) * 192)
        side = (math.sin(needle) * 34, -math.cos(needle) * 34)
        point = sheet.cut().polygon([tip, (x + side[0], y + side[1]), (x - side[0], y - side[1])])
        sheet.lay(point, colour, 10)
    return sheet.lay(sheet.cut().disc(x, y, 20), P.warm, 6)
