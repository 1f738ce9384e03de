"""What the tests of the project read: the committed files, the sources as trees, the READMEs as people see them."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "levier"


@cache
def committed() -> tuple[Path, ...]:
    """Return the files of the repository, whatever else lies in the folder."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    return tuple(path for name in names.split("\0") if name and (path := ROOT / name).is_file())


def committed_text() -> Iterator[tuple[str, str]]:
    """Yield (name, text) of each committed file that is text."""
    for path in committed():
        try:
            yield name_of(path), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def trees() -> Mapping[Path, ast.Module]:
    """Return every module of the package, parsed."""
    return {path: ast.parse(path.read_text(encoding="utf-8"), str(path)) for path in sorted(SOURCE.rglob("*.py"))}


def room_of(path: Path) -> str:
    """Return the room in which a module stands ("" for the package itself)."""
    parts = path.relative_to(SOURCE).parts
    return parts[0] if len(parts) > 1 else ""


def at(path: Path, node: ast.expr | ast.stmt) -> str:
    return f"{name_of(path)}:{node.lineno}: {ast.unparse(node)}"


def code_lines(markdown: str) -> list[str]:
    """Return the commands of a page's code blocks, continued lines joined, comments left out."""
    blocks = re.findall(r"^```(?:sh|bash|console)\n(.*?)^```", markdown, flags=re.MULTILINE | re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").split("\n")
    return [" ".join(bare.split()) for line in lines if (bare := re.sub(r"(^|\s)#.*", "", line)).strip()]


def without_code(markdown: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", markdown, flags=re.DOTALL)


def headings(markdown: str) -> list[tuple[int, str]]:
    """Return (level, title) of a page's headings."""
    bare = re.sub(r"```.*?```", "", markdown, flags=re.DOTALL)
    return [(len(marks), title.strip()) for marks, title in re.findall(r"^(#+) (.+)$", bare, flags=re.MULTILINE)]


def anchor(title: str) -> str:
    """Return the anchor that a forge gives to a heading."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
