import pytest

from curlew import DictLoader, Engine, TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError

BASE = '<{% block title %}Shop{% endblock %}|{% block body %}{% endblock %}>'


def engine(**templates):
    return Engine(DictLoader({'base': BASE, **templates}))


def render(source, templates=None, **variables):
    return engine(**(templates or {})).parse(source).render(**variables)


def test_a_block_renders_in_place():
    assert render('a{% block x %}b{% endblock %}c') == 'abc'
    assert render('{% block x %}{{ n }}{% endblock %}', n=3) == '3'


def test_a_child_replaces_blocks():
    source = '{% extends "base" %}{% block body %}Tea{% endblock %}'
    assert render(source) == '<Shop|Tea>'
    assert render(source + '{% block title %}Hi{% endblock %}') == '<Hi|Tea>'


def test_a_child_without_blocks_is_its_parent():
    assert render("{% extends 'base' %}") == '<Shop|>'


def test_an_empty_block_replaces_too():
    assert render('{% extends "base" %}{% block title %}{% endblock %}') == '<|>'


def test_what_stands_outside_of_blocks_is_ignored():
    source = '{% extends "base" %} text {{ gone }}{% set n = 1 %}{% block body %}{{ n | default("-") }}{% endblock %}'
    assert render(source) == '<Shop|->'


def test_tags_around_a_block_of_a_child_make_no_difference():
    source = '{% extends "base" %}{% if false %}{% block body %}Tea{% endblock %}{% endif %}'
    assert render(source) == '<Shop|Tea>'


def test_a_block_that_the_parent_does_not_have_is_ignored():
    assert render('{% extends "base" %}{% block other %}{{ gone }}{% endblock %}') == '<Shop|>'


def test_three_generations():
    middle = '{% extends "base" %}{% block title %}Middle{% endblock %}{% block body %}m{% endblock %}'
    assert render('{% extends "middle" %}{% block body %}young{% endblock %}', {'middle': middle}) == '<Middle|young>'
    assert render('{% extends "middle" %}', {'middle': middle}) == '<Middle|m>'


def test_super():
    source = '{% extends "base" %}{% block title %}[{% super %}]{% super %}{% endblock %}'
    assert render(source) == '<[Shop]Shop|>'


def test_super_through_three_generations():
    middle = '{% extends "base" %}{% block title %}{% super %}2{% endblock %}'
    source = '{% extends "middle" %}{% block title %}{% super %}3{% endblock %}'
    assert render(source, {'middle': middle}) == '<Shop23|>'


def test_super_skips_a_generation_without_the_block():
    middle = '{% extends "base" %}{% block body %}m{% endblock %}'
    source = '{% extends "middle" %}{% block title %}{% super %}!{% endblock %}'
    assert render(source, {'middle': middle}) == '<Shop!|m>'


def test_super_of_the_oldest_is_nothing():
    assert render('{% block x %}a{% super %}b{% endblock %}') == 'ab'


def test_super_inside_a_loop():
    source = '{% extends "base" %}{% block title %}{% for x in xs %}{{ x }}{% super %}{% endfor %}{% endblock %}'
    assert render(source, xs=[1, 2]) == '<1Shop2Shop|>'


def test_super_is_not_escaped_again():
    parent = '{% block x %}{{ text }}<br>{% endblock %}'
    source = '{% extends "parent" %}{% block x %}<p>{% super %}</p>{% endblock %}'
    assert render(source, {'parent': parent}, text='<') == '<p>&lt;<br></p>'


def test_super_after_a_nested_block():
    inner = '{% block inner %}{% super %}i{% endblock %}'
    assert render('{% extends "base" %}{% block title %}' + inner + '{% super %}{% endblock %}') == '<iShop|>'


def test_nested_blocks():
    parent = '{% block outer %}({% block inner %}a{% endblock %}){% endblock %}'
    assert render('{% extends "parent" %}', {'parent': parent}) == '(a)'
    assert render('{% extends "parent" %}{% block inner %}b{% endblock %}', {'parent': parent}) == '(b)'
    assert render('{% extends "parent" %}{% block outer %}c{% endblock %}', {'parent': parent}) == 'c'


def test_super_uses_the_youngest_nested_block():
    parent = '{% block outer %}({% block inner %}a{% endblock %}){% endblock %}'
    source = '{% extends "parent" %}{% block outer %}[{% super %}]{% endblock %}{% block inner %}b{% endblock %}'
    assert render(source, {'parent': parent}) == '[(b)]'


def test_a_nested_block_of_a_child_can_be_replaced():
    middle = '{% extends "base" %}{% block body %}({% block inner %}m{% endblock %}){% endblock %}'
    source = '{% extends "middle" %}{% block inner %}y{% super %}{% endblock %}'
    assert render('{% extends "middle" %}', {'middle': middle}) == '<Shop|(m)>'
    assert render(source, {'middle': middle}) == '<Shop|(ym)>'


def test_a_block_sees_the_variables_of_its_place():
    parent = '{% for x in xs %}{% block row %}{{ x }}{% endblock %};{% endfor %}'
    source = '{% extends "parent" %}{% block row %}{{ loop.index }}={{ x }}{% endblock %}'
    assert render(source, {'parent': parent}, xs='ab') == '1=a;2=b;'


def test_a_block_is_a_scope():
    assert render('{% set a = 1 %}{% block x %}{% set a = 2 %}{{ a }}{% endblock %}{{ a }}') == '21'


