"""One Spark session for a run of the tests."""

from __future__ import annotations

import functools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

SETTINGS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "1g",
    # A short life is spent in compiling: the quick compiler and collector save a third of it.
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    # Two runs on one machine must not meet in one folder.
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.shuffle.partitions": "3",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    # Compiling each plan takes longer than running it over a few hundred rows.
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    # Where in Python each column was made is of use in messages only, and doubles the time to plan.
    "spark.python.sql.dataFrameDebugging.enabled": "false",
}


def why_no_spark() -> str | None:
    """What is lacking to run Spark here."""
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        return "Java is not installed (on Debian: apt-get install openjdk-17-jre-headless)"
    try:
        import pyspark  # noqa: F401
    except ImportError:
        return "pyspark is not installed (pip install 'dueregard[spark]')"
    return None


@functools.cache
def session() -> Any:
    """The session, started when it is first needed; ANSI mode is on, as by default."""
    reason = why_no_spark()
    if reason is not None:
        pytest.skip(reason)
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master("local[2]").appName("dueregard tests")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    started = builder.getOrCreate()
    started.sparkContext.setLogLevel("ERROR")
    return started


@contextmanager
def setting(name: str, value: str) -> Iterator[None]:
    """Change a setting of the session for a while."""
    settings = session().conf
    before = settings.get(name)
    settings.set(name, value)
    try:
        yield
    finally:
        settings.set(name, before)
