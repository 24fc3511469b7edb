"""Clauses that only DuckDB has, as joins and windows that every engine has: QUALIFY, ASOF, SEMI, ANTI, unnest."""

from __future__ import annotations

from sqlglot import exp

from aurorascope.scale.subset import refused

NEXT = "asof_next"
BEYOND: dict[type[exp.Expr], type[exp.Binary]] = {
    exp.GTE: exp.LT,
    exp.GT: exp.LTE,
    exp.LTE: exp.GT,
    exp.LT: exp.GTE,
}
"""From the comparison that a nearest row passes to the one that the next row ends it with."""
RANKED, KEPT = "ranked", "is_kept"


def rewritten(tree: exp.Query) -> exp.Query:
    """Return the tree without these clauses; what it selects is the same."""
    for select in list(tree.find_all(exp.Select)):
        for join in list(select.args.get("joins") or []):
            if (join.method or "").upper() == "ASOF":
                _bounded(select, join)
        _unnested(select)
        _grouped(select)
        _first_of_each(select)
    return _without_qualify(tree)


def _without_qualify(tree: exp.Query) -> exp.Query:
    """Put the condition of QUALIFY among the columns of a query of its own, and take the rows where it holds."""
    for select in list(tree.find_all(exp.Select)):
        qualify = select.args.get("qualify")
        if not qualify:
            continue
        clauses = {name: select.args.get(name) for name in ("with_", "order", "limit", "offset")}
        if select.parent is not None and not (clauses["limit"] or clauses["offset"]):
            clauses["order"] = None  # the order within a part of a query is nobody's
        _order_by_names(select, clauses["order"])
        names = [one.alias_or_name for one in select.expressions]
        inner = select.copy()
        for name in (*clauses, "qualify"):
            inner.set(name, None)
        inner.append("expressions", exp.alias_(qualify.this.copy(), KEPT, quoted=True))
        made = exp.Select(
            expressions=[exp.alias_(_column(name, RANKED), name, quoted=True) for name in names],
            from_=exp.From(
                this=exp.Subquery(
                    this=inner, alias=exp.TableAlias(this=exp.to_identifier(RANKED, quoted=True))
                )
            ),
            where=exp.Where(this=_column(KEPT, RANKED)),
        )
        for name, clause in clauses.items():
            if clause is not None:
                made.set(name, clause)
        if select is tree:
            tree = made
        else:
            select.replace(made)
    return tree


def _order_by_names(select: exp.Select, order: exp.Expr | None) -> None:
    """Say an order by the names of columns; what is not selected has no name outside."""
    if order is None:
        return
    named = {one.unalias().sql(): one.alias_or_name for one in select.expressions}
    for column in list(order.find_all(exp.Column)):
        if not column.table:
            continue
        if column.sql() not in named:
            raise refused("QUALIFY", f"with an order by {column.sql()}, which is not selected")
        column.replace(exp.column(exp.to_identifier(named[column.sql()], quoted=True)))


def _grouped(select: exp.Select) -> None:
    """Name what GROUP BY ALL means: every column that is no aggregate."""
    group = select.args.get("group")
    if group is None or not (group.args.get("all") or _says_all(group)):
        return
    keys = [one.unalias() for one in select.expressions]
    keys = [one.copy() for one in keys if not _aggregates(one)]
    select.set("group", exp.Group(expressions=keys) if keys else None)


def _says_all(group: exp.Group) -> bool:
    """Say whether ALL was read as a name, as happens before a bracket."""
    return [one.name.upper() for one in group.expressions if isinstance(one, (exp.Var, exp.Column))] == [
        "ALL"
    ]


def _aggregates(node: exp.Expr) -> bool:
    for one in node.walk(prune=lambda found: isinstance(found, (exp.Query, exp.Window))):
        if isinstance(one, exp.AggFunc):
            return True
        if isinstance(one, exp.Window):
            return True
    return False


def _first_of_each(select: exp.Select) -> None:
    """Make of DISTINCT ON a rank, in the order that says which row is first."""
    distinct = select.args.get("distinct")
    if distinct is None or not distinct.args.get("on"):
        return
    order = select.args.get("order")
    if order is None or select.args.get("qualify"):
        raise refused("DISTINCT ON", "without ORDER BY")
    keys = distinct.args["on"]
    keys = keys.expressions if isinstance(keys, exp.Tuple) else [keys]
    named = {one.alias_or_name: one.unalias() for one in select.expressions}

    def meant(node: exp.Expr) -> exp.Expr:
        # ORDER BY may use the names of columns, which a window cannot
        made: exp.Expr = node.transform(
            lambda one: (
                named[one.name].copy()
                if isinstance(one, exp.Column) and not one.table and one.name in named
                else one
            )
        )
        return made

    rank = exp.Window(
        this=exp.RowNumber(),
        partition_by=[meant(one.copy()) for one in keys],
        order=exp.Order(expressions=[meant(one.copy()) for one in order.expressions]),
    )
    select.set("distinct", None)
    if select.parent is not None:
        select.set("order", None)  # the order within a part of a query is nobody's
    select.set("qualify", exp.Qualify(this=exp.EQ(this=rank, expression=exp.Literal.number(1))))


