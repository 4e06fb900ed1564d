import pytest

from pinfold import Range, Version, format_lock, parse_lock


def test_parse():
    assert Version.parse('1.20.3') == Version(1, 20, 3)
    assert Version.parse('2') == Version(2, 0, 0)
    assert str(Version.parse('1.2-rc.1')) == '1.2.0-rc.1'


@pytest.mark.parametrize('text', ['', 'v1', '1.2.3.4', '1.2-', '1..2'])
def test_parse_refuses(text):
    with pytest.raises(ValueError):
        Version.parse(text)


def test_order():
    texts = ['0.9.0', '1.0.0-1', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-rc.2', '1.0.0-rc.10', '1.0.0', '1.0.1', '1.10.0']
    versions = [Version.parse(text) for text in texts]
    assert [str(version) for version in sorted(reversed(versions))] == texts


def allowed(text):
    versions = ['0.3.1', '0.4.0', '1.2.0', '1.2.3', '1.3.0', '2.0.0-rc.1', '2.0.0', '2.1.0']
    return [version for version in versions if Version.parse(version) in Range.parse(text)]


def test_ranges():
    assert allowed('>=1.3') == ['1.3.0', '2.0.0', '2.1.0']
    assert allowed('>1.3') == ['2.0.0', '2.1.0']
    assert allowed('<=1.2') == ['0.3.1', '0.4.0', '1.2.0']
    assert allowed('<1.2') == ['0.3.1', '0.4.0']
    assert allowed('1.2.3') == ['1.2.3']
    assert allowed('>0.3.1 <1.2.3') == ['0.4.0', '1.2.0']


def test_caret_and_tilde():
    assert allowed('^1.2.1') == ['1.2.3', '1.3.0']
    assert allowed('^0.3') == ['0.3.1']
    assert allowed('~1.2') == ['1.2.0', '1.2.3']


def test_prereleases():
    assert allowed('>=2.0.0-rc.1') == ['2.0.0-rc.1', '2.0.0', '2.1.0']
    assert allowed('>=1.9.0-beta') == ['2.0.0', '2.1.0']


def test_lock_files():
    text = '# by pinfold\n\nweb 1.9.0\nlog 1.2.0-rc.1\n'
    assert format_lock(parse_lock(text)) == 'log 1.2.0-rc.1\nweb 1.9.0\n'
    with pytest.raises(ValueError, match='line 2'):
        parse_lock('web 1.9.0\nlog\n')
