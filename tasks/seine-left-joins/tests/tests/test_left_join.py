from itertools import count
from random import Random

import pytest

from seine import Database, QueryError, col
from seine.expr import evaluate


def shop():
    db = Database()
    cities = ['Rome', 'Oslo', None, 'Rome']
    db.add('customers', [{'id': n, 'city': city} for n, city in enumerate(cities, 1)], indexes=['id', 'city'])
    db.add('orders', [{'id': n, 'customer': who} for n, who in enumerate([1, 2, 1, None, 3, 9], 1)], indexes=['customer'])
    db.add('lines', [{'order': 1 + n % 5, 'pieces': n} for n in range(8)])
    db.add('bills', [], columns=['order', 'sum'], indexes=['order'])
    return db


SAME = col('orders.customer') == col('customers.id')


def pairs(query):
    """Number of the order and city of the customer, in order."""
    rows = query.select('orders.id', 'customers.city').order_by('orders.id').rows()
    return [(row['orders.id'], row['customers.city']) for row in rows]


def test_all_left_rows_stay():
    query = shop().query('orders').left_join('customers', on=SAME)
    assert pairs(query) == [(1, 'Rome'), (2, 'Oslo'), (3, 'Rome'), (4, None), (5, None), (6, None)]


def test_all_columns():
    rows = shop().query('orders').left_join('customers', on=SAME).order_by('orders.id').rows()
    assert list(rows[0].items()) == [
        ('orders.id', 1),
        ('orders.customer', 1),
        ('customers.id', 1),
        ('customers.city', 'Rome'),
    ]
    assert list(rows[5].items()) == [
        ('orders.id', 6),
        ('orders.customer', 9),
        ('customers.id', None),
        ('customers.city', None),
    ]


def test_every_partner_counts():
    db = shop()
    query = db.query('customers').left_join('orders', on=SAME).order_by('customers.id', 'orders.id')
    rows = [(row['customers.id'], row['orders.id']) for row in query.rows()]
    assert rows == [(1, 1), (1, 3), (2, 2), (3, 5), (4, None)]


def test_where_sees_the_nulls():
    query = shop().query('orders').left_join('customers', on=SAME)
    assert pairs(query.where(col('customers.id').is_null())) == [(4, None), (6, None)]
    assert pairs(query.where(col('customers.city').is_null())) == [(4, None), (5, None), (6, None)]
    assert pairs(query.where(col('customers.city') == 'Rome')) == [(1, 'Rome'), (3, 'Rome')]
    assert pairs(query.where(~(col('customers.city') == 'Rome'))) == [(2, 'Oslo')]


def test_where_before_the_left_join():
    query = shop().query('orders').where(col('orders.id') > 3).left_join('customers', on=SAME)
    assert pairs(query) == [(4, None), (5, None), (6, None)]


def test_on_drops_no_left_row():
    db = shop()
    early = SAME & (col('orders.id') < 3)
    assert pairs(db.query('orders').left_join('customers', on=early)) == [
        (1, 'Rome'),
        (2, 'Oslo'),
        (3, None),
        (4, None),
        (5, None),
        (6, None),
    ]
    constant = SAME & (col('orders.customer') == 2)
    assert [city for _, city in pairs(db.query('orders').left_join('customers', on=constant))] == [
        None,
        'Oslo',
        None,
        None,
        None,
        None,
    ]


def test_on_and_where_about_the_right_side_differ():
    db = shop()
    in_on = db.query('orders').left_join('customers', on=SAME & (col('customers.city') == 'Oslo'))
    assert pairs(in_on) == [(1, None), (2, 'Oslo'), (3, None), (4, None), (5, None), (6, None)]
    in_where = db.query('orders').left_join('customers', on=SAME).where(col('customers.city') == 'Oslo')
    assert pairs(in_where) == [(2, 'Oslo')]


def test_a_constant_in_on_is_no_constant_of_the_left_side():
    query = shop().query('orders').left_join('customers', on=SAME & (col('customers.id') == 1))
    assert pairs(query) == [(1, 'Rome'), (2, None), (3, 'Rome'), (4, None), (5, None), (6, None)]


def test_an_empty_right_side():
    query = shop().query('orders').left_join('bills', on=col('bills.order') == col('orders.id')).select('bills.sum')
    assert query.rows() == [{'bills.sum': None}] * 6


def test_an_empty_left_side():
    query = shop().query('bills').left_join('orders', on=col('bills.order') == col('orders.id'))
    assert query.rows() == []


def test_without_an_equality():
    query = shop().query('customers').left_join('lines', on=col('lines.pieces') > col('customers.id'))
    rows = query.where(col('lines.pieces').is_null() | (col('lines.pieces') > 6)).select('customers.id').rows()
    assert sorted(row['customers.id'] for row in rows) == [1, 2, 3, 4]


def test_on_that_is_only_about_the_right_side():
    db = shop()
    query = db.query('customers').left_join('lines', on=col('lines.pieces') == 3).order_by('customers.id')
    assert [row['lines.order'] for row in query.rows()] == [4, 4, 4, 4]
    query = db.query('customers').left_join('lines', on=col('lines.pieces') == 30)
    assert [row['lines.order'] for row in query.rows()] == [None, None, None, None]


