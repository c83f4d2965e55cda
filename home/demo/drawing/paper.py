"""Cut paper: shapes are cut from a sheet at twice the size, then laid down with a shadow."""

import math
from functools import cache

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

OVERSAMPLE = 2
SHADOW = "#0a1a1e"


def mixed(colour, other, share):
    """A colour moved towards another by a share between 0 and 1."""
    pairs = zip(ImageColor.getrgb(colour), ImageColor.getrgb(other), strict=True)
    return "#{:02x}{:02x}{:02x}".format(*(round(a + (b - a) * share) for a, b in pairs))


def moved(mask, dx, dy):
    """A mask shifted by whole pixels; what leaves the edge is lost."""
    target = Image.new("L", mask.size)
    target.paste(mask, (dx, dy))
    return target


@cache
def shade(size):
    """A ramp from black at the top to white at the bottom."""
    return Image.linear_gradient("L").resize(size)


def turned(point, centre, degrees):
    """A point turned around another."""
    angle = math.radians(degrees)
    x, y = point[0] - centre[0], point[1] - centre[1]
    return (
        centre[0] + x * math.cos(angle) - y * math.sin(angle),
        centre[1] + x * math.sin(angle) + y * math.cos(angle),
    )


class Cut:
    """A shape cut from paper. `ink=0` cuts a hole into what is there."""

    def __init__(self, size):
        self.size = size
        self.large = Image.new("L", (size[0] * OVERSAMPLE, size[1] * OVERSAMPLE))
        self._draw = ImageDraw.Draw(self.large)

    @staticmethod
    def _scaled(points):
        return [(x * OVERSAMPLE, y * OVERSAMPLE) for x, y in points]

    def polygon(self, points, ink=255):
        self._draw.polygon(self._scaled(points), fill=ink)
        return self

    def disc(self, x, y, radius, ink=255, radius_y=None):
        ry = radius if radius_y is None else radius_y
        (a, b) = self._scaled([(x - radius, y - ry), (x + radius, y + ry)])
        self._draw.ellipse([a, b], fill=ink)
        return self

    def ring(self, x, y, radius, width):
        return self.disc(x, y, radius).disc(x, y, radius - width, ink=0)

    def wedge(self, x, y, radius, start, end, ink=255):
        """A slice of a disc, in degrees clockwise from three o'clock."""
        a, b = self._scaled([(x - radius, y - radius), (x + radius, y + radius)])
        self._draw.pieslice([a, b], start, end, fill=ink)
        return self

    def box(self, x, y, width, height, radius=0, ink=255, tilt=0):
        if tilt:
            return self._tilted_box(x, y, width, height, radius, ink, tilt)
        a, b = self._scaled([(x, y), (x + width, y + height)])
        self._draw.rounded_rectangle([a, b], radius * OVERSAMPLE, fill=ink)
        return self

    def _tilted_box(self, x, y, width, height, radius, ink, tilt):
        centre = (x + width / 2, y + height / 2)
        corners = [
            (x + radius, y + radius),
            (x + width - radius, y + radius),
            (x + width - radius, y + height - radius),
            (x + radius, y + height - radius),
        ]
        corners = [turned(corner, centre, tilt) for corner in corners]
        self.polygon(corners, ink)
        if radius:
            self.stroke([*corners, corners[0]], radius * 2, ink)
        return self

    def stroke(self, points, width, ink=255):
        """A line with round ends and joints."""
        self._draw.line(self._scaled(points), fill=ink, width=round(width * OVERSAMPLE))
        for x, y in points if width >= 8 else (points[0], points[-1]):
            self.disc(x, y, width / 2, ink)
        return self

    def within(self, other):
        """Keeps only what lies inside another cut."""
        self.large = ImageChops.multiply(self.large, other.large)
        self._draw = ImageDraw.Draw(self.large)
        return self

    def without(self, other):
        """Takes away what lies inside another cut."""
        self.large = ImageChops.subtract(self.large, other.large)
        self._draw = ImageDraw.Draw(self.large)
        return self

    @property
    def mask(self):
        return self.large.resize(self.size, Image.Resampling.BOX)


class Sheet:
    """The picture: a ground on which cuts are laid."""

    def __init__(self, ground, size=(1600, 900), fade=None):
        self.size = size
        self.image = Image.new("RGB", size, ground)
        if fade:
            self.image.paste(Image.new("RGB", size, fade), mask=shade(size))

    def cut(self):
        return Cut(self.size)

    def lay(self, cut, colour, lift=10, fade=None, depth=0.3):
        """Lays a cut down. `lift` is its height above the sheet; `fade` its colour at the foot."""
        mask = cut.mask
        if lift:
            fall = moved(mask, 0, round(lift * 0.7)).filter(ImageFilter.GaussianBlur(lift))
            self.image.paste(
                Image.new("RGB", self.size, SHADOW), mask=fall.point(lambda v: round(v * depth))
            )
        face = Image.new("RGB", self.size, colour)
        foot = Image.new("RGB", self.size, fade or mixed(colour, SHADOW, 0.07))
        face.paste(foot, mask=shade(self.size))
        self.image.paste(face, mask=mask)
        if lift:
            edge = ImageChops.subtract(mask, moved(mask, 0, 2))
            light = Image.new("RGB", self.size, mixed(colour, "#ffffff", 0.45))
            self.image.paste(light, mask=edge.point(lambda v: round(v * 0.7)))
        return self

    def glow(self, x, y, radius, colour, strength=0.5):
        """A soft light."""
        mask = self.cut().disc(x, y, radius).mask.filter(ImageFilter.GaussianBlur(radius * 0.45))
        self.image.paste(
            Image.new("RGB", self.size, colour), mask=mask.point(lambda v: round(v * strength))
        )
        return self
