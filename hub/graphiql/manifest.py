"""What a build leaves in `static/`, and the page reads: `manifest.json` beside the folder `assets/`.

The manifest is written last and in one move, so whoever reads it finds every file that it names.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

SOURCE = Path(__file__).parent / "source"
STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True)
class Manifest:
    """One build: the hash of its sources, the page's script and style sheet, and all its files by name."""

    sources: str
    script: str
    style: str
    files: tuple[str, ...]


def read_manifest(static: Path = STATIC) -> Manifest | None:
    """The build that lies in `static`; None when there is none, or only part of one."""
    try:
        fields = json.loads((static / "manifest.json").read_text())
        manifest = Manifest(fields["sources"], fields["script"], fields["style"], tuple(fields["files"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    complete = all((static / "assets" / name).is_file() for name in manifest.files)
    return manifest if complete else None


def write_manifest(manifest: Manifest, static: Path) -> None:
    """Make `manifest` the one that counts, in one move."""
    draft = static / ".manifest.json.new"
    draft.write_text(json.dumps(asdict(manifest), indent=2) + "\n")
    draft.replace(static / "manifest.json")


def hash_of_sources(source: Path = SOURCE) -> str:
    """One hash over the names and bytes of every file in `source`; a rebuild is due when it changes."""
    digest = hashlib.sha256()
    for file in sorted(path for path in source.rglob("*") if path.is_file()):
        for part in (file.relative_to(source).as_posix().encode(), file.read_bytes()):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
