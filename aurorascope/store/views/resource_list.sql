-- One resource of a kind (proxies and their targets, blue/green deployments, replication sources) as the inventory says it.
-- from: topology
-- param: resource_types text proxy,proxy_target
SELECT
    resource_type, resource_name AS name, account, region, cluster, instance, parent_id,
    coalesce(attributes ->> 'Status', (attributes -> 'TargetHealth') ->> 'State') AS node_status,
    CASE resource_type
        WHEN 'proxy' THEN concat_ws(', ', attributes ->> 'EngineFamily', 'idle for ' || (attributes ->> 'IdleClientTimeout') || ' s',
            CASE WHEN (attributes ->> 'RequireTLS') = 'true' THEN 'TLS required' ELSE 'TLS not required' END)
        WHEN 'proxy_target' THEN concat_ws(', ', attributes ->> 'DBProxyName', attributes ->> 'Role', (attributes -> 'TargetHealth') ->> 'Reason')
        WHEN 'blue_green_deployment' THEN concat_ws(', ', concat(attributes ->> 'Source', ' -> ', attributes ->> 'Target'), attributes ->> 'StatusDetails')
        ELSE NULL
    END AS what,
    valid_from, valid_to
FROM topology
WHERE {scope:topology} AND list_contains(string_split($resource_types, ','), resource_type)
    AND ($begin IS NULL OR valid_to IS NULL OR valid_to >= $begin::timestamptz)
QUALIFY row_number() OVER (PARTITION BY account, region, resource_type, resource_id ORDER BY valid_from DESC) = 1
ORDER BY resource_type, name
