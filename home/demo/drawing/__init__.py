"""Draws the demo site's pictures: sheets of cut paper, layered, with soft shadows."""
