"""Pictures inside articles: they show an idea of the text."""

import math

from home.demo.drawing import palettes
from home.demo.drawing.paper import Sheet


def spacing_dots():
    """Above, five dots side by side; below, the same five spread out."""
    palette = palettes.READING
    sheet = Sheet(palette.ground, size=(1600, 700))
    for y, colour, places in [
        (220, palette.steps[4], [230, 330, 430, 530, 630]),
        (490, palette.spark, [230, 500, 770, 1060, 1370]),
    ]:
        sheet.lay(sheet.cut().box(110, y - 14, 1380, 28, 14), palette.steps[0], 5)
        ticks = sheet.cut()
        for tick in range(13):
            ticks.box(136 + tick * 110, y + 34, 4, 22, 2)
        sheet.lay(ticks, palette.steps[2], 0)
        for x in places:
            sheet.lay(sheet.cut().disc(x, y, 44), colour, 11)
    return sheet


def simple_view():
    """A square in four; one corner has both abilities."""
    palette = palettes.READING
    sheet = Sheet(palette.ground, size=(1600, 900))
    across = sheet.cut().box(380, 800, 850, 12, 6).polygon([(1226, 786), (1262, 806), (1226, 826)])
    upward = sheet.cut().box(340, 120, 12, 660, 6).polygon([(326, 124), (346, 88), (366, 124)])
    sheet.lay(across, palette.steps[4], 4).lay(upward, palette.spark, 4)
    fields = [
        (380, 110, palette.steps[0]),
        (812, 110, palette.warm),
        (380, 446, palette.ground),
        (812, 446, "#cfdfe5"),
    ]
    for x, y, colour in fields:
        sheet.lay(sheet.cut().box(x, y, 418, 322, 18), colour, 10)
    strengths = [
        (589, 271, 40, 100),
        (1021, 271, 100, 100),
        (589, 607, 40, 40),
        (1021, 607, 100, 40),
    ]
    for x, y, first, second in strengths:
        sheet.lay(sheet.cut().disc(x - 70, y, first * 0.72), palette.steps[4], 9)
        sheet.lay(sheet.cut().disc(x + 70, y, second * 0.72), palette.spark, 9)
    return sheet


def listener_rings():
    """A child in the middle and seven rings of listeners around."""
    palette = palettes.SPEECH
    sheet = Sheet(palette.ground, size=(1600, 900))
    shades = [
        palette.steps[0],
        "#f2cfb3",
        palette.steps[1],
        "#e8ac86",
        palette.steps[2],
        palette.steps[3],
        palette.steps[4],
    ]
    for number, colour in enumerate(shades):
        sheet.lay(sheet.cut().disc(800, 450, 418 - number * 54), colour, 9, fade=colour)
    sheet.lay(sheet.cut().disc(800, 450, 30), palette.warm, 8)
    listeners = sheet.cut()
    for number in range(7):
        radius = 418 - number * 54 - 27
        angle = math.radians(-70 + number * 133)
        x, y = 800 + math.cos(angle) * radius, 450 + math.sin(angle) * radius
        listeners.disc(x, y, 19)
    return sheet.lay(listeners, palette.spark, 8)


def three_tiers():
    """Layers of a pyramid: all children, some, few."""
    palette = palettes.PRACTICE
    sheet = Sheet(palette.ground, size=(1600, 900))
    layers = [(600, 800, palette.steps[1]), (380, 572, palette.steps[3]), (150, 346, palette.spark)]
    for top, foot, colour in layers:

        def half(y):
            return 40 + (y - 120) * 0.86

        corners = [
            (800 - half(top), top),
            (800 + half(top), top),
            (800 + half(foot), foot),
            (800 - half(foot), foot),
        ]
        cut = sheet.cut().polygon(corners).stroke([*corners, corners[0]], 22)
        sheet.lay(cut, colour, 13)
    for y, count, gap, colour in [
        (706, 9, 112, palette.steps[5]),
        (482, 5, 106, palette.ground),
        (266, 2, 96, palette.ground),
    ]:
        people = sheet.cut()
        for place in range(count):
            x = 800 + (place - (count - 1) / 2) * gap
            people.disc(x, y - 34, 21).wedge(x, y + 44, 40, 180, 360)
        sheet.lay(people, colour, 6)
    return sheet
