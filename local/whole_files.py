"""Small files that are whole or not there at all, however a process ends."""

from pathlib import Path


def write(file: Path, text: str, mode: int = 0o644) -> None:
    """Puts `text` in `file` in one step, so that no reader and no restart finds half of it."""
    draft = file.with_name(f"{file.name}.new")
    draft.touch(mode)
    draft.write_text(text)
    draft.replace(file)
