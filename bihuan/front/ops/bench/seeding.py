"""Fill a database with many tickets, by statements that make thousands of rows each."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import psycopg

from bihuan.kit.text.grams import as_vector

SEED = Path(__file__).with_name("seed.sql")
TABLES = (
    "tickets_ticket",
    "tickets_assignment",
    "tickets_entry",
    "tickets_resolution",
    "tickets_hold",
    "tickets_ticketevent",
    "sla_clock",
    "sla_alarm",
    "search_searchdoc",
)
# Put together they make 1,000 different texts.
THINGS = (
    "打印机",
    "笔记本电脑",
    "显示器",
    "VPN",
    "邮箱",
    "ERP 系统",
    "共享盘",
    "会议室投影",
    "无线网络",
    "Outlook",
)
FAULTS = (
    "卡纸",
    "打不开",
    "连不上",
    "很慢",
    "闪退",
    "没有声音",
    "黑屏",
    "报错 0x80070005",
    "密码错误",
    "无法登录",
)
PLACES = (
    "三楼财务部",
    "A座6楼",
    "一号厂房",
    "前台",
    "研发中心",
    "仓库",
    "在家",
    "上海分公司",
    "会议室 302",
    "展厅",
)

_INDEXES = """
SELECT i.indexname, i.indexdef FROM pg_indexes i
WHERE i.tablename = %s AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)
"""


def seed(address: str, tickets: int, *, is_quick: bool = True) -> None:
    """Have exactly `tickets` tickets, anew, in the database at `address`, that of a superuser.

    :param is_quick: leave out the checks of references, and make the indexes afterwards
    """
    with psycopg.connect(address) as connection:
        if is_quick:
            connection.execute("SET session_replication_role = replica")
        connection.execute("SET LOCAL maintenance_work_mem = '512MB'")
        connection.execute("SET LOCAL work_mem = '128MB'")
        connection.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE".encode())
        indexes = (
            [index for table in TABLES for index in _drop_indexes(connection, table)] if is_quick else []
        )
        _put_words(connection)
        statements = SEED.read_text(encoding="utf-8") % {"first": 1, "last": tickets}
        connection.execute(statements.encode())
        for index in indexes:
            connection.execute(index.encode())
        for table in TABLES:
            connection.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, 10 * tickets])
        connection.execute("SELECT setval('tickets_number', %s)", [tickets])
    tidy(address)


def tidy(address: str) -> None:
    """Have the tables swept and counted, as a database does by itself at night."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"VACUUM ANALYZE {', '.join(TABLES)}".encode())


def _drop_indexes(connection: psycopg.Connection[tuple[str, ...]], table: str) -> list[str]:
    """Drop the indexes that no constraint needs; return how to make them again."""
    found = connection.execute(_INDEXES, [table]).fetchall()
    for name, _ in found:
        connection.execute(f'DROP INDEX "{name}"'.encode())
    return [definition for _, definition in found]


def _put_words(connection: psycopg.Connection[tuple[str, ...]]) -> None:
    """Make the table of texts that tickets take turns with, with their tokens for the search."""
    connection.execute(
        "CREATE TEMP TABLE words (k bigint PRIMARY KEY, title text, text text, tokens tsvector) ON COMMIT DROP"
    )
    with connection.cursor().copy("COPY words FROM STDIN") as copy:
        for k, (place, thing, fault) in enumerate(product(PLACES, THINGS, FAULTS)):
            title, text = f"{thing}{fault}", f"{place}的{thing}{fault}，重启过，还是一样，请尽快处理。"
            copy.write_row((k, title, text, as_vector(text, title)))
