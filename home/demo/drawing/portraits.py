"""The three authors and the publication's mark."""

import math

from home.demo.drawing import palettes
from home.demo.drawing.motifs import smooth, swell
from home.demo.drawing.paper import Sheet, mixed

SQUARE = (800, 800)


def bust(sheet, skin, coat, collar):
    """Shoulders, neck and head, without a face."""
    shoulders = smooth(
        [(60, 830), (110, 690), (260, 620), (400, 600), (540, 620), (690, 690), (740, 830)]
    )
    sheet.lay(sheet.cut().polygon(shoulders), coat, 14)
    throat = mixed(skin, "#3a1c14", 0.18)
    sheet.lay(sheet.cut().box(338, 470, 124, 190, 50), throat, 4, fade=throat)
    hem = sheet.cut().disc(400, 612, 112, radius_y=58).within(sheet.cut().polygon(shoulders))
    sheet.lay(hem, collar, 6).lay(
        sheet.cut().disc(400, 598, 74, radius_y=42), throat, 0, fade=throat
    )
    return sheet


def head(sheet, skin):
    face = sheet.cut().disc(400, 380, 138, radius_y=172)
    sheet.lay(face, skin, 12)
    nose = sheet.cut().stroke(smooth([(404, 372), (418, 420), (412, 436), (394, 438)]), 5)
    sheet.lay(nose, mixed(skin, "#3a1c14", 0.3), 0)
    mouth = sheet.cut().stroke(smooth([(362, 482), (398, 494), (436, 480)]), 6)
    return sheet.lay(mouth, mixed(skin, "#6b1f1f", 0.4), 0)


def eyes(sheet, colour):
    lids = sheet.cut()
    for x in (346, 456):
        lids.stroke(smooth([(x - 24, 378), (x, 390), (x + 24, 378)]), 6)
    return sheet.lay(lids, colour, 0)


def ground(palette, shades):
    sheet = Sheet(shades[0], SQUARE)
    for number, colour in enumerate(shades[1:]):
        sheet.lay(sheet.cut().disc(400, 430, 372 - number * 96), colour, 10, fade=colour)
    return sheet


def maren_tidewell():
    """A woman with a copper bob and a teal jersey."""
    palette = palettes.SPEECH
    sheet = ground(palette, [palette.steps[1], palette.steps[0], palette.ground])
    hair, skin = "#a8502f", "#f2c7a5"
    back = smooth(
        [
            (400, 160),
            (250, 190),
            (205, 340),
            (212, 500),
            (250, 566),
            (400, 560),
            (550, 566),
            (588, 500),
            (595, 340),
            (550, 190),
            (400, 160),
        ]
    )
    sheet.lay(sheet.cut().polygon(back), mixed(hair, "#2a1010", 0.25), 12)
    bust(sheet, skin, palette.spark, mixed(palette.spark, "#ffffff", 0.14))
    head(sheet, skin)
    eyes(sheet, "#5d2c1d")
    fringe = smooth(
        [
            (238, 470),
            (226, 350),
            (258, 232),
            (400, 176),
            (540, 226),
            (578, 350),
            (566, 470),
            (544, 360),
            (500, 300),
            (420, 262),
            (330, 330),
            (268, 372),
            (238, 470),
        ]
    )
    sheet.lay(sheet.cut().polygon(fringe), hair, 10)
    strands = sheet.cut().stroke(smooth([(416, 262), (330, 290), (276, 352)]), 5)
    strands.stroke(smooth([(420, 262), (490, 270), (540, 330)]), 5)
    return sheet.lay(strands, mixed(hair, "#ffffff", 0.2), 0)


