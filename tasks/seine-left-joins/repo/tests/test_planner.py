from seine import Database, col


def shop(customers=40, orders=200, lines=900):
    db = Database()
    db.add('customers', [{'id': n, 'name': f'c{n}', 'city': n % 7} for n in range(customers)], indexes=['id', 'city'])
    db.add('orders', [{'id': n, 'customer': n % 50, 'day': n % 31} for n in range(orders)], indexes=['customer'])
    db.add('lines', [{'order': n % 220, 'article': n % 13} for n in range(lines)])
    return db


def ordered(db):
    return db.query('orders').join('customers', on=col('orders.customer') == col('customers.id'))


def test_a_hash_join_with_the_smaller_side_on_the_right():
    assert ordered(shop()).select('orders.id').explain().splitlines() == [
        'project orders.id',
        '  join (hash) orders.customer = customers.id',
        '    scan orders (customer, id)',
        '    scan customers (id)',
    ]


def test_lookups_and_what_follows_from_equalities():
    query = ordered(shop()).where(col('orders.customer') == 7).select('customers.name', 'orders.day').order_by('orders.day')
    assert query.explain().splitlines() == [
        'project customers.name, orders.day',
        '  sort orders.day',
        '    join (hash) orders.customer = customers.id',
        '      lookup orders (customer, day) by customer = 7',
        '      lookup customers (id, name) by id = 7',
    ]


def test_other_conditions_are_pushed_down():
    query = ordered(shop()).where((col('orders.day') > 20) & (col('customers.city') != 3)).select('orders.id').limit(5)
    assert query.explain().splitlines() == [
        'project orders.id',
        '  limit 5',
        '    join (hash) orders.customer = customers.id',
        '      filter orders.day > 20',
        '        scan orders (customer, day, id)',
        '      filter customers.city != 3',
        '        scan customers (city, id)',
    ]


def test_the_smallest_first():
    query = (
        shop()
        .query('lines')
        .join('orders', on=col('orders.id') == col('lines.order'))
        .join('customers', on=col('orders.customer') == col('customers.id'))
        .select('lines.article', 'customers.name')
    )
    assert query.explain().splitlines() == [
        'project lines.article, customers.name',
        '  join (hash) lines.order = orders.id',
        '    scan lines (article, order)',
        '    join (hash) orders.customer = customers.id',
        '      scan orders (customer, id)',
        '      scan customers (id, name)',
    ]


def test_a_loop():
    query = shop().query('customers', 'a').join('customers', on=col('a.id') < col('b.id'), alias='b').select('a.id')
    assert query.explain().splitlines() == [
        'project a.id',
        '  join (loop) a.id < b.id',
        '    scan customers as a (id)',
        '    scan customers as b (id)',
    ]
