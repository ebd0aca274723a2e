"""The icons that a device puts on its home screen, drawn from `web/img/icon.svg`."""

from pathlib import Path

from resvg_py import svg_to_bytes

BACKGROUND = "#083f52"
WHOLE = 'viewBox="0 0 48 48"'
INSET = 'viewBox="-6 -6 60 60"'
"""Devices cut maskable icons to a circle or a drop: what matters lies within the inner 80 percent."""


def write(source: Path, directory: Path) -> None:
    """All sizes that the manifests name."""
    drawing = source.read_text(encoding="utf-8")
    for size in (192, 512):
        (directory / f"icon-{size}.png").write_bytes(svg_to_bytes(svg_string=drawing, width=size, height=size))
    (directory / "icon-maskable.png").write_bytes(
        svg_to_bytes(svg_string=drawing.replace(WHOLE, INSET), width=512, height=512, background=BACKGROUND)
    )
