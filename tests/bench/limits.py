"""What the same server can do at most: Flask without anything, with one durable write, with a page of twenty rows.

Run by granian as ``tests.bench.limits:app``; LIMITS_CONNINFO names a database that has the table ``bench_bare``.
"""

from __future__ import annotations

import os
import threading
import uuid

import psycopg
from flask import Flask, Response, jsonify

app = Flask(__name__)
_here = threading.local()
TWENTY = [
    {"entry_id": str(uuid.UUID(int=number)), "kind": "award", "points": 10, "title": "乘坐公交 2 次",
     "recorded_at": "2026-11-18T09:30:00+08:00", "business_date": "2026-11-18", "text": "今天 09:30", "reverses": None}
    for number in range(20)
]  # fmt: skip


@app.get("/hello")
def hello() -> Response:
    return jsonify(hello="world")


@app.get("/page")
def page() -> Response:
    return jsonify(items=TWENTY, next_cursor=None)


@app.post("/write")
def write() -> Response:
    """One durable row, on a connection that each thread keeps."""
    if not hasattr(_here, "connection"):
        _here.connection = psycopg.connect(os.environ["LIMITS_CONNINFO"], autocommit=True)
    _here.connection.execute("INSERT INTO bench_bare VALUES (%s)", [uuid.uuid4()])
    return jsonify(written=1)