def test_on_that_is_only_about_the_left_side():
    query = shop().query('orders').left_join('bills', on=col('orders.id') == 3)
    assert len(query.rows()) == 6
    query = shop().query('orders').left_join('customers', on=col('orders.id') == 3)
    assert len(query.rows()) == 9


def test_two_left_joins():
    db = shop()
    query = (
        db.query('customers')
        .left_join('orders', on=SAME)
        .left_join('lines', on=col('orders.id') == col('lines.order'))
        .order_by('customers.id', 'orders.id', 'lines.pieces')
    )
    rows = [(row['customers.id'], row['orders.id'], row['lines.pieces']) for row in query.rows()]
    assert rows == [(1, 1, 0), (1, 1, 5), (1, 3, 2), (1, 3, 7), (2, 2, 1), (2, 2, 6), (3, 5, 4), (4, None, None)]


def test_a_join_behind_a_left_join():
    db = shop()
    query = (
        db.query('customers')
        .left_join('orders', on=SAME)
        .join('lines', on=col('orders.id') == col('lines.order'))
        .where(col('lines.pieces') < 3)
        .order_by('lines.pieces')
    )
    assert [row['customers.id'] for row in query.rows()] == [1, 2, 1]


def test_a_left_join_behind_a_join():
    db = shop()
    query = (
        db.query('lines')
        .join('orders', on=col('orders.id') == col('lines.order'))
        .left_join('customers', on=SAME)
        .where(col('lines.pieces') > 1)
        .order_by('lines.pieces')
    )
    assert [row['customers.id'] for row in query.rows()] == [1, None, 3, 1, 2, 1]


def test_with_itself():
    db = Database()
    db.add('staff', [{'id': n, 'boss': boss} for n, boss in enumerate([None, 1, 1, 2], 1)])
    query = db.query('staff').left_join('staff', on=col('staff.boss') == col('boss.id'), alias='boss').order_by('staff.id')
    assert [row['boss.id'] for row in query.rows()] == [None, 1, 1, 2]


def test_limit():
    query = shop().query('orders').left_join('customers', on=SAME).order_by('-orders.id').limit(2).select('customers.id')
    assert query.rows() == [{'customers.id': None}, {'customers.id': 3}]


def test_queries_do_not_change():
    query = shop().query('orders')
    query.left_join('customers', on=SAME)
    assert list(query.rows()[0]) == ['orders.id', 'orders.customer']


def test_what_is_not_there():
    query = shop().query('orders')
    with pytest.raises(QueryError, match='no table bank'):
        query.left_join('bank', on=SAME)
    with pytest.raises(QueryError, match='no column customers.id'):
        query.left_join('bills', on=SAME)
    with pytest.raises(QueryError, match='alias'):
        query.left_join('orders', on=col('orders.id') == 1)


VALUES = [None, 0, 1, 2]


def random_condition(random, names, new):
    """A condition about some columns, most often with one of the new table."""
    kind = random.randrange(8)
    first = col(random.choice(new))
    if kind < 3:
        return first == col(random.choice(names))
    if kind == 3:
        return first == random.choice(VALUES[1:])
    if kind == 4:
        return col(random.choice(names)) == random.choice(VALUES[1:])
    if kind == 5:
        return col(random.choice(names)).is_null()
    if kind == 6:
        return (first != col(random.choice(names))) | (col(random.choice(names)) == 1)
    return random_condition(random, names, new) & random_condition(random, names, new)


def reference(tables, steps, conditions):
    """The rows of a query, worked out as it is written."""
    rows = [{f't0.{key}': value for key, value in row.items()} for row in tables[0]]
    for number, (is_left, on) in zip(count(1), steps):
        result = []
        for row in rows:
            new = [{f't{number}.{key}': value for key, value in other.items()} for other in tables[number]]
            found = [{**row, **other} for other in new if evaluate(on, {**row, **other}) is True]
            if is_left and not found:
                found = [{**row, f't{number}.a': None, f't{number}.b': None}]
            result += found
        rows = result
    return [row for row in rows if all(evaluate(condition, row) is True for condition in conditions)]


def random_query(random):
    db = Database()
    tables = []
    for number in range(random.randint(2, 4)):
        rows = [{'a': random.choice(VALUES), 'b': random.choice(VALUES)} for _ in range(random.randint(0, 7))]
        tables.append(rows)
        db.add(f't{number}', rows, indexes=random.sample(['a', 'b'], random.randint(0, 2)), columns=['a', 'b'])
    query = db.query('t0')
    names = ['t0.a', 't0.b']
    steps = []
    for number in range(1, len(tables)):
        new = [f't{number}.a', f't{number}.b']
        names += new
        on = random_condition(random, names, new)
        is_left = random.random() < 0.6
        steps.append((is_left, on))
        query = (query.left_join if is_left else query.join)(f't{number}', on=on)
    conditions = [random_condition(random, names, names) for _ in range(random.randint(0, 2))]
    for condition in conditions:
        query = query.where(condition)
    return query, reference(tables, steps, conditions)


def key(row):
    return [(name, value is not None, value or 0) for name, value in sorted(row.items())]


def test_the_same_rows_as_written():
    random = Random(11)
    found = 0
    for _ in range(1500):
        query, expected = random_query(random)
        assert sorted(query.rows(), key=key) == sorted(expected, key=key), query.explain()
        found += len(expected)
    assert found > 3000
