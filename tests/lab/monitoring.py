"""Enhanced Monitoring: the JSON events of one instance, made when they are read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, overload

from lab.clock import moment

if TYPE_CHECKING:
    import numpy as np

    from lab.metrics import InstanceMetrics


class MonitoringEvents(Sequence[str]):
    """The messages at some moments; `times` are epoch seconds."""

    def __init__(self, metrics: InstanceMetrics, times: np.ndarray) -> None:
        """Remember from what to make them."""
        self.metrics, self.times = metrics, times
        self.track = metrics.track

    def __len__(self) -> int:
        return len(self.times)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        return json.dumps(self.event(int(self.times[place])), separators=(",", ":"))

    def event(self, at_s: int) -> dict[str, Any]:
        """Return one event."""
        track = self.track
        m = track.clock.minute(at_s)
        value = {name: float(held.values[m]) for name, held in self.metrics.held.items()}
        cpu = value["CPUUtilization"]
        total = track.cluster.memory(track.instance) // 1024
        free = int(value["FreeableMemory"] / 1024)
        cores = max(1, round(track.cluster.cores(track.instance)))
        days, rest = divmod(int(value["EngineUptime"]), 86_400)
        hours, rest = divmod(rest, 3600)
        clock = f"{hours:02d}:{rest // 60:02d}:{rest % 60:02d}"
        uptime = clock if not days else f"{days} day{'' if days == 1 else 's'}, {clock}"
        disk = {
            "readLatency": round(1000 * value["ReadLatency"], 3), "writeLatency": round(1000 * value["WriteLatency"], 3),
            "readThroughput": round(value["ReadThroughput"]), "writeThroughput": round(value["WriteThroughput"]),
            "readIOsPS": round(value["ReadIOPS"], 2), "writeIOsPS": round(value["WriteIOPS"], 2), "diskQueueDepth": round(value["DiskQueueDepth"], 2),
        }  # fmt: skip
        temp = round(float(track.temp_bytes[m]) / 60 / 1024, 2)
        local = {
            "device": "rdstemp", "await": 0.6, "util": min(100.0, round(temp / 4000, 2)), "tps": round(temp / 128, 2), "avgQueueLen": 0.01,
            "avgReqSz": 128.0, "readKb": round(temp * 60), "writeKb": round(temp * 60), "readKbPS": temp, "writeKbPS": temp, "rrqmPS": 0.0,
            "wrqmPS": 0.0, "readIOsPS": round(temp / 128, 2), "writeIOsPS": round(temp / 128, 2),
        }  # fmt: skip
        running = track.samples[m].sum() / 60
        size = 2 * total
        used = int(size * 0.18 + track.temp_bytes[m] * 0.6 / 1024)
        return {
            "engine": "aurora-postgresql" if track.cluster.postgres else "Aurora", "instanceID": track.instance.name,
            "instanceResourceID": track.instance.dbi, "timestamp": moment(at_s).strftime("%Y-%m-%dT%H:%M:%SZ"), "version": 1,
            "uptime": uptime, "numVCPUs": cores,
            "cpuUtilization": {
                "guest": 0.0, "irq": 0.02, "system": round(0.17 * cpu, 2), "wait": round(0.05 * cpu, 2), "idle": round(100 - cpu, 2),
                "user": round(0.78 * cpu, 2), "total": round(cpu, 2), "steal": 0.01, "nice": 0.0,
            },
            "loadAverageMinute": {"one": round(cpu / 100 * cores, 2), "five": round(cpu / 100 * cores * 0.97, 2), "fifteen": round(cpu / 100 * cores * 0.95, 2)},
            "memory": {
                "writeback": 0, "hugePagesFree": 0, "hugePagesRsvd": 0, "hugePagesSurp": 0, "cached": int(free * 0.4), "hugePagesSize": 2048, "free": free,
                "hugePagesTotal": int(total * 0.7 / 2048), "inactive": int(free * 0.2), "pageTables": int(80 * value["DatabaseConnections"]), "dirty": 310,
                "mapped": int(total * 0.02), "active": total - free, "total": total, "slab": int(total * 0.01), "buffers": int(free * 0.05),
            },
            "tasks": {
                "sleeping": int(110 + value["DatabaseConnections"]), "zombie": 0, "running": int(running) + 1, "stopped": 0,
                "total": int(111 + value["DatabaseConnections"] + running), "blocked": 0,
            },
            "swap": {"cached": 0.0, "total": total // 8, "free": int(total // 8 - value["SwapUsage"] / 1024), "in": 0.0, "out": 0.0},
            "network": [{"interface": "eth0", "rx": round(value["NetworkReceiveThroughput"], 2), "tx": round(value["NetworkTransmitThroughput"], 2)}],
            "diskIO": [disk, local],
            "fileSys": [{
                "name": "", "mountPoint": "/rdsdbdata", "total": size, "used": used, "usedPercent": round(100 * used / size, 2), "usedFiles": 410,
                "maxFiles": 2_621_440, "usedFilePercent": 0.02,
            }],
            "processList": self.processes(at_s, m, cpu, total),
        }  # fmt: skip

    def processes(self, at_s: int, minute: int, cpu: float, total: int) -> list[dict[str, Any]]:
        """Return the processes: on PostgreSQL the backends of calls that are told one by one carry their share of CPU."""
        track = self.track
        made = [
            _process("OS processes", 0, 0, 0.4, 1.1, 40_000, 0),
            _process("RDS processes", 0, 0, 1.2, 3.4, 500_000, 0),
        ]
        if not track.cluster.postgres:
            made.append(_process("mysqld", 511, 1, max(cpu - 1.6, 0), 78.0, int(total * 0.78), "unlimited"))
            return made
        made.append(_process("postgres: aurora runtime", 389, 1, 0.3, 0.4, 90_000, "unlimited"))
        slow = track.slow
        for row in _running(slow.start_s, slow.ms, at_s)[:12]:
            pid = track.sessions.pid[int(slow.session[row])]
            client = track.plot.clients[track.sessions.client[int(slow.session[row])]]
            host = track.sessions.host[int(slow.session[row])]
            call = slow.told[row]
            waiting = call is not None and sum(call.waits.values()) > 0.5 * call.ms
            share = 0.1 if waiting else 100 / max(track.cluster.cores(track.instance), 1) * 0.6
            name = f"postgres: {client.user} {client.database} {host}({track.sessions.port[int(slow.session[row])]})"
            made.append(_process(name, pid, 389, min(share, cpu), 0.8, int(total * 0.008), "unlimited"))
        del minute
        return made


def _running(start_s: np.ndarray, ms: np.ndarray, at_s: int) -> list[int]:
    last = int(start_s.searchsorted(at_s, "right"))
    return [row for row in range(max(0, last - 400), last) if start_s[row] + ms[row] / 1000 > at_s]


def _process(
    name: str, pid: int, parent: int, cpu: float, memory: float, rss: int, limit: int | str
) -> dict[str, Any]:
    return {
        "vss": rss * 3, "name": name, "tgid": pid, "parentID": parent, "memoryUsedPc": round(memory, 2), "cpuUsedPc": round(cpu, 2), "id": pid, "rss": rss,
        "vmlimit": limit,
    }  # fmt: skip
