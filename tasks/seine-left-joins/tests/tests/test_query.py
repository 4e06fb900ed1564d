import pytest

from seine import Database, QueryError, col


def shop():
    db = Database()
    cities = ['Rome', 'Oslo', None, 'Rome']
    db.add('customers', [{'id': n, 'city': city} for n, city in enumerate(cities, 1)], indexes=['id', 'city'])
    db.add('orders', [{'id': n, 'customer': who} for n, who in enumerate([1, 2, 1, None, 3, 9], 1)], indexes=['customer'])
    db.add('lines', [{'order': 1 + n % 6, 'pieces': n} for n in range(12)])
    return db


def ordered(db):
    return db.query('orders').join('customers', on=col('orders.customer') == col('customers.id'))


def test_all_columns_in_order():
    rows = ordered(shop()).order_by('orders.id').rows()
    assert list(rows[0].items()) == [
        ('orders.id', 1),
        ('orders.customer', 1),
        ('customers.id', 1),
        ('customers.city', 'Rome'),
    ]
    assert [row['orders.id'] for row in rows] == [1, 2, 3, 5]


def test_where_and_select():
    query = ordered(shop()).where(col('customers.city') == 'Rome').select('orders.id').order_by('-orders.id')
    assert query.rows() == [{'orders.id': 3}, {'orders.id': 1}]


def test_null_is_not_equal_to_null():
    db = shop()
    rows = db.query('orders').join('customers', on=col('orders.customer') == col('customers.city')).rows()
    assert rows == []


def test_other_joins():
    query = shop().query('customers').join('customers', alias='other', on=col('customers.id') < col('other.id'))
    assert len(query.rows()) == 6
    near = query.where(col('customers.city') == col('other.city')).select('customers.id', 'other.id')
    assert near.rows() == [{'customers.id': 1, 'other.id': 4}]


def test_three_tables():
    query = (
        ordered(shop())
        .join('lines', on=(col('lines.order') == col('orders.id')) & (col('lines.pieces') > 3))
        .where(col('customers.id') == 1)
        .select('orders.id', 'lines.pieces')
        .order_by('orders.id', '-lines.pieces')
        .limit(2)
    )
    assert query.rows() == [{'orders.id': 1, 'lines.pieces': 6}, {'orders.id': 3, 'lines.pieces': 8}]


def test_order_and_null():
    rows = shop().query('orders').select('orders.customer').order_by('orders.customer').rows()
    assert [row['orders.customer'] for row in rows] == [None, 1, 1, 2, 3, 9]


def test_what_is_not_there():
    db = shop()
    with pytest.raises(QueryError, match='no table bills'):
        db.query('bills')
    with pytest.raises(QueryError, match='no column lines.order'):
        ordered(db).where(col('lines.order') == 1)
    with pytest.raises(QueryError, match='alias'):
        db.query('orders').join('orders', on=col('orders.id') == 1)
