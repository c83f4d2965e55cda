"""A family of colours for each topic: `steps` run from light to dark, `warm` is the light."""

from types import SimpleNamespace


def family(ground, *steps, warm, spark):
    return SimpleNamespace(ground=ground, steps=steps, warm=warm, spark=spark)


SPEECH = family(
    "#faf1e7",
    "#f6dfca",
    "#efc3a2",
    "#e29a74",
    "#cf6f50",
    "#a84a3b",
    "#6f2f33",
    "#3b1f29",
    warm="#f5bb4a",
    spark="#1d6a70",
)
READING = family(
    "#fbf5e4",
    "#f6e3b4",
    "#efc76f",
    "#dfa341",
    "#6d97ab",
    "#3f6f8c",
    "#234b68",
    "#122c45",
    warm="#f5bb4a",
    spark="#c9563c",
)
WELLBEING = family(
    "#f5f0f4",
    "#e3d5e4",
    "#c6b0cf",
    "#9d86b5",
    "#75639b",
    "#53477f",
    "#37335d",
    "#221d3e",
    warm="#f3b567",
    spark="#e0775e",
)
BODY = family(
    "#f2f5e9",
    "#dde8cb",
    "#b7d3aa",
    "#86b692",
    "#4d9580",
    "#2a7266",
    "#164f4c",
    "#0b3134",
    warm="#f2b84b",
    spark="#e2734f",
)
PRACTICE = family(
    "#ebf3f3",
    "#cfe4e4",
    "#a3ced1",
    "#6baab1",
    "#3a818c",
    "#1d5d6a",
    "#123f4a",
    "#0a252d",
    warm="#f2ae45",
    spark="#e4754c",
)
