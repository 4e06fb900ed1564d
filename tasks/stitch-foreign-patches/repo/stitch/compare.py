"""Which lines of two texts are the same."""

from typing import List, Sequence, Tuple

Edit = Tuple[str, str]


def edits(old: Sequence[str], new: Sequence[str]) -> List[Edit]:
    """`(sign, line)` for all lines of both texts: ` ` common, `-` old, `+` new, with as many common ones as possible."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    middle = _longest(old[start : len(old) - end], new[start : len(new) - end])
    common = [(' ', line) for line in old]
    return [*common[:start], *middle, *common[len(old) - end :]]


def _longest(old: Sequence[str], new: Sequence[str]) -> List[Edit]:
    """By the length of the longest common subsequence of what is behind each pair of lines."""
    behind = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            if old[i] == new[j]:
                behind[i][j] = behind[i + 1][j + 1] + 1
            else:
                behind[i][j] = max(behind[i + 1][j], behind[i][j + 1])
    result: List[Edit] = []
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and old[i] == new[j]:
            result.append((' ', old[i]))
            i, j = i + 1, j + 1
        elif j == len(new) or (i < len(old) and behind[i + 1][j] >= behind[i][j + 1]):
            result.append(('-', old[i]))
            i += 1
        else:
            result.append(('+', new[j]))
            j += 1
    return _removed_first(result)


def _removed_first(result: List[Edit]) -> List[Edit]:
    ordered: List[Edit] = []
    added: List[Edit] = []
    for edit in result:
        if edit[0] == '+':
            added.append(edit)
        else:
            if edit[0] == ' ':
                ordered += added
                added = []
            ordered.append(edit)
    return ordered + added