def _bounded(select: exp.Select, join: exp.Join) -> None:
    """Join each row to the nearest one: every row of the other side is given the stretch it answers for.

    Of rows with the same moment one answers, as in DuckDB; which one, neither says.
    """
    alias = join.alias_or_name
    parts = list(join.args["on"].flatten()) if isinstance(join.args["on"], exp.And) else [join.args["on"]]
    near = [one for one in parts if isinstance(one, (exp.GT, exp.GTE, exp.LT, exp.LTE))]
    equal = [one for one in parts if isinstance(one, exp.EQ)]
    if len(near) != 1 or len(near) + len(equal) != len(parts):
        raise refused("this ASOF JOIN", "it takes equalities and one inequality")
    bound = near[0]
    turned: dict[type[exp.Expr], type[exp.Expr]] = {
        exp.GT: exp.LT,
        exp.GTE: exp.LTE,
        exp.LT: exp.GT,
        exp.LTE: exp.GTE,
    }
    sort: type[exp.Expr] = type(bound)
    mine, other = bound.right, bound.left
    if not _is_of(mine, alias):
        mine, other, sort = bound.left, bound.right, turned[type(bound)]
    if not _is_of(mine, alias):
        raise refused("this ASOF JOIN", "its inequality does not name both sides")
    keys = [one.left if _is_of(one.left, alias) else one.right for one in equal]
    upwards = sort in {exp.GT, exp.GTE}
    beyond = BEYOND[sort]
    names = list(
        dict.fromkeys(column.name for column in select.find_all(exp.Column) if column.table == alias)
    )
    following = exp.Window(
        this=exp.Lead(this=mine.copy()),
        partition_by=[one.copy() for one in keys],
        order=exp.Order(expressions=[exp.Ordered(this=mine.copy(), desc=not upwards, nulls_first=False)]),
    )
    inner = exp.Select(
        expressions=[
            *(exp.alias_(_column(name, alias), name, quoted=True) for name in names),
            exp.alias_(following, NEXT, quoted=True),
        ],
        from_=exp.From(this=join.this.copy()),
        where=exp.Where(this=exp.Not(this=exp.Is(this=mine.copy(), expression=exp.Null()))),
    )
    limit = _column(NEXT, alias)
    within = exp.paren(
        exp.or_(exp.Is(this=limit.copy(), expression=exp.Null()), beyond(this=other.copy(), expression=limit))
    )
    join.set(
        "this", exp.Subquery(this=inner, alias=exp.TableAlias(this=exp.to_identifier(alias, quoted=True)))
    )
    join.set("method", None)
    join.set("on", exp.and_(*[one.copy() for one in parts], within))


def existing(tree: exp.Query) -> None:
    """Make of SEMI and ANTI joins what they are: a condition. Before names are resolved, as USING would mix them up."""
    for select in list(tree.find_all(exp.Select)):
        for join in list(select.args.get("joins") or []):
            if (join.kind or "").upper() in {"SEMI", "ANTI"}:
                _existing(select, join)


def _existing(select: exp.Select, join: exp.Join) -> None:
    mine, other = select.args["from_"].this.alias_or_name, join.alias_or_name
    pairs = [
        exp.EQ(this=exp.column(one.copy(), other), expression=exp.column(one.copy(), mine))
        for one in join.args.get("using") or []
    ]
    on = exp.and_(*pairs) if pairs else join.args.get("on")
    if on is None or not mine:
        raise refused("a SEMI or ANTI JOIN without a condition")
    found = exp.Select(expressions=[exp.Literal.number(1)], from_=exp.From(this=join.this.copy()))
    found.set("where", exp.Where(this=on.copy()))
    there: exp.Expr = exp.Exists(this=found)
    if join.kind.upper() == "ANTI":
        there = exp.Not(this=there)
    select.args["joins"].remove(join)
    where = select.args.get("where")
    select.set("where", exp.Where(this=exp.and_(where.this.copy(), there) if where else there))


def _unnested(select: exp.Select) -> None:
    """Make of lists spread out among the columns a join with their elements; several go side by side."""
    spread = [node for one in select.expressions for node in one.find_all(exp.Explode)]
    spread = [node for node in spread if node.find_ancestor(exp.Select) is select]
    if not spread:
        return
    alias = f"unnested_{len(select.args.get('joins') or [])}"
    names = [f"element_{number}" for number, _ in enumerate(spread)]
    lists = [node.this.copy() for node in spread]
    for node, name in zip(spread, names, strict=True):
        column = _column(name, alias)
        column.type = node.type
        if node.parent is select:
            node.replace(exp.alias_(column, name, quoted=True))
        else:
            node.replace(column)
    source = exp.Unnest(
        expressions=lists,
        alias=exp.TableAlias(
            this=exp.to_identifier(alias, quoted=True),
            columns=[exp.to_identifier(name, quoted=True) for name in names],
        ),
    )
    if select.args.get("from_") is None:
        select.set("from_", exp.From(this=source))
    else:
        select.append("joins", exp.Join(this=source, kind="CROSS"))


def _column(name: str, table: str) -> exp.Column:
    return exp.column(exp.to_identifier(name, quoted=True), table=exp.to_identifier(table, quoted=True))


def _is_of(node: exp.Expr, alias: str) -> bool:
    columns = list(node.find_all(exp.Column))
    return bool(columns) and all(column.table == alias for column in columns)
