"""Patches as text. See docs/format.md."""

import re
from typing import List, Optional

from .compare import Edit
from .patch import Hunk, Patch

NO_NEWLINE = '\\ No newline at end of file'
SIGNS = (' ', '-', '+')
HEAD = re.compile(r'@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@.*')


class PatchError(ValueError):
    """A text that is no patch. `line` counts from 1."""

    def __init__(self, line: int, message: str):
        super().__init__(f'line {line}: {message}')
        self.line = line


def format_patch(patch: Patch) -> str:
    """Empty if there are no changes."""
    if not patch.hunks:
        return ''
    lines = [f'--- a/{patch.path}', f'+++ b/{patch.path}']
    for hunk in patch.hunks:
        old, new = _range(hunk.old, len(hunk.before())), _range(hunk.new, len(hunk.after()))
        lines.append(f'@@ -{old} +{new} @@')
        for sign, line in hunk.edits:
            if line.endswith('\n'):
                lines.append(sign + line[:-1])
            else:
                lines.append(sign + line)
                lines.append(NO_NEWLINE)
    return '\n'.join(lines) + '\n'


def _range(above: int, count: int) -> str:
    return f'{above + 1}' if count == 1 else f'{above + 1},{count}'


def parse_patch(text: str) -> Patch:
    """Raises PatchError. Lines above `+++`, such as those of git, mean nothing."""
    rows = _Rows(text)
    path: Optional[str] = None
    hunks: List[Hunk] = []
    while (row := rows.take()) is not None:
        if path is None:
            if row.startswith('+++ '):
                path = row[4:].split('\t')[0]
                path = path[2:] if path.startswith('b/') else path
            continue
        match = HEAD.fullmatch(row)
        if match is not None:
            hunks.append(_parse_hunk(match, rows))
        elif row:
            raise PatchError(rows.number, 'a hunk begins with @@')
    if path is None:
        raise PatchError(1, 'there is no +++ line')
    return Patch(path, tuple(hunks))


class _Rows:
    """The lines of a patch, one after the other. `number` is that of the last one taken."""

    def __init__(self, text: str):
        self.rows = text.split('\n')
        self.number = 0

    def peek(self) -> Optional[str]:
        return self.rows[self.number] if self.number < len(self.rows) else None

    def take(self) -> Optional[str]:
        row = self.peek()
        self.number += 1
        return row


def _parse_hunk(match: 're.Match[str]', rows: _Rows) -> Hunk:
    old_start, old_count, new_start, new_count = (int(group) if group else 1 for group in match.groups())
    edits: List[Edit] = []
    old_left, new_left = old_count, new_count
    while old_left > 0 or new_left > 0:
        row = rows.take() or ''
        sign = row[:1]
        if sign not in SIGNS:
            raise PatchError(rows.number, 'the hunk has fewer lines than it says')
        old_left -= sign != '+'
        new_left -= sign != '-'
        has_newline = rows.peek() != NO_NEWLINE
        edits.append((sign, row[1:] + '\n' if has_newline else row[1:]))
        if not has_newline:
            rows.take()
    if old_left or new_left:
        raise PatchError(rows.number, 'the hunk has other lines than it says')
    return Hunk(old_start - 1, new_start - 1, tuple(edits))
