import pytest

from stitch import Rejected, apply, diff, parse_patch


def letters(text):
    return ''.join(f'{letter}\n' for letter in text)


def test_two_hunks():
    patch = diff(letters('abcdefghijkl'), letters('abXdefghiklm'), context=1)
    assert apply(patch, letters('abcdefghijkl')) == letters('abXdefghiklm')


def test_lines_above_were_added_or_removed():
    patch = diff(letters('abcdefgh'), letters('abcdeFgh'), context=1)
    assert apply(patch, letters('xyzabcdefgh')) == letters('xyzabcdeFgh')
    assert apply(patch, letters('defgh')) == letters('deFgh')


def test_the_nearest_place():
    patch = diff(letters('ab--cd--ef--gh'), letters('ab--cd-+-ef--gh'), context=1)
    assert apply(patch, letters('ab--cd--ef--gh')) == letters('ab--cd-+-ef--gh')
    assert apply(patch, letters('Xab--cd--ef--gh')) == letters('Xab--cd-+-ef--gh')


def test_rejected():
    patch = diff(letters('abcdefghijkl'), letters('aBcdefghijKl'), context=1)
    with pytest.raises(Rejected) as caught:
        apply(patch, letters('abcdefghijlk'))
    assert caught.value.hunk == 2


def test_nothing_to_do():
    assert apply(parse_patch('+++ b/x\n'), 'a') == 'a'


def patch_of(*rows):
    return parse_patch('\n'.join(['--- a/x', '+++ b/x', *rows, '']))


def test_patches_without_context():
    assert apply(patch_of('@@ -2,0 +3 @@', '+milk'), 'a\nb\nc\nd\n') == 'a\nb\nmilk\nc\nd\n'
    assert apply(patch_of('@@ -0,0 +1 @@', '+milk'), 'a\nb\n') == 'milk\na\nb\n'
    assert apply(patch_of('@@ -2,0 +3 @@', '+milk'), 'a\nb\n') == 'a\nb\nmilk\n'
    assert apply(patch_of('@@ -2 +1,0 @@', '-b', '@@ -3,0 +3,2 @@', '+x', '+y'), 'a\nb\nc\nd\n') == 'a\nc\nx\ny\nd\n'


def test_a_new_file():
    assert apply(patch_of('@@ -0,0 +1,2 @@', '+a', '+b'), '') == 'a\nb\n'
    assert apply(patch_of('@@ -1,2 +0,0 @@', '-a', '-b'), 'a\nb\n') == ''


BLOCK = '[block]\nsize = 1\n\n'


def test_the_next_hunk_is_as_far_off_as_the_one_before():
    old = 'start\n' + BLOCK * 5
    lines = old.splitlines(keepends=True)
    new = ''.join(['START\n', *lines[1:8], 'size = 2\n', *lines[9:]])
    patch = diff(old, new, context=1)
    for more in (1, 2, 3, 4, 5, 20):
        top = 'more\n' * more
        assert apply(patch, top + old) == top + new


def test_the_next_hunk_is_as_far_up_as_the_one_before():
    old = 'x\n' * 9 + 'start\n' + BLOCK * 5
    lines = old.splitlines(keepends=True)
    new = ''.join([*lines[:9], 'START\n', *lines[10:17], 'size = 2\n', *lines[18:]])
    patch = diff(old, new, context=1)
    assert apply(patch, old[10:]) == new[10:]
    assert apply(patch, old[4:]) == new[4:]


def test_changes_of_the_patch_itself_are_no_drift():
    old = 'start\n' + BLOCK * 5
    lines = old.splitlines(keepends=True)
    new = ''.join(['start\n', 'more\n' * 5, *lines[1:8], 'size = 2\n', *lines[9:]])
    patch = diff(old, new, context=1)
    assert len(patch.hunks) == 2
    assert apply(patch, old) == new
    assert apply(patch, 'above\n' + old) == 'above\n' + new


def test_the_drift_of_each_hunk_counts_for_the_next():
    old = 'a\nb\nc\n' + BLOCK * 3 + 'd\ne\nf\n' + BLOCK * 5
    lines = old.splitlines(keepends=True)
    new = ''.join([*lines[:1], 'B\n', *lines[2:13], 'E\n', *lines[14:22], 'size = 2\n', *lines[23:]])
    patch = diff(old, new, context=1)
    assert len(patch.hunks) == 3

    def shift(text):
        return 'top\n' + text.replace('d\n', 'more\nmore\nmore\nd\n', 1)

    assert apply(patch, shift(old)) == shift(new)


def test_equally_near_is_the_upper_one():
    patch = patch_of('@@ -3 +3 @@', '-x', '+y')
    assert apply(patch, 'a\nx\nb\nx\n') == 'a\ny\nb\nx\n'


def test_hunks_stay_in_order():
    patch = patch_of('@@ -2 +2 @@', '-x', '+y', '@@ -3 +3 @@', '-x', '+z')
    assert apply(patch, 'x\nx\nx\n') == 'x\ny\nz\n'
    assert apply(patch, 'a\na\na\na\nx\nx\n') == 'a\na\na\na\ny\nz\n'
