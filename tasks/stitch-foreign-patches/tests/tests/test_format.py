import pytest

from stitch import PatchError, diff, format_patch, parse_patch, reverse

ABC = """\
--- a/letters.txt
+++ b/letters.txt
@@ -1,3 +1,3 @@
 a
-b
+B
 c
"""


def test_format():
    assert format_patch(diff('a\nb\nc\n', 'a\nB\nc\n', path='letters.txt')) == ABC
    assert format_patch(diff('a\n', 'a\n')) == ''


def test_a_single_line_has_no_count():
    assert '@@ -1 +1 @@' in format_patch(diff('a\n', 'b\n'))


def test_no_newline():
    text = format_patch(diff('a\nb', 'a\nc'))
    assert text.splitlines()[2:] == [
        '@@ -1,2 +1,2 @@',
        ' a',
        '-b',
        '\\ No newline at end of file',
        '+c',
        '\\ No newline at end of file',
    ]


def test_parse():
    assert parse_patch(ABC) == diff('a\nb\nc\n', 'a\nB\nc\n', path='letters.txt')
    assert parse_patch('diff --git a/x b/x\nindex 1..2\n' + ABC).path == 'letters.txt'


def test_to_text_and_back():
    for old, new in [('a\nb', 'b'), ('', 'a\n'), ('a\nb\nc\nd\n', 'a\nc\nd'), ('a\n--b\n', 'a\n++b\n')]:
        for context in range(3):
            patch = diff(old, new, context=context)
            assert parse_patch(format_patch(patch)) == patch


@pytest.mark.parametrize(
    'text, line',
    [('hello\n', 1), (ABC + 'more\n', 8), (ABC.replace(',3 +1,3', ',4 +1,4'), 8), (ABC.replace('-b', '=b'), 5)],
)
def test_what_is_no_patch(text, line):
    with pytest.raises(PatchError) as caught:
        parse_patch(text)
    assert caught.value.line == line


def head(old, new, context=0):
    """The line with @@ of a patch with one hunk."""
    (line,) = [row for row in format_patch(diff(old, new, context=context)).splitlines() if row.startswith('@@')]
    return line


def test_ranges_without_lines_name_the_line_before():
    assert head('a\nb\nc\nd\n', 'a\nb\nmilk\nc\nd\n') == '@@ -2,0 +3 @@'
    assert head('a\nb\nc\nd\n', 'a\nb\nx\ny\nc\nd\n') == '@@ -2,0 +3,2 @@'
    assert head('a\nb\nc\nd\n', 'a\nd\n') == '@@ -2,2 +1,0 @@'
    assert head('a\nb\n', 'a\nb\nc\n') == '@@ -2,0 +3 @@'


def test_the_very_top():
    assert head('b\n', 'a\nb\n') == '@@ -0,0 +1 @@'
    assert head('a\nb\n', 'b\n') == '@@ -1 +0,0 @@'


def test_from_and_to_nothing():
    assert head('', 'a\nb\n', context=3) == '@@ -0,0 +1,2 @@'
    assert head('a\nb\nc\n', '', context=3) == '@@ -1,3 +0,0 @@'


def test_other_ranges_are_as_before():
    assert head('a\nb\nc\nd\n', 'a\nb\nx\nc\nd\n', context=1) == '@@ -2,2 +2,3 @@'
    assert head('a\nb\nc\nd\n', 'a\nB\nc\nd\n') == '@@ -2 +2 @@'
    assert head('a\nb\nc\nd\n', 'a\nB\nC\nd\n') == '@@ -2,2 +2,2 @@'


def hunks(*rows):
    patch = parse_patch('\n'.join(['--- a/x', '+++ b/x', *rows, '']))
    return [(hunk.old, hunk.new) for hunk in patch.hunks]


def test_parse_ranges_without_lines():
    assert hunks('@@ -2,0 +3 @@', '+milk') == [(2, 2)]
    assert hunks('@@ -0,0 +1,2 @@', '+a', '+b') == [(0, 0)]
    assert hunks('@@ -4,2 +3,0 @@', '-a', '-b') == [(3, 3)]
    assert hunks('@@ -1 +0,0 @@', '-a', '@@ -7,0 +7,1 @@ more', '+b') == [(0, 0), (7, 6)]
    assert hunks('@@ -7 +7,2 @@', ' a', '+b') == [(6, 6)]


def test_a_reversed_patch_has_removed_lines_first():
    text = format_patch(reverse(diff('a\nb\nc\nd\n', 'a\nx\ny\nd\n', path='l')))
    assert text.splitlines() == ['--- a/l', '+++ b/l', '@@ -1,4 +1,4 @@', ' a', '-x', '-y', '+b', '+c', ' d']


def test_reversed_hunks_with_several_changes():
    text = format_patch(reverse(diff('a\nb\nc\nd\ne\n', 'a\nB\nc\nD\n')))
    assert text.splitlines()[3:] == [' a', '-B', '+b', ' c', '-D', '+d', '+e']


def test_a_reversed_patch_without_newlines():
    text = format_patch(reverse(diff('a\nb', 'a\nc\n')))
    assert text.splitlines()[2:] == ['@@ -1,2 +1,2 @@', ' a', '-c', '+b', '\\ No newline at end of file']
    text = format_patch(reverse(diff('a\nb\n', 'a\nb')))
    assert text.splitlines()[3:] == [' a', '-b', '\\ No newline at end of file', '+b']


def test_a_reversed_patch_without_context():
    text = format_patch(reverse(diff('a\nb\nc\n', 'a\nx\nb\n', context=0)))
    assert text.splitlines()[2:] == ['@@ -2 +1,0 @@', '-x', '@@ -3,0 +3 @@', '+c']