def idris_penhallow():
    """A man with a short beard and round spectacles."""
    palette = palettes.READING
    sheet = ground(palette, [palette.steps[4], palette.steps[3], "#a9c5d2"])
    hair, skin = "#2a211f", "#8c5a3c"
    bust(sheet, skin, palette.steps[2], palette.ground)
    ears = sheet.cut().disc(262, 396, 26, radius_y=36).disc(538, 396, 26, radius_y=36)
    sheet.lay(ears, mixed(skin, "#3a1c14", 0.12), 5)
    head(sheet, skin)
    beard = smooth(
        [
            (262, 400),
            (268, 490),
            (318, 560),
            (400, 584),
            (482, 560),
            (532, 490),
            (538, 400),
            (516, 440),
            (480, 452),
            (400, 446),
            (320, 452),
            (284, 440),
            (262, 400),
        ]
    )
    cut = sheet.cut().polygon(beard).disc(400, 488, 48, ink=0, radius_y=20)
    sheet.lay(cut, hair, 6)
    mouth = sheet.cut().stroke(smooth([(370, 486), (400, 494), (430, 486)]), 7)
    sheet.lay(mouth, mixed(skin, "#6b1f1f", 0.45), 0)
    crown = smooth(
        [
            (256, 372),
            (250, 280),
            (300, 204),
            (400, 180),
            (500, 204),
            (550, 280),
            (544, 372),
            (522, 300),
            (470, 262),
            (400, 254),
            (330, 262),
            (278, 300),
            (256, 372),
        ]
    )
    sheet.lay(sheet.cut().polygon(crown), hair, 8)
    eyes(sheet, "#1d1210")
    for x in (344, 456):
        sheet.lay(sheet.cut().ring(x, 384, 50, 9), palette.ground, 5)
    bridge = sheet.cut().stroke(smooth([(394, 380), (400, 374), (406, 380)]), 8)
    return sheet.lay(bridge, palette.ground, 2)


def leonie_starling():
    """A woman with a cloud of curls, a yellow band and round earrings."""
    palette = palettes.BODY
    sheet = ground(palette, [palette.steps[3], palette.steps[1], palette.steps[0]])
    hair, skin = "#33211d", "#b77a52"
    cloud = sheet.cut()
    for step in range(19):
        angle = math.radians(150 + step * 240 / 18)
        cloud.disc(400 + math.cos(angle) * 176, 336 + math.sin(angle) * 168, 74)
    cloud.disc(400, 320, 190)
    sheet.lay(cloud, hair, 13)
    curls = sheet.cut()
    for step in range(13):
        angle = math.radians(165 + step * 210 / 12)
        curls.disc(400 + math.cos(angle) * 196, 330 + math.sin(angle) * 190, 34)
    sheet.lay(curls, mixed(hair, "#a8683a", 0.28), 6)
    bust(sheet, skin, palette.spark, mixed(palette.spark, "#ffffff", 0.2))
    head(sheet, skin)
    eyes(sheet, "#2c1712")
    front = smooth(
        [
            (262, 372),
            (262, 290),
            (310, 226),
            (400, 204),
            (490, 226),
            (538, 290),
            (538, 372),
            (516, 306),
            (460, 272),
            (400, 266),
            (340, 272),
            (284, 306),
            (262, 372),
        ]
    )
    sheet.lay(sheet.cut().polygon(front), hair, 6)
    band = smooth(
        [(262, 330), (290, 256), (344, 222), (400, 212), (456, 222), (510, 256), (538, 330)]
    )
    sheet.lay(sheet.cut().stroke(band, 30), palette.warm, 7)
    rings = sheet.cut().ring(258, 470, 26, 9)
    other = sheet.cut().ring(542, 470, 26, 9)
    return sheet.lay(rings, palette.warm, 5).lay(other, palette.warm, 5)


def footbridge_logo():
    """The publication's mark: an arch over water, before a sun."""
    sheet = Sheet("#12383f", (1200, 630), fade="#0c2a31")
    sheet.lay(sheet.cut().disc(600, 330, 160), "#e39a12", 12, fade="#f0b44a")

    def arch(drop):
        return [(600 + 330 * t / 40, 240 + 260 * (t / 40) ** 2 + drop) for t in range(-40, 41)]

    railing = sheet.cut().stroke(arch(-84)[6:75], 17)
    for foot, top in zip(arch(0)[10:71:10], arch(-84)[10:71:10], strict=True):
        railing.stroke([foot, top], 12)
    bow = sheet.cut().polygon(arch(-26) + arch(32)[::-1])
    sheet.lay(railing, "#fcfcfa", 8).lay(bow, "#fcfcfa", 12)
    for number, colour in enumerate(["#2f7f86", "#1d6169"]):
        sheet.lay(swell(sheet, 458 + number * 74, 13, 380, number * 0.4), colour, 12)
    return sheet
