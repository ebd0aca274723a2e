"""Builds what is deployed: a template of everything on AWS, one zip that all functions share, and the layer of the one that inspects files."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from infra import bundle, template

ROOT = Path(__file__).parents[1]
INGREDIENTS = ("app.py", "chalicelib", "requirements.txt", ".chalice")
LAYER = ROOT / "requirements-inspection.txt"
MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}
OLDEST = ("manylinux_2_28", "manylinux_2_27", "manylinux_2_26", "manylinux2014")
"""What Lambda's Python since 3.12 runs; its 3.11 has an older Linux."""


def package(stage: str, output: Path, architecture: str | None = None) -> Path:
    """Fills `output` with `sam.json`, `deployment.zip` and `inspection.zip`; returns the first zip. `architecture` is for trying it on this machine."""
    shutil.rmtree(output, ignore_errors=True)
    source = output / "source"
    _copy(INGREDIENTS, source)
    if architecture:
        _set_architecture(source / ".chalice" / "config.json", stage, architecture)
    _run_chalice(stage, source, output)
    bundle.finish(output / "deployment.zip")
    shutil.rmtree(source)
    _layer(output, architecture or "arm64")
    return output / "deployment.zip"


def _copy(names: Iterable[str], source: Path) -> None:
    """A copy is packaged, so that nothing else of a working directory gets in."""
    source.mkdir(parents=True)
    for name in names:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "deployments", "deployed"))
        else:
            shutil.copy(ROOT / name, source / name)


def _set_architecture(file: Path, stage: str, architecture: str) -> None:
    config = json.loads(file.read_text())
    config["stages"][stage]["lambda_architecture"] = architecture
    file.write_text(json.dumps(config))


def _run_chalice(stage: str, source: Path, output: Path) -> None:
    """Chalice calls nothing on AWS here, but wants a region; the functions get that of the stack."""
    chalice = Path(sys.executable).with_name("chalice")
    merged = source / "merged.json"
    merged.write_text(json.dumps(template.whole()))
    command: list[str | Path] = [chalice, "package", "--stage", stage, "--merge-template", merged.resolve(), output.resolve()]
    values = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "AWS_DEFAULT_REGION": "ap-southeast-3"}
    done = subprocess.run(command, cwd=source, env=values, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"chalice package failed:\n{done.stdout}{done.stderr}")


def _layer(output: Path, architecture: str) -> None:
    """The libraries as Lambda finds them below /opt, for the Python that packages."""
    target = output / "layer"
    platforms = [f"--platform={oldest}_{MACHINES[architecture]}" for oldest in OLDEST]
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes", "--only-binary=:all:", *platforms]
    command: list[str | Path] = [sys.executable, "-m", "pip", "install", *options, "--target", target / "python", "--requirement", LAYER]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the libraries of the inspection could not be had:\n{done.stderr}")
    bundle.layer(target, output / "inspection.zip")
    shutil.rmtree(target)
