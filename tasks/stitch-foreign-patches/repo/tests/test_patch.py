from stitch import apply, diff, reverse, stat
from stitch.compare import edits
from stitch.lines import split


def signs(old, new):
    return ''.join(sign for sign, _ in edits(split(old), split(new)))


def test_lines():
    assert split('a\r\n\nb') == ['a\r\n', '\n', 'b']
    assert split('') == []


def test_edits():
    assert signs('a\nb\nc\n', 'a\nx\nc\n') == ' -+ '
    assert signs('a\nb\nc\n', 'b\nc\nd\n') == '-  +'
    assert signs('', 'a\n') == '+'


def test_removed_lines_come_first():
    assert signs('a\nb\nc\nd\n', 'a\nx\ny\nd\n') == ' --++ '


def test_a_newline_is_a_change():
    assert edits(['a'], ['a\n']) == [('-', 'a'), ('+', 'a\n')]


def letters(text):
    return ''.join(f'{letter}\n' for letter in text)


def test_hunks():
    patch = diff(letters('abcdefghijklmnop'), letters('aBcdefghijklmnoP'), context=2)
    assert [(hunk.old, hunk.new) for hunk in patch.hunks] == [(0, 0), (13, 13)]
    assert patch.hunks[1].before() == ['n\n', 'o\n', 'p\n']


def test_near_changes_share_a_hunk():
    assert len(diff(letters('abcdefgh'), letters('aBcdefGh'), context=2).hunks) == 1
    assert len(diff(letters('abcdefghi'), letters('aBcdefgHi'), context=2).hunks) == 2


def test_no_changes():
    assert diff('a\n', 'a\n').hunks == ()


def test_stat():
    assert stat(diff(letters('abc'), letters('axyc'))) == (2, 1)


def test_there_and_back():
    for old, new in [('a\nb\nc\n', 'a\nB\nc\n'), ('', 'a\n'), ('a\nb', 'a\nb\nc'), ('a\r\nb\n', 'a\nb\n')]:
        for context in range(4):
            patch = diff(old, new, context=context)
            assert apply(patch, old) == new
            assert apply(reverse(patch), new) == old
