"""What can go wrong, one file each: `plant` bends a stage and tells what it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.causes import (
    connection_storm,
    deadlock_cycle,
    failover_cold_cache,
    io_cost_jump,
    lock_chain,
    new_statement,
    out_of_memory,
    plan_flip,
    replica_lag_ddl,
    serverless_ceiling,
    temp_spill,
    vacuum_debt,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from lab.stage import Stage
    from lab.truth import Truth

CAUSES: dict[str, Callable[[Stage, np.random.Generator], Truth]] = {
    module.__name__.rpartition(".")[2]: module.plant
    for module in (
        connection_storm, deadlock_cycle, failover_cold_cache, io_cost_jump, lock_chain, new_statement,
        out_of_memory, plan_flip, replica_lag_ddl, serverless_ceiling, temp_spill, vacuum_debt,
    )
}  # fmt: skip
