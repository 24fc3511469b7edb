-- One tag of clusters, with how many carry it: what the fleet can be narrowed by.
-- from: tags
SELECT concat(tag_key, '=', tag_value) AS tag, count(DISTINCT concat(account, region, cluster)) AS clusters,
    string_agg(DISTINCT cluster, ', ' ORDER BY cluster) AS cluster_names
FROM tags
WHERE {scope:tags} AND instance IS NULL AND cluster IS NOT NULL AND valid_to IS NULL
GROUP BY tag_key, tag_value
ORDER BY clusters DESC, tag
