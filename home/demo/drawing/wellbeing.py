"""Pictures of the topic “Wellbeing and belonging”."""

import math
import random

from home.demo.drawing.motifs import leaf, ridge, swell, tree
from home.demo.drawing.palettes import WELLBEING as P
from home.demo.drawing.paper import Sheet


def a_trial_that_said_no():
    """A beam with the same stones on both sides, quite level, over still water."""
    sheet = Sheet(P.ground, fade=P.steps[0])
    sheet.lay(sheet.cut().disc(800, 290, 190), P.warm, 8)
    sheet.lay(ridge(sheet, 590, 110, 9)[0], P.steps[1], 10)
    for number, colour in enumerate([P.steps[2], P.steps[3], P.steps[4]]):
        sheet.lay(swell(sheet, 690 + number * 80, 5, 420, number * 0.4), colour, 10)
    foot = sheet.cut().polygon([(800, 470), (716, 742), (884, 742)])
    sheet.lay(foot, P.steps[5], 14)
    sheet.lay(sheet.cut().box(250, 446, 1100, 34, 17), P.steps[6], 14)
    for side in (-1, 1):
        x = 800 + side * 400
        pile = [(410, 116, 38), (342, 88, 32), (284, 62, 27), (238, 38, 20)]
        colours = [P.steps[3], P.spark, P.steps[2], P.steps[5]]
        for (y, across, down), colour in zip(pile, colours, strict=True):
            sheet.lay(sheet.cut().disc(x, y, across, radius_y=down), colour, 9)
    return sheet


def a_later_bell():
    """Night gives way to morning across the same hills."""
    sheet = Sheet(P.steps[6], fade=P.steps[5])
    chance = random.Random(8)
    bands = ["#4c4273", "#7a5d8c", "#b77f93", "#e3a48b", "#f6cf9c", "#fbe8c6"]
    for number, colour in enumerate(bands):
        sheet.lay(sheet.cut().disc(1190, 640, 960 - number * 148), colour, 14)
    sheet.lay(sheet.cut().disc(1190, 640, 150), P.warm, 10)
    stars = sheet.cut()
    for _ in range(46):
        x, y = chance.uniform(20, 560), chance.uniform(20, 430)
        if math.dist((x, y), (1190, 640)) > 830:
            stars.disc(x, y, chance.choice([2, 2.5, 3.5, 5]))
    sheet.lay(stars, "#fdf2d8", 0)
    sheet.lay(sheet.cut().disc(190, 180, 62).disc(222, 162, 56, ink=0), "#fdf2d8", 5)
    for base, height, seed, colour in [
        (620, 120, 3, P.steps[4]),
        (706, 90, 7, P.steps[5]),
        (800, 70, 12, P.steps[6]),
    ]:
        hill, y_at = ridge(sheet, base, height, seed)
        sheet.lay(hill, colour, 13)
    trees = sheet.cut()
    for x, height in [(1250, 150), (1330, 210), (1420, 170), (90, 170), (170, 120)]:
        tree(trees, x, y_at(x) + 10, height, "tall")
    return sheet.lay(trees, P.steps[6], 6)


def lessons_in_getting_along():
    """A ring of people around a warm middle, seen from above."""
    sheet = Sheet(P.steps[3], fade=P.steps[3])
    rings = [
        (810, "#b9a2c6"),
        (680, P.steps[1]),
        (550, P.steps[0]),
        (430, P.ground),
        (330, P.steps[0]),
        (236, P.ground),
    ]
    for radius, colour in rings:
        sheet.lay(sheet.cut().disc(800, 450, radius), colour, 8)
    sheet.glow(800, 450, 190, P.warm, 0.6)
    flame = sheet.cut()
    for turn in range(10):
        leaf(flame, 800, 450, 118 if turn % 2 else 84, turn * 36, 0.4)
    sheet.lay(flame, P.spark, 8).lay(sheet.cut().disc(800, 450, 46), P.warm, 6)
    coats = [P.steps[3], P.spark, P.steps[5], P.warm, P.steps[4], P.steps[2]]
    hair = ["#3a2430", "#7a4a35", "#221d3e", "#c98a4b", "#4a2f3f"]
    for person in range(12):
        angle = person * math.pi / 6 + 0.26
        x, y = 800 + math.cos(angle) * 344, 450 + math.sin(angle) * 344
        tilt = math.degrees(angle) + 90
        body = sheet.cut().box(x - 78, y - 40, 156, 80, 40, tilt=tilt)
        sheet.lay(body, coats[person % 6], 10)
        head = sheet.cut().disc(x - math.cos(angle) * 8, y - math.sin(angle) * 8, 35)
        sheet.lay(head, hair[person % 5], 7)
    return sheet


