"""What Wagtail's image filters lack."""

from wagtail.images.image_operations import FilterOperation


class AvifSpeedOperation(FilterOperation):
    """`avifspeed-N`: how little effort the AVIF encoder makes, from 0 (most) to 10 (least)."""

    def construct(self, speed):
        self.speed = int(speed)

    def run(self, willow, image, env):
        # Wagtail has no way to hand this to the encoder; Pillow takes what is set on the image.
        willow.image.encoderinfo = {"speed": self.speed}
