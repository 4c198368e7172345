"""Shards: alike on all machines, each brief once, of equal length."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.building.sharding import jobs_of_shard
from reportgen.model.project import Job
from reportgen.wanted import Shard, parse_shard


def jobs(number: int) -> list[Job]:
    return [Job(f"r{n}", "en", ()) for n in range(number)]


@given(
    st.integers(0, 40),
    st.integers(1, 12),
    st.dictionaries(st.sampled_from([job.name for job in jobs(40)]), st.floats(0, 1000)),
)
def test_each_job_is_in_one_shard(number: int, of: int, seconds: Mapping[str, float]) -> None:
    every = jobs(number)
    shards = [jobs_of_shard(every, Shard(n, of), seconds) for n in range(1, of + 1)]
    dealt = [job for shard in shards for job in shard]
    assert sorted(job.name for job in dealt) == sorted(job.name for job in every)
    for shard in shards:
        assert list(shard) == [job for job in every if job in shard]  # in their order


def test_without_durations_they_are_dealt_evenly_and_with_them_by_length() -> None:
    every = jobs(17)
    sizes = [len(jobs_of_shard(every, Shard(n, 4), {})) for n in range(1, 5)]
    assert sorted(sizes) == [4, 4, 4, 5]
    seconds = {job.name: 1.0 for job in every} | {every[3].name: 16.0}
    (alone,) = [s for n in (1, 2) if every[3] in (s := jobs_of_shard(every, Shard(n, 2), seconds))]
    assert alone == (every[3],)


@pytest.mark.parametrize("text", ["0/2", "3/2", "1", "1/0", "a/b", "-1/2", "1/2/3", ""])
def test_what_is_no_shard(text: str) -> None:
    assert parse_shard(text) is None
    assert parse_shard("2/8") == Shard(2, 8)