def test_the_end_can_repeat_the_name():
    assert render('{% block x %}{% block y %}1{% endblock y %}{% endblock x %}') == '1'


def test_white_space_and_remarks_before_extends():
    assert render('\n  {# the page #}\n{% extends "base" %}') == '<Shop|>'


def test_siblings_do_not_see_each_other():
    one = '{% extends "base" %}{% block body %}1{% endblock %}'
    two = '{% extends "base" %}{% block title %}2{% endblock %}'
    shop = engine(one=one, two=two)
    assert shop.get('one').render() == '<Shop|1>'
    assert shop.get('two').render() == '<2|>'
    assert shop.get('base').render() == '<Shop|>'
    assert shop.get('one').render() == '<Shop|1>'


def test_an_included_template_has_its_own_blocks():
    part = '{% block title %}part{% endblock %}'
    source = '{% extends "base" %}{% block title %}T{% endblock %}{% block body %}{% include "part" %}{% endblock %}'
    assert render(source, {'part': part}) == '<T|part>'


def test_an_included_template_can_extend():
    part = '{% extends "base" %}{% block title %}{{ x }}{% endblock %}'
    source = '{% block body %}{% include "part" %}{% endblock %}-{% block title %}own{% endblock %}'
    assert render(source, {'part': part}, x=7) == '<7|>-own'


def test_super_after_an_include():
    part = '{% extends "base" %}{% block title %}p{% super %}{% endblock %}'
    source = '{% extends "base" %}{% block title %}{% include "part" %}{% super %}{% endblock %}'
    assert render(source, {'part': part}) == '<<pShop|>Shop|>'


def fails(kind, name, **templates):
    with pytest.raises(kind) as caught:
        engine(**templates).get(name).render()
    return caught.value.template, caught.value.line


def test_errors_in_a_block_name_the_child():
    child = '{% extends "base" %}\n{% block body %}\n{{ gone }}{% endblock %}'
    assert fails(UndefinedError, 'child', child=child) == ('child', 3)


def test_errors_in_a_block_of_the_parent_name_the_parent():
    parent = '\n{% block a %}{{ gone }}{% endblock %}{% block b %}{% endblock %}'
    child = '{% extends "parent" %}\n\n\n{% block b %}b{% endblock %}'
    assert fails(UndefinedError, 'child', parent=parent, child=child) == ('parent', 2)


def test_errors_in_super_name_the_parent():
    parent = '\n{% block a %}{{ gone }}{% endblock %}'
    child = '{% extends "parent" %}\n\n\n{% block a %}b{% super %}{% endblock %}'
    assert fails(UndefinedError, 'child', parent=parent, child=child) == ('parent', 2)


def test_errors_of_an_include_in_a_block():
    child = '{% extends "base" %}\n{% block body %}{% include "nowhere" %}{% endblock %}'
    assert fails(TemplateNotFound, 'child', child=child) == ('child', 2)


def test_a_missing_parent():
    child = '{# remark #}\n{% extends "nowhere" %}\n'
    assert fails(TemplateNotFound, 'child', child=child) == ('child', 2)


def test_a_missing_grandparent():
    middle = '\n\n{% extends "nowhere" %}'
    assert fails(TemplateNotFound, 'child', child='{% extends "middle" %}', middle=middle) == ('middle', 3)


def test_a_circle():
    with pytest.raises(TemplateError) as caught:
        engine(a='{% extends "b" %}', b='{% extends "c" %}', c='{% extends "b" %}').get('a').render()
    assert 'a -> b -> c -> b' in str(caught.value)


def test_a_template_that_extends_itself():
    with pytest.raises(TemplateError) as caught:
        engine(a='{% extends "a" %}').get('a').render()
    assert 'a -> a' in str(caught.value)


@pytest.mark.parametrize('source, line', [
    pytest.param('{% block %}{% endblock %}', 1, id='no name'),
    pytest.param('{% block 1st %}{% endblock %}', 1, id='not a name'),
    pytest.param('\n{% block x %}', 2, id='never closed'),
    pytest.param('{% block x %}\n{% endblock y %}', 2, id='end of another'),
    pytest.param('{% block x %}{% endblock %}\n{% block x %}{% endblock %}', 2, id='name twice'),
    pytest.param('{% block x %}\n{% block x %}{% endblock %}{% endblock %}', 2, id='name twice, nested'),
    pytest.param(
        '{% extends "base" %}{% if a %}{% block x %}{% endblock %}{% else %}\n{% block x %}{% endblock %}{% endif %}',
        2,
        id='name twice, in branches',
    ),
    pytest.param('{% block x %}{% endblock %}\n{% super %}', 2, id='super outside'),
    pytest.param('{% block x %}\n{% super x %}{% endblock %}', 2, id='super with a name'),
    pytest.param('text\n{% extends "base" %}', 2, id='extends after text'),
    pytest.param('{{ a }}\n\n{% extends "base" %}', 3, id='extends after a value'),
    pytest.param('{% extends "base" %}\n{% extends "base" %}', 2, id='extends twice'),
    pytest.param('{% if a %}\n{% extends "base" %}{% endif %}', 2, id='extends in a tag'),
    pytest.param('\n{% extends base %}', 2, id='extends without quotes'),
])
def test_bad_tags(source, line):
    assert render('{% extends "base" %}{% block title %}{% super %}!{% endblock title %}') == '<Shop!|>'
    with pytest.raises(TemplateSyntaxError) as caught:
        engine().parse(source, 'page')
    assert (caught.value.template, caught.value.line) == ('page', line)
