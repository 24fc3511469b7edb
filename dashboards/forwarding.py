"""Write forwarding and moving in: what readers hand to the writer, and how far a migration is behind."""

from aurorascope.model.page import Column, Drill, Page, Panel
from aurorascope.model.page_parts import COLLECT, MEASURED

PAGE = Page(
    path="/forwarding",
    title="Forwarding and moving in",
    group="Cluster",
    order=34,
    icon="connections",
    from_log=False,
    doc="Writes that readers and secondary Regions hand on, and replication from where the data comes from.",
    panels=(
        Panel(
            name="status",
            title="Who forwards, and who replicates from elsewhere",
            view="forwarding_status",
            kind="table",
            columns=(
                Column("cluster", "Cluster", grow=True, width=160, drill=Drill("", {"cluster": "cluster"})),
                Column("engine", "Engine", width=140),
                Column("engine_version", "Version", width=110),
                Column("local_forwarding", "Within the cluster", width=140),
                Column("global_forwarding", "To the primary Region", width=170),
                Column("global_requested", "Asked for", "yesno", width=97),
                Column("replicates_from", "Replicates from", width=220),
                Column("replicas", "Its replicas", width=180),
            ),
            empty=COLLECT,
        ),
        Panel(
            name="forwarded",
            title="Forwarded writes: sessions, throughput, latency, refusals",
            view="metrics_matching",
            kind="table",
            height=260,
            doc="Which session was forwarded is not observable: metrics count them.",
            params={"pattern": "^(Forwarding|AuroraForwarding|AuroraLocalForwarding|AuroraDMLRejected)"},
            columns=MEASURED,
            empty="No metric of write forwarding is in this range: no cluster forwards, or nothing was forwarded in two weeks.",
        ),
        Panel(
            name="moving",
            title="Behind the source of a migration",
            view="metrics_matching",
            kind="table",
            height=260,
            doc="Seconds until a cut-over would lose nothing; -1 means that replication is broken.",
            params={"pattern": "^(AuroraBinlogReplicaLag|RDSToAuroraPostgreSQLReplicaLag)$"},
            columns=MEASURED,
            empty="No cluster replicates from another database in this range. A lag of -1 would say that replication stopped.",
        ),
        Panel(
            name="deployments",
            title="Blue/green deployments",
            view="resource_list",
            kind="table",
            height=240,
            params={"resource_types": "blue_green_deployment"},
            columns=(
                Column("name", "Deployment", grow=True, width=200),
                Column("node_status", "Status", width=150),
                Column("what", "From and to", width=420),
                Column("valid_from", "Known so since", "ts"),
                Column("valid_to", "Until", "ts"),
            ),
            empty="No blue/green deployment was there in this range, as far as the inventory says.",
        ),
    ),
)