def absence_is_information():
    """Birds in a row on two wires, with one place empty and one bird in the air."""
    sheet = Sheet("#f8e6d8", fade=P.steps[0])
    sheet.lay(sheet.cut().disc(1000, 320, 165), P.warm, 8)
    for base, height, seed, colour in [
        (640, 120, 2, P.steps[1]),
        (730, 90, 5, P.steps[2]),
        (820, 60, 11, P.steps[3]),
    ]:
        sheet.lay(ridge(sheet, base, height, seed)[0], colour, 12)
    sheet.lay(sheet.cut().box(262, 120, 26, 800).box(196, 186, 158, 20, 8), P.steps[6], 8)

    def wire(start, drop):
        return [
            (x, start + drop * math.sin(math.pi * (x - 130) / 1900)) for x in range(-20, 1640, 15)
        ]

    for start, drop in [(196, 130), (330, 150)]:
        sheet.lay(sheet.cut().stroke(wire(start, drop), 5), P.steps[6], 4)
    flock = sheet.cut()
    for number in range(10):
        if number == 6:
            continue
        x = 330 + number * 102
        y = 330 + 150 * math.sin(math.pi * (x - 130) / 1900)
        _sitting_bird(flock, x, y)
    sheet.lay(flock, P.steps[5], 7)
    flown = leaf(sheet.cut(), 1100, 196, 190, -14, 0.34).disc(1270, 152, 20)
    flown.polygon([(1284, 142), (1314, 140), (1288, 160)])
    leaf(leaf(flown, 1204, 168, 170, -112, 0.4), 1216, 164, 150, -72, 0.36)
    return sheet.lay(flown, P.spark, 10)


def _sitting_bird(cut, x, y):
    cut.disc(x, y - 34, 25, radius_y=32).disc(x + 9, y - 70, 18)
    cut.polygon([(x + 22, y - 77), (x + 46, y - 70), (x + 23, y - 64)])
    cut.polygon([(x - 22, y - 36), (x - 34, y + 30), (x - 8, y - 8)])
    return cut


def tired_staff_are_not_the_problem():
    """Six candles at a window, burnt down to different heights."""
    sheet = Sheet(P.steps[6], fade="#1a1630")
    sheet.lay(sheet.cut().box(190, -40, 1220, 760, 30), P.steps[5], 10, fade="#8b6a93")
    sheet.lay(sheet.cut().disc(1120, 210, 76), "#f6e6cf", 0)
    view = sheet.cut().box(190, -40, 1220, 760, 30)
    for base, height, seed, colour in [(520, 130, 6, P.steps[4]), (600, 90, 3, "#453a6d")]:
        sheet.lay(ridge(sheet, base, height, seed)[0].within(view), colour, 10)
    bars = sheet.cut().box(788, -40, 24, 760).box(190, 318, 1220, 22)
    frame = sheet.cut().box(150, -60, 1300, 800, 36).box(190, -40, 1220, 760, 30, ink=0)
    sheet.lay(bars, P.steps[6], 8).lay(frame, P.steps[6], 12)
    heights = [330, 250, 180, 290, 120, 210]
    colours = [P.ground, P.steps[1], P.spark, P.warm, P.steps[2], P.ground]
    for number, height in enumerate(heights):
        sheet.glow(330 + number * 188, 728 - height, 110, P.warm, 0.42)
    sheet.lay(sheet.cut().box(-10, 742, 1620, 180), P.steps[3], 16)
    sheet.lay(sheet.cut().box(-10, 742, 1620, 26), P.steps[2], 0)
    wicks, flames, cores = sheet.cut(), sheet.cut(), sheet.cut()
    for number, (height, colour) in enumerate(zip(heights, colours, strict=True)):
        x, top = 330 + number * 188, 778 - height
        sheet.lay(sheet.cut().box(x - 62, 764, 124, 26, 13), P.steps[6], 8)
        sheet.lay(sheet.cut().box(x - 36, top, 72, height, 12), colour, 10)
        wicks.box(x - 3, top - 20, 6, 24)
        flames.disc(x, top - 34, 18, radius_y=22)
        flames.polygon([(x - 16, top - 42), (x + 3, top - 92), (x + 16, top - 42)])
        cores.disc(x, top - 30, 8, radius_y=13)
    sheet.lay(wicks, P.steps[6], 0).lay(flames, P.warm, 6)
    return sheet.lay(cores, "#fff3d6", 0)
